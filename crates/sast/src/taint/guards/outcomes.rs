//! Outcomes of checks that are kept in variables.

use super::{Check, DEPTH};
use crate::tables::HashMap;
use crate::taint::File;
use sdf_syntax::flow::VariableId;
use sdf_syntax::{BindingKind, Kind, NodeId, Role, Tree};

/// Names that hold the outcome of a check: variables that are assigned once, such an expression,
/// after which nothing that it checks is assigned again.
pub(super) fn outcomes(
    file: File<'_>,
    checks: &[Check],
    spend: &mut usize,
) -> Vec<(NodeId, NodeId)> {
    let tree = file.tree;
    let mut values: Vec<(NodeId, NodeId)> = Vec::new();
    for check in checks {
        values.extend(kept(tree, check.node));
    }
    values.sort_unstable();
    values.dedup();
    if values.is_empty() || *spend == 0 {
        return Vec::new();
    }
    *spend = spend.saturating_sub(tree.nodes().len());
    let variables = file.flows.variables();
    let mut last: HashMap<VariableId, NodeId> = HashMap::default();
    for binding in file.names.bindings() {
        if let Some(variable) = variables.get(binding.node) {
            let node = last.entry(variable).or_insert(binding.node);
            *node = binding.node.max(*node);
        }
    }
    values.retain(|&(target, value)| {
        let first = checks.partition_point(|check| check.node < value);
        let end = tree.node(value).subtree_end;
        let inside = checks.iter().skip(first).take_while(|check| check.node < end);
        inside.take(DEPTH).all(|check| {
            let root = root(tree, check.cleaned);
            let last = root.and_then(|root| last.get(&variables.get(root)?));
            last.is_some_and(|&last| last < target)
        })
    });
    let mut found = Vec::new();
    for (at, node) in tree.nodes().iter().enumerate().filter(|(_, node)| node.kind == Kind::Name) {
        let id = NodeId(at as u32);
        let Some(binding) = file.names.read(id) else { continue };
        let is_only = matches!(binding.kind, BindingKind::Value(_))
            && binding.previous.is_none()
            && binding.next.is_none()
            && node.role != Role::Target;
        let place = values.binary_search_by_key(&binding.node, |&(target, _)| target).ok();
        let value = place.filter(|_| is_only).and_then(|at| values.get(at));
        found.extend(value.map(|&(_, value)| (id, value)));
    }
    found
}

/// The only name that an expression which a check is a part of is assigned to, and the expression.
fn kept(tree: &Tree, check: NodeId) -> Option<(NodeId, NodeId)> {
    let is_part =
        |kind| matches!(kind, Kind::BooleanOperation | Kind::Unary | Kind::Compare | Kind::Await);
    let mut around = std::iter::successors(Some(check), |&at| Some(tree.node(at).parent));
    let value =
        around.by_ref().take(DEPTH).find(|&at| !is_part(tree.node(tree.node(at).parent).kind))?;
    let assign = tree.node(value).parent;
    if tree.node(assign).kind != Kind::Assign || tree.node(value).role != Role::Value {
        return None;
    }
    let mut targets = tree.children(assign).filter(|&it| tree.node(it).role == Role::Target);
    let (target, None) = (targets.next()?, targets.next()) else { return None };
    (tree.node(target).kind == Kind::Name).then_some((target, value))
}

/// The name at the beginning of `x.a["b"]`.
fn root(tree: &Tree, place: NodeId) -> Option<NodeId> {
    let objects = std::iter::successors(Some(place), |&at| tree.children(at).next());
    objects.take(DEPTH).find(|&at| tree.node(at).kind == Kind::Name)
}
