//! Which function of the file a call calls, and what for which parameter.

use super::functions::PARAMETERS;
use crate::facts::is_asynchronous;
use crate::taint::File;
use crate::taint::calls::{Body, ParameterKind, Passing, Receiver, Target};
use sdf_syntax::{Kind, NodeId, Role};
use std::collections::BTreeSet;

/// The body of a function.
pub(super) fn body<'a>(file: File<'a>, function: NodeId) -> Option<&'a Body> {
    let calls = file.flows.calls();
    calls.body(calls.of_owner(function)?)
}

/// The variables of the first parameters of a function, in order; one that is bound again has
/// none, nor has one for many arguments.
pub(super) fn parameters(file: File<'_>, body: &Body) -> Vec<Option<u32>> {
    let variables = file.flows.variables();
    let first = body.parameters.iter().take(PARAMETERS).map(|parameter| {
        let is_one = matches!(parameter.kind, ParameterKind::Plain | ParameterKind::Named);
        let variable = variables.get(parameter.node).filter(|_| is_one && !parameter.is_rebound);
        variable.map(|variable| variable.0)
    });
    first.collect()
}

/// A call of a function of the file.
pub(super) struct Called {
    pub(super) call: NodeId,
    pub(super) function: NodeId,
    /// What it passes, and for the how manieth parameter.
    pub(super) arguments: Vec<(usize, NodeId)>,
}

/// The calls of `functions`.
pub(super) fn calls(file: File<'_>, functions: &BTreeSet<NodeId>) -> Vec<Called> {
    let tree = file.tree;
    let calls = tree.nodes().iter().enumerate().filter(|(_, node)| node.kind == Kind::Call);
    let called = calls.filter_map(|(at, node)| {
        let call = NodeId(at as u32);
        // Of several that it may run nobody knows which checks.
        let targets = file.flows.calls().targets(call);
        let &[Target::Function { body, receiver, passing: Passing::All }] = targets else {
            return None;
        };
        let body = file.flows.calls().body(body).filter(|it| functions.contains(&it.owner))?;
        let is_awaited = tree.node(node.parent).kind == Kind::Await;
        let fits = is_awaited == is_asynchronous(tree, file.source, body.owner);
        let arguments = || arguments(file, body, call, receiver);
        fits.then(|| Called { call, function: body.owner, arguments: arguments() })
    });
    called.collect()
}

fn arguments(
    file: File<'_>,
    body: &Body,
    call: NodeId,
    receiver: Receiver,
) -> Vec<(usize, NodeId)> {
    let tree = file.tree;
    let mut next = usize::from(receiver != Receiver::Argument);
    let mut found = Vec::new();
    for argument in tree.children(call).filter(|&it| tree.node(it).role != Role::Callee) {
        let node = tree.node(argument);
        match node.kind {
            Kind::KeywordArgument => {
                let at = body.parameters.iter().position(|parameter| parameter.name == node.symbol);
                found.extend(at.zip(tree.child(argument, Role::Value)));
            }
            Kind::Starred | Kind::DoubleStarred => break,
            _ => {
                found.push((next, argument));
                next += 1;
            }
        }
    }
    found.retain(|&(at, _)| at < PARAMETERS);
    found
}
