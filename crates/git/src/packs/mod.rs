//! Every object of the object database, each looked at once, in the order in which packs store them.
//!
//! A pack stores most versions as a delta: copies from another version, its base, and inserted bytes. What was copied
//! has been looked at in the base, so an [`Examiner`] is shown only what is new.

mod survey;

pub use survey::{Progress, Survey, Trouble};

use crate::error::reason;
use crate::{Error, Repository};
use gix::ObjectId;
use gix::objs::{Find, Kind};
use sdf_core::Focus;
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;

/// Looks at versions; one a thread.
pub trait Examiner: Send {
    /// What was found in a version and matters to the versions made from it.
    type Found: Clone + Send + Sync;

    /// Whether a stretch of a version makes it worth to be put together and examined: new bytes with
    /// [`Options::context`] bytes on both sides, up to the ends of their lines, or a whole version. Must never say no
    /// to what [`Examiner::examine`] would find something in.
    fn suspects(&mut self, stretch: &[u8]) -> bool;

    /// Examines a version. `base` is what was found in the version that `version.novel` is compared with; none if
    /// nothing was found there, or if all of the version is novel.
    fn examine(&mut self, version: Version<'_>, base: Option<&Self::Found>) -> Option<Self::Found>;
}

/// An object, put together.
#[derive(Clone, Debug)]
pub struct Version<'a> {
    /// Its id.
    pub id: ObjectId,
    /// Its content.
    pub bytes: &'a [u8],
    /// What is new against its base, without surroundings: inserted bytes, and an empty range where bytes meet that
    /// were apart in the base, or where the object begins or ends and the base does not. Everything if stored whole.
    pub novel: Focus,
}

/// How to walk.
#[derive(Clone, Debug)]
pub struct Options {
    /// What sort of objects to look at.
    pub kind: Kind,
    /// Bytes of surroundings that [`Examiner::suspects`] sees on both sides of what is new.
    pub context: usize,
    /// Give every version whole, as if no deltas were there.
    pub exhaustive: bool,
    /// The `k`th of `n` parts of the work, from 1; all parts together are the whole, no two share an object.
    pub shard: Option<(u32, u32)>,
    /// Objects with more bytes are not looked at but reported.
    pub largest: u64,
}

impl Options {
    /// Everything of one sort, with 4 KiB of surroundings.
    pub fn of(kind: Kind) -> Self {
        Options { kind, context: 4096, exhaustive: false, shard: None, largest: 1 << 30 }
    }
}

impl Repository {
    /// Shows every object of a sort to one of `examiners`, each of which gets a thread, and gives the examiners back.
    ///
    /// Trouble with one object or pack is told in the survey and does not keep the others from being looked at.
    pub fn examine_objects<E: Examiner>(
        &self,
        options: &Options,
        mut examiners: Vec<E>,
        progress: &Progress,
    ) -> Result<(Vec<E>, Survey), Error> {
        let iter = self.objects.gix.objects.iter().map_err(|error| Error::File {
            path: self.common_dir().join("objects"),
            reason: reason(&error),
        })?;
        let mut survey = Survey::default();
        let mut ids: Vec<ObjectId> = Vec::new();
        for id in iter {
            match id {
                Ok(id) => ids.push(id),
                Err(error) => survey.trouble.push(Trouble {
                    path: self.common_dir().join("objects"),
                    offset: None,
                    id: None,
                    reason: error.to_string(),
                }),
            }
        }
        ids.sort_unstable();
        ids.dedup();
        if let Some((k, n)) = options.shard {
            ids.retain(|id| is_in_shard(*id, k, n));
        }
        progress.total.store(ids.len() as u64, Relaxed);
        let (next, survey) = (AtomicUsize::new(0), Mutex::new(survey));
        std::thread::scope(|scope| {
            for examiner in &mut examiners {
                let objects = self.objects.clone();
                let (ids, next, survey) = (&ids, &next, &survey);
                scope.spawn(move || {
                    let mut buffer = Vec::new();
                    let mut own = Survey::default();
                    while !progress.stop.load(Relaxed) {
                        let Some(&id) = ids.get(next.fetch_add(1, Relaxed)) else { break };
                        progress.objects.fetch_add(1, Relaxed);
                        match objects.try_find(&id, &mut buffer) {
                            Ok(Some(object)) if object.kind == options.kind => {
                                own.objects += 1;
                                own.decoded_bytes += object.data.len() as u64;
                                own.novel_bytes += object.data.len() as u64;
                                progress.bytes.fetch_add(object.data.len() as u64, Relaxed);
                                if examiner.suspects(object.data) {
                                    let novel = Focus::Everything;
                                    let bytes = object.data;
                                    examiner.examine(Version { id, bytes, novel }, None);
                                }
                            }
                            Ok(Some(_)) => {}
                            Ok(None) => own.trouble.push(Trouble {
                                path: objects.gix.common_dir().join("objects"),
                                offset: None,
                                id: Some(id),
                                reason: "it is gone".to_owned(),
                            }),
                            Err(error) => own.trouble.push(Trouble {
                                path: objects.gix.common_dir().join("objects"),
                                offset: None,
                                id: Some(id),
                                reason: reason(&error),
                            }),
                        }
                    }
                    let mut all = survey.lock().unwrap_or_else(|poison| poison.into_inner());
                    all.add(own);
                });
            }
        });
        let mut survey = survey.into_inner().unwrap_or_else(|poison| poison.into_inner());
        survey.stopped = progress.stop.load(Relaxed);
        survey.trouble.sort();
        Ok((examiners, survey))
    }
}

/// Whether the object belongs to the `k`th of `n` parts.
fn is_in_shard(id: ObjectId, k: u32, n: u32) -> bool {
    let head = id.as_bytes().iter().take(4).fold(0u32, |head, &byte| (head << 8) | u32::from(byte));
    (u64::from(head) * u64::from(n)) >> 32 == u64::from(k).wrapping_sub(1)
}
