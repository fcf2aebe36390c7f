//! Statements around others: their parts have roles of their own.

use super::Matcher;
use crate::environment::{Bound, Environment, Environments};
use crate::pattern::Meaning;
use sdf_syntax::{Kind, NodeId, Role};

impl<'m, 'f> Matcher<'m, 'f> {
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
        let opens = match self.pattern.tree.child(pattern, Role::Body) {
            Some(body) => self.parts(body).first().is_some_and(|&first| {
                matches!(self.pattern.meaning_of(first), Meaning::Dots | Meaning::One(_))
            }),
            None => false,
        };
        let count = wanted.len().max(1);
        for (at, window) in found.windows(count).enumerate() {
            // Around other items, which are another statement.
            if at + count < found.len() && !opens {
                continue;
            }
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
        wanted.retain(|id| !is_body(self.pattern.tree.node(*id).role));
        let mut found = self.children(target);
        found.retain(|id| !is_body(self.facts.tree.node(*id).role));
        let before = self.sequence(&wanted, &found, false, environment, Matcher::expression);
        self.branches(pattern, target, &[(Role::Body, false)], before)
    }

    /// The exception must be there; the cause need not be in the pattern.
    pub(super) fn raise(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let mut environments = vec![environment.clone()];
        for (role, lax) in [(Role::Value, false), (Role::Cause, true)] {
            let parts =
                (self.pattern.tree.child(pattern, role), self.facts.tree.child(target, role));
            environments = self.then(environments, |matcher, environment| {
                matcher.optional(parts, lax, environment, Matcher::expression)
            });
        }
        environments
    }
}
