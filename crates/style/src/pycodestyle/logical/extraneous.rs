//! E201 to E204: white space next to brackets, commas and the like.

use super::edits::set_gap;
use super::statement::{Statement, is_space};
use crate::Check;
use crate::pycodestyle::report::Report;

pub(super) const CHECKS: &[Check] = &[Check::E201, Check::E202, Check::E203, Check::E204];

pub(super) fn judge(statement: &Statement<'_>, report: &mut Report<'_, '_, '_>) {
    let text = statement.text();
    if matches!(text, [b'@', next, ..] if is_space(*next)) {
        report.at_text_mended(Check::E204, 1, "white space after '@'", |at| {
            let mut lexemes = statement.lexemes.iter().filter(|lexeme| !lexeme.is_layout());
            let is_sound = lexemes.nth(1).is_some_and(|next| !next.is_keyword());
            if is_sound { set_gap(statement, at, b"") } else { None }
        });
    }
    if !statement.traits.bracket_gap {
        return;
    }
    let mut at = 0;
    while let Some(distance) = memchr::memchr2(b' ', b'\t', &text[at..]) {
        let space = at + distance;
        at = space + 1;
        let before = space.checked_sub(1).map(|before| text[before]);
        if matches!(before, Some(b'(' | b'[' | b'{')) {
            report.at_text_mended(
                Check::E201,
                space,
                "white space after an opening bracket",
                |at| set_gap(statement, at, b""),
            );
            continue;
        }
        let check = match text.get(at) {
            Some(b')' | b']' | b'}') => Check::E202,
            Some(b',' | b';' | b':') => Check::E203,
            _ => continue,
        };
        if text.get(at + 1) == Some(&b'=') || before == Some(b',') {
            continue;
        }
        let message = match check {
            Check::E202 => "white space before a closing bracket",
            _ => "white space before a comma, semicolon or colon",
        };
        report.at_text_mended(check, space, message, |at| set_gap(statement, at, b""));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{assert_found, mend};

    /// Expectations as pycodestyle 2.15.0 gives them.
    #[test]
    fn as_pycodestyle_judges() {
        let rules = ["E201", "E202", "E203", "E204"];
        let cases: [(&str, &[&str]); 8] = [
            (
                "f( a, [ 1 ], { 2 : 3} )\n",
                &["1:3 E201", "1:8 E201", "1:10 E202", "1:15 E201", "1:17 E203", "1:22 E202"],
            ),
            ("x = (a, )\nx = ( )\nx = (  )\n", &["2:6 E201", "3:6 E201", "3:7 E202"]),
            ("if x :\n    pass ; y\n", &["1:5 E203", "2:9 E203"]),
            ("x = (1\n     , 2)\n", &["1:7 E203"]),
            ("x[a :=b]\nx[a :b]\n", &["2:4 E203"]),
            ("@ a\ndef b(): pass\n", &["1:2 E204"]),
            ("f\"{ x :>3}\"\n", &["1:4 E201", "1:6 E203"]),
            ("x = (\t1\t)\n", &["1:6 E201", "1:8 E202"]),
        ];
        for (text, expected) in cases {
            assert_found("a.py", text, &rules, expected);
        }
    }

    #[test]
    fn mends() {
        let cases = [
            ("E203", "f(a , b) ; c :d\n", "f(a, b); c:d\n"),
            ("E201", "f( \t a)\n", "f(a)\n"),
            ("E203", "x = (1 \\\n     , 2)\n", "x = (1 \\\n     , 2)\n"),
            ("E204", "@ =a\n", "@ =a\n"),
        ];
        for (rule, text, expected) in cases {
            let mended = mend("a.py", text.as_bytes(), rule);
            assert_eq!(String::from_utf8_lossy(&mended), expected);
        }
    }
}
