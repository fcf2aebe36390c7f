//! Staged files mended: in the index, and on disk where that loses nothing.
//!
//! First the new contents are stored as objects and written to files that wait beside those on
//! disk; then the index gets its new entries, all at once, by a rename; last the waiting files take
//! the places of the old ones, each by a rename. Wherever that is interrupted, the index and every
//! file hold either what they held or what they were to hold, and a file on disk that has not got
//! its new content still has its old one.

mod cache_tree;
mod carry;
mod entries;
mod image;
mod lock;
mod replacement;
mod telling;
mod work_copy;

#[cfg(test)]
mod tests;

pub use carry::carry;
pub use replacement::Replacement;
pub use work_copy::WorkCopy;

use crate::compare::compare;
use crate::error::reason;
use crate::index::Index;
use crate::objects::BlobId;
use crate::{Error, Repository};
use bstr::{BString, ByteSlice};
use gix::ObjectId;
use image::{Swap, Unfit};
use lock::IndexLock;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// New content for a staged file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Where it stands, from the top of the work tree.
    pub path: BString,
    /// What is staged.
    pub id: BlobId,
    /// What is to be staged instead.
    pub content: Vec<u8>,
    /// What the file on disk holds and what it is to hold instead; none if it stays as it is.
    pub on_disk: Option<(Vec<u8>, Vec<u8>)>,
}

/// What became of a [`Repair`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repaired {
    /// It was made, on disk as well if that was asked for.
    Made,
    /// Nothing was changed, for this reason.
    Refused(String),
    /// The index has it; the file on disk has what it had, for this reason.
    OnlyStaged(String),
}

/// What git, if it runs this program as a hook, makes a commit of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// The index.
    Index,
    /// An index that a running git commit made for itself, as `commit -a` and `commit FILE` do: it
    /// goes if a hook stops that.
    PassingIndex,
    /// An index that has nothing that HEAD has not: the commit would be empty.
    Nothing,
    /// A tree that git merge has made already: a changed index counts only if the hook
    /// pre-merge-commit stops it.
    Merge,
}

impl Repository {
    /// Makes `repairs`: one answer for each. An error means that nothing was changed.
    pub fn restage(&self, repairs: Vec<Repair>) -> Result<Vec<Repaired>, Error> {
        let mut restaging = Restaging::store(self, repairs)?;
        restaging.swap_index()?;
        Ok(restaging.place_files())
    }

    /// What a commit would be made of now, after [`Repository::restage`].
    pub fn awaited(&self) -> Result<Awaited, Error> {
        let is_stopped = self.git_dir().join("MERGE_HEAD").exists();
        // It names the heads to the hook, and writes MERGE_HEAD only if that stops it.
        if !self.environment.merged.is_empty() && !is_stopped {
            return Ok(Awaited::Merge);
        }
        if !is_stopped && self.stages_nothing()? {
            return Ok(Awaited::Nothing);
        }
        let is_passing = self.index_path.extension().is_some_and(|extension| extension == "lock");
        Ok(if is_passing { Awaited::PassingIndex } else { Awaited::Index })
    }

    /// Whether the index, read anew, holds just what HEAD does.
    fn stages_nothing(&self) -> Result<bool, Error> {
        let head = self.head()?;
        let tree = head.map(|head| self.objects.commit(head).map(|commit| commit.tree));
        let index = Index::read(&self.index_path, self.objects.hash())?;
        let delta = compare(&self.objects, tree.transpose()?, Some(index.root()))?;
        Ok(delta.put.is_empty()
            && delta.gone.is_empty()
            && delta.gone_folders.is_empty()
            && delta.submodules.is_empty()
            && delta.unmerged.is_empty())
    }

    /// The indexes to change, first the one in force. `git commit FILE` makes the commit from an
    /// index of its own, and keeps the real one, with the same files added, locked meanwhile: that
    /// lock becomes the index when the commit is made.
    fn indexes(&self) -> Vec<PathBuf> {
        let mut indexes = vec![self.index_path.clone()];
        let name = self.index_path.file_name().map(|name| name.as_encoded_bytes());
        let is_partial =
            name.is_some_and(|name| name.starts_with(b"next-index-") && name.ends_with(b".lock"));
        let real = self.git_dir().join("index.lock");
        if is_partial && real.is_file() {
            indexes.push(real);
        }
        indexes
    }

    /// Stores a blob, down to the disk.
    fn store_blob(&self, content: &[u8]) -> Result<ObjectId, Error> {
        let folder = self.objects.gix.objects.store_ref().path();
        let failed = |reason: String| Error::Write { path: folder.to_owned(), reason };
        let id = self.objects.gix.write_blob(content).map_err(|error| failed(reason(&error)))?;
        let name = id.detach().to_string();
        let (first, rest) = name.split_at(2);
        match File::open(folder.join(first).join(rest)) {
            Ok(file) if cfg!(unix) => file.sync_all().map_err(|error| failed(error.to_string()))?,
            Ok(_) => {}
            // It was there before, in a pack.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(failed(error.to_string())),
        }
        Ok(id.detach())
    }
}

/// Repairs on their way.
struct Restaging<'r> {
    repository: &'r Repository,
    planned: Vec<Planned>,
}

struct Planned {
    path: BString,
    swap: Swap,
    /// What waits beside the file on disk.
    replacement: Option<Replacement>,
    refused: Option<String>,
}

impl Planned {
    fn refuse(&mut self, reason: impl Into<String>) {
        self.refused.get_or_insert_with(|| reason.into());
        self.replacement = None;
    }
}

impl<'r> Restaging<'r> {
    /// The first step: objects, and files that wait beside those on disk. It changes nothing that
    /// anybody looks at.
    fn store(repository: &'r Repository, repairs: Vec<Repair>) -> Result<Self, Error> {
        let mut planned = Vec::with_capacity(repairs.len());
        for Repair { path, id, content, on_disk } in repairs {
            let new = repository.store_blob(&content)?;
            let swap = Swap { old: id.0, new };
            let mut plan = Planned { path, swap, replacement: None, refused: None };
            if let Some((old, new)) = on_disk {
                let work_tree = repository.work_tree.as_deref();
                let place = work_tree.and_then(|top| work_copy::place(top, plan.path.as_bstr()));
                match place.map(|place| Replacement::prepare(&place, old, &new)) {
                    Some(Ok(replacement)) => plan.replacement = Some(replacement),
                    Some(Err(error)) => plan.refuse(format!("on disk: {error}")),
                    None => plan.refuse("no file can be there on disk"),
                }
            }
            planned.push(plan);
        }
        Ok(Restaging { repository, planned })
    }

    /// The second step: the index.
    fn swap_index(&mut self) -> Result<(), Error> {
        for plan in &mut self.planned {
            if plan.replacement.as_ref().is_some_and(|replacement| !replacement.fits()) {
                plan.refuse("it changed on disk while it was scanned");
            }
        }
        let swaps: BTreeMap<BString, Swap> = self
            .planned
            .iter()
            .filter(|plan| plan.refused.is_none())
            .map(|plan| (plan.path.clone(), plan.swap))
            .collect();
        if swaps.is_empty() {
            return Ok(());
        }
        let hash = self.repository.objects.hash();
        let mut written = Vec::new();
        let mut swapped: Option<BTreeSet<BString>> = None;
        for index in self.repository.indexes() {
            let (lock, done) = write(&index, hash, &swaps)?;
            // What the index in force does not have cannot be repaired; another may hold less.
            swapped.get_or_insert(done);
            written.push(lock);
        }
        // The index in force comes last: what the commit is made of.
        for lock in written.into_iter().rev() {
            lock.commit()?;
        }
        let swapped = swapped.unwrap_or_default();
        for plan in self.planned.iter_mut().filter(|plan| !swapped.contains(&plan.path)) {
            plan.refuse("something else was staged while it was scanned");
        }
        Ok(())
    }

    /// The last step: the files on disk.
    fn place_files(self) -> Vec<Repaired> {
        let place = |plan: Planned| match (plan.refused, plan.replacement) {
            (Some(reason), _) => Repaired::Refused(reason),
            (None, None) => Repaired::Made,
            (None, Some(replacement)) => match replacement.commit() {
                Ok(()) => Repaired::Made,
                Err(error) => Repaired::OnlyStaged(error.to_string()),
            },
        };
        self.planned.into_iter().map(place).collect()
    }
}

/// Locks the index at `path` and writes what it is to become; gives the paths it does that for.
fn write(
    path: &Path,
    hash: gix::hash::Kind,
    swaps: &BTreeMap<BString, Swap>,
) -> Result<(IndexLock, BTreeSet<BString>), Error> {
    let mut lock = IndexLock::take(path)?;
    let image = image::swap(&lock.read()?, hash, swaps).map_err(|unfit| match unfit {
        Unfit::Broken(reason) => lock.unfit(reason),
        Unfit::Extension(name) if name == *b"link" => Error::Unsupported {
            what: "a split index cannot be changed yet; \
                   'git update-index --no-split-index' makes it whole"
                .to_owned(),
        },
        Unfit::Extension(name) => Error::Unsupported {
            what: format!(
                "the index has a part '{}', which is not known; it is left as it is",
                name.as_bstr()
            ),
        },
    })?;
    lock.write(&image.bytes)?;
    Ok((lock, image.swapped))
}
