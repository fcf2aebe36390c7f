//! E502: a backslash where the brackets continue the line anyway.

use crate::Check;
use crate::pycodestyle::logical_line::LogicalLine;
use crate::pycodestyle::report::Report;
use crate::tokens::{Token, TokenKind};
use sdf_core::{Edit, Fix, Span};

pub(super) fn judge(line: &LogicalLine<'_>, report: &mut Report<'_, '_, '_>) {
    let (Some(first), Some(last)) = (line.tokens.first(), line.tokens.last()) else { return };
    if first.start.line == last.end.line {
        return;
    }
    let (mut start_row, mut end_row) = (None, None);
    let (mut depth, mut follows_comment) = (0i64, false);
    let mut backslash = None;
    let (mut end_of_token, mut no_fstring) = (0, None);
    for token in line.tokens {
        let (start, end) = (Some(token.start.line), Some(token.end.line));
        follows_comment |= token.kind == TokenKind::Comment;
        if start != start_row {
            if let (Some(at), false, true) = (backslash, follows_comment, depth != 0) {
                let message = "backslash between brackets is redundant";
                let mends = depth > 0 && last.kind == TokenKind::Newline;
                let safe = *no_fstring.get_or_insert_with(|| !line.tokens.iter().any(is_fstring));
                report.at_byte_mended(Check::E502, at, message, || {
                    remove(line, at, safe).filter(|_| mends && end_of_token <= at)
                });
            }
            follows_comment = false;
        }
        if end != end_row {
            let row = token.end.line as usize;
            let is_continued = line.rows.line(row).ends_with(b"\\");
            let at = line.rows.start(row) + line.rows.line(row).len();
            backslash = is_continued.then(|| at - 1);
            (start_row, end_row) = (end, end);
        } else {
            start_row = start;
        }
        end_of_token = token.to as usize;
        if token.kind == TokenKind::Operator {
            match line.text_of(token) {
                b"(" | b"[" | b"{" => depth += 1,
                b")" | b"]" | b"}" => depth -= 1,
                _ => {}
            }
        }
    }
}

/// Brackets in an f-string go over line ends in newer versions of Python only.
fn is_fstring(token: &Token) -> bool {
    matches!(token.kind, TokenKind::FStringStart | TokenKind::TStringStart)
}

/// Removes the backslash at `at` and the white space before it.
fn remove(line: &LogicalLine<'_>, at: usize, safe: bool) -> Option<Fix> {
    let before = line.bytes.get(..at)?;
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\x0c');
    let start = before.iter().rposition(|byte| !is_space(byte))? + 1;
    let edit = Edit { span: Span::new(start, at + 1), replacement: Vec::new() };
    Some(Fix { edits: vec![edit], safe })
}

#[cfg(test)]
mod tests {
    use crate::testing::mend;

    #[test]
    fn mends() {
        let cases = [
            ("E502", "x = (1 + \\\n     2)\n", "x = (1 +\n     2)\n"),
            ("E502", "x = [1, \\\n     2\n", "x = [1, \\\n     2\n"),
            ("E502", "x = 1 + \\\n    2\n", "x = 1 + \\\n    2\n"),
        ];
        for (rule, text, expected) in cases {
            let mended = mend("a.py", text.as_bytes(), rule);
            assert_eq!(String::from_utf8_lossy(&mended), expected);
        }
    }
}
