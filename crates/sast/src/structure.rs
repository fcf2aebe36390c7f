//! Nodes whose children have roles of their own: definitions, compound statements, assignments,
//! displays.

use crate::environment::Bound;
use crate::matcher::Matcher;
use crate::pattern::Meaning;
use sdf_core::Span;
use sdf_syntax::{Kind, Node, NodeId, Role, Tree};

/// The children of `id` that `is` picks.
fn select(tree: &Tree, id: NodeId, is: impl Fn(&Node) -> bool) -> Vec<NodeId> {
    tree.children(id).filter(|&child| is(tree.node(child))).collect()
}

fn is_parameter(node: &Node) -> bool {
    matches!(node.kind, Kind::Parameter | Kind::ParameterSeparator) || node.role == Role::Parameter
}

impl Matcher<'_> {
    /// What `is` picks among the children of both.
    fn both(
        &self,
        pattern: NodeId,
        target: NodeId,
        is: impl Fn(&Node) -> bool,
    ) -> (Vec<NodeId>, Vec<NodeId>) {
        (select(&self.pattern.tree, pattern, &is), select(self.facts.tree, target, &is))
    }

    /// A function or class: decorators in any order and others besides, a result type that the
    /// pattern need not have.
    pub(crate) fn definition(&mut self, pattern: NodeId, target: NodeId) -> bool {
        let names = self.both(pattern, target, |node| node.role == Role::Name);
        let decorators = self.both(pattern, target, |node| node.kind == Kind::Decorator);
        let parameters = self.both(pattern, target, is_parameter);
        let results = self.both(pattern, target, |node| node.role == Role::Returns);
        let bodies = self.both(pattern, target, |node| node.role == Role::Body);
        let is_class = self.kind(target) == Kind::Class;
        self.sequence(&names.0, &names.1)
            && self.each(&decorators.0, &decorators.1)
            && (if is_class {
                self.bases(pattern, target)
            } else {
                self.sequence(&parameters.0, &parameters.1)
            })
            && (results.0.is_empty() || self.sequence(&results.0, &results.1))
            && self.sequence(&bodies.0, &bodies.1)
    }

    /// Each of `wanted` is among `found`, in any order.
    fn each(&mut self, wanted: &[NodeId], found: &[NodeId]) -> bool {
        let mut left = found.to_vec();
        wanted.iter().all(|&pattern| {
            match left.iter().position(|&target| self.node(pattern, target)) {
                Some(at) => {
                    left.remove(at);
                    true
                }
                None => false,
            }
        })
    }

    /// The parts of a compound statement by their roles; branches may be missing in the pattern.
    pub(crate) fn compound(&mut self, pattern: NodeId, target: NodeId) -> bool {
        const PARTS: &[(Role, bool)] = &[
            (Role::Condition, true),
            (Role::Target, true),
            (Role::Value, true),
            (Role::Element, true),
            (Role::Body, true),
            (Role::Else, false),
            (Role::Finally, false),
        ];
        PARTS.iter().all(|&(role, needed)| {
            let (wanted, found) = self.both(pattern, target, |node| node.role == role);
            (wanted.is_empty() && !needed) || self.sequence(&wanted, &found)
        })
    }

    /// Targets, type and value; the type may be missing in the pattern.
    pub(crate) fn assign(&mut self, pattern: NodeId, target: NodeId) -> bool {
        let (targets, found_targets) = self.both(pattern, target, |node| node.role == Role::Target);
        let (types, found_types) = self.both(pattern, target, |node| node.role == Role::Type);
        let (values, found_values) = self.both(pattern, target, |node| node.role == Role::Value);
        (types.is_empty() || self.sequence(&types, &found_types))
            && self.sequence(&values, &found_values)
            && self.each(&targets, &found_targets)
    }

    /// A parameter; a type that the pattern does not have may be there, a default value may not.
    pub(crate) fn parameter(&mut self, pattern: NodeId, target: NodeId) -> bool {
        let (wanted, found) = (*self.pattern.tree.node(pattern), *self.facts.tree.node(target));
        let stars = match found.role {
            Role::StarParameter => 1,
            Role::DoubleStarParameter => 2,
            _ => 0,
        };
        let start = found.start as usize + stars;
        let name = Span::new(start, start + self.facts.tree.bytes(found.symbol).len());
        let named = wanted.role == found.role
            && match self.pattern.meaning(wanted.symbol) {
                Meaning::One(number) => self.bind(number, Bound::Name(found.symbol, name)),
                Meaning::Dots => true,
                _ => self.same_symbol(wanted.symbol, found.symbol),
            };
        let (types, found_types) = self.both(pattern, target, |node| node.role == Role::Type);
        let (others, found_others) = self.both(pattern, target, |node| node.role != Role::Type);
        named
            && (types.is_empty() || self.sequence(&types, &found_types))
            && self.sequence(&others, &found_others)
    }

    /// A keyword argument.
    pub(crate) fn keyword(&mut self, pattern: NodeId, target: NodeId) -> bool {
        let (wanted, found) = (*self.pattern.tree.node(pattern), *self.facts.tree.node(target));
        let start = found.start as usize;
        let name = Span::new(start, start + self.facts.tree.bytes(found.symbol).len());
        let named = match self.pattern.meaning(wanted.symbol) {
            Meaning::One(number) => self.bind(number, Bound::Name(found.symbol, name)),
            _ => self.same_symbol(wanted.symbol, found.symbol),
        };
        let (wanted, found) = self.both(pattern, target, |_| true);
        named && self.sequence(&wanted, &found)
    }

    /// A dictionary or set display: the order does not matter, `...` leaves it open.
    pub(crate) fn unordered(&mut self, pattern: NodeId, target: NodeId) -> bool {
        let (wanted, found) = self.both(pattern, target, |_| true);
        let (dots, wanted): (Vec<_>, Vec<_>) =
            wanted.into_iter().partition(|&id| self.pattern.is_dots(id));
        (!dots.is_empty() || wanted.len() == found.len()) && self.each(&wanted, &found)
    }
}
