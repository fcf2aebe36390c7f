//! A new content for a file on disk.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A file that waits beside another one to take its place, so that whenever the program ends there
/// is the one content or the other. Dropped, it goes.
#[derive(Debug)]
pub struct Replacement {
    path: PathBuf,
    beside: PathBuf,
    old: Vec<u8>,
    is_done: bool,
}

impl Replacement {
    /// Writes `new` beside the file at `path`, which holds `old`, with the same permissions.
    pub fn prepare(path: &Path, old: Vec<u8>, new: &[u8]) -> io::Result<Self> {
        let permissions = unchanged(path, &old)?;
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!(".sdf-hook-{}-{number}", std::process::id());
        let beside = path.with_file_name(name);
        let mut file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
        // From here on it goes when something fails.
        let replacement = Replacement { path: path.to_owned(), beside, old, is_done: false };
        file.write_all(new)?;
        file.set_permissions(permissions)?;
        file.sync_all()?;
        Ok(replacement)
    }

    /// Whether the file still holds what it held.
    pub fn fits(&self) -> bool {
        unchanged(&self.path, &self.old).is_ok()
    }

    /// Takes the place of the file, unless somebody has changed that meanwhile.
    pub fn commit(mut self) -> io::Result<()> {
        unchanged(&self.path, &self.old)?;
        fs::rename(&self.beside, &self.path)?;
        self.is_done = true;
        Ok(())
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        if !self.is_done {
            // What could not take the place of the file only lies in the way.
            let _ = fs::remove_file(&self.beside);
        }
    }
}

/// The permissions of the file at `path`, if it is one and holds `content`.
fn unchanged(path: &Path, content: &[u8]) -> io::Result<fs::Permissions> {
    let changed = || io::Error::other("it changed while it was scanned");
    let metadata = fs::symlink_metadata(path)?;
    if !metadata.is_file() || metadata.len() != content.len() as u64 || fs::read(path)? != content {
        return Err(changed());
    }
    Ok(metadata.permissions())
}
