//! What is written down of trees.

use crate::attribution::holders::Names;

/// What one thread read. Versions are numbered in the order in which they were read, and those made
/// from a version follow it without a gap.
#[derive(Default)]
pub(in crate::attribution) struct Log {
    /// The ids of the versions, one after the other.
    pub(super) ids: Vec<u8>,
    /// For each version the number behind the last that is made from it.
    pub(super) ends: Vec<u32>,
    pub(in crate::attribution) births: Vec<Birth>,
    /// The ids of the trees among what entries name.
    pub(super) trees: Vec<u8>,
    /// Births and the versions that no longer have them, sorted in the end.
    pub(in crate::attribution) deaths: Vec<(u32, u32)>,
    pub(in crate::attribution) names: Names,
    /// Versions that are no well-formed trees.
    pub(in crate::attribution) malformed: Vec<u32>,
    pub(super) id_len: usize,
}

/// An entry that a version and those made from it have, until they no longer have it.
#[derive(Clone, Copy, Debug)]
pub(in crate::attribution) struct Birth {
    pub(in crate::attribution) version: u32,
    pub(in crate::attribution) name: u32,
    pub(in crate::attribution) below: Below,
}

/// What an entry leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::attribution) enum Below {
    /// A tree, by its number in the log.
    Tree(u32),
    /// A found blob.
    Blob(u32),
    /// Something found in the name of the entry itself.
    Name,
}

impl Log {
    /// Number of versions.
    pub(in crate::attribution) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(in crate::attribution) fn id(&self, version: u32) -> &[u8] {
        slot(&self.ids, version, self.id_len)
    }

    /// The id of a tree that an entry names.
    pub(in crate::attribution) fn tree(&self, number: u32) -> &[u8] {
        slot(&self.trees, number, self.id_len)
    }

    /// Frees the ids of the trees that entries name.
    pub(in crate::attribution) fn forget_trees(&mut self) {
        self.trees = Vec::new();
    }

    /// The number behind the last version that is made from this one.
    pub(in crate::attribution) fn end(&self, version: u32) -> u32 {
        self.ends.get(version as usize).copied().unwrap_or(version)
    }
}

fn slot(ids: &[u8], number: u32, len: usize) -> &[u8] {
    let start = number as usize * len;
    ids.get(start..start + len).unwrap_or_default()
}
