//! Finding out what each entry of a pack is made from, from its header alone.

use super::delta::Reason;
use super::entries::{Entries, NONE};
use super::pack::{Index, Pack};
use super::survey::Trouble;
use super::window::Window;
use gix::objs::Kind;
use gix::odb::pack::data::entry::Header;
use gix::{ObjectId, oid};
use std::collections::BTreeSet;

/// Trouble with so many objects of a pack is told one by one, the rest is counted.
const MOST_TROUBLE: usize = 1000;

/// Fewer headers are not worth another thread.
const WORTH_A_THREAD: usize = 50_000;

/// Gives the kind of an object that another pack holds, or a loose one.
pub(super) type Outside<'a> = &'a dyn Fn(&oid) -> Result<Kind, Reason>;

/// What is known about the entries of a pack so far, in the order in which they are stored.
pub(super) struct Growing<'a> {
    pack: &'a Pack,
    pub(super) entries: Entries,
    /// The entry that it is made from; [`NONE`] if that is not of this pack.
    pub(super) parents: Vec<u32>,
    sorts: Vec<Sort>,
    pub(super) trouble: Complaints<'a>,
}

/// What an entry turns out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Known(Kind),
    /// As the one that it is made from.
    Unknown,
    /// On the way from entry to parent just now.
    Asked,
    /// Its header, or that of an entry that it is made from, is damaged.
    Damaged,
    /// It is made from itself.
    Circular,
}

/// An entry of which there is more to say than its parent and sort.
enum Odd {
    /// It is made from an object that is not in the pack.
    From(ObjectId),
    Damaged(Reason),
}

impl<'a> Growing<'a> {
    /// Sorts the entries by their offset.
    pub(super) fn plant(pack: &'a Pack) -> Self {
        let mut trouble = Complaints { pack, told: Vec::new(), more: 0 };
        let mut entries = Entries::of(pack.index.len());
        for position in 0..pack.index.len() {
            let offset = pack.index.offset(position);
            if !offset.is_some_and(|offset| entries.add(offset, position)) {
                trouble.add(None, position, "its offset is damaged".into());
            }
        }
        entries.sort(|offset, position| {
            let reason = "the index has another object at the same place";
            trouble.add(Some(offset), position, reason.into());
        });
        let (parents, sorts) = Default::default();
        let mut growing = Growing { pack, entries, parents, sorts, trouble };
        growing.add_nameless();
        growing
    }

    /// Whether an entry is an object of a kind.
    pub(super) fn is(&self, entry: usize, kind: Kind) -> bool {
        self.sorts.get(entry) == Some(&Sort::Known(kind))
    }

    /// Adds the bases that the index does not name: that of several packs names an object in one of
    /// them only.
    fn add_nameless(&mut self) {
        if matches!(self.pack.index, Index::Own(_)) {
            return;
        }
        let mut window = Window::default();
        let offsets = (0..self.entries.len()).filter_map(|entry| self.entries.offset(entry));
        let (mut added, mut unread) = (BTreeSet::new(), offsets.collect::<Vec<_>>());
        while let Some(offset) = unread.pop() {
            if let Ok(Header::OfsDelta { base_distance }) = self.header(offset, &mut window)
                && let Some(base) = offset.checked_sub(base_distance)
                && self.entries.at(base).is_none()
                && added.insert(base)
            {
                unread.push(base);
            }
        }
        for offset in added {
            // It lies before one that was added.
            self.entries.add(offset, NONE);
        }
        self.entries.sort(|_, _| {});
    }

    fn header(&self, offset: u64, window: &mut Window) -> Result<Header, Reason> {
        self.pack.header(offset, window).map(|entry| entry.header)
    }

    /// Finds out what each entry is made from.
    pub(super) fn read_headers(&mut self, outside: Outside<'_>, threads: usize) {
        let count = self.entries.len();
        let (mut parents, mut sorts) = (vec![NONE; count], vec![Sort::Unknown; count]);
        let part = count.div_ceil(threads.max(1)).max(WORTH_A_THREAD);
        let parts = parents.chunks_mut(part).zip(sorts.chunks_mut(part));
        let this = &*self;
        let read_part = |(number, (parents, sorts)): (usize, (&mut [u32], &mut [Sort]))| {
            let (mut odd, mut window) = (Vec::new(), Window::default());
            for (entry, found) in (number * part..).zip(parents.iter_mut().zip(sorts)) {
                match this.made_from(entry, &mut window) {
                    Ok((parent, sort)) => (*found.0, *found.1) = (parent, sort),
                    Err(why) => odd.push((entry, why)),
                }
            }
            odd
        };
        let odd: Vec<(usize, Odd)> = std::thread::scope(|scope| {
            let mut parts = parts.enumerate();
            let own = parts.next();
            let spawn = |part| scope.spawn(move || read_part(part));
            let running: Vec<_> = parts.map(spawn).collect();
            let mut odd = own.map(read_part).unwrap_or_default();
            for thread in running {
                odd.extend(thread.join().unwrap_or_else(|it| std::panic::resume_unwind(it)));
            }
            odd
        });
        (self.parents, self.sorts) = (parents, sorts);
        for (entry, odd) in odd {
            let kind = match odd {
                Odd::Damaged(reason) => Err(reason),
                Odd::From(id) => outside(&id).map_err(|why| format!("its base {id}: {why}").into()),
            };
            self.sorts[entry] = match kind {
                Ok(kind) => Sort::Known(kind),
                Err(reason) => {
                    let (offset, position) =
                        (self.entries.offset(entry), self.entries.position(entry));
                    self.trouble.add(offset, position, reason);
                    Sort::Damaged
                }
            };
        }
    }

    /// What an entry is made from, or its sort.
    fn made_from(&self, entry: usize, window: &mut Window) -> Result<(u32, Sort), Odd> {
        let offset = self.entries.offset(entry).unwrap_or(u64::MAX);
        let parent = match self.header(offset, window).map_err(Odd::Damaged)? {
            Header::OfsDelta { base_distance } => {
                let base = offset.checked_sub(base_distance);
                let base = base.and_then(|base| self.entries.before(entry, base));
                base.ok_or(Odd::Damaged("there is no object where its base should be".into()))?
            }
            Header::RefDelta { base_id } => self.entry_of(&base_id).ok_or(Odd::From(base_id))?,
            header => {
                let kind = header.as_kind().ok_or(Odd::Damaged("it is of no kind".into()))?;
                return Ok((NONE, Sort::Known(kind)));
            }
        };
        Ok((parent, Sort::Unknown))
    }

    /// The entry of the object, if it is in this pack.
    fn entry_of(&self, id: &oid) -> Option<u32> {
        let offset = self.pack.index.offset(self.pack.index.position(id)?)?;
        self.entries.at(offset)
    }

    /// Gives entries the kind of what they are made from, and finds those made from themselves.
    pub(super) fn settle_kinds(&mut self) {
        let mut way = Vec::new();
        for entry in 0..self.sorts.len() {
            if self.sorts[entry] != Sort::Unknown {
                continue;
            }
            let mut at = entry;
            while self.sorts[at] == Sort::Unknown {
                self.sorts[at] = Sort::Asked;
                way.push(at);
                at = self.parents[at] as usize;
            }
            // What is asked for is on this way: all else is settled.
            let sort = match self.sorts[at] {
                Sort::Asked => Sort::Circular,
                settled => settled,
            };
            let reason = match sort {
                Sort::Damaged => Some("what it is made from is damaged"),
                Sort::Circular => Some("it is made from itself, over one or more deltas"),
                _ => None,
            };
            for at in way.drain(..) {
                self.sorts[at] = sort;
                if let Some(reason) = reason {
                    let (offset, position) = (self.entries.offset(at), self.entries.position(at));
                    self.trouble.add(offset, position, reason.into());
                }
            }
        }
    }
}

/// Trouble with a pack.
pub(super) struct Complaints<'a> {
    pack: &'a Pack,
    told: Vec<Trouble>,
    more: u64,
}

impl Complaints<'_> {
    fn add(&mut self, offset: Option<u64>, position: u32, reason: Reason) {
        if self.told.len() >= MOST_TROUBLE {
            self.more += 1;
            return;
        }
        let id = (position != NONE).then(|| self.pack.index.id(position).to_owned());
        let (path, reason) = (self.pack.path.clone(), reason.into_owned());
        self.told.push(Trouble { path, offset, id, lost: 0, reason });
    }

    /// All that was told, and how much more there is.
    pub(super) fn finish(mut self) -> Vec<Trouble> {
        if self.more > 0 {
            let reason = format!("{} more of its objects cannot be read", self.more);
            let path = self.pack.path.clone();
            self.told.push(Trouble { path, offset: None, id: None, lost: 0, reason });
        }
        self.told
    }
}
