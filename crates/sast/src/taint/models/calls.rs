//! Calls whose effect is known.

use super::super::engine::Engine;
use super::super::set::Taints;
use super::super::state::State;
use super::super::value::{Cell, DEPTH, Key, Shape, Value};
use sdf_syntax::{BindingKind, Kind, NodeId, Role, Symbol};
use std::sync::Arc;

/// Names of names: how many are put together to a path.
const LONGEST: usize = 6;

/// What a call was passed.
#[derive(Default)]
pub(in crate::taint) struct Passed {
    /// Without a name, up to the first that is unpacked.
    pub(super) positional: Vec<(NodeId, Value)>,
    pub(super) named: Vec<(Symbol, NodeId, Value)>,
    /// Of what was unpacked.
    pub(super) unpacked: Option<Vec<Value>>,
}

impl Passed {
    pub(super) fn value(&self, at: usize) -> Value {
        self.positional.get(at).and_then(|(_, value)| value.clone())
    }

    pub(super) fn node(&self, at: usize) -> Option<NodeId> {
        self.positional.get(at).map(|&(node, _)| node)
    }

    /// The one that stands at a place or has a name.
    pub(super) fn named(&self, name: Option<Symbol>) -> Value {
        let found = self.named.iter().find(|(symbol, ..)| Some(*symbol) == name);
        found.and_then(|(.., value)| value.clone())
    }
}

/// A value of which parts may be clean, as a cell.
pub(super) fn cell_of(value: &Value) -> Cell {
    value.as_deref().cloned().unwrap_or_default()
}

impl Engine<'_, '_> {
    /// What a call gives, if that is known; what it changes is changed. `values` are those of its
    /// arguments.
    pub(in crate::taint) fn model(
        &mut self,
        call: NodeId,
        values: &[Value],
        state: &mut State,
    ) -> Option<Value> {
        let callee = self.tree.child(call, Role::Callee)?;
        let receiver = self.receiver.take().filter(|&(node, _)| node == callee);
        let receiver = receiver.and_then(|(_, value)| value);
        let passed = self.passed(call, values);
        let path = self.dotted(callee);
        if let Some(path) = &path
            && let Some(value) = self.function(path, &passed, state)
        {
            return Some(value);
        }
        if self.tree.node(callee).kind != Kind::Attribute {
            return None;
        }
        self.method(callee, &receiver, &passed, state)
    }

    fn passed(&self, call: NodeId, values: &[Value]) -> Passed {
        let tree = self.tree;
        let arguments = tree.children(call).filter(|&child| tree.node(child).role != Role::Callee);
        let mut passed = Passed::default();
        for (argument, value) in arguments.zip(values) {
            let node = tree.node(argument);
            match node.kind {
                Kind::KeywordArgument => {
                    let written = tree.children(argument).last().unwrap_or(argument);
                    passed.named.push((node.symbol, written, value.clone()));
                }
                Kind::Starred | Kind::DoubleStarred => {
                    passed.unpacked.get_or_insert_default().push(value.clone());
                }
                _ if passed.unpacked.is_some() => {
                    passed.unpacked.get_or_insert_default().push(value.clone());
                }
                _ => passed.positional.push((argument, value.clone())),
            }
        }
        passed
    }

    /// The full name of what an expression names, if it is imported or belongs to the language.
    pub(in crate::taint) fn dotted(&self, node: NodeId) -> Option<Vec<u8>> {
        let tree = self.tree;
        let (mut at, mut names) = (node, Vec::new());
        while tree.node(at).kind == Kind::Attribute && names.len() < LONGEST {
            names.push(tree.node(at).symbol);
            at = tree.child(at, Role::Object)?;
        }
        if tree.node(at).kind != Kind::Name {
            return None;
        }
        match self.names.read(at) {
            None => names.push(tree.node(at).symbol),
            Some(binding) if matches!(binding.kind, BindingKind::Import(_)) => {
                let import = self.names.imported(at).next()?;
                names.extend(import.target.iter().rev());
            }
            Some(_) => return None,
        }
        let mut path = Vec::new();
        for name in names.iter().rev() {
            if !path.is_empty() {
                path.push(b'.');
            }
            path.extend_from_slice(tree.bytes(*name));
        }
        Some(path)
    }

    /// Changes the object that an expression names, and what is known to be the same.
    pub(super) fn change(
        &mut self,
        object: NodeId,
        state: &mut State,
        taints: &Taints,
        change: impl FnOnce(&mut Cell),
    ) {
        let Some((variable, path, is_whole)) = self.place(object) else { return };
        let mut held = state.read(variable);
        for &key in &path {
            held = held.and_then(|cell| self.member(&cell, key));
        }
        let mut cell = cell_of(&held);
        if !self.spend(1 + cell.members.len() / 8) {
            return;
        }
        // Where elements are those of an input, each is that until something is put there.
        let is_input = !cell.inputs.is_empty() && cell.listed(Key::Each).is_none();
        let each = if is_input { self.member(&cell, Key::Each) } else { None };
        if let Some(each) = &each {
            cell.set(Key::Each, Arc::clone(each));
        }
        change(&mut cell);
        // What has changed their order has made it of unknown shape.
        let is_in_order = cell.shape == Shape::Given;
        if is_in_order && each.is_some() && cell.listed(Key::Each) == each.as_ref() {
            cell.members.retain(|(key, _)| *key != Key::Each);
        }
        cell.cut(DEPTH);
        self.change_to((variable, &path, is_whole), cell.value(), state);
        if !taints.is_empty() && self.spend(taints.words()) {
            let span = self.tree.node(object).span();
            self.note_way(variable, span, taints);
        }
    }

    /// Gives the object at a place, which stays the same object, what it holds now.
    pub(in crate::taint) fn change_to(
        &mut self,
        place: (u32, &[Key], bool),
        value: Value,
        state: &mut State,
    ) {
        let (variable, path, is_whole) = place;
        if !self.options.models {
            return self.put(place, value, state);
        }
        let mut held = state.read(variable);
        for &key in path {
            held = held.and_then(|cell| self.member(&cell, key));
        }
        let element = self.elements.remove(&variable);
        self.put(place, value.clone(), state);
        self.elements.extend(element.map(|of| (variable, of)));
        if is_whole && let Some(held) = held {
            let work = state.replace(held, &value);
            self.spend(work / 8);
        }
        self.change_holder(variable, state);
    }

    /// What iterating over a value gives.
    pub(in crate::taint) fn element_of(&mut self, value: &Value) -> Value {
        self.element(value.as_ref()?)
    }

    /// Whether the objects that an expression names are of an imported module, which is nobody's
    /// container.
    pub(super) fn is_of_module(&self, object: NodeId) -> bool {
        self.dotted(object).is_some_and(|path| path != b"os.environ")
            && !matches!(self.tree.node(object).kind, Kind::Call)
            && self.is_imported(object)
    }

    fn is_imported(&self, object: NodeId) -> bool {
        let mut at = object;
        for _ in 0..LONGEST {
            match self.tree.child(at, Role::Object) {
                Some(inner) => at = inner,
                None => break,
            }
        }
        let binding = self.names.read(at);
        binding.is_some_and(|binding| matches!(binding.kind, BindingKind::Import(_)))
    }
}

/// A value that has all taint of these.
pub(super) fn flattened(values: &[&Value]) -> Value {
    let mut all = Taints::default();
    for value in values.iter().copied().flatten() {
        all.extend(&value.all());
    }
    Cell::of(all).value()
}

/// A new object with what another holds.
pub(super) fn copy(value: &Value) -> Value {
    value.as_ref().map(|cell| Arc::new(Cell::clone(cell)))
}
