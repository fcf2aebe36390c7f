//! W291 and W293: white space at the end of a line.

use super::PhysicalLine;
use crate::Check;
use crate::lines::trim_end;
use crate::sink::{Sink, finding, fixed_by};
use sdf_core::Span;

pub(super) fn check(line: &PhysicalLine<'_>, sink: &mut Sink<'_>) {
    // Nearly every line ends here.
    if line.line().last().is_none_or(|&last| last > b' ') {
        return;
    }
    // A form feed may end a line, or be all of it: it parts the pages of a file.
    let without_ends = trim_end(line.text, b"\n\r\x0c");
    let stripped = trim_end(without_ends, b" \t\x0b");
    if stripped.len() == without_ends.len() {
        return;
    }
    let check = if stripped.is_empty() { Check::W293 } else { Check::W291 };
    let fault = Span::new(line.place(stripped.len()), line.place(line.line().len()));
    let identity = Span::new(line.place(0), fault.start);
    let found = finding(check, fault, identity);
    if line.is_in_place() {
        // Inside a string the white space is part of a value.
        sink.add(check, fixed_by(found, fault, b"", !line.ends_in_string));
    } else {
        sink.add(check, found);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{assert_found, check};

    /// Expectations as pycodestyle 2.15.0 gives them.
    #[test]
    fn as_pycodestyle_judges() {
        let cases: [(&str, &[&str]); 8] = [
            ("x = 1\n", &[]),
            ("x = 1 \n\n  \ny = 2\t\r\nz = 3\n", &["1:6 W291", "3:1 W293", "4:6 W291"]),
            ("x = 1\n  \n\n  \n", &["2:1 W293", "4:1 W293"]),
            ("x = 1 \x0c\n\x0c \n \x0c\ny = 1\n", &["1:6 W291", "2:2 W291", "3:1 W293"]),
            ("x = 1\n\x0c\ny = 2\n", &[]),
            ("s = \"\"\"a  \n  b\t\n\n   \n\"\"\"\n", &["1:9 W291", "2:4 W291", "4:1 W293"]),
            ("x = 1 + \\\n    2 \n", &["2:6 W291"]),
            ("x = 'ä' \u{a0}\ny = 2\u{a0} \n", &["2:7 W291"]),
        ];
        for (text, expected) in cases {
            assert_found("a.py", text, &["W291", "W293"], expected);
        }
    }

    #[test]
    fn a_fix_inside_a_string_is_not_safe() {
        let safe = |text: &str| -> Vec<bool> {
            let found = check("a.py", text.as_bytes()).into_iter();
            let found = found.filter(|found| found.rule.id.starts_with('W'));
            let fixes = found.filter_map(|found| found.fix);
            fixes.map(|fix| fix.safe).collect()
        };
        assert_eq!(safe("s = 1 \n"), vec![true]);
        assert_eq!(safe("s = '''a \nb\n''' \n"), vec![false, true]);
        // pycodestyle reports a line twice that ends in the middle of an f-string.
        assert_eq!(safe("s = f'''a\n \n{1 + \n2}'''\n"), vec![false; 3]);
    }
}
