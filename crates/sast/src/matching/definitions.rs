//! Definitions and compound statements, whose children have roles of their own.

use super::Matcher;
use crate::environment::{Bound, Environment, Environments};
use crate::pattern::Meaning;
use sdf_core::Span;
use sdf_syntax::{Kind, NodeId, Role};

impl<'m, 'f> Matcher<'m, 'f> {
    /// A function or class: decorators in any order and others besides, a result type that the
    /// pattern need not have.
    pub(super) fn definition(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
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

    /// The name of a definition.
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
        let is_parameter = |kind: Kind, role: Role| {
            matches!(kind, Kind::Parameter | Kind::ParameterSeparator) || role == Role::Parameter
        };
        let wanted: Vec<NodeId> = self
            .parts(pattern)
            .into_iter()
            .filter(|&id| is_parameter(self.wanted(id), self.pattern.tree.node(id).role))
            .collect();
        let found: Vec<NodeId> = self
            .children(target)
            .into_iter()
            .filter(|&id| is_parameter(self.kind(id), self.facts.tree.node(id).role))
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

    /// `if`, `for`, `while`: the parts by their roles; the else branch may be missing in the
    /// pattern.
    pub(super) fn compound(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        if self.is_marked_asynchronous(pattern) && !self.starts_with_async(target) {
            return Vec::new();
        }
        let mut environments = vec![environment.clone()];
        for role in [Role::Condition, Role::Target, Role::Value] {
            let (wanted, found) = self.both(pattern, target, role);
            environments = self.then(environments, |matcher, environment| {
                matcher.sequence(&wanted, &found, false, environment, Matcher::expression)
            });
        }
        self.branches(pattern, target, &[(Role::Body, false), (Role::Else, true)], environments)
    }

    /// Whether the pattern for a loop or `with` begins with `async`.
    fn is_marked_asynchronous(&self, pattern: NodeId) -> bool {
        self.pattern.tree.source(pattern, &self.pattern.source).starts_with(b"async")
    }

    fn starts_with_async(&self, target: NodeId) -> bool {
        self.facts.tree.source(target, self.facts.source).starts_with(b"async")
    }

    /// Blocks by their roles; those marked so may be missing in the pattern.
    fn branches(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        roles: &[(Role, bool)],
        environments: Environments,
    ) -> Environments {
        let mut environments = environments;
        for &(role, lax) in roles {
            let parts =
                (self.pattern.tree.child(pattern, role), self.facts.tree.child(target, role));
            environments = self.then(environments, |matcher, environment| {
                matcher.optional(parts, lax, environment, Matcher::branch)
            });
        }
        environments
    }

    fn branch(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        match (self.wanted(pattern), self.kind(target)) {
            (Kind::Block, _) => self.block(pattern, target, environment),
            (_, Kind::Block) => {
                // `elif` in the pattern, the only statement of an else branch in the file.
                let mut inner = self.facts.tree.children(target);
                match (inner.next(), inner.next()) {
                    (Some(only), None) => self.statement(pattern, only, environment),
                    _ => Vec::new(),
                }
            }
            _ => self.statement(pattern, target, environment),
        }
    }

    /// `with`: each item is a statement of its own around those behind it.
    pub(super) fn with(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        if self.is_marked_asynchronous(pattern) && !self.starts_with_async(target) {
            return Vec::new();
        }
        let is_item = |kind: Kind| kind == Kind::WithItem;
        let wanted: Vec<NodeId> =
            self.parts(pattern).into_iter().filter(|&id| is_item(self.wanted(id))).collect();
        let found: Vec<NodeId> =
            self.children(target).into_iter().filter(|&id| is_item(self.kind(id))).collect();
        let mut all = Environments::new();
        for window in found.windows(wanted.len().max(1)) {
            let before = self.sequence(&wanted, window, false, environment, Matcher::context);
            all.extend(self.branches(pattern, target, &[(Role::Body, false)], before));
        }
        all
    }

    /// An item: a context and its name.
    fn context(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let value = (
            self.pattern.tree.child(pattern, Role::Value),
            self.facts.tree.child(target, Role::Value),
        );
        let name = (
            self.pattern.tree.child(pattern, Role::Target),
            self.facts.tree.child(target, Role::Target),
        );
        if let ((Some(wanted), _), (None, Some(_))) = (value, name) {
            // A metavariable is the whole item, name included.
            return match self.pattern.meaning_of(wanted) {
                Meaning::One(number) => self.bind(number, Bound::Node(target), environment),
                Meaning::Dots => vec![environment.clone()],
                _ => Vec::new(),
            };
        }
        let before = self.optional(value, false, environment, Matcher::expression);
        self.then(before, |matcher, environment| {
            matcher.optional(name, false, environment, Matcher::expression)
        })
    }

    /// `try`: handlers in any order and others besides.
    pub(super) fn attempt(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let body = &[(Role::Body, false)];
        let before = self.branches(pattern, target, body, vec![environment.clone()]);
        let is_handler = |kind: Kind| kind == Kind::Handler;
        let wanted: Vec<NodeId> =
            self.parts(pattern).into_iter().filter(|&id| is_handler(self.wanted(id))).collect();
        let found: Vec<NodeId> =
            self.children(target).into_iter().filter(|&id| is_handler(self.kind(id))).collect();
        let handled = self.then(before, |matcher, environment| {
            matcher.unordered(&wanted, &found, true, environment, Matcher::handler)
        });
        self.branches(pattern, target, &[(Role::Else, false), (Role::Finally, false)], handled)
    }

    fn handler(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let caught = self.pattern.tree.child(pattern, Role::Type);
        let any = caught.is_some_and(|caught| {
            matches!(self.wanted(caught), Kind::Ellipsis) || self.pattern.is_dots(caught)
        });
        let mut environments = vec![environment.clone()];
        for role in [Role::Type, Role::Target] {
            if any {
                continue;
            }
            let parts =
                (self.pattern.tree.child(pattern, role), self.facts.tree.child(target, role));
            environments = self.then(environments, |matcher, environment| {
                matcher.optional(parts, false, environment, Matcher::expression)
            });
        }
        self.branches(pattern, target, &[(Role::Body, false)], environments)
    }

    /// `match`: cases in any order and others besides.
    pub(super) fn choice(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let is_case = |kind: Kind| kind == Kind::Case;
        let (cases, subject): (Vec<NodeId>, Vec<NodeId>) =
            self.parts(pattern).into_iter().partition(|&id| is_case(self.wanted(id)));
        let (found_cases, found_subject): (Vec<NodeId>, Vec<NodeId>) =
            self.children(target).into_iter().partition(|&id| is_case(self.kind(id)));
        let before =
            self.sequence(&subject, &found_subject, false, environment, Matcher::expression);
        self.then(before, |matcher, environment| {
            matcher.unordered(&cases, &found_cases, true, environment, Matcher::case)
        })
    }

    fn case(&mut self, pattern: NodeId, target: NodeId, environment: &Environment) -> Environments {
        let is_body = |role: Role| role == Role::Body;
        let mut wanted = self.parts(pattern);
        wanted.retain(|&id| !is_body(self.pattern.tree.node(id).role));
        let mut found = self.children(target);
        found.retain(|&id| !is_body(self.facts.tree.node(id).role));
        let before = self.sequence(&wanted, &found, false, environment, Matcher::expression);
        self.branches(pattern, target, &[(Role::Body, false)], before)
    }
}
