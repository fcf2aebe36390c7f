//! All files at one time, as folders that can be looked into.

use crate::attributes::is_in_lfs;
use crate::folder::{Folder, Node as Child};
use crate::index::Index;
use crate::{BlobId, Error, Repository};
use bstr::{BStr, BString, ByteSlice};
use gix::ObjectId;
use gix::index::entry::Mode;
use sdf_core::{Kind, Node};

/// All files at one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Snapshot {
    /// What the next commit would store.
    Index,
    /// A tree, usually that of a commit.
    Tree(ObjectId),
}

impl Repository {
    /// What the folder at `path` (empty for the top) holds by name; nothing if there is no such
    /// folder. Reads no more than the way there.
    pub fn children(&self, snapshot: Snapshot, path: &BStr) -> Result<Vec<(BString, Node)>, Error> {
        let folder = match snapshot {
            Snapshot::Index => self.folder_in_index(path)?,
            Snapshot::Tree(tree) => self.folder_in(tree, path)?,
        };
        let Some(folder) = folder else { return Ok(Vec::new()) };
        let mut inside = path.to_owned();
        if !inside.is_empty() {
            inside.push(b'/');
        }
        let mut buffer = Vec::new();
        let children = folder.list(inside.as_ref(), &self.objects, &mut buffer)?;
        let node = |node: &Child<'_>| match node {
            Child::Folder(_) => Node::Folder,
            Child::Blob(_, kind) => Node::File(*kind),
            Child::Submodule(_) => Node::Submodule,
            Child::Unmerged => Node::File(Kind::File),
        };
        Ok(children.iter().map(|child| (child.name.to_owned(), node(&child.node))).collect())
    }

    /// What `snapshot` has at `path`, if anything.
    pub fn node(&self, snapshot: Snapshot, path: &BStr) -> Result<Option<Node>, Error> {
        let (folder, name) = match path.rfind_byte(b'/') {
            Some(slash) => (&path.as_bytes()[..slash], &path.as_bytes()[slash + 1..]),
            None => (b"".as_slice(), path.as_bytes()),
        };
        let children = self.children(snapshot, folder.as_bstr())?;
        Ok(children.into_iter().find(|(child, _)| *child == name).map(|(_, node)| node))
    }

    /// The blob that `snapshot` has at `path`.
    pub fn blob_in(&self, snapshot: Snapshot, path: &BStr) -> Result<Option<BlobId>, Error> {
        match snapshot {
            Snapshot::Index => self.index_blob(path),
            Snapshot::Tree(tree) => self.objects.blob_at(tree, path),
        }
    }

    /// Whether Git LFS holds the content of the file at `path`, by the attributes of `snapshot` and
    /// those of the repository's own.
    pub fn is_in_lfs(&self, snapshot: Snapshot, path: &BStr) -> Result<bool, Error> {
        let own = std::fs::read(self.common_dir().join("info/attributes")).ok();
        is_in_lfs(path, own.as_deref(), |file| {
            self.blob_in(snapshot, file)?.map(|id| self.read(id)).transpose()
        })
    }

    /// The files of the commit named by `revision`.
    pub fn snapshot(&self, revision: &str) -> Result<Snapshot, Error> {
        Ok(Snapshot::Tree(self.objects.commit(self.resolve(revision)?)?.tree))
    }

    /// The name of the branch that a commit would go to; none if HEAD is detached.
    pub fn branch(&self) -> Result<Option<BString>, Error> {
        let unreadable = |error: gix::Error| Error::Reference {
            name: "HEAD".to_owned(),
            reason: crate::error::reason(&error),
        };
        let name = match self.objects.gix.head().map_err(unreadable)?.kind {
            gix::head::Kind::Unborn(name) => name,
            gix::head::Kind::Symbolic(reference) => reference.name,
            gix::head::Kind::Detached { .. } => return Ok(None),
        };
        // `refs/heads/` is what nearly all are below; others keep what follows the second slash.
        Ok(name.as_bstr().splitn_str(3, b"/").nth(2).map(BString::from))
    }

    fn folder_in(&self, tree: ObjectId, path: &BStr) -> Result<Option<Folder<'_>>, Error> {
        if path.is_empty() {
            return Ok(Some(Folder::Tree(tree)));
        }
        let entry = self.objects.entry(tree, path)?;
        Ok(entry.filter(|(mode, _)| mode.is_tree()).map(|(_, id)| Folder::Tree(id)))
    }

    fn folder_in_index(&self, path: &BStr) -> Result<Option<Folder<'_>>, Error> {
        let index = self.index()?;
        if path.is_empty() {
            return Ok(Some(index.root()));
        }
        if let Some(folder) = index.folder(path) {
            return Ok(Some(folder));
        }
        for slash in path.find_iter(b"/").filter(|_| index.state.is_sparse()) {
            if let Some(Folder::Tree(tree)) = index.folder(path[..slash].as_bstr()) {
                return self.folder_in(tree, path[slash + 1..].as_bstr());
            }
        }
        Ok(None)
    }
}

impl Index {
    /// The folder at `path`; in a sparse index the tree that stands for it.
    fn folder(&self, path: &BStr) -> Option<Folder<'_>> {
        let (state, prefix) = (&self.state, [path.as_bytes(), b"/"].concat());
        let entries = state.entries();
        let start = entries.partition_point(|entry| entry.path(state) < prefix.as_bstr());
        let inside = entries.get(start..)?;
        let count = inside.partition_point(|entry| entry.path(state).starts_with(&prefix));
        let first = inside.first().filter(|_| count > 0)?;
        if first.mode == Mode::DIR && first.path(state) == prefix.as_bstr() {
            return Some(Folder::Tree(first.id));
        }
        Some(Folder::Entries(self, start..start + count, None))
    }
}
