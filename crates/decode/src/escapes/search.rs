//! Where escapes stand.

use super::escape::{self, Escape};

/// Bytes looked at at once.
const STRIDE: usize = 32;

/// The first escape in `text` at `from` or behind it.
///
/// Ordinary text is passed over in strides, without a branch a byte.
pub(super) fn next(text: &[u8], from: usize, quoted: bool) -> Option<(usize, Escape)> {
    let sign = if quoted { b'=' } else { b'\\' };
    let read = |at: usize| {
        let escape = escape::read(text.get(at..)?, quoted)?;
        Some((at, escape))
    };
    let mut at = from;
    // One byte more than a stride: whether a sign begins an escape the next byte tells.
    while let Some(bytes) = text.get(at..).and_then(<[u8]>::first_chunk::<{ STRIDE + 1 }>) {
        if holds_sign(bytes, sign) {
            let found = (at..at + STRIDE)
                .filter(|&at| is_sign(text[at], text[at + 1], sign))
                .find_map(read);
            if found.is_some() {
                return found;
            }
        }
        at += STRIDE;
    }
    (at..text.len()).find_map(read)
}

fn holds_sign(bytes: &[u8; STRIDE + 1], sign: u8) -> bool {
    let mut found = [0u8; STRIDE];
    for (index, found) in found.iter_mut().enumerate() {
        *found = u8::from(is_sign(bytes[index], bytes[index + 1], sign));
    }
    found.iter().fold(0, |any, &one| any | one) != 0
}

/// Whether an escape may begin with these bytes; `sign` begins one whatever follows.
fn is_sign(byte: u8, next: u8, sign: u8) -> bool {
    let letter = (next | 0x20).wrapping_sub(b'a') < 26;
    let digit = next.wrapping_sub(b'0') < 10;
    // What follows a backslash is seldom more than a quote or `n` at the end of a string, which
    // `escape::read` tells.
    (byte == b'\\')
        | (byte == sign)
        | ((byte == b'%') & (letter | digit))
        | ((byte == b'&') & (letter | (next == b'#')))
        | ((byte == b'U') & (next == b'+'))
}
