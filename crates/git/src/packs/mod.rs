//! Every object of the object databases, each looked at once, in the order in which packs store
//! them.
//!
//! A pack stores most versions as a delta: copies from another version, its base, and inserted
//! bytes. What was copied has been looked at in the base, so an [`Examiner`] is shown only what is
//! new, and most versions are never put together: the new bytes with their surroundings come
//! straight from delta and base.
//!
//! `database` finds packs and loose objects, `forest` which object is made from which, `walk` goes
//! from roots to leaves and puts together what later versions are made from, `delta` and `text`
//! tell what is new, `work` and `share` keep the threads busy.

mod database;
mod delta;
mod entries;
mod forest;
mod grow;
mod indexes;
mod inflate;
mod loose;
mod pack;
mod place;
mod share;
mod shown;
mod survey;
mod text;
mod walk;
mod window;
mod work;

pub(crate) use database::Database;
pub use delta::Piece;
pub(crate) use indexes::Indexes;
pub use survey::{Progress, Survey, Trouble};

use crate::{Error, Repository};
use gix::ObjectId;
use gix::objs::Kind;
use sdf_core::Focus;
use work::Work;

/// Looks at versions; one a thread.
pub trait Examiner: Send {
    /// What was found in a version and matters to the versions made from it.
    type Found: Clone + Send + Sync;

    /// Whether every version is to be examined: [`Examiner::suspects`] is not asked then, and
    /// `version.novel` is everything.
    const EVERY: bool = false;

    /// Whether a stretch of a version makes it worth to be put together and examined: new bytes
    /// with [`Options::context`] bytes on both sides and up to the ends of their lines (unless
    /// those are more than 4096 bytes further), or a whole version. Must never say no to what
    /// [`Examiner::examine`] would find something in.
    fn suspects(&mut self, stretch: &[u8]) -> bool;

    /// Examines a version. `base` is what was found in the version that `version.novel` is compared
    /// with; none if nothing was found there, or if all of the version is novel.
    fn examine(&mut self, version: Version<'_>, base: Option<&Self::Found>) -> Option<Self::Found>;
}

/// An object, put together.
#[derive(Clone, Debug)]
pub struct Version<'a> {
    /// Its id.
    pub id: ObjectId,
    /// Its content.
    pub bytes: &'a [u8],
    /// What is new against its base: the stretches that [`Examiner::suspects`] was shown,
    /// surroundings included, as these can make something of bytes that are not new. Everything if
    /// it is stored whole, or made from a version that was not examined in the same walk, or text
    /// made from a binary version.
    pub novel: Focus,
    /// The runs of bytes that make it up, in order, without gaps; none if it is not compared with a
    /// base.
    pub pieces: &'a [Piece],
}

/// How to walk.
#[derive(Clone, Debug)]
pub struct Options {
    /// What sort of objects to look at.
    pub kind: Kind,
    /// Bytes of surroundings that [`Examiner::suspects`] sees on both sides of what is new.
    pub context: usize,
    /// Gives every version whole to [`Examiner::examine`], as if there were no deltas, without
    /// asking [`Examiner::suspects`].
    pub exhaustive: bool,
    /// The `k`th of `n` parts of the work, from 1; all parts together are the whole, no two share
    /// an object, as long as [`Survey::layout`] is the same.
    pub shard: Option<(u32, u32)>,
    /// Objects with more bytes are not looked at but reported, with all that is made from them. At
    /// most 4 GiB.
    pub largest: u64,
}

impl Options {
    /// Everything of one sort, with 256 bytes of surroundings, up to git's `core.bigFileThreshold`
    /// of 512 MiB.
    pub fn of(kind: Kind) -> Self {
        Options { kind, context: 256, exhaustive: false, shard: None, largest: 512 << 20 }
    }
}

impl Repository {
    /// Shows every object of a sort to one of `examiners`, each of which gets a thread, and gives
    /// the examiners back in their order. Which of them sees an object is left to chance; what is
    /// seen is not.
    ///
    /// Trouble with one object or pack is told in the survey and does not keep the others from
    /// being looked at.
    pub fn examine_objects<E: Examiner>(
        &self,
        options: &Options,
        examiners: Vec<E>,
        progress: &Progress,
    ) -> Result<(Vec<E>, Survey), Error> {
        if let Some((k, n)) = options.shard.filter(|&(k, n)| k == 0 || k > n) {
            let what = format!("there is no shard {k} of {n}: they are counted from 1");
            return Err(Error::Unsupported { what });
        }
        if examiners.is_empty() {
            let what = "objects need at least one examiner to look at them".to_owned();
            return Err(Error::Unsupported { what });
        }
        let work = Work::prepare(&self.objects, options, progress, examiners.len());
        Ok(work.run(&self.objects, examiners))
    }
}
