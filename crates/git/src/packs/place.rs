//! An entry of a pack, with what is known about it.

use super::delta::Reason;
use super::forest::Forest;
use super::pack::Pack;
use super::survey::Trouble;
use super::window::Window;
use gix::ObjectId;
use gix::odb::pack::data::Entry;
use std::ops::Range;

/// Where a version is stored.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) pack: &'a Pack,
    pub(super) forest: &'a Forest,
    pub(super) entry: u32,
}

impl<'a> Place<'a> {
    /// Its header, and the compressed bytes behind it. One of more than `largest` bytes is refused.
    pub(super) fn read<'w>(
        &self,
        largest: u64,
        window: &'w mut Window,
    ) -> Result<(Entry, &'w [u8]), Reason>
    where
        'a: 'w,
    {
        self.pack.entry(self.forest.stored(self.entry), largest, window)
    }

    /// The id; none of an entry that the index does not name.
    pub(super) fn id(&self) -> Option<ObjectId> {
        self.forest.id(self.entry, self.pack)
    }

    /// Whether it is to be examined.
    pub(super) fn is_wanted(&self) -> bool {
        self.forest.is_wanted(self.entry)
    }

    /// What is made from it.
    pub(super) fn children(&self) -> Range<u32> {
        self.forest.children(self.entry)
    }

    /// Bytes that it takes in the pack.
    pub(super) fn packed_len(&self) -> u64 {
        let stored = self.forest.stored(self.entry);
        stored.end.min(self.pack.end).saturating_sub(stored.start)
    }

    /// It cannot be read, nor what is made from it; and how many objects are not examined for that.
    pub(super) fn trouble(&self, reason: Reason) -> (Trouble, u64) {
        let mut lost = 0;
        self.forest.visit(self.entry, |_| lost += 1);
        let trouble = Trouble {
            path: self.pack.path.clone(),
            offset: Some(self.forest.stored(self.entry).start),
            id: self.id(),
            lost: lost - u64::from(self.is_wanted()),
            reason: reason.into_owned(),
        };
        (trouble, lost)
    }
}
