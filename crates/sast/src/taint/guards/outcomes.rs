//! Outcomes of checks that are kept in variables.

use super::Check;
use crate::taint::File;
use sdf_syntax::{Binding, BindingKind, Kind, NodeId, Role};

/// Names that hold the outcome of a check: variables that are assigned once, such an expression,
/// after which nothing that it checks is assigned again.
pub(super) fn outcomes(
    file: File<'_>,
    checks: &[Check],
    spend: &mut usize,
) -> Vec<(NodeId, NodeId)> {
    let tree = file.tree;
    let variables = file.flows.variables();
    let mut values: Vec<(NodeId, NodeId)> = Vec::new();
    for check in checks {
        let mut at = check.node;
        let is_part = |kind| matches!(kind, Kind::BooleanOperation | Kind::Unary | Kind::Compare);
        while is_part(tree.node(tree.node(at).parent).kind) {
            at = tree.node(at).parent;
        }
        let assign = tree.node(at).parent;
        if tree.node(assign).kind != Kind::Assign || tree.node(at).role != Role::Value {
            continue;
        }
        let mut targets =
            tree.children(assign).filter(|&child| tree.node(child).role == Role::Target);
        if let (Some(target), None) = (targets.next(), targets.next())
            && tree.node(target).kind == Kind::Name
        {
            values.push((target, at));
        }
    }
    if values.is_empty() {
        return Vec::new();
    }
    values.sort_unstable();
    values.dedup();
    let bindings = file.names.bindings();
    *spend = spend.saturating_sub(tree.nodes().len() + values.len() * bindings.len());
    values.retain(|&(target, value)| {
        let inside = |check: &&Check| tree.contains(value, check.node);
        let is_rebound = |check: &Check| {
            let mut root = check.cleaned;
            while tree.node(root).kind != Kind::Name {
                match tree.children(root).next() {
                    Some(object) => root = object,
                    None => return true,
                }
            }
            let variable = variables.get(root);
            let is_it = |binding: &&Binding| variables.get(binding.node) == variable;
            let mut later = bindings.iter().filter(|binding| binding.node > target);
            variable.is_none() || later.any(|binding| is_it(&binding))
        };
        !checks.iter().filter(inside).any(is_rebound)
    });
    let mut found = Vec::new();
    for (at, node) in tree.nodes().iter().enumerate() {
        let id = NodeId(at as u32);
        if node.kind != Kind::Name {
            continue;
        }
        let Some(binding) = file.names.read(id) else { continue };
        let is_only = matches!(binding.kind, BindingKind::Value(_))
            && binding.previous.is_none()
            && binding.next.is_none();
        let value = values.iter().find(|&&(target, _)| is_only && target == binding.node);
        found.extend(value.map(|&(_, value)| (id, value)));
    }
    found
}
