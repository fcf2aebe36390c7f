//! Which commits are new.

use crate::Error;
use crate::change::{CommitChanges, changes};
use crate::error::reason;
use crate::folder::Folder;
use crate::objects::Objects;
use gix::ObjectId;
use gix::revision::plumbing::merge_base;
use gix::revwalk::{Graph, PriorityQueue, graph};
use std::collections::HashSet;

/// Commits looked at after no candidate is left: clocks that went wrong can put an old commit
/// before a new one (git's `SLOP` in revision.c).
const SLOP: usize = 5;

/// Whether a commit is reachable from a tip, and whether from what is known.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Reach {
    new: bool,
    known: bool,
    queued: bool,
}

/// Newest first: by generation where a commit graph has it, otherwise by the committer's clock.
type Age = (u32, i64);

/// The edge of a shallow clone, and the file of generations, if there is one.
pub(crate) struct History<'r> {
    objects: &'r Objects,
    pub(crate) cut: HashSet<ObjectId>,
    generations: Option<gix::commitgraph::Graph>,
}

impl<'r> History<'r> {
    /// Prepares to walk.
    pub(crate) fn new(objects: &'r Objects) -> Result<Self, Error> {
        let shallow = objects.gix.shallow_commits().map_err(|error| Error::File {
            path: objects.gix.common_dir().join("shallow"),
            reason: reason(&error),
        })?;
        let cut: HashSet<ObjectId> =
            shallow.iter().flat_map(|commits| commits.iter().copied()).collect();
        // A damaged commit graph costs speed, not truth; git does not use it in shallow clones.
        let generations = objects.gix.commit_graph_if_enabled().ok().flatten();
        Ok(History { objects, generations: generations.filter(|_| cut.is_empty()), cut })
    }

    /// Whether a parent of `commit` was left out of a shallow clone.
    pub(crate) fn is_cut(&self, commit: ObjectId) -> Result<bool, Error> {
        Ok(self.cut.contains(&commit) && {
            let parents = self.objects.commit(commit)?.parents;
            parents.iter().any(|&parent| !self.objects.exists(parent))
        })
    }

    /// Those of the parents of `commit` that no shallow clone left out.
    pub(crate) fn parents(&self, commit: ObjectId, mut parents: Vec<ObjectId>) -> Vec<ObjectId> {
        if self.cut.contains(&commit) {
            parents.retain(|&parent| self.objects.exists(parent));
        }
        parents
    }

    /// Whether this is a shallow clone.
    pub(crate) fn is_shallow(&self) -> bool {
        !self.cut.is_empty()
    }

    /// Where the histories of two commits part: the best common ancestors.
    pub(crate) fn merge_bases(
        &self,
        one: ObjectId,
        other: ObjectId,
    ) -> Result<Vec<ObjectId>, Error> {
        let mut graph = Graph::new(self.objects, self.generations.as_ref());
        match merge_base(one, &[other], &mut graph) {
            Ok(bases) => Ok(bases.into_iter().flatten().collect()),
            Err(error) => Err(self.objects.unreadable(one, &error)),
        }
    }

    /// The commits reachable from `tips` but not from `known`, old ones first. Those of `known`
    /// that are not here are passed over.
    pub(crate) fn new_commits(
        &self,
        tips: &[ObjectId],
        known: &[ObjectId],
    ) -> Result<Vec<ObjectId>, Error> {
        let mut walk = Walk {
            history: self,
            graph: Graph::new(self.objects, self.generations.as_ref()),
            queue: PriorityQueue::new(),
            candidates: 0,
        };
        for &tip in known {
            walk.reach(tip, Reach { known: true, ..Reach::default() })?;
        }
        for &tip in tips {
            if !walk.reach(tip, Reach { new: true, ..Reach::default() })? {
                return Err(self.objects.missing(tip));
            }
        }
        walk.run()
    }

    /// What `commit` brought, against each of its parents.
    pub(crate) fn brought_by(&self, commit: ObjectId) -> Result<CommitChanges, Error> {
        let object = self.objects.commit(commit)?;
        let parents = self.parents(commit, object.parents);
        let trees: Vec<ObjectId> = parents
            .iter()
            .map(|&parent| self.objects.commit(parent).map(|parent| parent.tree))
            .collect::<Result<_, _>>()?;
        let found = changes(self.objects, &trees, Folder::Tree(object.tree))?;
        Ok(CommitChanges {
            commit: object.shown,
            parents: parents.iter().map(ToString::to_string).collect(),
            changes: found.changes,
        })
    }
}

/// A walk from young to old that paints commits as new or known.
struct Walk<'w, 'r> {
    history: &'w History<'r>,
    graph: Graph<'w, 'w, graph::Commit<Reach>>,
    queue: PriorityQueue<Age, ObjectId>,
    /// How many in the queue are new and not known.
    candidates: usize,
}

impl Walk<'_, '_> {
    /// Paints a commit and queues it if that says more than before; false if it is not here.
    fn reach(&mut self, id: ObjectId, paint: Reach) -> Result<bool, Error> {
        let (queue, candidates) = (&mut self.queue, &mut self.candidates);
        let found = self.graph.get_or_insert_full_commit(id, |commit| {
            let was = commit.data;
            let now =
                Reach { new: was.new | paint.new, known: was.known | paint.known, queued: true };
            let is_candidate = |reach: Reach| reach.queued && reach.new && !reach.known;
            if (was.new, was.known) == (now.new, now.known) {
                return;
            }
            *candidates =
                *candidates + usize::from(is_candidate(now)) - usize::from(is_candidate(was));
            commit.data = now;
            if !was.queued {
                let generation = commit.generation.unwrap_or(u32::MAX);
                queue.insert((generation, commit.commit_time), id);
            }
        });
        found
            .map(|commit| commit.is_some())
            .map_err(|error| self.history.objects.unreadable(id, &error))
    }

    fn run(mut self) -> Result<Vec<ObjectId>, Error> {
        let (mut found, mut oldest, mut slop) = (Vec::new(), (u32::MAX, i64::MAX), SLOP);
        while let Some((age, id)) = self.queue.pop() {
            if self.candidates == 0 && age < oldest {
                if slop == 0 {
                    break;
                }
                slop -= 1;
            }
            let Some(commit) = self.graph.get_mut(&id) else { continue };
            let reach = commit.data;
            commit.data.queued = false;
            let parents = commit.parents.clone();
            if reach.new && !reach.known {
                self.candidates -= 1;
                oldest = oldest.min(age);
                found.push(id);
            }
            let is_edge = self.history.cut.contains(&id);
            for parent in parents {
                let is_here = self.reach(parent, reach)?;
                if !is_here && !reach.known && !is_edge {
                    return Err(self.history.objects.missing(parent));
                }
            }
        }
        found.retain(|id| self.graph.get(id).is_some_and(|commit| !commit.data.known));
        found.reverse();
        Ok(found)
    }
}
