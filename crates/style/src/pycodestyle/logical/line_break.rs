//! W503 and W504: line breaks before and after binary operators.

use super::lexeme::Lexeme;
use super::statement::Statement;
use crate::Check;
use crate::pycodestyle::report::Report;
use crate::tokens::Token;

pub(super) const CHECKS: &[Check] = &[Check::W503, Check::W504];

pub(super) fn judge(statement: &Statement<'_>, report: &mut Report<'_, '_, '_>) {
    if !statement.spans_rows() {
        return;
    }
    let mut is_broken = false;
    // Behind what cannot end an operand an operator has one operand.
    let mut is_unary = true;
    let mut previous: Option<(&Token, Lexeme)> = None;
    for (token, lexeme) in statement.iter() {
        if lexeme == Lexeme::Comment {
            continue;
        }
        if breaks_line(token, lexeme, statement.bytes()) {
            is_broken = true;
            continue;
        }
        if is_broken && !is_unary {
            let before = previous.filter(|&(_, other)| is_binary_operator(other));
            match before {
                None if is_binary_operator(lexeme) => {
                    let message = "line break before a binary operator";
                    report.at_byte(Check::W503, token.from as usize, message);
                }
                Some((operator, _)) if !is_binary_operator(lexeme) => {
                    let message = "line break after a binary operator";
                    report.at_byte(Check::W504, operator.from as usize, message);
                }
                _ => {}
            }
        }
        is_unary = lexeme.opens()
            || matches!(lexeme, Lexeme::Comma | Lexeme::Semicolon)
            || token.from == token.to;
        is_broken = false;
        previous = Some((token, lexeme));
    }
}

/// Whether the token holds a line end and is no string; the text in an f-string counts.
fn breaks_line(token: &Token, lexeme: Lexeme, document: &[u8]) -> bool {
    match lexeme {
        Lexeme::Nl | Lexeme::Newline => token.from < token.to,
        Lexeme::FStringMiddle | Lexeme::TStringMiddle => {
            memchr::memchr2(b'\n', b'\r', token.text(document)).is_some()
        }
        _ => false,
    }
}

/// Whether a line should not be broken next to it. `%` stands close to what it formats.
fn is_binary_operator(lexeme: Lexeme) -> bool {
    let is_symbol = || {
        lexeme.opens()
            || lexeme.closes()
            || matches!(
                lexeme,
                Lexeme::Comma
                    | Lexeme::Colon
                    | Lexeme::Dot
                    | Lexeme::Semicolon
                    | Lexeme::At
                    | Lexeme::Assign
                    | Lexeme::Percent
                    | Lexeme::Tilde
                    | Lexeme::Ellipsis
            )
    };
    matches!(lexeme, Lexeme::And | Lexeme::Or) || lexeme.is_operator() && !is_symbol()
}

#[cfg(test)]
mod tests {
    use crate::testing::assert_found;

    /// Expectations as pycodestyle 2.15.0 gives them.
    #[test]
    fn as_pycodestyle_judges() {
        let rules = ["W503", "W504"];
        let cases: [(&str, &[&str]); 7] = [
            ("x = (a\n     + b)\nx = (a +\n     b)\n", &["2:6 W503", "3:8 W504"]),
            ("x = (a\n     and b or\n     c)\n", &["2:6 W503", "2:12 W504"]),
            ("f(a,\n  -b)\nx = (1 /\n     -2)\n", &[]),
            ("x = (a  # b\n     % c\n     // d)\n", &["3:6 W503"]),
            ("x = \"\"\"\n\"\"\" + y\nx = y + \"\"\"\n\"\"\"\n", &[]),
            ("x = a + \\\n    b\n", &[]),
            ("x = (a\n     if b\n     -> c)\n", &["3:6 W503"]),
        ];
        for (text, expected) in cases {
            assert_found("a.py", text, &rules, expected);
        }
    }
}
