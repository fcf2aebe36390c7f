//! What is known about a file for all rules: its variables and the graphs of its bodies.

use sdf_syntax::flow::{EdgeId, Flow, Variables};
use sdf_syntax::{Kind, Names, NodeId, Tree};
use std::cell::OnceCell;

/// What an analysis asks about a file.
pub trait Flows {
    /// The variables of the file.
    fn variables(&self) -> &Variables;

    /// The graph of a module or function.
    fn flow(&self, owner: NodeId) -> &Flow;

    /// Whether an edge of that graph is never taken.
    fn is_dead(&self, _owner: NodeId, _edge: EdgeId) -> bool {
        false
    }

    /// Whether what the name or expression stands for is a known literal, so that it cannot be
    /// tainted.
    fn is_literal(&self, _node: NodeId) -> bool {
        false
    }
}

/// Builds each graph when it is first asked for.
#[derive(Debug)]
pub struct FlowCache<'t> {
    tree: &'t Tree,
    names: &'t Names,
    variables: OnceCell<Variables>,
    /// The module and the functions, in order.
    owners: Vec<NodeId>,
    flows: Vec<OnceCell<Flow>>,
    /// For who asks for no owner.
    nothing: OnceCell<Flow>,
}

impl<'t> FlowCache<'t> {
    /// For `tree`, whose names are `names`.
    pub fn new(tree: &'t Tree, names: &'t Names) -> Self {
        let owners: Vec<_> = tree
            .subtree(NodeId::ROOT)
            .filter(|&id| {
                id == NodeId::ROOT || matches!(tree.node(id).kind, Kind::Function | Kind::Lambda)
            })
            .collect();
        let flows = owners.iter().map(|_| OnceCell::new()).collect();
        FlowCache {
            tree,
            names,
            variables: OnceCell::new(),
            owners,
            flows,
            nothing: OnceCell::new(),
        }
    }
}

impl Flows for FlowCache<'_> {
    fn variables(&self) -> &Variables {
        self.variables.get_or_init(|| Variables::of(self.tree, self.names))
    }

    fn flow(&self, owner: NodeId) -> &Flow {
        let place = self.owners.binary_search(&owner).ok().and_then(|at| self.flows.get(at));
        place.unwrap_or(&self.nothing).get_or_init(|| Flow::of(self.tree, owner))
    }
}
