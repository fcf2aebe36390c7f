//! Inflating, into memory that is used again.

use super::delta::{Reason, too_large};
use crate::error::reason;
use gix::objs::Kind;
use gix::zlib::{Inflate, Status};
use std::cmp::Ordering;

/// Deflate cannot shrink by more than 1032 to 1 (zlib's "Technical Details").
const RATIO: u64 = 1032;

/// Bytes that have room for more: what is behind them stays from before, so that no memory is
/// cleared twice.
#[derive(Debug, Default)]
pub(super) struct Buffer {
    bytes: Vec<u8>,
    len: usize,
}

impl Buffer {
    /// The bytes in use.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    /// Makes `len` bytes the ones in use, whatever they are.
    pub(super) fn of_len(&mut self, len: usize) -> &mut [u8] {
        self.len = 0;
        if self.bytes.len() < len {
            self.bytes.resize(len, 0);
        }
        self.len = len;
        &mut self.bytes[..len]
    }

    /// Makes no more than the first `len` bytes the ones in use.
    pub(super) fn shorten(&mut self, len: usize) {
        self.len = self.len.min(len);
    }

    /// Bytes that are held.
    pub(super) fn capacity(&self) -> usize {
        self.bytes.capacity()
    }
}

/// Inflates streams, one after the other.
#[derive(Default)]
pub(super) struct Inflater(Inflate);

impl Inflater {
    /// Inflates the stream at the start of `packed`, which must give `size` bytes.
    ///
    /// A stream that cannot give so many, or more than `largest` of them, is refused before memory
    /// is asked for.
    pub(super) fn stream(
        &mut self,
        packed: &[u8],
        size: u64,
        largest: u64,
        out: &mut Buffer,
    ) -> Result<(), Reason> {
        let len = plausible(packed, size, largest)?;
        // Room for one more byte tells a stream that is too long.
        let room = out.of_len(len + 1);
        self.0.reset();
        let (status, _, written) = self.0.once(packed, room).map_err(|error| reason(&error))?;
        out.len = len;
        match status {
            Status::StreamEnd if written == len => Ok(()),
            _ if written > len => Err(format!("it has more than the promised {len} bytes").into()),
            _ => Err(format!("only {written} of {len} bytes are there").into()),
        }
    }

    /// Inflates a loose object of a kind; none if it is of another.
    pub(super) fn loose(
        &mut self,
        packed: &[u8],
        wanted: Kind,
        largest: u64,
        out: &mut Vec<u8>,
    ) -> Result<Option<()>, Reason> {
        let mut head = [0; 64];
        self.0.reset();
        let (_, consumed, written) =
            self.0.prefix(packed, &mut head).map_err(|error| reason(&error))?;
        let head = head.get(..written).unwrap_or_default();
        let (kind, size, start) =
            gix::objs::decode::loose_header(head).map_err(|error| reason(&error))?;
        if kind != wanted {
            return Ok(None);
        }
        let len = plausible(packed, size, largest)?;
        if written - start > len {
            return Err(format!("it has more than the promised {len} bytes").into());
        }
        let rest = packed.get(consumed..).unwrap_or_default();
        // Room for one more byte tells a stream that is too long.
        let written =
            self.0.rest(rest, head, start, out, len + 1).map_err(|error| reason(&error))?;
        match written.cmp(&len) {
            Ordering::Equal => Ok(Some(())),
            Ordering::Greater => Err(format!("it has more than the promised {len} bytes").into()),
            Ordering::Less => Err(format!("only {written} of {len} bytes are there").into()),
        }
    }
}

/// The size as a length of memory, if it can be.
fn plausible(packed: &[u8], size: u64, largest: u64) -> Result<usize, Reason> {
    if size > (packed.len() as u64).saturating_mul(RATIO).saturating_add(64) {
        return Err(format!("it claims {size} bytes, more than its stream can give").into());
    }
    match usize::try_from(size) {
        Ok(len) if size <= largest.min(u64::from(u32::MAX)) => Ok(len),
        _ => Err(too_large(size)),
    }
}
