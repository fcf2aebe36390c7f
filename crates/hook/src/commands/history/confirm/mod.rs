//! What was found, where it stood.
//!
//! The search tells what any path would give. Here it is scanned at the path and in the version in
//! which it came, with all settings; what gives nothing there is tried at its other paths.

mod missing;
mod names;
mod texts;
mod unreachable;
mod versions;

use super::Task;
use super::hide;
use super::join::same_secrets;
use super::search::{Candidates, tell};
use super::texts::Suspect;
use crate::commands::archives;
use crate::failure::Failure;
use sdf_core::{
    BStr, BString, ByteSlice, Commit, Document, Fingerprint, Located, Notice, Orders, Past, Report,
};
use sdf_engine::Secret;
use sdf_git::{Ancestry, CommitPlace, Holding, Life, ObjectId, Repository, Search};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Begins the path of notes, behind which stands what they are about.
const NOTE: &str = "note on ";

/// Looks up where candidates stood, and scans them there.
pub(super) struct Confirm<'c, 't, 'r> {
    task: &'c Task<'t, 'r>,
    repository: &'c Repository,
    ancestry: &'c Ancestry,
    prefix: &'c BString,
    /// Secrets in names, which findings would show.
    named: RefCell<BTreeSet<Vec<u8>>>,
}

/// What secrets a document really holds.
type Verdict<'r> = HashMap<Secret<'r>, Located<'r>>;

impl<'c, 't, 'r> Confirm<'c, 't, 'r> {
    pub(super) fn new(
        task: &'c Task<'t, 'r>,
        repository: &'c Repository,
        ancestry: &'c Ancestry,
        prefix: &'c BString,
    ) -> Self {
        Confirm { task, repository, ancestry, prefix, named: RefCell::default() }
    }

    /// Reports everything.
    pub(super) fn all(
        &self,
        versions: &Candidates<'r>,
        search: &Search<'_>,
        texts: &[Suspect<'r>],
        report: &mut Report<'r>,
    ) -> Result<(), Failure> {
        let attribution = self.repository.attribute(self.ancestry, search)?;
        tell(&attribution.trouble, report);
        self.versions(versions, &attribution, report);
        self.names(&attribution, report);
        self.texts(texts, report)?;
        report.findings = same_secrets(std::mem::take(&mut report.findings));
        if !self.task.secrets.settings().show_secrets {
            let named: Vec<Vec<u8>> = self.named.take().into_iter().collect();
            hide::names(&mut report.findings, &named);
        }
        Ok(())
    }

    /// What a text that is no file holds.
    fn verdict(&self, path: &str, text: &[u8], report: &mut Report<'r>) -> Verdict<'r> {
        let (verdict, notices, suppressed) = verdict(self.task, path.into(), text);
        report.notices.extend(notices);
        report.totals.suppressed += suppressed;
        verdict
    }

    /// Reports `finding`, the first of `versions` that hold `secret`.
    fn push(
        &self,
        finding: Located<'r>,
        life: &Life,
        secret: &Secret<'_>,
        versions: usize,
        report: &mut Report<'r>,
    ) {
        let commit = &life.introduced.commit;
        if self.task.secrets.allows_commit(&finding, &commit.id) {
            report.totals.suppressed += 1;
            return;
        }
        // What stands in no file has no path: a note, what would show itself there.
        let is_file = |path: &&BString| note(path, life).is_none();
        let paths =
            life.paths.iter().filter(is_file).map(|path| prefixed(self.prefix, path.as_ref()));
        let removed = life.removed.as_ref().and_then(|commit| self.place(commit));
        let past = Past {
            paths: paths.collect(),
            refs: life.refs.clone(),
            versions,
            last: Some(Arc::new(life.last.clone())),
            removed_by: life.removed.clone().map(Arc::new),
            secret: Some(self.identity("", secret)),
            is_cut: life.introduced.is_cut && self.repository.is_shallow(),
            at_tip: life.holding == Holding::AtTip,
            orders: Orders {
                brought: self.place(commit).map_or(0, |place| place.order),
                last: self.place(&life.last).map_or(0, |place| place.order),
                removed: removed.map_or(0, |place| place.order),
                removed_in_head: removed.is_some_and(|place| place.in_head),
            },
        };
        report.findings.push(Located {
            commit: Some(Arc::new(commit.clone())),
            in_head: Some(life.in_head),
            past: Some(Box::new(past)),
            fix: None,
            ..finding
        });
    }

    /// What findings share that are one. `path` is that of what stands in no file, or empty.
    fn identity(&self, path: &str, secret: &Secret<'_>) -> Fingerprint {
        let path = prefixed(self.prefix, path.as_bytes().as_bstr());
        Fingerprint::new(secret.rule, path.as_ref(), &secret.text, 0)
    }

    /// Where a commit stands.
    fn place(&self, commit: &Commit) -> Option<CommitPlace> {
        self.ancestry.place(&ObjectId::from_hex(commit.id.as_bytes()).ok()?)
    }
}

/// What the document `bytes` at `path` holds, what is to be said of it, and how much was silenced.
fn verdict<'r>(
    task: &Task<'_, 'r>,
    path: &BStr,
    bytes: &[u8],
) -> (Verdict<'r>, Vec<Notice>, usize) {
    let open = task.arguments.common.archives;
    let outcome = archives::scan(task.secrets, &Document::file(path, bytes), None, open);
    let mut verdict = HashMap::new();
    for finding in outcome.findings {
        let text = bytes.get(finding.start.offset..finding.end.offset).unwrap_or_default();
        // Of equal ones the first tells the place.
        verdict.entry(Secret::new(&finding.rule.id, text)).or_insert(finding);
    }
    (verdict, outcome.notices, outcome.totals.suppressed)
}

fn prefixed(prefix: &BString, path: &BStr) -> BString {
    let mut whole = prefix.clone();
    whole.extend_from_slice(path);
    whole
}

/// The path of a note by what it is about: git spreads notes over more folders as they become more.
fn note(path: &BString, life: &Life) -> Option<BString> {
    let is_note = |name: &BString| name.starts_with(b"refs/notes/");
    if life.refs.is_empty() || !life.refs.iter().all(is_note) {
        return None;
    }
    let about: Vec<u8> = path.iter().copied().filter(|&byte| byte != b'/').collect();
    let is_id = matches!(about.len(), 40 | 64) && about.iter().all(u8::is_ascii_hexdigit);
    is_id.then(|| [NOTE.as_bytes(), &about].concat().into())
}
