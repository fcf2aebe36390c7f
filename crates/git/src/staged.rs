//! The staged change: what the next commit would store.

use crate::change::changes;
use crate::{Change, Error, Repository, Snapshot};
use bstr::BString;
use gix::ObjectId;
use sdf_core::{Notice, Weight};

/// What the next commit would store that none of its parents has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Staged {
    /// New and changed files, by path.
    pub changes: Vec<Change>,
    /// Submodules that changed: their content is not in this repository.
    pub submodules: Vec<BString>,
    /// Conflicts that are not resolved.
    pub unmerged: Vec<BString>,
    /// Whether it has more than one parent.
    pub is_merge: bool,
    /// What it is compared with: HEAD, in a merge every parent.
    pub before: Vec<Snapshot>,
}

impl Staged {
    /// What is to be said of the paths that are left out.
    pub fn notices(&self) -> Vec<Notice> {
        let submodule = |path: &BString| {
            Notice::about(path.clone(), Weight::Detail, "a submodule; its content is not looked at")
        };
        let unmerged = |path: &BString| {
            let message = "has a conflict; resolve it and 'git add' it";
            Notice::about(path.clone(), Weight::Trouble, message)
        };
        self.submodules.iter().map(submodule).chain(self.unmerged.iter().map(unmerged)).collect()
    }
}

impl Repository {
    /// Compares the index with HEAD, in a merge with every parent. Without a commit everything
    /// in the index is new.
    pub fn staged(&self) -> Result<Staged, Error> {
        let mut parents: Vec<ObjectId> = self.head()?.into_iter().collect();
        if !parents.is_empty() {
            parents.extend(self.merged()?);
        }
        let is_merge = parents.len() > 1;
        if self.untouched()?.is_some() {
            return Ok(Staged { is_merge, ..Staged::default() });
        }
        let trees: Vec<ObjectId> = parents
            .into_iter()
            .map(|commit| self.objects.commit(commit).map(|commit| commit.tree))
            .collect::<Result<_, _>>()?;
        let found = changes(&self.objects, &trees, self.index()?.root())?;
        let before = trees.into_iter().map(Snapshot::Tree).collect();
        Ok(Staged {
            before,
            changes: found.changes,
            submodules: found.submodules,
            unmerged: found.unmerged,
            is_merge,
        })
    }

    /// The commits that are being merged into HEAD.
    fn merged(&self) -> Result<Vec<ObjectId>, Error> {
        let path = self.git_dir().join("MERGE_HEAD");
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let mut heads = self.environment.merged.clone();
                heads.retain(|&head| self.objects.exists(head));
                return Ok(heads);
            }
            Err(error) => return Err(Error::File { path, reason: error.to_string() }),
        };
        let mut heads = Vec::new();
        for line in text.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
            let head = ObjectId::from_hex(line).map_err(|error| Error::File {
                path: path.clone(),
                reason: format!("a line is no object id: {error}"),
            })?;
            heads.push(head);
        }
        Ok(heads)
    }
}
