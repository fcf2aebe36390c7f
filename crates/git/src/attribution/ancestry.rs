//! The commits reachable from tips, and who their parents are.

use super::text::CommitText;
use super::tips::{Target, Tip, Tips};
use super::trouble::Troubles;
use crate::objects::Objects;
use crate::{Error, Repository};
use gix::ObjectId;
use gix::objs::{CommitRefIter, Kind};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

/// Number of a commit in an [`Ancestry`]: parents have lower numbers than their children, and where
/// that leaves a choice the older commit has (`git log --date-order --reverse`).
pub(super) type Place = u32;

/// The commits reachable from tips, in order.
#[derive(Debug, Default)]
pub struct Ancestry {
    pub(super) commits: Vec<Node>,
    /// Parents of all commits, one commit after the other.
    parents: Vec<Place>,
    /// Where the tips are.
    pub(super) tips: Vec<(Tip, Place)>,
    pub(super) head: Option<Place>,
    /// Commits that could not be read.
    pub trouble: Troubles,
}

/// A commit, or a tree or blob that a ref names without one.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) id: ObjectId,
    pub(super) holds: Target,
    /// Whether it has a parent that is not here.
    pub(super) is_cut: bool,
    /// Whether a tip leads to it; HEAD alone leads to the others.
    pub(super) is_wanted: bool,
    first_parent: u32,
    parents: u32,
}

/// A commit as the walk finds it, before it has its place.
struct Met {
    id: ObjectId,
    holds: Target,
    time: i64,
    is_cut: bool,
    is_wanted: bool,
    parents: Vec<ObjectId>,
}

impl Repository {
    /// Walks the commits reachable from `tips`; `each` is shown every one of them once, and every
    /// tag on the way, in no particular order.
    pub fn ancestry(
        &self,
        tips: &Tips,
        each: &mut dyn FnMut(&CommitText<'_>),
    ) -> Result<Ancestry, Error> {
        self.ancestry_among(tips, None, each)
    }

    /// The same of those commits alone that are in `among`, if that is given: the others count as
    /// not there.
    pub fn ancestry_among(
        &self,
        tips: &Tips,
        among: Option<&HashSet<ObjectId>>,
        each: &mut dyn FnMut(&CommitText<'_>),
    ) -> Result<Ancestry, Error> {
        let cut = crate::history::History::new(&self.objects)?.cut;
        let mut trouble = Troubles::default();
        let mut buffer = Vec::new();
        for &tag in &tips.tags {
            match self.objects.of_kind(tag, Kind::Tag, &mut buffer) {
                Ok(data) => each(&CommitText::new(tag, Kind::Tag, data)),
                Err(error) => trouble.add(error),
            }
        }
        let mut walk = Walk {
            objects: &self.objects,
            cut: &cut,
            among,
            met: Vec::new(),
            seen: HashSet::new(),
            trouble,
        };
        walk.run(tips.all.iter().map(|tip| tip.target), Some(each));
        walk.run(tips.head.map(Target::Commit).into_iter(), None);
        let Walk { met, trouble, .. } = walk;
        Ok(Ancestry::order(met, tips, trouble))
    }
}

struct Walk<'w> {
    objects: &'w Objects,
    cut: &'w HashSet<ObjectId>,
    among: Option<&'w HashSet<ObjectId>>,
    met: Vec<Met>,
    seen: HashSet<ObjectId>,
    trouble: Troubles,
}

impl Walk<'_> {
    fn run(
        &mut self,
        tips: impl Iterator<Item = Target>,
        mut each: Option<&mut dyn FnMut(&CommitText<'_>)>,
    ) {
        let (mut queue, mut buffer) = (Vec::new(), Vec::new());
        for tip in tips {
            match tip {
                Target::Commit(id) => queue.push(id),
                holds if !self.seen.insert(holds.id()) => {}
                holds => self.met.push(Met {
                    id: holds.id(),
                    holds,
                    time: i64::MIN,
                    is_cut: false,
                    is_wanted: true,
                    parents: Vec::new(),
                }),
            }
        }
        while let Some(id) = queue.pop() {
            let is_out = self.among.is_some_and(|among| !among.contains(&id));
            if is_out || !self.seen.insert(id) {
                continue;
            }
            let read = self.objects.of_kind(id, Kind::Commit, &mut buffer).map(|data| {
                if let Some(each) = &mut each {
                    each(&CommitText::new(id, Kind::Commit, data));
                }
                self.decode(id, data)
            });
            match read.and_then(|met| met) {
                Ok(mut met) => {
                    met.is_wanted = each.is_some();
                    queue.extend(met.parents.iter().filter(|parent| !self.seen.contains(*parent)));
                    self.met.push(met);
                }
                Err(error) => self.trouble.add(error),
            }
        }
    }

    fn decode(&self, id: ObjectId, data: &[u8]) -> Result<Met, Error> {
        let commit = CommitRefIter::from_bytes(data, self.objects.hash());
        let tree = { commit }.tree_id().map_err(|error| self.objects.unreadable(id, &error))?;
        let mut parents: Vec<ObjectId> = commit.parent_ids().collect();
        let all = parents.len();
        if self.cut.contains(&id) {
            parents.retain(|&parent| self.objects.exists(parent));
        }
        let is_cut = parents.len() < all;
        let time = commit.committer().map_or(0, |committer| committer.seconds());
        Ok(Met { id, holds: Target::Tree(tree), time, is_cut, is_wanted: true, parents })
    }
}

impl Ancestry {
    /// Puts parents before children, else old before young.
    fn order(met: Vec<Met>, tips: &Tips, trouble: Troubles) -> Self {
        let at: HashMap<ObjectId, usize> =
            met.iter().enumerate().map(|(at, met)| (met.id, at)).collect();
        let mut children = vec![0u32; met.len()];
        let places = |ids: &[ObjectId]| -> Vec<usize> {
            ids.iter().filter_map(|id| at.get(id).copied()).collect()
        };
        for one in &met {
            for parent in places(&one.parents) {
                children[parent] += 1;
            }
        }
        // Young first, as `git log --date-order` tells them.
        let mut ready: BinaryHeap<(i64, Reverse<ObjectId>, usize)> = (met.iter().enumerate())
            .filter(|(at, _)| children[*at] == 0)
            .map(|(at, met)| (met.time, Reverse(met.id), at))
            .collect();
        let mut order = Vec::with_capacity(met.len());
        while let Some((_, _, next)) = ready.pop() {
            order.push(next);
            for parent in places(&met[next].parents) {
                children[parent] -= 1;
                if children[parent] == 0 {
                    ready.push((met[parent].time, Reverse(met[parent].id), parent));
                }
            }
        }
        order.reverse();
        // What is not in order lies on a circle, which only forged ids can make.
        let mut place: Vec<Option<Place>> = vec![None; met.len()];
        for (new, &old) in (0u32..).zip(&order) {
            place[old] = Some(new);
        }
        let mut ancestry = Ancestry { trouble, ..Ancestry::default() };
        for &old in &order {
            let one = &met[old];
            let mut parents = places(&one.parents);
            parents.retain(|&parent| place[parent].is_some());
            let first_parent = u32::try_from(ancestry.parents.len()).unwrap_or(u32::MAX);
            ancestry.commits.push(Node {
                id: one.id,
                holds: one.holds,
                is_cut: one.is_cut || parents.len() < one.parents.len(),
                is_wanted: one.is_wanted,
                first_parent,
                parents: u32::try_from(parents.len()).unwrap_or(u32::MAX),
            });
            ancestry.parents.extend(parents.into_iter().filter_map(|parent| place[parent]));
        }
        let find = |id: ObjectId| at.get(&id).and_then(|&old| place[old]);
        let known = |tip: &Tip| find(tip.target.id()).map(|place| (tip.clone(), place));
        ancestry.tips = tips.all.iter().filter_map(known).collect();
        ancestry.head = tips.head.and_then(find);
        ancestry
    }

    /// How many commits there are.
    pub fn len(&self) -> usize {
        self.commits.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.commits.is_empty()
    }

    /// Those of the parents that are here.
    pub(super) fn parents(&self, node: &Node) -> &[Place] {
        let first = node.first_parent as usize;
        self.parents.get(first..first + node.parents as usize).unwrap_or(&[])
    }

    /// For each commit whether it is `from` or one of its ancestors.
    pub(super) fn reachable(&self, from: Option<Place>) -> Vec<bool> {
        let mut reached = vec![false; self.commits.len()];
        if let Some(start) = from.and_then(|place| reached.get_mut(place as usize)) {
            *start = true;
        }
        for (at, node) in self.commits.iter().enumerate().rev() {
            if reached[at] {
                for &parent in self.parents(node) {
                    reached[parent as usize] = true;
                }
            }
        }
        reached
    }
}
