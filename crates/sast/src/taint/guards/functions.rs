//! Functions of the file that check their parameters.

use super::{Check, DEPTH, Guards};
use crate::taint::File;
use sdf_syntax::flow::{Dataflow, Edge, EdgeId, EdgeKind, Flow, Follow, Step, StepId, solve};
use sdf_syntax::{BindingKind, Kind, NodeId, Role};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Functions may check by functions that check, so often.
const ROUNDS: usize = 3;

/// Parameters, a bit for each of the first; which are clean.
type Clean = u64;

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
    let mut known: BTreeMap<NodeId, Summary> = BTreeMap::new();
    for _ in 0..ROUNDS {
        let mut news = BTreeMap::new();
        let mut owners: Vec<NodeId> =
            guards.checks.iter().map(|check| check.node).map(|node| function(file, node)).collect();
        owners.extend(guards.calls.iter().map(|&(call, _)| function(file, call)));
        owners.sort_unstable();
        owners.dedup();
        for owner in owners.into_iter().filter(|&owner| tree.node(owner).kind == Kind::Function) {
            let summary = summary(file, guards, owner, spend);
            if let Some(summary) = summary.filter(|summary| known.get(&owner) != Some(summary)) {
                known.insert(owner, summary);
                news.insert(owner, summary);
            }
        }
        if news.is_empty() {
            break;
        }
        for (call, function) in calls(file, &news, spend) {
            let Some(summary) = news.get(&function) else { continue };
            for (at, argument) in arguments(file, function, call) {
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

/// The function or module whose body a node is in.
fn function(file: File<'_>, node: NodeId) -> NodeId {
    let mut owner = Flow::owner_of(file.tree, node);
    while file.tree.node(owner).kind == Kind::Lambda {
        owner = Flow::owner_of(file.tree, file.tree.node(owner).parent);
    }
    owner
}

/// The parameters of a function in order, with their variables; one that is bound again has none.
fn parameters(file: File<'_>, function: NodeId) -> Vec<(NodeId, Option<u32>)> {
    let tree = file.tree;
    let is_parameter = |&child: &NodeId| tree.node(child).kind == Kind::Parameter;
    let variable = |parameter: NodeId| {
        let mut bindings = file.names.bindings().iter();
        let binding = bindings.find(|binding| binding.node == parameter)?;
        (binding.next.is_none() && tree.node(parameter).role == Role::Parameter)
            .then(|| file.flows.variables().get(parameter))?
            .map(|variable| variable.0)
    };
    let all = tree.children(function).filter(is_parameter).take(Clean::BITS as usize);
    all.map(|parameter| (parameter, variable(parameter))).collect()
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
    *spend = spend.saturating_sub(size as usize + file.names.bindings().len());
    if *spend == 0 || tree.subtree(function).any(|id| tree.node(id).kind == Kind::Yield) {
        return None;
    }
    let variables = parameters(file, function).into_iter().map(|(_, variable)| variable);
    let mut body = Body { file, guards, owner: function, variables: variables.collect(), spend };
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
            (Step::Evaluate(node), EdgeKind::Next) if self.file.flows.never_returns(node) => {
                Follow::Never
            }
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

/// Calls of `functions`, and of which: by their names, and of methods by `self` or `cls` within
/// their class.
fn calls(
    file: File<'_>,
    functions: &BTreeMap<NodeId, Summary>,
    spend: &mut usize,
) -> Vec<(NodeId, NodeId)> {
    let tree = file.tree;
    *spend = spend.saturating_sub(tree.nodes().len());
    let mut found = Vec::new();
    for (at, node) in tree.nodes().iter().enumerate().filter(|(_, node)| node.kind == Kind::Call) {
        let call = NodeId(at as u32);
        let Some(callee) = tree.child(call, Role::Callee) else { continue };
        let function = match tree.node(callee).kind {
            Kind::Name => file.names.read(callee).filter(|binding| {
                matches!(binding.kind, BindingKind::Function) && binding.next.is_none()
            }),
            _ => None,
        };
        let function = match function {
            Some(binding) => Some(binding.node),
            None => method(file, functions, callee),
        };
        let is_awaited = tree.node(node.parent).kind == Kind::Await;
        let fits = |function: &NodeId| {
            functions.contains_key(function)
                && is_awaited == crate::facts::is_asynchronous(tree, file.source, *function)
        };
        found.extend(function.filter(fits).map(|function| (call, function)));
    }
    found
}

/// The method among `functions` that `self.name` is.
fn method(file: File<'_>, functions: &BTreeMap<NodeId, Summary>, callee: NodeId) -> Option<NodeId> {
    let tree = file.tree;
    let object = tree.child(callee, Role::Object)?;
    let is_own = matches!(tree.bytes(tree.node(object).symbol), b"self" | b"cls");
    if tree.node(callee).kind != Kind::Attribute || tree.node(object).kind != Kind::Name || !is_own
    {
        return None;
    }
    let class = class_of(file, function(file, callee))?;
    functions.keys().copied().find(|&function| {
        let name = tree.child(function, Role::Name).map(|name| tree.node(name).symbol);
        class_of(file, function) == Some(class) && name == Some(tree.node(callee).symbol)
    })
}

/// The class whose method a function is.
fn class_of(file: File<'_>, function: NodeId) -> Option<NodeId> {
    let tree = file.tree;
    let parent = tree.node(function).parent;
    let around =
        if tree.node(parent).kind == Kind::Class { parent } else { tree.node(parent).parent };
    (tree.node(around).kind == Kind::Class).then_some(around)
}

/// What a call passes, and for the how manieth parameter.
fn arguments(file: File<'_>, function: NodeId, call: NodeId) -> Vec<(usize, NodeId)> {
    let tree = file.tree;
    let parameters = parameters(file, function);
    let callee = tree.child(call, Role::Callee);
    let is_method = callee.is_some_and(|callee| tree.node(callee).kind == Kind::Attribute);
    let is_static = tree.children(function).any(|child| {
        tree.node(child).kind == Kind::Decorator
            && tree.subtree(child).any(|id| tree.bytes(tree.node(id).symbol) == b"staticmethod")
    });
    let mut next = usize::from(is_method && !is_static);
    let mut found = Vec::new();
    for argument in tree.children(call).filter(|&child| Some(child) != callee) {
        let node = tree.node(argument);
        match node.kind {
            Kind::KeywordArgument => {
                let at = parameters
                    .iter()
                    .position(|&(parameter, _)| tree.node(parameter).symbol == node.symbol);
                found.extend(at.zip(tree.child(argument, Role::Value)));
            }
            Kind::Starred | Kind::DoubleStarred => break,
            _ => {
                if next < parameters.len() {
                    found.push((next, argument));
                }
                next += 1;
            }
        }
    }
    found
}
