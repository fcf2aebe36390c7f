//! Findings that others make needless.

use sdf_core::{Finding, Span, Text};
use std::collections::BTreeMap;

/// By the id of a rule, where others have found what it finds and know more of it.
#[derive(Debug, Default)]
pub(crate) struct Replaced<'r> {
    places: BTreeMap<&'r str, Vec<Span>>,
}

impl<'r> Replaced<'r> {
    /// Notes what a rule that replaces those of `ids` has found.
    pub(crate) fn note(&mut self, ids: &'r [Text], findings: &[Finding<'_>]) {
        for id in ids.iter().filter(|_| !findings.is_empty()) {
            let places = self.places.entry(id).or_default();
            places.extend(findings.iter().map(|finding| finding.span));
        }
    }

    /// Removes from those of `findings` behind the first ones what is needless.
    pub(crate) fn remove_from(mut self, first: usize, findings: &mut Vec<Finding<'_>>) {
        if self.places.is_empty() {
            return;
        }
        for places in self.places.values_mut() {
            places.sort_unstable_by_key(|span| span.start);
            // From here on a place ends where the last of it and those before it does.
            let mut end = 0;
            for place in places {
                end = end.max(place.end);
                place.end = end;
            }
        }
        let is_needless = |finding: &Finding<'_>| {
            let Some(places) = self.places.get(&*finding.rule.id) else { return false };
            let before = places.partition_point(|place| place.start < finding.span.end);
            let last = before.checked_sub(1).and_then(|at| places.get(at));
            last.is_some_and(|place| place.end > finding.span.start)
        };
        let mut at = 0;
        findings.retain(|finding| {
            at += 1;
            at <= first || !is_needless(finding)
        });
    }
}
