//! Places that calls name, and what is deleted.

use super::super::engine::Engine;
use super::super::set::Taints;
use super::super::state::State;
use super::super::value::{Cell, Key, Shape, Value};
use super::calls::cell_of;
use sdf_syntax::{Kind, NodeId, Role};

impl Engine<'_, '_> {
    /// The key of the member that a call gives, as `d.get(k)`; none if it gives no member.
    pub(in crate::taint) fn key_of_call(&mut self, call: NodeId) -> Option<Key> {
        let tree = self.tree;
        let callee = tree.child(call, Role::Callee)?;
        let gives_member = tree.node(callee).kind == Kind::Attribute
            && matches!(
                tree.bytes(tree.node(callee).symbol),
                b"get" | b"setdefault" | b"__getitem__"
            );
        let key = tree.child(call, Role::Argument).filter(|_| gives_member)?;
        Some(self.key(key).filter(|key| key.is_element()).unwrap_or(Key::Each))
    }

    /// What is stored where a target is a slice: the elements of the value, nobody knows where.
    pub(in crate::taint) fn sliced(
        &mut self,
        target: NodeId,
        value: &Value,
        state: &mut State,
    ) -> bool {
        let is_slice =
            self.tree.node(target).kind == Kind::Subscript && self.slice_of(target).is_some();
        let Some(object) = self.tree.child(target, Role::Value).filter(|_| is_slice) else {
            return false;
        };
        let slice = self.slice_of(target).map(|slice| self.tree.children(slice).next().is_none());
        let elements = self.element_of(value);
        let taints = elements.as_deref().map(Cell::all).unwrap_or_default();
        let whole = value.clone();
        self.change(object, state, &taints, |cell| {
            if slice == Some(true) && cell.length().is_some() {
                // `x[:] = …` replaces all.
                *cell = Cell::empty_sequence();
                cell.extend(&cell_of(&whole));
            } else {
                cell.disorder();
                cell.write(&[Key::Each], &elements, true);
            }
        });
        true
    }

    /// Taints the keys of what a subscript writes to, if its key is tainted and not known.
    pub(in crate::taint) fn store_key(&mut self, target: NodeId, state: &mut State) {
        let tree = self.tree;
        let (Some(object), Some(index)) =
            (tree.child(target, Role::Value), tree.child(target, Role::Index))
        else {
            return;
        };
        if self.key(index).is_some() {
            return;
        }
        let recording = std::mem::take(&mut self.recording);
        let key = self.evaluate(index, state);
        self.recording = recording;
        let taints = key.as_deref().map(Cell::all).unwrap_or_default();
        if !taints.is_empty() {
            self.change(object, state, &taints, |cell| {
                if cell.is_mapping() {
                    cell.taint_keys(&taints);
                }
            });
        }
    }

    /// Takes a member away that is deleted; false if the target is no member.
    pub(in crate::taint) fn delete(&mut self, target: NodeId, state: &mut State) -> bool {
        let tree = self.tree;
        let nothing = Taints::default();
        match tree.node(target).kind {
            Kind::Subscript => {
                let Some(object) = tree.child(target, Role::Value) else { return false };
                let is_slice = self.slice_of(target).is_some();
                let key = if is_slice { None } else { self.key_of(target) };
                self.change(object, state, &nothing, |cell| match cell.shape {
                    _ if is_slice => cell.disorder(),
                    Shape::Sequence(_) => drop(cell.remove(key)),
                    _ => drop(cell.remove_key(key)),
                });
                true
            }
            Kind::Attribute => {
                if let Some((variable, path, true)) = self.place(target) {
                    self.put((variable, &path, true), None, state);
                }
                true
            }
            _ => false,
        }
    }
}
