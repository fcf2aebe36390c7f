//! Which bodies can matter to a rule, and in which order they are followed.

use super::calls::{BodyId, Calls};
use crate::tables::HashMap;

/// The bodies where a source and a sink may meet, those that are called before those that call
/// them; those that call each other are one group.
pub(super) fn order(
    calls: &Calls,
    has_source: impl Fn(&BodyId) -> bool,
    has_sink: impl Fn(&BodyId) -> bool,
) -> Vec<Vec<BodyId>> {
    let count = calls.bodies().len();
    let mut parts = Parts { above: (0..count as u32).collect() };
    let mut by_variable: HashMap<u32, u32> = HashMap::default();
    for (at, body) in calls.bodies().iter().enumerate() {
        for other in body.calls.iter().chain(&body.inner) {
            // A module holds all functions; that alone lets no taint through.
            if at != BodyId::MODULE.index() || body.calls.contains(other) {
                parts.unite(at as u32, other.0);
            }
        }
        // Methods share their objects; variables of the module may be shared by all.
        if let Some(class) = body.class {
            for class in calls.family(class) {
                if let Some(method) = calls.first_method(class) {
                    parts.unite(at as u32, method.0);
                }
            }
        }
        if at != BodyId::MODULE.index() {
            // The variable stands for all who read it.
            for variable in &body.globals {
                match by_variable.get(variable) {
                    Some(&other) => parts.unite(at as u32, other),
                    None => drop(by_variable.insert(*variable, at as u32)),
                }
            }
        }
    }
    if has_source(&BodyId::MODULE) {
        (0..count as u32).for_each(|at| parts.unite(at, BodyId::MODULE.0));
    }
    let (mut sources, mut sinks) = (vec![false; count], vec![false; count]);
    for at in 0..count as u32 {
        let part = parts.top(at) as usize;
        if let (Some(source), Some(sink)) = (sources.get_mut(part), sinks.get_mut(part)) {
            *source |= has_source(&BodyId(at));
            *sink |= has_sink(&BodyId(at));
        }
    }
    let matters = |at: u32, parts: &mut Parts| {
        let part = parts.top(at) as usize;
        sources.get(part) == Some(&true) && sinks.get(part) == Some(&true)
    };
    let mattering: Vec<bool> = (0..count as u32).map(|at| matters(at, &mut parts)).collect();
    let needed = needed(calls, |body| {
        mattering.get(body.index()) == Some(&true) && (has_source(body) || has_sink(body))
    });
    let is = |all: &[bool], body: BodyId| all.get(body.index()) == Some(&true);
    groups(calls, |body| is(&mattering, body) && is(&needed, body))
}

/// Bodies with a source or sink, those that run them, and all that any of them runs: no others
/// can hand taint on.
fn needed(calls: &Calls, is_marked: impl Fn(&BodyId) -> bool) -> Vec<bool> {
    let bodies = calls.bodies();
    let mut users: Vec<Vec<BodyId>> = vec![Vec::new(); bodies.len()];
    let mut open = Vec::new();
    for (at, body) in bodies.iter().enumerate() {
        let id = BodyId(at as u32);
        for used in body.calls.iter().chain(&body.inner) {
            if let Some(users) = users.get_mut(used.index()) {
                users.push(id);
            }
        }
        if is_marked(&id) {
            open.push(id);
        }
    }
    let mut needed = vec![false; bodies.len()];
    let take = |needed: &mut Vec<bool>, body: BodyId| {
        needed.get_mut(body.index()).is_some_and(|needed| !std::mem::replace(needed, true))
    };
    open.retain(|&body| take(&mut needed, body));
    while let Some(body) = open.pop() {
        for &user in users.get(body.index()).into_iter().flatten() {
            // The module runs what is within it only where it calls it.
            let is_run = user != BodyId::MODULE || calls_it(calls, user, body);
            if is_run && take(&mut needed, user) {
                open.push(user);
            }
        }
    }
    let mut open: Vec<_> = (0..bodies.len() as u32).map(BodyId).collect();
    open.retain(|body| needed.get(body.index()) == Some(&true));
    while let Some(body) = open.pop() {
        let Some(this) = bodies.get(body.index()) else { continue };
        let inner = this.inner.iter().filter(|_| body != BodyId::MODULE);
        for &used in this.calls.iter().chain(inner) {
            if take(&mut needed, used) {
                open.push(used);
            }
        }
    }
    needed
}

fn calls_it(calls: &Calls, user: BodyId, body: BodyId) -> bool {
    calls.body(user).is_some_and(|user| user.calls.binary_search(&body).is_ok())
}

/// Which bodies have to do with each other.
struct Parts {
    above: Vec<u32>,
}

impl Parts {
    fn top(&mut self, mut at: u32) -> u32 {
        while let Some(&above) = self.above.get(at as usize) {
            if above == at {
                break;
            }
            // Halving the path keeps it short.
            let next = self.above.get(above as usize).copied().unwrap_or(above);
            if let Some(slot) = self.above.get_mut(at as usize) {
                *slot = next;
            }
            at = next;
        }
        at
    }

    fn unite(&mut self, a: u32, b: u32) {
        let (a, b) = (self.top(a), self.top(b));
        // The smaller on top, so that the way up is short for calls of what is written before.
        if let Some(slot) = self.above.get_mut(a.max(b) as usize) {
            *slot = a.min(b);
        }
    }
}

/// The strongly connected components of what calls what, each behind those that it calls
/// (Tarjan 1972, with a stack of its own).
pub(super) fn groups(calls: &Calls, matters: impl Fn(BodyId) -> bool) -> Vec<Vec<BodyId>> {
    let count = calls.bodies().len();
    let next = |body: BodyId, at: usize| -> Option<BodyId> {
        let this = calls.body(body)?;
        match at.checked_sub(this.calls.len()) {
            None => this.calls.get(at).copied(),
            // Functions within are run by nobody knows whom when those around are over.
            Some(at) if body != BodyId::MODULE => this.inner.get(at).copied(),
            Some(_) => None,
        }
    };
    let (mut index, mut low) = (vec![0u32; count], vec![0u32; count]);
    // When each was left: within a group, who is left first calls the fewest of the others.
    let mut left = vec![0u32; count];
    let (mut waiting, mut is_waiting) = (Vec::new(), vec![false; count]);
    let mut found = Vec::new();
    let mut counter = 0;
    for root in (0..count as u32).map(BodyId).rev() {
        if index.get(root.index()) != Some(&0) || !matters(root) {
            continue;
        }
        let mut open = vec![(root, 0usize)];
        while let Some((body, at)) = open.last_mut() {
            let (body, here) = (*body, *at);
            *at += 1;
            if here == 0 {
                counter += 1;
                index[body.index()] = counter;
                low[body.index()] = counter;
                waiting.push(body);
                is_waiting[body.index()] = true;
            }
            match next(body, here) {
                Some(callee) if !matters(callee) => {}
                Some(callee) if index[callee.index()] == 0 => open.push((callee, 0)),
                Some(callee) if is_waiting[callee.index()] => {
                    low[body.index()] = low[body.index()].min(index[callee.index()]);
                }
                Some(_) => {}
                None => {
                    open.pop();
                    counter += 1;
                    left[body.index()] = counter;
                    if let Some(&(around, _)) = open.last() {
                        low[around.index()] = low[around.index()].min(low[body.index()]);
                    }
                    if low[body.index()] == index[body.index()] {
                        let mut group = Vec::new();
                        while let Some(last) = waiting.pop() {
                            is_waiting[last.index()] = false;
                            group.push(last);
                            if last == body {
                                break;
                            }
                        }
                        group.sort_unstable_by_key(|body| left[body.index()]);
                        found.push(group);
                    }
                }
            }
        }
    }
    found
}
