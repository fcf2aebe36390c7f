//! The lock of an index: a file beside it, which takes its place once it is written.

use crate::Error;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The lock of an index, held until it is dropped. Git and all that use it honour it.
#[derive(Debug)]
pub(super) struct IndexLock {
    index: PathBuf,
    path: PathBuf,
    file: File,
    is_done: bool,
}

impl IndexLock {
    /// Locks the index at `path`, or the one that a symbolic link there leads to.
    pub(super) fn take(path: &Path) -> Result<Self, Error> {
        let is_link = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
        let index = path.canonicalize().ok().filter(|_| is_link).unwrap_or_else(|| path.to_owned());
        let mut name = index.clone().into_os_string();
        name.push(".lock");
        let path = PathBuf::from(name);
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => Ok(IndexLock { index, path, file, is_done: false }),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(Error::Locked { path }),
            Err(error) => Err(Error::Write { path, reason: error.to_string() }),
        }
    }

    /// The index as it is now.
    pub(super) fn read(&self) -> Result<Vec<u8>, Error> {
        fs::read(&self.index)
            .map_err(|error| Error::Index { path: self.index.clone(), reason: error.to_string() })
    }

    /// The error that says that the index cannot be changed.
    pub(super) fn unfit(&self, reason: &str) -> Error {
        Error::Index { path: self.index.clone(), reason: reason.to_owned() }
    }

    /// Writes what the index is to become, down to the disk.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let written = fs::metadata(&self.index)
            .and_then(|old| self.file.set_permissions(old.permissions()))
            .and_then(|()| self.file.write_all(bytes))
            .and_then(|()| self.file.sync_all());
        written.map_err(|error| self.failed(&error))
    }

    /// Puts what was written in the place of the index.
    pub(super) fn commit(mut self) -> Result<(), Error> {
        fs::rename(&self.path, &self.index).map_err(|error| self.failed(&error))?;
        self.is_done = true;
        Ok(())
    }

    fn failed(&self, error: &std::io::Error) -> Error {
        Error::Write { path: self.path.clone(), reason: error.to_string() }
    }
}

impl Drop for IndexLock {
    fn drop(&mut self) {
        if !self.is_done {
            // Nothing is gained by telling that the lock stays: the next git command does.
            let _ = fs::remove_file(&self.path);
        }
    }
}
