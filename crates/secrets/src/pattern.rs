//! Regular expressions that capture what is looked for.

use regex::bytes::Regex;
use sdf_core::Span;
use sdf_rules::secret::compile;
use std::ops::Range;

/// A regular expression with the group that holds what is looked for.
pub(crate) struct Pattern {
    regex: Regex,
    group: usize,
}

impl Pattern {
    /// Of `regex`: the group `name`, or else the first, or else the whole match. `None` where it
    /// does not compile.
    pub(crate) fn new(regex: &str, name: &str) -> Option<Self> {
        let regex = compile(regex).ok()?;
        let named = regex.capture_names().position(|group| group == Some(name));
        let group = named.unwrap_or(usize::from(regex.captures_len() > 1));
        Some(Pattern { regex, group })
    }

    /// Whether it matches anywhere in `text`.
    pub(crate) fn is_match(&self, text: &[u8]) -> bool {
        self.regex.is_match(text)
    }

    /// Calls `found` with what is captured by each match in `window`.
    pub(crate) fn each(&self, document: &[u8], window: Range<usize>, mut found: impl FnMut(Span)) {
        // The text before the window stays in sight of `\b` and `^`.
        let text = &document[..window.end];
        let mut groups = self.regex.capture_locations();
        let mut at = window.start;
        while at <= text.len() {
            let Some(whole) = self.regex.captures_read_at(&mut groups, text, at) else { return };
            let whole = whole.start()..whole.end();
            if let Some((start, end)) = groups.get(self.group) {
                found(Span::new(start, end));
            }
            at = if whole.is_empty() { whole.end + 1 } else { whole.end };
        }
    }
}
