//! E221 to E224: more than a space around an operator.

use super::edits::set_gap;
use super::statement::{Statement, is_space, skip_space};
use crate::Check;
use crate::pycodestyle::report::Report;

pub(super) const CHECKS: &[Check] = &[Check::E221, Check::E222, Check::E223, Check::E224];

/// From left to right: something but a comma, an operator and the white space around it, and then
/// the next such. An operator may be the something.
pub(super) fn judge(statement: &Statement<'_>, report: &mut Report<'_, '_, '_>) {
    if !statement.traits.wide_gap {
        return;
    }
    let text = statement.text();
    let mut at = 0;
    while let Some(&first) = text.get(at) {
        at += 1;
        if first == b',' || is_space(first) {
            continue;
        }
        let operator = skip_space(text, at);
        let Some(length) = operator_length(&text[operator..]) else { continue };
        let behind = operator + length;
        let next = skip_space(text, behind);
        wide(statement, at, operator, [Check::E221, Check::E223], report);
        wide(statement, behind, next, [Check::E222, Check::E224], report);
        at = next;
    }
}

/// Reports white space of the text if it is more than a space: as spaces, as a tab.
fn wide(
    statement: &Statement<'_>,
    start: usize,
    end: usize,
    [spaces, tab]: [Check; 2],
    report: &mut Report<'_, '_, '_>,
) {
    let gap = &statement.text()[start..end];
    let (check, message) = if gap.contains(&b'\t') {
        (tab, "tab next to an operator")
    } else if gap.len() > 1 {
        (spaces, "several spaces next to an operator")
    } else {
        return;
    };
    report.at_text_mended(check, start, message, |at| set_gap(statement, at, b" "));
}

fn operator_length(text: &[u8]) -> Option<usize> {
    if text.starts_with(b":=") {
        return Some(2);
    }
    let is_operator = |byte: &u8| b"-+*/|!<=>%&^".contains(byte);
    let length = text.iter().position(|byte| !is_operator(byte)).unwrap_or(text.len());
    (length > 0).then_some(length)
}

#[cfg(test)]
mod tests {
    use crate::testing::{assert_found, mend};

    /// Expectations as pycodestyle 2.15.0 gives them.
    #[test]
    fn as_pycodestyle_judges() {
        let rules = ["E221", "E222", "E223", "E224"];
        let cases: [(&str, &[&str]); 8] = [
            ("x  =  1\n", &["1:2 E221", "1:5 E222"]),
            ("x\t=\t1\n", &["1:2 E223", "1:4 E224"]),
            ("x = -  1\nf(*  a, **  b)\n", &["2:4 E222", "2:11 E222"]),
            ("x = (a,  -b)\n", &[]),
            ("x = a  <=  b -  - c\n", &["1:6 E221", "1:10 E222", "1:15 E222"]),
            ("x  :=  1\n", &["1:2 E221", "1:6 E222"]),
            ("def f()  ->  a: pass\n", &["1:8 E221", "1:12 E222"]),
            ("x = (a\n       =  b)\n", &["2:9 E222"]),
        ];
        for (text, expected) in cases {
            assert_found("a.py", text, &rules, expected);
        }
    }

    #[test]
    fn mends() {
        let cases = [("E221", "x   = 1\n", "x = 1\n"), ("E224", "x =\t 1\n", "x = 1\n")];
        for (rule, text, expected) in cases {
            let mended = mend("a.py", text.as_bytes(), rule);
            assert_eq!(String::from_utf8_lossy(&mended), expected);
        }
    }
}
