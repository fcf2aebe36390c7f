//! All objects of a repository, each once.

use super::confirm::Confirm;
use super::judge::Judge;
use super::{Task, incomplete, texts, threads, trouble};
use crate::failure::Failure;
use sdf_core::{BString, Report};
use sdf_engine::{Found, Secret, VersionScanner};
use sdf_git::{
    Examiner, Key, ObjectId, ObjectKind, Progress, Reading, Repository, Search, Survey, Tips,
    Troubles, Version, WalkOptions,
};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Secrets by number, and the versions of files that may hold them.
#[derive(Default)]
pub(super) struct Candidates<'r> {
    numbers: HashMap<Secret<'r>, u32>,
    /// In the order of their numbers.
    pub(super) secrets: Vec<Secret<'r>>,
    pub(super) blobs: HashMap<ObjectId, Vec<Key>>,
}

impl<'r> Candidates<'r> {
    /// Notes that the version `blob` may hold `secret`.
    pub(super) fn add(&mut self, blob: ObjectId, secret: &Secret<'r>) {
        let next = u32::try_from(self.secrets.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(secret.clone()).or_insert_with(|| {
            self.secrets.push(secret.clone());
            next
        });
        let keys = self.blobs.entry(blob).or_default();
        if !keys.contains(&Key(number)) {
            keys.push(Key(number));
        }
    }
}

/// Looks at versions of files for one thread.
struct Versions<'t, 'r> {
    scanner: VersionScanner<'t, 'r>,
    found: Vec<(ObjectId, Found<'r>)>,
    count: &'t AtomicU64,
}

impl<'r> Examiner for Versions<'_, 'r> {
    type Found = Found<'r>;

    fn suspects(&mut self, stretch: &[u8]) -> bool {
        self.scanner.suspects(stretch)
    }

    fn examine(&mut self, version: Version<'_>, base: Option<&Found<'r>>) -> Option<Found<'r>> {
        let found = self.scanner.examine(version.bytes, &version.novel, base)?;
        if !found.secrets().is_empty() {
            self.count.fetch_add(1, Relaxed);
            self.found.push((version.id, found.clone()));
        }
        Some(found)
    }
}

/// Searches all of `repository`, whose files are called by `prefix` and their path.
pub(super) fn everything<'r>(
    task: &Task<'_, 'r>,
    repository: &Repository,
    tips: &Tips,
    prefix: &BString,
    report: &mut Report<'r>,
) -> Result<(), Failure> {
    report.notices.extend(incomplete(repository));
    tell(&tips.trouble, report);
    let scanner = VersionScanner::new(task.secrets);

    let progress = Progress::default();
    let (ancestry, texts) = task.display.during("commits and tags", &progress, || {
        let threads = threads(task.arguments);
        texts::search(repository, tips, &scanner, threads, Reading::Faster, &progress)
    })?;
    tell(&ancestry.trouble, report);

    let count = &task.display.found;
    let examiners = || (0..threads(task.arguments)).map(|_| scanner.clone());
    let versions = examiners().map(|scanner| Versions { scanner, found: Vec::new(), count });
    let options = options(task, ObjectKind::Blob, scanner.context());
    let versions =
        walk(task, repository, "versions of files", &options, versions.collect(), report)?;
    let mut candidates = Candidates::default();
    // In an order that no thread decides.
    let mut found: Vec<_> = versions.into_iter().flat_map(|one| one.found).collect();
    found.sort_unstable_by_key(|(blob, _)| *blob);
    for (blob, found) in &found {
        found.secrets().iter().for_each(|secret| candidates.add(*blob, secret));
    }
    drop(found);

    let (judge, absent) = (Judge::new(scanner), repository.absent());
    let is_suspicious = |name: &[u8]| judge.is_suspicious(name);
    // One part of the work is enough for what every part would find.
    let is_first = task.arguments.shard.is_none_or(|shard| shard.number == 1);
    let progress = Progress::default();
    let confirm = Confirm::new(task, repository, &ancestry, prefix);
    task.display.to_the_end("trees, for names and what was found", &progress, || {
        let search = Search {
            found: &candidates.blobs,
            names: is_first.then_some(&is_suspicious),
            absent: is_first.then_some(&absent),
            reading: Reading::Faster,
            threads: threads(task.arguments),
            progress: &progress,
        };
        confirm.all(&candidates, &search, &texts, report)?;
        let missing = repository.still_absent(absent);
        confirm.missing(&missing, report)
    })
}

/// Goes through all objects of a sort.
fn walk<'r, E: Examiner>(
    task: &Task<'_, 'r>,
    repository: &Repository,
    phase: &str,
    options: &WalkOptions,
    examiners: Vec<E>,
    report: &mut Report<'r>,
) -> Result<Vec<E>, Failure> {
    let progress = Progress::default();
    let (examiners, survey) = task
        .display
        .during(phase, &progress, || repository.examine_objects(options, examiners, &progress))?;
    let Survey { objects, packed_bytes, novel_bytes, decoded_bytes, trouble: told, .. } = survey;
    report.notices.extend(told.iter().map(trouble));
    if options.kind == ObjectKind::Blob {
        report.totals.documents += objects as usize;
        report.totals.bytes += decoded_bytes;
    }
    if let Some(traversal) = &mut report.history {
        traversal.objects += objects;
        traversal.packed_bytes += packed_bytes;
        traversal.novel_bytes += novel_bytes;
    }
    Ok(examiners)
}

fn options(task: &Task<'_, '_>, kind: ObjectKind, context: usize) -> WalkOptions {
    let shard = task.arguments.shard.map(|shard| (shard.number, shard.of));
    WalkOptions { context, shard, exhaustive: task.arguments.exhaustive, ..WalkOptions::of(kind) }
}

/// Adds what could not be read.
pub(super) fn tell(troubles: &Troubles, report: &mut Report<'_>) {
    report.notices.extend(troubles.told.iter().map(trouble));
    if troubles.others > 0 {
        let message = format!("{} more objects could not be read", troubles.others);
        report.notices.push(trouble(&message));
    }
}
