//! E241 and E242: more than a space after a comma, semicolon or colon.

use super::edits::set_gap;
use super::statement::{Statement, skip_space};
use crate::Check;
use crate::pycodestyle::report::Report;

pub(super) const CHECKS: &[Check] = &[Check::E241, Check::E242];

pub(super) fn judge(statement: &Statement<'_>, report: &mut Report<'_, '_, '_>) {
    if !statement.traits.wide_gap {
        return;
    }
    let text = statement.text();
    let mut at = 0;
    while let Some(distance) = memchr::memchr3(b',', b';', b':', &text[at..]) {
        let start = at + distance + 1;
        at = skip_space(text, start);
        let gap = &text[start..at];
        let (check, message) = if gap.contains(&b'\t') {
            (Check::E242, "tab after a comma, semicolon or colon")
        } else if gap.windows(2).any(|pair| pair == b"  ") {
            (Check::E241, "several spaces after a comma, semicolon or colon")
        } else {
            continue;
        };
        report.at_text_mended(check, start, message, |at| set_gap(statement, at, b" "));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{assert_found, mend};

    /// Expectations as pycodestyle 2.15.0 gives them.
    #[test]
    fn as_pycodestyle_judges() {
        let rules = ["E241", "E242"];
        let cases: [(&str, &[&str]); 4] = [
            ("x = (1,  2,\t3)\n", &["1:8 E241", "1:12 E242"]),
            ("x = {1:  2};  y\n", &["1:8 E241", "1:13 E241"]),
            ("x = (1, \t 2,\x0c 3)\n", &["1:8 E242"]),
            ("x = (1,\n       2)\n", &[]),
        ];
        for (text, expected) in cases {
            assert_found("a.py", text, &rules, expected);
        }
    }

    #[test]
    fn mends() {
        let cases = [("E241", "x = (1,   2)\n", "x = (1, 2)\n")];
        for (rule, text, expected) in cases {
            let mended = mend("a.py", text.as_bytes(), rule);
            assert_eq!(String::from_utf8_lossy(&mended), expected);
        }
    }
}
