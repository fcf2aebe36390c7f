//! What several parts of a search found, as one.

use sdf_core::{BString, Fingerprint, Located, Past};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Paths and refs that a finding lists.
const MOST_NAMES: usize = 50;

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
    let (Some(past), Some(mut more)) = (one.past.as_deref_mut(), other.past) else { return };
    // Of a ref whose tip has it, it does not matter whether others lead to it.
    match (past.at_tip, more.at_tip) {
        (true, false) => {}
        (false, true) => past.refs = std::mem::take(&mut more.refs),
        _ => unite(&mut past.refs, std::mem::take(&mut more.refs)),
    }
    // What one part sees removed may live on in a version that another part has: a removal in HEAD's
    // history counts, for HEAD has it no more, another one only if it lives on at no tip.
    let removed = |past: &Past| (past.orders.removed_in_head, past.orders.removed);
    let lives_on = |past: &Past| past.at_tip && past.removed_by.is_none();
    let may_live_on = lives_on(past) || lives_on(&more);
    if removed(&more) > removed(past) {
        past.removed_by = more.removed_by;
        past.orders.removed = more.orders.removed;
        past.orders.removed_in_head = more.orders.removed_in_head;
    }
    if one.in_head == Some(true) || may_live_on && !past.orders.removed_in_head {
        past.removed_by = None;
    }
    past.at_tip |= more.at_tip;
    past.is_cut |= more.is_cut && past.orders.brought == more.orders.brought;
    unite(&mut past.paths, more.paths);
    past.versions += more.versions;
    if more.orders.last > past.orders.last {
        (past.last, past.orders.last) = (more.last, more.orders.last);
    }
}

/// Adds names to those of a list as long as the parts' own are.
fn unite(all: &mut Vec<BString>, more: Vec<BString>) {
    all.extend(more);
    all.sort();
    all.dedup();
    all.truncate(MOST_NAMES);
}
