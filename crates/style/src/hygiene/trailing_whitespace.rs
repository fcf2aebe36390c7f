//! trailing-whitespace: white space at the end of a line.

use crate::Check;
use crate::file_type::FileType;
use crate::lines::{Line, in_focus, trim_end};
use crate::python::MultilineStrings;
use crate::settings::Settings;
use crate::sink::{Sink, finding, fixed_by};
use sdf_core::{Document, LineIndex, Span};

/// ASCII white space as Python's `bytes.rstrip` has it. A no-break space is content.
const SPACES: &[u8] = b" \t\n\r\x0b\x0c";

pub(super) fn check(
    document: &Document<'_>,
    lines: &LineIndex,
    settings: &Settings,
    file_type: FileType,
    sink: &mut Sink<'_>,
) {
    if !sink.wants(Check::TrailingWhitespace) {
        return;
    }
    let unwanted = settings.trailing_characters.as_deref().unwrap_or(SPACES);
    // Nearly no line ends with one.
    let mut is_unwanted = [false; 256];
    unwanted.iter().for_each(|&byte| is_unwanted[byte as usize] = true);
    let keeps_breaks = keeps_breaks(document, settings);
    // Breaks are kept behind what is unwanted, too.
    is_unwanted[b' ' as usize] |= keeps_breaks;
    let strings = MultilineStrings::new(document.bytes);
    for number in in_focus(document, lines) {
        let mut line = Line::of(document, lines, number);
        let range = lines.range(number);
        if document.bytes[range.clone()].ends_with(b"\r")
            && !has_only_carriage_returns(document, sink)
        {
            line.text = &document.bytes[range];
        }
        if line.text.last().is_none_or(|&last| !is_unwanted[last as usize]) {
            continue;
        }
        let is_blank = trim_end(line.text, SPACES).is_empty();
        let has_break = !is_blank && line.text.ends_with(b"  ");
        let text = match line.text {
            [text @ .., _, _] if has_break && keeps_breaks => text,
            text => text,
        };
        let stripped = trim_end(text, unwanted);
        let fault = Span::new(line.start + stripped.len(), line.start + text.len());
        if fault.is_empty() {
            continue;
        }
        // There it is part of a value, it breaks the line, or it keeps a backslash from doing so.
        let has_meaning = match file_type {
            FileType::Python => strings.cover(line.end()),
            FileType::Markdown => has_break && !keeps_breaks,
            _ => false,
        };
        let safe = !has_meaning && !stripped.ends_with(b"\\");
        let identity = Span::new(line.start, fault.start);
        let found = finding(Check::TrailingWhitespace, fault, identity);
        sink.add(Check::TrailingWhitespace, fixed_by(found, fault, b"", safe));
    }
}

/// Whether two spaces at the end of a line that is not blank stay.
fn keeps_breaks(document: &Document<'_>, settings: &Settings) -> bool {
    let extension = document.extension().unwrap_or_default();
    let is_of =
        |wanted: &String| wanted == "*" || wanted.as_bytes().eq_ignore_ascii_case(extension);
    settings.line_break_extensions.iter().any(is_of)
}

/// Whether carriage returns are the line ends of the file, for mixed-line-ending too. Otherwise
/// one without a line feed is white space. Without this exception the fix would remove the last
/// line end, end-of-file-fixer would add a line feed, and mixed-line-ending would turn it into a
/// carriage return again.
fn has_only_carriage_returns(document: &Document<'_>, sink: &Sink<'_>) -> bool {
    sink.wants(Check::MixedLineEnding)
        && memchr::memchr(b'\n', document.bytes).is_none()
        && memchr::memchr_iter(b'\r', document.bytes).nth(1).is_some()
}

#[cfg(test)]
mod tests {
    use crate::Settings;
    use crate::testing::{assert_found, check, check_with, mend, mend_with};

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
        let settings =
            Settings { line_break_extensions: vec!["md".to_owned()], ..Settings::default() };
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
            let mended = mend_with("a.md", before.as_bytes(), "trailing-whitespace", &settings);
            assert_eq!(mended, after.as_bytes());
        }
    }

    /// The same with `--chars`.
    #[test]
    fn other_characters_may_be_unwanted() {
        let chars = Some(b" ;".to_vec());
        let settings = Settings { trailing_characters: chars, ..Settings::default() };
        let mended = mend_with("a.c", b"a ;; \nb\t\n", "trailing-whitespace", &settings);
        assert_eq!(mended, b"a\nb\t\n");
        assert!(check_with("a.c", b"b\t\n", &settings).is_empty());
    }

    #[test]
    fn known_by_the_text_before_it() {
        assert_found("a.txt", "ab \n", &["trailing-whitespace"], &["1:3 trailing-whitespace"]);
        assert_found("a.diff", " \n", &["trailing-whitespace"], &[]);
        let found = check("a.txt", b"ab\nx \n");
        assert_eq!((found[0].identity.start, found[0].identity.end), (3, 4));
    }

    #[test]
    fn a_fix_that_changes_what_is_meant_is_not_safe() {
        let safe = |path: &str, text: &str| -> Vec<bool> {
            let found = check(path, text.as_bytes()).into_iter();
            let found = found.filter(|found| found.rule.id == "trailing-whitespace");
            found.filter_map(|found| found.fix).map(|fix| fix.safe).collect()
        };
        assert_eq!(safe("a.py", "s = '''a \nb\n''' \n"), [false, true]);
        assert_eq!(safe("a.md", "a  \nb \n   \n"), [false, true, true]);
        assert_eq!(safe("a.sh", "a\\ \nb \n"), [false, true]);
    }
}
