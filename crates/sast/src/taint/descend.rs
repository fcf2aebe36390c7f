//! Hands taint from sources down into the functions that are called with it.

use super::calls::BodyId;
use super::engine::{Hit, Shared};
use super::origins::{Origin, Origins, TOLD};
use super::plan::Plan;
use super::set::Taints;
use super::spec::{Focus, Options};
use super::summary::{Arrival, Passage, Way};
use crate::tables::HashMap;
use sdf_core::Span;
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

/// A source's taint that comes to an input.
struct Fact {
    origin: Origin,
    /// The call at which it was handed down first.
    group: u32,
    trail: u32,
}

/// The taint of inputs.
struct Descent<'a> {
    passages: &'a HashMap<BodyId, Vec<Passage>>,
    /// By body and input.
    facts: HashMap<(BodyId, u32), Vec<Fact>>,
    /// The ways into inputs, each behind another.
    trails: Vec<(Way, Option<u32>)>,
    waiting: VecDeque<(BodyId, u32, usize)>,
    /// Whether taints of different calls are told apart: a condition asks what comes together.
    by_group: bool,
    told: usize,
}

/// Adds to the hits what arrives at sinks through calls.
pub(super) fn descend(
    plan: &Plan,
    options: Options,
    origins: &mut Origins,
    arrivals: &HashMap<BodyId, Vec<Arrival>>,
    passages: &HashMap<BodyId, Vec<Passage>>,
    shared: &mut Shared<'_>,
) {
    let each = options.unify_mvars || options.focus_on == Focus::Source;
    let mut descent = Descent {
        passages,
        facts: HashMap::default(),
        trails: Vec::new(),
        waiting: VecDeque::new(),
        by_group: plan.sinks.iter().any(|sink| sink.has_requires),
        told: if each { usize::MAX } else { TOLD },
    };
    if !descent.run(origins, shared) {
        shared.unfinished = true;
        return;
    }
    let mut bodies: Vec<_> = arrivals.iter().collect();
    bodies.sort_unstable_by_key(|&(&body, _)| body);
    for (&body, arrivals) in bodies {
        for arrival in arrivals {
            descent.arrive(plan, body, arrival, origins, shared);
        }
    }
}

fn spend(shared: &mut Shared<'_>, steps: usize) -> bool {
    let left = shared.budget.checked_sub(steps);
    shared.unfinished |= left.is_none();
    *shared.budget = left.unwrap_or(0);
    left.is_some()
}

impl Descent<'_> {
    fn run(&mut self, origins: &mut Origins, shared: &mut Shared<'_>) -> bool {
        // From each input of a body to where it is handed on.
        let mut onward: HashMap<(BodyId, u32), Vec<&Passage>> = HashMap::default();
        let mut bodies: Vec<_> = self.passages.iter().collect();
        bodies.sort_unstable_by_key(|&(&body, _)| body);
        for (&body, passages) in bodies {
            for passage in passages {
                if !spend(shared, 1) {
                    return false;
                }
                match origins.get(passage.taint) {
                    Some(origin) => {
                        let group = passage.site.0;
                        self.add(passage, origin, group, None);
                    }
                    None => {
                        let input = origins.unlabelled(passage.taint).map(|(input, _)| input);
                        let input = (body, input.unwrap_or(passage.taint));
                        onward.entry(input).or_default().push(passage);
                    }
                }
            }
        }
        while let Some((body, input, at)) = self.waiting.pop_front() {
            for passage in onward.get(&(body, input)).into_iter().flatten() {
                if !spend(shared, 1) {
                    return false;
                }
                let Some(fact) = self.facts.get(&(body, input)).and_then(|facts| facts.get(at))
                else {
                    continue;
                };
                let (group, trail) = (fact.group, fact.trail);
                let origin = labelled(origins, passage.taint, fact.origin);
                self.add(passage, origin, group, Some(trail));
            }
        }
        true
    }

    fn add(&mut self, passage: &Passage, origin: Origin, group: u32, trail: Option<u32>) {
        let facts = self.facts.entry((passage.to, passage.input)).or_default();
        let is_known = facts
            .iter()
            .any(|fact| fact.origin == origin && (!self.by_group || fact.group == group));
        if is_known || facts.len() >= self.told {
            return;
        }
        let next = self.trails.len() as u32;
        self.trails.push((Arc::clone(&passage.way), trail));
        self.waiting.push_back((passage.to, passage.input, facts.len()));
        facts.push(Fact { origin, group, trail: next });
    }

    /// All places on the way of a fact, as many as a finding tells.
    fn trail(&self, last: u32) -> Vec<Span> {
        let (mut way, mut next) = (Vec::new(), Some(last));
        while let Some((spans, before)) = next.and_then(|at| self.trails.get(at as usize)) {
            way.extend(spans.iter().rev());
            if way.len() >= 64 {
                break;
            }
            next = *before;
        }
        way.reverse();
        way
    }

    fn arrive(
        &self,
        plan: &Plan,
        body: BodyId,
        arrival: &Arrival,
        origins: &mut Origins,
        shared: &mut Shared<'_>,
    ) {
        let Some(sink) = plan.sinks.get(arrival.item as usize) else { return };
        let all = || std::iter::once(&arrival.taints).chain(&arrival.parts);
        let inputs: BTreeSet<u32> = all().flat_map(|taints| origins.inputs(taints)).collect();
        let groups: BTreeSet<Option<u32>> = inputs
            .iter()
            .flat_map(|&input| self.of(origins, body, input))
            .map(|fact| self.by_group.then_some(fact.group))
            .collect();
        for group in groups {
            let mut ways: HashMap<u32, Vec<Span>> = HashMap::default();
            let mut of_group = |taints: &Taints| -> Taints {
                let mut found = Taints::default();
                for taint in taints.iter() {
                    let inside = arrival.ways.get(&taint).map(|way| &**way).unwrap_or_default();
                    if origins.get(taint).is_some() {
                        found.insert(taint);
                        ways.entry(taint).or_insert_with(|| inside.to_vec());
                        continue;
                    }
                    for fact in self.of(origins, body, taint) {
                        if group.is_some_and(|group| group != fact.group) {
                            continue;
                        }
                        let origin = labelled(origins, taint, fact.origin);
                        let number = origins.number(origin);
                        found.insert(number);
                        ways.entry(number).or_insert_with(|| {
                            let mut way = self.trail(fact.trail);
                            way.extend(inside);
                            way
                        });
                    }
                }
                found
            };
            let mut taints = of_group(&arrival.taints);
            let parts: Vec<_> = arrival.parts.iter().map(of_group).collect();
            let holds = match sink.parts.get(arrival.at as usize) {
                Some(conditions) => conditions
                    .iter()
                    .zip(&parts)
                    .all(|((_, condition), part)| origins.satisfy(part, condition)),
                None => origins.satisfy(&taints, &sink.requires),
            };
            for part in &parts {
                taints.extend(part);
            }
            let taints: Vec<_> = taints.iter().take(self.told).collect();
            if !holds || taints.is_empty() || !spend(shared, taints.len()) {
                continue;
            }
            let told = taints.into_iter().filter_map(|taint| {
                Some((origins.get(taint)?, ways.remove(&taint).unwrap_or_default()))
            });
            let taints = told.collect();
            shared.hits.push(Hit { item: arrival.item, at: arrival.at, taints });
        }
    }

    /// The facts of an input, whatever label it was given since.
    fn of(&self, origins: &Origins, body: BodyId, input: u32) -> &[Fact] {
        let input = origins.unlabelled(input).map_or(input, |(input, _)| input);
        self.facts.get(&(body, input)).map(Vec::as_slice).unwrap_or_default()
    }
}

/// A source's taint behind an input that was given a label.
fn labelled(origins: &Origins, input: u32, origin: Origin) -> Origin {
    match origins.unlabelled(input) {
        Some((_, Some(label))) => Origin { label, ..origin },
        _ => origin,
    }
}
