//! From keys in commits to when they came and went.

use super::ancestry::{Ancestry, Node, Place};
use super::holders::{Child, Holders, set_of};
use super::paths;
use super::sets::{SetId, Sets};
use super::tips::Target;
use super::wanted::Wanted;
use super::{Attribution, Key, Life, MOST_PATHS, MOST_REFS};
use crate::objects::Objects;
use bstr::BString;
use gix::ObjectId;
use std::collections::{BTreeMap, BTreeSet};

/// Which keys are where.
pub(super) struct Lives<'a> {
    pub(super) ancestry: &'a Ancestry,
    pub(super) wanted: &'a Wanted<'a>,
    pub(super) holders: &'a Holders,
    pub(super) sets: Sets,
    /// The keys of each found blob, then of each name.
    pub(super) found: Vec<SetId>,
    /// The keys below each tree that holds something.
    pub(super) trees: Vec<SetId>,
    /// The keys that each commit has.
    pub(super) has: Vec<SetId>,
    /// The keys that each commit or one of its ancestors has.
    had: Vec<SetId>,
}

/// The paths of one key.
#[derive(Default)]
struct Paths<'p> {
    all: BTreeSet<&'p BString>,
    more: bool,
}

impl<'p> Paths<'p> {
    fn add(&mut self, paths: &'p BTreeSet<BString>, more: bool) {
        self.all.extend(paths);
        self.more |= more;
        while self.all.len() > MOST_PATHS {
            self.all.pop_last();
            self.more = true;
        }
    }
}

/// The commits that matter to one key.
#[derive(Clone, Default)]
pub(super) struct Marks {
    pub(super) introduced: Vec<Place>,
    /// The last that removed it, and the last of these in the history of HEAD.
    pub(super) removed: Option<Place>,
    pub(super) removed_from_head: Option<Place>,
    pub(super) last: Option<Place>,
    pub(super) refs: BTreeSet<u32>,
    pub(super) all_refs: usize,
    pub(super) in_head: bool,
}

impl<'a> Lives<'a> {
    /// `keys` gives those of a found blob. The name with the number n gets the key `first_name` + n.
    pub(super) fn new(
        ancestry: &'a Ancestry,
        wanted: &'a Wanted<'a>,
        holders: &'a Holders,
        keys: impl Fn(&ObjectId) -> &'a [Key],
        first_name: u32,
    ) -> Self {
        let mut sets = Sets::new();
        let mut found: Vec<SetId> =
            (wanted.blobs.iter()).map(|blob| sets.of(keys(blob).iter().map(|key| key.0))).collect();
        let suspicious = (0..).zip(holders.names.all()).map(|(number, name)| {
            if wanted.is_suspicious(name) { sets.of([first_name + number]) } else { Sets::EMPTY }
        });
        found.extend(suspicious);
        let trees = holders.sets(&found, &mut sets);
        let (mut has, mut had) = (Vec::new(), Vec::<SetId>::new());
        for (node, root) in ancestry.commits.iter().zip(&holders.roots) {
            let own = root.map_or(Sets::EMPTY, |child| set_of(child, &found, &trees));
            let mut ever = own;
            for &parent in ancestry.parents(node) {
                let older = had.get(parent as usize).copied().unwrap_or(Sets::EMPTY);
                ever = sets.union(ever, older);
            }
            has.push(own);
            had.push(ever);
        }
        Lives { ancestry, wanted, holders, sets, found, trees, has, had }
    }

    /// The set of a commit.
    pub(super) fn at(list: &[SetId], place: Place) -> SetId {
        list.get(place as usize).copied().unwrap_or(Sets::EMPTY)
    }

    /// Adds all lives and paths to `attribution`.
    pub(super) fn tell(
        mut self,
        first_name: u32,
        objects: &Objects,
        attribution: &mut Attribution,
    ) {
        let mut marks: BTreeMap<u32, Marks> = BTreeMap::new();
        self.mark_last(&mut marks);
        self.mark_changes(&mut marks);
        self.mark_refs(&mut marks);
        let paths = self.paths();
        let mut of_key: BTreeMap<u32, Paths<'_>> = BTreeMap::new();
        for (number, (paths, more)) in paths.iter().enumerate() {
            if let Some(&blob) = self.wanted.blobs.get(number).filter(|_| !paths.is_empty()) {
                attribution.paths.insert(blob, paths.iter().cloned().collect());
            }
            let keys = self.found.get(number).copied().unwrap_or(Sets::EMPTY);
            for key in self.sets.members(keys) {
                of_key.entry(key).or_default().add(paths, *more);
            }
        }
        for (key, marks) in marks {
            let Paths { all, more: more_paths } = of_key.remove(&key).unwrap_or_default();
            let paths = all.into_iter().cloned().collect();
            let Some(life) = self.life(key, &marks, objects, attribution) else { continue };
            let life = Life { paths, more_paths, ..life };
            match key.checked_sub(first_name) {
                None => drop(attribution.lives.insert(Key(key), life)),
                Some(name) => {
                    attribution.names.insert(self.holders.names.get(name).into(), life);
                }
            }
        }
    }

    fn mark_last(&self, marks: &mut BTreeMap<u32, Marks>) {
        let mut done = std::collections::HashSet::new();
        let places: Vec<(Place, SetId)> = (0u32..).zip(self.has.iter().copied()).collect();
        for (place, set) in places.into_iter().rev() {
            if set == Sets::EMPTY || !done.insert(set) {
                continue;
            }
            for key in self.sets.members(set) {
                marks.entry(key).or_default().last.get_or_insert(place);
            }
        }
        let head = self.ancestry.head.map_or(Sets::EMPTY, |head| Self::at(&self.has, head));
        for key in self.sets.members(head) {
            marks.entry(key).or_default().in_head = true;
        }
    }

    /// Marks who introduced and who removed.
    fn mark_changes(&mut self, marks: &mut BTreeMap<u32, Marks>) {
        for (place, node) in (0u32..).zip(&self.ancestry.commits) {
            let own = Self::at(&self.has, place);
            let parents = self.ancestry.parents(node);
            if !parents.is_empty() && parents.iter().all(|&one| Self::at(&self.has, one) == own) {
                continue;
            }
            let (mut before, mut gone_before) = (Sets::EMPTY, Sets::EMPTY);
            for &parent in parents {
                let theirs = Self::at(&self.has, parent);
                before = self.sets.union(before, theirs);
                let gone = self.sets.difference(Self::at(&self.had, parent), theirs);
                gone_before = self.sets.union(gone_before, gone);
            }
            let new = self.sets.difference(own, before);
            if node.is_wanted {
                for key in self.sets.members(new) {
                    marks.entry(key).or_default().introduced.push(place);
                }
            }
            let gone = self.sets.difference(before, own);
            let gone = self.sets.difference(gone, gone_before);
            for key in self.sets.members(gone) {
                let marks = marks.entry(key).or_default();
                marks.removed = Some(place);
                if self.ancestry.in_head.get(place as usize).is_some_and(|&is| is) {
                    marks.removed_from_head = Some(place);
                }
            }
        }
    }

    /// Marks the refs that hold a key at their tips, and for keys that none holds those that reach
    /// it.
    fn mark_refs(&mut self, marks: &mut BTreeMap<u32, Marks>) {
        let held = by_set(self.ancestry, &self.has);
        let mut at_tips = Sets::EMPTY;
        for (&set, tips) in &held {
            at_tips = self.sets.union(at_tips, set);
            add_refs(self.sets.members(set), tips, marks);
        }
        for (&set, tips) in &by_set(self.ancestry, &self.had) {
            let only_before = self.sets.difference(set, at_tips);
            add_refs(self.sets.members(only_before), tips, marks);
        }
    }

    fn paths(&self) -> Vec<paths::Listed> {
        let commits = (0u32..).zip(self.ancestry.commits.iter().zip(&self.holders.roots));
        let root = |(place, (node, root)): (Place, (&Node, &Option<Child>))| {
            let holds_tree = matches!(self.ancestry.holds(place), Target::Tree(_));
            (holds_tree && node.is_wanted).then_some(((*root)?, BString::default()))
        };
        let bare = self.ancestry.tips.iter().filter_map(|(tip, place)| match tip.target {
            Target::Blob(_) => {
                Some(((*self.holders.roots.get(*place as usize)?)?, tip.name.clone()))
            }
            _ => None,
        });
        paths::list(
            self.holders,
            commits.filter_map(root).chain(bare),
            self.found.len(),
            MOST_PATHS,
        )
    }
}

/// The tips, by the set that they have.
fn by_set(ancestry: &Ancestry, sets: &[SetId]) -> BTreeMap<SetId, Vec<u32>> {
    let mut grouped: BTreeMap<SetId, Vec<u32>> = BTreeMap::new();
    for (at, (_, place)) in (0u32..).zip(&ancestry.tips) {
        if let Some(&set) = sets.get(*place as usize) {
            grouped.entry(set).or_default().push(at);
        }
    }
    grouped
}

/// Adds `tips`, which are in order, to the refs of `keys`.
fn add_refs(keys: impl Iterator<Item = u32>, tips: &[u32], marks: &mut BTreeMap<u32, Marks>) {
    for key in keys {
        let marks = marks.entry(key).or_default();
        marks.all_refs += tips.len();
        marks.refs.extend(tips.iter().take(MOST_REFS));
        while marks.refs.len() > MOST_REFS {
            marks.refs.pop_last();
        }
    }
}
