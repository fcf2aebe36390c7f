//! Which parts of a version are looked at.

use super::Secret;
use std::ops::Range;

/// `ranges` with `context` on both sides and to the ends of words there, joined and in order.
pub(super) fn areas(
    ranges: impl Iterator<Item = Range<usize>>,
    context: usize,
    text: &[u8],
) -> Vec<Range<usize>> {
    let around = |range: Range<usize>| {
        range.start.saturating_sub(context)..range.end.saturating_add(context).min(text.len())
    };
    let mut areas: Vec<Range<usize>> = ranges.map(around).collect();
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

/// Where the texts of `secrets` stand in `text`.
pub(super) fn occurrences<'a>(
    secrets: &'a [Secret<'_>],
    text: &'a [u8],
) -> impl Iterator<Item = Range<usize>> + 'a {
    // Sorted by rule: the same text may come again.
    secrets.iter().flat_map(|secret| {
        let needle = &*secret.text;
        memchr::memmem::find_iter(text, needle).map(|at| at..at + needle.len())
    })
}
