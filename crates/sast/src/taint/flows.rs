//! What is known about a file for all rules: its variables, the graphs of its bodies, its calls.

use super::calls::{Calls, Modules};
use super::marks;
use sdf_syntax::flow::{EdgeKind, Flow, Step, Variables};
use sdf_syntax::{Kind, Names, NodeId, Tree};
use std::cell::OnceCell;

/// What an expression is known to be, as an index or a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constant {
    /// A text or bytes.
    Text(Vec<u8>),
    /// A whole number; truth values count as 0 and 1.
    Integer(i128),
}

/// What an analysis asks about a file.
pub trait Flows {
    /// The variables of the file.
    fn variables(&self) -> &Variables;

    /// The graph of a module or function.
    fn flow(&self, owner: NodeId) -> &Flow;

    /// By node the function, or the module, in whose body it is; lambdas are part of theirs.
    fn owners(&self) -> &[NodeId];

    /// What the calls of the file run.
    fn calls(&self) -> &Calls;

    /// Whether a condition always holds, or never; none if that is not known.
    fn always(&self, _condition: NodeId) -> Option<bool> {
        None
    }

    /// The text or number that an expression is known to be.
    fn constant(&self, _expression: NodeId) -> Option<Constant> {
        None
    }

    /// Whether an expression is known to be a mapping of constants to constants.
    fn is_table(&self, _expression: NodeId) -> bool {
        false
    }

    /// Whether control may leave a step on an edge of this kind.
    fn takes(&self, _step: Step, _kind: EdgeKind) -> bool {
        true
    }

    /// Whether a step is a call that never returns.
    fn ends(&self, _step: Step) -> bool {
        false
    }
}

/// Builds each graph when it is first asked for.
pub struct FlowCache<'t> {
    tree: &'t Tree,
    source: &'t [u8],
    names: &'t Names,
    project: Option<(&'t dyn Modules, u32)>,
    variables: OnceCell<Variables>,
    calls: OnceCell<Calls>,
    /// The module, the functions and the lambdas, in order, and their graphs.
    flows: OnceCell<Vec<(NodeId, OnceCell<Flow>)>>,
    /// For who asks for no owner.
    nothing: OnceCell<Flow>,
    owners: OnceCell<Vec<NodeId>>,
}

impl<'t> FlowCache<'t> {
    /// For `tree`, parsed from `source`, whose names are `names`; costs nothing yet.
    pub fn new(tree: &'t Tree, source: &'t [u8], names: &'t Names) -> Self {
        FlowCache {
            tree,
            source,
            names,
            project: None,
            variables: OnceCell::new(),
            calls: OnceCell::new(),
            flows: OnceCell::new(),
            nothing: OnceCell::new(),
            owners: OnceCell::new(),
        }
    }

    /// The same for the module of that number of a project.
    pub fn within(self, project: Option<(&'t dyn Modules, u32)>) -> Self {
        FlowCache { project, ..self }
    }

    fn flows(&self) -> &[(NodeId, OnceCell<Flow>)] {
        self.flows.get_or_init(|| {
            let is_owner = |&id: &NodeId| {
                id == NodeId::ROOT
                    || matches!(self.tree.node(id).kind, Kind::Function | Kind::Lambda)
            };
            let owners = self.tree.subtree(NodeId::ROOT).filter(is_owner);
            owners.map(|owner| (owner, OnceCell::new())).collect()
        })
    }
}

impl Flows for FlowCache<'_> {
    fn variables(&self) -> &Variables {
        self.variables.get_or_init(|| Variables::of(self.tree, self.names))
    }

    fn calls(&self) -> &Calls {
        let of = || Calls::of(self.tree, self.source, self.names, self.variables(), self.project);
        self.calls.get_or_init(of)
    }

    fn flow(&self, owner: NodeId) -> &Flow {
        let flows = self.flows();
        let place = flows.binary_search_by_key(&owner, |&(owner, _)| owner).ok();
        let place = place.and_then(|at| flows.get(at)).map(|(_, flow)| flow);
        place.unwrap_or(&self.nothing).get_or_init(|| Flow::of(self.tree, owner))
    }

    fn owners(&self) -> &[NodeId] {
        self.owners.get_or_init(|| marks::owners_by_node(self.tree))
    }
}
