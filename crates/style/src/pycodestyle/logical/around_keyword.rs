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

#[cfg(test)]
mod tests {
    use crate::testing::{assert_found, mend};

    /// Expectations as pycodestyle 2.15.0 gives them.
    #[test]
    fn as_pycodestyle_judges() {
        let rules = ["E271", "E272", "E273", "E274", "E275"];
        let cases: [(&str, &[&str]); 10] = [
            ("x  in  y\nx\tin\ty\n", &["1:2 E272", "1:6 E271", "2:2 E274", "2:5 E273"]),
            ("x  and  not  y\n", &["1:2 E272", "1:7 E271", "1:12 E271"]),
            ("from a import(b)\nif(x): pass\n", &["1:14 E275", "2:3 E275"]),
            ("x = not(y)\nreturn;\n", &["1:8 E275", "2:7 E275"]),
            ("try: pass\nexcept*A: pass\n", &[]),
            ("def f():\n    x = (yield)\n    yield(x)\n", &["3:10 E275"]),
            ("print  x\nNone  is x\n", &["1:6 E271", "2:5 E272"]),
            ("x = lambda:0\nawait(x)\n", &["2:6 E275"]),
            ("else#x\n", &["1:5 E275"]),
            ("ä  in  ö\nxin  y\n", &["1:2 E272", "1:6 E271"]),
        ];
        for (text, expected) in cases {
            assert_found("a.py", text, &rules, expected);
        }
    }

    #[test]
    fn mends() {
        let cases = [
            ("E271", "x in   y\n", "x in y\n"),
            ("E275", "x = not(y)\n", "x = not (y)\n"),
            ("E275", "return;\n", "return;\n"),
        ];
        for (rule, text, expected) in cases {
            let mended = mend("a.py", text.as_bytes(), rule);
            assert_eq!(String::from_utf8_lossy(&mended), expected);
        }
    }
}
