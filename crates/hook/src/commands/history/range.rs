//! What some commits brought, where the rest was searched before.

use super::confirm::Confirm;
use super::search::{Candidates, tell};
use super::{Task, incomplete, texts, threads, trouble};
use crate::commands::changes;
use crate::failure::Failure;
use sdf_core::{BString, Document, Report};
use sdf_engine::{Outcome, Secret, VersionScanner, map_in_order};
use sdf_git::{Change, ObjectId, Progress, Reading, Repository, Search, Target, Tips};
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

/// Searches what the commits that lead to `tips` and not to `known` brought: what a file or a path
/// holds that it did not hold before them.
pub(super) fn new_commits<'r>(
    task: &Task<'_, 'r>,
    repository: &Repository,
    tips: &Tips,
    known: &[ObjectId],
    report: &mut Report<'r>,
) -> Result<(), Failure> {
    report.notices.extend(incomplete(repository));
    tell(&tips.trouble, report);
    let progress = Progress::default();
    task.display.during("new commits", &progress, || {
        let commits = repository.new_commits(tips, known)?;
        let known: HashSet<ObjectId> = known.iter().copied().collect();
        let among = commits.iter().copied().collect();
        let tips = Tips { among: Some(among), ..unknown(tips, &known) };
        let scanner = VersionScanner::new(task.secrets);
        let reading = Reading::Reachable;
        let (ancestry, texts) = texts::search(repository, &tips, &scanner, 1, reading, &progress)?;
        let mut changes: Vec<Change> = Vec::new();
        for brought in repository.brought_by(&commits)? {
            changes.extend(brought.changes);
        }
        for tip in tips.all.iter().filter(|tip| !matches!(tip.target, Target::Commit(_))) {
            let files = repository.new_files(tip.target.id(), &mut HashSet::new())?;
            changes.extend(files.into_iter().map(|file| Change {
                path: file.path,
                id: file.id,
                kind: file.kind,
                previous: Vec::new(),
            }));
        }
        let (versions, names) = candidates(task, repository, &scanner, &changes, report);
        if let Some(traversal) = &mut report.history {
            traversal.objects += (commits.len() + changes.len()) as u64;
        }
        let prefix = BString::default();
        let is_suspicious = |name: &[u8]| names.contains(name);
        let confirm = Confirm::new(task, repository, &ancestry, &prefix);
        let search = Search {
            found: &versions.blobs,
            names: (!names.is_empty()).then_some(&is_suspicious),
            absent: None,
            reading: Reading::Reachable,
            threads: threads(task.arguments),
            progress: &progress,
        };
        confirm.all(&versions, &search, &texts, report)
    })
}

/// What of `tips` is not known.
fn unknown(tips: &Tips, known: &HashSet<ObjectId>) -> Tips {
    let is_new = |id: &&ObjectId| !known.contains(*id);
    Tips {
        all: tips.all.iter().filter(|tip| !known.contains(&tip.target.id())).cloned().collect(),
        head: tips.head,
        tags: tips.tags.iter().filter(is_new).copied().collect(),
        ..Tips::default()
    }
}

/// The secrets that `changes` bring into files, and the new names in which there are some.
fn candidates<'r>(
    task: &Task<'_, 'r>,
    repository: &Repository,
    scanner: &VersionScanner<'_, 'r>,
    changes: &[Change],
    report: &mut Report<'r>,
) -> (Candidates<'r>, HashSet<Vec<u8>>) {
    let state = || (repository.clone(), scanner.clone());
    let states = (0..threads(task.arguments)).map(|_| state()).collect();
    let brought = map_in_order(changes, states, |(repository, scanner), change| {
        if task.interrupt.happened() {
            return (Outcome::default(), Vec::new(), 0);
        }
        let common = &task.arguments.common;
        if let Some(length) = unsuspicious(repository, scanner, change).filter(|_| !common.archives)
        {
            return (Outcome::default(), Vec::new(), length);
        }
        let (outcome, content) = changes::with_content(task.secrets, repository, change, common);
        let secrets: Vec<Secret<'r>> = secrets(&outcome.findings, &content);
        (outcome, secrets, content.len())
    });
    let (mut versions, mut names) = (Candidates::default(), HashSet::new());
    let mut new: BTreeSet<Secret<'r>> = BTreeSet::new();
    for (change, (outcome, secrets, length)) in changes.iter().zip(brought) {
        report.notices.extend(outcome.notices);
        report.totals.suppressed += outcome.totals.suppressed;
        report.totals.documents += 1;
        report.totals.bytes += length as u64;
        if let Some(traversal) = &mut report.history {
            traversal.novel_bytes += length as u64;
        }
        for secret in secrets {
            versions.add(change.id.into(), &secret);
            new.insert(secret);
        }
        let is_new = !change.previous.iter().flatten().any(|old| old.path == change.path);
        if is_new {
            let name = Document::file("file name".into(), &change.path);
            let outcome = task.secrets.scan(&name, None);
            for secret in self::secrets(&outcome.findings, &change.path) {
                let parts = change.path.split(|&byte| byte == b'/');
                let holds = |part: &&[u8]| memchr::memmem::find(part, &secret.text).is_some();
                names.extend(parts.filter(holds).map(<[u8]>::to_vec));
            }
        }
    }
    // Versions in which it is no news hold it as well.
    let mut seen = HashSet::new();
    let versions_to_read =
        changes.iter().filter(|change| !new.is_empty() && seen.insert(change.id));
    for change in versions_to_read {
        match repository.read(change.id) {
            Ok(content) => {
                let held =
                    new.iter().filter(|it| memchr::memmem::find(&content, &it.text).is_some());
                held.for_each(|secret| versions.add(change.id.into(), secret));
            }
            Err(error) => report.notices.push(trouble(&error)),
        }
    }
    (versions, names)
}

fn secrets<'r>(findings: &[sdf_core::Located<'r>], content: &[u8]) -> Vec<Secret<'r>> {
    let secret = |finding: &sdf_core::Located<'r>| {
        let text = content.get(finding.start.offset..finding.end.offset).unwrap_or_default();
        Secret::new(&finding.rule.id, text)
    };
    findings.iter().map(secret).collect()
}

/// The length of a file in which nothing suspicious is new against the version before; none if there
/// is, if there is no such version, or if one of them cannot be read.
fn unsuspicious(
    repository: &Repository,
    scanner: &mut VersionScanner<'_, '_>,
    change: &Change,
) -> Option<usize> {
    let [Some(previous)] = change.previous.as_slice() else { return None };
    let (old, new) = (repository.read(previous.id).ok()?, repository.read(change.id).ok()?);
    let stretch = novel(&old, &new, scanner.context());
    (!scanner.suspects(&new[stretch])).then_some(new.len())
}

/// What lies between the beginning and the end that `new` has in common with `old`, with `context`
/// on both sides, and on to the ends of the lines.
fn novel(old: &[u8], new: &[u8], context: usize) -> Range<usize> {
    /// Lines that go on farther are cut.
    const LINE: usize = 4096;
    let same = |pairs: &mut dyn Iterator<Item = (&u8, &u8)>| {
        pairs.take_while(|(one, other)| one == other).count()
    };
    let start = same(&mut old.iter().zip(new));
    let least = old.len().min(new.len()) - start;
    let end = same(&mut old.iter().rev().zip(new.iter().rev()).take(least));
    let from = start.saturating_sub(context);
    let to = (new.len() - end).saturating_add(context).min(new.len());
    let before = &new[from.saturating_sub(LINE)..from];
    let behind = &new[to..to.saturating_add(LINE).min(new.len())];
    let line_start =
        memchr::memrchr(b'\n', before).map_or(before.len(), |at| before.len() - at - 1);
    let line_end = memchr::memchr(b'\n', behind).unwrap_or(behind.len());
    from - line_start..to + line_end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_new_has_its_surroundings() {
        let of = |old: &str, new: &'static str, context| {
            let range = novel(old.as_bytes(), new.as_bytes(), context);
            new.get(range).unwrap_or_default()
        };
        assert_eq!(of("a\nb\nc\nd\n", "a\nb\nxx\nd\n", 0), "xx");
        assert_eq!(of("a\nb\nc\nd\n", "a\nb\nxx\nd\n", 2), "b\nxx\nd");
        // What was taken out lets its neighbours meet.
        assert_eq!(of("one two three", "one three", 1), "one three");
        assert_eq!(of("aaaa", "aa", 0), "aa");
        assert_eq!(of("", "all", 0), "all");
        assert_eq!(of("same", "same", 0), "same");
    }
}
