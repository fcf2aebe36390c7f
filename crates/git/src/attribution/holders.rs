//! The trees that hold something found.

use super::sets::{SetId, Sets};
use super::tips::Target;
use bstr::{BString, ByteVec};
use gix::ObjectId;
use std::collections::{BTreeSet, HashMap};

/// Number of a tree in [`Holders`]; a tree has a higher number than those below it.
pub(super) type Holder = u32;

/// Trees below which something found lives, with what of them leads there.
#[derive(Default)]
pub(super) struct Holders {
    /// The blobs that were found, sorted.
    pub(super) blobs: Vec<ObjectId>,
    pub(super) numbers: HashMap<ObjectId, Holder>,
    /// For each tree its entries that lead to a found blob, in the order of the tree.
    pub(super) entries: Vec<Box<[Entry]>>,
    pub(super) names: Names,
}

/// An entry of a tree that leads to a found blob.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: u32,
    pub(super) child: Child,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Child {
    /// Number of a found blob.
    Blob(u32),
    Tree(Holder),
}

/// Names of entries, each stored once.
#[derive(Default)]
pub(super) struct Names {
    all: Vec<BString>,
    numbers: HashMap<BString, u32>,
}

impl Names {
    pub(super) fn intern(&mut self, name: &[u8]) -> u32 {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.all.push(name.into());
        self.numbers.insert(name.into(), number);
        number
    }

    fn get(&self, number: u32) -> &[u8] {
        self.all.get(number as usize).map_or(b"", |name| name.as_slice())
    }
}

impl Holders {
    /// What `target` leads to of what was found.
    pub(super) fn child(&self, target: Target) -> Option<Child> {
        match target {
            Target::Blob(id) | Target::Commit(id) => self.blob(id).map(Child::Blob),
            Target::Tree(id) => self.numbers.get(&id).copied().map(Child::Tree),
        }
    }

    /// The number of a found blob.
    pub(super) fn blob(&self, id: ObjectId) -> Option<u32> {
        self.blobs.binary_search(&id).ok().and_then(|at| u32::try_from(at).ok())
    }

    /// For each tree the set of keys that live below it, given those of each blob.
    pub(super) fn sets(&self, blobs: &[SetId], sets: &mut Sets) -> Vec<SetId> {
        let mut below: Vec<SetId> = Vec::with_capacity(self.entries.len());
        for entries in &self.entries {
            let mut own = Sets::EMPTY;
            for entry in entries {
                let child = set_of(entry.child, blobs, &below);
                own = sets.union(own, child);
            }
            below.push(own);
        }
        below
    }

    /// The first path, in the order of bytes, below `from` that leads to a blob with `key`.
    pub(super) fn first_path(
        &self,
        from: Child,
        key: u32,
        blobs: &[SetId],
        trees: &[SetId],
        sets: &Sets,
    ) -> Option<(BString, ObjectId)> {
        let (mut at, mut path) = (from, BString::default());
        loop {
            let tree = match at {
                Child::Blob(blob) => return Some((path, *self.blobs.get(blob as usize)?)),
                Child::Tree(tree) => tree,
            };
            let holds = |entry: &&Entry| sets.has(set_of(entry.child, blobs, trees), key);
            let entry = self.entries.get(tree as usize)?.iter().find(holds)?;
            if !path.is_empty() {
                path.push(b'/');
            }
            path.push_str(self.names.get(entry.name));
            at = entry.child;
        }
    }

    /// For each found blob the paths at which it lives below `roots`, sorted, at most `most`, and
    /// whether there are more.
    pub(super) fn paths(
        &self,
        roots: impl Iterator<Item = (Child, BString)>,
        most: usize,
    ) -> Vec<(BTreeSet<BString>, bool)> {
        let mut blobs = vec![(BTreeSet::new(), false); self.blobs.len()];
        let mut trees = vec![(BTreeSet::new(), false); self.entries.len()];
        let add = |(paths, more): &mut (BTreeSet<BString>, bool), path: BString| {
            paths.insert(path);
            if paths.len() > most {
                paths.pop_last();
                *more = true;
            }
        };
        for (child, path) in roots {
            match child {
                Child::Blob(blob) => add(&mut blobs[blob as usize], path),
                Child::Tree(tree) => add(&mut trees[tree as usize], path),
            }
        }
        for (at, entries) in self.entries.iter().enumerate().rev() {
            let (above, more) = std::mem::take(&mut trees[at]);
            for entry in entries {
                let slot = match entry.child {
                    Child::Blob(blob) => &mut blobs[blob as usize],
                    Child::Tree(tree) => &mut trees[tree as usize],
                };
                slot.1 |= more;
                for folder in &above {
                    let mut path = folder.clone();
                    if !path.is_empty() {
                        path.push(b'/');
                    }
                    path.push_str(self.names.get(entry.name));
                    add(slot, path);
                }
            }
        }
        blobs
    }
}

/// The keys at a child.
pub(super) fn set_of(child: Child, blobs: &[SetId], trees: &[SetId]) -> SetId {
    let set = match child {
        Child::Blob(blob) => blobs.get(blob as usize),
        Child::Tree(tree) => trees.get(tree as usize),
    };
    set.copied().unwrap_or(Sets::EMPTY)
}
