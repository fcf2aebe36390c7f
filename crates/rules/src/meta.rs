//! What rule files of every family say of a rule.

use crate::owasp;
use sdf_core::{Confidence, Family, Reach, Rule, Severity, Text};
use std::fmt;

/// A rule file that cannot be used: where, and what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleFileError {
    /// Name of the file as the user gave it.
    pub file: String,
    /// Line from 1, where one is known.
    pub line: Option<usize>,
    /// What is wrong and what was expected.
    pub message: String,
}

impl RuleFileError {
    /// An error at a line of a file.
    pub fn new(file: &str, line: Option<usize>, message: impl Into<String>) -> Self {
        RuleFileError { file: file.to_owned(), line, message: message.into() }
    }
}

impl fmt::Display for RuleFileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(formatter, "{}:{line}: {}", self.file, self.message),
            None => write!(formatter, "{}: {}", self.file, self.message),
        }
    }
}

impl std::error::Error for RuleFileError {}

/// The descriptive fields of a rule as its file has them.
#[derive(Clone, Debug)]
pub struct Header {
    /// Unique name.
    pub id: String,
    /// Ids of peers for the same check.
    pub aliases: Vec<String>,
    /// How bad a true finding is.
    pub severity: Severity,
    /// How likely a finding is true.
    pub confidence: Confidence,
    /// What is wrong, in a line.
    pub title: String,
    /// Why it matters, in a sentence.
    pub why: String,
    /// How to mend it.
    pub help: String,
    /// Numbers in the Common Weakness Enumeration.
    pub cwe: Vec<u16>,
    /// Categories of the OWASP Top 10; those that OWASP gives the weaknesses if there are none.
    pub owasp: Vec<String>,
    /// Addresses to read more.
    pub references: Vec<String>,
}

impl Header {
    /// The rule of `family` and `reach` that the header describes, on unless it is ignored.
    pub fn into_rule(self, family: Family, reach: Reach) -> Rule {
        let texts = |list: Vec<String>| list.into_iter().map(Text::Owned).collect::<Vec<_>>();
        let owasp = match self.owasp.is_empty() {
            true => owasp::categories(&self.cwe),
            false => texts(self.owasp),
        };
        Rule {
            id: self.id.into(),
            family,
            aliases: texts(self.aliases).into(),
            severity: self.severity,
            confidence: self.confidence,
            title: self.title.into(),
            why: self.why.into(),
            help: self.help.into(),
            cwe: self.cwe.into(),
            owasp: owasp.into(),
            references: texts(self.references).into(),
            reach,
            default: true,
            by_alias: true,
        }
    }
}
