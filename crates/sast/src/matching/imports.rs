//! Imports: a module is imported by whatever statement names it or something in it.

use super::Matcher;
use crate::environment::{Bound, Environment, Environments};
use crate::pattern::Meaning;
use sdf_core::Span;
use sdf_syntax::{Kind, NodeId, Role, Symbol};

/// One thing that a statement imports: what, and under which name.
struct Item {
    path: Vec<(Symbol, NodeId)>,
    alias: Option<NodeId>,
    everything: bool,
}

/// What a statement imports.
fn items(tree: &sdf_syntax::Tree, statement: NodeId) -> (Vec<(Symbol, NodeId)>, Vec<Item>) {
    let names = |of: NodeId| {
        let names = tree.children(of).filter(|&id| tree.node(id).role == Role::Path);
        names.map(|id| (tree.node(id).symbol, id)).collect::<Vec<_>>()
    };
    let node = tree.node(statement);
    let mut module = names(statement);
    if node.kind == Kind::ImportFrom && node.symbol != Symbol::NONE {
        module.insert(0, (node.symbol, statement));
    }
    let items = tree
        .children(statement)
        .filter(|&id| tree.node(id).kind == Kind::ImportItem)
        .map(|id| Item {
            path: names(id),
            alias: tree.child(id, Role::Alias),
            everything: tree.node(id).symbol != Symbol::NONE,
        })
        .collect();
    (module, items)
}

impl Matcher<'_, '_> {
    pub(super) fn import(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        if !matches!(self.kind(target), Kind::Import | Kind::ImportFrom) {
            return Vec::new();
        }
        let (module, wanted) = items(&self.pattern.tree, pattern);
        let (found_module, found) = items(self.facts.tree, target);
        let is_from = self.wanted(pattern) == Kind::ImportFrom;
        if is_from == (self.kind(target) == Kind::ImportFrom) {
            let all = self.same_form(&module, &wanted, &found_module, &found, environment);
            if !all.is_empty() {
                return all;
            }
        }
        if wanted.iter().any(|item| item.alias.is_some() || item.everything) {
            return Vec::new();
        }
        // `import a.b` is also `from a import b` and `from a.b import *`.
        let whole = |module: &[(Symbol, NodeId)], item: &Item| {
            module.iter().chain(&item.path).copied().collect::<Vec<_>>()
        };
        let mut environments = vec![environment.clone()];
        for item in &wanted {
            let wanted = whole(&module, item);
            environments = self.then(environments, |matcher, environment| {
                let mut all = Environments::new();
                for item in &found {
                    let found = whole(&found_module, item);
                    all.extend(matcher.beginning(&wanted, &found, environment));
                }
                all
            });
        }
        environments
    }

    /// Both `import` or both `from … import`: the module or one within it, and each of the names.
    fn same_form(
        &mut self,
        module: &[(Symbol, NodeId)],
        wanted: &[Item],
        found_module: &[(Symbol, NodeId)],
        found: &[Item],
        environment: &Environment,
    ) -> Environments {
        let mut environments = if module.is_empty() && found_module.is_empty() {
            vec![environment.clone()]
        } else {
            self.beginning(module, found_module, environment)
        };
        for item in wanted {
            environments = self.then(environments, |matcher, environment| {
                let mut all = Environments::new();
                for candidate in found {
                    if item.everything != candidate.everything {
                        continue;
                    }
                    let named = if item.everything {
                        vec![environment.clone()]
                    } else if module.is_empty() {
                        matcher.beginning(&item.path, &candidate.path, environment)
                    } else {
                        matcher.components(&item.path, &candidate.path, environment)
                    };
                    let alias = (item.alias, candidate.alias);
                    all.extend(matcher.then(named, |matcher, environment| {
                        matcher.optional(alias, true, environment, Matcher::defined)
                    }));
                }
                all
            });
        }
        environments
    }

    /// The same path, or one that it begins. A metavariable at the end is all that is left.
    fn beginning(
        &mut self,
        wanted: &[(Symbol, NodeId)],
        found: &[(Symbol, NodeId)],
        environment: &Environment,
    ) -> Environments {
        if let Some((&(last, _), before)) = wanted.split_last()
            && let Meaning::One(number) = self.pattern.meaning(last)
            && let Some((beginning, rest)) = found.split_at_checked(before.len())
            && !rest.is_empty()
        {
            let bound = self.bound(rest);
            let environments = self.components(before, beginning, environment);
            return self.then(environments, |matcher, environment| {
                matcher.bind(number, bound, environment)
            });
        }
        match found.get(..wanted.len()) {
            Some(beginning) => self.components(wanted, beginning, environment),
            None => Vec::new(),
        }
    }

    /// Some components: a name, a dotted path, or one that begins with dots.
    fn bound(&self, components: &[(Symbol, NodeId)]) -> Bound {
        let (first, last) = match components {
            [(_, first), .., (_, last)] => (*first, *last),
            [(_, only)] => (*only, *only),
            [] => return Bound::Run(None),
        };
        if self.kind(first) == Kind::ImportFrom {
            let start = self.dots(first).start;
            let end = if first == last { self.dots(first).end } else { self.span(last).end };
            return Bound::Text(Span::new(start, end));
        }
        if first == last { Bound::Node(first) } else { Bound::Run(Some((first, last))) }
    }

    fn span(&self, id: NodeId) -> Span {
        self.facts.tree.node(id).span()
    }

    /// The dots of a relative import.
    fn dots(&self, statement: NodeId) -> Span {
        let span = self.span(statement);
        let text = span.of(self.facts.source);
        let is_dot = |byte: &u8| *byte == b'.';
        let start = text.iter().position(is_dot).unwrap_or(0);
        let count = text.iter().skip(start).take_while(|byte| is_dot(byte)).count();
        Span::new(span.start + start, span.start + start + count)
    }

    /// Component by component.
    fn components(
        &mut self,
        wanted: &[(Symbol, NodeId)],
        found: &[(Symbol, NodeId)],
        environment: &Environment,
    ) -> Environments {
        if wanted.len() != found.len() {
            return Vec::new();
        }
        let mut environments = vec![environment.clone()];
        for (&(wanted, _), &(name, id)) in wanted.iter().zip(found) {
            let is_dots = self.kind(id) == Kind::ImportFrom;
            let span = if is_dots { self.dots(id) } else { self.span(id) };
            environments = self.then(environments, |matcher, environment| {
                matcher.name(wanted, (name, span, id), environment)
            });
        }
        environments
    }
}
