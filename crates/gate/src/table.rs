//! Filter and automaton as bytes.

use crate::filter::ENTRIES;
use std::fmt;

/// First bytes of a table: name and version of its layout.
const MAGIC: &[u8; 8] = b"sdfgate4";
/// Magic, then five numbers of four bytes: stride, states, matching states, matches, rules.
const HEADER: usize = 8 + 5 * 4;
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
    pub(crate) filter: &'a [u8; ENTRIES],
    pub(crate) classes: &'a [u8; 256],
    /// Columns a state.
    pub(crate) stride: usize,
    /// How many bytes lead to each state, 255 for more.
    pub(crate) depths: &'a [u8],
    /// The state behind each state and class.
    pub(crate) next: &'a [u16],
    /// For each matching state, which come first, the literals that end there: length, rule.
    pub(crate) matches: &'a [&'a [(u16, u32)]],
}

/// Writes the table: header, filter, classes, depths, transitions, match offsets, matches;
/// little-endian.
pub(crate) fn write(layout: &Layout<'_>) -> Vec<u8> {
    let matches: Vec<_> = layout.matches.iter().copied().flatten().collect();
    let rules = matches.iter().map(|(_, rule)| rule + 1).max().unwrap_or(0);
    let mut table = MAGIC.to_vec();
    for number in [
        layout.stride as u32,
        layout.depths.len() as u32,
        layout.matches.len() as u32,
        matches.len() as u32,
        rules,
    ] {
        table.extend(number.to_le_bytes());
    }
    table.extend(layout.filter);
    table.extend(layout.classes);
    table.extend(layout.depths);
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

/// An automaton over the literals of rules and the filter before it, read from their table in
/// place.
#[derive(Clone, Copy)]
pub struct Gate<'t> {
    pub(crate) filter: &'t [u8; ENTRIES],
    classes: &'t [u8; 256],
    depths: &'t [u8],
    next: &'t [u8],
    offsets: &'t [u8],
    matches: &'t [u8],
    stride: usize,
    /// States below this number match; the state with this number is the start.
    matching: usize,
    rules: usize,
}

impl fmt::Debug for Gate<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let states = self.depths.len();
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
        let (stride, states, matching) = (number(0)?, number(1)?, number(2)?);
        let (matches, rules) = (number(3)?, number(4)?);
        // A rule is an index into a table of rules: a million is more than there will ever be.
        if stride > 256 || states > 1 << 16 || rules > 1 << 20 {
            return None;
        }
        let (filter, rest) = table.get(HEADER..)?.split_first_chunk()?;
        let (classes, rest) = rest.split_first_chunk()?;
        let (depths, rest) = rest.split_at_checked(states)?;
        let (next, rest) = rest.split_at_checked(states * stride * 2)?;
        let (offsets, rest) = rest.split_at_checked((matching + 1) * 4)?;
        let (matches, rest) = rest.split_at_checked(matches * 6)?;
        rest.is_empty().then_some(Gate {
            filter,
            classes,
            depths,
            next,
            offsets,
            matches,
            stride,
            matching,
            rules,
        })
    }

    /// Number of rules: one more than the highest that owns a literal.
    pub fn rules(&self) -> usize {
        self.rules
    }

    /// The state in which a scan begins.
    pub(crate) fn start(&self) -> usize {
        self.matching
    }

    /// The state behind `state` when `byte` follows; none in a damaged table.
    #[inline(always)]
    pub(crate) fn next(&self, state: usize, byte: u8) -> Option<usize> {
        let class = usize::from(self.classes[usize::from(byte)]);
        let edge = (state * self.stride + class) * 2;
        let target = self.next.get(edge..edge + 2)?;
        Some(usize::from(u16::from_le_bytes([target[0], target[1]])))
    }

    /// Whether a literal ends in `state`.
    #[inline(always)]
    pub(crate) fn is_match(&self, state: usize) -> bool {
        state < self.matching
    }

    /// How many bytes of a literal, 255 at most, lead to `state`.
    #[inline(always)]
    pub(crate) fn depth(&self, state: usize) -> usize {
        self.depths.get(state).copied().map_or(0, usize::from)
    }

    /// Length and rule of the literals that end in `state`.
    pub(crate) fn ending(&self, state: usize) -> impl Iterator<Item = (usize, u32)> {
        let offset = |index: usize| {
            let bytes = self.offsets.get(index * 4..).and_then(|it| it.first_chunk().copied());
            bytes.map_or(0, |bytes| u32::from_le_bytes(bytes) as usize)
        };
        let ending = self.matches.get(offset(state) * 6..offset(state + 1) * 6);
        ending.unwrap_or_default().chunks_exact(6).map(|entry| {
            let length = usize::from(u16::from_le_bytes([entry[0], entry[1]]));
            (length, u32::from_le_bytes([entry[2], entry[3], entry[4], entry[5]]))
        })
    }
}
