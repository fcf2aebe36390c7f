//! Reading commits.

use super::ids::Ids;
use super::text::CommitText;
use super::tips::{Target, Tips};
use crate::objects::Objects;
use crate::{Error, Examiner, Progress, Repository, Version, WalkOptions};
use gix::ObjectId;
use gix::hash::Kind as Hash;
use gix::hashtable::HashSet;
use gix::objs::commit::ref_iter::Token;
use gix::objs::{CommitRefIter, Kind};
use std::collections::VecDeque;

/// Commits in no particular order, numbered, decoded as far as their place in history asks for.
#[derive(Default)]
pub(super) struct Commits {
    pub(super) ids: Ids,
    pub(super) trees: Ids,
    /// The committers' clocks, in seconds since 1970.
    pub(super) times: Vec<i64>,
    parents: Ids,
    /// Where the parents of each end.
    ends: Vec<u32>,
}

impl Commits {
    fn add(&mut self, id: ObjectId, data: &[u8], hash: Hash) {
        let (mut tree, mut time, first) = (None, 0, self.parents.count());
        for token in CommitRefIter::from_bytes(data, hash) {
            match token {
                Ok(Token::Tree { id }) => tree = Some(id),
                Ok(Token::Parent { id }) => self.parents.push(&id),
                Ok(Token::Author { .. }) => {}
                Ok(Token::Committer { signature }) => {
                    time = signature.seconds();
                    break;
                }
                _ => break,
            }
        }
        // What has no tree is missed later on, if a tip leads to it.
        match tree {
            None => self.parents.truncate(first),
            Some(tree) => {
                self.ids.push(&id);
                self.trees.push(&tree);
                self.times.push(time);
                self.ends.push(self.parents.count() as u32);
            }
        }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.times.len()
    }

    /// The parents that a commit names.
    pub(super) fn parents(&self, commit: u32) -> impl Iterator<Item = ObjectId> + '_ {
        let end = |commit: u32| self.ends.get(commit as usize).copied().unwrap_or_default();
        let start = commit.checked_sub(1).map_or(0, end);
        (start..end(commit)).filter_map(|parent| self.parents.id(parent))
    }

    fn append(&mut self, other: Commits) {
        if self.count() == 0 {
            *self = other;
            return;
        }
        let shift = self.parents.count() as u32;
        self.ids.append(other.ids);
        self.trees.append(other.trees);
        self.times.extend(other.times);
        self.parents.append(other.parents);
        self.ends.extend(other.ends.into_iter().map(|end| end + shift));
    }
}

impl Repository {
    /// Reads all commits of the database, shared among `readers`.
    pub(super) fn all_commits<R: FnMut(&CommitText<'_>) + Send>(
        &self,
        readers: Vec<R>,
        progress: &Progress,
    ) -> Result<(Commits, Vec<R>), Error> {
        let hash = self.objects.hash();
        let reading = |reader| Reading { reader, commits: Commits::default(), hash };
        let options = WalkOptions::of(Kind::Commit);
        let all = readers.into_iter().map(reading).collect();
        let (all, _) = self.examine_objects(&options, all, progress)?;
        let (mut commits, mut readers) = (Commits::default(), Vec::new());
        for one in all {
            commits.append(one.commits);
            readers.push(one.reader);
        }
        Ok((commits, readers))
    }
}

/// Reads the commits that a thread is shown.
struct Reading<R> {
    reader: R,
    commits: Commits,
    hash: Hash,
}

impl<R: FnMut(&CommitText<'_>) + Send> Examiner for Reading<R> {
    type Found = ();

    const EVERY: bool = true;

    fn suspects(&mut self, _: &[u8]) -> bool {
        true
    }

    fn examine(&mut self, version: Version<'_>, _: Option<&()>) -> Option<()> {
        (self.reader)(&CommitText { id: version.id, kind: Kind::Commit, raw: version.bytes });
        self.commits.add(version.id, version.bytes, self.hash);
        None
    }
}

/// Reads the commits to which `tips` lead, one by one; those to which only HEAD leads are not shown
/// to `reader`. What cannot be read is left out.
pub(super) fn reachable(
    objects: &Objects,
    tips: &Tips,
    reader: &mut dyn FnMut(&CommitText<'_>),
) -> Commits {
    let (mut commits, mut seen) = (Commits::default(), HashSet::default());
    let (mut queue, mut buffer) = (VecDeque::new(), Vec::new());
    let starts = tips.all.iter().filter_map(|tip| match tip.target {
        Target::Commit(id) => Some((id, true)),
        _ => None,
    });
    for (start, is_shown) in starts.chain(tips.head.map(|head| (head, false))) {
        queue.push_back(start);
        while let Some(id) = queue.pop_front() {
            let is_out = tips.among.as_ref().is_some_and(|among| !among.contains(&id));
            if is_out || !seen.insert(id) {
                continue;
            }
            let Ok(raw) = objects.of_kind(id, Kind::Commit, &mut buffer) else { continue };
            if is_shown {
                reader(&CommitText { id, kind: Kind::Commit, raw });
            }
            let known = commits.parents.count();
            commits.add(id, raw, objects.hash());
            let new = known as u32..commits.parents.count() as u32;
            queue.extend(new.filter_map(|parent| commits.parents.id(parent)));
        }
    }
    commits
}
