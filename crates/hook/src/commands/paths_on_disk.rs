//! Names, modes, sizes and links of files on disk.

use super::walk::DiskFile;
use crate::place::Place;
use sdf_core::{BStr, BString, ByteSlice, ByteVec, Kind, Node, Notice, Weight};
use sdf_engine::{Engine, Outcome};
use sdf_git::is_in_lfs;
use sdf_style::{Entry, Surroundings};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;

/// Judges `files`, which are sorted by path.
pub(super) fn check<'r>(engine: &Engine<'r>, files: &[DiskFile], place: &Place) -> Outcome<'r> {
    let entry = |file: &DiskFile| {
        let kind = if file.is_link { Kind::Symlink } else { Kind::File };
        (file.path.clone(), Node::File(kind))
    };
    let nodes: Vec<(BString, Node)> = files.iter().map(entry).collect();
    let entries: Vec<Entry<'_>> =
        nodes.iter().map(|(path, node)| Entry::new(path.as_ref(), *node)).collect();
    engine.check_paths(&entries, &OnDisk { files, place, children: OnceCell::new() })
}

/// By folder what it holds.
type Children = BTreeMap<BString, BTreeSet<(BString, Node)>>;

/// Files on disk, as surroundings: those that are scanned are all there are.
struct OnDisk<'a> {
    files: &'a [DiskFile],
    place: &'a Place,
    children: OnceCell<Children>,
}

impl OnDisk<'_> {
    fn gather(&self) -> Children {
        let mut children = Children::new();
        for file in self.files {
            let (mut path, mut node) = (file.path.as_bstr(), Node::File(Kind::File));
            loop {
                let (folder, name) = match path.rfind_byte(b'/') {
                    Some(slash) => (path[..slash].as_bstr(), path[slash + 1..].as_bstr()),
                    None => (b"".as_bstr(), path),
                };
                let inside = children.entry(folder.to_owned()).or_default();
                if !inside.insert((name.into(), node)) || folder.is_empty() {
                    break;
                }
                (path, node) = (folder, Node::Folder);
            }
        }
        children
    }

    fn told<T>(&self, entry: usize, answer: io::Result<T>) -> Result<T, Notice> {
        answer.map_err(|error| {
            let path = self.files.get(entry).map(|file| file.path.clone()).unwrap_or_default();
            Notice::about(path, Weight::Trouble, format!("cannot be read: {error}"))
        })
    }
}

impl Surroundings for OnDisk<'_> {
    fn children(&self, folder: &BStr) -> Result<Vec<(BString, Node)>, Notice> {
        let children = self.children.get_or_init(|| self.gather());
        Ok(children.get(folder).into_iter().flatten().cloned().collect())
    }

    /// Nothing is, but the way to what lies outside of the root.
    fn is_old(&self, path: &BStr) -> Result<bool, Notice> {
        Ok(path.is_empty() || path.starts_with(b"/") || path.starts_with(b".."))
    }

    fn size(&self, entry: usize) -> Result<u64, Notice> {
        let Some(file) = self.files.get(entry) else { return Ok(0) };
        self.told(entry, fs::metadata(&file.on_disk).map(|it| it.len()))
    }

    fn content(&self, entry: usize) -> Result<Vec<u8>, Notice> {
        let Some(file) = self.files.get(entry) else { return Ok(Vec::new()) };
        let target =
            fs::read_link(&file.on_disk).map(|path| Vec::from_path_lossy(&path).into_owned());
        self.told(entry, target)
    }

    fn is_in_lfs(&self, entry: usize) -> Result<bool, Notice> {
        let Some(file) = self.files.get(entry) else { return Ok(false) };
        let read = |path: &BStr| match fs::read(self.place.root.join(path.to_path_lossy())) {
            Ok(content) => Ok(Some(content)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        };
        let own = read(b".git/info/attributes".as_bstr()).ok().flatten();
        self.told(entry, is_in_lfs(file.path.as_ref(), own.as_deref(), read))
    }

    fn old_targets(&self, _: usize) -> Result<Vec<Vec<u8>>, Notice> {
        Ok(Vec::new())
    }

    fn is_dangling(&self, entry: usize) -> Result<bool, Notice> {
        Ok(self.files.get(entry).is_some_and(|file| fs::metadata(&file.on_disk).is_err()))
    }
}
