//! What rule files in TOML have in common: where their mistakes are, and words that name a value.

use crate::RuleFileError;
use sdf_core::UnknownName;
use serde::de::DeserializeOwned;
use std::str::FromStr;

/// A rule file that is being read.
pub(crate) struct TomlFile<'t> {
    name: &'t str,
    text: &'t str,
}

impl<'t> TomlFile<'t> {
    /// A file called `name` that holds `text`.
    pub(crate) fn new(name: &'t str, text: &'t str) -> Self {
        TomlFile { name, text }
    }

    /// What it says.
    ///
    /// # Errors
    /// With the line, when it is no TOML, holds an unknown or lacks a needed key.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, RuleFileError> {
        toml::from_str(self.text).map_err(|error| {
            let line = error.span().map(|span| self.line_of(span.start));
            RuleFileError::new(self.name, line, error.message())
        })
    }

    /// The error that `message` tells of what begins at the byte `offset`.
    pub(crate) fn error(&self, offset: usize, message: String) -> RuleFileError {
        RuleFileError::new(self.name, Some(self.line_of(offset)), message)
    }

    fn line_of(&self, offset: usize) -> usize {
        1 + self.text.bytes().take(offset).filter(|&byte| byte == b'\n').count()
    }
}

/// The value that `name` stands for, such as a severity.
pub(crate) fn named<T: FromStr<Err = UnknownName>>(name: &str) -> Result<T, String> {
    name.parse().map_err(|error: UnknownName| error.to_string())
}
