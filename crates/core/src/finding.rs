//! What a scanner finds.

use crate::{Confidence, Rule, Severity, Span};
use std::borrow::Cow;

/// A rule broken at a place of the document that was scanned.
#[derive(Clone, Debug)]
pub struct Finding<'r> {
    /// The rule; `'r` is the life of the rule tables.
    pub rule: &'r Rule,
    /// What to underline.
    pub span: Span,
    /// What the fingerprint is made of; for a secret the secret alone.
    pub identity: Span,
    /// All of what it is about, where that is more than what is underlined: comments on those lines
    /// silence it, too.
    pub extent: Option<Span>,
    /// What to mask wherever it is shown.
    pub secret: Option<Span>,
    /// What is wrong here. Never holds a secret.
    pub message: Cow<'r, str>,
    /// The rule's severity, or one that fits this case better.
    pub severity: Severity,
    /// The rule's confidence, or one that fits this case better.
    pub confidence: Confidence,
    /// The way from source to sink, if there is one.
    pub trace: Vec<Step>,
    /// Edits that mend it.
    pub fix: Option<Fix>,
}

impl<'r> Finding<'r> {
    /// A finding that says no more than its rule does.
    pub fn new(rule: &'r Rule, span: Span) -> Self {
        Finding {
            rule,
            span,
            identity: span,
            extent: None,
            secret: None,
            message: Cow::Borrowed(&rule.title),
            severity: rule.severity,
            confidence: rule.confidence,
            trace: Vec::new(),
            fix: None,
        }
    }

    /// The same with `identity` as the text that the fingerprint is made of.
    pub fn known_by(self, identity: Span) -> Self {
        Finding { identity, ..self }
    }

    /// The same with `message`.
    pub fn saying(self, message: impl Into<Cow<'r, str>>) -> Self {
        Finding { message: message.into(), ..self }
    }

    /// The same, masking `secret` and known by it.
    pub fn hiding(self, secret: Span) -> Self {
        Finding { identity: secret, secret: Some(secret), ..self }
    }
}

/// A step on the way from a source to a sink.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where.
    pub span: Span,
    /// What happens there.
    pub note: String,
}

/// Edits that mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Apart from one another, in order.
    pub edits: Vec<Edit>,
    /// Whether the meaning of the file is sure to stay the same.
    pub safe: bool,
}

/// A replacement of some bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub replacement: Vec<u8>,
}
