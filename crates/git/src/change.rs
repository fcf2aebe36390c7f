//! What is new against every parent.

use crate::Error;
use crate::compare::{Put, compare};
use crate::folder::Folder;
use crate::objects::{BlobId, Objects};
use crate::renames;
use bstr::BString;
use gix::ObjectId;
use sdf_core::{Commit, Kind};

/// A file that git is about to store, or that a commit brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where it stands, from the top of the work tree.
    pub path: BString,
    /// Its content; for a symbolic link the path it points to.
    pub id: BlobId,
    /// What sort of file it is.
    pub kind: Kind,
    /// What each parent has in its place, in the order of the parents; `None` where a parent has
    /// no such file. Empty when there is no parent. The content is old as far as one of them has
    /// it; all of it, if only the mode or the path changed.
    pub previous: Vec<Option<Previous>>,
}

/// The version of a file that a parent has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Previous {
    /// Another path than that of the change if the file was renamed.
    pub path: BString,
    /// Its content.
    pub id: BlobId,
    /// What sort of file it was.
    pub kind: Kind,
}

/// What one commit brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitChanges {
    /// The commit, or the tag that stands for a tree or blob that has no commit.
    pub commit: Commit,
    /// Ids of its parents, in hexadecimal.
    pub parents: Vec<String>,
    /// By path.
    pub changes: Vec<Change>,
}

/// The changes of a folder, with what was left out.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    pub(crate) changes: Vec<Change>,
    pub(crate) submodules: Vec<BString>,
    pub(crate) unmerged: Vec<BString>,
}

/// Compares `new` with the trees of all `parents`: a file that one of them has just so is no
/// change. Without parents all of `new` is.
pub(crate) fn changes(
    objects: &Objects,
    parents: &[ObjectId],
    new: Folder<'_>,
) -> Result<Changes, Error> {
    let (first, others) = match parents.split_first() {
        Some((first, others)) => (Some(*first), others),
        None => (None, parents),
    };
    let mut delta = compare(objects, first, Some(new.clone()))?;
    let mut found = Changes {
        changes: delta.put.drain(..).map(|put| change(put, first.is_some())).collect(),
        submodules: std::mem::take(&mut delta.submodules),
        unmerged: std::mem::take(&mut delta.unmerged),
    };
    let mut deltas = vec![delta];
    for parent in others {
        if found.changes.is_empty() {
            break;
        }
        let mut delta = compare(objects, Some(*parent), Some(new.clone()))?;
        let differing = std::mem::take(&mut delta.put);
        found.changes.retain_mut(|change| {
            let at = differing.binary_search_by(|put| put.path.cmp(&change.path));
            let put = at.ok().and_then(|at| differing.get(at));
            change.previous.extend(put.map(at_same_path));
            put.is_some()
        });
        deltas.push(delta);
    }
    // The content of one parent with the mode of another is no news either.
    found.changes.retain(|change| {
        let mut olds = change.previous.iter().flatten();
        !(olds.clone().any(|old| old.id == change.id) && olds.any(|old| old.kind == change.kind))
    });
    if first.is_some() {
        for (parent, delta) in deltas.iter_mut().enumerate() {
            renames::find(objects, delta, &mut found.changes, parent)?;
        }
    }
    Ok(found)
}

fn change(put: Put, has_parent: bool) -> Change {
    let previous = if has_parent { vec![at_same_path(&put)] } else { Vec::new() };
    Change { path: put.path, id: put.id, kind: put.kind, previous }
}

fn at_same_path(put: &Put) -> Option<Previous> {
    let (id, kind) = put.old?;
    Some(Previous { path: put.path.clone(), id, kind })
}
