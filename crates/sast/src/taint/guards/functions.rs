//! Functions of the file that check their parameters.

use super::calls;
use super::{Check, DEPTH, Guards};
use crate::taint::File;
use sdf_syntax::flow::{Dataflow, Edge, EdgeId, EdgeKind, Follow, Step, StepId, solve};
use sdf_syntax::{Kind, NodeId, Role};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

/// Functions may check by functions that check, so often.
const ROUNDS: usize = 3;

/// Parameters, a bit for each of the first; which are clean.
type Clean = u64;

/// Parameters behind the first of these are checked by nobody.
pub(super) const PARAMETERS: usize = Clean::BITS as usize;

/// The parameters of a function that are clean behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Summary {
    /// Where what it returns is true.
    holds: Clean,
    /// Where that is false.
    fails: Clean,
    /// Where it returns at all.
    returned: Clean,
}

/// Adds the calls of functions that check what they are passed.
pub(super) fn add(file: File<'_>, guards: &mut Guards, spend: &mut usize) {
    let tree = file.tree;
    if guards.checks.is_empty() || *spend == 0 {
        return;
    }
    *spend = spend.saturating_sub(tree.nodes().len());
    let owners = file.flows.owners();
    let mut known: BTreeMap<NodeId, Summary> = BTreeMap::new();
    for _ in 0..ROUNDS {
        let mut news = BTreeMap::new();
        let checks = guards.checks.iter().map(|check| check.node);
        let raising = guards.calls.iter().map(|&(call, _)| call);
        let nodes = checks.chain(raising);
        let with_checks: BTreeSet<NodeId> =
            nodes.filter_map(|node| owners.get(node.index()).copied()).collect();
        for owner in with_checks {
            let summary = summary(file, guards, owner, spend);
            if let Some(summary) = summary.filter(|summary| known.get(&owner) != Some(summary)) {
                known.insert(owner, summary);
                news.insert(owner, summary);
            }
        }
        if news.is_empty() {
            break;
        }
        *spend = spend.saturating_sub(tree.nodes().len());
        for called in calls::calls(file, &news.keys().copied().collect()) {
            let Some(summary) = news.get(&called.function) else { continue };
            let call = called.call;
            for (at, argument) in called.arguments {
                let bit = 1 << at;
                let outcomes = [(summary.holds, true), (summary.fails, false)];
                for (_, when) in outcomes.into_iter().filter(|(clean, _)| clean & bit != 0) {
                    guards.checks.push(Check { node: call, when, cleaned: argument });
                }
                if summary.returned & bit != 0 {
                    guards.calls.push((call, argument));
                }
            }
        }
        guards.checks.sort_unstable();
        guards.checks.dedup();
        guards.calls.sort_unstable();
        guards.calls.dedup();
        guards.outcomes = super::outcomes::outcomes(file, &guards.checks, spend);
    }
}

/// What a function checks; none if that is nothing, or if it is no plain function.
fn summary(
    file: File<'_>,
    guards: &Guards,
    function: NodeId,
    spend: &mut usize,
) -> Option<Summary> {
    let tree = file.tree;
    let size = tree.node(function).subtree_end.0 - function.0;
    *spend = spend.saturating_sub(size as usize);
    let known = calls::body(file, function).filter(|body| *spend > 0 && !body.yields)?;
    let variables = calls::parameters(file, known);
    let mut body = Body { file, guards, owner: function, variables, spend };
    if body.variables.iter().all(Option::is_none) {
        return None;
    }
    let flow = file.flows.flow(function);
    let solution = solve(flow, &mut body, 0).ok()?;
    let mut all = Summary { holds: Clean::MAX, fails: Clean::MAX, returned: Clean::MAX };
    let mut is_left = [false; 2];
    solution
        .replay(flow, &mut body, |body, id, step, &state| {
            if let Step::Return(node) = step {
                let value = tree.child(node, Role::Value).or(tree.children(node).next());
                let [holds, fails] = match value {
                    Some(value) => body.judge(value),
                    None => [None, Some(0)],
                };
                all.holds &= holds.map_or(Clean::MAX, |clean| clean | state);
                all.fails &= fails.map_or(Clean::MAX, |clean| clean | state);
                is_left[0] |= holds.is_some();
                is_left[1] |= fails.is_some();
                all.returned &= state;
                return;
            }
            let is_end = |edge: &Edge| edge.to == StepId::EXIT && edge.kind != EdgeKind::Raised;
            for (id, edge) in flow.successors(id).filter(|(_, edge)| is_end(edge)) {
                if matches!(step, Step::Raise(_)) {
                    continue;
                }
                let clean = match body.follow(id, edge, &state) {
                    Follow::Never => continue,
                    Follow::Same => state,
                    Follow::Changed(more) => more,
                };
                all.fails &= clean;
                all.returned &= clean;
                is_left[1] = true;
            }
        })
        .ok()?;
    let [is_true, is_false] = is_left;
    let summary = Summary {
        holds: if is_true { all.holds } else { 0 },
        fails: if is_false { all.fails } else { 0 },
        returned: if is_true || is_false { all.returned } else { 0 },
    };
    (summary != Summary { holds: 0, fails: 0, returned: 0 }).then_some(summary)
}

/// Which parameters are clean at each step.
struct Body<'a, 'b> {
    file: File<'a>,
    guards: &'b Guards,
    owner: NodeId,
    variables: Vec<Option<u32>>,
    spend: &'b mut usize,
}

impl Body<'_, '_> {
    /// The bit of the parameter that an expression is.
    fn bit(&self, node: NodeId) -> Option<Clean> {
        let variable = self.file.flows.variables().get(node).map(|variable| variable.0);
        let is_name = self.file.tree.node(node).kind == Kind::Name;
        let at = self.variables.iter().position(|known| known.is_some() && *known == variable)?;
        is_name.then(|| 1 << at)
    }

    /// What is clean where an expression is true, and where it is false.
    fn judge(&self, condition: NodeId) -> [Option<Clean>; 2] {
        let mut place = |node| self.bit(node);
        let (tree, flows) = (self.file.tree, self.file.flows);
        let outcome = self.guards.outcome(tree, flows, condition, DEPTH, &mut place);
        let join = |places: Vec<Clean>| places.into_iter().fold(0, |all, bit| all | bit);
        let node = tree.node(condition);
        match node.kind {
            Kind::Boolean if tree.bytes(node.symbol) == b"True" => [Some(0), None],
            Kind::Boolean | Kind::None => [None, Some(0)],
            _ => [outcome.holds.map(join), outcome.fails.map(join)],
        }
    }
}

impl Dataflow for Body<'_, '_> {
    type State = Clean;

    fn transfer(&mut self, _: StepId, _: Step, _: &mut Clean) -> ControlFlow<()> {
        *self.spend = self.spend.saturating_sub(1);
        if *self.spend == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn join(&mut self, into: &mut Clean, from: &Clean) -> bool {
        let before = *into;
        *into &= from;
        *into != before
    }

    fn follow(&mut self, _: EdgeId, edge: Edge, state: &Clean) -> Follow<Clean> {
        let step = self.file.flows.flow(self.owner).step(edge.from);
        match (step, edge.kind) {
            (step, EdgeKind::Next) if self.file.flows.ends(step) => Follow::Never,
            (Step::Evaluate(node) | Step::Assign(node), EdgeKind::Next) => {
                let call = self.file.tree.child(node, Role::Value).unwrap_or(node);
                let cleaned = self.guards.cleaned_by_call(call);
                let more = cleaned.filter_map(|argument| self.bit(argument));
                Follow::Changed(more.fold(*state, |all, bit| all | bit))
            }
            (Step::Condition(condition), EdgeKind::True | EdgeKind::False) => {
                let [holds, fails] = self.judge(condition);
                match if edge.kind == EdgeKind::True { holds } else { fails } {
                    Some(clean) => Follow::Changed(clean | state),
                    None => Follow::Never,
                }
            }
            _ => Follow::Same,
        }
    }
}
