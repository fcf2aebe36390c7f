//! Taint within one body: what the parts of the analysis share.

use super::evaluate::Task;
use super::flows::{Constant, Flows};
use super::marks::{Covered, Marks};
use super::models::ElementOf;
use super::origins::{Origin, Origins};
use super::plan::Plan;
use super::set::Taints;
use super::spec::Options;
use super::summary::{Calling, Way};
use super::value::{Cell, DEPTH, Key, Value};
use crate::tables::HashMap;
use sdf_core::Span;
use sdf_syntax::flow::Variables;
use sdf_syntax::{BindingKind, ImportForm, Kind, Names, NodeId, Role, Symbol, Tree};

/// Taint that arrived at a match of a sink.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub(super) item: u32,
    pub(super) at: u32,
    /// Where each taint is from and what it was assigned to on its way.
    pub(super) taints: Vec<(Origin, Vec<Span>)>,
}

/// What taints there are, and how they came to variables.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub(super) origins: Origins,
    /// Texts used as keys.
    pub(super) texts: std::collections::HashMap<Vec<u8>, u32>,
    /// Names of members that neither the file nor what it imports names otherwise, and their
    /// symbols.
    fields: std::collections::HashMap<Vec<u8>, Symbol>,
    /// The same the other way round.
    names: HashMap<Symbol, Vec<u8>>,
    /// How a variable first got a taint: where it was assigned and from which variable.
    pub(super) ways: HashMap<(u32, u32), (Span, Option<u32>)>,
    /// Where it went through on the way there, in functions that were called.
    pub(super) passages: HashMap<(u32, u32), Way>,
}

impl Known {
    /// The symbol for the name of a member; those up to `first` are others.
    pub(super) fn new_field(&mut self, name: &[u8], first: usize) -> Symbol {
        if let Some(&known) = self.fields.get(name) {
            return known;
        }
        let symbol = Symbol((first + self.fields.len()) as u32);
        self.fields.insert(name.to_vec(), symbol);
        self.names.insert(symbol, name.to_vec());
        symbol
    }

    /// The name of a member with such a symbol.
    pub(super) fn field(&self, symbol: Symbol) -> &[u8] {
        self.names.get(&symbol).map(Vec::as_slice).unwrap_or_default()
    }
}

/// What is kept from one body to the next.
#[derive(Debug)]
pub(super) struct Shared<'b> {
    pub(super) hits: Vec<Hit>,
    /// How many steps are left.
    pub(super) budget: &'b mut usize,
    /// Whether something was not followed to its end.
    pub(super) unfinished: bool,
}

/// The analysis of one body.
pub(super) struct Engine<'a, 'b> {
    pub(super) tree: &'a Tree,
    pub(super) source: &'a [u8],
    pub(super) names: &'a Names,
    pub(super) flows: &'a dyn Flows,
    pub(super) variables: &'a Variables,
    pub(super) options: Options,
    pub(super) plan: &'a Plan,
    pub(super) owner: NodeId,
    pub(super) marks: Marks<'a>,
    /// The matches that the marks are of.
    pub(super) covered: &'a [Covered],
    pub(super) known: Known,
    pub(super) shared: &'a mut Shared<'b>,
    /// Tainted variables that the step at hand has read.
    pub(super) reads: Vec<u32>,
    /// Ends of propagators in the step at hand that wait for their beginnings.
    pub(super) waiting: Vec<(u32, NodeId)>,
    /// The taint of what stands at spans that sinks ask for.
    pub(super) parts: HashMap<Span, Taints>,
    /// Whether what arrives at sinks is to be noted.
    pub(super) recording: bool,
    /// Emptied tasks and values of evaluations that are over.
    pub(super) buffers: Vec<(Vec<Task>, Vec<Value>)>,
    /// The callee that was evaluated last and the object that it is a method of.
    pub(super) receiver: Option<(NodeId, Value)>,
    /// What targets of loops are elements of.
    pub(super) elements: HashMap<u32, ElementOf>,
    /// How deep evaluation and assignment have called each other.
    pub(super) nesting: usize,
    /// What is known of other functions, if calls are followed.
    pub(super) calling: Option<Calling<'a>>,
}

/// How deep evaluation and assignment may call each other.
pub(super) const NESTING: usize = 32;

impl Engine<'_, '_> {
    /// Counts work; false when the budget is spent.
    pub(super) fn spend(&mut self, steps: usize) -> bool {
        let left = self.shared.budget.checked_sub(steps);
        self.shared.unfinished |= left.is_none();
        *self.shared.budget = left.unwrap_or(0);
        left.is_some()
    }

    /// The variable for a value that is used by a later step.
    pub(super) fn temporary(&self, node: NodeId) -> u32 {
        self.variables.len() as u32 + node.0
    }

    /// The variable for what goes through a propagator.
    pub(super) fn carrier(&self, number: u32) -> u32 {
        self.variables.len() as u32 + self.tree.nodes().len() as u32 + number
    }

    /// The variable for taint of all that runs.
    pub(super) fn control(&self) -> u32 {
        u32::MAX
    }

    /// Whether a name is that of the object whose method the body is: what its members hold does
    /// not taint it as a whole.
    pub(super) fn is_receiver(&self, node: NodeId) -> bool {
        let tree = self.tree;
        if tree.node(node).kind != Kind::Name {
            return false;
        }
        if let Some(calling) = &self.calling {
            return calling.is_receiver(tree, node);
        }
        let owner = tree.node(self.owner);
        let around = tree.node(tree.node(owner.parent).parent).kind;
        owner.kind == Kind::Function
            && (around == Kind::Class || tree.node(owner.parent).kind == Kind::Class)
            && tree
                .child(self.owner, Role::Parameter)
                .is_some_and(|first| tree.node(first).symbol == tree.node(node).symbol)
    }

    /// Whether a name is that of an imported module, which is not tainted as a whole either.
    fn is_module(&self, node: NodeId) -> bool {
        let is_name = self.tree.node(node).kind == Kind::Name;
        let import = self.names.read(node).filter(|_| is_name);
        import.is_some_and(|import| matches!(import.kind, BindingKind::Import(_)))
            && self.names.imported(node).all(|import| import.form == ImportForm::Module)
    }

    /// All taint that the value of a node brings along.
    pub(super) fn flat(&self, node: NodeId, value: &Value) -> Taints {
        match value {
            None => Taints::default(),
            Some(cell) if self.is_receiver(node) || self.is_module(node) => cell.own.clone(),
            Some(cell) => cell.all(),
        }
    }

    /// The variable and the members that an expression names; whether that is exactly what it
    /// names. None if it starts with no variable.
    pub(super) fn place(&mut self, node: NodeId) -> Option<(u32, Vec<Key>, bool)> {
        let (mut at, mut path) = (node, Vec::new());
        let mut is_whole = true;
        loop {
            let node = self.tree.node(at);
            let key = match node.kind {
                Kind::Name => {
                    let variable = self.variables.get(at)?.0;
                    path.reverse();
                    if let Some(unknown) = path.iter().position(Option::is_none) {
                        path.truncate(unknown);
                        is_whole = false;
                    }
                    if path.len() > DEPTH {
                        path.truncate(DEPTH);
                        is_whole = false;
                    }
                    return Some((variable, path.into_iter().flatten().collect(), is_whole));
                }
                Kind::Attribute => Some(Key::Field(node.symbol)),
                Kind::Subscript if self.options.models => {
                    Some(self.key_of(at).unwrap_or(Key::Each))
                }
                Kind::Subscript => self.key_of(at),
                Kind::Call if self.options.models => Some(self.key_of_call(at)?),
                _ => return None,
            };
            if !self.spend(1) {
                return None;
            }
            path.push(key);
            at = self.tree.children(at).next()?;
            if node.kind == Kind::Call {
                at = self.tree.child(at, Role::Object)?;
            }
        }
    }

    /// What a subscript picks, if that is known.
    pub(super) fn key_of(&mut self, subscript: NodeId) -> Option<Key> {
        let mut indices = self
            .tree
            .children(subscript)
            .filter(|&child| self.tree.node(child).role == Role::Index);
        let (Some(index), None) = (indices.next(), indices.next()) else { return None };
        self.key(index)
    }

    /// The key that an expression is.
    pub(super) fn key(&mut self, literal: NodeId) -> Option<Key> {
        match self.tree.node(literal).kind {
            _ if self.options.models => match self.flows.constant(literal)? {
                Constant::Text(text) => Some(self.text_key(text)),
                Constant::Integer(number @ 0..) => u32::try_from(number).ok().map(Key::Index),
                Constant::Integer(number) => {
                    u32::try_from(number.unsigned_abs()).ok().map(Key::Back)
                }
            },
            Kind::Integer => {
                let text = self.tree.source(literal, self.source);
                std::str::from_utf8(text).ok()?.parse().ok().map(Key::Index)
            }
            Kind::String => {
                let text = self.tree.string_value(literal, self.source)?;
                Some(self.text_key(text.into_owned()))
            }
            _ => None,
        }
    }

    /// The key for a text.
    pub(super) fn text_key(&mut self, text: Vec<u8>) -> Key {
        let next = self.known.texts.len() as u32;
        Key::Text(*self.known.texts.entry(text).or_insert(next))
    }
}

/// A value with more taint.
pub(super) fn add(value: Value, taints: &Taints) -> Value {
    if taints.is_empty() {
        return value;
    }
    let mut cell = value.as_deref().cloned().unwrap_or_default();
    cell.join(&Cell::of(taints.clone()));
    cell.value()
}
