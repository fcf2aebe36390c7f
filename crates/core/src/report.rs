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
    /// Where else it stood and when, when a history was scanned.
    pub past: Option<Box<Past>>,
}

/// What a history knows of a finding beside the commit that brought it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// Every path that it stood under, in order; empty for what stands in no file.
    pub paths: Vec<BString>,
    /// Every ref from which a version with it can be reached, in order.
    pub refs: Vec<BString>,
    /// How many versions of files, or texts of commits and tags, hold it.
    pub versions: usize,
    /// The last commit whose files or text hold it.
    pub last: Option<Arc<Commit>>,
    /// The commit that took it away, if it stands in HEAD no more.
    pub removed_by: Option<Arc<Commit>>,
    /// Identity of rule and matched text without a path: findings that share it are one.
    pub secret: Option<Fingerprint>,
    /// Whether it may be older than the commit that brought it, for a shallow clone ends there.
    pub is_cut: bool,
    /// Whether a ref holds it at its tip: if none does, `refs` lead to it through older commits.
    pub at_tip: bool,
    /// Where the commits come among all of this history.
    pub orders: Orders,
}

/// Where commits come among all of a history, old ones first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Orders {
    /// The one that brought the finding.
    pub brought: u64,
    /// [`Past::last`].
    pub last: u64,
    /// [`Past::removed_by`].
    pub removed: u64,
    /// Whether that is HEAD or one of its ancestors.
    pub removed_in_head: bool,
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
    /// Findings that were fixed; they are not among the others.
    pub fixed: usize,
}

impl std::ops::AddAssign for Totals {
    fn add_assign(&mut self, other: Totals) {
        self.documents += other.documents;
        self.bytes += other.bytes;
        self.suppressed += other.suppressed;
        self.fixed += other.fixed;
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
    /// How much of a history was gone through, if one was scanned.
    pub history: Option<Traversal>,
}

/// How much of a history was gone through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traversal {
    /// Objects looked at: versions of files, commits, tags and trees.
    pub objects: u64,
    /// Bytes of them as they are stored.
    pub packed_bytes: u64,
    /// Bytes that were new in them against the versions they are stored as changes of.
    pub novel_bytes: u64,
    /// Which part of the work this was.
    pub shard: Option<Shard>,
}

/// Part `number` of a scan that was split into `of` parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 1.
    pub number: usize,
    /// Into how many the work was split.
    pub of: usize,
    /// What was scanned and with what rules, as a hash: the same in all parts of one run.
    pub run: String,
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
