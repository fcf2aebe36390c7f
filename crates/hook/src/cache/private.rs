//! Files and folders that nobody but the user could have written.

use rustix::fs::OFlags;
use rustix::process::geteuid;
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::Path;

const WRITABLE_BY_OTHERS: u32 = 0o022;

fn is_private(metadata: &Metadata) -> bool {
    is_ours(metadata) && metadata.mode() & WRITABLE_BY_OTHERS == 0
}

fn is_ours(metadata: &Metadata) -> bool {
    metadata.uid() == geteuid().as_raw()
}

fn refused() -> io::Error {
    io::ErrorKind::PermissionDenied.into()
}

/// Whether a folder of the user's alone is at `path`, or nothing is.
pub(super) fn is_free_or_private(path: &Path) -> bool {
    match fs::symlink_metadata(path) {
        Ok(metadata) => metadata.is_dir() && is_private(&metadata),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

/// Makes a folder for the user alone, and those above it that are missing. Those that are there
/// have to be the user's: under `sudo` nothing is left in the home of someone else.
pub(super) fn create_folder(path: &Path) -> io::Result<()> {
    let existing = path.ancestors().find_map(|folder| fs::metadata(folder).ok());
    if !existing.is_some_and(|metadata| is_ours(&metadata)) {
        return Err(refused());
    }
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Opens the file for reading if it is the user's alone.
pub(super) fn open(path: &Path) -> io::Result<File> {
    // A pipe in its place must not keep anyone waiting.
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let file = OpenOptions::new().read(true).custom_flags(flags.bits() as i32).open(path)?;
    let metadata = file.metadata()?;
    match metadata.is_file() && is_private(&metadata) {
        true => Ok(file),
        false => Err(refused()),
    }
}

/// Makes a new file for the user alone.
pub(super) fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}
