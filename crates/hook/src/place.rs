//! Where we stand: the root that paths are known by, and how they are shown.

use crate::failure::{Context, Failure};
use sdf_core::{BStr, BString, ByteVec};
use std::env;
use std::path::{Path, PathBuf};

/// The root of the repository, or the working directory outside of one, and the way from it to
/// the working directory. Fingerprints and path patterns go by paths from the root, so that they
/// hold wherever a command is run; people are shown paths from where they are.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) root: PathBuf,
    /// Folders from the root down to the working directory.
    below: Vec<BString>,
}

impl Place {
    /// The place of the working directory.
    pub(crate) fn current() -> Result<Self, Failure> {
        let current = env::current_dir().context(|| "find the working directory".to_owned())?;
        let root = current.ancestors().find(|folder| folder.join(".git").exists());
        Ok(Place::new(root.unwrap_or(&current), &current))
    }

    /// The place of the folder `current` under `root`.
    pub(crate) fn new(root: &Path, current: &Path) -> Self {
        let below = current.strip_prefix(root).unwrap_or(Path::new(""));
        let below = below.iter().map(|name| Vec::from_os_str_lossy(name).into_owned().into());
        Place { root: root.to_owned(), below: below.collect() }
    }

    /// The path from the root of what the user calls `path`; as it is if it lies outside.
    pub(crate) fn path_from_root(&self, path: &Path) -> BString {
        let bytes = |path: &Path| BString::from(Vec::from_path_lossy(path).into_owned());
        if path.is_absolute() {
            return bytes(path.strip_prefix(&self.root).unwrap_or(path));
        }
        let folders: Vec<&[u8]> = self.below.iter().map(|name| name.as_slice()).collect();
        let mut known = folders.join(&b'/');
        known.reserve_exact(path.as_os_str().len() + 1);
        for name in path.iter() {
            match name.as_encoded_bytes() {
                b"." => {}
                b".." if known.is_empty() => return bytes(path),
                b".." => known.truncate(memchr::memrchr(b'/', &known).unwrap_or(0)),
                _ => {
                    if !known.is_empty() {
                        known.push(b'/');
                    }
                    known.extend_from_slice(&Vec::from_os_str_lossy(name));
                }
            }
        }
        known.into()
    }

    /// `path` from the working directory.
    pub(crate) fn shown(&self, path: &BStr) -> BString {
        if self.below.is_empty() || path.starts_with(b"/") || path.starts_with(b"../") {
            return path.to_owned();
        }
        let mut rest: &[u8] = path;
        let mut up = self.below.len();
        for folder in &self.below {
            let Some(inside) = rest.strip_prefix(folder.as_slice()) else { break };
            let Some(inside) = inside.strip_prefix(b"/") else { break };
            rest = inside;
            up -= 1;
        }
        let mut shown = BString::from("../".repeat(up));
        shown.push_str(rest);
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_known_from_the_root_and_shown_from_here() {
        let place = Place::new(Path::new("/r"), Path::new("/r/a/b"));
        assert_eq!(place.path_from_root(Path::new("./c.py")), "a/b/c.py");
        assert_eq!(place.path_from_root(Path::new("../c.py")), "a/c.py");
        assert_eq!(place.path_from_root(Path::new("../../../x/c.py")), "../../../x/c.py");
        assert_eq!(place.path_from_root(Path::new("/r/x/c.py")), "x/c.py");
        assert_eq!(place.path_from_root(Path::new("/elsewhere/c.py")), "/elsewhere/c.py");
        for (path, shown) in
            [("a/b/c", "c"), ("a/c", "../c"), ("x/b/c", "../../x/b/c"), ("a/bc", "../bc")]
        {
            assert_eq!(place.shown(path.into()), shown);
        }
    }
}
