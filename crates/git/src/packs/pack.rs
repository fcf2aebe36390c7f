//! One pack and what says where its objects begin.

use super::delta::{Reason, too_large};
use super::indexes::Indexes;
use super::window::Window;
use crate::error::reason;
use gix::odb::pack::{data, index, multi_index};
use gix::{ObjectId, oid};
use std::fs::File;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Packs of fewer bytes are mapped into memory: there can be thousands of them, more than a process
/// may have files open.
const SMALL: u64 = 1 << 20;

/// Longer entries are read in two steps: header and content.
const ONCE: u64 = 64 << 10;

/// No header of an entry takes more bytes: ten for the size, ten for a distance or 32 for an id.
const HEADER: u64 = 64;

/// A pack, open: it stays readable when git deletes the file meanwhile, as `git repack` does.
///
/// Large packs are read, not mapped: what is read once need not stay in memory, and a file that is
/// made shorter under us is an error. A small one that is made shorter ends the process with SIGBUS,
/// as it ends git, which never changes a pack in place.
pub(super) struct Pack {
    pub(super) path: Arc<Path>,
    /// Tells packs apart.
    pub(super) number: usize,
    bytes: Bytes,
    /// Where the last entry ends.
    pub(super) end: u64,
    hash: gix::hash::Kind,
    objects: u32,
    checksum: ObjectId,
    pub(super) index: Index,
}

enum Bytes {
    Mapped(Box<data::File>),
    Read(File),
}

/// Where the objects of a pack begin, in order of their ids.
pub(super) enum Index {
    /// Its own.
    Own(Arc<index::File>),
    /// That of several packs, and which of its entries are about this one.
    Shared(Arc<multi_index::File>, Vec<u32>),
}

impl Pack {
    /// Opens the pack that belongs to the index file at `path`.
    pub(super) fn open(
        path: &Path,
        hash: gix::hash::Kind,
        indexes: &Indexes,
    ) -> Result<Self, Reason> {
        Self::with(path, Index::Own(indexes.open(path, hash)?), hash)
    }

    /// Opens the pack that belongs to the index file at `path`, with what else is known about its
    /// objects.
    pub(super) fn with(path: &Path, index: Index, hash: gix::hash::Kind) -> Result<Self, Reason> {
        let path = path.with_extension("pack");
        // To open a pipe would be to wait for its other end.
        if std::fs::metadata(&path).is_ok_and(|facts| !facts.is_file()) {
            return Err("it is no file".into());
        }
        let file = File::open(&path).map_err(|error| error.to_string())?;
        let len = file.metadata().map_err(|error| error.to_string())?.len();
        let digest = hash.len_in_bytes() as u64;
        let end = len.saturating_sub(digest);
        let bytes = match len < SMALL {
            true => Bytes::Mapped(Box::new(
                data::File::at(&path, hash).map_err(|error| reason(&error))?,
            )),
            false => Bytes::Read(file),
        };
        let (checksum, objects, number) = (ObjectId::null(hash), 0, 0);
        let mut pack =
            Pack { path: path.into(), number, bytes, end, hash, objects, checksum, index };
        let mut window = Window::default();
        let mut head = [0; data::header::SIZE];
        head.copy_from_slice(pack.slice(0..data::header::SIZE as u64, len, &mut window)?);
        pack.objects = data::header::decode(&head).map_err(|error| reason(&error))?.1;
        pack.checksum = ObjectId::try_from(pack.slice(end..len, len, &mut window)?)
            .map_err(|error| error.to_string())?;
        Ok(pack)
    }

    /// What is wrong with the pack as a whole.
    pub(super) fn fault(&self) -> Option<Reason> {
        let Index::Own(index) = &self.index else { return None };
        if index.num_objects() != self.objects {
            let (listed, held) = (index.num_objects(), self.objects);
            return Some(format!("its index lists {listed} objects, the pack has {held}").into());
        }
        (index.pack_checksum() != self.checksum)
            .then(|| "it does not end with the checksum in its index: it was cut or changed".into())
    }

    /// The header of the entry at `offset`.
    pub(super) fn header(&self, offset: u64, window: &mut Window) -> Result<data::Entry, Reason> {
        self.header_in(offset..offset.saturating_add(HEADER).min(self.end), window)
    }

    fn header_in(&self, range: Range<u64>, window: &mut Window) -> Result<data::Entry, Reason> {
        if range.is_empty() {
            return Err("it begins behind the end of the pack".into());
        }
        let offset = range.start;
        let bytes = self.slice(range, self.end, window)?;
        Ok(data::Entry::from_bytes(bytes, offset, self.hash).map_err(|error| reason(&error))?)
    }

    /// The header of the entry that is stored at `stored`, and the compressed bytes behind it.
    pub(super) fn entry<'a>(
        &'a self,
        stored: Range<u64>,
        largest: u64,
        window: &'a mut Window,
    ) -> Result<(data::Entry, &'a [u8]), Reason> {
        // Most entries are small enough to be read at once.
        let whole = stored.start..stored.end.min(self.end).min(stored.start.saturating_add(ONCE));
        let entry = self.header_in(whole, window)?;
        let (size, start) = (entry.decompressed_size, entry.data_offset);
        if size > largest {
            return Err(too_large(size));
        }
        // What deflate cannot shrink grows by less than a thousandth, and many short blocks by more.
        let most = start.saturating_add(size).saturating_add(size / 8 + (64 << 10));
        let end = stored.end.min(self.end).min(most).max(start);
        Ok((entry, self.slice(start..end, self.end, window)?))
    }

    fn slice<'a>(
        &'a self,
        range: Range<u64>,
        end: u64,
        window: &'a mut Window,
    ) -> Result<&'a [u8], Reason> {
        match &self.bytes {
            Bytes::Mapped(file) => {
                file.entry_slice(range).ok_or_else(|| "the pack ends too early".into())
            }
            Bytes::Read(file) => window.read(self.number, file, range, end),
        }
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
