//! Names and members, also as they were imported.

use super::Matcher;
use crate::environment::{Bound, Environment, Environments};
use crate::pattern::Meaning;
use sdf_core::Span;
use sdf_rules::sast::NameMatching;
use sdf_syntax::{Kind, NodeId, Role, Symbol};

impl Matcher<'_, '_> {
    /// A name, or `a.b.c` without metavariables.
    pub(super) fn path(&self, pattern: NodeId, target: NodeId) -> bool {
        let Some(path) = self.pattern.path(pattern) else { return false };
        let path: Option<Vec<Symbol>> = path.into_iter().map(|name| self.symbol(name)).collect();
        let global = self.names == NameMatching::Global;
        path.is_some_and(|path| self.facts.is_path(target, &path, global))
    }

    pub(super) fn attribute(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let wanted = *self.pattern.tree.node(pattern);
        let Some(object) = self.pattern.tree.child(pattern, Role::Object) else {
            return Vec::new();
        };
        if self.pattern.meaning(wanted.symbol) == Meaning::Dots {
            return self.chain(object, target, environment);
        }
        if self.path(pattern, target) {
            return vec![environment.clone()];
        }
        let found = *self.facts.tree.node(target);
        match found.kind {
            Kind::Name => {
                let imports: Vec<&[Symbol]> = self
                    .facts
                    .names
                    .imported(target)
                    .map(|import| import.target.as_slice())
                    .collect();
                let mut all = Environments::new();
                if self.pattern.path(pattern).is_none() {
                    for path in imports {
                        all.extend(self.dotted(pattern, path, target, environment));
                    }
                }
                all
            }
            Kind::Attribute => {
                let end = found.end as usize;
                let length = self.facts.tree.bytes(found.symbol).len();
                let span = Span::new(end.saturating_sub(length), end);
                let named = self.name(wanted.symbol, (found.symbol, span, target), environment);
                let Some(inner) = self.facts.tree.child(target, Role::Object) else {
                    return Vec::new();
                };
                // `o. ... .m` is also `o.m`.
                let of_chain = self.chain_object(object);
                self.then(named, |matcher, environment| {
                    let mut all = matcher.expression(object, inner, environment);
                    if let Some(first) = of_chain {
                        all.extend(matcher.expression(first, inner, environment));
                    }
                    all
                })
            }
            _ => Vec::new(),
        }
    }

    /// What `o. ...` is taken of, if the node is such.
    fn chain_object(&self, pattern: NodeId) -> Option<NodeId> {
        let node = self.pattern.tree.node(pattern);
        let is_chain =
            node.kind == Kind::Attribute && self.pattern.meaning(node.symbol) == Meaning::Dots;
        is_chain.then(|| self.pattern.tree.child(pattern, Role::Object)).flatten()
    }

    /// A pattern for members against the path that the name at `target` was imported from.
    fn dotted(
        &mut self,
        pattern: NodeId,
        path: &[Symbol],
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let Some((&last, module)) = path.split_last() else { return Vec::new() };
        let wanted = *self.pattern.tree.node(pattern);
        let found = (last, self.facts.tree.node(target).span(), target);
        match wanted.kind {
            Kind::Attribute if self.pattern.meaning(wanted.symbol) == Meaning::Dots => {
                let Some(object) = self.pattern.tree.child(pattern, Role::Object) else {
                    return Vec::new();
                };
                let mut all = Environments::new();
                for length in 1..=path.len() {
                    let beginning = path.get(..length).unwrap_or_default();
                    all.extend(self.dotted(object, beginning, target, environment));
                }
                all
            }
            Kind::Attribute => {
                let named = self.name(wanted.symbol, found, environment);
                let Some(object) = self.pattern.tree.child(pattern, Role::Object) else {
                    return Vec::new();
                };
                self.then(named, |matcher, environment| {
                    matcher.dotted(object, module, target, environment)
                })
            }
            Kind::Name => match self.pattern.meaning(wanted.symbol) {
                Meaning::One(number) => {
                    let (name, span, of) = found;
                    self.bind(number, Bound::Name { name, span, of }, environment)
                }
                Meaning::Literal if module.is_empty() => {
                    self.name(wanted.symbol, found, environment)
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// `a. ...`: what is taken of `a`, or of what that is taken of or called on, and so on.
    fn chain(&mut self, object: NodeId, target: NodeId, environment: &Environment) -> Environments {
        let mut all = Environments::new();
        if self.kind(target) == Kind::Name {
            let facts = self.facts;
            for import in facts.names.imported(target) {
                for length in 1..=import.target.len() {
                    let path = import.target.get(..length).unwrap_or_default();
                    all.extend(self.dotted(object, path, target, environment));
                }
            }
            return all;
        }
        if !matches!(self.kind(target), Kind::Attribute | Kind::Call) {
            return all;
        }
        let mut at = Some(target);
        while let Some(inner) = at {
            if !self.budget.step() {
                break;
            }
            all.extend(self.expression(object, inner, environment));
            let tree = self.facts.tree;
            at = match self.kind(inner) {
                Kind::Attribute => tree.child(inner, Role::Object),
                Kind::Call => tree
                    .child(inner, Role::Callee)
                    .filter(|&callee| self.kind(callee) == Kind::Attribute)
                    .and_then(|callee| tree.child(callee, Role::Object)),
                _ => None,
            };
        }
        all
    }
}
