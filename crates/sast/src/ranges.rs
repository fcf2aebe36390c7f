//! Ranges to ask at once: whether one of many lies around another, or within it.

use crate::formula::Match;
use sdf_core::Span;

/// Where a match is worth looking for.
#[derive(Debug, Default)]
pub(crate) enum Wanted {
    #[default]
    Anywhere,
    /// Within one of these.
    Within(Outer),
    /// Around one of these.
    Around(Inner),
}

impl Wanted {
    /// Whether a match at `span` can be used.
    pub(crate) fn allows(&self, span: Span) -> bool {
        match self {
            Wanted::Anywhere => true,
            Wanted::Within(outer) => outer.has_around(span),
            Wanted::Around(inner) => inner.has_within(span),
        }
    }
}

/// Ranges by their start, each with the furthest end of those up to it.
#[derive(Debug)]
pub(crate) struct Outer(Vec<(usize, usize)>);

impl Outer {
    pub(crate) fn new(found: &[Match]) -> Self {
        let mut ranges = by_start(found);
        let mut furthest = 0;
        for (_, end) in &mut ranges {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Outer(ranges)
    }

    fn has_around(&self, span: Span) -> bool {
        let after = self.0.partition_point(|&(start, _)| start <= span.start);
        let last = after.checked_sub(1).and_then(|at| self.0.get(at));
        last.is_some_and(|&(_, furthest)| furthest >= span.end)
    }

    /// Whether one of them and `span` overlap or meet.
    pub(crate) fn touches(&self, span: Span) -> bool {
        let after = self.0.partition_point(|&(start, _)| start <= span.end);
        let last = after.checked_sub(1).and_then(|at| self.0.get(at));
        last.is_some_and(|&(_, furthest)| furthest >= span.start)
    }
}

/// Ranges by their start, each with the nearest end of those from it on.
#[derive(Debug)]
pub(crate) struct Inner(Vec<(usize, usize)>);

impl Inner {
    pub(crate) fn new(found: &[Match]) -> Self {
        let mut ranges = by_start(found);
        let mut nearest = usize::MAX;
        for (_, end) in ranges.iter_mut().rev() {
            nearest = nearest.min(*end);
            *end = nearest;
        }
        Inner(ranges)
    }

    fn has_within(&self, span: Span) -> bool {
        let first = self.0.partition_point(|&(start, _)| start < span.start);
        self.0.get(first).is_some_and(|&(_, nearest)| nearest <= span.end)
    }
}

fn by_start(found: &[Match]) -> Vec<(usize, usize)> {
    let mut ranges: Vec<_> = found.iter().map(|one| (one.span.start, one.span.end)).collect();
    ranges.sort_unstable();
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::Environment;
    use crate::formula::Nature;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agree_with_asking_each(
            ranges in proptest::collection::vec((0usize..30, 0usize..9), 0..12),
            (start, length) in (0usize..30, 0usize..12),
        ) {
            let found: Vec<Match> = ranges
                .into_iter()
                .map(|(start, length)| Match {
                    span: Span::new(start, start + length),
                    environment: Environment::default(),
                    nature: Nature::Place,
                })
                .collect();
            let span = Span::new(start, start + length);
            let is_around = found.iter().any(|one| one.span.contains(span));
            let is_within = found.iter().any(|one| span.contains(one.span));
            let is_touched =
                found.iter().any(|one| one.span.start <= span.end && span.start <= one.span.end);
            prop_assert_eq!(Outer::new(&found).touches(span), is_touched);
            prop_assert_eq!(Wanted::Within(Outer::new(&found)).allows(span), is_around);
            prop_assert_eq!(Wanted::Around(Inner::new(&found)).allows(span), is_within);
        }
    }
}
