//! The lowered tree: a flat arena in pre-order.

use crate::symbol::Interner;
use crate::{Kind, Language, Names, Role, Symbol};
use sdf_core::Span;
use std::borrow::Cow;
use std::sync::OnceLock;

/// A node's place in its tree's arena. The root is node 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

impl NodeId {
    /// The root of every tree.
    pub const ROOT: NodeId = NodeId(0);

    /// As an index into tables by node.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A node: 24 bytes. Its subtree is the contiguous run of nodes up to `subtree_end`.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// What it is to its parent.
    pub role: Role,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
    /// Its parent; the root's is itself.
    pub parent: NodeId,
    /// The first node in pre-order that does not belong to its subtree.
    pub subtree_end: NodeId,
    /// Its name or operator, [`Symbol::NONE`] without one.
    pub symbol: Symbol,
}

impl Node {
    /// The bytes it covers.
    pub fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}

/// Why a file is not valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The bytes to blame.
    pub span: Span,
    /// What is wrong, as a developer would say it.
    pub message: String,
}

/// A file as all scanners see it. Comments, punctuation and parentheses are gone.
#[derive(Clone, Debug)]
pub struct Tree {
    pub(crate) language: Language,
    pub(crate) nodes: Vec<Node>,
    pub(crate) symbols: Interner,
    pub(crate) errors: Vec<Span>,
    pub(crate) comments: Vec<Span>,
    pub(crate) old_syntax: Vec<Span>,
    pub(crate) complaint: Option<Complaint>,
    pub(crate) names: OnceLock<Box<Names>>,
}

impl Tree {
    /// The tree of a document that is no code: a root without children.
    pub fn of_text(source: &[u8]) -> Tree {
        crate::lower::Builder::new(Language::Python, source).finish()
    }

    /// The language it was parsed as.
    pub fn language(&self) -> Language {
        self.language
    }

    /// All nodes in pre-order; never empty.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The node at `id`, the root when there is none.
    pub fn node(&self, id: NodeId) -> &Node {
        self.nodes.get(id.index()).unwrap_or(&self.nodes[0])
    }

    /// The children of `id` in order.
    pub fn children(&self, id: NodeId) -> Children<'_> {
        Children {
            tree: self,
            next: NodeId(id.0.saturating_add(1)),
            end: self.node(id).subtree_end,
        }
    }

    /// The first child of `id` that has `role`.
    pub fn child(&self, id: NodeId, role: Role) -> Option<NodeId> {
        self.children(id).find(|&child| self.node(child).role == role)
    }

    /// All nodes of the subtree of `id` in pre-order, itself first.
    pub fn subtree(&self, id: NodeId) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        (id.0..self.node(id).subtree_end.0).map(NodeId)
    }

    /// Whether `inner` is `outer` or lies below it.
    pub fn contains(&self, outer: NodeId, inner: NodeId) -> bool {
        outer <= inner && inner < self.node(outer).subtree_end
    }

    /// The bytes of a symbol.
    pub fn bytes(&self, symbol: Symbol) -> &[u8] {
        self.symbols.text(symbol)
    }

    /// The text of a symbol.
    pub fn text(&self, symbol: Symbol) -> Cow<'_, str> {
        String::from_utf8_lossy(self.symbols.text(symbol))
    }

    /// The symbol of `text`, if the tree has it.
    pub fn symbol(&self, text: &[u8]) -> Option<Symbol> {
        self.symbols.lookup(text)
    }

    /// How many symbols there are; every [`Symbol`] of the tree is below it.
    pub fn symbol_count(&self) -> usize {
        self.symbols.count()
    }

    /// What the grammar could not make sense of, in order; an empty span where something is
    /// missing. Code around it is in the tree all the same.
    pub fn errors(&self) -> &[Span] {
        &self.errors
    }

    /// Where the first of the [`errors`](Tree::errors) begins, as exactly as anybody knows.
    pub fn first_error(&self) -> Option<usize> {
        let first = self.errors.first()?;
        let blamed = self.complaint.as_ref().map(|complaint| complaint.span);
        Some(blamed.filter(|blamed| first.contains(*blamed)).unwrap_or(*first).start)
    }

    /// The comments, in order.
    pub fn comments(&self) -> &[Span] {
        &self.comments
    }

    /// Why the file is not valid in the newest version of its language, the first reason where
    /// there are more; none for a valid file. The grammar is more generous: there may be no
    /// [`errors`](Tree::errors) all the same. None, too, where nobody but the grammar knows
    /// better: of a file that is not UTF-8 or nested very deep.
    pub fn complaint(&self) -> Option<&Complaint> {
        self.complaint.as_ref()
    }

    /// Statements of an old version of the language that the current one refuses, in order:
    /// Python's `print x` and `exec x`.
    pub fn old_syntax(&self) -> &[Span] {
        &self.old_syntax
    }

    /// Puts everything at its place in the document, `origin` leading there from the text that was
    /// parsed in its stead. What holds another thing must go on doing so.
    pub(crate) fn relocate(&mut self, origin: impl Fn(Span) -> Span) {
        for node in &mut self.nodes {
            let span = origin(node.span());
            (node.start, node.end) = (span.start as u32, span.end as u32);
        }
        for spans in [&mut self.errors, &mut self.comments, &mut self.old_syntax] {
            spans.iter_mut().for_each(|span| *span = origin(*span));
        }
    }

    /// The bytes of `source`, the document it was parsed from, under a node.
    pub fn source<'s>(&self, id: NodeId, source: &'s [u8]) -> &'s [u8] {
        self.node(id).span().of(source)
    }

    /// The value of a string literal without interpolation, escapes resolved, its parts joined.
    pub fn string_value<'s>(&self, id: NodeId, source: &'s [u8]) -> Option<Cow<'s, [u8]>> {
        crate::language::string_value(self, id, source)
    }
}

/// The children of a node.
#[derive(Clone, Debug)]
pub struct Children<'t> {
    tree: &'t Tree,
    next: NodeId,
    end: NodeId,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        if self.next >= self.end {
            return None;
        }
        let child = self.next;
        // The maximum keeps it going forward whatever the arena holds.
        self.next = self.tree.node(child).subtree_end.max(NodeId(child.0 + 1));
        Some(child)
    }
}
