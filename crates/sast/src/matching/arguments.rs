//! Calls and their arguments.

use super::Matcher;
use crate::environment::{Environment, Environments};
use crate::pattern::Meaning;
use sdf_core::Span;
use sdf_syntax::{Kind, NodeId, Role};

impl<'m, 'f> Matcher<'m, 'f> {
    pub(super) fn call(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let Some(callee) = self.pattern.tree.child(pattern, Role::Callee) else {
            return Vec::new();
        };
        let (arguments, found_arguments) = self.both(pattern, target, Role::Argument);
        match self.pattern.meaning_of(callee) {
            Meaning::Deep => {
                return match arguments.first() {
                    Some(&inner) => self.deep(inner, target, environment),
                    None => Vec::new(),
                };
            }
            Meaning::Typed => return self.typed(&arguments, target, environment),
            _ => {}
        }
        let tree = self.facts.tree;
        match self.kind(target) {
            Kind::Call => {
                let Some(found) = tree.child(target, Role::Callee) else { return Vec::new() };
                let before = self.expression(callee, found, environment);
                self.then(before, |matcher, environment| {
                    matcher.arguments(&arguments, &found_arguments, environment)
                })
            }
            // `print x` of Python 2.
            Kind::Print => {
                let name = self.pattern.tree.node(callee).symbol;
                if self.wanted(callee) == Kind::Name && self.pattern.tree.bytes(name) == b"print" {
                    self.arguments(&arguments, &found_arguments, environment)
                } else {
                    Vec::new()
                }
            }
            // A decorator without arguments is called as well.
            _ if tree.node(tree.node(target).parent).kind == Kind::Decorator
                && self.options.attr_expr =>
            {
                let before = self.expression(callee, target, environment);
                self.then(before, |matcher, environment| {
                    matcher.arguments(&arguments, &[], environment)
                })
            }
            _ => Vec::new(),
        }
    }

    /// Arguments: those by keyword anywhere, the others in their order.
    pub(super) fn arguments(
        &mut self,
        wanted: &[NodeId],
        found: &[NodeId],
        environment: &Environment,
    ) -> Environments {
        if wanted.is_empty() {
            return if found.is_empty() { vec![environment.clone()] } else { Vec::new() };
        }
        let is_keyword = |matcher: &Self, id| matcher.wanted(id) == Kind::KeywordArgument;
        let (keywords, others): (Vec<NodeId>, Vec<NodeId>) =
            wanted.iter().partition(|&&id| is_keyword(self, id));
        // What is left of the arguments, and what is bound.
        let mut states = vec![(found.to_vec(), environment.clone())];
        for keyword in keywords {
            let mut next = Vec::new();
            for (left, environment) in &states {
                for (at, &argument) in left.iter().enumerate() {
                    if self.kind(argument) != Kind::KeywordArgument || !self.budget.step() {
                        continue;
                    }
                    for environment in self.keyword(keyword, argument, environment) {
                        let mut left = left.clone();
                        left.remove(at);
                        next.push((left, environment));
                    }
                }
            }
            states = next;
        }
        let mut all = Environments::new();
        for (left, environment) in &states {
            all.extend(self.sequence(&others, left, false, environment, Matcher::expression));
        }
        all
    }

    /// A keyword argument.
    pub(super) fn keyword(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let (wanted, found) = (*self.pattern.tree.node(pattern), *self.facts.tree.node(target));
        let start = found.start as usize;
        let span = Span::new(start, start + self.facts.tree.bytes(found.symbol).len());
        let named = self.name(wanted.symbol, (found.symbol, span, target), environment);
        if named.is_empty() {
            return named;
        }
        let (value, found_value) = (self.parts(pattern), self.children(target));
        self.then(named, |matcher, environment| {
            matcher.sequence(&value, &found_value, false, environment, Matcher::expression)
        })
    }

    /// `($X: T)`: an expression of a type.
    fn typed(
        &mut self,
        arguments: &[NodeId],
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let &[variable, wanted] = arguments else { return Vec::new() };
        let wanted = self.pattern.tree.source(wanted, &self.pattern.source);
        if self.facts.is_of_type(target, wanted) {
            self.root(variable, target, environment)
        } else {
            Vec::new()
        }
    }
}
