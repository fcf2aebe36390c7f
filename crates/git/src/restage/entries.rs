//! Where entries stand in an index file (gitformat-index(5)).

use super::image::Unfit;
use bstr::{BStr, BString, ByteSlice};
use gix::hash::Kind;

/// The entries of an index file, one after another.
pub(super) struct Entries<'a> {
    bytes: &'a [u8],
    /// Bytes of an id.
    id: usize,
    version: u32,
    left: u32,
    at: usize,
    /// The path of the last entry, of which version 4 tells the next one.
    path: BString,
}

/// An entry.
pub(super) struct Entry<'e> {
    /// Where it begins: 40 bytes of what the file system said, then the id.
    pub(super) at: usize,
    /// The path.
    pub(super) path: &'e BStr,
    /// Whether it is merged and more than an intent to add.
    pub(super) is_plain: bool,
}

/// Of times, device, inode, mode, owner, group and size.
const STAT: usize = 40;
const STAGE: u16 = 0x3000;
const IS_EXTENDED: u16 = 0x4000;
/// In the second two bytes of flags.
const INTENT_TO_ADD: u16 = 0x2000;

const BROKEN: Unfit = Unfit::Broken("its entries do not follow the format");

impl<'a> Entries<'a> {
    pub(super) fn new(bytes: &'a [u8], hash: Kind) -> Result<Self, Unfit> {
        let (signature, rest) = bytes.split_first_chunk::<4>().ok_or(BROKEN)?;
        let (version, rest) = rest.split_first_chunk::<4>().ok_or(BROKEN)?;
        let (count, _) = rest.split_first_chunk::<4>().ok_or(BROKEN)?;
        let (version, left) = (u32::from_be_bytes(*version), u32::from_be_bytes(*count));
        if signature != b"DIRC" || !(2..=4).contains(&version) {
            return Err(Unfit::Broken("its version is none of 2, 3 and 4"));
        }
        let (id, path) = (hash.len_in_bytes(), BString::default());
        Ok(Entries { bytes, id, version, left, at: 12, path })
    }

    /// The next entry; none behind the last.
    pub(super) fn next(&mut self) -> Result<Option<Entry<'_>>, Unfit> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        let at = self.at;
        let mut name = at + STAT + self.id + 2;
        let flags = self.number(name - 2)?;
        let mut further = 0;
        if flags & IS_EXTENDED != 0 && self.version > 2 {
            further = self.number(name)?;
            name += 2;
        }
        if self.version == 4 {
            let (strip, length) = variable(self.bytes.get(name..).ok_or(BROKEN)?).ok_or(BROKEN)?;
            name += length;
            let kept = self.path.len().checked_sub(strip).ok_or(BROKEN)?;
            self.path.truncate(kept);
        } else {
            self.path.clear();
        }
        let rest = self.bytes.get(name..).ok_or(BROKEN)?;
        let length = rest.find_byte(0).ok_or(BROKEN)?;
        self.path.extend_from_slice(&rest[..length]);
        self.at = match self.version {
            4 => name + length + 1,
            // One to eight zeros, up to a multiple of eight.
            _ => at + (name + length - at + 8) / 8 * 8,
        };
        let is_plain = flags & STAGE == 0 && further & INTENT_TO_ADD == 0;
        Ok(Some(Entry { at, path: self.path.as_bstr(), is_plain }))
    }

    /// Where the entries end, once all were read.
    pub(super) fn end(&self) -> usize {
        self.at
    }

    fn number(&self, at: usize) -> Result<u16, Unfit> {
        let bytes = self.bytes.get(at..).and_then(|rest| rest.first_chunk::<2>()).ok_or(BROKEN)?;
        Ok(u16::from_be_bytes(*bytes))
    }
}

/// A number of variable width as in the offsets of packs, and how many bytes it takes
/// (git's `decode_varint`).
fn variable(bytes: &[u8]) -> Option<(usize, usize)> {
    let (&first, mut rest) = bytes.split_first()?;
    let (mut value, mut last, mut length) = (usize::from(first & 0x7f), first, 1);
    while last & 0x80 != 0 {
        let (&next, behind) = rest.split_first()?;
        (last, rest, length) = (next, behind, length + 1);
        value = value.checked_add(1)?.checked_mul(128)?.checked_add(usize::from(last & 0x7f))?;
    }
    Some((value, length))
}
