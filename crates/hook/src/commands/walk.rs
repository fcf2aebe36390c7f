//! Files on disk.

use crate::failure::{Context, Failure};
use crate::place::Place;
use ignore::WalkBuilder;
use sdf_core::{BString, ByteVec, Kind, Notice, Weight};
use std::fs::{self, File, FileType, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A file to scan.
#[derive(Clone, Debug)]
pub(crate) struct DiskFile {
    /// Where it is.
    pub(crate) on_disk: PathBuf,
    /// Its path from the root, by which it is known.
    pub(crate) path: BString,
    /// Whether it is a symbolic link, whose content is the path it points to.
    pub(crate) is_link: bool,
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
            files.extend(file(path.clone(), metadata.file_type(), place));
            continue;
        }
        let mut walk = WalkBuilder::new(path);
        walk.standard_filters(honour_ignores)
            .hidden(false)
            .require_git(false)
            .filter_entry(|entry| entry.file_name() != ".git");
        for entry in walk.build() {
            // Only standard input, which is not walked, has no type.
            match entry.map(|entry| (entry.file_type(), entry.into_path())) {
                Ok((sort, path)) => files.extend(sort.and_then(|sort| file(path, sort, place))),
                Err(error) => notices.push(Notice::general(Weight::Trouble, error.to_string())),
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files.dedup_by(|a, b| a.path == b.path);
    Ok(files)
}

/// A file or link; folders are none, and neither are pipes and devices, which have no end.
fn file(on_disk: PathBuf, sort: FileType, place: &Place) -> Option<DiskFile> {
    let is_link = sort.is_symlink();
    (is_link || sort.is_file()).then(|| {
        let path = place.path_from_root(&on_disk);
        DiskFile { path, on_disk, is_link }
    })
}

impl DiskFile {
    /// Puts its content in the place of what `content` holds, and tells what sort of thing it is.
    pub(crate) fn read(&self, content: &mut Vec<u8>) -> Result<Kind, Notice> {
        content.clear();
        let kind = if self.is_link { self.read_link(content) } else { self.read_file(content) };
        kind.map_err(|error| {
            Notice::about(self.path.clone(), Weight::Trouble, format!("cannot be read: {error}"))
        })
    }

    fn read_link(&self, content: &mut Vec<u8>) -> io::Result<Kind> {
        content.extend_from_slice(&Vec::from_path_lossy(&fs::read_link(&self.on_disk)?));
        Ok(Kind::Symlink)
    }

    fn read_file(&self, content: &mut Vec<u8>) -> io::Result<Kind> {
        let mut file = File::open(&self.on_disk)?;
        let kind = if is_executable(&file.metadata()?) { Kind::Executable } else { Kind::File };
        file.read_to_end(content)?;
        Ok(kind)
    }
}

fn is_executable(metadata: &Metadata) -> bool {
    #[cfg(unix)]
    return std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    return false;
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
