//! Physical lines as Python counts them.

use std::ops::Range;

/// The physical lines of a document. Unlike in [`sdf_core::LineIndex`] a lone carriage return ends
/// a line too, as Python reads it.
pub(crate) struct Rows<'a> {
    pub(crate) bytes: &'a [u8],
    starts: Vec<u32>,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Rows { bytes, starts: vec![0] }
    }

    /// The bytes of row `row` (from 0) with its line end; empty past the last.
    pub(crate) fn range(&self, row: usize) -> Range<usize> {
        let start = |row: usize| self.starts.get(row).map_or(self.bytes.len(), |&at| at as usize);
        start(row)..start(row + 1)
    }

    /// The number of the row that holds byte `offset`.
    pub(crate) fn row_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= offset).saturating_sub(1)
    }

    /// The text of row `row` (from 0) with its line end; empty past the last.
    pub(crate) fn text(&self, row: usize) -> &'a [u8] {
        &self.bytes[self.range(row)]
    }
}
