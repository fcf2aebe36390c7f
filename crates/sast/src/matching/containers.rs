//! Displays, comprehensions and what is taken of containers.

use super::Matcher;
use crate::environment::{Bound, Environment, Environments};
use crate::pattern::Meaning;
use sdf_syntax::{Kind, NodeId, Role};

impl<'m, 'f> Matcher<'m, 'f> {
    /// The kind of display that a pattern is: one of pairs is a dictionary, one with `...` and
    /// elements a set.
    pub(super) fn wanted_set(&self, pattern: NodeId) -> Kind {
        let is_element = |&part: &NodeId| {
            self.run(part).is_none()
                && !matches!(self.wanted(part), Kind::Pair | Kind::DoubleStarred)
        };
        if self.pattern.tree.children(pattern).any(|part| is_element(&part)) {
            Kind::Set
        } else {
            self.wanted(pattern)
        }
    }

    /// Whether a display is `...` alone.
    pub(super) fn is_open(&self, pattern: NodeId) -> bool {
        let mut parts = self.pattern.tree.children(pattern);
        matches!((parts.next(), parts.next()), (Some(only), None) if self.pattern.is_dots(only))
    }

    /// An element and clauses, of which `...` is any.
    pub(super) fn comprehension(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let (parts, found) = (self.parts(pattern), self.children(target));
        let (Some((&element, clauses)), Some((&value, found))) =
            (parts.split_first(), found.split_first())
        else {
            return Vec::new();
        };
        let before = self.expression(element, value, environment);
        self.then(before, |matcher, environment| {
            matcher.sequence(clauses, found, false, environment, Matcher::expression)
        })
    }

    /// A value and indices; several are a tuple.
    pub(super) fn subscript(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let (wanted, found) = self.both(pattern, target, Role::Value);
        let (indices, found_indices) = self.both(pattern, target, Role::Index);
        let is_slice = |kind: Kind| kind == Kind::Slice;
        let any_slice = found_indices.iter().any(|&index| is_slice(self.kind(index)));
        let wants_slice = indices.iter().any(|&index| is_slice(self.wanted(index)));
        if any_slice != wants_slice {
            return Vec::new();
        }
        let before = self.sequence(&wanted, &found, false, environment, Matcher::expression);
        if let (&[index], &[first, .., last]) = (indices.as_slice(), found_indices.as_slice()) {
            // Several indices are a tuple.
            return self.then(before, |matcher, environment| {
                match matcher.pattern.meaning_of(index) {
                    Meaning::One(number) => {
                        matcher.bind(number, Bound::Run(Some((first, last))), environment)
                    }
                    Meaning::Dots => vec![environment.clone()],
                    _ => Vec::new(),
                }
            });
        }
        if indices.len() > 1 && found_indices.len() < 2 {
            return Vec::new();
        }
        self.then(before, |matcher, environment| {
            matcher.sequence(&indices, &found_indices, false, environment, Matcher::expression)
        })
    }

    /// The bounds that both have, each where the other has it.
    pub(super) fn slice(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let mut environments = vec![environment.clone()];
        for role in [Role::Left, Role::Right, Role::Operand] {
            let bounds =
                (self.pattern.tree.child(pattern, role), self.facts.tree.child(target, role));
            environments = self.then(environments, |matcher, environment| {
                matcher.optional(bounds, false, environment, Matcher::expression)
            });
        }
        environments
    }
}
