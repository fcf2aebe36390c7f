//! Where escapes stand.

use super::escape::{self, Escape};
use super::notations::Notations;

/// Bytes looked at at once.
const STRIDE: usize = 32;

/// The first escape in `text` at `from` or behind it.
pub(super) fn next(text: &[u8], from: usize, notations: Notations) -> Option<(usize, Escape)> {
    let read = |at: usize| {
        let escape = escape::read(text.get(at..)?, notations)?;
        Some((at, escape))
    };
    if !notations.quoted && !notations.code_points {
        let mut signs = memchr::memchr3_iter(b'\\', b'%', b'&', text.get(from..)?);
        return signs.find_map(|at| read(from + at));
    }
    let mut at = from;
    // Ordinary text is passed over in strides, without a branch a byte.
    while let Some(stride) = text.get(at..).and_then(<[u8]>::first_chunk::<STRIDE>) {
        if stride.iter().fold(false, |any, &byte| any | is_sign(byte)) {
            let found = (at..at + STRIDE).filter(|&at| is_sign(text[at])).find_map(read);
            if found.is_some() {
                return found;
            }
        }
        at += STRIDE;
    }
    (at..text.len()).find_map(read)
}

fn is_sign(byte: u8) -> bool {
    (byte == b'\\') | (byte == b'%') | (byte == b'&') | (byte == b'=') | (byte == b'U')
}
