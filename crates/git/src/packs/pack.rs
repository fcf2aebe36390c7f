//! One pack and what says where its objects begin.

use super::delta::Reason;
use crate::error::reason;
use gix::odb::pack::{data, index, multi_index};
use gix::oid;
use std::path::Path;
use std::sync::Arc;

/// A pack, mapped into memory.
///
/// It stays readable when git deletes the file meanwhile, as `git repack` does. A file that is made
/// shorter under us would end the process with SIGBUS, as it ends git: git never changes a pack in
/// place, and a copy of the whole pack in memory is too high a price for others who might.
pub(super) struct Pack {
    pub(super) path: Arc<Path>,
    pub(super) data: data::File,
    pub(super) index: Index,
}

/// Where the objects of a pack begin, in order of their ids.
pub(super) enum Index {
    /// Its own.
    Own(Box<index::File>),
    /// That of several packs, and which of its entries are about this one.
    Shared(Arc<multi_index::File>, Vec<u32>),
}

impl Pack {
    /// Opens the pack that belongs to the index file at `path`.
    pub(super) fn open(path: &Path, hash: gix::hash::Kind) -> Result<Self, gix::Error> {
        let index = Index::Own(Box::new(index::File::at(path, hash)?));
        Self::with(path, index, hash)
    }

    /// Opens the pack that belongs to the index file at `path`, with what else is known about its
    /// objects.
    pub(super) fn with(
        path: &Path,
        index: Index,
        hash: gix::hash::Kind,
    ) -> Result<Self, gix::Error> {
        let path = path.with_extension("pack");
        let data = data::File::at(&path, hash)?;
        Ok(Pack { path: path.into(), data, index })
    }

    /// What is wrong with the pack as a whole.
    pub(super) fn fault(&self) -> Option<Reason> {
        let Index::Own(index) = &self.index else { return None };
        if index.num_objects() != self.data.num_objects() {
            let (listed, held) = (index.num_objects(), self.data.num_objects());
            return Some(format!("its index lists {listed} objects, the pack has {held}").into());
        }
        (index.pack_checksum() != self.data.checksum())
            .then(|| "it does not end with the checksum in its index: it was cut or changed".into())
    }

    /// The header of the entry at `offset`, and the compressed bytes behind it, which end at `end`
    /// at the latest.
    pub(super) fn entry(&self, offset: u64, end: u64) -> Result<(data::Entry, &[u8]), Reason> {
        let end = end.min(self.data.pack_end() as u64);
        let slice = (offset < end).then(|| self.data.entry_slice(offset..end)).flatten();
        let bytes = slice.ok_or("it begins behind the end of the pack")?;
        let entry = data::Entry::from_bytes(bytes, offset, self.data.object_hash())
            .map_err(|error| reason(&error))?;
        let packed = bytes.get((entry.data_offset - offset) as usize..).unwrap_or_default();
        Ok((entry, packed))
    }
}

impl Index {
    /// Number of objects.
    pub(super) fn len(&self) -> u32 {
        match self {
            Index::Own(index) => index.num_objects(),
            Index::Shared(_, members) => members.len() as u32,
        }
    }

    /// The id of an object. `position` must be below [`Index::len`].
    pub(super) fn id(&self, position: u32) -> &oid {
        match self {
            Index::Own(index) => index.oid_at_index(position),
            Index::Shared(index, members) => index.oid_at_index(members[position as usize]),
        }
    }

    /// Where an object begins. `position` must be below [`Index::len`].
    pub(super) fn offset(&self, position: u32) -> Option<u64> {
        match self {
            Index::Own(index) => Some(index.pack_offset_at_index(position)),
            Index::Shared(index, members) => {
                let member = members[position as usize];
                Some(index.pack_id_and_pack_offset_at_index(member).ok()?.1)
            }
        }
    }

    /// Which object has the id.
    pub(super) fn position(&self, id: &oid) -> Option<u32> {
        match self {
            Index::Own(index) => index.lookup(id),
            Index::Shared(index, members) => {
                Some(members.binary_search(&index.lookup(id)?).ok()? as u32)
            }
        }
    }

    /// Every object's id, in order, with its position.
    pub(super) fn ids(&self) -> impl Iterator<Item = (u32, &oid)> {
        (0..self.len()).map(|position| (position, self.id(position)))
    }
}

/// The first eight bytes of an id, as a number.
pub(super) fn head(id: &oid) -> u64 {
    id.as_bytes().iter().take(8).fold(0, |head, &byte| (head << 8) | u64::from(byte))
}
