//! Rules for secrets in the YAML of kingfisher and noseyparker.
//!
//! ```yaml
//! rules:
//!   - name: Acme token
//!     id: acme.1
//!     pattern: |
//!       (?x) \b ( acme_ [0-9a-f]{20} ) \b
//!     min_entropy: 3.0
//!     confidence: medium
//!     pattern_requirements:
//!       min_digits: 2
//!       ignore_if_contains: [sample]
//! ```
//!
//! Everything that decides what is found means what it means there. What needs the network
//! (`validation`, `revocation`) is read and left out, with a remark; so are `rulesets`, for which
//! `--select` is there. Sources: the documentation of both tools, and kingfisher 2.14 run on rules
//! of our own: an entropy has to be greater than `min_entropy`; the secret is the group `TOKEN`, or
//! else the first that takes part; character requirements look at the secret alone.

mod reader;
mod template;

use crate::RuleFileError;
use crate::secret::{Examples, SecretRule};
use crate::yaml::{self, Value};
use sdf_core::Text;

pub(crate) use reader::read;
pub use template::Template;

/// What a file holds.
#[derive(Clone, Debug, Default)]
pub struct RuleFile {
    /// Its rules, in order.
    pub rules: Vec<KingfisherRule>,
    /// Keys that nobody knows: probably misspelt.
    pub unknown: Vec<RuleFileError>,
    /// What was read and left out.
    pub left_out: Vec<RuleFileError>,
}

/// A rule of a file.
#[derive(Clone, Debug)]
pub struct KingfisherRule {
    /// What is looked for.
    pub rule: SecretRule,
    /// Its examples.
    pub examples: Examples,
    /// Whether what it finds is reported; else it serves other rules that ask a provider.
    pub visible: bool,
}

/// Whether the file holds such rules and not Semgrep's, which have `rules` too: those name
/// languages and a message, these a name.
pub(crate) fn is_one(root: Value<'_>) -> bool {
    let Ok(mut top) = root.mapping() else { return false };
    let sets = top.take("rulesets").is_some();
    let rules = top.take("rules").and_then(|rules| rules.list().ok()).unwrap_or_default();
    let has = |rule: &Value<'_>, keys: &[&str]| {
        rule.mapping().is_ok_and(|rule| keys.iter().any(|key| rule.has(key)))
    };
    let is_semgrep = rules.iter().any(|rule| has(rule, &["languages", "message", "severity"]));
    !is_semgrep && (sets || rules.iter().any(|rule| has(rule, &["name", "pattern_requirements"])))
}

/// The rules of a file. `file` is its name as the user gave it.
///
/// # Errors
/// With line and key: no YAML, a key that is missing or of the wrong type, a pattern that does not
/// compile, a template that is none.
pub fn parse(file: &str, text: &str) -> Result<RuleFile, RuleFileError> {
    read(Value::root(file, &yaml::load(file, text)?))
}

fn owned(texts: Vec<String>) -> std::borrow::Cow<'static, [Text]> {
    texts.into_iter().map(Text::Owned).collect::<Vec<_>>().into()
}

#[cfg(test)]
mod tests;
