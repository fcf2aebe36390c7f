//! E201 to E204: white space next to brackets, commas and the like.

use super::edits::set_gap;
use super::statement::{Statement, is_space};
use crate::Check;
use crate::pycodestyle::report::Report;

pub(super) const CHECKS: &[Check] = &[Check::E201, Check::E202, Check::E203, Check::E204];

pub(super) fn judge(statement: &Statement<'_>, report: &mut Report<'_, '_, '_>) {
    let text = statement.text();
    if let [b'@', next, ..] = text {
        if is_space(*next) {
            report.at_text_mended(Check::E204, 1, "white space after '@'", |at| {
                let mut lexemes = statement.lexemes.iter().filter(|lexeme| !lexeme.is_layout());
                let is_sound = lexemes.nth(1).is_some_and(|next| !next.is_keyword());
                if is_sound { set_gap(statement, at, b"") } else { None }
            });
        }
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
