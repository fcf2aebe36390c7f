//! What a scanner finds.

use crate::{Confidence, Rule, Severity, Span};
use bstr::BString;
use std::borrow::Cow;
use std::sync::Arc;

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
    /// All ways that data takes here, where it is data that makes the finding; `trace` and
    /// `message` tell the first.
    pub ways: Vec<Way<'r>>,
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
            ways: Vec::new(),
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

    /// The same with the ways that data takes here; tells the first.
    pub fn by_ways(self, ways: Vec<Way<'r>>) -> Self {
        let Some(first) = ways.first() else { return Finding { ways, ..self } };
        Finding { message: first.message.clone(), trace: first.steps.clone(), ways, ..self }
    }

    /// The same with `end` behind all that is said of it.
    pub fn adding(self, end: &str) -> Self {
        let message = |said: Cow<'r, str>| Cow::Owned(said.into_owned() + end);
        let way = |way: Way<'r>| Way { message: message(way.message), ..way };
        let ways = self.ways.into_iter().map(way).collect();
        Finding { message: message(self.message), ways, ..self }
    }

    /// The same with each place in it and in its ways replaced.
    pub fn moved(self, origin: impl Fn(Span) -> Span) -> Self {
        let step = |step: Step| Step { span: origin(step.span), ..step };
        let way = |way: Way<'r>| Way {
            source: origin(way.source),
            sink: origin(way.sink),
            callee: way.callee.map(&origin),
            steps: way.steps.into_iter().map(step).collect(),
            ..way
        };
        Finding {
            span: origin(self.span),
            identity: origin(self.identity),
            extent: self.extent.map(&origin),
            secret: self.secret.map(&origin),
            trace: self.trace.into_iter().map(step).collect(),
            ways: self.ways.into_iter().map(way).collect(),
            ..self
        }
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
    /// The file where that is, if not the one that was scanned.
    pub elsewhere: Option<Arc<Elsewhere>>,
}

/// Another file than the one that was scanned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// Its path.
    pub path: BString,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A way that data takes from a source to a sink. What its ends read tells whether another version
/// of the document has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way<'r> {
    /// The expression that data comes from.
    pub source: Span,
    /// Where it arrives.
    pub sink: Span,
    /// The name of what it is passed to there.
    pub callee: Option<Span>,
    /// What is to be said of a finding that tells this way.
    pub message: Cow<'r, str>,
    /// From source to sink.
    pub steps: Vec<Step>,
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

impl Edit {
    /// `content` with `edits` made, which are in order and apart from one another. One that does not
    /// lie behind the one before, or in the content, is left out.
    pub fn make(edits: &[Edit], content: &[u8]) -> Vec<u8> {
        let mut made = Vec::with_capacity(content.len());
        let mut at = 0;
        for edit in edits {
            let (Some(kept), true) =
                (content.get(at..edit.span.start), edit.span.end <= content.len())
            else {
                continue;
            };
            made.extend_from_slice(kept);
            made.extend_from_slice(&edit.replacement);
            at = edit.span.end;
        }
        made.extend_from_slice(content.get(at..).unwrap_or_default());
        made
    }
}
