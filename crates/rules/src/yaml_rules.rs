//! Rules in YAML, whoever's they are.

use crate::yaml::{self, Value};
use crate::{RuleFileError, kingfisher, sast};

/// What a YAML file of rules holds.
#[derive(Clone, Debug)]
pub enum YamlRules {
    /// Rules for code, as Semgrep has them.
    Semgrep(sast::RuleFile),
    /// Rules for secrets, as kingfisher and noseyparker have them.
    Kingfisher(kingfisher::RuleFile),
}

/// The rules of a YAML file, which is looked into to know whose they are. `file` is its name as the
/// user gave it.
///
/// # Errors
/// Those of [`sast::parse`] and [`kingfisher::parse`].
pub fn parse_yaml(file: &str, text: &str) -> Result<YamlRules, RuleFileError> {
    let document = yaml::load(file, text)?;
    let root = Value::root(file, &document);
    match kingfisher::is_one(root) {
        true => kingfisher::read(root).map(YamlRules::Kingfisher),
        false => sast::read(root).map(YamlRules::Semgrep),
    }
}
