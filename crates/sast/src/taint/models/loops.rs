//! Targets of loops, which are elements of what is iterated over: what is put into one is then in
//! that.

use super::super::engine::Engine;
use super::super::state::State;
use super::super::value::{Cell, Key};
use sdf_syntax::{Kind, NodeId, Role};

/// What the target of a loop is an element of.
#[derive(Clone, Debug)]
pub(in crate::taint) struct ElementOf {
    variable: u32,
    path: Vec<Key>,
    /// What is iterated over.
    iterable: NodeId,
}

/// How many loops within each other are followed outwards.
const NESTED: usize = 4;

impl Engine<'_, '_> {
    /// Notes what the target of a loop is an element of.
    pub(in crate::taint) fn enter_loop(&mut self, target: NodeId, iterable: NodeId) {
        let tree = self.tree;
        let (mut target, mut iterable) = (target, iterable);
        if tree.node(iterable).kind == Kind::Call {
            let Some(callee) = tree.child(iterable, Role::Callee) else { return };
            let is_method = tree.node(callee).kind == Kind::Attribute;
            let argument = tree.child(iterable, Role::Argument);
            let name = if is_method {
                tree.bytes(tree.node(callee).symbol).to_vec()
            } else {
                self.dotted(callee).unwrap_or_default()
            };
            let (holder, is_pair) = match (is_method, name.as_slice()) {
                (true, b"values") => (tree.child(callee, Role::Object), false),
                (true, b"items") => (tree.child(callee, Role::Object), true),
                (false, b"enumerate") => (argument, true),
                (false, b"list" | b"tuple" | b"iter" | b"sorted" | b"reversed") => {
                    (argument, false)
                }
                _ => return,
            };
            let Some(holder) = holder else { return };
            iterable = holder;
            if is_pair {
                let second = tree.children(target).nth(1);
                let is_tuple = matches!(tree.node(target).kind, Kind::Tuple | Kind::List);
                let Some(second) = second.filter(|_| is_tuple) else { return };
                target = second;
            }
        }
        let is_name = tree.node(target).kind == Kind::Name;
        let Some(element) = self.variables.get(target).filter(|_| is_name) else { return };
        if let Some((variable, mut path, true)) = self.place(iterable)
            && variable != element.0
        {
            path.push(Key::Each);
            self.elements.insert(element.0, ElementOf { variable, path, iterable });
        }
    }

    /// Follows a write to a variable that may be the target of a loop; one to the whole of it
    /// makes it another object.
    pub(in crate::taint) fn put_element(&mut self, variable: u32, whole: bool, state: &mut State) {
        if whole {
            self.elements.remove(&variable);
        } else {
            self.change_holder(variable, state);
        }
    }

    /// Takes what was put into an element to what it is an element of.
    pub(super) fn change_holder(&mut self, element: u32, state: &mut State) {
        let mut element = element;
        for _ in 0..NESTED {
            let Some(of) = self.elements.get(&element).cloned() else { return };
            let value = state.read(element);
            let taints = value.as_deref().map(Cell::all).unwrap_or_default();
            if !self.spend(taints.words() + of.path.len()) {
                return;
            }
            state.write(of.variable, &of.path, value, true);
            if !taints.is_empty() {
                let span = self.tree.node(of.iterable).span();
                self.note_way(of.variable, span, &taints);
            }
            element = of.variable;
        }
    }
}
