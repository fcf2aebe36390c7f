//! Several findings on the same text: the most specific is kept.

use sdf_core::{Finding, Span};
use sdf_rules::secret::Specificity;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A finding that may yet yield to another.
pub(crate) struct Candidate<'r> {
    pub(crate) finding: Finding<'r>,
    pub(crate) secret: Span,
    pub(crate) specificity: Specificity,
    /// Index of the rule, which decides between equals.
    pub(crate) rule: usize,
    /// Whether no check found a fault in it.
    pub(crate) sound: bool,
    /// Whether its companion was found.
    pub(crate) paired: bool,
}

/// Appends those of `candidates` whose secret shares no byte with that of a better one, by place.
/// Better is the more specific, then the longer, then the earlier.
pub(crate) fn resolve<'r>(mut candidates: Vec<Candidate<'r>>, findings: &mut Vec<Finding<'r>>) {
    candidates.sort_by_key(|one| {
        (Reverse(one.specificity), Reverse(one.secret.len()), one.secret.start, one.rule)
    });
    let mut kept: BTreeMap<usize, Candidate<'r>> = BTreeMap::new();
    for candidate in candidates {
        let before = kept.range(..candidate.secret.end).next_back();
        if before.is_none_or(|(_, kept)| kept.secret.end <= candidate.secret.start) {
            kept.insert(candidate.secret.start, candidate);
        }
    }
    findings.extend(kept.into_values().map(|one| one.finding));
}
