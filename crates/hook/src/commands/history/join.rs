//! What several parts of a search found, as one.

use sdf_core::{BString, Fingerprint, Located};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

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
        let order = past.map_or(0, |past| past.orders.brought);
        (order, finding.path.clone(), finding.start.offset)
    };
    if order(&other) < order(one) {
        std::mem::swap(one, &mut other);
    }
    one.in_head = one.in_head.max(other.in_head);
    let (Some(past), Some(more)) = (one.past.as_deref_mut(), other.past) else { return };
    // Of a ref whose tip has it, it does not matter whether others lead to it.
    match (past.at_tip, more.at_tip) {
        (true, false) => {}
        (false, true) => past.refs = more.refs,
        _ => unite(&mut past.refs, more.refs),
    }
    past.at_tip |= more.at_tip;
    unite(&mut past.paths, more.paths);
    past.versions += more.versions;
    if more.orders.last > past.orders.last {
        (past.last, past.orders.last) = (more.last, more.orders.last);
    }
    // What one part sees removed may live on in a version that another part has.
    if more.orders.removed > past.orders.removed {
        (past.removed_by, past.orders.removed) = (more.removed_by, more.orders.removed);
    }
    if one.in_head == Some(true) {
        past.removed_by = None;
    }
}

fn unite(all: &mut Vec<BString>, more: Vec<BString>) {
    all.extend(more);
    all.sort();
    all.dedup();
}
