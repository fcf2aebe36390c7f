//! Checks after which data is clean: what the outcome of a condition says of variables.

mod apply;
mod calls;
mod functions;
mod outcomes;

use super::spec::Guard;
use super::{File, Flows, marks, plan};
use sdf_syntax::{Kind, NodeId, Role, Tree};

/// How deep a condition is looked into.
const DEPTH: usize = 64;

/// More than this is not told of one condition.
const MOST: usize = 16;

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
    /// Calls of functions that raise unless an argument is clean, and that argument; sorted.
    calls: Vec<(NodeId, NodeId)>,
}

/// What is clean where a condition holds and where it does not; none where it cannot come out so.
struct Outcome<P> {
    holds: Option<Vec<P>>,
    fails: Option<Vec<P>>,
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
        let outcomes = outcomes::outcomes(file, &checks, spend);
        let mut found = Guards { are_any: !guards.is_empty(), checks, outcomes, calls: Vec::new() };
        functions::add(file, &mut found, spend);
        found
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

    /// What a call raised unless it was clean.
    fn cleaned_by_call(&self, call: NodeId) -> impl Iterator<Item = NodeId> {
        let first = self.calls.partition_point(|&(node, _)| node < call);
        let all = self.calls.iter().skip(first).take_while(move |&&(node, _)| node == call);
        all.map(|&(_, argument)| argument)
    }

    /// The expression whose outcome a name holds.
    fn outcome_kept(&self, name: NodeId) -> Option<NodeId> {
        let at = self.outcomes.binary_search_by_key(&name, |&(name, _)| name).ok()?;
        self.outcomes.get(at).map(|&(_, value)| value)
    }
}

impl Guards {
    /// What a condition says of places, which `place` makes of the expressions that are checked.
    fn outcome<P: Clone + PartialEq>(
        &self,
        tree: &Tree,
        flows: &dyn Flows,
        node: NodeId,
        depth: usize,
        place: &mut dyn FnMut(NodeId) -> Option<P>,
    ) -> Outcome<P> {
        let mut found = Outcome { holds: Some(Vec::new()), fails: Some(Vec::new()) };
        if depth > 0 && self.has(tree, node) {
            found = self.composed(tree, flows, node, depth - 1, place);
            for check in self.of(node) {
                let side = if check.when { &mut found.holds } else { &mut found.fails };
                if let (Some(side), Some(place)) = (side, place(check.cleaned)) {
                    side.push(place);
                }
            }
        }
        let never = |outcome| flows.always(node) == Some(outcome);
        let cut = |places: Vec<P>| places.into_iter().take(MOST).collect();
        Outcome {
            holds: found.holds.filter(|_| !never(false)).map(cut),
            fails: found.fails.filter(|_| !never(true)).map(cut),
        }
    }

    /// The same from the parts of a condition.
    fn composed<P: Clone + PartialEq>(
        &self,
        tree: &Tree,
        flows: &dyn Flows,
        node: NodeId,
        depth: usize,
        place: &mut dyn FnMut(NodeId) -> Option<P>,
    ) -> Outcome<P> {
        let nothing = Outcome { holds: Some(Vec::new()), fails: Some(Vec::new()) };
        let this = tree.node(node);
        let mut of = |part: Option<NodeId>| match part {
            Some(part) => self.outcome(tree, flows, part, depth, place),
            None => Outcome { holds: Some(Vec::new()), fails: Some(Vec::new()) },
        };
        match this.kind {
            Kind::BooleanOperation => {
                let left = of(tree.child(node, Role::Left));
                let right = of(tree.child(node, Role::Right));
                match tree.bytes(this.symbol) {
                    b"and" => Outcome {
                        fails: either(left.fails, both(left.holds.clone(), right.fails)),
                        holds: both(left.holds, right.holds),
                    },
                    _ => Outcome {
                        holds: either(left.holds, both(left.fails.clone(), right.holds)),
                        fails: both(left.fails, right.fails),
                    },
                }
            }
            Kind::Unary if tree.bytes(this.symbol) == b"not" => {
                of(tree.children(node).next()).not()
            }
            Kind::Compare => match comparison(tree, node) {
                Some((part, true)) => of(Some(part)),
                Some((part, false)) => of(Some(part)).not(),
                None => nothing,
            },
            Kind::NamedExpression => of(tree.child(node, Role::Value)),
            Kind::Await => of(tree.children(node).next()),
            Kind::Name => of(self.outcome_kept(node)),
            _ => nothing,
        }
    }
}

impl<P> Outcome<P> {
    fn not(self) -> Self {
        Outcome { holds: self.fails, fails: self.holds }
    }
}

/// What is clean where two conditions come out so, one after the other.
fn both<P>(first: Option<Vec<P>>, second: Option<Vec<P>>) -> Option<Vec<P>> {
    let (mut all, more) = (first?, second?);
    all.extend(more);
    Some(all)
}

/// What is clean where it came about in one way or another.
fn either<P: PartialEq>(one: Option<Vec<P>>, other: Option<Vec<P>>) -> Option<Vec<P>> {
    match (one, other) {
        (Some(mut one), Some(other)) => {
            one.retain(|place| other.contains(place));
            Some(one)
        }
        (one, other) => one.or(other),
    }
}

/// For `x is None` and its like: `x`, and whether it holds where that does.
fn comparison(tree: &Tree, node: NodeId) -> Option<(NodeId, bool)> {
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
