//! What came up lately, told from what did not on any number of threads.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// How many texts are remembered at most.
const MOST: usize = 1 << 17;

/// Texts by their hashes, which have a secret key: nobody can make two texts with the same one. A
/// text takes the place of another one now and then, so that the memory stays the same however many
/// there are.
pub(super) struct Seen {
    keys: RandomState,
    slots: Box<[AtomicU64]>,
}

impl Seen {
    pub(super) fn new() -> Self {
        let slots = (0..MOST).map(|_| AtomicU64::new(0)).collect();
        Seen { keys: RandomState::new(), slots }
    }

    /// Whether `text` was noted, if that is not forgotten; else what to [`Seen::note`].
    pub(super) fn has(&self, text: &[u8]) -> Result<(), u64> {
        // Zero is no text.
        let hash = self.keys.hash_one(text) | 1 << 63;
        let slot = self.slots.get(hash as usize % MOST);
        if slot.is_some_and(|slot| slot.load(Relaxed) == hash) { Ok(()) } else { Err(hash) }
    }

    pub(super) fn note(&self, hash: u64) {
        if let Some(slot) = self.slots.get(hash as usize % MOST) {
            slot.store(hash, Relaxed);
        }
    }
}
