//! Edits of the staged version of a file, made in the version on disk.

use super::telling::Telling;
use imara_diff::{Algorithm, InternedInput, Token};
use sdf_core::{Edit, Span};

/// `other`, a version of `before` that was changed elsewhere, with `edits` of `before` made in it.
///
/// None where that might not be what is meant: each edit has to stand on lines that both versions
/// have, with such a line above and below, and no other way to tell the changes between the versions
/// may touch them; and the unchanged lines around it, all together, are found only once in each. What
/// comes out is then what `git merge-file` makes of both changes. Line ends that are CRLF throughout in
/// `other` and never in `before`, as `core.autocrlf` makes them, count as the same, and stay.
///
/// `edits` are in order and apart from one another.
pub fn carry(before: &[u8], edits: &[Edit], other: &[u8]) -> Option<Vec<u8>> {
    if before == other {
        return Some(Edit::make(edits, before));
    }
    let converted = without_returns(before, other);
    let Some(converted) = converted else { return carry_lines(before, edits, other) };
    let carried = carry_lines(before, edits, &converted)?;
    let is_plain = memchr::memchr(b'\r', &carried).is_none();
    is_plain.then(|| with_returns(&carried))
}

/// `other` with line feeds for its line ends, if these are CRLF throughout while `before` has no
/// carriage return: then it is the same text, converted.
fn without_returns(before: &[u8], other: &[u8]) -> Option<Vec<u8>> {
    let returns = memchr::memchr_iter(b'\r', other).count();
    let mut ends = memchr::memchr_iter(b'\n', other);
    let all = ends.all(|at| at > 0 && other.get(at - 1) == Some(&b'\r'));
    let feeds = memchr::memchr_iter(b'\n', other).count();
    let is_converted =
        returns > 0 && returns == feeds && all && memchr::memchr(b'\r', before).is_none();
    is_converted.then(|| other.iter().copied().filter(|&byte| byte != b'\r').collect())
}

fn with_returns(text: &[u8]) -> Vec<u8> {
    let mut converted = Vec::with_capacity(text.len() + text.len() / 16);
    for &byte in text {
        if byte == b'\n' {
            converted.push(b'\r');
        }
        converted.push(byte);
    }
    converted
}

/// How often lines are looked for that none alone can be told by: each time in all of both versions.
const MAX_LOOKS: usize = 100;

/// Whether `part` of `text` is there only once.
fn is_once(part: &[u8], text: &[u8]) -> bool {
    let first = memchr::memmem::find(text, part);
    let again = first.and_then(|at| memchr::memmem::find(text.get(at + 1..)?, part));
    first.is_some() && again.is_none()
}

fn carry_lines(before: &[u8], edits: &[Edit], other: &[u8]) -> Option<Vec<u8>> {
    let input = InternedInput::new(before, other);
    let tellings = [Algorithm::Myers, Algorithm::Histogram].map(|it| Telling::new(it, &input));
    let starts = |tokens: &[Token]| {
        let lengths = tokens.iter().map(|&token| input.interner[token].len());
        let mut starts = vec![0];
        starts.extend(lengths.scan(0, |at, length| {
            *at += length;
            Some(*at)
        }));
        starts
    };
    let (old, new) = (starts(&input.before), starts(&input.after));
    // Behind a last line that does not end there is no other.
    let is_open = before.last().is_some_and(|&byte| byte != b'\n');
    let last = input.before.len() - usize::from(is_open);
    let line =
        |offset: usize| old.partition_point(|&start| start <= offset).saturating_sub(1).min(last);
    let counts = [&input.before, &input.after].map(|lines| {
        let mut counts = vec![0u32; input.interner.num_tokens() as usize];
        lines.iter().for_each(|line| counts[line.0 as usize] += 1);
        counts
    });
    let is_unique = |line: Token| counts.iter().all(|counts| counts[line.0 as usize] == 1);
    let mut looks = 0;
    let mut moved = Vec::with_capacity(edits.len());
    for edit in edits {
        let first = line(edit.span.start);
        let [one, another] =
            tellings.each_ref().map(|it| it.counterpart(first, line(edit.span.end)));
        let ((counterpart, around), (same, _)) = (one?, another?);
        let lines = &input.before[around.clone()];
        let bytes = &before[old[around.start]..old[around.end]];
        let is_one = lines.iter().any(|&line| is_unique(line)) || {
            looks += 1;
            looks <= MAX_LOOKS && is_once(bytes, before) && is_once(bytes, other)
        };
        if counterpart != same || !is_one {
            return None;
        }
        let (from, to) = (*old.get(first)?, *new.get(counterpart)?);
        let shifted = |offset: usize| (offset + to).checked_sub(from);
        let span = Span::new(shifted(edit.span.start)?, shifted(edit.span.end)?);
        // As a last word: what goes must be the same in both.
        if other.get(span.start..span.end)? != before.get(edit.span.start..edit.span.end)? {
            return None;
        }
        moved.push(Edit { span, replacement: edit.replacement.clone() });
    }
    Some(Edit::make(&moved, other))
}
