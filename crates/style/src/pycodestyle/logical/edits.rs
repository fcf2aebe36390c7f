//! Edits of white space.

use super::statement::{Statement, is_space};
use sdf_core::{Edit, Fix, Span};

/// What may merge with its like if nothing stands between.
const OPERATORS: &[u8] = b"+-*/%@&|^<>=!:.~";

/// Replaces the white space that touches `at`, an offset in the document, by `replacement`. None
/// where a line ends or begins, or where two operators would become one.
pub(super) fn set_gap(statement: &Statement<'_>, at: usize, replacement: &[u8]) -> Option<Fix> {
    let gap = gap(statement, at)?;
    let (before, after) = neighbours(statement, gap)?;
    let merges = OPERATORS.contains(&before) && OPERATORS.contains(&after);
    if replacement.is_empty() && merges {
        return None;
    }
    fix(statement, vec![Edit { span: gap, replacement: replacement.to_vec() }])
}

/// Inserts a space at each of `places`, ascending offsets in the document. None where the space
/// would be as wrong as its absence.
pub(super) fn insert_spaces(statement: &Statement<'_>, places: &[usize]) -> Option<Fix> {
    let is_wrong = |&at: &usize| {
        let (before, after) = statement.bytes().split_at_checked(at).unwrap_or_default();
        matches!(before, [.., b'(' | b'[' | b'{'])
            || after.first().is_none_or(u8::is_ascii_whitespace)
            || matches!(after, [b')' | b']' | b'}' | b',' | b';', ..])
            || matches!(after, [b':', ..] if !after.starts_with(b":="))
    };
    if places.iter().any(is_wrong) {
        return None;
    }
    let space = |&at: &usize| Edit { span: Span::new(at, at), replacement: b" ".to_vec() };
    fix(statement, places.iter().map(space).collect())
}

/// The fix of these edits of white space, none where the statement is broken.
fn fix(statement: &Statement<'_>, edits: Vec<Edit>) -> Option<Fix> {
    // White space in an f-string may be part of what it says.
    let safe = !edits.iter().any(|edit| statement.is_in_fstring(edit.span.start));
    statement.is_whole.then_some(Fix { edits, safe })
}

/// The white space that touches `at`, none if there is none.
fn gap(statement: &Statement<'_>, at: usize) -> Option<Span> {
    let (before, after) = statement.bytes().split_at_checked(at)?;
    let width = |byte: Option<usize>, all: usize| byte.unwrap_or(all);
    let left = width(before.iter().rev().position(|&byte| !is_space(byte)), before.len());
    let right = width(after.iter().position(|&byte| !is_space(byte)), after.len());
    let gap = Span::new(at - left, at + right);
    (!gap.is_empty()).then_some(gap)
}

/// What stands before and behind a gap inside a line.
fn neighbours(statement: &Statement<'_>, gap: Span) -> Option<(u8, u8)> {
    let before = *statement.bytes().get(gap.start.checked_sub(1)?)?;
    let after = *statement.bytes().get(gap.end)?;
    let is_break = |byte: u8| matches!(byte, b'\n' | b'\r' | b'\\');
    (!is_break(before) && !is_break(after) && after != b'#').then_some((before, after))
}
