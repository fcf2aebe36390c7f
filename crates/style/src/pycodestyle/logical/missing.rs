//! E225 to E228 and E231: white space that is missing around an operator, after a comma and the
//! like.

use super::edits::insert_spaces;
use super::lexeme::Lexeme;
use super::statement::{Statement, space_length};
use crate::Check;
use crate::pycodestyle::report::Report;
use crate::tokens::Token;

pub(super) const CHECKS: &[Check] =
    &[Check::E225, Check::E226, Check::E227, Check::E228, Check::E231];

/// What encloses a token, innermost last.
type Enclosing = Vec<Lexeme>;

/// What an operator asks of the white space behind it.
#[derive(Clone, Copy)]
enum Need {
    Nothing,
    Space {
        /// Whether a space may be put there: in brackets that have no assignments, nobody knows
        /// what `=` means.
        mends: bool,
    },
    /// As much as before it.
    Same {
        /// Where the operand before it ends.
        operand_end: usize,
        spaced: bool,
    },
}

pub(super) fn judge(
    statement: &Statement<'_>,
    enclosing: &mut Enclosing,
    report: &mut Report<'_, '_, '_>,
) {
    enclosing.clear();
    let mut need = Need::Nothing;
    let mut previous: Option<(&Token, Lexeme)> = None;
    for (token, lexeme) in statement.iter() {
        enclose(enclosing, lexeme);
        if lexeme.is_layout() || lexeme == Lexeme::Comment {
            continue;
        }
        if matches!(lexeme, Lexeme::Comma | Lexeme::Semicolon | Lexeme::Colon) {
            after_separator(statement, enclosing, token, lexeme, report);
        }
        if let Some((before, other)) = previous {
            let touches = before.to == token.from;
            need = match need {
                Need::Nothing => {
                    before_operator(statement, enclosing, (before, other), (token, lexeme), report)
                }
                _ if !touches => {
                    if let Need::Same { operand_end, spaced: false } = need {
                        missing(statement, operand_end, &[operand_end], true, report);
                    }
                    Need::Nothing
                }
                // The lone `/` and the end of a list of parameters.
                _ if tolerates(other, lexeme) => need,
                Need::Same { spaced: false, operand_end } => {
                    if other != Lexeme::DoubleStar {
                        let places = [operand_end, before.to as usize];
                        report.at_byte_mended(
                            of_optional(other),
                            operand_end,
                            "no spaces around an operator",
                            || insert_spaces(statement, &places),
                        );
                    }
                    Need::Nothing
                }
                _ => {
                    let at = before.to as usize;
                    let mends = !matches!(need, Need::Space { mends: false });
                    missing(statement, at, &[at], mends, report);
                    Need::Nothing
                }
            };
        }
        previous = Some((token, lexeme));
    }
}

/// Reports that a space is missing at `at`; mends it at all of `places` or, where more than the first
/// would be wrong, at that.
fn missing(
    statement: &Statement<'_>,
    at: usize,
    places: &[usize],
    mends: bool,
    report: &mut Report<'_, '_, '_>,
) {
    report.at_byte_mended(Check::E225, at, "no space next to an operator", || {
        let first = || insert_spaces(statement, &places[..1]);
        mends.then(|| insert_spaces(statement, places).or_else(first))?
    });
}

fn enclose(enclosing: &mut Enclosing, lexeme: Lexeme) {
    match lexeme {
        _ if lexeme.opens() => enclosing.push(lexeme),
        Lexeme::FStringStart | Lexeme::TStringStart | Lexeme::Lambda => enclosing.push(lexeme),
        Lexeme::FStringEnd | Lexeme::TStringEnd => {
            enclosing.pop();
        }
        Lexeme::Colon if enclosing.last() == Some(&Lexeme::Lambda) => {
            enclosing.pop();
        }
        _ if lexeme.closes() => {
            enclosing.pop();
        }
        _ => {}
    }
}

/// Whether the tokens around belong to a replacement field of an f-string, at its top.
fn in_field(enclosing: &[Lexeme]) -> bool {
    matches!(enclosing, [.., Lexeme::FStringStart | Lexeme::TStringStart, Lexeme::OpenBrace])
}

/// E231.
fn after_separator(
    statement: &Statement<'_>,
    enclosing: &[Lexeme],
    token: &Token,
    lexeme: Lexeme,
    report: &mut Report<'_, '_, '_>,
) {
    let behind = token.to as usize;
    let rest = statement.bytes().get(behind..).unwrap_or_default();
    let is_right = match rest {
        [] | [b'\r' | b'\n', ..] => true,
        [b')' | b']', ..] => lexeme == Lexeme::Comma,
        _ => space_length(rest, statement.line.rows.characters) > 0,
    };
    let is_slice = || enclosing.last() == Some(&Lexeme::OpenBracket);
    if is_right || lexeme == Lexeme::Colon && (is_slice() || in_field(enclosing)) {
        return;
    }
    report.at_byte_mended(
        Check::E231,
        token.from as usize,
        "no space after a comma, semicolon or colon",
        || insert_spaces(statement, &[behind]),
    );
}

/// What `token` asks for if it is an operator, after a look at what is before it.
fn before_operator(
    statement: &Statement<'_>,
    enclosing: &[Lexeme],
    (before, other): (&Token, Lexeme),
    (token, lexeme): (&Token, Lexeme),
    report: &mut Report<'_, '_, '_>,
) -> Need {
    let spaced = before.to != token.from;
    let operand_end = before.to as usize;
    let same = Need::Same { operand_end, spaced };
    match lexeme {
        Lexeme::Assign if is_default(enclosing) => Need::Nothing,
        Lexeme::Assign
        | Lexeme::Walrus
        | Lexeme::Equality
        | Lexeme::Order
        | Lexeme::SpacedOperator
        | Lexeme::And
        | Lexeme::In
        | Lexeme::Is
        | Lexeme::Or => {
            let mends = lexeme != Lexeme::Assign || enclosing.is_empty();
            if spaced {
                return Need::Space { mends };
            }
            missing(statement, operand_end, &[operand_end, token.to as usize], mends, report);
            Need::Nothing
        }
        Lexeme::ShiftRight | Lexeme::DoubleStar | Lexeme::Star | Lexeme::Plus | Lexeme::Minus => {
            if ends_operand(other) {
                same
            } else {
                Need::Nothing
            }
        }
        Lexeme::Slash
        | Lexeme::DoubleSlash
        | Lexeme::At
        | Lexeme::Percent
        | Lexeme::BitOperator => same,
        _ => Need::Nothing,
    }
}

/// Whether `=` gives a value to a parameter, or is the `=` of `f"{x=}"`.
fn is_default(enclosing: &[Lexeme]) -> bool {
    matches!(enclosing.last(), Some(Lexeme::Lambda | Lexeme::OpenParenthesis))
        || in_field(enclosing)
}

/// Whether an operator behind this one has it as its left operand.
fn ends_operand(lexeme: Lexeme) -> bool {
    if lexeme.is_operator() {
        return lexeme.closes();
    }
    !lexeme.is_keyword() && lexeme != Lexeme::Print && !lexeme.is_soft_keyword()
}

fn tolerates(other: Lexeme, lexeme: Lexeme) -> bool {
    match other {
        Lexeme::Slash => {
            matches!(lexeme, Lexeme::Comma | Lexeme::CloseParenthesis | Lexeme::Colon)
        }
        Lexeme::CloseParenthesis => lexeme == Lexeme::Colon,
        _ => false,
    }
}

/// The check of an operator that may do without spaces.
fn of_optional(operator: Lexeme) -> Check {
    match operator {
        Lexeme::Percent => Check::E228,
        Lexeme::DoubleStar
        | Lexeme::Star
        | Lexeme::Slash
        | Lexeme::DoubleSlash
        | Lexeme::Plus
        | Lexeme::Minus
        | Lexeme::At => Check::E226,
        _ => Check::E227,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{assert_found, mend};

    /// Expectations as pycodestyle 2.15.0 gives them.
    #[test]
    fn as_pycodestyle_judges() {
        let rules = ["E225", "E226", "E227", "E228", "E231"];
        let cases: [(&str, &[&str]); 16] = [
            ("x=1\nx= 1\nx =1\n", &["1:2 E225", "2:2 E225", "3:4 E225"]),
            ("x = y +z\nx = y+ z\nx = y+z\n", &["1:8 E225", "2:6 E225", "3:6 E226"]),
            ("x = -y\nx = y if -z else+1\nx = a[-1]**-b\n", &[]),
            (
                "x = y|z\nx = y%z\nx = y@z\nx = y<<z\n",
                &["1:6 E227", "2:6 E228", "3:6 E226", "4:6 E227"],
            ),
            ("f(a=1, *b, **c)\nf(a= 1)\nlambda x=1: x\n", &[]),
            ("def f(a, /, b): pass\nlambda a, /: a\n", &[]),
            ("print >>x\nprint>>x\nx>>y\n", &["3:2 E227"]),
            (
                "x = a<b and-c\nx = 1and 1\nx = a is-b\n",
                &["1:6 E225", "1:12 E225", "2:6 E225", "3:9 E225"],
            ),
            ("def f()->int: pass\n", &["1:8 E225"]),
            ("x = (a,b)\nx = (a,)\nx = {1:2}\nx = y[1:2]\nx = [1,]\n", &["1:7 E231", "3:7 E231"]),
            ("f\"{x:>{y}}{x=}{a+b}{ {1:2} }\"\n", &["1:17 E226", "1:24 E231"]),
            ("x = a if b:=c else d\nif (x:=1): pass\n", &["1:11 E225", "2:6 E225"]),
            ("match*a\ncase -1\n_ -1\n", &[]),
            ("x @=y\nx = a<>b\n", &[]),
            ("def f[T=int](): pass\n", &["1:8 E225"]),
            ("x = {a,}\nx = y[lambda:0,a]\n", &["1:7 E231", "2:15 E231"]),
        ];
        for (text, expected) in cases {
            assert_found("a.py", text, &rules, expected);
        }
    }

    #[test]
    fn mends() {
        let cases = [
            ("E225", "x=y\n", "x = y\n"),
            ("E226", "x = a*b\n", "x = a * b\n"),
            ("E231", "x = (a,b);y\n", "x = (a, b); y\n"),
            ("E225", "x = f\"{a==b}\"\n", "x = f\"{a == b}\"\n"),
            ("E225", "f(x==)\n", "f(x ==)\n"),
        ];
        for (rule, text, expected) in cases {
            let mended = mend("a.py", text.as_bytes(), rule);
            assert_eq!(String::from_utf8_lossy(&mended), expected);
        }
    }
}
