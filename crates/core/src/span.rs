//! A piece of a document.

use std::ops::Range;

/// A range of bytes in a document: `start` inclusive, `end` exclusive, both counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte; never below `start`.
    pub end: usize,
}

impl Span {
    /// A span from `start` to `end`; an `end` before `start` gives an empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        Span { start, end: end.max(start) }
    }

    /// Number of bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether both share a byte; an empty span counts as the position it stands at.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end.max(other.start + 1) && other.start < self.end.max(self.start + 1)
    }

    /// The bytes of `document` under the span, cut to what is there.
    pub fn of(self, document: &[u8]) -> &[u8] {
        let end = self.end.min(document.len());
        &document[self.start.min(end)..end]
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Span::new(range.start, range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_span_overlaps_the_byte_it_stands_before() {
        let empty = Span::new(5, 5);
        assert!(empty.overlaps(Span::new(5, 6)));
        assert!(empty.overlaps(Span::new(3, 6)));
        assert!(!empty.overlaps(Span::new(3, 5)));
        assert!(Span::new(0, 6).overlaps(empty));
    }

    #[test]
    fn a_span_past_the_end_is_cut() {
        assert_eq!(Span::new(2, 9).of(b"abc"), b"c");
        assert_eq!(Span::new(7, 9).of(b"abc"), b"");
    }
}
