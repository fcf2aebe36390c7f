//! Which bytes round a hit are looked at.

use sdf_core::{Reach, Span};
use std::ops::Range;

/// Overlapping windows of a rule are joined up to this length, so that input full of keywords is
/// gone through about once, and no search runs over more.
const LONGEST: usize = 1 << 17;

/// How far a window goes beyond what it is round.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent {
    /// Bytes before it.
    pub(crate) before: u32,
    /// Bytes behind it.
    pub(crate) after: u32,
    /// Whether it ends at line ends.
    pub(crate) reach: Reach,
}

/// The windows of `extent` round `spans`, which lie inside `document`, by their starts.
pub(crate) fn windows(
    document: &[u8],
    extent: Extent,
    spans: impl Iterator<Item = Span>,
) -> Vec<Range<usize>> {
    let mut windows = Vec::new();
    for span in spans {
        let start = span.start.saturating_sub(extent.before as usize);
        let end = span.end.saturating_add(extent.after as usize).min(document.len());
        match extent.reach {
            Reach::Document => windows.push(start..end),
            Reach::Line => windows.extend(lines(document, start, span, end)),
        }
    }
    windows.sort_by_key(|window| (window.start, window.end));
    windows.dedup_by(|next, last| {
        let is_joined = next.start <= last.end && next.end - last.start <= LONGEST;
        if is_joined {
            last.end = last.end.max(next.end);
        }
        is_joined || next.end <= last.end
    });
    windows
}

/// The windows of a rule without keywords: all of `document`, where they end at line ends its lines.
pub(crate) fn everywhere(document: &[u8], extent: Extent) -> Vec<Range<usize>> {
    let length = document.len();
    match extent.reach {
        Reach::Line => lines(document, 0, Span::new(0, length), length).collect(),
        Reach::Document => {
            let overlap = extent.before.max(extent.after) as usize;
            let window = |start: usize| start..(start + LONGEST + overlap).min(length);
            (0..length.max(1)).step_by(LONGEST).map(window).collect()
        }
    }
}

/// The parts of `start..end` in each line that `span` touches, without line ends.
fn lines(
    document: &[u8],
    start: usize,
    span: Span,
    end: usize,
) -> impl Iterator<Item = Range<usize>> {
    let first =
        memchr::memrchr(b'\n', &document[start..span.start]).map_or(start, |at| start + at + 1);
    let last = memchr::memchr(b'\n', &document[span.end..end]).map_or(end, |at| span.end + at);
    let inner = memchr::memchr_iter(b'\n', span.of(document)).map(move |at| span.start + at);
    let mut from = first;
    inner.chain([last]).map(move |line_end| {
        let line = from..line_end;
        from = line_end + 1;
        line
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(document: &[u8], reach: Reach, spans: &[(usize, usize)]) -> Vec<(usize, usize)> {
        let extent = Extent { before: 4, after: 6, reach };
        let spans = spans.iter().map(|&(start, end)| Span::new(start, end));
        let windows = windows(document, extent, spans);
        windows.into_iter().map(|window| (window.start, window.end)).collect()
    }

    #[test]
    fn a_line_bounds_its_windows_and_a_document_does_not() {
        let text = b"ab\ncd key ef\ngh";
        assert_eq!(of(text, Reach::Line, &[(6, 9)]), [(3, 12)]);
        assert_eq!(of(text, Reach::Document, &[(6, 9)]), [(2, 15)]);
    }

    #[test]
    fn a_hit_over_several_lines_gives_a_window_each() {
        assert_eq!(of(b"a key\nkey b", Reach::Line, &[(2, 9)]), [(0, 5), (6, 11)]);
    }

    #[test]
    fn overlapping_windows_are_one() {
        let text = [b'x'; 40];
        assert_eq!(
            of(&text, Reach::Document, &[(10, 13), (16, 19), (35, 38)]),
            [(6, 25), (31, 40)]
        );
    }
}
