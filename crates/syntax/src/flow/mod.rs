//! Control flow: in which order the steps of a body may run.
//!
//! [`Flow::of`] gives the graph of one function, lambda or module. A [`Step`] is one small thing
//! that happens, such as an assignment; what it means is up to who reads the graph. Expressions
//! are not taken apart: who evaluates one meets its assignments, conditions and comprehensions
//! within. [`Variables`] tells which variable each name stands for, [`solve`] runs an analysis
//! over a graph until nothing changes.
//!
//! ```
//! use sdf_syntax::flow::{Flow, Step};
//! use sdf_syntax::{Language, Limits, NodeId, parse};
//!
//! let source = b"x = read()\nif x:\n    write(x)\n";
//! let tree = parse(Language::Python, source, &Limits::default()).expect("within the limits");
//! let flow = Flow::of(&tree, NodeId::ROOT);
//! let steps: Vec<_> = flow.order().iter().map(|&step| flow.step(step)).collect();
//! assert!(matches!(steps[1], Step::Assign(_)));
//! assert!(matches!(steps[2], Step::Condition(_)));
//! ```

mod build;
mod order;
mod solve;
mod statements;
#[cfg(test)]
mod tests;
mod variables;

pub use solve::{Dataflow, Follow, Solution, Unsolved, solve};
pub use variables::{VariableId, Variables};

use crate::{Kind, NodeId, Role, Tree};

/// A step's place in its graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepId(pub u32);

impl StepId {
    /// Where every graph begins.
    pub const ENTRY: StepId = StepId(0);
    /// Where every graph ends.
    pub const EXIT: StepId = StepId(1);

    /// As an index into tables by step.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// An edge's place in its graph, for who marks some.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EdgeId(pub u32);

impl EdgeId {
    /// As an index into tables by edge.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One thing that happens. The node is the one named; its parts are found by their roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The body begins.
    Entry,
    /// The body ends: it returned, came to its end or raised.
    Exit,
    /// Ways meet; nothing happens.
    Join,
    /// A parameter gets its value. Its default value was evaluated where the function is defined.
    Parameter(NodeId),
    /// An expression, also one that is no statement of its own: what is iterated over or matched,
    /// a decorator, a default value, a base of a class, the type of a handler, a message.
    Evaluate(NodeId),
    /// An expression that decides: leaves on a true and a false edge.
    Condition(NodeId),
    /// The `Assign`: its value is evaluated, then its targets are assigned in order. One without
    /// a value only declares.
    Assign(NodeId),
    /// The `AugmentedAssign`.
    Augment(NodeId),
    /// The `For`: on its true edge the target is the next element of the value, which was
    /// evaluated by the step before the loop; on its false edge there is none left.
    Iterate(NodeId),
    /// The `WithItem`: its value is evaluated and entered, its target, if any, is the result.
    Enter(NodeId),
    /// The `Handler` has caught an exception: its target, if any, is bound.
    Catch(NodeId),
    /// The `Case`: on its true edge the subject, evaluated before the first case, fits the
    /// patterns and their names are bound; a guard comes as a condition of its own.
    Match(NodeId),
    /// The `Delete`.
    Delete(NodeId),
    /// The `Import` or `ImportFrom`.
    Import(NodeId),
    /// The name of the `Function`, `Class` or `TypeAlias` is bound. A class's body ran before.
    Define(NodeId),
    /// The `Return`, or a lambda's body.
    Return(NodeId),
    /// The `Raise`.
    Raise(NodeId),
}

/// When an edge is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdgeKind {
    /// Always.
    Next,
    /// When the condition holds, there is another element, the case fits.
    True,
    /// When not.
    False,
    /// When the step, done or half done, is left by an exception.
    Raised,
}

/// A way from one step to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Where it comes from.
    pub from: StepId,
    /// Where it goes to.
    pub to: StepId,
    /// When it is taken.
    pub kind: EdgeKind,
}

/// The steps of a body and the ways between them. Its size is linear in the body's: a final
/// branch stands once, whatever way led to it, and leaves to all of their ends.
#[derive(Clone, Debug)]
pub struct Flow {
    owner: NodeId,
    steps: Vec<Step>,
    /// By the step that they come from.
    edges: Vec<Edge>,
    /// The first edge of each step, and behind the last.
    first_edge: Vec<u32>,
    /// Edges by the step that they go to, and the first of each step.
    incoming: Vec<EdgeId>,
    first_incoming: Vec<u32>,
    order: Vec<StepId>,
    /// Place in `order` + 1 by step, 0 for steps that are never reached.
    rank: Vec<u32>,
}

impl Flow {
    /// The graph of the body of `owner`: a module, a function or a lambda. Class bodies belong to
    /// the body around them; those of other functions and lambdas do not.
    pub fn of(tree: &Tree, owner: NodeId) -> Flow {
        build::build(tree, owner)
    }

    /// The module, function or lambda in whose body `node` is evaluated: default values and
    /// decorators belong to the body around their function.
    pub fn owner_of(tree: &Tree, node: NodeId) -> NodeId {
        let mut at = node;
        while at != NodeId::ROOT {
            let parent = tree.node(at).parent;
            let is_inside = match tree.node(parent).kind {
                Kind::Function | Kind::Lambda => tree.node(at).role == Role::Body,
                _ => false,
            };
            if is_inside {
                return parent;
            }
            at = parent;
        }
        NodeId::ROOT
    }

    /// The module, function or lambda whose body it is.
    pub fn owner(&self) -> NodeId {
        self.owner
    }

    /// All steps, those too that are never reached.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The step at `id`.
    pub fn step(&self, id: StepId) -> Step {
        self.steps.get(id.index()).copied().unwrap_or(Step::Join)
    }

    /// All edges by number.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// The edges that leave a step.
    pub fn successors(&self, id: StepId) -> impl ExactSizeIterator<Item = (EdgeId, Edge)> {
        let range = range(&self.first_edge, id);
        let edges = self.edges.get(range.clone()).unwrap_or_default();
        edges.iter().enumerate().map(move |(at, &edge)| (EdgeId((range.start + at) as u32), edge))
    }

    /// The edges that come to a step.
    pub fn predecessors(&self, id: StepId) -> impl Iterator<Item = (EdgeId, Edge)> {
        let edges = self.incoming.get(range(&self.first_incoming, id)).unwrap_or_default();
        edges.iter().filter_map(|&id| Some((id, *self.edges.get(id.index())?)))
    }

    /// The steps that can be reached, in reverse post-order: but for loops, each after all that
    /// come before it.
    pub fn order(&self) -> &[StepId] {
        &self.order
    }

    /// The place of a step in [`order`](Flow::order); none if it is never reached.
    pub fn rank(&self, id: StepId) -> Option<usize> {
        self.rank.get(id.index()).and_then(|&rank| rank.checked_sub(1)).map(|rank| rank as usize)
    }
}

/// The run of `step` in a table that holds the start of each run and the end of the last.
fn range(firsts: &[u32], step: StepId) -> std::ops::Range<usize> {
    let at = |at: usize| firsts.get(at).map_or(0, |&first| first as usize);
    at(step.index())..at(step.index() + 1)
}
