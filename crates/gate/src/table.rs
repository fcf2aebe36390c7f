//! The automaton as bytes, and the scan over it.

use crate::Hit;
use sdf_core::Span;
use std::fmt;
use std::ops::Range;

/// First bytes of a table: name and version of its layout.
const MAGIC: &[u8; 8] = b"sdfgate2";
/// Magic, then five numbers of four bytes: stride, states, matching states, matches, rules.
const HEADER: usize = 8 + 5 * 4;
/// Literals of one rule that stand at most this many bytes apart are one hit: it bounds the
/// number of hits on input that is nothing but literals.
const CLUSTER: usize = 32;

/// A table that cannot be made or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableError {
    /// More literals than 65,536 states can hold.
    TooLarge,
    /// A literal without a byte would match everywhere.
    EmptyLiteral,
    /// The bytes are not a table of this version.
    Malformed,
}

impl fmt::Display for TableError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            TableError::TooLarge => "too many literals for one automaton",
            TableError::EmptyLiteral => "a literal is empty",
            TableError::Malformed => "not an automaton table of this version",
        })
    }
}

impl std::error::Error for TableError {}

/// What a table is written from.
pub(crate) struct Layout<'a> {
    pub(crate) classes: &'a [u8; 256],
    pub(crate) stride_log2: u32,
    /// The state behind each state and class, `1 << stride_log2` columns a state.
    pub(crate) next: &'a [u16],
    /// For each matching state, which come first, the literals that end there: length, rule.
    pub(crate) matches: &'a [Vec<(u16, u32)>],
}

/// Writes the table: header, classes, transitions, match offsets, matches; little-endian.
pub(crate) fn write(layout: &Layout<'_>) -> Vec<u8> {
    let matches: Vec<_> = layout.matches.iter().flatten().collect();
    let rules = matches.iter().map(|(_, rule)| rule + 1).max().unwrap_or(0);
    let states = layout.next.len() >> layout.stride_log2;
    let mut table = MAGIC.to_vec();
    for number in [
        layout.stride_log2,
        states as u32,
        layout.matches.len() as u32,
        matches.len() as u32,
        rules,
    ] {
        table.extend(number.to_le_bytes());
    }
    table.extend(layout.classes);
    table.extend(layout.next.iter().flat_map(|state| state.to_le_bytes()));
    let mut offset = 0u32;
    for ending in layout.matches {
        table.extend(offset.to_le_bytes());
        offset += ending.len() as u32;
    }
    table.extend(offset.to_le_bytes());
    for (length, rule) in matches {
        table.extend(length.to_le_bytes());
        table.extend(rule.to_le_bytes());
    }
    table
}

/// An automaton over the literals of rules, read from its table in place.
#[derive(Clone, Copy)]
pub struct Gate<'t> {
    classes: &'t [u8; 256],
    next: &'t [u8],
    offsets: &'t [u8],
    matches: &'t [u8],
    stride_log2: u32,
    /// States below this number match; the state with this number is the start.
    matching: usize,
    rules: usize,
}

impl fmt::Debug for Gate<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let states = (self.next.len() / 2) >> self.stride_log2;
        write!(formatter, "Gate({states} states, {} rules)", self.rules)
    }
}

impl<'t> Gate<'t> {
    /// Opens a table that [`crate::freeze`] wrote. Constant time: the content is not checked
    /// beyond its sizes, and a wrong state in it ends a scan early rather than badly.
    ///
    /// # Errors
    /// [`TableError::Malformed`] when the sizes do not fit.
    pub fn open(table: &'t [u8]) -> Result<Self, TableError> {
        Self::read(table).ok_or(TableError::Malformed)
    }

    fn read(table: &'t [u8]) -> Option<Self> {
        let number = |index: usize| {
            let bytes = table.get(8 + index * 4..)?.first_chunk()?;
            usize::try_from(u32::from_le_bytes(*bytes)).ok()
        };
        table.strip_prefix(MAGIC)?;
        let (stride_log2, states, matching) = (number(0)?, number(1)?, number(2)?);
        let (matches, rules) = (number(3)?, number(4)?);
        // A rule is an index into a table of rules: a million is more than there will ever be.
        if stride_log2 > 8 || rules > 1 << 20 {
            return None;
        }
        let (classes, rest) = table.get(HEADER..)?.split_first_chunk()?;
        let (next, rest) = rest.split_at_checked((states << stride_log2) * 2)?;
        let (offsets, rest) = rest.split_at_checked((matching + 1) * 4)?;
        let (matches, rest) = rest.split_at_checked(matches * 6)?;
        let stride_log2 = u32::try_from(stride_log2).ok()?;
        rest.is_empty().then_some(Gate {
            classes,
            next,
            offsets,
            matches,
            stride_log2,
            matching,
            rules,
        })
    }

    /// Number of rules: one more than the highest that owns a literal.
    pub fn rules(&self) -> usize {
        self.rules
    }

    /// Appends every hit whose literals lie within `range` of `content`, in order of their starts
    /// (ties by rule). Linear in the range; the hits of a rule are at least 32 bytes apart.
    pub fn scan(&self, content: &[u8], range: Range<usize>, hits: &mut Vec<Hit>) {
        let first_new = hits.len();
        // For each rule, one more than the place of its last hit in `hits`.
        let mut last = Vec::new();
        let mut state = self.matching;
        let range = range.start.min(content.len())..range.end.min(content.len());
        for (at, &byte) in content[range.clone()].iter().enumerate() {
            let class = usize::from(self.classes[usize::from(byte)]);
            let edge = ((state << self.stride_log2) | class) * 2;
            let Some(target) = self.next.get(edge..edge + 2) else { return };
            state = usize::from(u16::from_le_bytes([target[0], target[1]]));
            if state < self.matching {
                if last.is_empty() {
                    last = vec![0u32; self.rules];
                }
                self.record(state, range.start + at + 1, &mut last, hits);
            }
        }
        hits[first_new..].sort_unstable_by_key(|hit| (hit.span.start, hit.rule));
    }

    #[cold]
    fn record(&self, state: usize, end: usize, last: &mut [u32], hits: &mut Vec<Hit>) {
        let offset = |index: usize| {
            let bytes = self.offsets[index * 4..].first_chunk().copied().unwrap_or_default();
            u32::from_le_bytes(bytes) as usize
        };
        let ending = self.matches.get(offset(state) * 6..offset(state + 1) * 6);
        for entry in ending.unwrap_or_default().chunks_exact(6) {
            let start = end - usize::from(u16::from_le_bytes([entry[0], entry[1]]));
            let rule = u32::from_le_bytes([entry[2], entry[3], entry[4], entry[5]]);
            let Some(last) = last.get_mut(rule as usize) else { continue };
            match hits.get_mut((*last as usize).wrapping_sub(1)) {
                Some(hit) if start <= hit.span.end + CLUSTER => {
                    hit.span = Span::new(hit.span.start.min(start), end);
                }
                _ => {
                    hits.push(Hit { rule, span: Span::new(start, end) });
                    *last = hits.len() as u32;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Anchor, freeze};
    use proptest::prelude::*;

    fn found(literals: &[Vec<u8>], content: &[u8]) -> Vec<(usize, usize)> {
        let anchors: Vec<_> =
            literals.iter().zip(0..).map(|(literal, rule)| Anchor { literal, rule }).collect();
        let table = freeze(&anchors).expect("a small automaton");
        let gate = Gate::open(&table).expect("a table just written");
        let mut hits = Vec::new();
        gate.scan(content, 0..content.len(), &mut hits);
        let covers =
            |hit: Hit| (hit.span.start..hit.span.end).map(move |at| (hit.rule as usize, at));
        hits.into_iter().flat_map(covers).collect()
    }

    proptest! {
        #[test]
        fn it_finds_what_a_plain_search_finds(
            literals in proptest::collection::vec("[abC]{1,4}", 1..6),
            content in "[aBcd]{0,60}",
        ) {
            let literals: Vec<Vec<u8>> = literals.into_iter().map(String::into_bytes).collect();
            let found = found(&literals, content.as_bytes());
            let content = content.to_ascii_lowercase();
            for (rule, literal) in literals.iter().enumerate() {
                let literal = literal.to_ascii_lowercase();
                for (start, window) in content.as_bytes().windows(literal.len()).enumerate() {
                    if window == literal {
                        for at in start..start + literal.len() {
                            prop_assert!(found.contains(&(rule, at)), "{rule} at {at}");
                        }
                    }
                }
            }
        }

        #[test]
        fn a_damaged_table_is_refused_or_harmless(at in 0usize..2000, byte: u8, content: Vec<u8>) {
            let anchors = [Anchor { literal: b"token", rule: 0 }, Anchor { literal: b"key", rule: 1 }];
            let mut table = freeze(&anchors).expect("a small automaton");
            let at = at % table.len();
            table[at] = byte;
            if let Ok(gate) = Gate::open(&table) {
                gate.scan(&content, 0..content.len(), &mut Vec::new());
            }
        }
    }

    #[test]
    fn hits_far_apart_stay_apart_and_close_ones_are_one() {
        let table = freeze(&[Anchor { literal: b"key", rule: 3 }]).expect("a small automaton");
        let gate = Gate::open(&table).expect("a table just written");
        let content = [b"key key".as_slice(), &[b' '; 40], b"KEY"].concat();
        let mut hits = Vec::new();
        gate.scan(&content, 0..content.len(), &mut hits);
        let spans: Vec<_> = hits.iter().map(|hit| (hit.span.start, hit.span.end)).collect();
        assert_eq!(spans, [(0, 7), (47, 50)]);
        assert_eq!(gate.rules(), 4);
    }

    #[test]
    fn without_literals_nothing_hits() {
        let table = freeze(&[]).expect("an empty automaton");
        let gate = Gate::open(&table).expect("a table just written");
        let mut hits = Vec::new();
        gate.scan(b"anything", 0..8, &mut hits);
        assert!(hits.is_empty());
        assert_eq!(freeze(&[Anchor { literal: b"", rule: 0 }]), Err(TableError::EmptyLiteral));
    }
}
