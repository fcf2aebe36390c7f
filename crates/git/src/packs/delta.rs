//! What a delta says: from which pieces a version is put together, and which bytes of it are new.

use std::borrow::Cow;
use std::ops::Range;

/// Why something cannot be read.
pub(super) type Reason = Cow<'static, str>;

/// A run of a version's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands in the version.
    pub at: u32,
    /// Where it is taken from: an offset in the delta if inserted, in the base otherwise.
    pub from: u32,
    /// Number of bytes.
    pub len: u32,
    /// Whether the delta itself holds the bytes.
    pub inserted: bool,
}

impl Piece {
    /// Where it ends in the version.
    pub(super) fn end(&self) -> usize {
        self.at as usize + self.len as usize
    }
}

/// A delta, read and checked; to be used again for the next one.
#[derive(Debug, Default)]
pub(super) struct Delta {
    /// Without gaps from the first byte of the version to the last, none of them empty.
    pub(super) pieces: Vec<Piece>,
    /// What is new: inserted bytes, and an empty range where bytes meet that were apart in the
    /// base, or where the version begins or ends and the base does not. Sorted, apart from one
    /// another.
    pub(super) novel: Vec<Range<usize>>,
    /// Bytes of the version.
    pub(super) len: usize,
}

impl Delta {
    /// Reads the instructions in `delta` for a base of `base` bytes (gitformat-pack(5), "Deltified
    /// representation"). A version of more than `largest` bytes is refused. Nothing is allocated
    /// beyond 16 bytes for each byte of `delta`, whatever sizes it claims.
    pub(super) fn read(&mut self, delta: &[u8], base: usize, largest: u64) -> Result<(), Reason> {
        self.pieces.clear();
        self.novel.clear();
        let mut rest = delta;
        let (of_base, of_version) = (size(&mut rest)?, size(&mut rest)?);
        if of_base != base as u64 {
            return Err(format!("the delta is for a base of {of_base} bytes, not {base}").into());
        }
        if of_version > largest.min(u64::from(u32::MAX)) {
            return Err(too_large(of_version));
        }
        let (mut at, mut continues) = (0u64, Some(0));
        while let Some(instruction) = byte(&mut rest) {
            let (from, len) = match instruction {
                0 => return Err("the delta has an unknown instruction".into()),
                copy if copy & 0x80 != 0 => copied(copy, &mut rest).ok_or(CUT)?,
                len => {
                    let from = (delta.len() - rest.len()) as u64;
                    rest = rest.get(usize::from(len)..).ok_or(CUT)?;
                    (from, u64::from(len))
                }
            };
            let inserted = instruction & 0x80 == 0;
            if at + len > of_version || !inserted && from + len > base as u64 {
                return Err("the delta reaches beyond the end of its base or of the version".into());
            }
            self.push(at as usize, from, len as u32, inserted, &mut continues);
            at += len;
        }
        if at != of_version {
            return Err("the delta makes fewer bytes than it promises".into());
        }
        if continues.is_some_and(|continues| continues != base as u64) {
            self.join(at as usize);
        }
        self.len = at as usize;
        Ok(())
    }

    /// Adds a run of bytes. `continues` is where in the base the last byte so far comes from, plus
    /// one; none behind inserted bytes.
    fn push(
        &mut self,
        at: usize,
        from: u64,
        len: u32,
        inserted: bool,
        continues: &mut Option<u64>,
    ) {
        if inserted {
            let end = at + len as usize;
            match self.novel.last_mut() {
                Some(last) if last.end == at => last.end = end,
                _ => self.novel.push(at..end),
            }
            *continues = None;
        } else {
            if continues.is_some_and(|continues| continues != from) {
                self.join(at);
            }
            let goes_on = at > 0 && *continues == Some(from);
            *continues = Some(from + u64::from(len));
            if let Some(last) = self.pieces.last_mut().filter(|_| goes_on) {
                last.len += len;
                return;
            }
        }
        self.pieces.push(Piece { at: at as u32, from: from as u32, len, inserted });
    }

    fn join(&mut self, at: usize) {
        if self.novel.last().is_none_or(|last| last.end != at) {
            self.novel.push(at..at);
        }
    }
}

const CUT: Reason = Cow::Borrowed("the delta ends within an instruction");

/// An object of `size` bytes is not read.
pub(super) fn too_large(size: u64) -> Reason {
    format!("it has {size} bytes, more than are looked at").into()
}

fn byte(rest: &mut &[u8]) -> Option<u8> {
    let (&first, others) = rest.split_first()?;
    *rest = others;
    Some(first)
}

/// A number in groups of seven bits, the lowest first.
fn size(rest: &mut &[u8]) -> Result<u64, Reason> {
    let mut size = 0u64;
    for shift in (0..63).step_by(7) {
        let byte = byte(rest).ok_or(CUT)?;
        size |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(size);
        }
    }
    Err("the delta has a size of more than 63 bits".into())
}

/// Offset and length of a copy; the low bits of `instruction` say which of their bytes are there.
fn copied(instruction: u8, rest: &mut &[u8]) -> Option<(u64, u64)> {
    let mut number = [0u8; 8];
    for (place, number) in number.iter_mut().enumerate().take(7) {
        if instruction & (1 << place) != 0 {
            *number = byte(rest)?;
        }
    }
    let [a, b, c, d, e, f, g, _] = number;
    let len = u32::from_le_bytes([e, f, g, 0]);
    let len = if len == 0 { 0x10000 } else { len };
    Some((u32::from_le_bytes([a, b, c, d]).into(), len.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_bytes_break_the_reader(delta: Vec<u8>, base in 0usize..300) {
            let mut read = Delta::default();
            let bases = [vec![base as u8 & 0x7f], vec![base as u8 | 0x80, (base >> 7) as u8]];
            for head in bases {
                let delta = [head, delta.clone()].concat();
                if read.read(&delta, base, 1 << 20).is_ok() {
                    let mut at = 0;
                    for piece in &read.pieces {
                        prop_assert_eq!(piece.at as usize, at);
                        prop_assert!(piece.len > 0);
                        let source = if piece.inserted { delta.len() } else { base };
                        prop_assert!(piece.from as usize + piece.len as usize <= source);
                        at = piece.end();
                    }
                    prop_assert_eq!(at, read.len);
                    prop_assert!(read.novel.windows(2).all(|pair| pair[0].end < pair[1].start));
                }
            }
        }
    }

    #[test]
    fn joins_are_new() {
        let mut delta = Delta::default();
        // From 10 bytes: 0..4, 6..8, "ab", 8..9.
        let bytes = [10, 9, 0x90, 4, 0x91, 6, 2, 2, b'a', b'b', 0x91, 8, 1];
        delta.read(&bytes, 10, 100).expect("a delta");
        assert_eq!(delta.novel, [4..4, 6..8, 9..9]);
        // The same bytes in the same order are not new, however they are cut.
        delta.read(&[4, 4, 0x90, 2, 0x91, 2, 2], 4, 100).expect("a delta");
        assert!(delta.novel.is_empty());
        assert_eq!(delta.pieces.len(), 1);
    }

    #[test]
    fn sizes_that_lie_are_refused() {
        let mut delta = Delta::default();
        let claims = [0, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, b'a'];
        assert!(delta.read(&claims, 0, 1 << 30).is_err());
        assert!(delta.read(&[0, 3, 1, b'a'], 0, 1 << 30).is_err());
        assert!(delta.read(&[3, 3, 0x90, 4], 3, 1 << 30).is_err());
        assert!(delta.read(&[0x83], 3, 1 << 30).is_err());
    }
}
