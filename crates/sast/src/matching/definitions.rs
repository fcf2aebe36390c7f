//! Functions and classes, whose children have roles of their own.

use super::Matcher;
use crate::environment::{Environment, Environments};
use sdf_core::Span;
use sdf_syntax::{Kind, Node, NodeId, Role};

impl<'m, 'f> Matcher<'m, 'f> {
    /// A function or class: decorators in any order and others besides, a result type that the
    /// pattern need not have.
    pub(super) fn definition(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        if !self.has_enough(pattern, target) {
            return Vec::new();
        }
        if self.is_asynchronous_pattern(pattern) && !self.facts.is_asynchronous(target) {
            return Vec::new();
        }
        let (names, found_names) = self.both(pattern, target, Role::Name);
        let is_decorator = |kind: Kind| kind == Kind::Decorator;
        let decorators: Vec<NodeId> =
            self.parts(pattern).into_iter().filter(|&id| is_decorator(self.wanted(id))).collect();
        let found_decorators: Vec<NodeId> =
            self.children(target).into_iter().filter(|&id| is_decorator(self.kind(id))).collect();
        let named = self.sequence(&names, &found_names, false, environment, Matcher::defined);
        let decorated = self.then(named, |matcher, environment| {
            let element = Matcher::decorator;
            if matcher.options.decorators_order_matters {
                let mut dotted = Vec::new();
                for decorator in &decorators {
                    dotted.push(*decorator);
                }
                matcher.subsequence(&dotted, &found_decorators, environment)
            } else {
                matcher.unordered(&decorators, &found_decorators, true, environment, element)
            }
        });
        let is_class = self.kind(target) == Kind::Class;
        let headed = self.then(decorated, |matcher, environment| {
            if is_class {
                matcher.bases(pattern, target, environment)
            } else {
                let before = matcher.parameters(pattern, target, environment);
                let result = (
                    matcher.pattern.tree.child(pattern, Role::Returns),
                    matcher.facts.tree.child(target, Role::Returns),
                );
                matcher.then(before, |matcher, environment| {
                    matcher.optional(result, true, environment, Matcher::expression)
                })
            }
        });
        let bodies = (
            self.pattern.tree.child(pattern, Role::Body),
            self.facts.tree.child(target, Role::Body),
        );
        self.then(headed, |matcher, environment| match bodies {
            (Some(body), Some(found)) if is_class => {
                let (fields, found) = (matcher.parts(body), matcher.children(found));
                matcher.unordered(&fields, &found, true, environment, Matcher::statement)
            }
            (Some(body), Some(found)) => matcher.block(body, found, environment),
            _ => Vec::new(),
        })
    }

    /// Whether a definition has as many decorators and parameters as the pattern asks for: most
    /// have not, which is seen without matching any.
    fn has_enough(&self, pattern: NodeId, target: NodeId) -> bool {
        let wanted = |is: fn(&Node) -> bool| {
            let parts = self.pattern.tree.children(pattern);
            let is_one = |&id: &NodeId| is(self.pattern.tree.node(id)) && self.run(id).is_none();
            parts.filter(is_one).count()
        };
        let found = |is: fn(&Node) -> bool| {
            let children = self.facts.tree.children(target);
            children.filter(|&id| is(self.facts.tree.node(id))).count()
        };
        let has = |is| wanted(is) <= found(is);
        has(|node| node.kind == Kind::Decorator) && has(is_parameter)
    }

    fn is_asynchronous_pattern(&self, pattern: NodeId) -> bool {
        crate::facts::is_asynchronous(&self.pattern.tree, &self.pattern.source, pattern)
    }

    /// Each of `wanted` in this order, others between them.
    fn subsequence(
        &mut self,
        wanted: &[NodeId],
        found: &[NodeId],
        environment: &Environment,
    ) -> Environments {
        let mut places = vec![(0, environment.clone())];
        for &pattern in wanted {
            let mut next = Vec::new();
            for (place, environment) in &places {
                for (at, &target) in found.iter().enumerate().skip(*place) {
                    let more = self.decorator(pattern, target, environment);
                    next.extend(more.into_iter().map(|environment| (at + 1, environment)));
                }
            }
            places = super::sequence::distinct(next);
        }
        places.into_iter().map(|(_, environment)| environment).collect()
    }

    /// The name that a definition or an import gives.
    pub(super) fn defined(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let (wanted, found) =
            (self.pattern.tree.node(pattern).symbol, self.facts.tree.node(target));
        self.name(wanted, (found.symbol, found.span(), target), environment)
    }

    /// `@a` is the same as `@a()`.
    fn decorator(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let inner =
            (self.pattern.tree.children(pattern).next(), self.facts.tree.children(target).next());
        let (Some(wanted), Some(found)) = inner else { return Vec::new() };
        let calls = (self.wanted(wanted) == Kind::Call, self.kind(found) == Kind::Call);
        match calls {
            (false, true) => {
                let arguments = self.both(wanted, found, Role::Argument).1;
                let callee = self.facts.tree.child(found, Role::Callee);
                match callee {
                    Some(callee) if arguments.is_empty() => {
                        self.expression(wanted, callee, environment)
                    }
                    _ => Vec::new(),
                }
            }
            (true, false) => {
                let Some(callee) = self.pattern.tree.child(wanted, Role::Callee) else {
                    return Vec::new();
                };
                let arguments = self.both(wanted, found, Role::Argument).0;
                let named = self.expression(callee, found, environment);
                self.then(named, |matcher, environment| {
                    matcher.arguments(&arguments, &[], environment)
                })
            }
            _ => self.expression(wanted, found, environment),
        }
    }

    /// The bases and keywords of a class in their order; more of them may follow.
    fn bases(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let (wanted, found) = self.both(pattern, target, Role::Argument);
        self.sequence(&wanted, &found, true, environment, Matcher::expression)
    }

    pub(super) fn parameters(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let wanted: Vec<NodeId> = self
            .parts(pattern)
            .into_iter()
            .filter(|&id| is_parameter(self.pattern.tree.node(id)))
            .collect();
        let found: Vec<NodeId> = self
            .children(target)
            .into_iter()
            .filter(|&id| is_parameter(self.facts.tree.node(id)))
            .collect();
        self.sequence(&wanted, &found, false, environment, Matcher::parameter)
    }

    /// A parameter; what the pattern does not say of its type and default may be there.
    fn parameter(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let (wanted, found) = (*self.pattern.tree.node(pattern), *self.facts.tree.node(target));
        if wanted.kind != found.kind || wanted.role != found.role {
            return Vec::new();
        }
        if wanted.kind == Kind::ParameterSeparator {
            let same = self.symbol(wanted.symbol) == Some(found.symbol);
            return if same { vec![environment.clone()] } else { Vec::new() };
        }
        let stars = match found.role {
            Role::StarParameter => 1,
            Role::DoubleStarParameter => 2,
            _ => 0,
        };
        let start = found.start as usize + stars;
        let span = Span::new(start, start + self.facts.tree.bytes(found.symbol).len());
        let named = self.name(wanted.symbol, (found.symbol, span, target), environment);
        let mut environments = named;
        for role in [Role::Type, Role::Value] {
            let parts =
                (self.pattern.tree.child(pattern, role), self.facts.tree.child(target, role));
            environments = self.then(environments, |matcher, environment| {
                matcher.optional(parts, true, environment, Matcher::expression)
            });
        }
        environments
    }
}

fn is_parameter(node: &Node) -> bool {
    matches!(node.kind, Kind::Parameter | Kind::ParameterSeparator) || node.role == Role::Parameter
}
