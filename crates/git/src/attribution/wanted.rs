//! What is looked for in trees.

use super::Absent;
use super::seen::Seen;
use gix::ObjectId;

/// Blobs that were found, and whether a name is suspicious.
pub(super) struct Wanted<'w> {
    /// The blobs, sorted; a blob is known by its number here.
    pub(super) blobs: Vec<ObjectId>,
    /// A bit for each value of the first bits of an id: most ids are told apart by one look.
    filter: Vec<u64>,
    mask: u32,
    is_suspicious: Option<&'w NameJudge<'w>>,
    /// Names in which nothing is found.
    harmless: Seen,
    /// Takes down what is not there.
    absent: Option<&'w Absent>,
    /// Blobs of which that is done.
    looked_for: Seen,
}

/// Whether something is found in the name of a file or folder.
pub type NameJudge<'n> = dyn Fn(&[u8]) -> bool + Sync + 'n;

impl<'w> Wanted<'w> {
    pub(super) fn new(
        blobs: impl IntoIterator<Item = ObjectId>,
        is_suspicious: Option<&'w NameJudge<'w>>,
        absent: Option<&'w Absent>,
    ) -> Self {
        let mut blobs: Vec<ObjectId> = blobs.into_iter().collect();
        blobs.sort_unstable();
        blobs.dedup();
        // One of 32 bits set: one look in 32 at what is not wanted is in vain.
        let bits = (blobs.len() * 32).clamp(1 << 12, 1 << 26).next_power_of_two();
        let mut wanted = Wanted {
            blobs,
            filter: vec![0; bits / 64],
            mask: bits as u32 - 1,
            is_suspicious,
            harmless: Seen::new(),
            absent,
            looked_for: Seen::new(),
        };
        for at in 0..wanted.blobs.len() {
            let bit = head(wanted.blobs[at].as_bytes()) & wanted.mask;
            wanted.filter[bit as usize / 64] |= 1 << (bit % 64);
        }
        wanted
    }

    /// Whether something was found in a name. Names are judged once in general: the same ones come
    /// up over and over.
    pub(super) fn is_suspicious(&self, name: &[u8]) -> bool {
        let Some(is_suspicious) = self.is_suspicious else { return false };
        let Err(unseen) = self.harmless.has(name) else { return false };
        let found = is_suspicious(name);
        if !found {
            self.harmless.note(unseen);
        }
        found
    }

    /// Takes down the blob with this id if it is not there.
    pub(super) fn look_for(&self, id: &[u8]) {
        if let Some(absent) = self.absent
            && let Err(unseen) = self.looked_for.has(id)
        {
            absent.look(id);
            self.looked_for.note(unseen);
        }
    }

    /// The number of what was found in the name with this number.
    pub(super) fn named(&self, name: u32) -> u32 {
        self.blobs.len() as u32 + name
    }

    /// The number of the blob with this id, if it was found.
    pub(super) fn blob(&self, id: &[u8]) -> Option<u32> {
        let bit = head(id) & self.mask;
        if self.filter.get(bit as usize / 64)? >> (bit % 64) & 1 == 0 {
            return None;
        }
        let at = self.blobs.binary_search_by(|blob| blob.as_bytes().cmp(id)).ok()?;
        u32::try_from(at).ok()
    }
}

/// The first four bytes of an id.
fn head(id: &[u8]) -> u32 {
    id.iter().take(4).fold(0, |head, &byte| head << 8 | u32::from(byte))
}
