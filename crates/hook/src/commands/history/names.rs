//! The names of files and folders.

use sdf_core::{Focus, Notice};
use sdf_engine::{Secret, VersionScanner};
use sdf_git::{Examiner, ObjectId, Repository, Version, tree_entries};
use std::collections::BTreeMap;

use super::search::Candidates;
use super::trouble;

/// Looks at folders for one thread.
pub(super) struct Names<'t, 'r> {
    scanner: VersionScanner<'t, 'r>,
    /// What goes by a name that holds something, whether that is a folder, and what it holds.
    found: Vec<(ObjectId, bool, Vec<Secret<'r>>)>,
}

impl<'t, 'r> Names<'t, 'r> {
    pub(super) fn new(scanner: VersionScanner<'t, 'r>) -> Self {
        Names { scanner, found: Vec::new() }
    }
}

impl Examiner for Names<'_, '_> {
    /// That a name in the folder holds something.
    type Found = ();

    fn suspects(&mut self, stretch: &[u8]) -> bool {
        self.scanner.suspects(stretch)
    }

    /// Looks at all names: whatever goes by one that holds a secret is a version with it.
    fn examine(&mut self, version: Version<'_>, _: Option<&()>) -> Option<()> {
        let mut any = None;
        for entry in tree_entries(version.bytes, version.id.kind()) {
            if !self.scanner.suspects(entry.name) {
                continue;
            }
            let found = self.scanner.examine(entry.name, &Focus::Everything, None);
            let secrets = found.map(|found| found.secrets().to_vec()).unwrap_or_default();
            if !secrets.is_empty() {
                self.found.push((entry.id, entry.is_folder, secrets));
                any = Some(());
            }
        }
        any
    }
}

/// The secrets in names that `looked` found, with the files that go by them or lie below.
pub(super) fn candidates<'r>(
    looked: Vec<Names<'_, 'r>>,
    repository: &Repository,
    notices: &mut Vec<Notice>,
) -> Candidates<'r> {
    // Each once and in order, whatever thread found it.
    let mut all: BTreeMap<(ObjectId, bool), Vec<Secret<'r>>> = BTreeMap::new();
    for (id, is_folder, secrets) in looked.into_iter().flat_map(|one| one.found) {
        let known = all.entry((id, is_folder)).or_default();
        known.extend(secrets);
        known.sort_unstable();
        known.dedup();
    }
    let mut candidates = Candidates::default();
    for ((id, is_folder), secrets) in all {
        let blob = match is_folder {
            true => repository.first_blob(id),
            false => Ok(Some(id)),
        };
        match blob {
            Ok(Some(blob)) => secrets.iter().for_each(|it| candidates.add(blob, it)),
            Ok(None) => {}
            Err(error) => notices.push(trouble(&error)),
        }
    }
    candidates
}
