//! Ids in as many bytes as they have: [`ObjectId`] takes 33, whatever the hash.

use super::by_head::{ByHead, head};
use gix::{ObjectId, oid};

/// Ids of one sort, numbered.
#[derive(Debug, Default)]
pub(super) struct Ids {
    bytes: Vec<u8>,
    len: usize,
}

impl Ids {
    pub(super) fn push(&mut self, id: &oid) {
        self.push_bytes(id.as_bytes());
    }

    /// The same, given the bytes of the id.
    pub(super) fn push_bytes(&mut self, id: &[u8]) {
        self.len = id.len();
        self.bytes.extend_from_slice(id);
    }

    pub(super) fn append(&mut self, other: Ids) {
        self.len = self.len.max(other.len);
        self.bytes.extend_from_slice(&other.bytes);
    }

    /// Drops all but the first `count`.
    pub(super) fn truncate(&mut self, count: usize) {
        self.bytes.truncate(count * self.len);
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.bytes.len().checked_div(self.len).unwrap_or(0)
    }

    /// The bytes of one; none if there are not so many.
    pub(super) fn get(&self, number: u32) -> &[u8] {
        let start = number as usize * self.len;
        self.bytes.get(start..start + self.len).unwrap_or_default()
    }

    /// One of them, if there are so many.
    pub(super) fn id(&self, number: u32) -> Option<ObjectId> {
        ObjectId::try_from(self.get(number)).ok()
    }

    /// A way to find them.
    pub(super) fn by_head(&self) -> ByHead {
        ByHead::new((0..self.count() as u32).map(|number| (head(self.get(number)), number)))
    }

    /// The number of `id`. `by_head` is of these ids.
    pub(super) fn find(&self, by_head: &ByHead, id: &oid) -> Option<u32> {
        by_head.find(id.as_bytes()).find(|&number| self.get(number) == id.as_bytes())
    }
}
