//! Where findings come from: the commits that brought and removed them, the paths and refs they
//! live under, and whether HEAD still has them.
//!
//! Blobs were found; each stands for some [`Key`]s, and a key is in a commit if one of its blobs is.
//! From blobs to the trees that hold them, from trees to commits: every tree is looked at once at
//! most, every commit too. Trees that hold something are numbered, and what lives below each is a set
//! of keys of which each distinct one is stored once; so that most commits compare as two equal
//! numbers.

mod absent;
mod ancestry;
mod bottom_up;
mod by_head;
mod commits;
mod descent;
mod holders;
mod ids;
mod joined;
mod lives;
mod log;
mod paths;
mod places;
mod raw_tree;
mod seen;
mod sets;
mod telling;
mod text;
mod tips;
mod top_down;
mod trouble;
mod wanted;

pub use absent::Absent;
pub use ancestry::Ancestry;
pub use places::CommitPlace;
pub use text::CommitText;
pub use tips::{Target, Tip, Tips};
pub use trouble::Troubles;
pub use wanted::NameJudge;

use crate::{Error, Progress, Repository, WalkOptions};
use bottom_up::Climbed;
use bstr::BString;
use descent::descend;
use gix::ObjectId;
use gix::objs::Kind;
use lives::Lives;
use log::{Log, Reader};
use sdf_core::Commit;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::Ordering::Relaxed;
use top_down::Database;
use wanted::Wanted;

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
    /// The lives of the names of files and folders in which something was found.
    pub names: BTreeMap<BString, Life>,
    /// The paths of every blob that some commit has, sorted, at most 50 of them.
    pub paths: BTreeMap<ObjectId, Vec<BString>>,
    /// What could not be read.
    pub trouble: Troubles,
    /// Whether [`Progress::stop`] ended the search, before there was anything to tell.
    pub is_stopped: bool,
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
    /// The path there, the first if there are several; cut if it has more than 16 KiB.
    pub path: BString,
    /// The blob there; none for what was found in a name, and if the path is cut.
    pub blob: Option<ObjectId>,
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

/// How to look for where findings come from.
#[derive(Clone, Copy)]
pub struct Search<'s> {
    /// Blobs with the keys of what was found in them.
    pub found: &'s HashMap<ObjectId, Vec<Key>>,
    /// Whether something is found in the name of a file or folder.
    pub names: Option<&'s NameJudge<'s>>,
    /// Takes down the blobs that trees name and the database lacks, if they are to be looked for.
    pub absent: Option<&'s Absent>,
    /// Which trees to read.
    pub reading: Reading,
    /// Number of threads.
    pub threads: usize,
    /// Told of how far it is, if all trees are walked.
    pub progress: &'s Progress,
}

/// Which trees to read to find out what holds what. The answer is the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// Whichever is faster.
    #[default]
    Faster,
    /// Those of the commits, one by one.
    Reachable,
    /// All of the database, along their deltas.
    All,
}

/// With fewer objects in packs for each commit than this, all trees are read: along their deltas an
/// object takes some 2 µs, the trees of a commit one by one take some 200 µs (measured on git's own
/// history).
const OBJECTS_FOR_A_COMMIT: u64 = 64;

impl Repository {
    /// Tells where blobs and names in which something was found come from.
    pub fn attribute(
        &self,
        ancestry: &Ancestry,
        search: &Search<'_>,
    ) -> Result<Attribution, Error> {
        let mut attribution = Attribution::default();
        let is_idle = search.names.is_none() && search.absent.is_none();
        if search.found.is_empty() && is_idle {
            return Ok(attribution);
        }
        let wanted = Wanted::new(search.found.keys().copied(), search.names, search.absent);
        let roots = (0..ancestry.len() as u32).map(|place| ancestry.holds(place));
        let one_by_one = match search.reading {
            Reading::Reachable => true,
            Reading::All => false,
            Reading::Faster => {
                let objects = self.objects.gix.objects.packed_object_count().unwrap_or(0);
                ancestry.len() as u64 * OBJECTS_FOR_A_COMMIT <= objects
            }
        };
        let holders = if one_by_one {
            let mut trees = Database::new(&self.objects, &wanted);
            let mut holders = descend(&mut trees, roots, &wanted);
            attribution.trouble.join(trees.trouble);
            holders.names = trees.names;
            holders
        } else {
            let logs = self.read_trees(&wanted, search)?;
            if search.progress.stop.load(Relaxed) {
                return Ok(Attribution { is_stopped: true, ..attribution });
            }
            let mut trees = Climbed::new(&self.objects, &wanted, logs);
            let mut holders = descend(&mut trees, roots, &wanted);
            attribution.trouble.join(trees.trouble);
            holders.names = trees.names;
            holders
        };
        let after = |key: &Key| key.0.saturating_add(1);
        let first_name = search.found.values().flatten().map(after).max().unwrap_or(0);
        let keys = |blob: &ObjectId| search.found.get(blob).map_or(&[][..], Vec::as_slice);
        let lives = Lives::new(ancestry, &wanted, &holders, keys, first_name);
        lives.tell(first_name, &self.objects, &mut attribution);
        Ok(attribution)
    }

    /// Reads all trees of the database.
    fn read_trees(&self, wanted: &Wanted<'_>, search: &Search<'_>) -> Result<Vec<Log>, Error> {
        let hash = self.objects.hash();
        let readers =
            (0..search.threads.max(1)).map(|number| Reader::new(wanted, number, hash)).collect();
        let options = WalkOptions::of(Kind::Tree);
        let (readers, _) = self.examine_objects(&options, readers, search.progress)?;
        Ok(readers.into_iter().map(Reader::finish).collect())
    }
}
