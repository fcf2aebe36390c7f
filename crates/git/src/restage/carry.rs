//! Edits of the staged version of a file, made in the version on disk.

use imara_diff::{Algorithm, Diff, Hunk, InternedInput, Token};
use sdf_core::{Edit, Span};

/// `other`, a version of `before` that was changed elsewhere, with `edits` of `before` made in it.
///
/// None where that might not be what is meant: each edit has to stand on lines that both versions
/// have, with such a line above and below, and no change between the versions may be told in another
/// way that touches them. What comes out is then `git merge-file` of both changes. Versions that differ in
/// nothing but line ends, as `core.autocrlf` makes them, are taken for equal, and those of `other` stay.
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

fn carry_lines(before: &[u8], edits: &[Edit], other: &[u8]) -> Option<Vec<u8>> {
    let input = InternedInput::new(before, other);
    let hunks: Vec<Hunk> = Diff::compute(Algorithm::Histogram, &input).hunks().collect();
    let changes: Vec<Change> =
        (0..hunks.len()).map(|at| Change::new(&hunks, at, &input.before, &input.after)).collect();
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
    let is_open = |text: &[u8]| text.last().is_some_and(|&byte| byte != b'\n');
    let last = input.before.len() - usize::from(is_open(before));
    let line = |offset: usize| old.partition_point(|&start| start <= offset).saturating_sub(1);
    let mut moved = Vec::with_capacity(edits.len());
    for edit in edits {
        let (first, end) = (line(edit.span.start).min(last), line(edit.span.end).min(last));
        // With a line of context on both sides.
        let (above, below) = (first.saturating_sub(1), end + 1);
        let after = changes.partition_point(|change| change.widest.1 <= above);
        if changes.get(after).is_some_and(|change| change.touches(above, below)) {
            return None;
        }
        let behind = hunks.partition_point(|hunk| hunk.before.end as usize <= first);
        let line = match behind.checked_sub(1).and_then(|at| hunks.get(at)) {
            Some(hunk) => first - hunk.before.end as usize + hunk.after.end as usize,
            None => first,
        };
        let (from, to) = (*old.get(first)?, *new.get(line)?);
        let shifted = |offset: usize| Some((offset + to).checked_sub(from)?);
        let span = Span::new(shifted(edit.span.start)?, shifted(edit.span.end)?);
        // As a last word: what goes must be the same in both.
        if other.get(span.start..span.end)? != before.get(edit.span.start..edit.span.end)? {
            return None;
        }
        moved.push(Edit { span, replacement: edit.replacement.clone() });
    }
    Some(Edit::make(&moved, other))
}

/// A change between the versions.
struct Change {
    /// The lines of the old version that it may be said to touch, the end exclusive; an insertion
    /// stands before the line that is both.
    widest: (usize, usize),
}

impl Change {
    /// The hunk number `at`: lines that come or go beside equal ones might as well be these.
    fn new(hunks: &[Hunk], at: usize, before: &[Token], after: &[Token]) -> Self {
        let hunk = &hunks[at];
        let limits = |side: fn(&Hunk) -> (u32, u32), length: usize| {
            let lower =
                at.checked_sub(1).and_then(|at| hunks.get(at)).map_or(0, |hunk| side(hunk).1);
            let upper = hunks.get(at + 1).map_or(length, |hunk| side(hunk).0 as usize);
            (lower as usize, upper)
        };
        let (start, end) = (hunk.before.start as usize, hunk.before.end as usize);
        let (up, down) = if hunk.is_pure_removal() {
            let limits = limits(|hunk| (hunk.before.start, hunk.before.end), before.len());
            slides(before, (start, end), limits)
        } else if hunk.is_pure_insertion() {
            let limits = limits(|hunk| (hunk.after.start, hunk.after.end), after.len());
            slides(after, (hunk.after.start as usize, hunk.after.end as usize), limits)
        } else {
            (0, 0)
        };
        Change { widest: (start - up.min(start), end + down) }
    }

    /// Whether it may touch a line from `above` to `below`, both included.
    fn touches(&self, above: usize, below: usize) -> bool {
        let (start, end) = self.widest;
        if start == end { above < start && start <= below } else { start <= below && above < end }
    }
}

/// By how many lines the block from `start` to `end` can move up and down between the limits with
/// the lines around it reading the same.
fn slides(
    lines: &[Token],
    (start, end): (usize, usize),
    (lower, upper): (usize, usize),
) -> (usize, usize) {
    let (mut up, mut down) = (0, 0);
    while start - up > lower && lines.get(start - up - 1) == lines.get(end - up - 1) {
        up += 1;
    }
    while end + down < upper && lines.get(start + down) == lines.get(end + down) {
        down += 1;
    }
    (up, down)
}
