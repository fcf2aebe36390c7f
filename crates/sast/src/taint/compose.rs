//! What comes through a function to the sinks of those that it calls.

use super::calls::BodyId;
use super::engine::Shared;
use super::exports::labelled;
use super::origins::Origins;
use super::program::Program;
use super::set::Taints;
use super::summary::{Arrival, Passage, Ways, way};
use sdf_syntax::NodeId;
use std::collections::BTreeMap;

/// How many sinks are told of one function.
const SINKS: usize = 64;

/// How often functions that call each other are gone through.
const TURNS: usize = 4;

impl Program<'_> {
    /// Adds to what arrives in each body what arrives through it in those that it calls. `order`
    /// has those that are called first.
    pub(super) fn compose(&mut self, order: &[Vec<BodyId>], shared: &mut Shared<'_>) {
        for group in order {
            for _ in 0..TURNS {
                let mut changed = false;
                for &body in group {
                    changed |= self.through(body, shared);
                }
                if !changed || group.len() == 1 {
                    break;
                }
            }
        }
    }

    /// The same for one body; whether anything was new.
    fn through(&mut self, body: BodyId, shared: &mut Shared<'_>) -> bool {
        let mut sites: BTreeMap<(NodeId, BodyId), Vec<&Passage>> = BTreeMap::new();
        for passage in self.passages.get(&body).into_iter().flatten() {
            sites.entry((passage.site, passage.to)).or_default().push(passage);
        }
        let mut known: Vec<Arrival> = self.arrivals.get(&body).cloned().unwrap_or_default();
        let before = known.len();
        for ((_, to), passages) in &sites {
            for arrival in self.arrivals.get(to).into_iter().flatten() {
                let left = shared.budget.checked_sub(1 + passages.len());
                shared.unfinished |= left.is_none();
                *shared.budget = left.unwrap_or(0);
                if left.is_none() || known.len() >= SINKS {
                    break;
                }
                let composed = composed(arrival, passages, &mut self.known.origins);
                let is_same = |other: &Arrival| {
                    (other.item, other.at) == (composed.item, composed.at)
                        && other.taints == composed.taints
                        && other.parts == composed.parts
                };
                let mut all = std::iter::once(&composed.taints).chain(&composed.parts);
                let origins = &self.known.origins;
                let is_open = all.any(|taints| origins.inputs(taints).next().is_some());
                if is_open && !known.iter().any(is_same) {
                    known.push(composed);
                }
            }
        }
        let changed = known.len() > before;
        if changed {
            self.arrivals.insert(body, known);
        }
        changed
    }
}

/// What arrives through the passages of one call.
fn composed(arrival: &Arrival, passages: &[&Passage], origins: &mut Origins) -> Arrival {
    let mut ways = Ways::new();
    let mut of = |taints: &Taints| {
        let mut handed = Taints::default();
        for taint in taints.iter() {
            let inside = arrival.ways.get(&taint).map(|way| &**way).unwrap_or_default();
            let Some((input, label)) = origins.unlabelled(taint) else {
                handed.insert(taint);
                ways.entry(taint).or_insert_with(|| inside.into());
                continue;
            };
            for passage in passages.iter().filter(|passage| passage.input == input) {
                let given = labelled(origins, passage.taint, label);
                handed.insert(given);
                ways.entry(given)
                    .or_insert_with(|| way(passage.way.iter().chain(inside).copied().collect()));
            }
        }
        handed
    };
    let taints = of(&arrival.taints);
    let parts = arrival.parts.iter().map(&mut of).collect();
    Arrival { item: arrival.item, at: arrival.at, taints, parts, ways }
}
