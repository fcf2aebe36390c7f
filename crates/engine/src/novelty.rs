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

/// The lines of `new` that `old` has not, as a diff finds them: every byte of them, with their
/// line ends.
pub fn added_lines(old: &[u8], new: &[u8], lines: &LineIndex) -> Focus {
    if old == new {
        return Focus::Ranges(Vec::new());
    }
    let input = InternedInput::new(old, new);
    let diff = Diff::compute(Algorithm::Histogram, &input);
    let added = diff.hunks().map(|hunk| hunk.after).filter(|after| !after.is_empty());
    let bytes = |lines_added: std::ops::Range<u32>| {
        let first = lines.range(lines_added.start as usize).start;
        first..lines.range(lines_added.end as usize - 1).end
    };
    Focus::Ranges(added.map(bytes).collect())
}

impl<'r> Engine<'r> {
    /// Leaves what touches a line that no parent has, or what no parent has at all; of what data
    /// makes, which comes by many lines, only ways that no parent has.
    pub(crate) fn keep_new(
        &self,
        numbered: &mut Vec<Numbered<'r>>,
        document: &Document<'_>,
        lines: &LineIndex,
        versions: &[Option<Previous>],
    ) {
        let versions: Vec<(&Previous, Decoded<'_>)> =
            versions.iter().flatten().map(|version| (version, decode(&version.bytes))).collect();
        let mut focus = Focus::Everything;
        for (_, old) in &versions {
            focus = focus.intersect(&added_lines(&old.text, document.bytes, lines));
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
        let lines = LineIndex::new(new.as_bytes());
        match added_lines(old.as_bytes(), new.as_bytes(), &lines) {
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
        fn without_its_added_lines_the_new_text_is_part_of_the_old(
            old in "([ab]\n){0,12}[ab]?", new in "([abc]\n){0,12}[ab]?"
        ) {
            let lines = LineIndex::new(new.as_bytes());
            let focus = added_lines(old.as_bytes(), new.as_bytes(), &lines);
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
