//! E121 to E129, E131 and E133: how continuation lines are indented.
//!
//! The rows of a logical line are judged one by one, at their first token. A row hangs if it stands
//! one level deeper than the row that opened its bracket; it is visual if it stands below something
//! earlier that it may line up with. What later rows may line up with depends on what was found out
//! about the rows before, so all tokens are seen in order.

mod chances;
mod nesting;
mod row;

use super::lexeme::Lexeme;
use super::statement::Statement;
use crate::Check;
use crate::pycodestyle::report::Report;
use crate::pycodestyle::text::expand_indent;
use crate::tokens::Token;
use chances::{Chance, Chances};
use nesting::Nesting;
use row::Row;

pub(super) const CHECKS: &[Check] = &[
    Check::E121,
    Check::E122,
    Check::E123,
    Check::E124,
    Check::E125,
    Check::E126,
    Check::E127,
    Check::E128,
    Check::E129,
    Check::E131,
    Check::E133,
];

/// What is known while the tokens of a logical line are seen; the tables are used again and again.
#[derive(Default)]
pub(super) struct Continuation {
    nesting: Nesting,
    chances: Chances,
    /// How much deeper the row at hand is indented than the first.
    indent: i64,
    /// The column where the last continuation row begins.
    row_column: u32,
    /// The chance that the last continuation row had to be visual.
    visual: Chance,
}

pub(super) fn judge(
    statement: &Statement<'_>,
    continuation: &mut Continuation,
    report: &mut Report<'_, '_, '_>,
) {
    if statement.spans_rows() {
        continuation.judge(statement, report);
    }
}

impl Continuation {
    fn judge(&mut self, statement: &Statement<'_>, report: &mut Report<'_, '_, '_>) {
        let Some(first) = statement.line.tokens.first() else { return };
        self.nesting.start(first.start.column);
        self.chances.clear();
        self.indent = 0;
        self.row_column = first.start.column;
        self.visual = Chance::None;
        let first_row = first.start.line;
        let opens_block = statement.text().ends_with(b":");
        let mut row = first_row;
        // The last row of the token before, if that has several.
        let mut within: Option<u32> = None;
        for (token, lexeme) in statement.iter() {
            if row < token.start.line {
                row = token.start.line;
                if within.is_none() && !lexeme.is_line_end() {
                    self.begin_row(statement, token, lexeme, opens_block, report);
                } else if within != Some(row) {
                    self.indent = 0;
                }
            }
            self.note(statement, token, lexeme, row - first_row);
            within = (token.start.line != token.end.line).then_some(token.end.line);
        }
        if opens_block {
            self.judge_block(statement, report);
        }
    }

    /// Judges a row at its first token.
    fn begin_row(
        &mut self,
        statement: &Statement<'_>,
        token: &Token,
        lexeme: Lexeme,
        opens_block: bool,
        report: &mut Report<'_, '_, '_>,
    ) {
        let line = statement.line;
        let size = line.settings.indent_size as i64;
        let column = token.start.column;
        self.row_column = column;
        let indent = expand_indent(line.physical(token), line.rows.characters);
        self.indent = indent as i64 - line.indent_level as i64;
        let closes = lexeme.closes();
        let tabs = line.indent_char == Some(b'\t');
        let (hang, hangs) = self.nesting.hang(self.indent, size, tabs);
        let row = Row { token, lexeme, hang, hangs, closes };
        self.visual = match closes || hang <= 0 {
            true => Chance::None,
            false => self.chances.at(column),
        };
        let deep = opens_block && self.indent == 2 * size;
        if let Some(fault) = self.fault(&row, statement, deep) {
            let at = token.from as usize;
            report.at_byte_mended(fault.check, at, fault.message, || {
                self.indent_to(fault.column?, &row, statement)
            });
        }
    }

    /// Notes what later rows may line up with.
    fn note(&mut self, statement: &Statement<'_>, token: &Token, lexeme: Lexeme, row: u32) {
        let column = token.start.column;
        let at_start = row == 0 && self.nesting.depth() == 0;
        let is_comment = lexeme == Lexeme::Comment;
        if self.nesting.opened_in(row)
            && lexeme != Lexeme::Nl
            && !is_comment
            && self.nesting.column() == 0
        {
            self.nesting.set_column(column);
            self.chances.set(column, Chance::Visual);
        } else if is_comment
            || matches!(lexeme, Lexeme::String | Lexeme::FStringStart | Lexeme::TStringStart)
        {
            self.chances.set(column, Chance::String);
        } else if at_start && matches!(lexeme, Lexeme::Assert | Lexeme::Raise | Lexeme::With)
            || at_start && lexeme == Lexeme::If && self.chances.is_empty()
        {
            self.chances.set(token.end.column + 1, Chance::Visual);
        } else if is_colon(statement, token, lexeme) && ends_row(statement, token) {
            self.nesting.indent_again(self.indent);
        }
        if !lexeme.is_operator() {
            return;
        }
        if lexeme.opens() {
            self.nesting.open(row, self.indent);
        } else if lexeme.closes() && self.nesting.depth() > 0 {
            let column = self.nesting.close(self.row_column);
            self.chances.forget_from(column);
            if self.nesting.depth() > 0 {
                self.chances.set(self.nesting.column(), Chance::Visual);
            }
        }
        if self.chances.at(column) == Chance::None {
            self.chances.set(column, Chance::operator(token, lexeme, statement));
        }
    }

    /// E125 and E129: whether the last row looks like the block that follows.
    fn judge_block(&self, statement: &Statement<'_>, report: &mut Report<'_, '_, '_>) {
        let line = statement.line;
        let Some(last) = line.tokens.last() else { return };
        let size = line.settings.indent_size;
        if expand_indent(line.physical(last), line.rows.characters) != line.indent_level + size {
            return;
        }
        let row = last.start.line as usize;
        let column = self.nesting.first_column() as usize + size;
        let at = line.rows.start(row) + line.rows.characters.prefix(line.rows.line(row), column);
        let (check, message) = match self.visual {
            Chance::None => (Check::E125, "continuation line indented like the block below"),
            _ => (Check::E129, "line of a condition indented like the block below"),
        };
        report.at_byte(check, at, message);
    }
}

fn is_colon(statement: &Statement<'_>, token: &Token, lexeme: Lexeme) -> bool {
    match lexeme {
        Lexeme::Colon => true,
        Lexeme::FStringMiddle | Lexeme::TStringMiddle => statement.line.text_of(token) == b":",
        _ => false,
    }
}

/// Whether nothing but white space, of which there is some, follows a token on its row.
fn ends_row(statement: &Statement<'_>, token: &Token) -> bool {
    let end = statement.line.rows.range(token.end.line as usize).end;
    let rest = statement.bytes().get(token.to as usize..end).unwrap_or_default();
    !rest.is_empty() && rest.iter().all(|byte| byte.is_ascii_whitespace() || *byte == b'\x0b')
}

#[cfg(test)]
mod tests {
    use crate::testing::assert_found;

    /// Expectations as pycodestyle 2.15.0 gives them.
    #[test]
    fn as_pycodestyle_judges() {
        let rules = [
            "E121", "E122", "E123", "E124", "E125", "E126", "E127", "E128", "E129", "E131", "E133",
        ];
        let cases: [(&str, &[&str]); 17] = [
            (
                "x = f(\n  a,\n    b,\nc,\n        d)\n",
                &["2:3 E121", "3:5 E131", "4:1 E122", "5:9 E131"],
            ),
            ("x = f(\n        a,\n    b\n    )\n", &["2:9 E126", "3:5 E131", "4:5 E121"]),
            ("x = f(a,\n    b,\n        c,\n      d\n)\n", &["2:5 E128", "3:9 E127", "5:1 E124"]),
            ("if f(\n    a):\n    pass\nif (a or\n    b):\n    pass\n", &["2:5 E129", "5:5 E129"]),
            ("if x and \\\n    y:\n    pass\n", &["2:5 E125"]),
            ("assert x, \\\n       y\nraise A(b,\n        c)\n", &[]),
            ("x = {\n    a: [\n        b,\n    ], c: d,\n       e: f}\n", &["5:8 E131"]),
            ("x = (\"a\"\n     \"b\"\n      \"c\")\n", &["3:7 E127"]),
            ("f(a, b(\n    c), d,\n  e)\n", &[]),
            ("x = \"\"\"\n  a\"\"\", (b,\n    c)\n", &["3:5 E128"]),
            ("x = f('äö', g(a,\n             b))\n", &["2:14 E128"]),
            (
                "if x:\n    y = [\n        1, 2\n        ]\n    z = [1,\n    2]\n",
                &["4:9 E123", "6:5 E128"],
            ),
            ("if (a\n        # b\n    # c\n        and d):\n    pass\n", &[]),
            ("\tx = (\n\t\t\ta)\n", &["2:4 E126"]),
            ("if x:\n\ty = (\n\t\t\ta,\n\t\tb)\n", &["3:4 E126", "4:3 E131"]),
            ("x = (a,\n     b)[\n    0]\n", &[]),
            ("print(\"a\", (\n    \"b\", \"c\"),\n    \"d\")\n", &[]),
        ];
        for (text, expected) in cases {
            assert_found("a.py", text, &rules, expected);
        }
    }
}
