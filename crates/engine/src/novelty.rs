//! What a change adds.

use crate::flows::OldWays;
use crate::number::{Key, Numbered, number};
use crate::suppress::Comments;
use crate::{Engine, Previous};
use imara_diff::{Algorithm, Diff, InternedInput};
use sdf_core::{Document, Finding, Focus, LineIndex, Reach};
use sdf_decode::{Decoded, decode};
use std::cell::LazyCell;
use std::collections::HashMap;
use std::ops::Range;

/// The lines of `new` that `old` has not, as a diff finds them: every byte of them, with their
/// line ends.
pub fn added_lines(old: &[u8], new: &[u8]) -> Focus {
    let mut changed = changed_lines(old, new);
    changed.retain(|lines| !lines.is_empty());
    Focus::Ranges(changed)
}

/// The same, and an empty range wherever lines of `old` are gone.
pub(crate) fn changed_lines(old: &[u8], new: &[u8]) -> Vec<Range<usize>> {
    if old == new {
        return Vec::new();
    }
    // A diff begins by leaving out what both have at their ends; it is faster to do so by bytes.
    let same = common_start(old, new);
    let start = memchr::memrchr(b'\n', &old[..same]).map_or(0, |newline| newline + 1);
    let (old, rest) = (&old[start..], &new[start..]);
    let same = common_end(old, rest);
    let tail = &rest[rest.len() - same..];
    let same = memchr::memchr(b'\n', tail).map_or(0, |newline| tail.len() - newline - 1);
    let (old, rest) = (&old[..old.len() - same], &rest[..rest.len() - same]);
    let input = InternedInput::new(old, rest);
    let diff = Diff::compute(Algorithm::Histogram, &input);
    let (mut at, mut line) = (start, 0);
    let mut to_line = |next: u32| {
        let lines = &input.after[line as usize..next as usize];
        at += lines.iter().map(|&text| input.interner[text].len()).sum::<usize>();
        line = next;
        at
    };
    diff.hunks().map(|hunk| to_line(hunk.after.start)..to_line(hunk.after.end)).collect()
}

/// Where `new` differs from its only version, places where something is gone included; all of it
/// where there is none or several.
pub(crate) fn changes(versions: &[Option<Previous>], new: &[u8]) -> Focus {
    match versions {
        [Some(old)] => Focus::Ranges(changed_lines(&decode(&old.bytes).text, new)),
        _ => Focus::Everything,
    }
}

/// Compared at a time.
const CHUNK: usize = 128;

/// How many bytes both begin with.
fn common_start(one: &[u8], other: &[u8]) -> usize {
    let chunks = one.chunks_exact(CHUNK).zip(other.chunks_exact(CHUNK));
    let same = CHUNK * chunks.take_while(|(one, other)| one == other).count();
    let bytes = one[same..].iter().zip(&other[same..]);
    same + bytes.take_while(|(one, other)| one == other).count()
}

/// How many bytes both end with.
fn common_end(one: &[u8], other: &[u8]) -> usize {
    let chunks = one.rchunks_exact(CHUNK).zip(other.rchunks_exact(CHUNK));
    let same = CHUNK * chunks.take_while(|(one, other)| one == other).count();
    let (one, other) = (&one[..one.len() - same], &other[..other.len() - same]);
    let bytes = one.iter().rev().zip(other.iter().rev());
    same + bytes.take_while(|(one, other)| one == other).count()
}

impl<'r> Engine<'r> {
    /// Leaves what touches a line that no parent has, or what no parent has at all; of what data
    /// makes, which comes by many lines, only ways that no parent has.
    pub(crate) fn keep_new(
        &self,
        numbered: &mut Vec<Numbered<'r>>,
        document: &Document<'_>,
        versions: &[Option<Previous>],
    ) {
        let versions: Vec<(&Previous, Decoded<'_>)> =
            versions.iter().flatten().map(|version| (version, decode(&version.bytes))).collect();
        let mut focus = Focus::Everything;
        for (_, old) in &versions {
            focus = focus.intersect(&added_lines(&old.text, document.bytes));
        }
        numbered.retain(|it| {
            focus.touches(it.finding.span) || it.finding.rule.reach == Reach::Document
        });
        let off_focus = |it: &Numbered<'_>| !focus.touches(it.finding.span);
        let by_ways = |it: &Numbered<'_>| !it.finding.ways.is_empty();
        for (version, old) in &versions {
            if !numbered.iter().any(|it| by_ways(it) || off_focus(it)) {
                break;
            }
            let text = Document {
                path: version.path.as_ref(),
                bytes: &old.text,
                focus: Focus::Everything,
                kind: version.kind,
            };
            let old_lines = LazyCell::new(|| LineIndex::new(&old.text));
            // Only what is to be compared need be found again.
            let rules = numbered.iter().filter(|it| by_ways(it) || off_focus(it));
            let rules = rules.map(|it| &*it.finding.rule.id).collect();
            let enabled = self.enabled.only(&self.catalogue, &rules);
            let mut examined = self.examine(&text, &old_lines, &enabled);
            let comments = examined.comments.take();
            let known = number(examined.findings, &old.text);
            let mut count: HashMap<&Key<'_>, usize> = HashMap::new();
            let mut ways = OldWays::default();
            for it in &known {
                *count.entry(&it.key).or_default() += 1;
            }
            if known.iter().any(by_ways) {
                let code = comments.as_deref();
                let mut comments =
                    Comments::new(&old.text, &old_lines, code, self.catalogue.bandit);
                // What was silenced is news when it no longer is.
                let silenced = |it: &Finding<'_>, comments: &mut Comments<'_>| {
                    !self.settings.ignore_comments
                        && comments.silence(it.rule, it.extent.unwrap_or(it.span))
                };
                for it in known.iter().filter(|it| by_ways(it)) {
                    if !silenced(&it.finding, &mut comments) {
                        ways.add(&it.finding, &old.text);
                    }
                }
            }
            ways.take_from(numbered, document.bytes, &focus);
            numbered.retain(|it| {
                if by_ways(it) || !off_focus(it) {
                    return true;
                }
                match count.get_mut(&it.key) {
                    Some(left) if *left > 0 => {
                        *left -= 1;
                        false
                    }
                    _ => true,
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn added(old: &str, new: &str) -> Vec<String> {
        match added_lines(old.as_bytes(), new.as_bytes()) {
            Focus::Everything => vec!["everything".to_owned()],
            Focus::Ranges(ranges) => {
                ranges.into_iter().map(|range| new[range].to_owned()).collect()
            }
        }
    }

    #[test]
    fn a_line_end_added_to_the_last_line_makes_it_new() {
        assert_eq!(added("a\nb", "a\nb\n"), ["b\n"]);
        assert_eq!(added("a\nb\n", "a\nx\nb\ny"), ["x\n", "y"]);
        assert_eq!(added("a\nb\n", "a\n"), [""; 0]);
        assert_eq!(added("", "a\n"), ["a\n"]);
    }

    proptest! {
        #[test]
        fn leaving_out_common_ends_by_bytes_changes_no_diff(
            start in "([abc]\n){0,150}", end in "([abc]\n){0,150}",
            old in "([abc]\n){0,12}[ab]?", new in "([abc]\n){0,12}[ab]?"
        ) {
            let (old, new) = (format!("{start}{old}{end}"), format!("{start}{new}{end}"));
            let input = InternedInput::new(old.as_bytes(), new.as_bytes());
            let diff = Diff::compute(Algorithm::Histogram, &input);
            let lines = LineIndex::new(new.as_bytes());
            let start = |line: u32| lines.range(line as usize).start;
            let ranges = diff.hunks().map(|hunk| start(hunk.after.start)..start(hunk.after.end));
            prop_assert_eq!(ranges.collect::<Vec<_>>(), changed_lines(old.as_bytes(), new.as_bytes()));
        }

        #[test]
        fn without_its_added_lines_the_new_text_is_part_of_the_old(
            old in "([ab]\n){0,12}[ab]?", new in "([abc]\n){0,12}[ab]?"
        ) {
            let focus = added_lines(old.as_bytes(), new.as_bytes());
            let ranges = match focus {
                Focus::Everything => std::iter::once(0..new.len()).collect(),
                Focus::Ranges(ranges) => ranges,
            };
            let mut kept = String::new();
            let mut at = 0;
            for range in ranges {
                prop_assert!(range.start >= at && range.start < range.end);
                kept.push_str(&new[at..range.start]);
                at = range.end;
            }
            kept.push_str(&new[at..]);
            let mut rest = old.split_inclusive('\n');
            for line in kept.split_inclusive('\n') {
                prop_assert!(rest.any(|old| old == line), "{line:?} of {new:?} is not in {old:?}");
            }
        }
    }
}
