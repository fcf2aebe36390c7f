//! Building the arena in one walk over the grammar's tree.

use crate::symbol::Interner;
use crate::{Kind, Language, Node, NodeId, Role, Symbol, Tree};
use sdf_core::Span;

/// The arena under construction. Languages open nodes and close them, in pre-order.
pub(crate) struct Builder<'s> {
    pub(crate) source: &'s [u8],
    pub(crate) tree: Tree,
}

impl<'s> Builder<'s> {
    pub(crate) fn new(language: Language, source: &'s [u8]) -> Self {
        let root = Node {
            kind: Kind::Module,
            role: Role::Element,
            start: 0,
            end: source.len() as u32,
            parent: NodeId::ROOT,
            subtree_end: NodeId(1),
            symbol: Symbol::NONE,
        };
        // Measured on ordinary code: a node for about eight bytes.
        let mut nodes = Vec::with_capacity(source.len() / 8 + 16);
        nodes.push(root);
        Builder {
            source,
            tree: Tree {
                language,
                nodes,
                symbols: Interner::new(),
                errors: Vec::new(),
                comments: Vec::new(),
                old_syntax: Vec::new(),
                complaint: None,
                names: std::sync::OnceLock::new(),
            },
        }
    }

    /// Adds a node below `parent`; without children until it is closed.
    pub(crate) fn open(
        &mut self,
        parent: NodeId,
        kind: Kind,
        role: Role,
        start: u32,
        end: u32,
    ) -> NodeId {
        let id = NodeId(self.tree.nodes.len() as u32);
        let subtree_end = NodeId(id.0 + 1);
        self.tree.nodes.push(Node {
            kind,
            role,
            start,
            end,
            parent,
            subtree_end,
            symbol: Symbol::NONE,
        });
        id
    }

    /// Ends the subtree of `id` here.
    pub(crate) fn close(&mut self, id: NodeId) {
        let end = NodeId(self.tree.nodes.len() as u32);
        self.node(id).subtree_end = end;
    }

    /// Removes the children of `id`, which is the node opened last but for them.
    pub(crate) fn forget_children(&mut self, id: NodeId) {
        self.tree.nodes.truncate(id.index() + 1);
    }

    /// Lets `id`, just closed, end where its last child does; nothing without children.
    pub(crate) fn end_with_children(&mut self, id: NodeId) {
        let tree = &self.tree;
        if let Some(last) = tree.children(id).last() {
            let end = tree.node(last).end;
            self.node(id).end = end;
        }
    }

    /// Adds an operator to the symbol of `id`.
    pub(crate) fn add_operator(&mut self, id: NodeId, text: &str) {
        let known = self.node(id).symbol;
        let symbol = if known == Symbol::NONE {
            self.tree.symbols.intern(text.as_bytes())
        } else {
            // A chain of comparisons has few operators in practice; a hostile one is cut.
            let mut chain = self.tree.bytes(known).to_vec();
            if chain.len() < 64 {
                chain.push(b' ');
                chain.extend_from_slice(text.as_bytes());
            }
            self.tree.symbols.intern(&chain)
        };
        self.node(id).symbol = symbol;
    }

    /// Makes the closed format string `id` a plain one if it has no interpolation.
    pub(crate) fn settle_string(&mut self, id: NodeId) {
        let tree = &self.tree;
        if tree.children(id).any(|child| tree.node(child).kind == Kind::Interpolation) {
            return;
        }
        self.node(id).kind = Kind::String;
        let tree = &self.tree;
        if tree.children(id).all(|child| tree.node(child).kind == Kind::StringPart) {
            self.forget_children(id);
            self.close(id);
        }
    }

    pub(crate) fn node(&mut self, id: NodeId) -> &mut Node {
        let at = if id.index() < self.tree.nodes.len() { id.index() } else { 0 };
        &mut self.tree.nodes[at]
    }

    pub(crate) fn intern(&mut self, start: u32, end: u32) -> Symbol {
        let text = self.source.get(start as usize..end as usize).unwrap_or_default();
        self.tree.symbols.intern(text)
    }

    pub(crate) fn finish(mut self) -> Tree {
        self.close(NodeId::ROOT);
        self.tree.errors.sort_unstable();
        self.tree.errors.dedup();
        self.tree
    }
}

pub(crate) fn span(node: &tree_sitter::Node<'_>) -> Span {
    Span::new(node.start_byte(), node.end_byte())
}
