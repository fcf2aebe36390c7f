//! What a run has to say.

use crate::{Confidence, Fingerprint, Fix, Notice, Position, Rule, Severity, Weight};
use bstr::BString;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

/// A finding with everything that a reporter needs; no reporter sees a document, so none can
/// show a secret that is masked here.
#[derive(Clone, Debug)]
pub struct Located<'r> {
    /// The rule that is broken.
    pub rule: &'r Rule,
    /// Severity in force, after settings.
    pub severity: Severity,
    /// Confidence in force.
    pub confidence: Confidence,
    /// What is wrong here.
    pub message: String,
    /// Where, relative to the working directory.
    pub path: BString,
    /// First character.
    pub start: Position,
    /// Behind the last character.
    pub end: Position,
    /// The matched text, masked.
    pub snippet: String,
    /// The lines around, masked.
    pub excerpt: Excerpt,
    /// Identity, for baselines.
    pub fingerprint: Fingerprint,
    /// The way from source to sink.
    pub trace: Vec<LocatedStep>,
    /// Edits that mend it, in bytes of the content.
    pub fix: Option<Fix>,
    /// The commit that brought it, when a range or a history was scanned.
    pub commit: Option<Arc<Commit>>,
    /// Whether it still stands at the tip, when a range or a history was scanned.
    pub in_head: Option<bool>,
}

/// Whole lines of a document with the finding marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// Number of the first line, from 1.
    pub first_line: usize,
    /// The lines, decoded lossily, masked, control characters but tab and line feed replaced.
    pub text: String,
    /// What to underline, in bytes of `text`.
    pub marked: Range<usize>,
}

/// A step of a trace, placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocatedStep {
    /// Where.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
    /// What happens there.
    pub note: String,
    /// The path of the file where that is, if not the finding's.
    pub path: Option<BString>,
    /// The lines around.
    pub excerpt: Excerpt,
}

impl LocatedStep {
    /// The code of the step, as far as its excerpt has it.
    pub fn snippet(&self) -> &str {
        self.excerpt.text.get(self.excerpt.marked.clone()).unwrap_or_default()
    }
}

/// A commit as findings name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Object id in hexadecimal.
    pub id: String,
    /// Name of the author.
    pub author: String,
    /// Address of the author.
    pub email: String,
    /// Author date, RFC 3339.
    pub date: String,
}

/// How much was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Documents scanned.
    pub documents: usize,
    /// Bytes of them.
    pub bytes: u64,
    /// Findings hidden by inline comments, configuration or baseline.
    pub suppressed: usize,
}

impl std::ops::AddAssign for Totals {
    fn add_assign(&mut self, other: Totals) {
        self.documents += other.documents;
        self.bytes += other.bytes;
        self.suppressed += other.suppressed;
    }
}

/// All that a run found, in a stable order.
#[derive(Clone, Debug, Default)]
pub struct Report<'r> {
    /// Findings by path, place and rule.
    pub findings: Vec<Located<'r>>,
    /// What else is to be said.
    pub notices: Vec<Notice>,
    /// How much was looked at.
    pub totals: Totals,
    /// How long it took.
    pub elapsed: Duration,
}

impl Report<'_> {
    /// Brings findings and notices into their order and drops what is said twice.
    pub fn sort(&mut self) {
        self.findings.sort_by(|a, b| {
            let key = |finding: &Located<'_>| (finding.start.offset, finding.end.offset);
            a.path
                .cmp(&b.path)
                .then_with(|| key(a).cmp(&key(b)))
                .then_with(|| a.rule.id.cmp(&b.rule.id))
                .then_with(|| a.fingerprint.cmp(&b.fingerprint))
        });
        self.notices.sort();
        self.notices.dedup();
    }

    /// Whether something could not be scanned.
    pub fn in_trouble(&self) -> bool {
        self.notices.iter().any(|notice| notice.weight == Weight::Trouble)
    }
}
