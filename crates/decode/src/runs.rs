//! Runs of characters that base 64 and hexadecimal are written in.

use crate::classes::{BLOCK, Members, WIDTH, window};
use std::ops::Range;

/// Shortest run that is looked at: eighteen bytes in base 64, twelve in hexadecimal. Every such run
/// holds two blocks in a row that are full.
pub(crate) const SHORTEST: usize = 3 * BLOCK;

/// Whether `byte` is one of the alphabets of base 64, which hold the hexadecimal digits.
#[inline(always)]
pub(crate) fn is_digit(byte: u8) -> bool {
    let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    // Between the slash and the digits stands nothing.
    let digit = byte.wrapping_sub(b'/') < 11;
    letter | digit | (byte == b'+') | (byte == b'-') | (byte == b'_')
}

/// The first run of at least [`SHORTEST`] digits that begins at `from` or behind it, as long as it
/// is. A run that lies across `from` counts from there.
pub(crate) fn next(text: &[u8], from: usize) -> Option<Range<usize>> {
    let (mut at, mut room) = (from, [0; WIDTH + 1]);
    // Whether the last block before is full, in the lowest bit.
    let mut before = 0;
    while at < text.len() {
        let others = Members::of(window(text, at, &mut room), |byte, _| !is_digit(byte));
        let full = !others.blocks();
        let pairs = full & (full << 1 | before);
        before = full >> (WIDTH / BLOCK - 1);
        if pairs != 0
            && let Some(run) = long(text, from, at, others.places())
        {
            return Some(run);
        }
        at += WIDTH;
    }
    None
}

/// The first long run in the window at `at`, in which `others` are no digits. Runs that go on behind
/// it and have no two full blocks in it are left to the next window.
fn long(text: &[u8], floor: usize, at: usize, others: u64) -> Option<Range<usize>> {
    let whole = |start: u32, length: u32| {
        let end = at + (start + length) as usize;
        let is_open = start + length == u64::BITS;
        let more = if is_open { count(text[end..].iter()) } else { 0 };
        Some(at + start as usize..end + more).filter(|run| run.len() >= SHORTEST)
    };
    let first = others.trailing_zeros();
    if first as usize >= BLOCK {
        let before = count(text[floor..at].iter().rev());
        let run = whole(0, first).unwrap_or(at..at + first as usize);
        if before + run.len() >= SHORTEST {
            return Some(run.start - before..run.end);
        }
    }
    // Where as many digits begin: two, four, eight, sixteen and twenty-four.
    let mut starts = !others;
    for shift in [1, 2, 4, BLOCK, BLOCK] {
        starts &= starts >> shift;
    }
    if starts != 0 {
        let start = starts.trailing_zeros();
        return whole(start, (others >> start).trailing_zeros().min(u64::BITS - start));
    }
    let last = others.leading_zeros();
    if (2 * BLOCK..WIDTH).contains(&(last as usize)) { whole(u64::BITS - last, last) } else { None }
}

/// How many digits stand at the beginning of `bytes`.
fn count<'t>(bytes: impl Iterator<Item = &'t u8>) -> usize {
    bytes.take_while(|&&byte| is_digit(byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digits::Alphabet;
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
        fn it_finds_what_a_plain_search_finds(
            text in r#"([a-zA-Z0-9/+_-]{0,40}[ .,:@\[{`="]{1,3}|[a-z]{0,200} ){0,12}"#, from in 0usize..200,
        ) {
            let text = text.as_bytes();
            let text = text.get(from..).unwrap_or(text);
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

    #[test]
    fn digits_are_those_of_the_alphabets() {
        for byte in 0..=u8::MAX {
            assert_eq!(is_digit(byte), Alphabet::Base64.accepts(byte), "{byte}");
        }
    }
}
