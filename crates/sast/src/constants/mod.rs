//! What names and expressions are known to be.
//!
//! As Semgrep does it: a name that is assigned once in the whole file is that value everywhere;
//! within a function, or the module's own code, a name is what was last assigned to it, followed
//! along all ways that control can take. Everything is found out when it is first asked for.
//!
//! What Semgrep does not know and is true all the same is known here too: constants of modules
//! that are used before they are assigned, chained and paired assignments, loops that leave a
//! variable alone. Where Semgrep errs, as in `"a" == "b"` being a text, we do not follow.

mod cases;
mod compute;
mod decided;
mod definitions;
mod ends;
mod evaluate;
mod file_wide;
mod flow_sensitive;
mod literals;
mod python;
mod reads;
mod symbolic;
mod value;

pub(crate) use value::Value;

use crate::tables::HashMap;
use crate::taint::{FlowCache, Flows};
use definitions::Definition;
use evaluate::{Ask, Belief, Goal};
use file_wide::FileWide;
use flow_sensitive::Body;
use reads::Uses;
use sdf_syntax::flow::VariableId;
use sdf_syntax::{Binding, BindingKind, Kind, Names, NodeId, Role, ScopeId, Tree};
use std::cell::{Cell, OnceCell, RefCell};
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
    uses: OnceCell<Uses>,
    /// By variable whether it is never used but to look at what it holds.
    only_read: RefCell<HashMap<VariableId, bool>>,
    /// The body that has to be made before more can be known.
    wanted: Cell<Option<NodeId>>,
    /// How many bodies are being decided.
    deciding: Cell<u32>,
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
            bodies: RefCell::new(HashMap::default()),
            memo: RefCell::new(HashMap::default()),
            uses: OnceCell::new(),
            only_read: RefCell::new(HashMap::default()),
            wanted: Cell::new(None),
            deciding: Cell::new(0),
            steps: Cell::new(STEPS),
        }
    }

    /// The same for who asks nothing else about the file.
    pub(crate) fn of(tree: &'t Tree, source: &'t [u8], names: &'t Names) -> Self {
        Self::new(tree, source, names, Rc::new(FlowCache::new(tree, source, names)))
    }

    /// What the expression at `id` is known to be; nothing for containers.
    pub(crate) fn value(&self, id: NodeId) -> Option<Value> {
        let is_display = matches!(
            self.tree.node(id).kind,
            Kind::List | Kind::Tuple | Kind::Set | Kind::Dictionary
        );
        if is_display {
            return None;
        }
        self.solve(Goal::of(Ask::Value, id, Belief::Written)).filter(|it| !it.is_container())
    }

    /// Whether the condition at `id` always holds, or never, whatever the settings are.
    pub(crate) fn always(&self, id: NodeId) -> Option<bool> {
        self.solve(Goal::of(Ask::Truth, id, Belief::Certain)).and_then(|value| value.truth())
    }

    /// What the expression at `id` is whatever the settings are; containers too.
    pub(crate) fn certain(&self, id: NodeId) -> Option<Value> {
        self.solve(Goal::of(Ask::Value, id, Belief::Certain))
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
            let definitions = self.ready(|| self.definitions(at, Belief::Written))?;
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
    fn definitions(&self, id: NodeId, belief: Belief) -> Option<Vec<Definition>> {
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
        let is_of_module = binding.scope == ScopeId::MODULE;
        if is_of_module && belief == Belief::Certain && self.is_setting(binding) {
            return None;
        }
        if is_of_module && wide.is_some() {
            return wide;
        }
        let variables = self.flows.variables();
        let variable = variables.get(id)?;
        let (owner, place) = self.place(id)?;
        // Other functions may run in between.
        if is_of_module && belief == Belief::Certain && owner != NodeId::ROOT {
            return None;
        }
        let body = self.body(owner)?;
        if body.defines(variable) {
            if file_wide.is_changed_elsewhere(binding, belief == Belief::Certain) {
                return None;
            }
            body.reaching(self.tree, variable, place, |steps| self.spend(steps))
        } else {
            // Of a function around: what that assigns only once.
            wide
        }
    }

    /// Whether a name of the module may be set otherwise by somebody else: in capitals, as
    /// constants are written that are there to be changed, or a switch, or something still empty.
    fn is_setting(&self, binding: &Binding) -> bool {
        let name = self.tree.bytes(binding.name);
        let is_capital = !name.iter().any(u8::is_ascii_lowercase);
        let is_switch = match binding.kind {
            BindingKind::Value(value) => {
                let kind = self.tree.node(value).kind;
                let is_empty = self.tree.children(value).next().is_none();
                matches!(kind, Kind::Boolean | Kind::None)
                    || is_empty && matches!(kind, Kind::List | Kind::Dictionary | Kind::Call)
            }
            _ => false,
        };
        is_capital || is_switch
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

    /// The body of a function or module, once it is ready: see [`Constants::ready`].
    fn body(&self, owner: NodeId) -> Option<Rc<Body>> {
        let body = self.bodies.borrow().get(&owner).cloned();
        if body.is_none() {
            self.wanted.set(Some(owner));
        }
        body
    }

    /// What `find` finds when all bodies are ready that it asks for. That of one that is not is
    /// made in between, when no goal is under way: which of its ways are taken depends on goals.
    fn ready<T>(&self, find: impl Fn() -> Option<T>) -> Option<T> {
        loop {
            let found = find();
            let Some(owner) = self.wanted.take() else { return found };
            let flow = self.flows.flow(owner);
            let body = Rc::new(Body::new(self.tree, self.flows.variables(), flow));
            self.bodies.borrow_mut().insert(owner, Rc::clone(&body));
            self.decide(&body, flow);
        }
    }

    /// What the value of the name read at `id` depends on.
    fn sources(&self, id: NodeId, belief: Belief) -> Option<Vec<Goal>> {
        let definitions = self.definitions(id, belief)?;
        let goals = definitions.into_iter().map(|definition| match definition {
            Definition::Value(value) => Some(Goal::of(Ask::Assigned, value, belief)),
            Definition::Augmented(assignment) => Some(Goal::of(Ask::Augmented, assignment, belief)),
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
