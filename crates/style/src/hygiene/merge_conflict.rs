//! check-merge-conflict: the markers that git leaves where two sides differ.

use crate::Check;
use crate::sink::{Sink, finding};
use memchr::memmem;
use sdf_core::{Document, LineIndex, Span};

const OURS: &[u8] = b"<<<<<<< ";
const BASE: &[u8] = b"|||||||";
const MIDDLE: &[u8] = b"=======";
const THEIRS: &[u8] = b">>>>>>> ";

/// Reports each marker line. A line of seven equals signs alone underlines a heading in
/// reStructuredText; it parts a conflict only behind the marker that opens one.
pub(super) fn check(document: &Document<'_>, lines: &LineIndex, sink: &mut Sink<'_>) {
    let bytes = document.bytes;
    if !sink.wants(Check::CheckMergeConflict) {
        return;
    }
    let open = at_line_starts(bytes, OURS).next();
    let close = at_line_starts(bytes, THEIRS).next();
    let Some(first) = [open, close].into_iter().flatten().min() else { return };
    let mut in_conflict = false;
    for number in lines.line_of(first)..lines.count() {
        let line = lines.text(bytes, number);
        let is_marker = match line.first() {
            Some(b'<') => line.starts_with(OURS),
            Some(b'|') => in_conflict && is_divider(line, BASE),
            Some(b'=') => in_conflict && is_divider(line, MIDDLE),
            Some(b'>') => line.starts_with(THEIRS),
            _ => false,
        };
        if is_marker {
            in_conflict = line[0] != b'>';
            let start = lines.range(number).start;
            let span = Span::new(start, start + line.len());
            sink.add(Check::CheckMergeConflict, finding(Check::CheckMergeConflict, span, span));
        }
    }
}

/// The places at which a line begins with `marker`.
fn at_line_starts(bytes: &[u8], marker: &'static [u8]) -> impl Iterator<Item = usize> {
    memmem::find_iter(bytes, marker).filter(|&at| at == 0 || bytes[at - 1] == b'\n')
}

/// Whether the line is `marker` alone or with a label behind a space.
fn is_divider(line: &[u8], marker: &[u8]) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest[0] == b' ')
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn lines(text: &str) -> Vec<usize> {
        let of = |found: &sdf_core::Finding<'_>| text[..found.span.start].matches('\n').count() + 1;
        let found = check("a.rst", text.as_bytes());
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
}
