//! E101 and W191: tabs in the indentation.

use crate::Check;
use crate::lines::Line;
use crate::sink::{Sink, finding};
use sdf_core::{Document, LineIndex, Span};

/// Judges every line, in focus or not: what the first indented line uses, the others must.
pub(super) fn check(document: &Document<'_>, lines: &LineIndex, sink: &mut Sink<'_>) {
    let wanted = sink.wants_any(&[Check::E101, Check::W191]);
    if !wanted || memchr::memchr(b'\t', document.bytes).is_none() {
        return;
    }
    let mut usual = None;
    for number in 0..lines.count() {
        let line = Line::of(document, lines, number);
        let Some(&first @ (b' ' | b'\t')) = line.text.first() else { continue };
        let expected = *usual.get_or_insert(first);
        let width = line.text.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let indent = &line.text[..width];
        let whole = Span::new(line.start, line.end());
        let rest = |at: usize| Span::new(line.start + at, line.start + width);
        if let Some(at) = indent.iter().position(|&byte| byte != expected) {
            sink.add(Check::E101, finding(Check::E101, rest(at), whole));
            usual = Some(first);
        }
        if let Some(at) = memchr::memchr(b'\t', indent) {
            sink.add(Check::W191, finding(Check::W191, rest(at), whole));
        }
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
                &["3:1 E101", "3:1 W191", "4:1 W191", "5:1 E101"],
            ),
            ("if x:\n    \ty = 1\n", &["2:5 E101", "2:5 W191"]),
            ("s = '''\n \n\tb\n'''\n", &["3:1 E101", "3:1 W191"]),
        ];
        for (text, expected) in cases {
            assert_found("a.py", text, &["E101", "W191"], expected);
        }
    }
}
