//! Where findings come from: the commits that brought and removed them, the paths and refs they
//! live under, and whether HEAD still has them.
//!
//! Blobs were found; each stands for some [`Key`]s, and a key is in a commit if one of its blobs is.
//! From blobs to the trees that hold them, from trees to commits: every tree is looked at once at
//! most, every commit too. Trees that hold something are numbered, and what lives below each is a set
//! of keys of which each distinct one is stored once; so that most commits compare as two equal
//! numbers.

mod ancestry;
mod holders;
mod lives;
mod places;
mod sets;
mod text;
mod tips;
mod top_down;
mod trouble;

pub use ancestry::Ancestry;
pub use places::CommitPlace;
pub use text::CommitText;
pub use tips::{Target, Tip, Tips};
pub use trouble::Troubles;

use crate::{Error, Repository};
use bstr::BString;
use gix::ObjectId;
use holders::Child;
use lives::Lives;
use sdf_core::Commit;
use std::collections::{BTreeMap, HashMap};

/// The number of a finding, which may live in many versions of many files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub u32);

/// How many paths of one finding or blob are listed.
const MOST_PATHS: usize = 50;
/// How many refs that lead to one finding are listed.
const MOST_REFS: usize = 50;
/// How many further commits that brought the same finding are listed.
const MOST_OTHERS: usize = 20;

/// Where findings come from.
#[derive(Debug, Default)]
pub struct Attribution {
    /// The life of every key that some commit has. The others are unreachable.
    pub lives: BTreeMap<Key, Life>,
    /// The paths of every blob that some commit has, sorted, at most 50 of them.
    pub paths: BTreeMap<ObjectId, Vec<BString>>,
    /// What could not be read.
    pub trouble: Troubles,
}

/// From where to where a finding lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    /// Who brought it.
    pub introduced: Introduction,
    /// Every path it ever lived under, sorted, at most 50 of them.
    pub paths: Vec<BString>,
    /// Whether it lived under more paths than are listed.
    pub more_paths: bool,
    /// The refs that lead to it.
    pub refs: Vec<BString>,
    /// How many more there are.
    pub more_refs: usize,
    /// How they lead to it.
    pub holding: Holding,
    /// Whether HEAD has it.
    pub in_head: bool,
    /// If HEAD does not have it: the last commit without it that follows on one with it, in the
    /// history of HEAD if there is one. A merge counts only if none of its sides had removed it.
    pub removed: Option<Commit>,
    /// The last commit that has it.
    pub last: Commit,
}

/// The commit that brought a finding: it has it and none of its parents does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Introduction {
    /// The first such commit.
    pub commit: Commit,
    /// Whether older commits are missing here, as in a shallow clone: it may be from before.
    pub is_cut: bool,
    /// The path there, the first if there are several.
    pub path: BString,
    /// The blob there.
    pub blob: ObjectId,
    /// The ids of commits that brought it as well, in order, at most 20.
    pub others: Vec<String>,
    /// How many more there are.
    pub more_others: usize,
}

/// How refs lead to a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holding {
    /// It is in the commits that they name.
    AtTip,
    /// It is in no commit that a ref names, but in older ones.
    Before,
}

impl Repository {
    /// Tells where `found`, blobs with the keys of what was found in them, come from.
    pub fn attribute(
        &self,
        ancestry: &Ancestry,
        found: &HashMap<ObjectId, Vec<Key>>,
    ) -> Result<Attribution, Error> {
        let mut attribution = Attribution::default();
        let mut blobs: Vec<ObjectId> = found.keys().copied().collect();
        blobs.sort_unstable();
        let roots = ancestry.commits.iter().filter_map(|node| match node.holds {
            Target::Tree(tree) => Some(tree),
            _ => None,
        });
        let holders = top_down::holders(&self.objects, roots, blobs, &mut attribution.trouble);
        Lives::new(ancestry, &holders, found).tell(&self.objects, &mut attribution);
        Ok(attribution)
    }
}

/// The path of something that a ref names without a folder: the ref's name.
fn bare_path(child: Child, name: &BString) -> BString {
    if matches!(child, Child::Blob(_)) { name.clone() } else { BString::default() }
}
