//! The commits reachable from tips, and who their parents are.

use super::Reading;
use super::by_head::ByHead;
use super::commits::{self, Commits};
use super::ids::Ids;
use super::text::CommitText;
use super::tips::{Target, Tip, Tips};
use super::trouble::Troubles;
use crate::objects::Objects;
use crate::{Error, Progress, Repository};
use gix::ObjectId;
use gix::hashtable::HashSet;
use gix::objs::Kind;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::sync::atomic::Ordering::Relaxed;

/// Number of a commit in an [`Ancestry`]: parents have lower numbers than their children, and where
/// that leaves a choice the older commit has (`git log --date-order --reverse`).
pub(super) type Place = u32;

/// The commits reachable from tips, in order.
#[derive(Debug, Default)]
pub struct Ancestry {
    pub(super) commits: Vec<Node>,
    /// The ids of all commits, and those of their trees.
    ids: Ids,
    trees: Ids,
    by_id: ByHead,
    /// What the first ones are, which are no commits.
    bare: Vec<Target>,
    /// Parents of all commits, one commit after the other.
    parents: Vec<Place>,
    /// Where the tips are.
    pub(super) tips: Vec<(Tip, Place)>,
    pub(super) head: Option<Place>,
    /// For each commit whether it is HEAD or one of its ancestors.
    pub(super) in_head: Vec<bool>,
    tags: BTreeSet<ObjectId>,
    /// Commits that could not be read.
    pub trouble: Troubles,
    /// Whether [`Progress::stop`] ended the walk, before anything was known.
    pub is_stopped: bool,
}

/// A commit, or a tree or blob that a ref names without one.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Whether it has a parent that is not here.
    pub(super) is_cut: bool,
    /// Whether a tip leads to it; HEAD alone leads to the others.
    pub(super) is_wanted: bool,
    first_parent: u32,
    parents: u32,
}

impl Repository {
    /// Reads the commits to which `tips` lead. Every one is shown once to one of `readers`, each of
    /// which has a thread, and so is every annotated tag on the way. Commits to which no tip leads
    /// may be shown as well: [`Ancestry::has`] tells.
    pub fn ancestry<R: FnMut(&CommitText<'_>) + Send>(
        &self,
        tips: &Tips,
        mut readers: Vec<R>,
        reading: Reading,
        progress: &Progress,
    ) -> Result<(Ancestry, Vec<R>), Error> {
        let mut trouble = Troubles::default();
        let mut buffer = Vec::new();
        let apart = self.objects.apart();
        for &tag in &tips.tags {
            match (apart.of_kind(tag, Kind::Tag, &mut buffer), readers.first_mut()) {
                (Ok(raw), Some(read)) => read(&CommitText { id: tag, kind: Kind::Tag, raw }),
                (Ok(_), None) => {}
                (Err(error), _) => trouble.add(error),
            }
        }
        drop(apart);
        let is_all = reading == Reading::All || reading == Reading::Faster && tips.are_all;
        let commits = if is_all && !readers.is_empty() {
            let (commits, returned) = self.all_commits(readers, progress)?;
            readers = returned;
            commits
        } else {
            commits::reachable(&self.objects, tips, &mut |text| {
                if let Some(read) = readers.first_mut() {
                    read(text);
                }
            })
        };
        if is_all && progress.stop.load(Relaxed) {
            let ancestry = Ancestry { trouble, is_stopped: true, ..Ancestry::default() };
            return Ok((ancestry, readers));
        }
        let cut = crate::history::History::new(&self.objects)?.cut;
        let arranger = Arranger { objects: &self.objects, cut: &cut, tips, commits };
        Ok((arranger.arrange(trouble), readers))
    }
}

/// Brings commits into order.
struct Arranger<'a> {
    objects: &'a Objects,
    cut: &'a std::collections::HashSet<ObjectId>,
    tips: &'a Tips,
    commits: Commits,
}

/// What is known of a commit before it has its place.
#[derive(Clone, Copy, Default)]
struct Met {
    is_reached: bool,
    is_wanted: bool,
    is_cut: bool,
    children: u32,
    /// Its parents that are here, as a range of all of them.
    first_parent: u32,
    parents: u32,
    place: Option<Place>,
}

impl Arranger<'_> {
    fn arrange(self, trouble: Troubles) -> Ancestry {
        let Arranger { objects, cut, tips, commits } = self;
        let at = commits.ids.by_head();
        let mut ancestry = Ancestry { trouble, ..Ancestry::default() };
        let mut lost = HashSet::default();
        let mut find = |id: ObjectId, trouble: Option<&mut Troubles>| {
            let found = commits.ids.find(&at, &id);
            if let Some(trouble) = trouble.filter(|_| found.is_none() && lost.insert(id)) {
                trouble.extend(objects.commit(id).err());
            }
            found
        };
        // Numbers of parents, of all that are reached.
        let mut parents: Vec<u32> = Vec::new();
        let mut met = vec![Met::default(); commits.count()];
        let mut stack = Vec::new();
        let wanted = tips.all.iter().map(|tip| (tip.target, true));
        for (target, is_wanted) in wanted.chain(tips.head.map(|id| (Target::Commit(id), false))) {
            let Target::Commit(id) = target else { continue };
            stack.extend(find(id, Some(&mut ancestry.trouble)));
            while let Some(next) = stack.pop() {
                let one = &mut met[next as usize];
                if std::mem::replace(&mut one.is_reached, true) {
                    continue;
                }
                one.is_wanted = is_wanted;
                one.first_parent = parents.len() as u32;
                let is_edge = commits.ids.id(next).is_some_and(|id| cut.contains(&id));
                for parent in commits.parents(next) {
                    match find(parent, (!is_edge).then_some(&mut ancestry.trouble)) {
                        Some(parent) => parents.push(parent),
                        None => one.is_cut = true,
                    }
                }
                one.parents = parents.len() as u32 - one.first_parent;
                let first = one.first_parent as usize;
                for &parent in &parents[first..] {
                    met[parent as usize].children += 1;
                    stack.push(parent);
                }
            }
        }
        let of = |one: &Met| one.first_parent as usize..(one.first_parent + one.parents) as usize;
        // Young first, as `git log --date-order` tells them.
        let key = |at: u32| (commits.times[at as usize], Reverse(commits.ids.get(at)), at);
        let first = (0u32..).zip(&met).filter(|(_, one)| one.is_reached && one.children == 0);
        let mut ready: BinaryHeap<_> = first.map(|(at, _)| key(at)).collect();
        let mut order = Vec::with_capacity(met.len());
        // What is not brought into order lies on a circle, which only forged ids can make.
        while let Some((_, _, next)) = ready.pop() {
            order.push(next);
            for &parent in &parents[of(&met[next as usize])] {
                let children = &mut met[parent as usize].children;
                *children -= 1;
                if *children == 0 {
                    ready.push(key(parent));
                }
            }
        }
        order.reverse();
        let bare: BTreeSet<Target> = (tips.all.iter().map(|tip| tip.target))
            .filter(|target| !matches!(target, Target::Commit(_)))
            .collect();
        for &holds in &bare {
            let node = Node { is_cut: false, is_wanted: true, first_parent: 0, parents: 0 };
            ancestry.push(node, (holds.id().as_bytes(), holds.id().as_bytes()), std::iter::empty());
            ancestry.bare.push(holds);
        }
        for &old in &order {
            let one = met[old as usize];
            let Met { is_cut, is_wanted, .. } = one;
            let node = Node { is_cut, is_wanted, first_parent: 0, parents: 0 };
            let ids = (commits.ids.get(old), commits.trees.get(old));
            let places = parents[of(&one)].iter().filter_map(|&it| met[it as usize].place);
            met[old as usize].place = Some(ancestry.push(node, ids, places));
        }
        let mut place = |target: Target| match target {
            Target::Commit(id) => met[find(id, None)? as usize].place,
            bare_one => bare.iter().position(|bare| *bare == bare_one).map(|at| at as Place),
        };
        let known = |tip: &Tip| place(tip.target).map(|place| (tip.clone(), place));
        ancestry.tips = tips.all.iter().filter_map(known).collect();
        ancestry.head = tips.head.and_then(|head| met[find(head, None)? as usize].place);
        ancestry.tags = tips.tags.iter().copied().collect();
        ancestry.by_id = ancestry.ids.by_head();
        ancestry.in_head = ancestry.reachable(ancestry.head);
        ancestry
    }
}

impl Ancestry {
    /// Adds a commit with these bytes of its own id and of that of its tree.
    fn push(
        &mut self,
        node: Node,
        (id, tree): (&[u8], &[u8]),
        parents: impl Iterator<Item = Place>,
    ) -> Place {
        let first_parent = self.parents.len() as u32;
        self.parents.extend(parents);
        let parents = self.parents.len() as u32 - first_parent;
        self.commits.push(Node { first_parent, parents, ..node });
        self.ids.push_bytes(id);
        self.trees.push_bytes(tree);
        (self.commits.len() - 1) as Place
    }

    /// The id of the commit at a place, or of what a ref names without one. There must be one.
    pub(super) fn id(&self, place: Place) -> ObjectId {
        self.ids.id(place).unwrap_or(ObjectId::null(gix::hash::Kind::Sha1))
    }

    /// The tree of the commit at a place, or what a ref names without a commit.
    pub(super) fn holds(&self, place: Place) -> Target {
        let tree = || self.trees.id(place).unwrap_or(ObjectId::null(gix::hash::Kind::Sha1));
        self.bare.get(place as usize).copied().unwrap_or_else(|| Target::Tree(tree()))
    }

    /// Whether what is at a place is a commit.
    pub(super) fn is_commit(&self, place: Place) -> bool {
        place as usize >= self.bare.len()
    }

    /// Where the commit with an id stands.
    pub(super) fn find(&self, id: &ObjectId) -> Option<Place> {
        self.ids.find(&self.by_id, id).filter(|&place| self.is_commit(place))
    }

    /// Whether a tip leads to the commit or tag.
    pub fn has(&self, id: &ObjectId) -> bool {
        let place = self.find(id).and_then(|place| self.commits.get(place as usize));
        place.is_some_and(|node| node.is_wanted) || self.tags.contains(id)
    }

    /// Whether the commit is HEAD or one of its ancestors.
    pub fn is_in_head(&self, id: &ObjectId) -> bool {
        let place = self.find(id).and_then(|place| self.in_head.get(place as usize));
        place.is_some_and(|&is| is)
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
    fn reachable(&self, from: Option<Place>) -> Vec<bool> {
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
