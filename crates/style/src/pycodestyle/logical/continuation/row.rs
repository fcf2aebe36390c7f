//! A continuation row against the brackets around it.

use super::Continuation;
use super::chances::Chance;
use crate::Check;
use crate::pycodestyle::logical::lexeme::Lexeme;
use crate::pycodestyle::logical::statement::Statement;
use crate::tokens::Token;
use sdf_core::{Edit, Fix, Span};

/// What a row is measured against.
pub(super) struct Row<'a> {
    pub(super) token: &'a Token,
    pub(super) lexeme: Lexeme,
    /// How much deeper it is than the row that counts among those that opened brackets.
    pub(super) hang: i64,
    pub(super) hangs: bool,
    pub(super) closes: bool,
}

/// What is wrong with a row.
pub(super) struct Fault {
    pub(super) check: Check,
    pub(super) message: &'static str,
    /// Where it should begin, if that is known.
    pub(super) column: Option<i64>,
}

impl Fault {
    fn mended_at(self, column: i64) -> Self {
        Fault { column: Some(column), ..self }
    }
}

impl Continuation {
    /// What is wrong with a row, after which the tables know how it is indented.
    pub(super) fn fault(
        &mut self,
        row: &Row<'_>,
        statement: &Statement<'_>,
        deep: bool,
    ) -> Option<Fault> {
        let settings = statement.line.settings;
        let size = settings.indent_size as i64;
        let column = i64::from(row.token.start.column);
        let below = i64::from(self.nesting.column());
        let opening = column - row.hang;
        let fault = |check, message| Fault { check, message, column: None };
        if row.closes && below > 0 {
            let message = "the closing bracket does not line up with what the bracket holds";
            return (column != below).then(|| fault(Check::E124, message).mended_at(below));
        }
        if row.closes && row.hang == 0 {
            let message = "the closing bracket is not indented";
            return settings.hang_closing.then(|| fault(Check::E133, message));
        }
        if below > 0 && column < below {
            let message = "continuation line left of what it should line up with";
            let is_fault = self.visual != Chance::Visual;
            return is_fault.then(|| fault(Check::E128, message).mended_at(below));
        }
        if row.hangs || deep {
            self.nesting.set_hang(row.hang);
            let message = "the closing bracket does not line up with the line of the opening one";
            let is_fault = row.closes && !settings.hang_closing;
            return is_fault.then(|| fault(Check::E123, message).mended_at(opening));
        }
        match self.visual {
            Chance::Visual => {
                self.nesting.set_column(row.token.start.column);
                return None;
            }
            Chance::String => return None,
            Chance::Operator(_)
                if self.visual == Chance::operator(row.token, row.lexeme, statement) =>
            {
                return None;
            }
            _ => {}
        }
        let usual = self.nesting.hang_of_rows();
        let hanging = match row.closes {
            true => opening,
            false => opening + if usual == 0 { size } else { usual },
        };
        Some(if row.hang <= 0 {
            let fault = fault(Check::E122, "continuation line without indentation");
            if below > 0 { fault } else { fault.mended_at(hanging) }
        } else if below > 0 {
            let message = "continuation line right of what it should line up with";
            fault(Check::E127, message).mended_at(below)
        } else if !row.closes && usual != 0 {
            let message = "continuation line indented otherwise than the one before";
            fault(Check::E131, message).mended_at(hanging)
        } else {
            self.nesting.set_hang(row.hang);
            let fault = if row.hang > size {
                fault(Check::E126, "continuation line indented too deep")
            } else {
                fault(Check::E121, "continuation line not indented deep enough")
            };
            fault.mended_at(hanging)
        })
    }

    /// Moves a row to another column, where white space before it means nothing and one way to
    /// indent it is right.
    pub(super) fn indent_to(
        &self,
        column: i64,
        row: &Row<'_>,
        statement: &Statement<'_>,
    ) -> Option<Fix> {
        let line = statement.line;
        let to = row.token.from as usize;
        let start = line.rows.range(row.token.start.line as usize).start;
        let indent = Span::new(start, to);
        let columns = usize::try_from(column).ok()?;
        let is_sure = statement.is_whole
            && self.nesting.depth() > 0
            && self.nesting.has_one_indent()
            && line.indent_char != Some(b'\t')
            && !statement.is_in_fstring(to)
            && indent.of(line.bytes).iter().all(|&byte| byte == b' ')
            && columns != indent.len();
        let edit = || Edit { span: indent, replacement: vec![b' '; columns] };
        is_sure.then(|| Fix { edits: vec![edit()], safe: true })
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::mend;

    #[test]
    fn rows_move_where_they_belong() {
        let cases = [
            ("E128", "x = f(a,\n  b)\n", "x = f(a,\n      b)\n"),
            ("E127", "x = f(a,\n          b)\n", "x = f(a,\n      b)\n"),
            ("E124", "x = f(a,\n      b\n)\n", "x = f(a,\n      b\n      )\n"),
            ("E123", "x = f(\n    a\n    )\n", "x = f(\n    a\n)\n"),
            ("E121", "x = f(\n  a)\n", "x = f(\n    a)\n"),
            ("E122", "x = f(\na)\n", "x = f(\n    a)\n"),
            ("E131", "x = f(\n    a,\n      b)\n", "x = f(\n    a,\n    b)\n"),
            // Tabs, a bracket that is left open, no bracket at all.
            ("E128", "if x:\n\ty = f(a,\n\t  b)\n", "if x:\n\ty = f(a,\n\t  b)\n"),
            ("E128", "x = f(a,\n  b\n", "x = f(a,\n  b\n"),
            ("E122", "x = a + \\\nb\n", "x = a + \\\nb\n"),
        ];
        for (rule, text, expected) in cases {
            let mended = mend("a.py", text.as_bytes(), rule);
            assert_eq!(String::from_utf8_lossy(&mended), expected);
        }
    }
}
