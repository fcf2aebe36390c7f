//! Runs of characters that base 64 and hexadecimal are written in.

use std::ops::Range;

/// Shortest run that is looked at: eighteen bytes in base 64, twelve in hexadecimal.
pub(crate) const SHORTEST: usize = 24;

/// Bytes of a block; every run of `SHORTEST` holds two blocks in a row that are full.
const BLOCK: usize = 8;
/// Bytes classified at once.
const STRIDE: usize = 64;

/// Whether `byte` is one of the alphabets of base 64, which hold the hexadecimal digits.
pub(crate) fn is_digit(byte: u8) -> bool {
    let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    let digit = byte.wrapping_sub(b'0') < 10;
    letter | digit | (byte == b'+') | (byte == b'/') | (byte == b'-') | (byte == b'_')
}

/// The first run of at least [`SHORTEST`] digits that begins at `from` or behind it, as long as it
/// is. A run that lies across `from` counts from there.
///
/// Ordinary text is passed over in blocks, without a branch a byte.
pub(crate) fn next(text: &[u8], from: usize) -> Option<Range<usize>> {
    let mut at = from;
    // Whether the last block before is full, in the lowest bit.
    let mut before = 0;
    while let Some(stride) = text.get(at..).and_then(<[u8]>::first_chunk::<STRIDE>) {
        let full = full_blocks(stride);
        let mut pairs = full & (full << 1 | before);
        before = full >> (STRIDE / BLOCK - 1);
        while pairs != 0 {
            let run = around(text, from, at + pairs.trailing_zeros() as usize * BLOCK);
            if run.len() >= SHORTEST {
                return Some(run);
            }
            pairs &= pairs - 1;
        }
        at += STRIDE;
    }
    // What is left is shorter than a stride, but a run may have begun before it.
    let tail = text.get(at..)?;
    let mut start = at - text[from..at].iter().rev().take_while(|&&byte| is_digit(byte)).count();
    for (index, &byte) in tail.iter().chain(b" ").enumerate() {
        if !is_digit(byte) {
            if at + index - start >= SHORTEST {
                return Some(start..at + index);
            }
            start = at + index + 1;
        }
    }
    None
}

/// Which blocks of `stride` hold nothing but digits, a bit a block; commas are let pass.
fn full_blocks(stride: &[u8; STRIDE]) -> u32 {
    let mut other = [0u8; STRIDE];
    for (other, &byte) in other.iter_mut().zip(stride) {
        // As `is_digit`, in fewer steps: from `+` to `9` there are but a dot and a comma beside.
        let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        let digit = (byte.wrapping_sub(b'+') < 15) & (byte != b'.');
        *other = u8::from(!(letter | digit | (byte == b'_')));
    }
    let blocks = other.as_chunks::<BLOCK>().0.iter().enumerate();
    blocks.fold(0, |full, (at, block)| full | u32::from(u64::from_ne_bytes(*block) == 0) << at)
}

fn around(text: &[u8], floor: usize, inside: usize) -> Range<usize> {
    let before = text[floor..inside].iter().rev().take_while(|&&byte| is_digit(byte)).count();
    let behind = text[inside..].iter().take_while(|&&byte| is_digit(byte)).count();
    inside - before..inside + behind
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(text: &[u8]) -> Vec<Range<usize>> {
        let mut runs = Vec::new();
        let mut at = 0;
        while let Some(run) = next(text, at) {
            at = run.end;
            runs.push(run);
        }
        runs
    }

    proptest! {
        #[test]
        fn it_finds_what_a_plain_search_finds(text in "([a-zA-Z0-9/+_-]{0,40}[ .=\"]{1,3}){0,12}") {
            let text = text.as_bytes();
            let mut expected = Vec::new();
            let mut start = 0;
            for (end, &byte) in text.iter().chain(b" ").enumerate() {
                if !is_digit(byte) {
                    if end - start >= SHORTEST {
                        expected.push(start..end);
                    }
                    start = end + 1;
                }
            }
            prop_assert_eq!(all(text), expected);
        }
    }
}
