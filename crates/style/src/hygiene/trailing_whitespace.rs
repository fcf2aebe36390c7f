//! trailing-whitespace: white space at the end of a line.

use crate::Check;
use crate::lines::{Line, in_focus, trim_end};
use crate::sink::{Sink, finding, fixed_by};
use sdf_core::{Document, LineIndex, Span};

/// ASCII white space as Python's `bytes.rstrip` has it. A no-break space is content.
const SPACES: &[u8] = b" \t\n\r\x0b\x0c";

/// `breaks`: two spaces at the end of a line that is not blank stay.
pub(super) fn check(document: &Document<'_>, lines: &LineIndex, breaks: bool, sink: &mut Sink<'_>) {
    if !sink.wants(Check::TrailingWhitespace) {
        return;
    }
    for number in in_focus(document, lines) {
        let mut line = Line::of(document, lines, number);
        let range = lines.range(number);
        if document.bytes[range.clone()].ends_with(b"\r") && !has_only_carriage_returns(document) {
            line.text = &document.bytes[range];
        }
        // Nearly every line ends here.
        if line.text.last().is_none_or(|&last| last > b' ') {
            continue;
        }
        let stripped = trim_end(line.text, SPACES);
        let keep = if breaks && !stripped.is_empty() && line.text.ends_with(b"  ") { 2 } else { 0 };
        let fault = Span::new(line.start + stripped.len(), line.end() - keep);
        if !fault.is_empty() {
            let identity = Span::new(line.start, line.start + stripped.len());
            let found = finding(Check::TrailingWhitespace, fault, identity);
            sink.add(Check::TrailingWhitespace, fixed_by(found, fault, b"", true));
        }
    }
}

/// Whether carriage returns are the line ends of the file. Otherwise one without a line feed is
/// white space. Without this exception the fix would remove the last line end, end-of-file-fixer
/// would add a line feed, and mixed-line-ending would turn it into a carriage return again.
fn has_only_carriage_returns(document: &Document<'_>) -> bool {
    memchr::memchr(b'\n', document.bytes).is_none()
        && memchr::memchr_iter(b'\r', document.bytes).nth(1).is_some()
}

#[cfg(test)]
mod tests {
    use crate::testing::{assert_found, check, mend};

    /// What trailing-whitespace-fixer 6.0.0 makes of the left side is the right side.
    #[test]
    fn as_trailing_whitespace_fixer_writes() {
        let cases = [
            ("a \nb\t\r\n", "a\nb\r\n"),
            ("a\r\r\n\r\n", "a\r\n\r\n"),
            ("a\x0b\x0c\nb \r", "a\nb"),
            ("a\u{a0}\n", "a\u{a0}\n"),
            ("a\x1f\n", "a\x1f\n"),
            ("  \n \t", "\n"),
            ("a\nb\r", "a\nb"),
            ("a\r", "a"),
        ];
        for (before, after) in cases {
            assert_eq!(mend("a.txt", before.as_bytes(), "trailing-whitespace"), after.as_bytes());
        }
    }

    #[test]
    fn a_file_may_use_carriage_returns_alone() {
        assert_eq!(mend("a.txt", b"a\rb \r", "trailing-whitespace"), b"a\rb\r");
    }

    /// The same with `--markdown-linebreak-ext=md`.
    #[test]
    fn markdown_breaks_lines_with_two_spaces() {
        let cases = [
            ("a  \nb\n", "a  \nb\n"),
            ("a  \r\n", "a  \r\n"),
            ("a   \n", "a  \n"),
            ("a\t  \n", "a  \n"),
            ("a \n", "a\n"),
            ("a \t\n", "a\n"),
            ("  \n", "\n"),
        ];
        for (before, after) in cases {
            assert_eq!(mend("a.md", before.as_bytes(), "trailing-whitespace"), after.as_bytes());
        }
    }

    #[test]
    fn known_by_the_text_before_it() {
        assert_found("a.txt", "ab \n", &["trailing-whitespace"], &["1:3 trailing-whitespace"]);
        assert_found("a.diff", " \n", &["trailing-whitespace"], &[]);
        let found = check("a.txt", b"x\nab \n");
        assert_eq!((found[0].identity.start, found[0].identity.end), (2, 4));
    }
}
