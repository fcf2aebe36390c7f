//! What a walk through the object database came to.

use gix::ObjectId;
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};

/// How far a walk is; to be read by another thread while it runs.
#[derive(Debug, Default)]
pub struct Progress {
    /// Number of objects of all sorts to go through; 0 until it is known.
    pub total: AtomicU64,
    /// Number of objects gone through.
    pub objects: AtomicU64,
    /// Bytes of the versions gone through, as if each was stored whole.
    pub bytes: AtomicU64,
    /// Set it to make the walk end early.
    pub stop: AtomicBool,
}

/// What was walked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// Number of objects of the sort that was asked for.
    pub objects: u64,
    /// Bytes of these objects as they are stored, compressed.
    pub packed_bytes: u64,
    /// Bytes of the versions, as if each was stored whole.
    pub decoded_bytes: u64,
    /// Bytes that were shown to [`Examiner::suspects`](super::Examiner::suspects).
    pub novel_bytes: u64,
    /// For a shard, a number that tells how objects are dealt out to shards. It depends on the
    /// deltas, which need not be the same in another clone: shards with different numbers may miss
    /// objects between them. 0 without shards.
    pub layout: u64,
    /// Whether [`Progress::stop`] ended the walk.
    pub stopped: bool,
    /// What could not be looked at, and why; sorted.
    pub trouble: Vec<Trouble>,
}

impl Survey {
    /// Adds what another thread walked.
    pub(super) fn add(&mut self, other: Survey) {
        self.objects += other.objects;
        self.packed_bytes += other.packed_bytes;
        self.decoded_bytes += other.decoded_bytes;
        self.novel_bytes += other.novel_bytes;
        self.stopped |= other.stopped;
        self.trouble.extend(other.trouble);
    }
}

/// Something that could not be looked at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trouble {
    /// The pack, or the file or folder of objects.
    pub path: Arc<Path>,
    /// Where the object begins in the pack, in bytes.
    pub offset: Option<u64>,
    /// The object; none if all of the file is meant.
    pub id: Option<ObjectId>,
    /// How many versions are made from the object and could not be looked at either.
    pub lost: u64,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for Trouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.id {
            Some(id) => write!(formatter, "object {id} in '{}'", self.path.display())?,
            None => write!(formatter, "'{}'", self.path.display())?,
        }
        if let Some(offset) = self.offset {
            write!(formatter, " at byte {offset}")?;
        }
        write!(formatter, ": {}", self.reason)?;
        match self.lost {
            0 => Ok(()),
            1 => formatter.write_str("; nor could a version made from it be read"),
            lost => write!(formatter, "; nor could {lost} versions made from it be read"),
        }
    }
}
