//! What names and expressions are known to be.
//!
//! As Semgrep does it: a name that is assigned once in the whole file is that value everywhere;
//! within a function, or the module's own code, a name is what was last assigned to it, followed
//! along all ways that control can take. Everything is found out when it is first asked for.
//!
//! What Semgrep does not know and is true all the same is known here too: constants of modules
//! that are used before they are assigned, chained and paired assignments, loops that leave a
//! variable alone. Where Semgrep errs, as in `"a" == "b"` being a text, we do not follow.

mod definitions;
mod evaluate;
mod file_wide;
mod flow_sensitive;
mod literals;
mod operators;
mod symbolic;
mod value;

pub(crate) use value::Value;

use crate::taint::{FlowCache, Flows};
use definitions::Definition;
use evaluate::Goal;
use file_wide::FileWide;
use flow_sensitive::Body;
use sdf_syntax::{BindingKind, Kind, Names, NodeId, Role, ScopeId, Tree};
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

/// What is known for each goal; nothing is known for one under way.
type Memo = HashMap<Goal, Option<Value>>;

/// How many steps may be taken for a file; beyond them nothing more is known. A file of 50,000
/// lines has about 500,000 nodes.
const STEPS: u32 = 2_000_000;

/// How far up a tree a step leads: it costs less than any other.
const CLIMB: u32 = 16;

/// Names for names for names: how many are followed to a literal.
const CHAIN: usize = 16;

/// What the names and expressions of a file are known to be.
pub(crate) struct Constants<'t> {
    tree: &'t Tree,
    source: &'t [u8],
    names: &'t Names,
    file_wide: OnceCell<FileWide<'t>>,
    flows: Rc<FlowCache<'t>>,
    bodies: RefCell<HashMap<NodeId, Rc<Body>>>,
    memo: RefCell<Memo>,
    steps: Cell<u32>,
}

impl<'t> Constants<'t> {
    /// Costs nothing yet.
    pub(crate) fn new(
        tree: &'t Tree,
        source: &'t [u8],
        names: &'t Names,
        flows: Rc<FlowCache<'t>>,
    ) -> Self {
        Constants {
            tree,
            source,
            names,
            file_wide: OnceCell::new(),
            flows,
            bodies: RefCell::new(HashMap::new()),
            memo: RefCell::new(HashMap::new()),
            steps: Cell::new(STEPS),
        }
    }

    /// The same for who asks nothing else about the file.
    pub(crate) fn of(tree: &'t Tree, source: &'t [u8], names: &'t Names) -> Self {
        Self::new(tree, source, names, Rc::new(FlowCache::new(tree, source, names)))
    }

    /// What the expression at `id` is known to be.
    pub(crate) fn value(&self, id: NodeId) -> Option<Value> {
        self.solve(Goal::Value(id))
    }

    /// Whether the condition at `id` always holds, or never.
    pub(crate) fn always(&self, id: NodeId) -> Option<bool> {
        self.solve(Goal::Truth(id)).and_then(|value| value.truth())
    }

    /// The literal that the expression at `id` is or stands for, if its value is that of one.
    pub(crate) fn literal(&self, id: NodeId) -> Option<NodeId> {
        let mut at = id;
        for _ in 0..CHAIN {
            match self.tree.node(at).kind {
                kind if literals::is_literal(kind) => return Some(at),
                Kind::Name => {}
                Kind::NamedExpression => {
                    at = self.tree.child(at, Role::Value)?;
                    continue;
                }
                _ => return None,
            }
            let definitions = self.definitions(at)?;
            // Several ways may give the same value.
            if definitions.len() > 1 && !self.value(at)?.is_exact() {
                return None;
            }
            let Some(Definition::Value(value)) = definitions.first() else { return None };
            at = *value;
        }
        None
    }

    /// Where the name read at `id` may have its value from; none if that is not known.
    fn definitions(&self, id: NodeId) -> Option<Vec<Definition>> {
        // What is never assigned need not be followed.
        let binding = self.names.read(id)?;
        let is_assigned = matches!(binding.kind, BindingKind::Value(_) | BindingKind::Other)
            || binding.previous.is_some()
            || binding.next.is_some();
        if !is_assigned {
            return None;
        }
        let file_wide = self.file_wide.get_or_init(|| FileWide::new(self.tree, self.names));
        let wide = file_wide.definition(id).map(|value| vec![Definition::Value(value)]);
        if binding.scope == ScopeId::MODULE && wide.is_some() {
            return wide;
        }
        let variables = self.flows.variables();
        let variable = variables.get(id)?;
        let (owner, place) = self.place(id)?;
        let body = self.body(owner);
        if body.defines(variable) {
            if file_wide.is_changed_elsewhere(binding) {
                return None;
            }
            body.reaching(self.tree, variable, place, |steps| self.spend(steps))
        } else {
            // Of a function around: what that assigns only once.
            wide
        }
    }

    /// The function or module in which the expression at `id` is evaluated, and where in its
    /// body. A lambda sees what its surroundings know where it stands.
    /// None when code is nested so deep that the way there takes too many steps.
    fn place(&self, id: NodeId) -> Option<(NodeId, NodeId)> {
        let tree = self.tree;
        let (mut at, mut place, mut climbed) = (id, id, 0_u32);
        while at != NodeId::ROOT {
            climbed += 1;
            if climbed % CLIMB == 0 && !self.spend(1) {
                return None;
            }
            let parent = tree.node(at).parent;
            if tree.node(at).role == Role::Body {
                match tree.node(parent).kind {
                    Kind::Function => break,
                    Kind::Lambda => place = parent,
                    _ => {}
                }
            }
            at = parent;
        }
        let owner = if at == NodeId::ROOT { at } else { tree.node(at).parent };
        Some((owner, place))
    }

    fn body(&self, owner: NodeId) -> Rc<Body> {
        let mut bodies = self.bodies.borrow_mut();
        let body = bodies.entry(owner).or_insert_with(|| {
            Rc::new(Body::new(self.tree, self.flows.variables(), self.flows.flow(owner)))
        });
        Rc::clone(body)
    }

    /// What the value of the name read at `id` depends on.
    fn sources(&self, id: NodeId) -> Option<Vec<Goal>> {
        let definitions = self.definitions(id)?;
        let goals = definitions.into_iter().map(|definition| match definition {
            Definition::Value(value) => Some(Goal::Assigned(value)),
            Definition::Augmented(assignment) => Some(Goal::Augmented(assignment)),
            Definition::Unknown => None,
        });
        goals.collect()
    }

    /// Takes `steps` from what may still be done; whether there was enough.
    fn spend(&self, steps: u32) -> bool {
        let left = self.steps.get().checked_sub(steps);
        self.steps.set(left.unwrap_or(0));
        left.is_some()
    }
}

#[cfg(test)]
mod tests;
