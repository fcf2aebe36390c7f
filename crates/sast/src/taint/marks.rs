//! Which parts of a specification cover which nodes.

use sdf_core::Span;
use sdf_syntax::{Kind, NodeId, Role, Tree};

/// What a match is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Source,
    Sanitizer,
    Sink,
}

/// A match: of which item of which part, and the how manieth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    pub(super) part: Part,
    pub(super) item: u32,
    pub(super) at: u32,
}

/// A match and the bytes that it covers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Covered {
    pub(super) span: Span,
    pub(super) mark: Mark,
}

/// The marks on the nodes of one body. A node has those of the node around it and its own: lists
/// that share their tails.
pub(super) struct Marks<'t> {
    tree: &'t Tree,
    owner: NodeId,
    /// By node from the owner: the first link of its list + 1.
    heads: Vec<u32>,
    links: Vec<(Covered, u32)>,
    /// The topmost nodes of sources, sorted.
    sources: Vec<NodeId>,
}

/// The topmost nodes within `region` that lie within `span`.
pub(super) fn topmost(tree: &Tree, region: NodeId, span: Span, spend: &mut usize) -> Vec<NodeId> {
    let mut found = Vec::new();
    let end = tree.node(region).subtree_end;
    let before = tree.nodes().partition_point(|node| (node.start as usize) < span.start);
    let mut at = NodeId(region.0.max(before as u32));
    while at < end && (tree.node(at).start as usize) < span.end.max(span.start + 1) {
        *spend = spend.saturating_sub(1);
        if *spend == 0 {
            break;
        }
        if span.contains(tree.node(at).span()) {
            found.push(at);
            at = tree.node(at).subtree_end.max(NodeId(at.0 + 1));
        } else {
            at = NodeId(at.0 + 1);
        }
    }
    found
}

impl<'t> Marks<'t> {
    pub(super) fn new(
        tree: &'t Tree,
        owner: NodeId,
        covered: &[Covered],
        spend: &mut usize,
    ) -> Self {
        let end = tree.node(owner).subtree_end;
        let mut entries = Vec::new();
        for covered in covered {
            let nodes = topmost(tree, owner, covered.span, spend);
            entries.extend(nodes.into_iter().map(|node| (node, *covered)));
        }
        entries.sort_by_key(|&(node, covered)| (node, covered.mark));
        let mut marks = Marks {
            tree,
            owner,
            heads: vec![0; (end.0 - owner.0) as usize],
            links: Vec::with_capacity(entries.len()),
            sources: entries
                .iter()
                .filter(|(_, covered)| covered.mark.part == Part::Source)
                .map(|&(node, _)| node)
                .collect(),
        };
        let mut entries = entries.into_iter().peekable();
        for at in 0..marks.heads.len() {
            let id = NodeId(owner.0 + at as u32);
            let mut head = if at == 0 { 0 } else { marks.head(tree.node(id).parent) };
            while let Some((_, covered)) = entries.next_if(|&(node, _)| node == id) {
                marks.links.push((covered, head));
                head = marks.links.len() as u32;
            }
            if let Some(slot) = marks.heads.get_mut(at) {
                *slot = head;
            }
        }
        marks
    }

    fn head(&self, node: NodeId) -> u32 {
        let at = node.0.checked_sub(self.owner.0);
        at.and_then(|at| self.heads.get(at as usize)).copied().unwrap_or(0)
    }

    /// Whether a node has any marks.
    pub(super) fn any(&self, node: NodeId) -> bool {
        self.head(node) != 0
    }

    /// Whether a node is a source or has one within.
    pub(super) fn has_source(&self, node: NodeId) -> bool {
        let next = self.sources.partition_point(|&source| source < node);
        self.sources.get(next).is_some_and(|&source| self.tree.contains(node, source))
            || self.of(node).any(|covered| covered.mark.part == Part::Source)
    }

    /// The matches that cover a node.
    pub(super) fn of(&self, node: NodeId) -> impl Iterator<Item = Covered> {
        let mut next = self.head(node);
        std::iter::from_fn(move || {
            let &(covered, rest) = self.links.get(next.checked_sub(1)? as usize)?;
            next = rest;
            Some(covered)
        })
    }

    /// Whether no larger expression around the node is covered by the same item: parts of what
    /// matches do not count.
    pub(super) fn is_best(&self, node: NodeId, mark: Mark) -> bool {
        let mut at = node;
        while at != self.owner {
            at = self.tree.node(at).parent;
            if is_evaluated(self.tree.node(at).kind) {
                let same = |other: &Mark| other.part == mark.part && other.item == mark.item;
                return !self.of(at).any(|covered| same(&covered.mark));
            }
        }
        true
    }
}

/// Whether a node of this kind is evaluated by itself.
pub(super) fn is_evaluated(kind: Kind) -> bool {
    kind.is_expression() || matches!(kind, Kind::Assign | Kind::AugmentedAssign)
}

/// How deep in a default value a place may be that belongs to the function with the parameter.
const DEEPEST_DEFAULT: usize = 256;

/// By node the function, or the module, in whose body it is; lambdas are part of theirs.
pub(super) fn owners_by_node(tree: &Tree) -> Vec<NodeId> {
    let mut owners: Vec<NodeId> = Vec::with_capacity(tree.nodes().len());
    for node in tree.nodes() {
        let owner = match tree.node(node.parent).kind {
            Kind::Function if node.role == Role::Body => node.parent,
            _ => owners.get(node.parent.index()).copied().unwrap_or(NodeId::ROOT),
        };
        owners.push(owner);
    }
    owners
}

/// The modules and functions in whose bodies `span` covers anything.
///
/// `owner_of` says in whose body a node is, lambdas being part of theirs.
pub(super) fn owners(
    tree: &Tree,
    span: Span,
    owner_of: impl Fn(NodeId) -> NodeId,
    spend: &mut usize,
) -> Vec<NodeId> {
    let mut owners = Vec::new();
    let mut nodes = topmost(tree, NodeId::ROOT, span, spend);
    if nodes.is_empty() {
        // The name of a parameter that has more than a name.
        let behind = tree.nodes().partition_point(|node| node.start as usize <= span.start);
        nodes.extend(behind.checked_sub(1).map(|at| NodeId(at as u32)));
    }
    for node in nodes {
        let owner = owner_of(node);
        // A parameter belongs to its function.
        let parameter = std::iter::successors(Some(node), |&at| Some(tree.node(at).parent))
            .take(DEEPEST_DEFAULT)
            .take_while(|&at| at != owner && at != NodeId::ROOT)
            .find(|&at| tree.node(at).kind == Kind::Parameter);
        owners.extend(parameter.map(|parameter| tree.node(parameter).parent));
        owners.push(owner);
        let inner = tree.subtree(node).filter(|&id| tree.node(id).kind == Kind::Function);
        owners.extend(inner);
        *spend = spend.saturating_sub((tree.node(node).subtree_end.0 - node.0) as usize);
    }
    owners.sort_unstable();
    owners.dedup();
    owners
}
