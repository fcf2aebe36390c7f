//! Under which rules flows may lead from module to module, and which functions that takes.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

/// How many modules a way through calls leads into.
const CROSSINGS: u8 = 5;

/// What is known of a module before any flow is followed.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// By body of the module those that it has to do with: bodies, by module and number.
    pub(super) next: Vec<Vec<(u32, u32)>>,
    /// By rule the bodies with sources and those with sinks.
    pub(super) marks: Vec<(usize, Vec<u32>, Vec<u32>)>,
}

/// What is to be looked at.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// By module the rules to be tried.
    pub(super) tried: Vec<BTreeSet<usize>>,
    /// By module and rule the bodies of which others want to know.
    pub(super) wanted: Vec<BTreeMap<usize, BTreeSet<u32>>>,
}

/// The functions of all modules.
struct Graph {
    /// By module the number of its first body.
    first: Vec<u32>,
    module: Vec<u32>,
    next: Vec<Vec<u32>>,
    before: Vec<Vec<u32>>,
}

impl Graph {
    fn new(outlines: &[Outline]) -> Graph {
        let mut graph =
            Graph { first: Vec::new(), module: Vec::new(), next: Vec::new(), before: Vec::new() };
        for (at, outline) in outlines.iter().enumerate() {
            graph.first.push(graph.module.len() as u32);
            graph.module.resize(graph.module.len() + outline.next.len(), at as u32);
        }
        let count = graph.module.len();
        graph.before = vec![Vec::new(); count];
        for next in outlines.iter().flat_map(|outline| &outline.next) {
            let mut next: Vec<u32> =
                next.iter().filter_map(|&(module, body)| graph.number(module, body)).collect();
            next.sort_unstable();
            next.dedup();
            let this = graph.next.len() as u32;
            for &other in &next {
                if let Some(before) = graph.before.get_mut(other as usize) {
                    before.push(this);
                }
            }
            graph.next.push(next);
        }
        graph
    }

    fn number(&self, module: u32, body: u32) -> Option<u32> {
        let number = self.first.get(module as usize)? + body;
        (self.module.get(number as usize) == Some(&module)).then_some(number)
    }

    /// Those that are reached from `roots` by `edges` through few enough modules, and through how
    /// many. What is behind those that do not `matter` is not.
    fn reached(
        &self,
        roots: &[u32],
        edges: &[Vec<u32>],
        matters: impl Fn(&u32) -> bool,
    ) -> HashMap<u32, u8> {
        let mut reached: HashMap<u32, u8> = roots.iter().map(|&root| (root, 0)).collect();
        let mut open: VecDeque<(u32, u8)> = roots.iter().map(|&root| (root, 0)).collect();
        while let Some((at, crossings)) = open.pop_front() {
            if reached.get(&at).is_some_and(|&known| known < crossings) || !matters(&at) {
                continue;
            }
            for &next in edges.get(at as usize).into_iter().flatten() {
                let crosses = self.module.get(at as usize) != self.module.get(next as usize);
                let then = crossings + u8::from(crosses);
                if then > CROSSINGS || reached.get(&next).is_some_and(|&known| known <= then) {
                    continue;
                }
                reached.insert(next, then);
                // Those through fewer modules come first.
                if crosses { open.push_back((next, then)) } else { open.push_front((next, then)) }
            }
        }
        reached
    }

    /// The body behind a number, and its module.
    fn body(&self, number: u32) -> Option<(usize, u32)> {
        let module = *self.module.get(number as usize)? as usize;
        Some((module, number - self.first.get(module)?))
    }
}

/// Finds out what is to be looked at: functions where a source and a sink may meet that are not
/// both behind the same call, and all that they call.
pub(super) fn plan(outlines: &[Outline]) -> Plan {
    let graph = Graph::new(outlines);
    let mut by_rule: BTreeMap<usize, [Vec<u32>; 2]> = BTreeMap::new();
    for (module, outline) in outlines.iter().enumerate() {
        // In order, as modules and their bodies are.
        for (rule, sources, sinks) in &outline.marks {
            let of_rule = by_rule.entry(*rule).or_default();
            for (all, bodies) in of_rule.iter_mut().zip([sources, sinks]) {
                all.extend(bodies.iter().filter_map(|&body| graph.number(module as u32, body)));
            }
        }
    }
    let mut plan = Plan {
        tried: vec![BTreeSet::new(); outlines.len()],
        wanted: vec![BTreeMap::new(); outlines.len()],
    };
    for (rule, [sources, sinks]) in by_rule {
        if sources.is_empty() || sinks.is_empty() {
            continue;
        }
        let behind =
            [&sources, &sinks].map(|marked| graph.reached(marked, &graph.before, |_| true));
        let [with_source, with_sink] = &behind;
        let meets = |at: &u32| {
            let next = graph.next.get(*at as usize).map(Vec::as_slice).unwrap_or_default();
            let own = [&sources, &sinks].map(|marked| marked.binary_search(at).is_ok());
            let of = |all: &HashMap<u32, u8>| -> Vec<u32> {
                next.iter().copied().filter(|next| all.contains_key(next)).collect()
            };
            let (from, to) = (of(with_source), of(with_sink));
            let is_same = from.len() == 1 && from == to;
            (own[0] || !from.is_empty())
                && (own[1] || !to.is_empty())
                && (own[0] || own[1] || !is_same)
        };
        let mut meeting: Vec<u32> =
            with_source.keys().filter(|at| with_sink.contains_key(at)).copied().collect();
        meeting.retain(meets);
        meeting.sort_unstable();
        // Both ends in one module and nothing from elsewhere between them: that is its own affair.
        // What has no end of a flow behind it is looked at for what it makes of its arguments; what
        // it calls in its turn is taken to hand them on.
        let matters = |at: &u32| with_source.contains_key(at) || with_sink.contains_key(at);
        let reached = graph.reached(&meeting, &graph.next, matters);
        let foreign = |at: &u32| {
            let module = graph.module.get(*at as usize);
            let next = graph.next.get(*at as usize);
            next.into_iter().flatten().any(|next| graph.module.get(*next as usize) != module)
        };
        let calls_others: BTreeSet<u32> = (reached.keys().filter(|at| foreign(at)))
            .filter_map(|&at| graph.module.get(at as usize).copied())
            .collect();
        for at in meeting {
            let module = graph.module.get(at as usize).copied();
            if let Some(module) = module.filter(|module| calls_others.contains(module)) {
                plan.tried[module as usize].insert(rule);
            }
        }
        let mut wanted: BTreeMap<usize, BTreeSet<u32>> = BTreeMap::new();
        let mut asked = BTreeSet::new();
        let reached: BTreeSet<u32> = reached.into_keys().collect();
        for &at in &reached {
            let Some((module, body)) = graph.body(at) else { continue };
            wanted.entry(module).or_default().insert(body);
            for &next in graph.next.get(at as usize).into_iter().flatten() {
                let other = graph.module.get(next as usize).copied();
                asked.extend(other.filter(|&other| other as usize != module));
            }
        }
        for (module, bodies) in wanted {
            if asked.contains(&(module as u32)) {
                plan.wanted[module].insert(rule, bodies);
            }
        }
    }
    plan
}
