//! One way to tell the changes between two versions of a file.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, Hunk, InternedInput, Token};

/// One way to tell the changes between two versions; there are others, where lines read the same.
pub(super) struct Telling {
    hunks: Vec<Hunk>,
    changes: Vec<Change>,
    /// How many the old version has.
    lines: usize,
}

impl Telling {
    pub(super) fn new(algorithm: Algorithm, input: &InternedInput<&[u8]>) -> Self {
        let hunks: Vec<Hunk> = Diff::compute(algorithm, input).hunks().collect();
        let change = |at| Change::new(&hunks, at, &input.before, &input.after);
        let changes = (0..hunks.len()).map(change).collect();
        Telling { hunks, changes, lines: input.before.len() }
    }

    /// The line of the new version that the line `first` of the old one is, and the lines of the old
    /// one around it up to the next changes. None if a change is near the lines from there to `last`.
    pub(super) fn counterpart(&self, first: usize, last: usize) -> Option<(usize, Range<usize>)> {
        let near = self.changes.partition_point(|change| change.widest.1 < first);
        if self.changes.get(near).is_some_and(|change| change.is_near(first, last)) {
            return None;
        }
        let behind = self.hunks.partition_point(|hunk| hunk.before.end as usize <= first);
        let before = behind.checked_sub(1).and_then(|at| self.hunks.get(at));
        let (start, to) =
            before.map_or((0, 0), |hunk| (hunk.before.end as usize, hunk.after.end as usize));
        let end = self.hunks.get(behind).map_or(self.lines, |hunk| hunk.before.start as usize);
        Some((first - start + to, start..end))
    }
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

    /// Whether it may touch one of the lines from `first` to `last` or the lines around these; the
    /// ends of the file are such lines, too.
    fn is_near(&self, first: usize, last: usize) -> bool {
        let (start, end) = self.widest;
        first <= end && start <= last + 1
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
