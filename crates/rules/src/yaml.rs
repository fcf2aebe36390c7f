//! Reading YAML strictly: every key is taken or an error, and every error has its line.

use crate::RuleFileError;
use saphyr::{LoadableYamlNode, MarkedYaml, Scalar, YamlData};

/// The only document of a file.
pub(crate) fn load<'t>(file: &str, text: &'t str) -> Result<MarkedYaml<'t>, RuleFileError> {
    let documents = MarkedYaml::load_from_str(text).map_err(|error| {
        RuleFileError::new(file, Some(error.marker().line()), error.info().to_owned())
    })?;
    match <[_; 1]>::try_from(documents) {
        Ok([document]) => Ok(document),
        Err(documents) => Err(RuleFileError::new(
            file,
            None,
            format!("expected one YAML document, found {}", documents.len()),
        )),
    }
}

/// A value of a file, with the line it stands in.
#[derive(Clone, Copy)]
pub(crate) struct Value<'y> {
    file: &'y str,
    /// The key it belongs to, for messages.
    key: &'y str,
    line: usize,
    node: &'y MarkedYaml<'y>,
}

impl<'y> Value<'y> {
    pub(crate) fn root(file: &'y str, node: &'y MarkedYaml<'y>) -> Self {
        Value { file, key: "the file", line: node.span.start.line(), node }
    }

    pub(crate) fn error(&self, message: impl Into<String>) -> RuleFileError {
        RuleFileError::new(self.file, Some(self.line), message)
    }

    /// Name of the file, as the user gave it.
    pub(crate) fn file(&self) -> &'y str {
        self.file
    }

    /// The key it belongs to.
    pub(crate) fn key(&self) -> &'y str {
        self.key
    }

    /// The line it stands in, from 1.
    pub(crate) fn line(&self) -> usize {
        self.line
    }

    fn expected(&self, what: &str) -> RuleFileError {
        self.error(format!("{}: expected {what}", self.key))
    }

    /// A text; numbers and truth values are taken as they are commonly written.
    pub(crate) fn text(&self) -> Result<String, RuleFileError> {
        match &self.node.data {
            YamlData::Value(Scalar::String(text)) => Ok(text.to_string()),
            YamlData::Value(Scalar::Integer(number)) => Ok(number.to_string()),
            YamlData::Value(Scalar::Boolean(value)) => Ok(value.to_string()),
            YamlData::Value(Scalar::FloatingPoint(number)) => Ok(number.to_string()),
            _ => Err(self.expected("a text")),
        }
    }

    /// A truth value, quoted or not.
    pub(crate) fn truth(&self) -> Result<bool, RuleFileError> {
        match self.text().as_deref() {
            Ok("true") => Ok(true),
            Ok("false") => Ok(false),
            _ => Err(self.expected("true or false")),
        }
    }

    /// A number from 0, quoted or not.
    pub(crate) fn number(&self) -> Result<u32, RuleFileError> {
        let number = self.text().ok().and_then(|text| text.parse().ok());
        number.ok_or_else(|| self.expected("a number from 0"))
    }

    /// A number with or without decimals, quoted or not.
    pub(crate) fn decimal(&self) -> Result<f64, RuleFileError> {
        let number = self.text().ok().and_then(|text| text.parse().ok());
        number.ok_or_else(|| self.expected("a number"))
    }

    /// What the text stands for.
    pub(crate) fn one_of<T: Copy>(&self, choices: &[(&str, T)]) -> Result<T, RuleFileError> {
        let text = self.text()?;
        let chosen = choices.iter().find(|(name, _)| *name == text);
        chosen.map(|(_, meaning)| *meaning).ok_or_else(|| {
            let names = choices.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
            self.error(format!("{} '{text}' is none of {names}", self.key))
        })
    }

    /// Whether it is a list.
    pub(crate) fn is_list(&self) -> bool {
        matches!(self.node.data, YamlData::Sequence(_))
    }

    /// Whether it has keys.
    pub(crate) fn is_mapping(&self) -> bool {
        matches!(self.node.data, YamlData::Mapping(_))
    }

    pub(crate) fn list(&self) -> Result<Vec<Value<'y>>, RuleFileError> {
        match &self.node.data {
            YamlData::Sequence(items) => Ok(items
                .iter()
                .map(|node| Value { line: node.span.start.line(), node, ..*self })
                .collect()),
            _ => Err(self.expected("a list")),
        }
    }

    /// A text or a list of texts.
    pub(crate) fn texts(&self) -> Result<Vec<String>, RuleFileError> {
        match &self.node.data {
            YamlData::Sequence(_) => self.list()?.iter().map(Value::text).collect(),
            _ => Ok(vec![self.text()?]),
        }
    }

    pub(crate) fn mapping(&self) -> Result<Mapping<'y>, RuleFileError> {
        let YamlData::Mapping(entries) = &self.node.data else {
            return Err(self.expected("keys and values"));
        };
        let mut mapping = Mapping { of: *self, entries: Vec::new() };
        for (key, node) in entries {
            let line = key.span.start.line();
            let YamlData::Value(Scalar::String(text)) = &key.data else {
                return Err(RuleFileError::new(self.file, Some(line), "expected a text as key"));
            };
            mapping.entries.push(Value { file: self.file, key: text, line, node });
        }
        Ok(mapping)
    }
}

/// Keys and values, each to be taken once.
pub(crate) struct Mapping<'y> {
    of: Value<'y>,
    entries: Vec<Value<'y>>,
}

impl<'y> Mapping<'y> {
    pub(crate) fn take(&mut self, key: &str) -> Option<Value<'y>> {
        let at = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(at))
    }

    pub(crate) fn require(&mut self, key: &str) -> Result<Value<'y>, RuleFileError> {
        self.take(key).ok_or_else(|| self.error(format!("'{key}' is missing")))
    }

    /// The value of `key`, which stays.
    pub(crate) fn peek(&self, key: &str) -> Option<Value<'y>> {
        self.entries.iter().find(|entry| entry.key == key).copied()
    }

    /// Whether nobody took `key` yet.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == key)
    }

    /// What `read` makes of the value of `key`, if there is one.
    pub(crate) fn read<T, E>(
        &mut self,
        key: &str,
        read: impl FnOnce(&Value<'y>) -> Result<T, E>,
    ) -> Result<Option<T>, E> {
        self.take(key).map(|value| read(&value)).transpose()
    }

    /// The first entry, whatever its key.
    pub(crate) fn take_first(&mut self) -> Option<(&'y str, Value<'y>)> {
        (!self.entries.is_empty()).then(|| self.entries.remove(0)).map(|entry| (entry.key, entry))
    }

    /// What nobody took.
    pub(crate) fn rest(&self) -> &[Value<'y>] {
        &self.entries
    }

    /// An error at the first key that nobody took.
    pub(crate) fn finish(&self) -> Result<(), RuleFileError> {
        match self.entries.first() {
            None => Ok(()),
            Some(entry) => Err(entry.error(format!("key '{}' is not supported here", entry.key))),
        }
    }

    pub(crate) fn error(&self, message: impl Into<String>) -> RuleFileError {
        self.of.error(message)
    }
}
