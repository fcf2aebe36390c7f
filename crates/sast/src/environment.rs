//! What metavariables are bound to.

use crate::facts::Facts;
use sdf_core::Span;
use sdf_syntax::{Kind, NodeId, Symbol};

/// What a metavariable is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    /// A node.
    Node(NodeId),
    /// A name that is no node of its own, and where it stands.
    Name(Symbol, Span),
    /// The content of a string.
    Content(NodeId),
    /// Neighbours: the first, the last; none if there are none.
    Run(Option<(NodeId, NodeId)>),
}

impl Bound {
    /// The bytes it covers.
    pub(crate) fn span(self, facts: &Facts<'_>) -> Option<Span> {
        match self {
            Bound::Node(node) | Bound::Content(node) => Some(facts.tree.node(node).span()),
            Bound::Name(_, span) => Some(span),
            Bound::Run(run) => run.map(|(first, last)| {
                Span::new(facts.tree.node(first).start as usize, facts.tree.node(last).end as usize)
            }),
        }
    }

    /// Whether both are the same code.
    pub(crate) fn equals(self, other: Bound, facts: &Facts<'_>) -> bool {
        match (self, other) {
            (Bound::Node(a), Bound::Node(b)) => same_code(facts, a, b),
            (Bound::Content(a), Bound::Content(b)) => {
                facts.tree.string_value(a, facts.source) == facts.tree.string_value(b, facts.source)
            }
            (Bound::Name(a, _), Bound::Name(b, _)) => a == b,
            (Bound::Name(name, _), Bound::Node(node))
            | (Bound::Node(node), Bound::Name(name, _)) => {
                facts.tree.node(node).kind == Kind::Name && facts.tree.node(node).symbol == name
            }
            (Bound::Run(a), Bound::Run(b)) => match (a, b) {
                (None, None) => true,
                (Some((a, _)), Some((b, _))) => {
                    let text = |run: Bound| run.span(facts).map(|span| span.of(facts.source));
                    same_code(facts, a, b) && text(self) == text(other)
                }
                _ => false,
            },
            _ => false,
        }
    }
}

/// What the metavariables of a rule are bound to, by their number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Environment {
    bound: Vec<Option<Bound>>,
}

impl Environment {
    pub(crate) fn new(count: usize) -> Self {
        Environment { bound: vec![None; count] }
    }

    pub(crate) fn get(&self, number: u16) -> Option<Bound> {
        self.bound.get(number as usize).copied().flatten()
    }

    pub(crate) fn set(&mut self, number: u16, bound: Option<Bound>) {
        if let Some(slot) = self.bound.get_mut(number as usize) {
            *slot = bound;
        }
    }

    /// Both together, unless they contradict each other.
    pub(crate) fn merge(&self, other: &Environment, facts: &Facts<'_>) -> Option<Environment> {
        let mut merged = self.clone();
        for (slot, theirs) in merged.bound.iter_mut().zip(&other.bound) {
            match (*slot, *theirs) {
                (Some(ours), Some(theirs)) if !ours.equals(theirs, facts) => return None,
                (None, theirs) => *slot = theirs,
                _ => {}
            }
        }
        Some(merged)
    }
}

/// Whether two subtrees are the same code: kinds, names that mean the same, values.
pub(crate) fn same_code(facts: &Facts<'_>, a: NodeId, b: NodeId) -> bool {
    let tree = facts.tree;
    let size = |id: NodeId| tree.node(id).subtree_end.0 - id.0;
    if a == b {
        return true;
    }
    if size(a) != size(b) {
        return false;
    }
    tree.subtree(a).zip(tree.subtree(b)).all(|(left, right)| {
        let (x, y) = (tree.node(left), tree.node(right));
        let is_leaf = x.subtree_end.0 == left.0 + 1;
        let alike = x.kind == y.kind && x.symbol == y.symbol && size(left) == size(right);
        alike
            && match x.kind {
                Kind::Name => match (facts.names.read(left), facts.names.read(right)) {
                    (Some(x), Some(y)) => x.scope == y.scope,
                    _ => true,
                },
                Kind::String if is_leaf => {
                    tree.string_value(left, facts.source) == tree.string_value(right, facts.source)
                }
                _ if is_leaf => tree.source(left, facts.source) == tree.source(right, facts.source),
                _ => true,
            }
    })
}
