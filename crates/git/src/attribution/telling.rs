//! The life of one key, from the commits that matter to it.

use super::ancestry::Place;
use super::holders::Child;
use super::lives::{Lives, Marks};
use super::tips::Tip;
use super::{Attribution, Holding, Introduction, Life, MOST_OTHERS};
use crate::Error;
use crate::objects::Objects;
use bstr::BString;
use gix::ObjectId;
use sdf_core::Commit;
use std::collections::BTreeSet;

impl Lives<'_> {
    /// The life of one key but for its paths.
    pub(super) fn life(
        &self,
        key: u32,
        marks: &Marks,
        objects: &Objects,
        attribution: &mut Attribution,
    ) -> Option<Life> {
        let mut shown = |place: Place| -> Option<Commit> {
            Some(self.shown(place, objects).unwrap_or_else(|error| {
                attribution.trouble.add(error);
                anonymous(self.ancestry.id(place))
            }))
        };
        let (&first, others) = marks.introduced.split_first()?;
        let node = self.ancestry.commits.get(first as usize)?;
        let root = (*self.holders.roots.get(first as usize)?)?;
        let (below, number) =
            self.holders.first_path(root, key, &self.found, &self.trees, &self.sets)?;
        let path = match root {
            Child::Found(_) => self.tip_at(first).unwrap_or(below),
            Child::Tree(_) => below,
        };
        let other_id = |place: &Place| self.ancestry.id(*place).to_string();
        let removed = marks.removed_from_head.or(marks.removed).filter(|_| !marks.in_head);
        Some(Life {
            introduced: Introduction {
                commit: shown(first)?,
                is_cut: node.is_cut,
                path,
                blob: number.and_then(|number| self.wanted.blobs.get(number as usize)).copied(),
                others: others.iter().take(MOST_OTHERS).map(other_id).collect(),
                more_others: others.len().saturating_sub(MOST_OTHERS),
            },
            paths: Vec::new(),
            more_paths: false,
            refs: self.ref_names(&marks.refs),
            more_refs: marks.all_refs.saturating_sub(marks.refs.len()),
            holding: if self.is_at_a_tip(key, marks) { Holding::AtTip } else { Holding::Before },
            in_head: marks.in_head,
            removed: removed.and_then(&mut shown),
            last: shown(marks.last?)?,
        })
    }

    fn is_at_a_tip(&self, key: u32, marks: &Marks) -> bool {
        let first = marks.refs.first().and_then(|&at| self.ancestry.tips.get(at as usize));
        first.is_some_and(|(_, place)| self.sets.has(Self::at(&self.has, *place), key))
    }

    fn ref_names(&self, refs: &BTreeSet<u32>) -> Vec<BString> {
        let tip = |&at: &u32| self.ancestry.tips.get(at as usize);
        refs.iter().filter_map(tip).map(|(tip, _)| tip.name.clone()).collect()
    }

    /// The name of the first ref that leads to `place`.
    fn tip_at(&self, place: Place) -> Option<BString> {
        let mut tips = self.ancestry.tips.iter();
        tips.find(|(_, at)| *at == place).map(|(tip, _)| tip.name.clone())
    }

    /// A commit as it is shown; what a ref names without a commit is shown as its tag, if any.
    fn shown(&self, place: Place, objects: &Objects) -> Result<Commit, Error> {
        let id = self.ancestry.id(place);
        if self.ancestry.is_commit(place) {
            return Ok(objects.commit(id)?.shown);
        }
        let is_here = |(tip, at): &&(Tip, Place)| *at == place && tip.tag.is_some();
        let tagged = self.ancestry.tips.iter().find(is_here);
        let tag = tagged.and_then(|(tip, _)| tip.tag).map(|tag| objects.peel(tag)).transpose()?;
        Ok(tag.and_then(|(_, tag)| tag).unwrap_or_else(|| anonymous(id)))
    }
}

/// An object of which no author is known.
fn anonymous(id: ObjectId) -> Commit {
    Commit { id: id.to_string(), author: String::new(), email: String::new(), date: String::new() }
}
