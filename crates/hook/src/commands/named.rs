//! Files that somebody named: a person, or pre-commit.

use crate::place::Place;
use sdf_core::{BString, ByteSlice};
use sdf_git::{Range, Staged};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The only files on disk that are to be checked.
pub(crate) struct Named<'a> {
    /// From the root.
    pub(crate) paths: BTreeSet<BString>,
    place: &'a Place,
}

impl<'a> Named<'a> {
    pub(crate) fn new(files: &[&Path], place: &'a Place) -> Self {
        let paths = files.iter().map(|path| place.path_from_root(path)).collect();
        Named { paths, place }
    }

    /// Takes out of `staged` the files that could have been named and are not.
    pub(crate) fn narrow(&self, staged: &mut Staged) {
        staged.changes.retain(|change| !self.leaves_out(&change.path));
        staged.submodules.retain(|path| !self.leaves_out(path));
    }

    /// The same for `range`: a file of the net change that could have been named and is not is
    /// left out of the commits as well. One that only commits on the way touched is not.
    pub(crate) fn narrow_range(&self, range: &mut Range) {
        let paths = range.changes.iter().map(|change| &change.path);
        let out: BTreeSet<BString> = paths.filter(|path| self.leaves_out(path)).cloned().collect();
        range.changes.retain(|change| !out.contains(&change.path));
        range.submodules.retain(|path| !self.leaves_out(path));
        for commit in &mut range.commits {
            commit.changes.retain(|change| !out.contains(&change.path));
        }
    }

    /// Whether `path` is on disk and not named. What is not on disk nobody can name: it was deleted
    /// there after staging, or is outside of a sparse checkout.
    fn leaves_out(&self, path: &BString) -> bool {
        let on_disk = || self.place.root.join(path.to_path_lossy());
        !self.paths.contains(path) && fs::symlink_metadata(on_disk()).is_ok()
    }
}
