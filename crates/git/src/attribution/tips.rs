//! Where histories end: refs, HEADs, stashes.

use super::trouble::Troubles;
use crate::error::reason;
use crate::objects::{MAX_TAGS, Objects};
use crate::{Error, Repository};
use bstr::{BString, ByteSlice};
use gix::ObjectId;
use gix::objs::{Kind, TagRefIter};
use std::collections::{BTreeSet, HashSet};

/// What a ref leads to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tip {
    /// The full name of the ref, or the revision as given; `stash@{1}` for an older stash.
    pub name: BString,
    /// What it leads to.
    pub target: Target,
    /// The annotated tag that it names, if it does.
    pub tag: Option<ObjectId>,
}

/// What is behind all tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A commit, as nearly always.
    Commit(ObjectId),
    /// A tree that a tag or a ref names without a commit.
    Tree(ObjectId),
    /// A blob that a tag or a ref names without a commit.
    Blob(ObjectId),
}

impl Target {
    /// The object.
    pub fn id(self) -> ObjectId {
        match self {
            Target::Commit(id) | Target::Tree(id) | Target::Blob(id) => id,
        }
    }
}

/// The tips of all histories that are of interest.
#[derive(Debug, Default)]
pub struct Tips {
    /// The tips, by name.
    pub all: Vec<Tip>,
    /// The commit that HEAD is at, whether it is one of the tips or not.
    pub head: Option<ObjectId>,
    /// The annotated tags on the way, sorted.
    pub tags: Vec<ObjectId>,
    /// Whether these are all tips that there are.
    pub are_all: bool,
    /// The only commits that count, if not all that the tips lead to.
    pub among: Option<HashSet<ObjectId>>,
    /// Refs that could not be read.
    pub trouble: Troubles,
}

impl Repository {
    /// What `revisions` name; if there are none: all refs, HEAD, the HEADs of other work trees and
    /// all stashes. A revision that names nothing is an error, a ref that does trouble.
    pub fn tips(&self, revisions: &[String]) -> Result<Tips, Error> {
        let mut tips = Tips { are_all: revisions.is_empty(), ..Tips::default() };
        match self.head() {
            Ok(head) => tips.head = head,
            Err(error) => tips.trouble.add(error),
        }
        let (apart, mut tags) = (self.objects.apart(), BTreeSet::new());
        if revisions.is_empty() {
            let mut found = Vec::new();
            found.extend(tips.head.map(|id| ("HEAD".into(), id)));
            self.all_refs(&mut found, &mut tips.trouble);
            self.other_heads(&mut found, &mut tips.trouble);
            self.stashes(&mut found, &mut tips.trouble);
            for (name, id) in found {
                match target(&apart, id, &mut tags) {
                    Ok((target, tag)) => tips.all.push(Tip { name, target, tag }),
                    Err(error) => tips.trouble.add(Error::Reference {
                        name: name.to_str_lossy().into_owned(),
                        reason: error.to_string(),
                    }),
                }
            }
        }
        for revision in revisions {
            let (target, tag) = target(&apart, self.named(revision)?, &mut tags)?;
            tips.all.push(Tip { name: revision.as_str().into(), target, tag });
        }
        tips.all.sort_unstable();
        tips.all.dedup();
        tips.tags = tags.into_iter().collect();
        Ok(tips)
    }

    fn all_refs(&self, found: &mut Vec<(BString, ObjectId)>, trouble: &mut Troubles) {
        let unreadable = |error: &gix::Error| Error::Reference {
            name: "refs".to_owned(),
            reason: reason(error),
        };
        let platform = match self.objects.gix.references() {
            Ok(platform) => platform,
            Err(error) => return trouble.add(unreadable(&error)),
        };
        let refs = match platform.all() {
            Ok(refs) => refs,
            Err(error) => return trouble.add(unreadable(&error)),
        };
        for reference in refs {
            let mut reference = match reference {
                Ok(reference) => reference,
                Err(error) => {
                    trouble.add(unreadable(&error));
                    continue;
                }
            };
            let name = reference.name().as_bstr().to_owned();
            match reference.follow_to_object() {
                Ok(id) => found.push((name, id.detach())),
                // A symbolic ref may name a branch that is not born yet, as `origin/HEAD` does.
                Err(_) if reference.try_id().is_none() => {}
                Err(error) => trouble.add(Error::Reference {
                    name: name.to_str_lossy().into_owned(),
                    reason: reason(&error),
                }),
            }
        }
    }

    /// The HEADs of the main and of linked work trees.
    fn other_heads(&self, found: &mut Vec<(BString, ObjectId)>, trouble: &mut Troubles) {
        let mut add = |name: String, opened: gix::Result<gix::Repository>| {
            let told = opened.and_then(|repository| {
                let head = repository.head()?;
                if head.is_unborn() { Ok(None) } else { Ok(head.id().map(|id| id.detach())) }
            });
            match told {
                Ok(id) => found.extend(id.map(|id| (name.into(), id))),
                Err(error) => trouble.add(Error::Reference { name, reason: reason(&error) }),
            }
        };
        if self.common_dir() != self.git_dir() {
            add("main-worktree/HEAD".to_owned(), self.objects.gix.main_repo());
        }
        let others = match self.objects.gix.worktrees() {
            Ok(others) => others,
            Err(error) => {
                add("worktrees".to_owned(), Err(error));
                return;
            }
        };
        for other in others {
            if other.git_dir() == self.git_dir() {
                continue;
            }
            let id = other.id().map(|id| id.to_str_lossy().into_owned()).unwrap_or_default();
            let opened = other.into_repo_with_possibly_inaccessible_worktree();
            add(format!("worktrees/{id}/HEAD"), opened);
        }
    }

    /// All stashes but the last, which `refs/stash` names: they live in its log alone.
    fn stashes(&self, found: &mut Vec<(BString, ObjectId)>, trouble: &mut Troubles) {
        let unreadable =
            |reason: String| Error::Reference { name: "the log of refs/stash".to_owned(), reason };
        let Ok(Some(stash)) = self.objects.gix.try_find_reference("refs/stash") else { return };
        let mut log = stash.log_iter();
        let lines = match log.all() {
            Ok(lines) => lines,
            Err(error) => return trouble.add(unreadable(error.to_string())),
        };
        let mut ids = Vec::new();
        for line in lines.into_iter().flatten() {
            match line {
                Ok(line) => ids.push(line.new_oid()),
                Err(error) => trouble.add(unreadable(reason(&error))),
            }
        }
        let older = ids.iter().rev().enumerate().skip(1).filter(|(_, id)| !id.is_null());
        found.extend(older.map(|(at, &id)| (format!("stash@{{{at}}}").into(), id)));
    }

    /// The object that `revision` names, with its tags.
    fn named(&self, revision: &str) -> Result<ObjectId, Error> {
        let unknown = |reason: String| Error::Revision { name: revision.to_owned(), reason };
        match ObjectId::from_hex(revision.as_bytes()) {
            Ok(id) if self.objects.exists(id) => Ok(id),
            Ok(_) => Err(unknown("there is no such object".to_owned())),
            Err(_) => match self.objects.gix.rev_parse_single(revision) {
                Ok(id) => Ok(id.detach()),
                Err(error) => self.ref_named(revision).ok_or_else(|| unknown(reason(&error))),
            },
        }
    }
}

/// What is behind all tags from `id` on, and the first of them; all are added to `tags`.
fn target(
    objects: &Objects,
    mut id: ObjectId,
    tags: &mut BTreeSet<ObjectId>,
) -> Result<(Target, Option<ObjectId>), Error> {
    let (mut first, mut buffer) = (None, Vec::new());
    for _ in 0..MAX_TAGS {
        match objects.kind(id)? {
            Kind::Commit => return Ok((Target::Commit(id), first)),
            Kind::Tree => return Ok((Target::Tree(id), first)),
            Kind::Blob => return Ok((Target::Blob(id), first)),
            Kind::Tag => {
                first.get_or_insert(id);
                tags.insert(id);
                let data = objects.of_kind(id, Kind::Tag, &mut buffer)?;
                let target = TagRefIter::from_bytes(data, objects.hash()).target_id();
                id = target.map_err(|error| objects.unreadable(id, &error))?;
            }
        }
    }
    Err(Error::Corrupt { id: id.to_string(), reason: "a long chain of tags".to_owned() })
}
