//! E211, E251 and E252: white space before parameters and around their equals sign.

use super::edits::{insert_spaces, set_gap};
use super::lexeme::Lexeme;
use super::statement::{Statement, is_space, is_word, skip_space};
use crate::Check;
use crate::pycodestyle::report::Report;

pub(super) const BEFORE: &[Check] = &[Check::E211];

/// E211.
pub(super) fn judge_before(statement: &Statement<'_>, report: &mut Report<'_, '_, '_>) {
    if !statement.traits.loose_bracket {
        return;
    }
    let tokens = statement.line.tokens;
    for (index, pair) in tokens.windows(2).enumerate() {
        let lexeme = statement.lexemes[index + 1];
        if !matches!(lexeme, Lexeme::OpenParenthesis | Lexeme::OpenBracket) {
            continue;
        }
        let [before, token] = pair else { continue };
        let is_class =
            || index.checked_sub(1).is_some_and(|index| statement.lexemes[index] == Lexeme::Class);
        if before.to == token.from || !takes_parameters(statement.lexemes[index]) || is_class() {
            continue;
        }
        let at = before.to as usize;
        report.at_byte_mended(Check::E211, at, "white space before parameters", || {
            set_gap(statement, at, b"")
        });
    }
}

fn takes_parameters(lexeme: Lexeme) -> bool {
    let is_name =
        matches!(lexeme, Lexeme::Name | Lexeme::LooksLikeDigit | Lexeme::Type | Lexeme::Print);
    is_name || lexeme.closes()
}

pub(super) const EQUALS: &[Check] = &[Check::E251, Check::E252];

/// What the next token must keep to.
enum Behind {
    Anything,
    Close,
    Spaced,
}

/// E251 and E252.
pub(super) fn judge_equals(statement: &Statement<'_>, report: &mut Report<'_, '_, '_>) {
    if !statement.traits.assign_inside {
        return;
    }
    let head = Head::of(statement.text());
    let mut brackets = Brackets::default();
    let mut annotated = false;
    let mut behind = Behind::Anything;
    let (mut end, mut before) = (0, Lexeme::Nl);
    for (token, lexeme) in statement.iter() {
        if lexeme == Lexeme::Nl {
            continue;
        }
        let touches = end == token.from;
        match behind {
            Behind::Close if !touches => {
                unexpected(statement, end as usize, begins_value(lexeme), report);
            }
            Behind::Spaced if touches => expected(statement, end as usize, report),
            _ => {}
        }
        behind = Behind::Anything;
        match lexeme {
            Lexeme::OpenParenthesis | Lexeme::OpenBracket => brackets.open(lexeme),
            Lexeme::CloseParenthesis | Lexeme::CloseBracket => brackets.close(),
            Lexeme::Colon if head.defines && brackets.are(Lexeme::OpenParenthesis) => {
                annotated = true;
            }
            Lexeme::Comma if brackets.depth == 1 => annotated = false,
            Lexeme::Assign if brackets.depth > 0 => {
                let is_spaced = head.is_generic && brackets.are(Lexeme::OpenBracket)
                    || annotated && brackets.are(Lexeme::OpenParenthesis);
                if is_spaced {
                    behind = Behind::Spaced;
                    if touches {
                        expected(statement, end as usize, report);
                    }
                } else {
                    behind = Behind::Close;
                    if !touches {
                        unexpected(statement, end as usize, is_name(before), report);
                    }
                }
            }
            _ => {}
        }
        annotated &= brackets.depth > 0 || !lexeme.is_operator();
        end = token.to;
        before = lexeme;
    }
}

/// Whether it may be the name of a parameter.
fn is_name(lexeme: Lexeme) -> bool {
    lexeme.is_word() && !lexeme.is_keyword()
}

/// Whether a value can begin with it; other checks want spaces around what is between values.
fn begins_value(lexeme: Lexeme) -> bool {
    !matches!(lexeme, Lexeme::And | Lexeme::In | Lexeme::Is | Lexeme::Or)
}

fn unexpected(statement: &Statement<'_>, at: usize, mends: bool, report: &mut Report<'_, '_, '_>) {
    let message = "white space around the equals sign of a parameter";
    let fix = || if mends { set_gap(statement, at, b"") } else { None };
    report.at_byte_mended(Check::E251, at, message, fix);
}

fn expected(statement: &Statement<'_>, at: usize, report: &mut Report<'_, '_, '_>) {
    let message = "no space around the equals sign of an annotated parameter";
    report.at_byte_mended(Check::E252, at, message, || insert_spaces(statement, &[at]));
}

/// The parentheses and brackets around a token; braces do not count.
#[derive(Default)]
struct Brackets {
    depth: usize,
    outermost: Option<Lexeme>,
}

impl Brackets {
    fn open(&mut self, lexeme: Lexeme) {
        if self.depth == 0 {
            self.outermost = Some(lexeme);
        }
        self.depth += 1;
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// Whether `lexeme` alone is open.
    fn are(&self, lexeme: Lexeme) -> bool {
        self.depth == 1 && self.outermost == Some(lexeme)
    }
}

/// How a statement begins.
struct Head {
    /// A function.
    defines: bool,
    /// A function, class or type with parameters of its type.
    is_generic: bool,
}

impl Head {
    fn of(text: &[u8]) -> Head {
        let (keyword, at) = word(text, 0);
        let (keyword, at) = match keyword {
            b"async" if text.get(at).copied().is_some_and(is_space) => {
                let (next, end) = word(text, skip_space(text, at));
                if next == b"def" { (next, end) } else { (keyword, at) }
            }
            _ => (keyword, at),
        };
        let named = skip_space(text, at);
        let (name, end) = word(text, named);
        let is_generic = matches!(keyword, b"def" | b"class" | b"type")
            && named > at
            && !name.is_empty()
            && text.get(end) == Some(&b'[');
        Head { defines: keyword == b"def", is_generic }
    }
}

/// The word at `at`, and where it ends.
fn word(text: &[u8], at: usize) -> (&[u8], usize) {
    let rest = text.get(at..).unwrap_or_default();
    let length = rest.iter().position(|&byte| !is_word(byte)).unwrap_or(rest.len());
    (&rest[..length], at + length)
}

#[cfg(test)]
mod tests {
    use crate::testing::{assert_found, mend};

    /// Expectations as pycodestyle 2.15.0 gives them.
    #[test]
    fn as_pycodestyle_judges() {
        let rules = ["E211", "E251", "E252"];
        let cases: [(&str, &[&str]); 9] = [
            ("f (x)\nx [0]\nx = f() (y) [0]\n", &["1:2 E211", "2:2 E211", "3:8 E211", "3:12 E211"]),
            (
                "print (x)\nmatch (x)\ntype (x)\n_ (x)\nclass A (b): pass\n",
                &["1:6 E211", "3:5 E211"],
            ),
            ("if (x): pass\nx = None (y)\n", &[]),
            ("f(a = 1, b= 2, c =3)\n", &["1:4 E251", "1:6 E251", "1:12 E251", "1:17 E251"]),
            (
                "def f(a: int=1, b: int= 2, c=3, d = 4): pass\n",
                &["1:13 E252", "1:14 E252", "1:23 E252", "1:34 E251", "1:36 E251"],
            ),
            ("async  def f(a: int=1): pass\n", &["1:20 E252", "1:21 E252"]),
            (
                "def f[T=int](a: T = 1): pass\nclass A[T=int]: pass\ntype X[T=int] = T\n",
                &["1:8 E252", "1:9 E252", "2:10 E252", "2:11 E252", "3:9 E252", "3:10 E252"],
            ),
            ("f(a=\n  1)\nf(a  # b\n  =1)\n", &["1:5 E251", "3:9 E251"]),
            ("f(x[a = 1])\n{a = 1}\n", &["1:6 E251", "1:8 E251"]),
        ];
        for (text, expected) in cases {
            assert_found("a.py", text, &rules, expected);
        }
    }

    #[test]
    fn mends() {
        let cases = [
            ("E211", "f (x)\n", "f(x)\n"),
            ("E251", "f(a  =\t1)\n", "f(a=1)\n"),
            ("E251", "f(a = =1)\n", "f(a= =1)\n"),
            ("E252", "def f(a: int=1): pass\n", "def f(a: int = 1): pass\n"),
            ("E251", "f(a = 1\n", "f(a = 1\n"),
        ];
        for (rule, text, expected) in cases {
            let mended = mend("a.py", text.as_bytes(), rule);
            assert_eq!(String::from_utf8_lossy(&mended), expected);
        }
    }
}
