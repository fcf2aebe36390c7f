//! Changes, looked at path by path.

use sdf_core::Kind;
use sdf_engine::{VersionScanner, map_in_order};
use sdf_git::{BlobId, Change, Previous, Repository};
use std::collections::VecDeque;
use std::sync::Arc;

/// Changes that a thread takes at once.
const LOT: usize = 16;

/// Contents that are kept for the next change of a path, which nearly always begins with one.
const KEPT: usize = 2;

/// Does `work` for every change, and gives the results in the order of the changes. The changes of
/// a path come to one thread, one after the other: packs store its versions as changes of each other,
/// and what a thread has just read it need not put together again.
pub(super) fn each<S: Send, R: Send>(
    changes: &[Change],
    states: Vec<S>,
    work: impl Fn(&mut S, &Change) -> R + Sync,
) -> Vec<R> {
    let mut order: Vec<usize> = (0..changes.len()).collect();
    order.sort_by_key(|&at| &changes[at].path);
    let lots: Vec<&[usize]> = order
        .chunk_by(|&one, &next| changes[one].path == changes[next].path)
        .flat_map(|lot| lot.chunks(LOT))
        .collect();
    let done = map_in_order(&lots, states, |state, lot| {
        lot.iter().map(|&at| (at, work(state, &changes[at]))).collect::<Vec<_>>()
    });
    let mut done: Vec<(usize, R)> = done.into_iter().flatten().collect();
    done.sort_unstable_by_key(|&(at, _)| at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Reads changes on one thread.
pub(super) struct Reader<'e, 'r> {
    pub(super) repository: Repository,
    scanner: VersionScanner<'e, 'r>,
    kept: VecDeque<(BlobId, Arc<Vec<u8>>)>,
}

impl<'e, 'r> Reader<'e, 'r> {
    pub(super) fn new(repository: Repository, scanner: VersionScanner<'e, 'r>) -> Self {
        Reader { repository, scanner, kept: VecDeque::new() }
    }

    /// The length of a file to which `change` brings no secret, in which one need not be looked
    /// for; none if it may bring one, or if something cannot be read.
    pub(super) fn harmless(&mut self, change: &Change) -> Option<usize> {
        let is_link = |kind| kind == Kind::Symlink;
        // At another path other rules count.
        let is_same =
            |old: &&Previous| old.path == change.path && is_link(old.kind) == is_link(change.kind);
        // What one parent had is no news.
        for old in change.previous.iter().flatten().filter(is_same) {
            let (old, new) = (self.read(old.id)?, self.read(change.id)?);
            if !self.scanner.suspects_change(&old, &new) {
                return Some(new.len());
            }
        }
        None
    }

    fn read(&mut self, id: BlobId) -> Option<Arc<Vec<u8>>> {
        if let Some((_, content)) = self.kept.iter().find(|(known, _)| *known == id) {
            return Some(Arc::clone(content));
        }
        let content = Arc::new(self.repository.read(id).ok()?);
        self.kept.truncate(KEPT - 1);
        self.kept.push_front((id, Arc::clone(&content)));
        Some(content)
    }
}
