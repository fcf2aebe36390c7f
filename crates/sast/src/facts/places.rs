//! Which nodes patterns are tried at.

use super::Facts;
use sdf_core::Span;
use sdf_syntax::{Kind, NodeId, Role, Tree};

/// How deep in what is bound, as `a, (b, c)`, a name is looked for.
const DEEPEST_TARGET: usize = 32;

impl Facts<'_> {
    /// Whether a node is an expression that is evaluated: no name of a definition, no import, no
    /// type.
    pub(crate) fn is_evaluated(&self, id: NodeId) -> bool {
        let kind = self.tree.node(id).kind;
        (kind.is_expression() || kind == Kind::Assign) && self.is_visited(id)
    }

    /// Whether patterns for expressions are tried at a node: not at the names of definitions and
    /// imports, at what patterns of loops and handlers bind, nor at the beginning of a
    /// chain of `and` or `or`, which is one expression.
    pub(crate) fn is_visited(&self, id: NodeId) -> bool {
        let node = self.tree.node(id);
        let parent = self.tree.node(node.parent);
        let is_name =
            matches!(node.role, Role::Name | Role::Path | Role::Alias | Role::TypeParameter)
                || matches!(parent.kind, Kind::Global | Kind::Nonlocal);
        if is_name || self.is_inner_of_chain(id) {
            return false;
        }
        let mut at = id;
        for _ in 0..DEEPEST_TARGET {
            let node = self.tree.node(at);
            match (node.role, self.tree.node(node.parent).kind) {
                (
                    Role::Target,
                    Kind::For | Kind::ComprehensionFor | Kind::WithItem | Kind::Handler,
                ) => return false,
                // `a: int` alone says something of a name.
                (Role::Target, Kind::Assign) => {
                    return self.tree.child(node.parent, Role::Value).is_some();
                }
                (role, Kind::Case) => return matches!(role, Role::Guard | Role::Body),
                (_, Kind::Tuple | Kind::List | Kind::Starred | Kind::Pattern) => at = node.parent,
                _ => return true,
            }
        }
        true
    }

    /// Whether a node is `a and b` of `a and b and c`.
    pub(crate) fn is_inner_of_chain(&self, id: NodeId) -> bool {
        let node = self.tree.node(id);
        let parent = self.tree.node(node.parent);
        node.kind == Kind::BooleanOperation
            && parent.kind == Kind::BooleanOperation
            && parent.symbol == node.symbol
            && parent.start == node.start
    }
}

/// Whether a definition is marked `async`: the word stands before its name, behind decorators.
pub(crate) fn is_asynchronous(tree: &Tree, source: &[u8], id: NodeId) -> bool {
    let mut start = tree.node(id).start;
    for child in tree.children(id) {
        let node = tree.node(child);
        if node.kind == Kind::Decorator {
            start = node.end;
        } else if node.role == Role::Name {
            let head = Span::new(start as usize, node.start as usize).of(source);
            return head.split(u8::is_ascii_whitespace).any(|word| word == b"async");
        }
    }
    false
}

impl Facts<'_> {
    /// Whether a definition is marked `async`.
    pub(crate) fn is_asynchronous(&self, id: NodeId) -> bool {
        is_asynchronous(self.tree, self.source, id)
    }
}
