//! The trees that hold something found.

use super::paths::LONGEST;
use super::sets::{SetId, Sets};
use bstr::{BString, ByteVec};
use std::collections::HashMap;

/// Number of a tree in [`Holders`]; a tree has a higher number than those below it.
pub(super) type Holder = u32;

/// Trees below which something found lives, with what of them leads there.
#[derive(Default)]
pub(super) struct Holders {
    /// For each of the roots that were asked for what it leads to.
    pub(super) roots: Vec<Option<Child>>,
    /// The entries of all trees that lead to something found, those of a tree in its order.
    entries: Vec<Entry>,
    /// Where the entries of each tree end.
    ends: Vec<u32>,
    pub(super) names: Names,
}

/// An entry of a tree that leads to something found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: u32,
    pub(super) child: Child,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Child {
    /// Number of something found: a blob, or behind all blobs a name.
    Found(u32),
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

    pub(super) fn all(&self) -> &[BString] {
        &self.all
    }

    /// Adds all names to `other`, and gives their numbers there.
    pub(super) fn rename(&self, other: &mut Names) -> Vec<u32> {
        self.all.iter().map(|name| other.intern(name)).collect()
    }

    pub(super) fn get(&self, number: u32) -> &[u8] {
        self.all.get(number as usize).map_or(b"", |name| name.as_slice())
    }
}

impl Holders {
    /// Number of trees.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Adds a tree with these entries, whose children are here already.
    pub(super) fn add(&mut self, entries: impl IntoIterator<Item = Entry>) -> Holder {
        self.entries.extend(entries);
        self.ends.push(self.entries.len() as u32);
        (self.ends.len() - 1) as u32
    }

    /// The entries of a tree that lead to something found.
    pub(super) fn entries(&self, tree: Holder) -> &[Entry] {
        let end = |tree: usize| self.ends.get(tree).map_or(0, |&end| end as usize);
        let start = (tree as usize).checked_sub(1).map_or(0, end);
        self.entries.get(start..end(tree as usize)).unwrap_or_default()
    }

    /// For each tree the set of keys that live below it, given those of each blob.
    pub(super) fn sets(&self, blobs: &[SetId], sets: &mut Sets) -> Vec<SetId> {
        let mut below: Vec<SetId> = Vec::with_capacity(self.len());
        for tree in 0..self.len() as u32 {
            let mut own = Sets::EMPTY;
            for entry in self.entries(tree) {
                let child = set_of(entry.child, blobs, &below);
                own = sets.union(own, child);
            }
            below.push(own);
        }
        below
    }

    /// The first path, in the order of bytes, below `from` that leads to something with `key`, and
    /// the number of that. A path that is too long to be listed is cut, and the number left out.
    pub(super) fn first_path(
        &self,
        from: Child,
        key: u32,
        blobs: &[SetId],
        trees: &[SetId],
        sets: &Sets,
    ) -> Option<(BString, Option<u32>)> {
        let (mut at, mut path) = (from, BString::default());
        loop {
            let tree = match at {
                Child::Found(number) => return Some((path, Some(number))),
                Child::Tree(tree) => tree,
            };
            let holds = |entry: &&Entry| sets.has(set_of(entry.child, blobs, trees), key);
            let entry = self.entries(tree).iter().find(holds)?;
            if !path.is_empty() {
                path.push(b'/');
            }
            path.push_str(self.names.get(entry.name));
            if path.len() > LONGEST as usize {
                return Some((path, None));
            }
            at = entry.child;
        }
    }
}

/// The keys at a child.
pub(super) fn set_of(child: Child, blobs: &[SetId], trees: &[SetId]) -> SetId {
    let set = match child {
        Child::Found(blob) => blobs.get(blob as usize),
        Child::Tree(tree) => trees.get(tree as usize),
    };
    set.copied().unwrap_or(Sets::EMPTY)
}
