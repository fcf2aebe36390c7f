//! What is on disk at the path of a file of the index.

use crate::{Error, Repository};
use bstr::{BStr, ByteSlice};
use gix::index::entry::{Flags, Stage};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What is on disk at the path of a file of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkCopy {
    /// A file, with this content.
    File(Vec<u8>),
    /// Nothing: it was deleted there, or the path leads through what is no folder.
    Absent,
    /// Whatever there is, git does not look at it: the entry is marked as not checked out.
    Skipped,
    /// Something that is not to be touched, in words that follow "it is".
    Other(&'static str),
}

/// A larger file is not one to be mended.
const MAX_BYTES: u64 = 256 << 20;

impl Repository {
    /// What is on disk at `path`. Symbolic links are never followed.
    pub fn work_copy(&self, path: &BStr) -> Result<WorkCopy, Error> {
        let state = &self.index()?.state;
        let Some(entry) = state.entry_by_path_and_stage(path, Stage::Unconflicted) else {
            return Ok(WorkCopy::Other("in a folder that the index holds as a whole"));
        };
        if entry.flags.contains(Flags::SKIP_WORKTREE) {
            return Ok(WorkCopy::Skipped);
        }
        let Some(work_tree) = &self.work_tree else {
            return Ok(WorkCopy::Other("in a repository without a work tree"));
        };
        let Some(place) = place(work_tree, path) else {
            return Ok(WorkCopy::Other("at a path that no file can have here"));
        };
        let failed =
            |error: std::io::Error| Error::File { path: place.clone(), reason: error.to_string() };
        let folders = place.ancestors().skip(1).take_while(|&folder| folder != work_tree);
        for folder in folders {
            match fs::symlink_metadata(folder) {
                Ok(metadata) if metadata.is_dir() => {}
                Ok(_) => return Ok(WorkCopy::Absent),
                Err(error) if is_absence(&error) => return Ok(WorkCopy::Absent),
                Err(error) => return Err(failed(error)),
            }
        }
        match fs::symlink_metadata(&place) {
            Ok(metadata) if metadata.is_symlink() => Ok(WorkCopy::Other("a symbolic link on disk")),
            Ok(metadata) if metadata.is_dir() => Ok(WorkCopy::Other("a folder on disk")),
            Ok(metadata) if !metadata.is_file() => Ok(WorkCopy::Other("no plain file on disk")),
            Ok(metadata) if metadata.len() > MAX_BYTES => {
                Ok(WorkCopy::Other("larger than 256 MiB on disk"))
            }
            Ok(_) => fs::read(&place).map(WorkCopy::File).map_err(failed),
            Err(error) if is_absence(&error) => Ok(WorkCopy::Absent),
            Err(error) => Err(failed(error)),
        }
    }
}

fn is_absence(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Where `path` is below `work_tree`; none if it leads out of it or into git's own folder.
pub(super) fn place(work_tree: &Path, path: &BStr) -> Option<PathBuf> {
    let is_unfit = |name: &[u8]| {
        matches!(name, b"" | b"." | b"..")
            || name.eq_ignore_ascii_case(b".git")
            || cfg!(windows) && name.find_byteset(b"\\:").is_some()
    };
    (!path.split(|&byte| byte == b'/').any(is_unfit)).then_some(())?;
    Some(work_tree.join(path.to_path().ok()?))
}
