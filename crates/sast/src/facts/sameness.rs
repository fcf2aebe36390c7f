//! Whether two pieces of code are the same.

use super::{Facts, is_literal};
use sdf_core::Span;
use sdf_syntax::{Binding, Kind, NodeId};

impl Facts<'_> {
    /// The bytes between the quotes of a string.
    pub(crate) fn content_span(&self, string: NodeId) -> Span {
        let span = self.tree.node(string).span();
        let text = span.of(self.source);
        let prefix = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let quotes = match text.get(prefix..) {
            Some([a, b, c, ..]) if a == b && b == c && text.len() >= prefix + 6 => 3,
            Some([b'"' | b'\'', ..]) => 1,
            _ => return span,
        };
        let start = span.start + prefix + quotes;
        Span::new(start, span.end.saturating_sub(quotes).max(start))
    }

    /// Whether two names, or the parameters they stand for, may be the same variable: one that
    /// nothing in the file binds may be any.
    pub(crate) fn same_binding(&self, a: NodeId, b: NodeId) -> bool {
        match (self.scope_of(a), self.scope_of(b)) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        }
    }

    /// The binding that the name at a node makes.
    fn binding_at(&self, id: NodeId) -> Option<&Binding> {
        let bindings = self.names.bindings();
        let by_node = self.by_node.get_or_init(|| {
            let mut by_node = vec![0; self.tree.nodes().len()];
            for (at, binding) in bindings.iter().enumerate() {
                if let Some(slot) = by_node.get_mut(binding.node.index()) {
                    *slot = at as u32 + 1;
                }
            }
            by_node
        });
        bindings.get(by_node.get(id.index())?.checked_sub(1)? as usize)
    }

    /// The scope that a name belongs to.
    fn scope_of(&self, id: NodeId) -> Option<NodeId> {
        let node = self.tree.node(id);
        match node.kind {
            Kind::Parameter => Some(node.parent),
            Kind::Name => {
                let binding = self.names.read(id).or_else(|| self.binding_at(id))?;
                self.names.scopes().get(binding.scope.index()).map(|scope| scope.node)
            }
            _ => None,
        }
    }

    /// Whether two subtrees are the same code: kinds, names that mean the same, values.
    pub(crate) fn same_code(&self, a: NodeId, b: NodeId) -> bool {
        let tree = self.tree;
        if a == b {
            return true;
        }
        let (x, y) = (tree.node(a).kind, tree.node(b).kind);
        if (x == Kind::Name) != (y == Kind::Name) {
            // A name that is known to be a literal is the same as this literal.
            let (name, literal) = if x == Kind::Name { (a, b) } else { (b, a) };
            let kind = tree.node(literal).kind;
            return is_literal(kind)
                && self.literal(name, kind).is_some_and(|value| self.same_subtree(value, literal));
        }
        self.same_subtree(a, b)
    }

    /// The letters before the quotes of a string.
    fn prefix(&self, string: NodeId) -> &[u8] {
        prefix(self.tree.source(string, self.source))
    }

    fn same_subtree(&self, a: NodeId, b: NodeId) -> bool {
        let tree = self.tree;
        let size = |id: NodeId| tree.node(id).subtree_end.0 - id.0;
        if size(a) != size(b) {
            let is_string = |id: NodeId| tree.node(id).kind == Kind::String;
            return is_string(a)
                && is_string(b)
                && tree.string_value(a, self.source) == tree.string_value(b, self.source);
        }
        tree.subtree(a).zip(tree.subtree(b)).all(|(left, right)| {
            let (x, y) = (tree.node(left), tree.node(right));
            let is_leaf = x.subtree_end.0 == left.0 + 1;
            let same_symbol = x.symbol == y.symbol || x.kind == Kind::Integer;
            let alike = x.kind == y.kind && same_symbol && size(left) == size(right);
            alike
                && match x.kind {
                    Kind::Name => self.same_binding(left, right),
                    Kind::String if is_leaf => {
                        self.prefix(left).eq_ignore_ascii_case(self.prefix(right))
                            && tree.string_value(left, self.source)
                                == tree.string_value(right, self.source)
                    }
                    Kind::Integer if self.known_text(left).is_some() => {
                        self.known_text(left) == self.known_text(right)
                    }
                    _ if is_leaf => {
                        tree.source(left, self.source) == tree.source(right, self.source)
                    }
                    _ => true,
                }
        })
    }
}

/// The letters before the quotes of a string literal.
pub(crate) fn prefix(literal: &[u8]) -> &[u8] {
    let end = literal.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    literal.get(..end).unwrap_or_default()
}
