//! The difference of two folders, without reading what is the same on both sides.

use crate::Error;
use crate::folder::{Child, Folder, Node};
use crate::objects::{BlobId, Objects};
use bstr::{BString, ByteSlice};
use gix::ObjectId;
use sdf_core::Kind;
use std::cmp::Ordering;

/// How deep folders may lie in one another; git's own limit is 2048 (`core.maxTreeDepth`).
const MAX_DEPTH: usize = 4096;
/// How many folders may be read: a tree of trees that repeat can name more than any time allows.
const MAX_FOLDERS: usize = 1 << 20;
/// How many files may differ.
const MAX_FILES: usize = 1 << 22;

/// A blob of the new side that the old side does not have at the same path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Put {
    pub(crate) path: BString,
    pub(crate) id: BlobId,
    pub(crate) kind: Kind,
    /// What the old side has at the same path, if that is a blob too.
    pub(crate) old: Option<(BlobId, Kind)>,
}

/// A blob of the old side whose path is gone from the new side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Gone {
    pub(crate) path: BString,
    pub(crate) id: BlobId,
    pub(crate) kind: Kind,
}

/// What differs.
#[derive(Debug, Default)]
pub(crate) struct Delta {
    /// By path.
    pub(crate) put: Vec<Put>,
    /// Not sorted, and without what is in `gone_folders`.
    pub(crate) gone: Vec<Gone>,
    /// Folders that are gone as a whole, path (ending in a slash) and tree: not read yet, since
    /// only a search for renames needs to know what was in them.
    pub(crate) gone_folders: Vec<(BString, ObjectId)>,
    /// Submodules of the new side that differ, by path.
    pub(crate) submodules: Vec<BString>,
    /// Conflicts of the new side that are not resolved, by path.
    pub(crate) unmerged: Vec<BString>,
}

/// A pair of folders to compare, at `path` (empty or ending in a slash).
struct Pair<'i> {
    path: BString,
    depth: usize,
    old: Option<ObjectId>,
    new: Option<Folder<'i>>,
}

/// Compares the tree `old` with the folder `new`; `None` is an empty folder.
pub(crate) fn compare(
    objects: &Objects,
    old: Option<ObjectId>,
    new: Option<Folder<'_>>,
) -> Result<Delta, Error> {
    let mut delta = Delta::default();
    let mut pending = vec![Pair { path: BString::default(), depth: 0, old, new }];
    let (mut old_buffer, mut new_buffer) = (Vec::new(), Vec::new());
    let mut folders = 0;
    while let Some(pair) = pending.pop() {
        if pair.old.is_some() && pair.old == pair.new.as_ref().and_then(Folder::id) {
            continue;
        }
        if pair.depth > MAX_DEPTH {
            return Err(Error::TooLarge {
                what: format!("folders lie more than {MAX_DEPTH} deep in one another"),
            });
        }
        let path = pair.path.as_bstr();
        let old = match pair.old {
            Some(tree) => Folder::Tree(tree).list(path, objects, &mut old_buffer)?,
            None => Vec::new(),
        };
        let new = match &pair.new {
            Some(folder) => folder.list(path, objects, &mut new_buffer)?,
            None => Vec::new(),
        };
        let (mut old, mut new) = (old.into_iter().peekable(), new.into_iter().peekable());
        loop {
            let order = match (old.peek(), new.peek()) {
                (Some(old), Some(new)) => old.order(new),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => break,
            };
            let before = if order.is_le() { old.next() } else { None };
            let after = if order.is_ge() { new.next() } else { None };
            delta.note(&pair.path, pair.depth, before, after, &mut pending);
        }
        folders += 1;
        if folders + pending.len() > MAX_FOLDERS {
            return Err(Error::TooLarge {
                what: format!("more than {MAX_FOLDERS} folders differ"),
            });
        }
        if delta.put.len().max(delta.gone.len()) > MAX_FILES {
            return Err(Error::TooLarge { what: format!("more than {MAX_FILES} files differ") });
        }
    }
    delta.put.sort_by(|a, b| a.path.cmp(&b.path));
    delta.submodules.sort();
    delta.unmerged.sort();
    Ok(delta)
}

impl Delta {
    /// Notes what became of one name of the folder `path`.
    fn note<'i>(
        &mut self,
        folder: &BString,
        depth: usize,
        old: Option<Child<'_, 'i>>,
        new: Option<Child<'_, 'i>>,
        pending: &mut Vec<Pair<'i>>,
    ) {
        let Some(name) = old.as_ref().or(new.as_ref()).map(|child| child.name) else { return };
        let path = |end: &[u8]| BString::from([folder.as_slice(), name, end].concat());
        match (old.map(|child| child.node), new.map(|child| child.node)) {
            (Some(Node::Folder(old)), None) => {
                self.gone_folders.extend(old.id().map(|id| (path(b"/"), id)));
            }
            (old @ (None | Some(Node::Folder(_))), Some(Node::Folder(new))) => {
                let old = match old {
                    Some(Node::Folder(old)) => old.id(),
                    _ => None,
                };
                if old.is_none() || old != new.id() {
                    pending.push(Pair { path: path(b"/"), depth: depth + 1, old, new: Some(new) });
                }
            }
            (Some(Node::Blob(old, was)), Some(Node::Blob(id, kind))) => {
                if (old, was) != (id, kind) {
                    self.put.push(Put { path: path(b""), id, kind, old: Some((old, was)) });
                }
            }
            (old, new) => {
                if let Some(Node::Blob(id, kind)) = old
                    && !matches!(new, Some(Node::Unmerged))
                {
                    self.gone.push(Gone { path: path(b""), id, kind });
                }
                match new {
                    Some(Node::Blob(id, kind)) => {
                        self.put.push(Put { path: path(b""), id, kind, old: None });
                    }
                    Some(Node::Submodule(id)) => {
                        if !matches!(old, Some(Node::Submodule(was)) if was == id) {
                            self.submodules.push(path(b""));
                        }
                    }
                    Some(Node::Unmerged) => self.unmerged.push(path(b"")),
                    Some(Node::Folder(_)) | None => {}
                }
            }
        }
    }

    /// Reads the folders that are gone as a whole.
    pub(crate) fn expand_gone(&mut self, objects: &Objects) -> Result<(), Error> {
        for (path, tree) in std::mem::take(&mut self.gone_folders) {
            let inside = compare(objects, None, Some(Folder::Tree(tree)))?;
            self.gone.extend(inside.put.into_iter().map(|put| Gone {
                path: BString::from([path.as_slice(), put.path.as_slice()].concat()),
                id: put.id,
                kind: put.kind,
            }));
        }
        self.gone.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(())
    }
}
