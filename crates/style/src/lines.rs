//! The lines that matter.

use sdf_core::{Document, Focus, LineIndex};
use std::ops::Range;

/// The numbers (from 0, rising) of the lines that have a byte in focus, the empty line behind a
/// final line end left out.
pub(crate) fn in_focus(document: &Document<'_>, lines: &LineIndex) -> impl Iterator<Item = usize> {
    let length = document.bytes.len();
    let ranges = match &document.focus {
        Focus::Everything => vec![Range { start: 0, end: length }],
        Focus::Ranges(ranges) => ranges.clone(),
    };
    let mut next = 0;
    ranges.into_iter().filter(move |range| range.start < range.end.min(length)).flat_map(
        move |range| {
            let first = lines.line_of(range.start).max(next);
            next = lines.line_of(range.end.min(length) - 1) + 1;
            first..next
        },
    )
}

/// The bytes of a line without its line end, and where they start.
pub(crate) struct Line<'a> {
    pub(crate) start: usize,
    pub(crate) text: &'a [u8],
}

impl<'a> Line<'a> {
    pub(crate) fn of(document: &Document<'a>, lines: &LineIndex, number: usize) -> Self {
        let start = lines.range(number).start;
        Line { start, text: lines.text(document.bytes, number) }
    }

    /// Where the line end begins.
    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// `text` without any of `bytes` at its end.
pub(crate) fn trim_end<'a>(text: &'a [u8], bytes: &[u8]) -> &'a [u8] {
    let length = text.iter().rposition(|byte| !bytes.contains(byte)).map_or(0, |last| last + 1);
    &text[..length]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_in_focus_come_once_and_in_order() {
        let bytes = b"aa\nbb\ncc\ndd\n";
        let mut document = Document::file(b"f".as_slice().into(), bytes);
        let lines = LineIndex::new(bytes);
        let numbers = |document: &Document<'_>| in_focus(document, &lines).collect::<Vec<_>>();
        assert_eq!(numbers(&document), [0, 1, 2, 3]);
        document.focus = Focus::Ranges(vec![0..1, 1..4, 4..4, 5..6, 10..99, 200..300]);
        assert_eq!(numbers(&document), [0, 1, 3]);
        document.focus = Focus::Ranges(Vec::new());
        assert!(numbers(&document).is_empty());
    }
}
