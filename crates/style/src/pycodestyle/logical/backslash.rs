//! E502: a backslash where the brackets continue the line anyway.

use crate::Check;
use crate::pycodestyle::logical_line::LogicalLine;
use crate::pycodestyle::report::Report;
use crate::tokens::TokenKind;

pub(super) fn judge(line: &LogicalLine<'_>, report: &mut Report<'_, '_, '_>) {
    let (Some(first), Some(last)) = (line.tokens.first(), line.tokens.last()) else { return };
    if first.start.line == last.end.line {
        return;
    }
    let (mut start_row, mut end_row) = (None, None);
    let (mut depth, mut follows_comment) = (0i64, false);
    let mut backslash = None;
    for token in line.tokens {
        let (start, end) = (Some(token.start.line), Some(token.end.line));
        follows_comment |= token.kind == TokenKind::Comment;
        if start != start_row {
            if let (Some(at), false, true) = (backslash, follows_comment, depth != 0) {
                report.at_byte(Check::E502, at, "backslash between brackets is redundant");
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
        if token.kind == TokenKind::Operator {
            match line.text_of(token) {
                b"(" | b"[" | b"{" => depth += 1,
                b")" | b"]" | b"}" => depth -= 1,
                _ => {}
            }
        }
    }
}
