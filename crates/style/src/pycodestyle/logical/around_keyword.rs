//! E271 to E275: white space around a keyword.

use super::edits::{insert_spaces, set_gap};
use super::lexeme::Lexeme;
use super::statement::{Statement, is_word, skip_space, space_before};
use crate::Check;
use crate::pycodestyle::report::Report;

pub(super) const WIDE: &[Check] = &[Check::E271, Check::E272, Check::E273, Check::E274];

/// E271 to E274. White space between two keywords belongs to the first.
pub(super) fn judge_wide(statement: &Statement<'_>, report: &mut Report<'_, '_, '_>) {
    if !statement.traits.wide_gap {
        return;
    }
    let text = statement.text();
    // Up to here all white space has been judged.
    let mut judged = 0;
    let mut at = 0;
    while let Some(&first) = text.get(at) {
        if !is_word(first) {
            at += 1;
            continue;
        }
        let length = text[at..].iter().position(|&byte| !is_word(byte));
        let end = length.map_or(text.len(), |length| at + length);
        if is_keyword(&text[at..end]) {
            let before = space_before(text, at, judged);
            wide(statement, &text[before..at], before, [Check::E272, Check::E274], report);
            judged = skip_space(text, end);
            wide(statement, &text[end..judged], end, [Check::E271, Check::E273], report);
        }
        at = end;
    }
}

/// Reports `gap`, which stands at `start` of the text, if it is more than a space: as spaces, as a
/// tab.
fn wide(
    statement: &Statement<'_>,
    gap: &[u8],
    start: usize,
    [spaces, tab]: [Check; 2],
    report: &mut Report<'_, '_, '_>,
) {
    let (check, message) = if gap.contains(&b'\t') {
        (tab, "tab next to a keyword")
    } else if gap.len() > 1 {
        (spaces, "several spaces next to a keyword")
    } else {
        return;
    };
    report.at_text_mended(check, start, message, |at| set_gap(statement, at, b" "));
}

fn is_keyword(word: &[u8]) -> bool {
    let lexeme = Lexeme::of_word(word);
    lexeme.is_keyword() || lexeme == Lexeme::Print
}

pub(super) const MISSING: &[Check] = &[Check::E275];

/// E275.
pub(super) fn judge_missing(statement: &Statement<'_>, report: &mut Report<'_, '_, '_>) {
    if !statement.traits.keyword_touches {
        return;
    }
    let tokens = statement.line.tokens;
    for (pair, lexemes) in tokens.windows(2).zip(statement.lexemes.windows(2)) {
        let ([word, next], &[keyword, after]) = (pair, lexemes) else { continue };
        if !keyword.is_keyword() || word.to != next.from || next.from == next.to {
            continue;
        }
        let is_let_off = match after {
            Lexeme::Colon | Lexeme::Newline | Lexeme::Nl => true,
            Lexeme::Star => keyword == Lexeme::Except,
            Lexeme::CloseParenthesis => keyword == Lexeme::Yield,
            _ => false,
        };
        if !is_let_off {
            let at = word.to as usize;
            report.at_byte_mended(Check::E275, at, "no space after a keyword", || {
                insert_spaces(statement, &[at])
            });
        }
    }
}
