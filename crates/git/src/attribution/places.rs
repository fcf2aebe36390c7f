//! Where commits stand among the others, for what is found in commits themselves.

use super::ancestry::{Ancestry, Place};
use super::{MOST_REFS, Tips};
use crate::objects::show_tag;
use crate::{Error, Repository};
use bstr::BString;
use gix::ObjectId;
use gix::objs::Kind;
use sdf_core::Commit;
use std::collections::BTreeSet;

/// Where a commit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommitPlace {
    /// Among all commits, parents before children, else old before young.
    pub order: u64,
    /// Whether HEAD is it or one of its descendants.
    pub in_head: bool,
}

impl Ancestry {
    /// Where a commit stands; nowhere if no tip leads to it.
    pub fn place(&self, id: &ObjectId) -> Option<CommitPlace> {
        let place = self.find(id)?;
        let in_head = self.in_head.get(place as usize).copied().unwrap_or_default();
        Some(CommitPlace { order: u64::from(place), in_head })
    }

    /// The names of the first 50 refs that lead to the commit at `order`.
    pub fn refs_to(&self, order: u64) -> Vec<BString> {
        let Ok(target) = Place::try_from(order) else { return Vec::new() };
        let mut leads = vec![false; self.commits.len()];
        for (at, node) in self.commits.iter().enumerate().skip(target as usize) {
            leads[at] = at == target as usize
                || self.parents(node).iter().any(|&parent| leads[parent as usize]);
        }
        let names = self.tips.iter().filter(|(_, place)| leads[*place as usize]);
        names.map(|(tip, _)| tip.name.clone()).take(MOST_REFS).collect()
    }

    /// The names of the first 50 refs that name the annotated tag `id`.
    pub fn refs_of_tag(&self, id: ObjectId) -> Vec<BString> {
        let names = self.tips.iter().filter(|(tip, _)| tip.tag == Some(id));
        names.map(|(tip, _)| tip.name.clone()).take(MOST_REFS).collect()
    }
}

impl Tips {
    /// The objects that all tips lead to, with the tags on the way, sorted.
    pub fn objects(&self) -> Vec<ObjectId> {
        let targets = self.all.iter().map(|tip| tip.target.id());
        let all: BTreeSet<ObjectId> = targets.chain(self.tags.iter().copied()).collect();
        all.into_iter().collect()
    }
}

impl Repository {
    /// A commit or a tag, with whoever made it.
    pub fn show(&self, id: ObjectId) -> Result<Commit, Error> {
        if self.objects.kind(id)? != Kind::Tag {
            return Ok(self.objects.commit(id)?.shown);
        }
        let mut buffer = Vec::new();
        Ok(show_tag(id, self.objects.of_kind(id, Kind::Tag, &mut buffer)?, self.objects.hash()))
    }
}
