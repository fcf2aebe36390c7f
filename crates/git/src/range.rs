//! What the commits between two revisions bring.

use crate::change::changes;
use crate::folder::Folder;
use crate::history::History;
use crate::{Change, CommitChanges, Error, Repository, Snapshot};
use bstr::BString;
use gix::ObjectId;

/// What `to` has that `from` does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// The net change: `to` against where it parted from `from`, by path.
    pub changes: Vec<Change>,
    /// Every commit of `to` that `from` does not have, old ones first, with what it brought; this
    /// also shows what a later one took away again.
    pub commits: Vec<CommitChanges>,
    /// Commits among them whose own changes are unknown, since a shallow clone lacks their
    /// parents. The net change holds what is left of them.
    pub cut: Vec<String>,
    /// Submodules that changed: their content is not in this repository.
    pub submodules: Vec<BString>,
    /// What `to` is compared with.
    pub before: Vec<Snapshot>,
    /// The files of `to`.
    pub after: Option<Snapshot>,
}

impl Repository {
    /// Compares `to` with the merge base of `from` and `to`, as `git diff from...to` does; with
    /// several merge bases, what one of them has is old. Histories that do not meet make all of
    /// `to` new, and so does a `from` of zeros, which CI systems give for a new branch.
    pub fn range(&self, from: &str, to: &str) -> Result<Range, Error> {
        let history = History::new(&self.objects)?;
        let to_commit = self.resolve(to)?;
        let is_zero = !from.is_empty() && from.bytes().all(|byte| byte == b'0');
        let from_commit = if is_zero { None } else { Some(self.resolve(from)?) };
        let bases = match from_commit {
            Some(from) => history.merge_bases(from, to_commit)?,
            None => Vec::new(),
        };
        if bases.is_empty() && from_commit.is_some() && history.is_shallow() {
            return Err(Error::Shallow { between: (from.to_owned(), to.to_owned()) });
        }
        let tree = |commit: ObjectId| self.objects.commit(commit).map(|commit| commit.tree);
        let bases: Vec<ObjectId> = bases.into_iter().map(tree).collect::<Result<_, _>>()?;
        let after = tree(to_commit)?;
        let net = changes(&self.objects, &bases, Folder::Tree(after))?;
        let mut range = Range {
            changes: net.changes,
            submodules: net.submodules,
            before: bases.into_iter().map(Snapshot::Tree).collect(),
            after: Some(Snapshot::Tree(after)),
            ..Range::default()
        };
        let known: Vec<ObjectId> = from_commit.into_iter().collect();
        for commit in history.new_commits(&[to_commit], &known)? {
            if history.is_cut(commit)? {
                range.cut.push(commit.to_string());
            } else {
                range.commits.push(history.brought_by(commit)?);
            }
        }
        Ok(range)
    }
}
