//! check-merge-conflict: the markers that git leaves where two sides differ.

use crate::Check;
use crate::sink::{Sink, finding};
use memchr::memmem;
use sdf_core::{ByteSlice, Document, LineIndex, Span};

const OURS: &[u8] = b"<<<<<<< ";
const BASE: &[u8] = b"|||||||";
const MIDDLE: &[u8] = b"=======";
const THEIRS: &[u8] = b">>>>>>> ";

/// Formats in which headings are underlined.
const PROSE: [&[u8]; 5] = [b"adoc", b"markdown", b"md", b"rst", b"txt"];

/// Reports each marker line. Outside of a conflict seven equals signs are mostly the underline of
/// a heading or the border of a table.
pub(super) fn check(document: &Document<'_>, lines: &LineIndex, sink: &mut Sink<'_>) {
    let bytes = document.bytes;
    if !sink.wants(Check::CheckMergeConflict) {
        return;
    }
    let markers = [OURS, MIDDLE, THEIRS].map(|marker| at_line_start(bytes, marker));
    let Some(first) = markers.into_iter().flatten().min() else { return };
    let mut in_conflict = false;
    for number in lines.line_of(first)..lines.count() {
        let line = lines.text(bytes, number);
        let is_marker = match line.first() {
            Some(b'<') => line.starts_with(OURS),
            Some(b'|') => in_conflict && is_divider(line, BASE),
            Some(b'=') if in_conflict => is_divider(line, MIDDLE),
            Some(b'=') => {
                let ends = lines.range(number).end > lines.range(number).start + line.len();
                is_divider(line, MIDDLE) && ends && !is_ornament(document, lines, number)
            }
            Some(b'>') => line.starts_with(THEIRS),
            _ => false,
        };
        if is_marker {
            in_conflict = line[0] == b'<' || (in_conflict && line[0] != b'>');
            let start = lines.range(number).start;
            let span = Span::new(start, start + line.len());
            sink.add(Check::CheckMergeConflict, finding(Check::CheckMergeConflict, span, span));
        }
    }
}

/// The first place at which a line begins with `marker`.
fn at_line_start(bytes: &[u8], marker: &'static [u8]) -> Option<usize> {
    memmem::find_iter(bytes, marker).find(|&at| at == 0 || bytes[at - 1] == b'\n')
}

/// Whether the line is `marker` alone or with a label behind a space.
fn is_divider(line: &[u8], marker: &[u8]) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest[0] == b' ')
}

/// Whether the equals signs of line `number` may be the border of a table, or stand below or
/// above a heading.
fn is_ornament(document: &Document<'_>, lines: &LineIndex, number: usize) -> bool {
    let text = |number: Option<usize>| {
        number.map_or(b"".as_slice(), |number| lines.text(document.bytes, number).trim_ascii_end())
    };
    let line = text(Some(number));
    let extension = document.extension().unwrap_or_default();
    let is_prose = PROSE.iter().any(|prose| extension.eq_ignore_ascii_case(prose));
    let below = text(Some(number + 1));
    let is_underline = line == MIDDLE
        && is_heading(text(number.checked_sub(1)), is_prose)
        && (is_prose || below.is_empty());
    let is_overline = !below.is_empty() && text(Some(number + 2)) == line;
    is_underline || is_overline || (line.len() > MIDDLE.len() && line.ends_with(b"="))
}

/// Whether seven equals signs may underline `text`; outside of prose as long as it.
fn is_heading(text: &[u8], in_prose: bool) -> bool {
    let begins = text.first().is_some_and(|first| !b" \t#<>|=".contains(first));
    begins && (in_prose || text.chars().count() <= MIDDLE.len())
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn lines(text: &str) -> Vec<usize> {
        lines_in("a.rst", text)
    }

    fn lines_in(path: &str, text: &str) -> Vec<usize> {
        let of = |found: &sdf_core::Finding<'_>| text[..found.span.start].matches('\n').count() + 1;
        let found = check(path, text.as_bytes());
        found.iter().filter(|found| found.rule.id == "check-merge-conflict").map(of).collect()
    }

    #[test]
    fn markers_of_a_conflict_but_no_headings() {
        assert_eq!(lines("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> topic\n"), [2, 4, 6]);
        let with_base = "<<<<<<< a\r\n||||||| 12ab\r\n=======\r\n>>>>>>> b\r\n";
        assert_eq!(lines(with_base), [1, 2, 3, 4]);
        assert_eq!(lines("Heading\n=======\n\n||||||| x\n"), Vec::<usize>::new());
        assert_eq!(lines("<<<<<<< a\n>>>>>>> b\nHeading\n=======\n"), [1, 2]);
        assert_eq!(lines("    <<<<<<< a\n<<<<<<<< b\n<<<<<<<\n"), Vec::<usize>::new());
        assert_eq!(lines("Heading\n=======\n>>>>>>> left behind\n"), [3]);
    }

    #[test]
    fn a_divider_alone_is_one_too_unless_it_serves_a_heading_or_table() {
        assert_eq!(lines("a\n\n=======\n\nb\n"), [3]);
        assert_eq!(lines("=======\n"), [1]);
        assert_eq!(lines("\n======= topic\nb\n"), [2]);
        for ornament in ["=======\nHeading\n=======\n", "======= ===\na       b\n======= ===\n"] {
            assert_eq!(lines(ornament), Vec::<usize>::new(), "{ornament:?}");
        }
        let in_docstring = "\"\"\"\nUsage\n=======\n\nNone.\n\"\"\"\n";
        assert_eq!(lines_in("a.py", in_docstring), Vec::<usize>::new());
        assert_eq!(lines_in("a.py", "x = 1\n=======\nx = 2\n"), [2]);
    }
}
