//! A cheap look at every place of a text, which lets few of them through to the automaton.
//!
//! Of each literal, one run of four bytes is chosen near its start, the rarest in source code, and
//! marked in a table of 32 KiB, which stays in the fastest cache: three bytes, hashed, name an
//! entry, and the fourth one of its eight bits. A text is read eight places at a time, and all of
//! their entries are looked up with one branch for the eight. Unlike an automaton, where each byte
//! waits for the state that the byte before it led to, no look-up waits for another.

use crate::rarity;

/// Entries of the table: 2^15, each of eight bits.
pub(crate) const ENTRIES: usize = 1 << ENTRIES_LOG2;
const ENTRIES_LOG2: u32 = 15;
/// Bytes that name an entry.
pub(crate) const GRAM: usize = 3;
/// Bytes of a literal at most before its marked run: what the automaton goes back at a mark.
pub(crate) const BEFORE: usize = 5;
/// Places looked at together, and the bytes that takes.
const STEP: usize = 8;
const READ: usize = STEP + GRAM;
/// Sets the bit that tells small letters from capitals; other bytes coincide too, which only adds
/// marks that the automaton dismisses.
const FOLD: u64 = 0x2020_2020_2020_2020;

/// The table for `literals`.
pub(crate) fn table(mut literals: Vec<&[u8]>) -> Box<[u8; ENTRIES]> {
    let mut table = Box::new([0u8; ENTRIES]);
    // A literal that holds a run marked already needs none of its own, and short ones have no choice.
    literals.sort_by_key(|literal| literal.len());
    for literal in literals {
        match *literal {
            [] => {}
            [_] => table.fill(u8::MAX),
            [first, second] => {
                for third in 0..=u8::MAX {
                    Mark::of(&[first, second, third]).set(&mut table);
                }
            }
            _ => {
                let runs = (0..=(literal.len() - GRAM).min(BEFORE)).map(|at| &literal[at..]);
                let best = runs.map(Mark::of).min_by_key(|mark| {
                    (!mark.is_set(&table), mark.bits == u8::MAX, rarity::commonness(mark.run))
                });
                if let Some(mark) = best {
                    mark.set(&mut table);
                }
            }
        }
    }
    table
}

/// A run as the table holds it: an entry, and bits in it.
struct Mark {
    /// Its four bytes, folded, the first lowest.
    run: u32,
    entry: usize,
    bits: u8,
}

impl Mark {
    /// The mark of the run that begins `bytes`, which are three at least. Without a fourth, every
    /// byte may follow.
    fn of(bytes: &[u8]) -> Self {
        let byte = |at: usize| bytes.get(at).copied().unwrap_or_default();
        let run = folded([byte(0), byte(1), byte(2), byte(3), 0, 0, 0, 0]) as u32;
        let bits = if bytes.len() > GRAM { 1 << bit(run) } else { u8::MAX };
        Mark { run, entry: entry(run), bits }
    }

    fn is_set(&self, table: &[u8; ENTRIES]) -> bool {
        table[self.entry] & self.bits == self.bits
    }

    fn set(&self, table: &mut [u8; ENTRIES]) {
        table[self.entry] |= self.bits;
    }
}

fn folded(bytes: [u8; 8]) -> u64 {
    u64::from_le_bytes(bytes) | FOLD
}

/// The entry of a run: its three low bytes, the first of the text lowest, by multiplicative
/// hashing. The fourth byte is shifted out with the factor's low byte being zero.
#[inline(always)]
fn entry(run: u32) -> usize {
    const FACTOR: u32 = 0x9e37_79b1 << 8;
    (run.wrapping_mul(FACTOR) >> (u32::BITS - ENTRIES_LOG2)) as usize % ENTRIES
}

/// The number of a run's bit in its entry, by its fourth byte.
#[inline(always)]
fn bit(run: u32) -> u32 {
    run >> 24 & 7
}

/// Calls `marked` with each place from `start` on, in order, at which a marked run begins, and
/// gives the place from which on the text is too short to be looked at.
#[inline(always)]
pub(crate) fn each_mark(
    table: &[u8; ENTRIES],
    text: &[u8],
    start: usize,
    mut marked: impl FnMut(usize),
) -> usize {
    let mut at = start;
    while let Some(bytes) = text.get(at..at + READ).and_then(|it| it.first_chunk::<READ>()) {
        let [low @ .., _, _, _] = bytes;
        let [_, _, _, high @ ..] = bytes;
        let (low, high) = (folded(*low), folded(*high));
        let runs = [
            low as u32,
            (low >> 8) as u32,
            (low >> 16) as u32,
            (low >> 24) as u32,
            (low >> 32) as u32,
            (high >> 16) as u32,
            (high >> 24) as u32,
            (high >> 32) as u32,
        ];
        let mut marks = 0u32;
        for (place, run) in runs.into_iter().enumerate() {
            marks |= u32::from(table[entry(run)] >> bit(run) & 1) << place;
        }
        while marks != 0 {
            marked(at + marks.trailing_zeros() as usize);
            marks &= marks - 1;
        }
        at += STEP;
    }
    at
}
