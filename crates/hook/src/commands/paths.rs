//! Names, modes, sizes and links of what git stores.

use super::scan::collect;
use crate::failure::Failure;
use sdf_core::{BStr, BString, ByteSlice, Kind, Node, Notice, Report, Weight};
use sdf_engine::Engine;
use sdf_git::{BlobId, Change, Destination, Error, IndexFile, Previous, Repository, Snapshot};
use sdf_style::{Check, Entry, Surroundings};
use std::cell::RefCell;
use std::collections::HashMap;
use std::fs;

/// Two times, between which files changed.
pub(super) struct Ends<'a> {
    /// What the new one is compared with: the trees of all parents.
    pub(super) before: &'a [Snapshot],
    pub(super) after: Snapshot,
}

/// Judges what `changes` bring, and the submodules that they change.
pub(super) fn check_changes<'r>(
    engine: &Engine<'r>,
    repository: &Repository,
    changes: &[Change],
    submodules: &[BString],
    ends: &Ends<'_>,
    report: &mut Report<'r>,
) {
    let mut stored = Stored::new(repository, ends);
    let mut items: Vec<_> = changes.iter().map(Item::of_change).collect();
    for path in submodules {
        let was_one = ends.before.iter().any(|&before| {
            // What cannot be read is reported by whoever compares it.
            matches!(repository.node(before, path.as_ref()), Ok(Some(Node::Submodule)))
        });
        let entry = Entry { is_added: !was_one, is_new_path: !was_one, ..of_submodule(path) };
        items.push(Item { entry, id: None, previous: &[] });
    }
    stored.check(engine, items, report);
}

/// Judges `files` of `after` and `submodules` as if all were new.
pub(super) fn check_files<'r>(
    engine: &Engine<'r>,
    repository: &Repository,
    files: &[IndexFile],
    submodules: &[BString],
    report: &mut Report<'r>,
) {
    let ends = Ends { before: &[], after: Snapshot::Index };
    let mut items: Vec<_> = files.iter().map(Item::of_file).collect();
    let of_submodule = |path| Item { entry: of_submodule(path), id: None, previous: &[] };
    items.extend(submodules.iter().map(of_submodule));
    Stored::new(repository, &ends).check(engine, items, report);
}

/// Judges the branch that a commit would go to.
pub(super) fn check_branch<'r>(
    engine: &Engine<'r>,
    repository: &Repository,
    report: &mut Report<'r>,
) -> Result<(), Failure> {
    collect(report, engine.check_branch(|| repository.branch())?);
    Ok(())
}

/// The submodules of the index, if a check wants to know.
pub(super) fn all_submodules(
    engine: &Engine<'_>,
    repository: &Repository,
) -> Result<Vec<BString>, Failure> {
    let wants = engine.wants(Check::ForbidSubmodules) || engine.wants(Check::ForbidNewSubmodules);
    Ok(if wants { repository.submodules()? } else { Vec::new() })
}

fn of_submodule(path: &BString) -> Entry<'_> {
    Entry::new(path.as_ref(), Node::Submodule)
}

/// An entry, its content if it has one, and what parents have in its place.
struct Item<'a> {
    entry: Entry<'a>,
    id: Option<BlobId>,
    previous: &'a [Option<Previous>],
}

impl<'a> Item<'a> {
    fn of_change(change: &'a Change) -> Self {
        let olds = || change.previous.iter().flatten();
        let mut here = olds().filter(|old| old.path == change.path);
        let entry = Entry {
            path: change.path.as_ref(),
            node: Node::File(change.kind),
            is_new_path: here.clone().next().is_none(),
            is_added: olds().next().is_none(),
            was_link: here.any(|old| old.kind == Kind::Symlink),
        };
        Item { entry, id: Some(change.id), previous: &change.previous }
    }

    fn of_file(file: &'a IndexFile) -> Self {
        let entry = Entry::new(file.path.as_ref(), Node::File(file.kind));
        Item { entry, id: Some(file.id), previous: &[] }
    }
}

/// What a repository stores, as surroundings.
struct Stored<'a> {
    repository: &'a Repository,
    ends: &'a Ends<'a>,
    /// By path.
    items: Vec<Item<'a>>,
    /// Folders that links led through.
    known: RefCell<HashMap<BString, HashMap<BString, Node>>>,
}

impl<'a> Stored<'a> {
    fn new(repository: &'a Repository, ends: &'a Ends<'a>) -> Self {
        Stored { repository, ends, items: Vec::new(), known: RefCell::default() }
    }

    fn check<'r>(&mut self, engine: &Engine<'r>, items: Vec<Item<'a>>, report: &mut Report<'r>) {
        self.items = items;
        self.items.sort_by_key(|item| item.entry.path);
        let entries: Vec<Entry<'a>> = self.items.iter().map(|item| item.entry).collect();
        collect(report, engine.check_paths(&entries, self));
    }

    fn path(&self, entry: usize) -> &BStr {
        self.items.get(entry).map(|item| item.entry.path).unwrap_or_default()
    }

    fn id(&self, entry: usize) -> Option<BlobId> {
        self.items.get(entry).and_then(|item| item.id)
    }

    /// What `answer` is, with trouble told of the entry.
    fn told<T>(&self, entry: usize, answer: Result<T, Error>) -> Result<T, Notice> {
        answer.map_err(|error| trouble(self.path(entry), &error))
    }
}

fn trouble(path: &BStr, error: &Error) -> Notice {
    Notice::about(path, Weight::Trouble, format!("its name was not checked: {error}"))
}

impl Surroundings for Stored<'_> {
    fn children(&self, folder: &BStr) -> Result<Vec<(BString, Node)>, Notice> {
        let children = self.repository.children(self.ends.after, folder);
        children.map_err(|error| trouble(folder, &error))
    }

    fn is_old(&self, path: &BStr) -> Result<bool, Notice> {
        for &before in self.ends.before {
            let node = self.repository.node(before, path);
            if node.map_err(|error| trouble(path, &error))?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn size(&self, entry: usize) -> Result<u64, Notice> {
        match self.id(entry) {
            Some(id) => self.told(entry, self.repository.size(id)),
            None => Ok(0),
        }
    }

    fn content(&self, entry: usize) -> Result<Vec<u8>, Notice> {
        match self.id(entry) {
            Some(id) => self.told(entry, self.repository.read(id)),
            None => Ok(Vec::new()),
        }
    }

    fn is_in_lfs(&self, entry: usize) -> Result<bool, Notice> {
        let is_in = self.repository.is_in_lfs(self.ends.after, self.path(entry));
        self.told(entry, is_in)
    }

    fn old_targets(&self, entry: usize) -> Result<Vec<Vec<u8>>, Notice> {
        let previous = self.items.get(entry).map(|item| item.previous).unwrap_or_default();
        let links = previous.iter().flatten().filter(|old| old.kind == Kind::Symlink);
        let here = links.filter(|old| old.path == *self.path(entry));
        let targets = here.map(|old| self.repository.read(old.id)).collect();
        self.told(entry, targets)
    }

    /// What lies outside of the repository is stored nowhere: there the disk tells.
    fn is_dangling(&self, entry: usize) -> Result<bool, Notice> {
        let target = self.content(entry)?;
        let (after, path) = (self.ends.after, self.path(entry));
        let known = &mut self.known.borrow_mut();
        let destination = self.repository.follow(after, path, &target, known);
        Ok(match self.told(entry, destination)? {
            Destination::Inside | Destination::Submodule => false,
            Destination::Nowhere => true,
            Destination::Outside(path) => self
                .repository
                .work_tree()
                .is_some_and(|top| fs::metadata(top.join(path.to_path_lossy())).is_err()),
        })
    }
}
