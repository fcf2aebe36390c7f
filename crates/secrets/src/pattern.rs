//! Regular expressions that capture what is looked for.

use crate::requirement::Match;
use regex::bytes::{CaptureLocations, Regex};
use sdf_core::Span;
use sdf_rules::secret::compile;
use std::ops::Range;

/// A regular expression with the group that holds what is looked for.
pub(crate) struct Pattern {
    pub(crate) regex: Regex,
    /// The group that is named so, if one is.
    group: Option<usize>,
}

impl Pattern {
    /// Of `regex`: the group `name` (`TOKEN` is a secret as well), or else the first that takes part, or else the whole match.
    /// `None` where it does not compile.
    pub(crate) fn new(regex: &str, name: &str) -> Option<Self> {
        let regex = compile(regex).ok()?;
        let also = if name == "secret" { "token" } else { name };
        let is_meant = |group: &str| group == name || group.eq_ignore_ascii_case(also);
        let group = regex.capture_names().position(|group| group.is_some_and(is_meant));
        Some(Pattern { regex, group })
    }

    /// Whether it matches anywhere in `text`.
    pub(crate) fn is_match(&self, text: &[u8]) -> bool {
        self.regex.is_match(text)
    }

    /// Calls `found` with what is captured by each match in `window`.
    pub(crate) fn each(&self, document: &[u8], window: Range<usize>, mut found: impl FnMut(Span)) {
        self.each_match(document, window, |one| found(one.secret));
    }

    /// Calls `found` with each match in `window`.
    pub(crate) fn each_match(
        &self,
        document: &[u8],
        window: Range<usize>,
        mut found: impl FnMut(&Match<'_>),
    ) {
        // The text before the window stays in sight of `\b` and `^`.
        let text = &document[..window.end];
        let mut groups = self.regex.capture_locations();
        let mut at = window.start;
        while at <= text.len() {
            let Some(whole) = self.regex.captures_read_at(&mut groups, text, at) else { return };
            let whole = whole.start()..whole.end();
            if let Some((start, end)) = self.captured(&groups) {
                let (secret, whole) = (Span::new(start, end), whole.clone().into());
                found(&Match { secret, whole, groups: &groups, pattern: self });
            }
            at = if whole.is_empty() { whole.end + 1 } else { whole.end };
        }
    }

    fn captured(&self, groups: &CaptureLocations) -> Option<(usize, usize)> {
        let first = || (1..groups.len()).find_map(|group| groups.get(group)).or(groups.get(0));
        self.group.map_or_else(first, |group| groups.get(group))
    }
}
