//! E741 to E743: names that look like digits.

use super::lexeme::Lexeme;
use super::statement::Statement;
use crate::Check;
use crate::pycodestyle::report::Report;
use crate::tokens::Token;

pub(super) const CHECKS: &[Check] = &[Check::E741, Check::E742, Check::E743];

pub(super) fn judge(statement: &Statement<'_>, report: &mut Report<'_, '_, '_>) {
    if !statement.traits.looks_like_digit {
        return;
    }
    let tokens = statement.line.tokens;
    let mut depth = 0_i64;
    // How deep the parameters of the function at hand stand, until its colon.
    let mut parameters: Option<i64> = None;
    for (index, pair) in tokens.windows(2).enumerate() {
        let [before, token] = pair else { continue };
        let (other, lexeme) = (statement.lexemes[index], statement.lexemes[index + 1]);
        match other {
            Lexeme::Def | Lexeme::Lambda => parameters = Some(depth),
            _ if lexeme == Lexeme::Colon && parameters == Some(depth) => parameters = None,
            _ => {}
        }
        depth += depth_change(token, lexeme, statement.bytes());
        let is_assignment = lexeme == Lexeme::Walrus || lexeme == Lexeme::Assign && depth == 0;
        if is_assignment && other == Lexeme::LooksLikeDigit {
            variable(before, report);
        }
        if lexeme != Lexeme::LooksLikeDigit {
            continue;
        }
        let following = tokens.get(index + 2).zip(statement.lexemes.get(index + 2));
        let is_parameter = parameters.is_some()
            && following.is_some_and(|(next, after)| ends_parameter(next, *after))
            && begins_parameter(other);
        match other {
            Lexeme::As | Lexeme::For | Lexeme::Global | Lexeme::Nonlocal => variable(token, report),
            _ if is_parameter => variable(token, report),
            Lexeme::Class => {
                let message = "the name of the class looks like a digit";
                report.at_byte(Check::E742, token.from as usize, message);
            }
            Lexeme::Def => {
                let message = "the name of the function looks like a digit";
                report.at_byte(Check::E743, token.from as usize, message);
            }
            _ => {}
        }
    }
}

fn variable(token: &Token, report: &mut Report<'_, '_, '_>) {
    let message = "the name of the variable looks like a digit";
    report.at_byte(Check::E741, token.from as usize, message);
}

/// What a token does to the depth of brackets. To pycodestyle an empty token, such as the end of a
/// block, is an opening bracket, and so is the text of an f-string that reads like one.
fn depth_change(token: &Token, lexeme: Lexeme, document: &[u8]) -> i64 {
    match lexeme {
        _ if lexeme.opens() => 1,
        _ if lexeme.closes() => -1,
        _ if token.from == token.to => 1,
        Lexeme::FStringMiddle | Lexeme::TStringMiddle => match token.text(document) {
            b"(" | b"[" | b"{" | b"([" | b"[{" | b"([{" => 1,
            b")" | b"]" | b"}" | b")]" | b"]}" | b")]}" => -1,
            _ => 0,
        },
        _ => 0,
    }
}

fn begins_parameter(lexeme: Lexeme) -> bool {
    matches!(
        lexeme,
        Lexeme::Lambda
            | Lexeme::Comma
            | Lexeme::Star
            | Lexeme::DoubleStar
            | Lexeme::OpenParenthesis
    )
}

fn ends_parameter(token: &Token, lexeme: Lexeme) -> bool {
    matches!(lexeme, Lexeme::Colon | Lexeme::Comma | Lexeme::Assign | Lexeme::CloseParenthesis)
        || token.from == token.to
}

#[cfg(test)]
mod tests {
    use crate::testing::assert_found;

    /// Expectations as pycodestyle 2.15.0 gives them.
    #[test]
    fn as_pycodestyle_judges() {
        let rules = ["E741", "E742", "E743"];
        let cases: [(&str, &[&str]); 9] = [
            ("l = 1\nO: int = 1\nI += 1\nx = l\n", &["1:1 E741"]),
            ("f(l=1)\nif (l := 1): pass\n", &["2:5 E741"]),
            (
                "for l in x: pass\nwith a as O: pass\nglobal I\n",
                &["1:5 E741", "2:11 E741", "3:8 E741"],
            ),
            (
                "def f(l, *O, **I): pass\ndef f(a, l=1): pass\n",
                &["1:7 E741", "1:11 E741", "1:16 E741", "2:10 E741"],
            ),
            ("lambda l: 0\nlambda a=x[l:5], O=1: I\n", &["1:8 E741", "2:18 E741", "2:18 E741"]),
            ("class I: pass\ndef l(): pass\n", &["1:7 E742", "2:5 E743"]),
            ("if x:\n    if y:\n        z\nl = 1\n", &[]),
            ("f\"({l}\"; I = 1\n", &[]),
            ("[l for l in x]\nimport a as l\n", &["1:8 E741", "2:13 E741"]),
        ];
        for (text, expected) in cases {
            assert_found("a.py", text, &rules, expected);
        }
    }
}
