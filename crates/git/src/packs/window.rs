//! Reading a pack piece by piece.

use super::delta::Reason;
use super::inflate::Buffer;
use std::fs::File;
use std::io::ErrorKind;
use std::ops::Range;

/// The most that is read ahead, in bytes, and the least.
const AHEAD: (u64, u64) = (256 << 10, 4 << 10);

/// How many parts of packs are held.
const PARTS: usize = 4;

/// Parts of packs, one for each thread: what is made from an entry may lie next to it or far away,
/// so that a walk goes on in several places by turns. The longer it goes on in one, the more is
/// read ahead there.
#[derive(Default)]
pub(super) struct Window {
    /// The one used last is the first.
    parts: [Part; PARTS],
}

#[derive(Default)]
struct Part {
    bytes: Buffer,
    /// Number of the pack.
    pack: usize,
    /// Where the part begins in the pack, and where it ends.
    place: Range<u64>,
    /// How much was read ahead.
    ahead: u64,
}

impl Window {
    /// The bytes of `file`, which is the pack of a number, in `range`; reads more than these if it
    /// can, but nothing from `end` on.
    pub(super) fn read(
        &mut self,
        pack: usize,
        file: &File,
        range: Range<u64>,
        end: u64,
    ) -> Result<&[u8], Reason> {
        let find = |test: &dyn Fn(&Part) -> bool| self.parts.iter().position(test);
        let held = find(&|part| part.holds(pack, &range));
        let found = held.or_else(|| find(&|part| part.leads_to(pack, &range)));
        let index = found.unwrap_or(PARTS - 1);
        self.parts[..=index].rotate_right(1);
        let [part, ..] = &mut self.parts;
        if held.is_none() {
            let ahead = if found.is_some() { (part.ahead * 4).clamp(AHEAD.1, AHEAD.0) } else { 0 };
            let most = range.start.saturating_add(ahead).min(end).max(range.end);
            part.ahead = ahead;
            part.fill(pack, file, range.start..most).map_err(|error| error.to_string())?;
        }
        part.bytes(&range).ok_or_else(|| "the pack ends too early".into())
    }
}

impl Part {
    fn holds(&self, pack: usize, range: &Range<u64>) -> bool {
        self.pack == pack && self.place.start <= range.start && range.end <= self.place.end
    }

    fn leads_to(&self, pack: usize, range: &Range<u64>) -> bool {
        let reach = self.place.end.saturating_add(self.ahead.max(AHEAD.1));
        self.pack == pack && (self.place.start..=reach).contains(&range.start)
    }

    fn bytes(&self, range: &Range<u64>) -> Option<&[u8]> {
        let start = range.start.checked_sub(self.place.start)? as usize;
        self.bytes.bytes().get(start..start + (range.end - range.start) as usize)
    }

    /// Reads as many bytes of a range as there are.
    fn fill(&mut self, pack: usize, file: &File, range: Range<u64>) -> std::io::Result<()> {
        (self.pack, self.place) = (pack, 0..0);
        let bytes = self.bytes.of_len((range.end - range.start) as usize);
        let mut filled = 0;
        while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match read_at(file, rest, range.start + filled as u64) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.bytes.shorten(filled);
        self.place = range.start..range.start + filled as u64;
        Ok(())
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> std::io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, bytes, at)
}

#[cfg(windows)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> std::io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, bytes, at)
}
