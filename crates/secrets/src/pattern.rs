//! Regular expressions that capture what is looked for.

use crate::requirement::Match;
use regex_automata::Input;
use regex_automata::util::captures::Captures;
use sdf_core::Span;
use sdf_rules::expression::Expression;
use sdf_rules::secret::compile;
use std::ops::Range;

/// A regular expression with the group that holds what is looked for.
pub(crate) struct Pattern {
    pub(crate) regex: Expression,
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
        let group = regex.group_names().position(|group| group.is_some_and(is_meant));
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
        let engine = self.regex.engine(window.len());
        let mut groups = engine.create_captures();
        let mut at = window.start;
        while at <= text.len() {
            engine.search_captures(&Input::new(text).range(at..), &mut groups);
            let Some(whole) = groups.get_match().map(|whole| whole.range()) else { return };
            if let Some((start, end)) = self.captured(&groups) {
                let (secret, whole) = (Span::new(start, end), whole.clone().into());
                found(&Match { secret, whole, groups: &groups, pattern: self });
            }
            at = if whole.is_empty() { whole.end + 1 } else { whole.end };
        }
    }

    fn captured(&self, groups: &Captures) -> Option<(usize, usize)> {
        let get = |group| groups.get_group(group).map(|span| (span.start, span.end));
        let first = || (1..groups.group_len()).find_map(get).or(get(0));
        self.group.map_or_else(first, get)
    }
}
