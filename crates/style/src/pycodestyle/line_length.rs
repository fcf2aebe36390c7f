//! E501: a line that is too long.

use crate::Check;
use crate::lines::Line;
use crate::python::MultilineStrings;
use crate::settings::Settings;
use crate::sink::{Sink, finding};
use sdf_core::{ByteSlice, Span};

/// Columns that must be left to break before a word that is let off for being long.
const MARGIN: usize = 7;
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

pub(super) fn check(
    line: &Line<'_>,
    strings: &MultilineStrings<'_>,
    settings: &Settings,
    sink: &mut Sink<'_>,
) {
    let limit = settings.max_line_length;
    // No character takes less than a byte.
    if line.text.len() <= limit || !sink.wants(Check::E501) {
        return;
    }
    let mut start = line.start;
    let mut text = line.text;
    if start == 0 {
        if let Some(rest) = text.strip_prefix(BYTE_ORDER_MARK) {
            start = BYTE_ORDER_MARK.len();
            text = rest;
        }
        if text.starts_with(b"#!") {
            return;
        }
    }
    let text = text.trim_end_with(is_python_space);
    let length = text.chars().count();
    if length <= limit || is_let_off(text, length, limit, || strings.cover(line.end())) {
        return;
    }
    let excess = text.char_indices().nth(limit).map_or(text.len(), |(at, _, _)| at);
    let span = Span::new(start + excess, start + text.len());
    let identity = Span::new(start, start + text.len());
    let message = format!("line too long ({length} > {limit} characters)");
    sink.add(Check::E501, finding(Check::E501, span, identity).saying(message));
}

/// Whether the line is but one word that cannot be broken, such as an address, in a comment or in
/// a string of several lines, and does not begin too far right.
fn is_let_off(text: &[u8], length: usize, limit: usize, in_string: impl Fn() -> bool) -> bool {
    let mut words = text.fields_with(is_python_space);
    let (first, second, third) = (words.next(), words.next(), words.next());
    let word = match (first, second, third) {
        (Some(only), None, None) if in_string() => only,
        (Some(b"#"), Some(word), None) => word,
        _ => return false,
    };
    length - word.chars().count() < limit.saturating_sub(MARGIN)
}

/// White space as Python's `str.split` and `str.rstrip` have it.
fn is_python_space(character: char) -> bool {
    character.is_whitespace() || ('\x1c'..='\x1f').contains(&character)
}

#[cfg(test)]
mod tests {
    use crate::testing::assert_found;

    /// Expectations as pycodestyle 2.15.0 gives them.
    #[test]
    fn as_pycodestyle_judges() {
        let url = format!("http://{}", "x".repeat(100));
        let (long, fits) = ("x".repeat(76), "x".repeat(75));
        let wide = "ä".repeat(75);
        let cases: [(String, &[&str]); 14] = [
            (format!("{fits} = 1\n"), &[]),
            (format!("{long} = 1\n"), &["1:80 E501"]),
            (format!("{wide} = 1\n"), &[]),
            (format!("{wide} = 12\r\n"), &["1:80 E501"]),
            (format!("{fits} = 1    \u{2003}\x1c\n"), &[]),
            (format!("# {url}\n"), &[]),
            (format!("#: {url}\n"), &["1:80 E501"]),
            (format!("x = 1  # {url}\n"), &["1:80 E501"]),
            (format!("x = '''\n{url}\n{url}'''\n"), &["3:80 E501"]),
            (format!("x = '''{url}\n'''\n"), &["1:80 E501"]),
            (format!("'''{url}\n'''\n"), &[]),
            (format!("x = '''\n{}{url}\n'''\n", " ".repeat(71)), &[]),
            (format!("x = '''\n{}{url}\n'''\n", " ".repeat(72)), &["2:80 E501"]),
            (format!("#!{url} {url}\n#!{url} {url}\n"), &["2:80 E501"]),
        ];
        for (text, expected) in cases {
            assert_found("a.py", &text, &["E501"], expected);
        }
    }

    #[test]
    fn the_message_has_both_figures() {
        let text = format!("{} = 1\n", "x".repeat(76));
        let findings = crate::testing::check("a.py", text.as_bytes());
        assert_eq!(findings[0].message, "line too long (80 > 79 characters)");
    }
}
