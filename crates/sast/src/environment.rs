//! What metavariables are bound to.

use crate::facts::Facts;
use crate::taint::is_abroad;
use sdf_core::Span;
use sdf_syntax::{Kind, NodeId, Role, Symbol};
use std::ops::Range;

/// What a metavariable is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Bound {
    /// A node.
    Node(NodeId),
    /// A name that is no node of its own, where it stands, and the node that it names.
    Name {
        /// The name.
        name: Symbol,
        /// Where it stands.
        span: Span,
        /// What it names: a parameter, an attribute, a keyword argument.
        of: NodeId,
    },
    /// The content of a string.
    Content(NodeId),
    /// Neighbours: the first, the last; none if there are none.
    Run(Option<(NodeId, NodeId)>),
    /// Text that is no node: what a regular expression or a word of plain text stands for.
    Text(Span),
}

impl Bound {
    /// The bytes it covers.
    pub(crate) fn span(self, facts: &Facts<'_>) -> Option<Span> {
        match self {
            Bound::Node(node) => Some(facts.tree.node(node).span()),
            Bound::Content(node) => Some(facts.content_span(node)),
            Bound::Name { span, .. } | Bound::Text(span) => Some(span),
            Bound::Run(run) => run.map(|(first, last)| {
                Span::new(facts.tree.node(first).start as usize, facts.tree.node(last).end as usize)
            }),
        }
    }

    /// The nodes that may lie within it, in pre-order: as numbers, from the first to behind the
    /// last.
    pub(crate) fn nodes(self, facts: &Facts<'_>) -> Range<u32> {
        let tree = facts.tree;
        let (first, last) = match self {
            Bound::Node(node) | Bound::Content(node) => (node, node),
            Bound::Run(Some(run)) => run,
            _ => return 0..tree.nodes().len() as u32,
        };
        let span = Span::new(tree.node(first).start as usize, tree.node(last).end as usize);
        // A statement that is only this expression lies within it, too.
        let mut outermost = first;
        while outermost != NodeId::ROOT
            && span.contains(tree.node(tree.node(outermost).parent).span())
        {
            outermost = tree.node(outermost).parent;
        }
        let end = |id| tree.node(id).subtree_end.0;
        outermost.0..end(outermost).max(end(last))
    }

    /// Whether both are the same code.
    pub(crate) fn equals(self, other: Bound, facts: &Facts<'_>) -> bool {
        let text = |bound: Bound| bound.span(facts).map(|span| facts.bytes(span));
        if let Some(same) =
            self.is_import_of(other, facts).or_else(|| other.is_import_of(self, facts))
        {
            return same;
        }
        match (self.simple(facts), other.simple(facts)) {
            (Bound::Node(a), Bound::Node(b)) => facts.same_code(a, b),
            (Bound::Content(a), Bound::Content(b)) => facts.content(a) == facts.content(b),
            (Bound::Name { name: a, of: x, .. }, Bound::Name { name: b, of: y, .. }) => {
                a == b && facts.same_binding(x, y)
            }
            (Bound::Name { name, of, .. }, Bound::Node(node))
            | (Bound::Node(node), Bound::Name { name, of, .. }) => {
                let found = facts.tree.node(node);
                found.kind == Kind::Name && found.symbol == name && facts.same_binding(of, node)
            }
            (Bound::Content(string), Bound::Name { name, .. })
            | (Bound::Name { name, .. }, Bound::Content(string)) => {
                let value = facts.content(string);
                value.is_some_and(|value| *value == *facts.tree.bytes(name))
            }
            (Bound::Content(string), Bound::Node(node))
            | (Bound::Node(node), Bound::Content(string)) => {
                let found = facts.tree.node(node);
                let value = || facts.content(string);
                match found.kind {
                    Kind::Name => value().is_some_and(|v| *v == *facts.tree.bytes(found.symbol)),
                    Kind::String => value() == facts.tree.string_value(node, facts.source),
                    _ => false,
                }
            }
            (Bound::Run(a), Bound::Run(b)) => match (a, b) {
                (None, None) => true,
                (Some((a, _)), Some((b, _))) => facts.same_code(a, b) && text(self) == text(other),
                _ => false,
            },
            (Bound::Run(_), Bound::Node(_)) | (Bound::Node(_), Bound::Run(_)) => {
                text(self) == text(other)
            }
            (Bound::Text(_), _) | (_, Bound::Text(_)) => text(self) == text(other),
            _ => false,
        }
    }

    /// Whether a name stands for what an import names; none if this is no import or that no name.
    fn is_import_of(self, name: Bound, facts: &Facts<'_>) -> Option<bool> {
        let tree = facts.tree;
        let (first, last) = match self {
            Bound::Node(node) => (node, node),
            Bound::Run(Some(run)) => run,
            _ => return None,
        };
        let Bound::Node(name) = name else { return None };
        let is_path = |id: NodeId| tree.node(id).role == Role::Path;
        if !is_path(first) || is_path(name) || tree.node(name).kind != Kind::Name {
            return None;
        }
        let path = || (first.0..=last.0).map(|id| tree.node(NodeId(id)).symbol);
        let is_read = facts.names.read(name).is_some();
        let mut imports = facts.names.imported(name);
        let is_imported = imports.any(|import| import.target.iter().copied().eq(path()));
        Some(is_imported || !is_read && path().eq([tree.node(name).symbol]))
    }

    /// The expression in place of a statement that is only this expression.
    fn simple(self, facts: &Facts<'_>) -> Bound {
        match self {
            Bound::Node(node) if facts.tree.node(node).kind == Kind::ExpressionStatement => {
                facts.tree.children(node).next().map_or(self, Bound::Node)
            }
            bound => bound,
        }
    }
}

/// What the metavariables of a rule are bound to, by their number.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Environment {
    bound: Vec<Option<Bound>>,
}

/// All ways in which something matches.
pub(crate) type Environments = Vec<Environment>;

impl Environment {
    pub(crate) fn get(&self, number: u16) -> Option<Bound> {
        self.bound.get(number as usize).copied().flatten()
    }

    pub(crate) fn set(&mut self, number: u16, bound: Bound) {
        let at = number as usize;
        if self.bound.len() <= at {
            self.bound.resize(at + 1, None);
        }
        if let Some(slot) = self.bound.get_mut(at) {
            *slot = Some(bound);
        }
    }

    /// The same as addresses that another file can read, where those of this one begin at `base`.
    pub(crate) fn told(&self, facts: &Facts<'_>, base: usize) -> Environment {
        let told = |bound: &Option<Bound>| {
            let span = bound.as_ref()?.span(facts)?;
            Some(Bound::Text(match is_abroad(span) {
                true => span,
                false => Span::new(span.start + base, span.end + base),
            }))
        };
        Environment { bound: self.bound.iter().map(told).collect() }
    }

    /// With the metavariable bound as well; none if it is bound to other code already. Nothing is
    /// bound for a metavariable without a number.
    pub(crate) fn bind(
        &self,
        number: Option<u16>,
        to: Bound,
        facts: &Facts<'_>,
    ) -> Option<Environment> {
        let Some(number) = number else { return Some(self.clone()) };
        match self.get(number) {
            Some(known) => known.equals(to, facts).then(|| self.clone()),
            None => {
                let mut more = self.clone();
                more.set(number, to);
                Some(more)
            }
        }
    }

    /// Whether what both bind is the same code.
    pub(crate) fn agrees(&self, other: &Environment, facts: &Facts<'_>) -> bool {
        self.bound.iter().zip(&other.bound).all(|pair| match pair {
            (Some(ours), Some(theirs)) => ours == theirs || ours.equals(*theirs, facts),
            _ => true,
        })
    }

    /// Adds what only `other` binds.
    pub(crate) fn extend(&mut self, other: &Environment) {
        if self.bound.len() < other.bound.len() {
            self.bound.resize(other.bound.len(), None);
        }
        for (slot, theirs) in self.bound.iter_mut().zip(&other.bound) {
            if slot.is_none() {
                *slot = *theirs;
            }
        }
    }

    /// What all together bind, without what two of them bind to different code.
    pub(crate) fn common(all: &[&Environment], facts: &Facts<'_>) -> Option<Environment> {
        let mut common = Environment::default();
        for environment in all {
            common.extend(environment);
        }
        for (number, slot) in common.bound.iter_mut().enumerate() {
            let agree = |kept: Bound| {
                all.iter()
                    .all(|one| one.get(number as u16).is_none_or(|bound| bound.equals(kept, facts)))
            };
            if slot.is_some_and(|kept| !agree(kept)) {
                *slot = None;
            }
        }
        Some(common)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sdf_syntax::{Language, Limits, parse};

    #[test]
    fn environments_merge_where_they_bind_the_same_code() {
        let source = b"f(a, a, b)\n";
        let tree = parse(Language::Python, source, &Limits::default()).expect("a tree");
        let facts = Facts::new(&tree, source);
        let names: Vec<NodeId> =
            facts.of_kind(Kind::Name, &(0..tree.nodes().len() as u32)).to_vec();
        let (first, second, other) = (names[1], names[2], names[3]);
        let of = |number, node| {
            let mut environment = Environment::default();
            environment.set(number, Bound::Node(node));
            environment
        };
        let (left, same, different) = (of(0, first), of(0, second), of(0, other));
        assert!(left.agrees(&same, &facts) && !left.agrees(&different, &facts));
        assert!(left.agrees(&of(1, other), &facts), "of another metavariable");
        assert!(left.bind(Some(0), Bound::Node(second), &facts).is_some());
        assert!(left.bind(Some(0), Bound::Node(other), &facts).is_none());

        let mut both = of(1, other);
        both.extend(&left);
        both.extend(&different);
        assert_eq!((both.get(0), both.get(1)), (left.get(0), Some(Bound::Node(other))));
        let common = Environment::common(&[&both, &different], &facts).expect("an environment");
        assert_eq!((common.get(0), common.get(1)), (None, both.get(1)));
    }
}
