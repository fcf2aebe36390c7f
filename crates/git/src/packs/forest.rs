//! Which objects of a pack are made from which.

use super::delta::Reason;
use super::pack::Pack;
use super::survey::Trouble;
use gix::objs::Kind;
use gix::odb::pack::data::entry::Header;
use gix::{ObjectId, oid};
use std::collections::BTreeSet;
use std::ops::Range;

/// No entry, where an entry may be named.
const NONE: u32 = u32::MAX;

/// Everything that could be wrong is told for so many objects of a pack, then only counted.
const MOST_TROUBLE: usize = 1000;

/// The objects of one kind in a pack: each made from one other, or stored whole.
///
/// Entries are numbered in the order in which the pack stores them. About 25 bytes an object of any kind.
pub(super) struct Forest {
    /// Where each entry begins, in bytes.
    offsets: Vec<u64>,
    /// Its position in the index.
    positions: Vec<u32>,
    /// Which entries are to be examined here.
    wanted: Vec<bool>,
    /// The entries that are made from entry `n` are those from `first_child[n]` to `first_child[n + 1]`, the one with
    /// the most below it last. Only those that matter.
    first_child: Vec<u32>,
    children: Vec<u32>,
    /// Entries that are not made from another of this pack, and that matter, in order.
    pub(super) roots: Vec<u32>,
}

/// What is known about an entry while the forest grows.
struct Growing<'a> {
    pack: &'a Pack,
    offsets: Vec<u64>,
    positions: Vec<u32>,
    parents: Vec<u32>,
    kinds: Vec<Sort>,
}

/// What an entry turns out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Known(Kind),
    /// As the parent, which comes later in the pack.
    Unknown,
    /// On the way to the end of its parents just now.
    Asked,
    /// Its header, or that of an entry that it is made from, is damaged.
    Damaged,
    /// It is made from itself.
    Circular,
}

impl Forest {
    /// Reads the headers of all entries of `pack`. `is_ours` says of a position whether the object is to be examined
    /// here; `kind_of` gives the kind of an object that another pack holds, or a loose one.
    pub(super) fn grow(
        pack: &Pack,
        kind: Kind,
        is_ours: impl Fn(u32, &oid) -> bool,
        kind_of: impl Fn(&oid) -> Result<Kind, Reason>,
    ) -> (Self, Vec<Trouble>) {
        let mut trouble = Complaints { pack, told: Vec::new(), more: 0 };
        let mut growing = Growing::plant(pack, &mut trouble);
        growing.read_headers(kind_of, &mut trouble);
        growing.settle_kinds(&mut trouble);
        (growing.finish(kind, is_ours), trouble.finish())
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
        let &position = self.positions.get(entry as usize)?;
        (position != NONE).then(|| pack.index.id(position).to_owned())
    }

    /// Where the entry is stored, up to where the next one begins.
    pub(super) fn stored(&self, entry: u32) -> Range<u64> {
        let offset = |entry: usize| self.offsets.get(entry).copied().unwrap_or(u64::MAX);
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
}

impl<'a> Growing<'a> {
    /// Sorts the entries by their offset.
    fn plant(pack: &'a Pack, trouble: &mut Complaints<'_>) -> Self {
        let mut entries: Vec<(u64, u32)> = Vec::with_capacity(pack.index.len() as usize);
        for position in 0..pack.index.len() {
            match pack.index.offset(position) {
                Some(offset) => entries.push((offset, position)),
                None => trouble.add(None, Some(position), "its offset is damaged".into()),
            }
        }
        entries.sort_unstable();
        entries.dedup_by(|&mut (offset, position), kept| {
            let is_double = offset == kept.0;
            if is_double {
                let reason = "the index has another object at the same place";
                trouble.add(Some(offset), Some(position), reason.into());
            }
            is_double
        });
        let (offsets, positions) = entries.into_iter().unzip();
        Growing { pack, offsets, positions, parents: Vec::new(), kinds: Vec::new() }
    }

    /// Finds out what each entry is made from.
    fn read_headers(
        &mut self,
        kind_of: impl Fn(&oid) -> Result<Kind, Reason>,
        trouble: &mut Complaints<'_>,
    ) {
        self.add_nameless();
        let count = self.offsets.len();
        self.parents = vec![NONE; count];
        self.kinds = Vec::with_capacity(count);
        for entry in 0..count {
            let offset = self.offsets[entry];
            let (parent, sort) = match self.header(offset) {
                Err(reason) => Err(reason),
                Ok(Header::OfsDelta { base_distance }) => {
                    match offset.checked_sub(base_distance).and_then(|at| self.before(entry, at)) {
                        Some(parent) => Ok((parent, self.kinds[parent as usize])),
                        None => Err("there is no object where its base should be".into()),
                    }
                }
                Ok(Header::RefDelta { base_id }) => match self.entry_of(&base_id) {
                    Some(parent) => {
                        let sort = self.kinds.get(parent as usize);
                        Ok((parent, sort.copied().unwrap_or(Sort::Unknown)))
                    }
                    None => match kind_of(&base_id) {
                        Ok(kind) => Ok((NONE, Sort::Known(kind))),
                        Err(reason) => Err(format!("its base {base_id}: {reason}").into()),
                    },
                },
                Ok(header) => match header.as_kind() {
                    Some(kind) => Ok((NONE, Sort::Known(kind))),
                    None => Err("it is of no known kind".into()),
                },
            }
            .unwrap_or_else(|reason| {
                trouble.add(Some(offset), Some(self.positions[entry]), reason);
                (NONE, Sort::Damaged)
            });
            self.parents[entry] = parent;
            self.kinds.push(sort);
        }
    }

    fn header(&self, offset: u64) -> Result<Header, Reason> {
        self.pack.entry(offset, u64::MAX).map(|(entry, _)| entry.header)
    }

    /// Adds the bases that the index does not name: that of several packs names an object in one of them only.
    fn add_nameless(&mut self) {
        if matches!(self.pack.index, super::pack::Index::Own(_)) {
            return;
        }
        let (mut added, mut unread) = (BTreeSet::new(), self.offsets.clone());
        while let Some(offset) = unread.pop() {
            if let Ok(Header::OfsDelta { base_distance }) = self.header(offset)
                && let Some(base) = offset.checked_sub(base_distance)
                && self.offsets.binary_search(&base).is_err()
                && added.insert(base)
            {
                unread.push(base);
            }
        }
        if added.is_empty() {
            return;
        }
        let named = self.offsets.iter().copied().zip(self.positions.iter().copied());
        let mut all: Vec<(u64, u32)> =
            named.chain(added.into_iter().map(|at| (at, NONE))).collect();
        all.sort_unstable();
        (self.offsets, self.positions) = all.into_iter().unzip();
    }

    /// The entry at `offset`, which comes before `entry`; mostly not long before.
    fn before(&self, entry: usize, offset: u64) -> Option<u32> {
        let (mut end, mut step) = (entry, 1);
        let start = loop {
            let start = entry.saturating_sub(step);
            if start == 0 || self.offsets[start] <= offset {
                break start;
            }
            (end, step) = (start, step * 2);
        };
        let found = self.offsets[start..end].binary_search(&offset).ok()?;
        Some((start + found) as u32)
    }

    /// The entry of the object, if it is in this pack.
    fn entry_of(&self, id: &oid) -> Option<u32> {
        let offset = self.pack.index.offset(self.pack.index.position(id)?)?;
        Some(self.offsets.binary_search(&offset).ok()? as u32)
    }

    /// Gives the entries that are made from later ones their kind, and finds those that are made from themselves.
    fn settle_kinds(&mut self, trouble: &mut Complaints<'_>) {
        let mut way = Vec::new();
        for entry in 0..self.kinds.len() {
            let mut at = entry;
            while self.kinds[at] == Sort::Unknown {
                self.kinds[at] = Sort::Asked;
                way.push(at);
                at = self.parents[at] as usize;
            }
            // Entries asked for are on this way: all others are settled.
            let sort = match self.kinds[at] {
                Sort::Asked => Sort::Circular,
                settled => settled,
            };
            for at in way.drain(..) {
                self.kinds[at] = sort;
            }
            match self.kinds[entry] {
                Sort::Damaged if self.parents[entry] != NONE => {
                    let reason = "what it is made from is damaged";
                    trouble.add(
                        Some(self.offsets[entry]),
                        Some(self.positions[entry]),
                        reason.into(),
                    );
                }
                Sort::Circular => {
                    let reason = "it is made from itself, over one or more deltas";
                    trouble.add(
                        Some(self.offsets[entry]),
                        Some(self.positions[entry]),
                        reason.into(),
                    );
                }
                _ => {}
            }
        }
    }

    /// Turns what each entry is made from into what is made from each entry.
    fn finish(self, kind: Kind, is_ours: impl Fn(u32, &oid) -> bool) -> Forest {
        let Growing { pack, offsets, positions, parents, kinds } = self;
        let count = offsets.len();
        let of_kind = |entry: usize| kinds[entry] == Sort::Known(kind);
        let wanted: Vec<bool> = (0..count)
            .map(|entry| {
                let position = positions[entry];
                of_kind(entry) && position != NONE && is_ours(position, pack.index.id(position))
            })
            .collect();
        let mut first_child = vec![0u32; count + 1];
        for entry in (0..count).filter(|&entry| of_kind(entry) && parents[entry] != NONE) {
            first_child[parents[entry] as usize + 1] += 1;
        }
        for entry in 0..count {
            first_child[entry + 1] += first_child[entry];
        }
        let mut children = vec![NONE; first_child[count] as usize];
        let mut next = first_child.clone();
        for entry in (0..count).filter(|&entry| of_kind(entry) && parents[entry] != NONE) {
            let place = &mut next[parents[entry] as usize];
            children[*place as usize] = entry as u32;
            *place += 1;
        }
        let roots = (0..count).filter(|&entry| of_kind(entry) && parents[entry] == NONE);
        let roots = roots.map(|entry| entry as u32).collect();
        let mut forest = Forest { offsets, positions, wanted, first_child, children, roots };
        forest.prune(next, &parents);
        forest
    }
}

impl Forest {
    /// Drops what has nothing wanted below it, and puts the child with the most below it last. `weights` is memory for
    /// a number an entry.
    fn prune(&mut self, mut weights: Vec<u32>, parents: &[u32]) {
        // From the roots down, so that what is made from an entry comes later.
        let mut order = self.roots.clone();
        let mut next = 0;
        while let Some(&entry) = order.get(next) {
            next += 1;
            order.extend(self.children(entry).map(|place| self.children[place as usize]));
        }
        weights.fill(0);
        for &entry in order.iter().rev() {
            let entry = entry as usize;
            weights[entry] += u32::from(self.wanted[entry]);
            if parents[entry] != NONE {
                weights[parents[entry] as usize] += weights[entry];
            }
        }
        let mut kept = 0;
        for entry in 0..self.wanted.len() {
            let range = self.first_child[entry] as usize..self.first_child[entry + 1] as usize;
            let start = kept;
            let mut heaviest = (0, start);
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

/// Trouble with a pack.
struct Complaints<'a> {
    pack: &'a Pack,
    told: Vec<Trouble>,
    more: u64,
}

impl Complaints<'_> {
    fn add(&mut self, offset: Option<u64>, position: Option<u32>, reason: Reason) {
        if self.told.len() >= MOST_TROUBLE {
            self.more += 1;
            return;
        }
        let position = position.filter(|&position| position != NONE);
        let id = position.map(|position| self.pack.index.id(position).to_owned());
        let (path, reason) = (self.pack.path.clone(), reason.into_owned());
        self.told.push(Trouble { path, offset, id, lost: 0, reason });
    }

    fn finish(mut self) -> Vec<Trouble> {
        if self.more > 0 {
            let reason = format!("{} more of its objects cannot be read", self.more);
            let path = self.pack.path.clone();
            self.told.push(Trouble { path, offset: None, id: None, lost: 0, reason });
        }
        self.told
    }
}
