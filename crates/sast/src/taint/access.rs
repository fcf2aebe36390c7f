//! How values are taken apart, kept and joined where calls are followed.

use super::engine::Engine;
use super::inputs::Pick;
use super::set::Taints;
use super::value::{Cell, Key, State, Value};
use sdf_syntax::{Kind, NodeId, Role, Symbol};

impl Engine<'_, '_> {
    /// Lets an object hold what it hands to a base that is not of this file, as in
    /// `super().__init__(query)`.
    pub(super) fn initialise_unknown_base(
        &mut self,
        call: NodeId,
        arguments: &[Value],
        state: &mut State,
    ) {
        let tree = self.tree;
        let is_named = |node: NodeId, name: &[u8]| tree.bytes(tree.node(node).symbol) == name;
        let base = tree.child(call, Role::Callee).filter(|&callee| {
            let object = tree.child(callee, Role::Object);
            let object = object.and_then(|object| tree.child(object, Role::Callee));
            is_named(callee, b"__init__") && object.is_some_and(|it| is_named(it, b"super"))
        });
        let mut taints = Taints::default();
        for cell in arguments.iter().flatten() {
            taints.extend(&cell.all());
        }
        if base.is_some()
            && !taints.is_empty()
            && let Some(receiver) = self.calling.as_ref().and_then(|it| it.receiver())
            && let Some(variable) = self.variables.get(receiver)
        {
            self.put((variable.0, &[], false), Cell::of(taints.clone()).value(), state);
            self.note_way(variable.0, tree.node(call).span(), &taints);
        }
    }

    /// An object that keeps what its class is called with in its fields, and in their order if it
    /// is a tuple.
    pub(super) fn record(
        &mut self,
        node: NodeId,
        (fields, is_tuple): (&[Symbol], bool),
        arguments: &[Value],
    ) -> Value {
        let tree = self.tree;
        let children = tree.children(node).filter(|&it| tree.node(it).role != Role::Callee);
        let (mut members, mut rest) = (Vec::new(), Taints::default());
        let mut next = fields.iter();
        for (child, value) in children.zip(arguments) {
            let field = match tree.node(child).kind {
                Kind::KeywordArgument => Some(tree.node(child).symbol),
                Kind::Starred | Kind::DoubleStarred => None,
                _ => next.next().copied(),
            };
            match (field, value) {
                (Some(field), _) => {
                    members.push((Key::Field(field), value.clone()));
                    let at = fields.iter().position(|it| *it == field).filter(|_| is_tuple);
                    members.extend(at.map(|at| (Key::Index(at as u32), value.clone())));
                }
                (None, Some(cell)) => drop(rest.extend(&cell.all())),
                (None, None) => {}
            }
        }
        Cell::display(members.into_iter(), rest)
    }

    /// Keeps the object of a call that is known until the call.
    pub(super) fn keep_object(&mut self, attribute: NodeId, object: &Value) {
        let call = self.tree.node(attribute).parent;
        if let Some(calling) = &mut self.calling
            && !calling.context.calls.targets(call).is_empty()
        {
            calling.objects.insert(call, object.clone());
        }
    }

    /// The value of an attribute that runs a property.
    pub(super) fn read_property(
        &mut self,
        node: NodeId,
        object: &Value,
        state: &mut State,
    ) -> Option<Value> {
        let is_written = self.tree.node(node).role == Role::Target;
        let calling = self.calling.as_mut().filter(|_| !is_written)?;
        if calling.context.calls.targets(node).is_empty() {
            return None;
        }
        calling.objects.insert(node, object.clone());
        self.invoke(node, &[], state)
    }

    /// Runs what a property does when it is given a value; whether it surely is one.
    pub(super) fn write_property(
        &mut self,
        target: NodeId,
        value: &Value,
        state: &mut State,
    ) -> bool {
        let object = self.tree.child(target, Role::Object);
        let is_written = self.tree.node(target).role == Role::Target;
        let calling = self.calling.as_ref().filter(|_| is_written);
        let (Some(calling), Some(object)) = (calling, object) else { return false };
        if calling.context.calls.targets(target).is_empty() {
            return false;
        }
        let reads = self.reads.len();
        let object = self.evaluate(object, state);
        self.reads.truncate(reads);
        if let Some(calling) = &mut self.calling {
            calling.objects.insert(target, object);
        }
        self.invoke(target, std::slice::from_ref(value), state);
        !self.is_guess(target)
    }

    /// Notes what a variable is given that functions within read.
    pub(super) fn watch(&mut self, variable: u32, state: &State) {
        if let Some(calling) = &mut self.calling
            && calling.watched.contains(&variable)
            && let Some(cell) = state.read(variable)
        {
            let written = calling.written.entry(variable).or_default();
            written.merge(&cell, &mut self.known.origins);
        }
    }

    /// What a member of a value holds.
    pub(super) fn member(&mut self, cell: &Cell, key: Key) -> Value {
        cell.pick(Pick::Key(key), &mut self.known.origins)
    }

    /// What iterating over a value gives.
    pub(super) fn element(&mut self, cell: &Cell) -> Value {
        if !self.options.models && cell.inputs.is_empty() {
            return cell.element();
        }
        cell.pick(Pick::Element, &mut self.known.origins)
    }

    /// Writes to a place.
    pub(super) fn put(&mut self, place: (u32, &[Key], bool), value: Value, state: &mut State) {
        let (variable, path, _) = place;
        let before = state.read(variable).filter(|_| self.options.models && !path.is_empty());
        state.put(place, value, &mut self.known.origins);
        if let Some(before) = before {
            let after = state.read(variable);
            let work = state.replace(before, &after);
            self.spend(work / 8);
        }
        if self.options.models {
            self.put_element(variable, path.is_empty(), state);
        }
        self.watch(variable, state);
    }

    /// One of several values, nobody knows which.
    pub(super) fn either(&mut self, values: &[Value]) -> Value {
        let mut all: Option<Cell> = None;
        for value in values {
            let cell = value.as_deref().cloned().unwrap_or_default();
            match &mut all {
                None => all = Some(cell),
                Some(all) => drop(all.merge(&cell, &mut self.known.origins)),
            }
        }
        all.and_then(Cell::value)
    }
}
