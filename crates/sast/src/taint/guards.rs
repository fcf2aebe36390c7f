//! Checks after which data is clean: what the outcome of a condition says of variables.

use super::engine::Engine;
use super::spec::Guard;
use super::value::{Key, State, Value};
use super::{File, marks, plan};
use sdf_syntax::{Binding, BindingKind, Kind, NodeId, Role, Tree};

/// How deep a condition is looked into.
const DEPTH: usize = 64;

/// A variable, or a member of one.
type Place = (u32, Vec<Key>);

/// A check in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Check {
    /// The expression.
    node: NodeId,
    /// How it comes out where data is clean.
    when: bool,
    /// What is clean then.
    cleaned: NodeId,
}

/// The checks of a file.
#[derive(Debug, Default)]
pub(super) struct Guards {
    /// Whether the rule names any, here or not.
    are_any: bool,
    /// Sorted.
    checks: Vec<Check>,
    /// Names that hold the outcome of an expression with checks, and that expression; sorted.
    outcomes: Vec<(NodeId, NodeId)>,
}

impl Guards {
    pub(super) fn new(file: File<'_>, guards: &[Guard], spend: &mut usize) -> Guards {
        let tree = file.tree;
        let mut checks = Vec::new();
        for guard in guards {
            for found in &guard.matches {
                let mut node = |span| {
                    let nodes = marks::topmost(tree, NodeId::ROOT, span, spend);
                    plan::exactly(tree, nodes, span).next()
                };
                if let (Some(check), Some(cleaned)) = (node(found.check), node(found.cleaned)) {
                    checks.push(Check { node: check, when: guard.when, cleaned });
                }
            }
        }
        checks.sort_unstable();
        checks.dedup();
        let outcomes = outcomes(file, &checks, spend);
        Guards { are_any: !guards.is_empty(), checks, outcomes }
    }

    /// Whether the rule names any checks.
    pub(super) fn are_any(&self) -> bool {
        self.are_any
    }

    /// Whether an expression has a check, or holds the outcome of one.
    fn has(&self, tree: &Tree, node: NodeId) -> bool {
        let end = tree.node(node).subtree_end;
        let check = self.checks.partition_point(|check| check.node < node);
        let outcome = self.outcomes.partition_point(|&(name, _)| name < node);
        self.checks.get(check).is_some_and(|check| check.node < end)
            || self.outcomes.get(outcome).is_some_and(|&(name, _)| name < end)
    }

    /// The checks that an expression is.
    fn of(&self, node: NodeId) -> &[Check] {
        let first = self.checks.partition_point(|check| check.node < node);
        let end = self.checks.partition_point(|check| check.node <= node);
        self.checks.get(first..end).unwrap_or_default()
    }

    /// The expression whose outcome a name holds.
    fn outcome(&self, name: NodeId) -> Option<NodeId> {
        let at = self.outcomes.binary_search_by_key(&name, |&(name, _)| name).ok()?;
        self.outcomes.get(at).map(|&(_, value)| value)
    }
}

/// Names that hold the outcome of a check: variables that are assigned once, such an expression,
/// after which nothing that it checks is assigned again.
fn outcomes(file: File<'_>, checks: &[Check], spend: &mut usize) -> Vec<(NodeId, NodeId)> {
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

impl Engine<'_, '_> {
    /// Cleans what is clean where a condition holds, or does not. What the variables had before;
    /// none if that changes nothing.
    pub(super) fn assume(
        &mut self,
        condition: NodeId,
        holds: bool,
        state: &mut State,
    ) -> Option<Vec<(u32, Value)>> {
        if state.is_clean() || !self.plan.guards.has(self.tree, condition) {
            return None;
        }
        let mut before: Vec<(u32, Value)> = Vec::new();
        for (variable, path) in self.cleaned(condition, holds, DEPTH)? {
            let held = state.read(variable);
            if held.is_some() {
                self.put((variable, &path, true), None, state);
                before.push((variable, held));
            }
        }
        (!before.is_empty()).then_some(before)
    }

    /// The variables that a condition cleans where it holds, and what they have.
    pub(super) fn checked_by(&mut self, condition: NodeId, state: &State) -> Vec<(u32, Value)> {
        self.assume(condition, true, &mut state.clone()).unwrap_or_default()
    }

    /// In a case of nothing but literals the subject is one of them.
    pub(super) fn assume_case(&mut self, case: NodeId, state: &mut State) {
        let tree = self.tree;
        if !self.plan.guards.are_any() {
            return;
        }
        let mut patterns = tree
            .children(case)
            .filter(|&child| !matches!(tree.node(child).role, Role::Guard | Role::Body));
        let is_constant = |id: NodeId| {
            let node = tree.node(id);
            match node.kind {
                _ if node.role == Role::Callee => false,
                Kind::String | Kind::Integer | Kind::Float | Kind::Boolean | Kind::None => true,
                Kind::Attribute | Kind::Pattern => true,
                Kind::Name => node.role == Role::Object,
                _ => false,
            }
        };
        let has_any = patterns.clone().next().is_some();
        if has_any
            && patterns.all(|pattern| tree.subtree(pattern).all(is_constant))
            && let Some(subject) = tree.child(tree.node(case).parent, Role::Value)
            && let Some((variable, path, true)) = self.place(subject)
        {
            self.put((variable, &path, true), None, state);
        }
    }

    /// What is clean where a condition holds, or does not; none if it cannot come out so.
    fn cleaned(&mut self, node: NodeId, holds: bool, depth: usize) -> Option<Vec<Place>> {
        let tree = self.tree;
        if self.flows.always(node) == Some(!holds) {
            return None;
        }
        if depth == 0 || !self.plan.guards.has(tree, node) || !self.spend(1) {
            return Some(Vec::new());
        }
        let plan = self.plan;
        let mut places = Vec::new();
        for check in plan.guards.of(node).iter().filter(|check| check.when == holds) {
            if let Some((variable, path, true)) = self.place(check.cleaned) {
                places.push((variable, path));
            }
        }
        let depth = depth - 1;
        let this = tree.node(node);
        let more = match this.kind {
            Kind::BooleanOperation => {
                let left = tree.child(node, Role::Left)?;
                let right = tree.child(node, Role::Right)?;
                // Both decide if it goes on behind the first: `and` where that holds.
                let goes_on = tree.bytes(this.symbol) == b"and";
                let both = self.cleaned(left, goes_on, depth).and_then(|mut first| {
                    first.append(&mut self.cleaned(right, holds, depth)?);
                    Some(first)
                });
                match holds == goes_on {
                    true => both?,
                    false => match (self.cleaned(left, holds, depth), both) {
                        (Some(mut first), Some(both)) => {
                            first.retain(|place| both.contains(place));
                            first
                        }
                        (one, other) => one.or(other)?,
                    },
                }
            }
            Kind::Unary if tree.bytes(this.symbol) == b"not" => {
                self.cleaned(tree.children(node).next()?, !holds, depth)?
            }
            Kind::Compare => match outcome_of_comparison(tree, node) {
                Some((inner, is_same)) => self.cleaned(inner, holds == is_same, depth)?,
                None => Vec::new(),
            },
            Kind::NamedExpression => self.cleaned(tree.child(node, Role::Value)?, holds, depth)?,
            Kind::Name => match plan.guards.outcome(node) {
                Some(value) => self.cleaned(value, holds, depth)?,
                None => Vec::new(),
            },
            _ => Vec::new(),
        };
        places.extend(more);
        Some(places)
    }
}

/// For `x is None` and its like: `x`, and whether it holds where that does.
fn outcome_of_comparison(tree: &Tree, node: NodeId) -> Option<(NodeId, bool)> {
    let mut parts = tree.children(node);
    let (left, right, None) = (parts.next()?, parts.next()?, parts.next()) else { return None };
    let is_equal = match tree.bytes(tree.node(node).symbol) {
        b"is" | b"==" => true,
        b"is not" | b"!=" => false,
        _ => return None,
    };
    let right = tree.node(right);
    match right.kind {
        Kind::None => Some((left, !is_equal)),
        Kind::Boolean => Some((left, is_equal == (tree.bytes(right.symbol) == b"True"))),
        _ => None,
    }
}
