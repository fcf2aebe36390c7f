//! What opening an archive may cost.

use crate::trouble::What;
use std::io::Read;

/// Bytes that any member may have, whatever the ratio.
const ALWAYS: usize = 1 << 20;
/// Bytes read at once.
const PIECE: usize = 1 << 16;

/// What opening an archive may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many archives may lie in one another. A compressed tar counts as two.
    pub depth: usize,
    /// Members of all archives in one another, together.
    pub members: usize,
    /// Bytes of a member, unpacked.
    pub size: usize,
    /// Bytes of all members together, unpacked.
    pub total: usize,
    /// How many times its size in the archive a member of more than a mebibyte may grow to.
    pub ratio: usize,
}

impl Default for Limits {
    /// Limits that no archive in a repository should meet: 6 deep, 100,000 members, 256 MiB each,
    /// 1 GiB together, 250 times the size.
    fn default() -> Self {
        Limits { depth: 6, members: 100_000, size: 256 << 20, total: 1 << 30, ratio: 250 }
    }
}

/// What is left of the limits.
pub(crate) struct Budget {
    pub(crate) limits: Limits,
    members: usize,
    total: usize,
}

/// The content of a member, as far as it was read, and why no further.
pub(crate) struct Content {
    pub(crate) bytes: Vec<u8>,
    pub(crate) cut: Option<What>,
}

impl Budget {
    pub(crate) fn new(limits: Limits) -> Self {
        Budget { limits, members: limits.members, total: limits.total }
    }

    /// Counts a member, if there may be another.
    pub(crate) fn member(&mut self) -> Result<(), What> {
        self.members = self.members.checked_sub(1).ok_or(What::Members(self.limits.members))?;
        Ok(())
    }

    /// Reads `reader`, whose content takes `stored` bytes in the archive.
    pub(crate) fn read(&mut self, reader: &mut dyn Read, stored: usize) -> Content {
        let mut bytes = Vec::new();
        let cut = self.append(reader, stored, &mut bytes).err();
        Content { bytes, cut }
    }

    /// Appends what is in `reader` to `bytes`, which take `stored` bytes in the archive in all.
    pub(crate) fn append(
        &mut self,
        reader: &mut dyn Read,
        stored: usize,
        bytes: &mut Vec<u8>,
    ) -> Result<(), What> {
        let Limits { size, total, ratio, .. } = self.limits;
        let grown = stored.saturating_mul(ratio).max(ALWAYS);
        let mut piece = vec![0; PIECE];
        loop {
            let count = match reader.read(&mut piece) {
                Ok(0) => return Ok(()),
                Ok(count) => count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(What::Unreadable(error.to_string())),
            };
            let (room, what) = [
                (size.saturating_sub(bytes.len()), What::Size(size)),
                (grown.saturating_sub(bytes.len()), What::Ratio(ratio)),
                (self.total, What::Total(total)),
            ]
            .into_iter()
            .min_by_key(|&(room, _)| room)
            .unwrap_or((0, What::Total(total)));
            let taken = count.min(room);
            bytes.extend_from_slice(&piece[..taken]);
            self.total -= taken;
            if taken < count {
                return Err(what);
            }
        }
    }
}
