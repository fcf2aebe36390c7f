//! E501: a line that is too long.

use super::PhysicalLine;
use crate::Check;
use crate::pycodestyle::text::Text;
use crate::sink::{Sink, finding};
use sdf_core::Span;

/// Columns that must be left to break before a word that is let off for being long.
const MARGIN: usize = 7;

pub(super) fn check(line: &PhysicalLine<'_>, sink: &mut Sink<'_>) {
    let limit = line.settings.max_line_length;
    let characters = line.rows.characters;
    let text = Text { bytes: line.text, characters }.trim_end();
    if line.row == 0 && text.bytes.starts_with(b"#!") {
        return;
    }
    let length = text.length();
    if length <= limit || is_let_off(text, length, limit, line.is_multiline) {
        return;
    }
    let excess = characters.prefix(text.bytes, limit);
    let span = Span::new(line.place(excess), line.place(text.bytes.len()));
    let identity = Span::new(line.place(0), span.end);
    let message = format!("line too long ({length} > {limit} characters)");
    sink.add(Check::E501, finding(Check::E501, span, identity).saying(message));
}

/// Whether the line is but one word that cannot be broken, such as an address, in a comment or in
/// a string of several lines, and does not begin too far right.
fn is_let_off(text: Text<'_>, length: usize, limit: usize, in_string: bool) -> bool {
    let word = match text.words().as_slice() {
        [only] if in_string => *only,
        [first, word] if first.bytes == b"#" => *word,
        _ => return false,
    };
    length - word.length() < limit.saturating_sub(MARGIN)
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
