//! What a push would send that the remote does not have.

use crate::change::changes;
use crate::error::reason;
use crate::folder::Folder;
use crate::history::History;
use crate::objects::{BlobId, Peeled};
use crate::{Change, CommitChanges, Error, Repository, Snapshot};
use bstr::{BString, ByteSlice};
use gix::ObjectId;
use sdf_core::{Commit, Kind};
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

/// A line that git gives to a pre-push hook (githooks(5)): a ref that is to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefUpdate {
    /// What is pushed, as the user named it; `(delete)` for a deletion.
    pub local_ref: BString,
    /// The ref on the remote.
    pub remote_ref: BString,
    /// What the remote's ref is to become; none for a deletion.
    local: Option<ObjectId>,
    /// What it is now; none if it does not exist.
    remote: Option<ObjectId>,
}

/// What a push would send that the remote does not have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Push {
    /// The net change of every tip against what the remote has of its history.
    pub changes: Vec<Change>,
    /// Every commit that is not yet there, old ones first, each once, with what it brought; this
    /// also shows what a later commit of the same push took away again.
    pub commits: Vec<CommitChanges>,
    /// The commits that refs are to point to, with what is new in each.
    pub tips: Vec<PushedTip>,
}

/// What one commit that is pushed has and the remote has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushedTip {
    /// Which of the changes of the push it brings; those that another tip brings as well count for
    /// the first.
    pub changes: Range<usize>,
    /// Submodules that it brings.
    pub submodules: Vec<BString>,
    /// What it is compared with.
    pub before: Vec<Snapshot>,
    /// Its files.
    pub after: Snapshot,
}

impl RefUpdate {
    /// Reads the standard input of a pre-push hook: lines of
    /// `<local ref> <local id> <remote ref> <remote id>`, where zeros stand for no object.
    pub fn parse(input: &[u8]) -> Result<Vec<RefUpdate>, Error> {
        let lines = input.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
        lines.map(RefUpdate::parse_line).collect()
    }

    fn parse_line(line: &[u8]) -> Result<RefUpdate, Error> {
        let id = |word: &[u8]| {
            let id = ObjectId::from_hex(word).ok()?;
            Some(Some(id).filter(|id| !id.is_null()))
        };
        // `git push origin main~2:main` may name the local side with spaces, as in `HEAD@{1 day}`.
        let mut words = line.rsplitn(4, |&byte| byte == b' ');
        let update = (|| {
            let remote = id(words.next()?)?;
            let remote_ref = words.next()?.into();
            let local = id(words.next()?)?;
            let local_ref = words.next()?.into();
            Some(RefUpdate { local_ref, local, remote_ref, remote })
        })();
        update.ok_or_else(|| Error::PushLine { line: line.to_str_lossy().into_owned() })
    }

    /// The object that the remote's ref is to point to, in hexadecimal; none for a deletion.
    pub fn local_id(&self) -> Option<String> {
        self.local.map(|id| id.to_string())
    }

    /// Whether the ref is to be deleted.
    pub fn is_deletion(&self) -> bool {
        self.local.is_none()
    }
}

impl Repository {
    /// What `updates` would send to `remote`, a name or an address. The remote is taken to have
    /// what its refs named by `updates` hold, as far as that is here too, and what the
    /// remote-tracking refs hold: those of `remote`, or all of them if it is only an address.
    ///
    /// A tag on a tree or a blob has no commit; it counts as one whose id is that of the tag.
    pub fn push(&self, updates: &[RefUpdate], remote: Option<&str>) -> Result<Push, Error> {
        let (mut tips, mut others) = (BTreeSet::new(), Vec::new());
        let mut seen = BTreeSet::new();
        for update in updates {
            let Some(local) = update.local.filter(|&local| seen.insert(local)) else { continue };
            match self.objects.peel(local)? {
                (Peeled::Commit(commit), _) => {
                    tips.insert(commit);
                }
                (target, tag) if update.remote != Some(local) => {
                    others.push(self.without_commit(update, local, target, tag)?);
                }
                _ => {}
            }
        }
        let mut known = self.tracked(remote)?;
        known.extend(updates.iter().filter_map(|update| update.remote));
        let known: Vec<ObjectId> = known
            .into_iter()
            .filter(|&id| self.objects.exists(id))
            .filter_map(|id| match self.objects.peel(id) {
                Ok((Peeled::Commit(commit), _)) => Some(commit),
                _ => None,
            })
            .collect();
        let tips: Vec<ObjectId> = tips.into_iter().collect();
        let history = History::new(&self.objects)?;
        let mut commits: Vec<CommitChanges> = history
            .new_commits(&tips, &known)?
            .into_iter()
            .map(|commit| history.brought_by(commit))
            .collect::<Result<_, _>>()?;
        let (mut net, mut stored) = (Vec::new(), HashSet::new());
        let mut pushed = Vec::new();
        for &tip in &tips {
            let Some((before, after)) = self.ends(&history, tip, &known)? else { continue };
            let mut new = changes(&self.objects, &before, Folder::Tree(after))?;
            new.changes.retain(|change| stored.insert((change.path.clone(), change.id)));
            let start = net.len();
            net.append(&mut new.changes);
            pushed.push(PushedTip {
                changes: start..net.len(),
                submodules: new.submodules,
                before: before.into_iter().map(Snapshot::Tree).collect(),
                after: Snapshot::Tree(after),
            });
        }
        net.extend(others.iter().flat_map(|other| other.changes.iter().cloned()));
        commits.extend(others);
        Ok(Push { changes: net, commits, tips: pushed })
    }

    /// The trees of the commits from which the new history of `tip` starts, and its own; none if
    /// nothing is new.
    fn ends(
        &self,
        history: &History<'_>,
        tip: ObjectId,
        known: &[ObjectId],
    ) -> Result<Option<(Vec<ObjectId>, ObjectId)>, Error> {
        let new: BTreeSet<ObjectId> = history.new_commits(&[tip], known)?.into_iter().collect();
        if new.is_empty() {
            return Ok(None);
        }
        let mut starts = BTreeSet::new();
        for &commit in &new {
            starts.extend(history.parents(commit, self.objects.commit(commit)?.parents));
        }
        let starts = starts.difference(&new).copied();
        let tree = |commit: ObjectId| self.objects.commit(commit).map(|commit| commit.tree);
        let trees: Vec<ObjectId> = starts.map(tree).collect::<Result<_, _>>()?;
        Ok(Some((trees, tree(tip)?)))
    }

    /// What a ref without a commit brings.
    fn without_commit(
        &self,
        update: &RefUpdate,
        id: ObjectId,
        target: Peeled,
        tag: Option<Commit>,
    ) -> Result<CommitChanges, Error> {
        let commit = tag.unwrap_or_else(|| Commit {
            id: id.to_string(),
            author: String::new(),
            email: String::new(),
            date: String::new(),
        });
        let changes = match target {
            Peeled::Tree(tree) => changes(&self.objects, &[], Folder::Tree(tree))?.changes,
            Peeled::Blob(blob) => vec![Change {
                path: update.remote_ref.clone(),
                id: BlobId(blob),
                kind: Kind::File,
                previous: Vec::new(),
            }],
            Peeled::Commit(_) => Vec::new(),
        };
        Ok(CommitChanges { commit, parents: Vec::new(), changes })
    }

    /// What the remote-tracking refs hold: those of the remote called `remote`, or all of them if
    /// there is no remote of that name.
    fn tracked(&self, remote: Option<&str>) -> Result<BTreeSet<ObjectId>, Error> {
        let unreadable = |error: gix::Error| Error::Reference {
            name: "refs/remotes".to_owned(),
            reason: reason(&error),
        };
        let gix = &self.objects.gix;
        let is_named = |name: &str| {
            let settings = gix.config_snapshot();
            settings.plumbing().section("remote", name).is_ok()
        };
        let prefix = match remote.filter(|name| is_named(name)) {
            Some(name) => format!("refs/remotes/{name}/"),
            None => "refs/remotes/".to_owned(),
        };
        let refs = gix.references().map_err(unreadable)?;
        let mut ids = BTreeSet::new();
        for reference in refs.prefixed(prefix.as_str()).map_err(unreadable)? {
            // A ref that cannot be read makes more commits new, never fewer.
            let Ok(reference) = reference else { continue };
            ids.extend(reference.try_id().map(|id| id.detach()));
        }
        Ok(ids)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_pre_push_hook() {
        let (one, zero) = ("1".repeat(40), "0".repeat(40));
        let input =
            format!("refs/heads/a {one} refs/heads/b {zero}\n(delete) {zero} refs/heads/c {one}\n");
        let updates = RefUpdate::parse(input.as_bytes()).expect("two lines");
        assert_eq!(updates[0].local_ref, "refs/heads/a");
        assert!(updates[0].remote.is_none() && !updates[0].is_deletion());
        assert!(updates[1].is_deletion());
        let spaced = format!("HEAD@{{1 day ago}} {one} refs/heads/b {zero}\n");
        let updates = RefUpdate::parse(spaced.as_bytes()).expect("one line");
        assert_eq!(updates[0].local_ref, "HEAD@{1 day ago}");
    }

    #[test]
    fn other_lines_are_refused() {
        for line in ["x", "a b c d", &format!("a {} b", "1".repeat(40))] {
            assert!(RefUpdate::parse(line.as_bytes()).is_err(), "{line}");
        }
    }
}
