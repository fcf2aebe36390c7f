//! Files on disk.

use crate::failure::{Context, Failure};
use crate::place::Place;
use ignore::WalkBuilder;
use sdf_core::{BString, ByteVec, Kind, Notice, Weight};
use std::fs::{self, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};

/// A file to scan.
#[derive(Clone, Debug)]
pub(crate) struct DiskFile {
    /// Where it is.
    pub(crate) on_disk: PathBuf,
    /// Its path from the root, by which it is known.
    pub(crate) path: BString,
    pub(crate) kind: Kind,
}

/// The files below `paths`, each once, in order. A file that is named is always among them; of a
/// folder those that no ignore file names, hidden ones included, never git's own.
pub(crate) fn files(
    paths: &[PathBuf],
    honour_ignores: bool,
    place: &Place,
    notices: &mut Vec<Notice>,
) -> Result<Vec<DiskFile>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        let metadata = fs::symlink_metadata(path).context(|| format!("read {}", path.display()))?;
        if !metadata.is_dir() {
            files.extend(file(path.clone(), &metadata, place));
            continue;
        }
        let mut walk = WalkBuilder::new(path);
        walk.standard_filters(honour_ignores)
            .hidden(false)
            .require_git(false)
            .filter_entry(|entry| entry.file_name() != ".git");
        for entry in walk.build() {
            let found = entry.and_then(|entry| Ok((entry.metadata()?, entry.into_path())));
            match found {
                Ok((metadata, path)) => files.extend(file(path, &metadata, place)),
                Err(error) => notices.push(Notice::general(Weight::Trouble, error.to_string())),
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files.dedup_by(|a, b| a.path == b.path);
    Ok(files)
}

fn file(on_disk: PathBuf, metadata: &Metadata, place: &Place) -> Option<DiskFile> {
    let kind = kind(metadata)?;
    Some(DiskFile { path: place.path_from_root(&on_disk), on_disk, kind })
}

/// What sort of thing is on disk; none for folders, and for pipes and devices, which have no end.
fn kind(metadata: &Metadata) -> Option<Kind> {
    if metadata.is_symlink() {
        return Some(Kind::Symlink);
    }
    #[cfg(unix)]
    let executable = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    let executable = false;
    metadata.is_file().then_some(if executable { Kind::Executable } else { Kind::File })
}

impl DiskFile {
    /// Its content: of a symbolic link the path it points to.
    pub(crate) fn read(&self) -> Result<Vec<u8>, Notice> {
        let content = match self.kind {
            Kind::Symlink => fs::read_link(&self.on_disk)
                .map(|target| Vec::from_path_lossy(&target).into_owned()),
            _ => fs::read(&self.on_disk),
        };
        content.map_err(|error| {
            Notice::about(self.path.clone(), Weight::Trouble, format!("cannot be read: {error}"))
        })
    }
}

/// All of standard input.
pub(crate) fn standard_input() -> Result<Vec<u8>, Failure> {
    let mut content = Vec::new();
    std::io::stdin()
        .lock()
        .read_to_end(&mut content)
        .context(|| "read standard input".to_owned())?;
    Ok(content)
}

/// Whether `path` stands for standard input.
pub(crate) fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}
