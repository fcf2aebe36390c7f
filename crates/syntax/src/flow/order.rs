//! Sorts the edges of a graph and its steps.

use super::{Edge, EdgeId, Flow, Step, StepId};
use crate::NodeId;

/// Sorts the edges by their ends and the steps by their order.
pub(super) fn finish(owner: NodeId, steps: Vec<Step>, mut edges: Vec<Edge>) -> Flow {
    edges.sort_by_key(|edge| edge.from);
    let first_edge = firsts(steps.len(), edges.iter().map(|edge| edge.from));
    let mut incoming: Vec<_> = (0..edges.len() as u32).map(EdgeId).collect();
    let to = |id: &EdgeId| edges.get(id.index()).map_or(StepId::EXIT, |edge| edge.to);
    incoming.sort_by_key(to);
    let first_incoming = firsts(steps.len(), incoming.iter().map(to));
    let rank = vec![0; steps.len()];
    let order = Vec::new();
    let mut flow = Flow { owner, steps, edges, first_edge, incoming, first_incoming, order, rank };
    flow.order = reverse_post_order(&flow);
    for (place, step) in flow.order.iter().enumerate() {
        if let Some(rank) = flow.rank.get_mut(step.index()) {
            *rank = place as u32 + 1;
        }
    }
    flow
}

/// Where the run of each step begins among `sorted`, and behind the last.
fn firsts(steps: usize, sorted: impl Iterator<Item = StepId>) -> Vec<u32> {
    let mut firsts = vec![0; steps + 1];
    for step in sorted {
        if let Some(count) = firsts.get_mut(step.index() + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for first in &mut firsts {
        sum += *first;
        *first = sum;
    }
    firsts
}

fn reverse_post_order(flow: &Flow) -> Vec<StepId> {
    let mut seen = vec![false; flow.steps.len()];
    let mut order = Vec::with_capacity(flow.steps.len());
    // A step and how many of its edges, counted from the last, are done: so that the order is
    // that of the text where it can be.
    let mut open = vec![(StepId::ENTRY, flow.successors(StepId::ENTRY).len())];
    seen[StepId::ENTRY.index()] = true;
    while let Some((step, left)) = open.last_mut() {
        let step = *step;
        match left.checked_sub(1) {
            Some(at) => {
                *left = at;
                let first = flow.first_edge.get(step.index()).map_or(0, |&first| first as usize);
                let to = flow.edges.get(first + at).map(|edge| edge.to);
                if let Some(to) = to
                    && let Some(seen) = seen.get_mut(to.index()).filter(|seen| !**seen)
                {
                    *seen = true;
                    open.push((to, flow.successors(to).len()));
                }
            }
            None => {
                order.push(step);
                open.pop();
            }
        }
    }
    order.reverse();
    order
}
