//! Which objects of a pack are made from which.

use super::entries::{Entries, NONE};
use super::grow::{Growing, Outside};
use super::pack::Pack;
use super::survey::Trouble;
use gix::ObjectId;
use gix::objs::Kind;
use std::ops::Range;

/// The objects of one kind in a pack: each made from one other, or stored whole.
///
/// Entries are numbered in the order in which the pack stores them. It takes about 15 bytes for
/// each object of the pack, of whatever kind.
pub(super) struct Forest {
    entries: Entries,
    /// Which entries are to be examined.
    wanted: Vec<bool>,
    /// What is made from entry `n` are the entries at `children[first_child[n]..first_child[n +
    /// 1]]`, as far as something is wanted there; that with the most below it comes last.
    first_child: Vec<u32>,
    children: Vec<u32>,
    /// Entries that are not made from another of this pack, as far as something is wanted there.
    pub(super) roots: Vec<u32>,
}

impl Forest {
    /// Reads the headers of all entries of `pack`, with as many threads as there may be. Objects at
    /// the positions in `doubles` are not wanted, but what is made from them may be.
    pub(super) fn grow(
        pack: &Pack,
        kind: Kind,
        doubles: &[u32],
        outside: Outside<'_>,
        threads: usize,
    ) -> (Self, Vec<Trouble>) {
        let mut growing = Growing::plant(pack);
        growing.read_headers(outside, threads);
        growing.settle_kinds();
        let count = growing.entries.len();
        let of_kind: Vec<bool> = (0..count).map(|entry| growing.is(entry, kind)).collect();
        let Growing { entries, parents, trouble, .. } = growing;
        let is_wanted = |entry: usize| {
            let position = entries.position(entry);
            of_kind[entry] && position != NONE && doubles.binary_search(&position).is_err()
        };
        let wanted = (0..count).map(is_wanted).collect();
        let roots = (0..count).filter(|&entry| of_kind[entry] && parents[entry] == NONE);
        let roots = roots.map(|entry| entry as u32).collect();
        let (first_child, children) = turn(&parents, &of_kind);
        let mut forest = Forest { entries, wanted, first_child, children, roots };
        forest.prune(&parents);
        (forest, trouble.finish())
    }

    /// Number of objects to examine.
    pub(super) fn wanted(&self) -> u64 {
        self.wanted.iter().filter(|&&wanted| wanted).count() as u64
    }

    /// Whether the entry is to be examined.
    pub(super) fn is_wanted(&self, entry: u32) -> bool {
        self.wanted.get(entry as usize).is_some_and(|&wanted| wanted)
    }

    /// Its id; none of an entry that the index does not name.
    pub(super) fn id(&self, entry: u32, pack: &Pack) -> Option<ObjectId> {
        let position = self.entries.position(entry as usize);
        (position != NONE).then(|| pack.index.id(position).to_owned())
    }

    /// Where the entry is stored, up to where the next one begins.
    pub(super) fn stored(&self, entry: u32) -> Range<u64> {
        let offset = |entry: usize| self.entries.offset(entry).unwrap_or(u64::MAX);
        offset(entry as usize)..offset(entry as usize + 1)
    }

    /// What is made from the entry, as a range for [`Forest::child`].
    pub(super) fn children(&self, entry: u32) -> Range<u32> {
        let bound = |entry: usize| self.first_child.get(entry).copied().unwrap_or_default();
        bound(entry as usize)..bound(entry as usize + 1)
    }

    /// The entry at a place of a range of [`Forest::children`].
    pub(super) fn child(&self, place: u32) -> u32 {
        self.children.get(place as usize).copied().unwrap_or(NONE)
    }

    /// Calls `see` with every wanted entry of the tree below `root`, the root included.
    pub(super) fn visit(&self, root: u32, mut see: impl FnMut(u32)) {
        let mut stack = vec![root];
        while let Some(entry) = stack.pop() {
            if self.is_wanted(entry) {
                see(entry);
            }
            stack.extend(self.children(entry).map(|place| self.child(place)));
        }
    }

    /// Drops what has nothing wanted below it, and puts the child with the most below it last.
    fn prune(&mut self, parents: &[u32]) {
        // From the roots down, so that what is made from an entry comes later.
        let mut order = self.roots.clone();
        let mut next = 0;
        while let Some(&entry) = order.get(next) {
            next += 1;
            order.extend(self.children(entry).map(|place| self.children[place as usize]));
        }
        let mut weights = vec![0u32; parents.len()];
        for &entry in order.iter().rev() {
            let entry = entry as usize;
            weights[entry] += u32::from(self.wanted[entry]);
            if parents[entry] != NONE {
                weights[parents[entry] as usize] += weights[entry];
            }
        }
        let mut kept = 0;
        for entry in 0..parents.len() {
            let range = self.first_child[entry] as usize..self.first_child[entry + 1] as usize;
            let (start, mut heaviest) = (kept, (0, kept));
            for place in range {
                let child = self.children[place];
                let weight = weights[child as usize];
                if weight > 0 {
                    heaviest = heaviest.max((weight, kept));
                    self.children[kept] = child;
                    kept += 1;
                }
            }
            if kept > start {
                self.children.swap(heaviest.1, kept - 1);
            }
            self.first_child[entry] = start as u32;
        }
        if let Some(last) = self.first_child.last_mut() {
            *last = kept as u32;
        }
        self.children.truncate(kept);
        self.roots.retain(|&root| weights[root as usize] > 0);
    }
}

/// Turns what each entry is made from into what is made from each entry: where its children begin,
/// and the children.
fn turn(parents: &[u32], of_kind: &[bool]) -> (Vec<u32>, Vec<u32>) {
    let count = parents.len();
    let made = || (0..count).filter(|&entry| of_kind[entry] && parents[entry] != NONE);
    let mut first_child = vec![0u32; count + 1];
    for entry in made() {
        first_child[parents[entry] as usize + 1] += 1;
    }
    for entry in 0..count {
        first_child[entry + 1] += first_child[entry];
    }
    let mut children = vec![NONE; first_child[count] as usize];
    for entry in made() {
        let place = &mut first_child[parents[entry] as usize];
        children[*place as usize] = entry as u32;
        *place += 1;
    }
    // Where the children of each began, now those of the next one do.
    first_child.rotate_right(1);
    first_child[0] = 0;
    (first_child, children)
}
