//! Compressed data: gzip and zlib.

use flate2::bufread::{MultiGzDecoder, ZlibDecoder};
use std::io::{ErrorKind, Read};

/// Least that any data may grow to, in bytes, whatever the ratio.
const ALWAYS: usize = 1 << 16;

/// What compressed data held.
pub(crate) struct Inflated {
    pub(crate) bytes: Vec<u8>,
    /// Whether there was more than allowed.
    pub(crate) is_cut: bool,
    pub(crate) name: &'static str,
}

/// Whether data with this beginning is gzip (RFC 1952) or zlib (RFC 1950) data.
pub(crate) fn is_compressed(head: &[u8]) -> bool {
    match *head {
        [0x1f, 0x8b, 8, flags, ..] => flags & 0xe0 == 0,
        // Deflate with a window of 32 KiB and no dictionary, and the check bits of the header.
        [0x78, flags, ..] => flags & 0x20 == 0 && (0x7800 | u32::from(flags)).is_multiple_of(31),
        _ => false,
    }
}

/// Whether the first bytes of compressed data inflate without a fault: by its first two bytes
/// alone, one text of noise in a thousand is zlib data.
pub(crate) fn begins_well(data: &[u8]) -> bool {
    let mut piece = [0; 256];
    let read = match data.first() {
        Some(0x1f) => MultiGzDecoder::new(data).read(&mut piece),
        _ => ZlibDecoder::new(data).read(&mut piece),
    };
    // What ends too early was sound until then.
    read.map_or_else(|error| error.kind() == ErrorKind::UnexpectedEof, |count| count > 0)
}

/// Inflates `data`, to at most `ratio` times its size and to `most` bytes. What is damaged is
/// inflated as far as it is sound; nothing if that is nothing.
pub(crate) fn inflate(data: &[u8], ratio: usize, most: usize) -> Option<Inflated> {
    if !is_compressed(data) {
        return None;
    }
    let most = most.min(data.len().saturating_mul(ratio).max(ALWAYS));
    let is_gzip = data.first() == Some(&0x1f);
    let (mut bytes, mut piece) = (Vec::new(), vec![0; ALWAYS]);
    let mut gzip = MultiGzDecoder::new(data);
    let mut zlib = ZlibDecoder::new(data);
    let source: &mut dyn Read = if is_gzip { &mut gzip } else { &mut zlib };
    let mut is_cut = false;
    while let Ok(count @ 1..) = source.read(&mut piece) {
        let room = most - bytes.len();
        bytes.extend_from_slice(&piece[..count.min(room)]);
        if count > room {
            is_cut = true;
            break;
        }
    }
    let name = if is_gzip { "gzip" } else { "zlib" };
    (!bytes.is_empty()).then_some(Inflated { bytes, is_cut, name })
}
