//! Which lines are to be judged.

use sdf_core::{Focus, Span};
use std::ops::Range;

/// Which lines are to be judged: all of them, or those that a change touches or may have made
/// worse.
pub(super) struct Interest<'f> {
    /// Where something changed: an empty range where something is gone.
    ranges: Option<&'f [Range<usize>]>,
    focus: &'f Focus,
    /// Whether the logical lines since a changed one were but comments.
    follows_change: bool,
}

impl<'f> Interest<'f> {
    pub(super) fn new(focus: &'f Focus) -> Self {
        let ranges = match focus {
            Focus::Everything => None,
            Focus::Ranges(ranges) => Some(ranges.as_slice()),
        };
        Interest { ranges, focus, follows_change: false }
    }

    /// Whether a physical line is to be judged: whether it changed.
    pub(super) fn wants_row(&self, row: Range<usize>) -> bool {
        self.ranges.is_none() || self.focus.touches(Span::from(row))
    }

    /// Whether a change touches a logical line, blank lines before it included, or is next to it.
    pub(super) fn touches(&self, line: Range<usize>) -> bool {
        let Some(ranges) = self.ranges else { return true };
        let next = ranges.partition_point(|range| range.end < line.start);
        ranges.get(next).is_some_and(|range| range.start <= line.end)
    }

    /// Whether a logical line is to be judged: if a change touches it, or it is the first that is no
    /// comment behind one. Asked of all in order.
    pub(super) fn wants_line(&mut self, line: Range<usize>, is_comment: bool) -> bool {
        let is_touched = self.touches(line);
        let is_wanted = is_touched || self.follows_change;
        self.follows_change = is_touched || (self.follows_change && is_comment);
        is_wanted
    }

    /// Up to where lines are of no interest if the next one begins at `start`.
    pub(super) fn passes_until(&self, start: usize) -> Option<usize> {
        let ranges = self.ranges.filter(|_| !self.follows_change)?;
        let next = ranges.partition_point(|range| range.end < start);
        let limit = ranges.get(next).map_or(usize::MAX, |range| range.start);
        (start < limit).then_some(limit)
    }
}
