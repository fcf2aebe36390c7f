//! What several parts of a search found, as one.

use sdf_core::{BString, Commit, Fingerprint, Located, Past};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

/// `findings` with those of one secret as one: brought by the first commit that brought it, taken
/// away by the last that took it away.
pub(crate) fn same_secrets(findings: Vec<Located<'_>>) -> Vec<Located<'_>> {
    let mut at: HashMap<Fingerprint, usize> = HashMap::new();
    let mut joined: Vec<Located<'_>> = Vec::with_capacity(findings.len());
    for finding in findings {
        let Some(secret) = finding.past.as_ref().and_then(|past| past.secret) else {
            joined.push(finding);
            continue;
        };
        match at.entry(secret) {
            Entry::Vacant(entry) => {
                entry.insert(joined.len());
                joined.push(finding);
            }
            Entry::Occupied(entry) => {
                if let Some(known) = joined.get_mut(*entry.get()) {
                    join(known, finding);
                }
            }
        }
    }
    joined
}

/// Adds `other`, the same secret, to `one`.
fn join<'r>(one: &mut Located<'r>, mut other: Located<'r>) {
    let order = |finding: &Located<'_>| {
        let past = finding.past.as_deref();
        (past.map_or(0, |past| past.order), finding.path.clone(), finding.start.offset)
    };
    if order(&other) < order(one) {
        std::mem::swap(one, &mut other);
    }
    one.in_head = match (one.in_head, other.in_head) {
        (Some(one), Some(other)) => Some(one || other),
        (one, other) => one.or(other),
    };
    let (Some(past), Some(more)) = (one.past.as_deref_mut(), other.past) else { return };
    let Past { paths, refs, versions, last, removed_by, .. } = *more;
    let unite = |all: &mut Vec<BString>, more: Vec<BString>| {
        all.extend(more);
        all.sort();
        all.dedup();
    };
    unite(&mut past.paths, paths);
    unite(&mut past.refs, refs);
    past.versions += versions;
    past.last = later(past.last.take(), last);
    past.removed_by = later(past.removed_by.take(), removed_by);
    if one.in_head == Some(true) {
        past.removed_by = None;
    }
}

/// The later of two commits.
fn later(one: Option<Arc<Commit>>, other: Option<Arc<Commit>>) -> Option<Arc<Commit>> {
    let key = |commit: &Arc<Commit>| (commit.date.clone(), commit.id.clone());
    one.into_iter().chain(other).max_by_key(key)
}
