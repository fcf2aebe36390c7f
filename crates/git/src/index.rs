//! The index: what the next commit is made of.

use crate::Error;
use crate::compare::compare;
use crate::error::reason;
use crate::folder::Folder;
use crate::objects::{BlobId, Objects};
use bstr::{BStr, BString, ByteSlice};
use gix::index::entry::{Flags, Mode, Stage};
use sdf_core::Kind;
use std::path::{Path, PathBuf};

/// A file of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexFile {
    /// Where it stands, from the top of the work tree.
    pub path: BString,
    /// Its content.
    pub id: BlobId,
    /// What sort of file it is.
    pub kind: Kind,
}

/// The index file, decoded.
pub(crate) struct Index {
    pub(crate) state: gix::index::State,
    path: PathBuf,
}

impl Index {
    /// Reads the index file at `path`; no file is an empty index, as for git.
    pub(crate) fn read(path: &Path, hash: gix::hash::Kind) -> Result<Self, Error> {
        // git does not verify the checksum either (`verify_index_checksum` in read-cache.c), and
        // a thread costs more than it saves below some hundred thousand entries.
        let options = gix::index::decode::Options { thread_limit: Some(1), ..Default::default() };
        match gix::index::File::at_or_default(path, hash, true, options) {
            Ok(file) => Ok(Index { state: file.into_parts().0, path: path.to_owned() }),
            Err(error) => Err(Error::Index { path: path.to_owned(), reason: reason(&error) }),
        }
    }

    /// All of it, as one folder.
    pub(crate) fn root(&self) -> Folder<'_> {
        Folder::Entries(self, 0..self.state.entries().len(), self.state.tree())
    }

    /// Every file, in the order of paths.
    pub(crate) fn files(&self, objects: &Objects) -> Result<Vec<IndexFile>, Error> {
        let delta = compare(objects, None, Some(self.root()))?;
        let file =
            |put: crate::compare::Put| IndexFile { path: put.path, id: put.id, kind: put.kind };
        Ok(delta.put.into_iter().map(file).collect())
    }

    /// The blob at `path`, if it is merged and more than an intent.
    pub(crate) fn blob(&self, path: &BStr, objects: &Objects) -> Result<Option<BlobId>, Error> {
        let state = &self.state;
        if let Some(entry) = state.entry_by_path_and_stage(path, Stage::Unconflicted) {
            let stored = !entry.flags.contains(Flags::INTENT_TO_ADD)
                && matches!(entry.mode, Mode::FILE | Mode::FILE_EXECUTABLE | Mode::SYMLINK);
            return Ok(stored.then_some(BlobId(entry.id)));
        }
        if !state.is_sparse() {
            return Ok(None);
        }
        for slash in path.find_iter(b"/") {
            let (folder, below) = path.split_at(slash + 1);
            let entry = state.entry_by_path_and_stage(folder.as_bstr(), Stage::Unconflicted);
            if let Some(entry) = entry.filter(|entry| entry.mode == Mode::DIR) {
                return objects.blob_at(entry.id, below.as_bstr());
            }
        }
        Ok(None)
    }

    /// The index contradicts itself.
    pub(crate) fn broken(&self, reason: &str) -> Error {
        Error::Index { path: self.path.clone(), reason: reason.to_owned() }
    }
}
