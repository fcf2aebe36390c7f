//! From what was found to the trees that hold it, to those that hold these, and so on: the way for
//! all of history.

use super::by_head::{ByHead, head};
use super::descent::{Next, Trees};
use super::holders::Names;
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

/// Number of a version or of an entry over all logs.
pub(super) type Number = u32;

/// Trees that could not be read are looked for as if they were found, to tell whether a commit has
/// them; at most so many.
const MOST_LOST: usize = 1000;

/// The trees that hold something, of all that the logs tell of, reachable or not.
pub(super) struct Climbed<'l> {
    objects: &'l Objects,
    wanted: &'l Wanted<'l>,
    logs: &'l [Log],
    pub(super) names: Names,
    pub(super) trouble: Troubles,
    /// Trees of which it is told that they cannot be read.
    told: HashSet<ObjectId>,
    /// For each log the numbers in `names` of its names.
    renamed: Vec<Vec<u32>>,
    /// The number of the first version, and of the first birth, of each log.
    first_version: Vec<Number>,
    first_birth: Vec<Number>,
    /// Births that name trees, by the tree's id.
    by_tree: ByHead,
    /// Versions, by their id.
    by_id: ByHead,
    /// The version that a birth leads to, if it holds something.
    leads_to: Vec<Number>,
    /// For each version where its entries that lead to something end in `entries`.
    ends: Vec<u32>,
    entries: Vec<Number>,
}

/// No version.
pub(super) const NONE: Number = u32::MAX;

impl<'l> Climbed<'l> {
    /// Climbs from what was found.
    pub(super) fn new(objects: &'l Objects, wanted: &'l Wanted<'l>, logs: &'l [Log]) -> Self {
        let running = |count: fn(&Log) -> usize| -> Vec<Number> {
            let counts = logs.iter().map(count).scan(0, |sum, count| {
                *sum += count as u32;
                Some(*sum)
            });
            std::iter::once(0).chain(counts).collect()
        };
        let first_version = running(Log::len);
        let first_birth = running(|log| log.births.len());
        let total = |running: &[Number]| running.last().copied().unwrap_or(0) as usize;
        let (versions, births) = (total(&first_version), total(&first_birth));
        let (mut by_id, mut by_tree) = (Vec::with_capacity(versions), Vec::with_capacity(births));
        for (place, log) in logs.iter().enumerate() {
            let numbered = (first_version[place]..).zip(0..log.len() as u32);
            by_id.extend(numbered.map(|(number, version)| (head(log.id(version)), number)));
            let numbered = (first_birth[place]..).zip(&log.births);
            by_tree.extend(numbered.filter_map(|(number, birth)| match birth.below {
                Below::Tree(tree) => Some((head(log.tree(tree)), number)),
                _ => None,
            }));
        }
        let mut names = Names::default();
        let renamed = logs.iter().map(|log| log.names.rename(&mut names)).collect();
        let mut climbed = Climbed {
            objects,
            wanted,
            logs,
            names,
            trouble: Troubles::default(),
            told: HashSet::default(),
            renamed,
            first_version,
            first_birth,
            by_tree: ByHead::new(by_tree),
            by_id: ByHead::new(by_id),
            leads_to: vec![NONE; births],
            ends: Vec::new(),
            entries: Vec::new(),
        };
        climbed.climb(versions);
        climbed
    }

    fn climb(&mut self, versions: usize) {
        let mut front = Front::new(versions);
        let lost = self.lost();
        for (place, log) in self.logs.iter().enumerate() {
            let first = self.first_birth[place];
            for (at, birth) in (0u32..).zip(&log.births) {
                let is_lost = || lost.binary_search(&(first + at)).is_ok();
                if !matches!(birth.below, Below::Tree(_)) || is_lost() {
                    front.add(log, self.first_version[place], at, first + at);
                }
            }
            for &version in log.malformed.iter().take(MOST_LOST) {
                front.reach(self.first_version[place] + version);
            }
        }
        while let Some(version) = front.queue.pop_front() {
            let id = self.id(version);
            for &(_, birth) in self.by_tree.find(id) {
                let (place, log, at) = self.birth(birth);
                let is_it = log.births.get(at as usize).is_some_and(|birth| match birth.below {
                    Below::Tree(tree) => log.tree(tree) == id,
                    _ => false,
                });
                if is_it && self.leads_to[birth as usize] == NONE {
                    self.leads_to[birth as usize] = version;
                    front.add(log, self.first_version[place], at, birth);
                }
            }
        }
        let pairs = front.pairs;
        // Sorted by version, by counting.
        let mut ends = vec![0u32; versions + 1];
        for (version, _) in &pairs {
            ends[*version as usize + 1] += 1;
        }
        for version in 0..versions {
            ends[version + 1] += ends[version];
        }
        self.entries = vec![0; pairs.len()];
        for (version, birth) in pairs {
            let place = &mut ends[version as usize];
            self.entries[*place as usize] = birth;
            *place += 1;
        }
        ends.pop();
        self.ends = ends;
    }

    /// Births that name trees which are not here, sorted.
    fn lost(&self) -> Vec<Number> {
        let (mut lost, mut here) = (Vec::new(), self.by_id.sorted().iter().peekable());
        let empty = ObjectId::empty_tree(self.objects.hash());
        for &(head, birth) in self.by_tree.sorted() {
            while here.next_if(|(other, _)| *other < head).is_some() {}
            // Ids with the same head are one in all honest repositories.
            let is_here = here.peek().is_some_and(|(other, _)| *other == head);
            if !is_here && self.named_tree(birth) != Some(empty) && lost.len() < MOST_LOST {
                lost.push(birth);
            }
        }
        lost.sort_unstable();
        lost
    }

    /// The id of the tree that a birth names.
    fn named_tree(&self, birth: Number) -> Option<ObjectId> {
        let (_, log, at) = self.birth(birth);
        match log.births.get(at as usize)?.below {
            Below::Tree(tree) => ObjectId::try_from(log.tree(tree)).ok(),
            _ => None,
        }
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

    fn id(&self, version: Number) -> &'l [u8] {
        let log = self.first_version.partition_point(|&first| first <= version) - 1;
        self.logs.get(log).map_or(&[], |it| it.id(version - self.first_version[log]))
    }

    /// The log of a birth, by its place too, and the place of the birth in it.
    fn birth(&self, birth: Number) -> (usize, &'l Log, u32) {
        let place = self.first_birth.partition_point(|&first| first <= birth) - 1;
        (place, &self.logs[place], birth - self.first_birth[place])
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
        let mut alike = self.by_id.find(id.as_bytes()).iter().map(|(_, version)| *version);
        let found = alike.find(|&it| self.id(it) == id.as_bytes());
        if found.is_none() && id != ObjectId::empty_tree(self.objects.hash()) {
            self.tell_lost(id);
        }
        found
    }

    fn open(&mut self, tree: u32, children: &mut Vec<(u32, Next)>) {
        let log = self.first_version.partition_point(|&first| first <= tree) - 1;
        if self.logs[log].malformed.binary_search(&(tree - self.first_version[log])).is_ok() {
            let id = ObjectId::try_from(self.id(tree));
            self.trouble.extend(id.ok().map(malformed));
        }
        let end = |tree: usize| self.ends.get(tree).map_or(0, |&end| end as usize);
        let own = (tree as usize).checked_sub(1).map_or(0, end)..end(tree as usize);
        let (start, mut lost) = (children.len(), Vec::new());
        for &birth in &self.entries[own] {
            let (place, log, at) = self.birth(birth);
            let Some(born) = log.births.get(at as usize) else { continue };
            let name = self.renamed[place].get(born.name as usize).copied().unwrap_or_default();
            let next = match born.below {
                Below::Blob(blob) => Next::Found(blob),
                Below::Name => Next::Found(self.wanted.named(name)),
                Below::Tree(_) => match self.leads_to[birth as usize] {
                    NONE => {
                        lost.extend(self.named_tree(birth));
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
