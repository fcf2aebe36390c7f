//! E101 and W191: tabs in the indentation.

use super::PhysicalLine;
use crate::Check;
use crate::sink::{Sink, finding};
use crate::tokens::Rows;
use sdf_core::Span;

/// The first row that begins with white space and its first byte: what the others are to use.
pub(crate) fn first_indent_char(rows: &Rows<'_>) -> (usize, Option<u8>) {
    let found = (0..rows.count()).find(|&row| indent_char(rows.text(row)).is_some());
    let row = found.unwrap_or(rows.count());
    (row, indent_char(rows.text(row)))
}

/// What a line begins with if it is a space, a tab, or, by its first byte, a no-break space.
fn indent_char(row: &[u8]) -> Option<u8> {
    match row {
        [first @ (b' ' | b'\t' | 0xA0), ..] | [first @ 0xC2, 0xA0, ..] => Some(*first),
        _ => None,
    }
}

/// Judges a line by what the lines before use, which it changes.
pub(super) fn check(line: &PhysicalLine<'_>, usual: &mut Option<u8>, sink: &mut Sink<'_>) {
    let width = line.text.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let indent = &line.text[..width];
    let range = line.rows.range(line.row);
    let whole = Span::new(range.start, range.start + line.rows.line(line.row).len());
    let rest = |at: usize| Span::new(line.place(at), line.place(width));
    if let Some(at) = indent.iter().position(|&byte| Some(byte) != *usual) {
        sink.add(Check::E101, finding(Check::E101, rest(at), whole));
        *usual = indent.first().copied();
    }
    if let Some(at) = memchr::memchr(b'\t', indent) {
        sink.add(Check::W191, finding(Check::W191, rest(at), whole));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::assert_found;

    /// Expectations as pycodestyle 2.15.0 gives them.
    #[test]
    fn as_pycodestyle_judges() {
        let cases: [(&str, &[&str]); 5] = [
            ("if x:\n    y = '\t'\n", &[]),
            ("if x:\n\ty = 1\n\n\tz = 2\n", &["2:1 W191", "4:1 W191"]),
            (
                "if x:\n    y = (1,\n\t 2)\n\tz = 3\n    a = 4\n",
                // Python does not read on behind the second line.
                &["3:1 E101", "3:1 W191"],
            ),
            ("if x:\n    \ty = 1\n", &["2:5 E101", "2:5 W191"]),
            ("s = '''\n \n\tb\n'''\n", &["3:1 E101", "3:1 W191"]),
        ];
        for (text, expected) in cases {
            assert_found("a.py", text, &["E101", "W191"], expected);
        }
    }
}
