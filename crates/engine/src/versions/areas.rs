//! Which parts of a version are looked at.

use std::ops::Range;

/// Lines are followed so far beyond the context.
const LINE: usize = 4096;

/// `ranges` with `context` on both sides and to the ends of their lines, joined and in order.
pub(super) fn surroundings(
    ranges: impl Iterator<Item = Range<usize>>,
    context: usize,
    text: &[u8],
) -> Vec<Range<usize>> {
    let around = |range: Range<usize>| {
        let start = range.start.saturating_sub(context).min(text.len());
        let end = range.end.saturating_add(context).min(text.len());
        line_start(text, start)..line_end(text, end).max(start)
    };
    joined(ranges.map(around).collect())
}

/// `areas` in order, those that touch as one.
pub(super) fn joined(mut areas: Vec<Range<usize>>) -> Vec<Range<usize>> {
    areas.sort_unstable_by_key(|area| (area.start, area.end));
    areas.dedup_by(|next, last| {
        let is_joined = next.start <= last.end;
        if is_joined {
            last.end = last.end.max(next.end);
        }
        is_joined
    });
    areas
}

fn line_start(text: &[u8], at: usize) -> usize {
    let floor = at.saturating_sub(LINE);
    memchr::memrchr(b'\n', &text[floor..at]).map_or(floor, |line_end| floor + line_end + 1)
}

fn line_end(text: &[u8], at: usize) -> usize {
    let ceiling = text.len().min(at.saturating_add(LINE));
    memchr::memchr(b'\n', &text[at..ceiling]).map_or(ceiling, |line_end| at + line_end + 1)
}
