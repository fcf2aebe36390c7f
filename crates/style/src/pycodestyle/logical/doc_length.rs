//! W505: a line of a comment or a docstring that is too long.

use crate::Check;
use crate::pycodestyle::logical_line::LogicalLine;
use crate::pycodestyle::report::Report;
use crate::pycodestyle::text::Text;
use crate::tokens::{Token, TokenKind};

/// A word that begins before this column is let off for being long.
const LATEST_START: usize = 72;

pub(super) fn judge(line: &LogicalLine<'_>, report: &mut Report<'_, '_, '_>) {
    let Some(limit) = line.settings.max_doc_length else { return };
    let is_text = |kind: TokenKind| matches!(kind, TokenKind::String | TokenKind::Comment);
    let is_code = |token: &Token| !is_text(token.kind) && !token.kind.is_layout();
    let has_code = line.tokens.iter().any(is_code);
    let mut begins_line = true;
    for token in line.tokens {
        if token.kind == TokenKind::String && has_code {
            continue;
        }
        if is_text(token.kind) && begins_line && !judge_token(line, token, limit, report) {
            return;
        }
        begins_line = token.kind.is_layout();
    }
}

/// Judges the lines of a comment or docstring; false if that ends it all.
fn judge_token(
    line: &LogicalLine<'_>,
    token: &Token,
    limit: usize,
    report: &mut Report<'_, '_, '_>,
) -> bool {
    let bytes = line.physical(token);
    if token.start.line == 0 && bytes.starts_with(b"#!") {
        return false;
    }
    let characters = line.rows.characters;
    let lines = Text { bytes, characters }.lines();
    for (number, text) in lines.iter().enumerate() {
        // No character takes less than a byte.
        if text.bytes.len() <= limit {
            continue;
        }
        let length = text.length();
        let words = text.words();
        let lets_off = match words.as_slice() {
            [_, word] if token.kind == TokenKind::Comment => Some(word),
            [word] if number + 1 < lines.len() => Some(word),
            _ => None,
        };
        if length > limit && lets_off.is_none_or(|word| length - word.length() >= LATEST_START) {
            let row = token.start.line as usize + number;
            let text = line.rows.line(row);
            let at = line.rows.start(row) + characters.prefix(text, limit);
            let message = format!("doc line too long ({length} > {limit} characters)");
            report.at_byte(Check::W505, at, message);
        }
    }
    true
}
