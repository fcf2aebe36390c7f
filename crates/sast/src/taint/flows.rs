//! What is known about a file for all rules: its variables and the graphs of its bodies.

use sdf_syntax::flow::{Flow, Variables};
use sdf_syntax::{Kind, Names, NodeId, Tree};
use std::cell::OnceCell;

/// What an analysis asks about a file.
pub trait Flows {
    /// The variables of the file.
    fn variables(&self) -> &Variables;

    /// The graph of a module or function.
    fn flow(&self, owner: NodeId) -> &Flow;

    /// Whether a condition always holds, or never; none if that is not known.
    fn always(&self, _condition: NodeId) -> Option<bool> {
        None
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
            .filter(|&id| id == NodeId::ROOT || tree.node(id).kind == Kind::Function)
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
