//! Runs of characters that base 64 and hexadecimal are written in.

use crate::classes::{BLOCK, Members, WIDTH, window};
use std::ops::Range;

/// Shortest run that is looked at: eighteen bytes in base 64, twelve in hexadecimal.
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
    let mut blocks = Blocks::default();
    while at < text.len() {
        let others = Members::of(window(text, at, &mut room), |byte, _| !is_digit(byte));
        blocks.add(others.halves());
        if blocks.hold_a_run()
            && let Some(run) = long(text, from, at, others.places())
        {
            return Some(run);
        }
        at += WIDTH;
    }
    None
}

/// Which blocks are full of digits, or half of them is: those of a window from the third bit on,
/// before them the last two of the window before.
#[derive(Clone, Copy, Default)]
struct Blocks {
    first_halves: u32,
    second_halves: u32,
}

impl Blocks {
    /// Adds the halves of a window that hold something else.
    #[inline(always)]
    fn add(&mut self, [first, second]: [u8; 2]) {
        let add = |halves: u32, others: u8| halves >> BLOCK & 3 | u32::from(!others) << 2;
        self.first_halves = add(self.first_halves, first);
        self.second_halves = add(self.second_halves, second);
    }

    /// Whether there are five halves in a row, as there are in every run of [`SHORTEST`]: two full
    /// blocks, and the half before or behind them.
    #[inline(always)]
    fn hold_a_run(self) -> bool {
        let full = self.first_halves & self.second_halves;
        full >> 1 & (full & self.first_halves >> 2 | self.second_halves & full >> 2) != 0
    }
}

/// The first long run in the window at `at`, in which `others` are no digits. Runs that go on behind
/// it and have not five half blocks in it are left to the next window.
fn long(text: &[u8], floor: usize, at: usize, others: u64) -> Option<Range<usize>> {
    let whole = |start: u32, length: u32| {
        let end = at + (start + length) as usize;
        let is_open = start + length == u64::BITS;
        let more = if is_open { count(text[end..].iter()) } else { 0 };
        Some(at + start as usize..end + more).filter(|run| run.len() >= SHORTEST)
    };
    let first = others.trailing_zeros();
    if first as usize >= BLOCK / 2 {
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
    let is_run = (5 * BLOCK / 2..WIDTH).contains(&(last as usize));
    is_run.then(|| whole(u64::BITS - last, last)).flatten()
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

    /// All runs, byte by byte.
    fn plainly(text: &[u8]) -> Vec<Range<usize>> {
        let (mut start, mut runs) = (0, Vec::new());
        for (end, &byte) in text.iter().chain(b" ").enumerate() {
            if !is_digit(byte) {
                runs.extend((end - start >= SHORTEST).then_some(start..end));
                start = end + 1;
            }
        }
        runs
    }

    proptest! {
        #[test]
        fn it_finds_what_a_plain_search_finds(
            text in r#"([a-zA-Z0-9/+_-]{0,40}[ .,:@\[{`="]{1,3}|[a-z]{0,200} ){0,12}"#,
        ) {
            prop_assert_eq!(all(text.as_bytes()), plainly(text.as_bytes()));
        }

        #[test]
        fn it_finds_it_in_noise(text in proptest::collection::vec(
            prop_oneof![1 => any::<u8>(), 30 => proptest::sample::select(b"aZ09+/-_".to_vec())], 0..400,
        )) {
            prop_assert_eq!(all(&text), plainly(&text));
        }
    }

    #[test]
    fn digits_are_those_of_the_alphabets() {
        for byte in 0..=u8::MAX {
            assert_eq!(is_digit(byte), Alphabet::Base64.accepts(byte), "{byte}");
        }
    }
}
