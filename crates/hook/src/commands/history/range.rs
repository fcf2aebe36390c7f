//! What some commits brought, where the rest was searched before.

use super::confirm::Confirm;
use super::lots::{Reader, each};
use super::search::{Candidates, tell};
use super::{Task, incomplete, texts, threads, trouble};
use crate::commands::changes;
use crate::failure::Failure;
use sdf_core::{BString, Document, Report};
use sdf_engine::{Outcome, Secret, VersionScanner, map_in_order};
use sdf_git::{Change, Error, ObjectId, Progress, Reading, Repository, Search, Target, Tips};
use std::collections::{BTreeSet, HashSet};

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
        let scanner = VersionScanner::for_changes(task.secrets);
        let reading = Reading::Reachable;
        let (ancestry, texts) = texts::search(repository, &tips, &scanner, 1, reading, &progress)?;
        let mut changes: Vec<Change> = Vec::new();
        let threads = threads(task.arguments);
        let parts: Vec<&[ObjectId]> =
            commits.chunks(commits.len().div_ceil(threads).max(1)).collect();
        let handles = vec![repository.clone(); threads];
        for brought in map_in_order(&parts, handles, |it, part| it.brought_by(part)) {
            changes.extend(brought?.into_iter().flat_map(|commit| commit.changes));
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
            threads,
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
    let reader = || Reader::new(repository.clone(), scanner.clone());
    let readers = || (0..threads(task.arguments)).map(|_| reader()).collect();
    let brought = each(changes, readers(), |reader, change| {
        if task.interrupt.happened() {
            return (Outcome::default(), Vec::new(), 0);
        }
        let common = &task.arguments.common;
        let is_known = common.archives || task.secrets.settings().excludes(change.path.as_ref());
        if let Some(length) = (!is_known).then(|| reader.harmless(change)).flatten() {
            return (Outcome::default(), Vec::new(), length);
        }
        let (outcome, content) =
            changes::with_content(task.secrets, &reader.repository, change, common);
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
    let others: Vec<Change> =
        changes.iter().filter(|it| !new.is_empty() && seen.insert(it.id)).cloned().collect();
    let held = each(&others, readers(), |reader, change| {
        let content = reader.repository.read(change.id)?;
        let holds = |secret: &&Secret<'r>| memchr::memmem::find(&content, &secret.text).is_some();
        Ok::<_, Error>(new.iter().filter(holds).cloned().collect::<Vec<_>>())
    });
    for (change, held) in others.iter().zip(held) {
        match held {
            Ok(held) => held.iter().for_each(|secret| versions.add(change.id.into(), secret)),
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
