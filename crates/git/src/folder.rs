//! A folder as git knows it: a tree object, or a slice of the index.

use crate::Error;
use crate::index::Index;
use crate::objects::{BlobId, Objects};
use bstr::{BStr, ByteSlice};
use gix::ObjectId;
use gix::index::entry::{Flags, Mode};
use gix::index::extension::Tree as CacheTree;
use gix::objs::tree::EntryKind;
use sdf_core::Kind;
use std::ops::Range;

/// A folder, not yet read.
#[derive(Clone)]
pub(crate) enum Folder<'i> {
    /// A tree object.
    Tree(ObjectId),
    /// Entries of the index, with what its cache tree says of them.
    Entries(&'i Index, Range<usize>, Option<&'i CacheTree>),
}

/// What a folder holds under one name.
#[derive(Clone)]
pub(crate) struct Child<'a, 'i> {
    /// The last component of its path.
    pub(crate) name: &'a BStr,
    /// What it is.
    pub(crate) node: Node<'i>,
}

/// What stands at a path.
#[derive(Clone)]
pub(crate) enum Node<'i> {
    Folder(Folder<'i>),
    Blob(BlobId, Kind),
    Submodule(ObjectId),
    /// A conflict that is not resolved, in the index alone.
    Unmerged,
}

impl Child<'_, '_> {
    /// Where it stands among its siblings: git sorts a folder as if its name ended with a slash
    /// (git's `base_name_compare`).
    pub(crate) fn order(&self, other: &Child<'_, '_>) -> std::cmp::Ordering {
        let is_folder = |child: &Child<'_, '_>| matches!(child.node, Node::Folder(_));
        gix::objs::tree::name_order(self.name, is_folder(self), other.name, is_folder(other))
    }
}

impl<'i> Folder<'i> {
    /// The tree that git would write for this folder, if it is known without reading anything.
    pub(crate) fn id(&self) -> Option<ObjectId> {
        match self {
            Folder::Tree(id) => Some(*id),
            Folder::Entries(_, entries, cached) => {
                let cached = (*cached)?;
                (cached.num_entries? as usize == entries.len()).then_some(cached.id)
            }
        }
    }

    /// What the folder at `path` (empty or ending in a slash) holds, in git's order.
    pub(crate) fn list<'a>(
        &self,
        path: &BStr,
        objects: &Objects,
        buffer: &'a mut Vec<u8>,
    ) -> Result<Vec<Child<'a, 'i>>, Error>
    where
        'i: 'a,
    {
        match self {
            Folder::Tree(id) => list_tree(*id, objects, buffer),
            Folder::Entries(index, entries, cached) => {
                list_entries(index, entries.clone(), *cached, path)
            }
        }
    }
}

fn list_tree<'a, 'i>(
    id: ObjectId,
    objects: &Objects,
    buffer: &'a mut Vec<u8>,
) -> Result<Vec<Child<'a, 'i>>, Error> {
    let child = |entry: gix::objs::tree::EntryRef<'a>| {
        let blob = |kind| Node::Blob(BlobId(entry.oid.to_owned()), kind);
        Child {
            name: entry.filename,
            node: match entry.mode.kind() {
                EntryKind::Tree => Node::Folder(Folder::Tree(entry.oid.to_owned())),
                EntryKind::Blob => blob(Kind::File),
                EntryKind::BlobExecutable => blob(Kind::Executable),
                EntryKind::Link => blob(Kind::Symlink),
                EntryKind::Commit => Node::Submodule(entry.oid.to_owned()),
            },
        }
    };
    objects
        .tree(id, buffer)?
        .map(|entry| entry.map(child).map_err(|error| objects.unreadable(id, &error)))
        .collect()
}

fn list_entries<'i>(
    index: &'i Index,
    range: Range<usize>,
    cached: Option<&'i CacheTree>,
    path: &BStr,
) -> Result<Vec<Child<'i, 'i>>, Error> {
    let state = &index.state;
    let entries = state.entries().get(range.clone()).unwrap_or_default();
    let mut children: Vec<Child<'i, 'i>> = Vec::new();
    let mut at = 0;
    while let Some(entry) = entries.get(at) {
        let below = entry.path(state).strip_prefix(path.as_bytes());
        let below = below.ok_or_else(|| index.broken("its entries are not sorted"))?;
        if let Some(slash) = below.find_byte(b'/') {
            let (name, folder) = (below[..slash].as_bstr(), &below[..=slash]);
            let within = |entry: &gix::index::Entry| {
                entry.path(state).get(path.len()..).is_some_and(|below| below.starts_with(folder))
            };
            if entry.mode == Mode::DIR && below.len() == folder.len() {
                // A sparse index stands for a whole folder by its tree.
                children.push(Child { name, node: Node::Folder(Folder::Tree(entry.id)) });
                at += 1;
                continue;
            }
            let sub = cached.and_then(|cached| child_named(cached, name));
            let counted = sub.and_then(|sub| sub.num_entries).map(|count| at + count as usize);
            // The cache tree is believed where its count leads exactly behind the folder.
            let end = counted.filter(|&end| {
                end > at
                    && entries.get(end - 1).is_some_and(within)
                    && !entries.get(end).is_some_and(within)
            });
            let end = end.unwrap_or_else(|| at + entries[at..].partition_point(within).max(1));
            let slice = range.start + at..range.start + end;
            children.push(Child { name, node: Node::Folder(Folder::Entries(index, slice, sub)) });
            at = end;
            continue;
        }
        at += 1;
        let node = match entry.mode {
            _ if entry.stage_raw() != 0 => Node::Unmerged,
            _ if entry.flags.contains(Flags::INTENT_TO_ADD) => continue,
            Mode::FILE => Node::Blob(BlobId(entry.id), Kind::File),
            Mode::FILE_EXECUTABLE => Node::Blob(BlobId(entry.id), Kind::Executable),
            Mode::SYMLINK => Node::Blob(BlobId(entry.id), Kind::Symlink),
            Mode::COMMIT => Node::Submodule(entry.id),
            _ => return Err(index.broken("an entry has a mode that is none of git's")),
        };
        // A conflict has up to three entries for one path.
        let again = |last: &Child<'_, '_>| {
            last.name == below && matches!((&last.node, &node), (Node::Unmerged, Node::Unmerged))
        };
        if !children.last().is_some_and(again) {
            children.push(Child { name: below.as_bstr(), node });
        }
    }
    Ok(children)
}

/// The part of a cache tree for the folder `name`.
fn child_named<'i>(cached: &'i CacheTree, name: &BStr) -> Option<&'i CacheTree> {
    let at = cached.children.binary_search_by(|child| child.name.as_slice().cmp(name));
    at.ok().and_then(|at| cached.children.get(at))
}
