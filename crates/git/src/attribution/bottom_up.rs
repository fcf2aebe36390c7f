//! From what was found to the trees that hold it, to those that hold these, and so on: the way for
//! all of history.

use super::by_head::{ByHead, head};
use super::descent::{Next, Trees};
use super::holders::Names;
use super::joined::{Joined, Number};
use super::log::{Below, Log};
use super::top_down::malformed;
use super::trouble::Troubles;
use super::wanted::Wanted;
use crate::Error;
use crate::objects::Objects;
use gix::ObjectId;
use gix::hashtable::HashSet;
use gix::objs::Kind;
use std::collections::VecDeque;

/// Trees that could not be read are looked for as if they were found, to tell whether a commit has
/// them; at most so many.
const MOST_LOST: usize = 1000;

/// No version.
const NONE: Number = u32::MAX;

/// The trees that hold something, of all that the logs tell of, reachable or not.
pub(super) struct Climbed<'l> {
    objects: &'l Objects,
    wanted: &'l Wanted<'l>,
    joined: Joined,
    pub(super) names: Names,
    pub(super) trouble: Troubles,
    /// Trees of which it is told that they cannot be read.
    told: HashSet<ObjectId>,
    /// For each log the numbers in `names` of its names.
    renamed: Vec<Vec<u32>>,
    /// Versions, by their id.
    by_id: ByHead,
    /// The version that each birth leads to, if it leads to a tree that is here.
    leads_to: Vec<Number>,
    /// Some births that lead to trees which are not here, in order.
    lost: Vec<(Number, ObjectId)>,
    /// The entries of each version that lead to something.
    entries: Groups,
}

impl<'l> Climbed<'l> {
    /// Climbs from what was found.
    pub(super) fn new(objects: &'l Objects, wanted: &'l Wanted<'l>, logs: Vec<Log>) -> Self {
        let joined = Joined::new(logs);
        let versions = 0..joined.versions() as u32;
        let by_id = ByHead::new(versions.map(|version| (head(joined.id(version)), version)));
        let mut names = Names::default();
        let renamed = joined.logs().map(|(log, ..)| log.names.rename(&mut names)).collect();
        let mut climbed = Climbed {
            objects,
            wanted,
            joined,
            names,
            trouble: Troubles::default(),
            told: HashSet::default(),
            renamed,
            by_id,
            leads_to: Vec::new(),
            lost: Vec::new(),
            entries: Groups::default(),
        };
        climbed.find_trees();
        climbed.climb();
        climbed
    }

    /// Finds the versions that births lead to; the ids that they name are not needed any more.
    fn find_trees(&mut self) {
        let empty = ObjectId::empty_tree(self.objects.hash());
        let mut leads_to = vec![NONE; self.joined.births()];
        for (log, _, first) in self.joined.logs() {
            for (number, birth) in (first..).zip(&log.births) {
                let Below::Tree(tree) = birth.below else { continue };
                let id = log.tree(tree);
                match self.find(id) {
                    Some(version) => leads_to[number as usize] = version,
                    None if id == empty.as_bytes() || self.lost.len() >= MOST_LOST => {}
                    None => self.lost.extend(ObjectId::try_from(id).ok().map(|id| (number, id))),
                }
            }
        }
        self.leads_to = leads_to;
        self.joined.logs_mut().iter_mut().for_each(Log::forget_trees);
    }

    /// The version with this id.
    fn find(&self, id: &[u8]) -> Option<Number> {
        self.by_id.find(id).find(|&version| self.joined.id(version) == id)
    }

    fn climb(&mut self) {
        let versions = self.joined.versions();
        let leads = (0..).zip(&self.leads_to).filter(|(_, version)| **version != NONE);
        let holders_of = Groups::new(versions, || leads.clone().map(|(birth, to)| (*to, birth)));
        let mut front = Front::new(versions);
        for (log, version, first) in self.joined.logs() {
            for (at, birth) in (0u32..).zip(&log.births) {
                if !matches!(birth.below, Below::Tree(_)) {
                    front.add(log, version, at, first + at);
                }
            }
            for malformed in log.malformed.iter().take(MOST_LOST) {
                front.reach(version + malformed);
            }
        }
        for &(birth, _) in &self.lost {
            let (place, log, at) = self.joined.birth(birth);
            front.add(log, self.joined.first_version(place), at, birth);
        }
        while let Some(version) = front.queue.pop_front() {
            for &birth in holders_of.get(version) {
                let (place, log, at) = self.joined.birth(birth);
                front.add(log, self.joined.first_version(place), at, birth);
            }
        }
        self.entries = Groups::new(versions, || front.pairs.iter().copied());
    }

    /// Says why a tree that a commit has cannot be read.
    fn tell_lost(&mut self, id: ObjectId) {
        if !self.told.insert(id) {
            return;
        }
        if self.trouble.is_full() {
            return self.trouble.count();
        }
        if let Err(error) = self.objects.of_kind(id, Kind::Tree, &mut Vec::new()) {
            self.trouble.add(error);
        } else {
            let reason = "it could not be read along with the others".to_owned();
            self.trouble.add(Error::Corrupt { id: id.to_string(), reason });
        }
    }
}

/// Numbers in groups, which are numbered.
#[derive(Default)]
struct Groups {
    /// Where each group ends.
    ends: Vec<u32>,
    members: Vec<u32>,
}

impl Groups {
    /// Sorts pairs of a group and a member by counting; `pairs` gives them twice.
    fn new<I: Iterator<Item = (u32, u32)>>(groups: usize, pairs: impl Fn() -> I) -> Self {
        let mut ends = vec![0u32; groups + 1];
        for (group, _) in pairs() {
            ends[group as usize + 1] += 1;
        }
        for group in 0..groups {
            ends[group + 1] += ends[group];
        }
        let mut members = vec![0; ends[groups] as usize];
        for (group, member) in pairs() {
            let place = &mut ends[group as usize];
            members[*place as usize] = member;
            *place += 1;
        }
        ends.pop();
        Groups { ends, members }
    }

    fn get(&self, group: u32) -> &[u32] {
        let end = |group: usize| self.ends.get(group).map_or(0, |&end| end as usize);
        let start = (group as usize).checked_sub(1).map_or(0, end);
        self.members.get(start..end(group as usize)).unwrap_or_default()
    }
}

/// The trees that are known to hold something, and those among them that are yet to be looked for.
struct Front {
    holds: Vec<bool>,
    queue: VecDeque<Number>,
    /// Versions and their entries that lead to something.
    pairs: Vec<(Number, Number)>,
}

impl Front {
    fn new(versions: usize) -> Self {
        Front { holds: vec![false; versions], queue: VecDeque::new(), pairs: Vec::new() }
    }

    fn reach(&mut self, version: Number) {
        if let Some(holds) = self.holds.get_mut(version as usize).filter(|holds| !**holds) {
            *holds = true;
            self.queue.push_back(version);
        }
    }

    /// Adds a birth, the `at`th of `log`, to all versions that have it. `first` is the
    /// number of the first version there.
    fn add(&mut self, log: &Log, first: Number, at: u32, birth: Number) {
        let Some(born) = log.births.get(at as usize) else { return };
        let from = log.deaths.partition_point(|death| death.0 < at);
        let mut gone = log.deaths[from..].iter().take_while(|death| death.0 == at).peekable();
        let (mut version, end) = (born.version, log.end(born.version));
        while version < end {
            while gone.next_if(|death| death.1 < version).is_some() {}
            if gone.next_if(|death| death.1 == version).is_some() {
                version = log.end(version);
                continue;
            }
            self.pairs.push((first + version, birth));
            self.reach(first + version);
            version += 1;
        }
    }
}

impl Trees for Climbed<'_> {
    fn number(&mut self, id: ObjectId) -> Option<u32> {
        let found = self.find(id.as_bytes());
        if found.is_none() && id != ObjectId::empty_tree(self.objects.hash()) {
            self.tell_lost(id);
        }
        found
    }

    fn open(&mut self, tree: u32, children: &mut Vec<(u32, Next)>) {
        let (log, version) = self.joined.version(tree);
        if log.malformed.binary_search(&version).is_ok() {
            self.trouble.extend(ObjectId::try_from(log.id(version)).ok().map(malformed));
        }
        let (start, mut lost) = (children.len(), Vec::new());
        for &birth in self.entries.get(tree) {
            let (place, log, at) = self.joined.birth(birth);
            let Some(born) = log.births.get(at as usize) else { continue };
            let name = self.renamed[place].get(born.name as usize).copied().unwrap_or_default();
            let next = match born.below {
                Below::Blob(blob) => Next::Found(blob),
                Below::Name => Next::Found(self.wanted.named(name)),
                Below::Tree(_) => match self.leads_to[birth as usize] {
                    NONE => {
                        let named = self.lost.binary_search_by_key(&birth, |(birth, _)| *birth);
                        lost.extend(named.ok().and_then(|at| self.lost.get(at)).map(|it| it.1));
                        continue;
                    }
                    version => Next::Tree(version),
                },
            };
            children.push((name, next));
        }
        for id in lost {
            self.tell_lost(id);
        }
        // The order of trees (base_name_compare in git's read-cache.c): folders as if they ended in
        // a slash.
        let names = &self.names;
        let key = |(name, next): (u32, Next)| {
            let slash: &[u8] = if matches!(next, Next::Tree(_)) { b"/" } else { b"" };
            names.get(name).iter().chain(slash)
        };
        children[start..].sort_by(|one, other| key(*one).cmp(key(*other)));
    }
}
