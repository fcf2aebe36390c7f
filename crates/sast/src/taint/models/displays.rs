//! Displays and comprehensions.

use super::super::engine::Engine;
use super::super::value::{Cell, DEPTH, Key, Shape, Value};
use super::calls::cell_of;
use sdf_syntax::{Kind, NodeId};

impl Engine<'_, '_> {
    /// The value of a list or tuple from those of its elements.
    pub(super) fn sequence(&mut self, node: NodeId, values: &[Value]) -> Value {
        let tree = self.tree;
        let mut cell = Cell::empty_sequence();
        for (child, value) in tree.children(node).zip(values) {
            match tree.node(child).kind {
                Kind::Starred => cell.extend(value.as_deref().unwrap_or(&Cell::default())),
                _ => cell.append(value.clone()),
            }
        }
        cell.cut(DEPTH);
        cell.value()
    }

    /// The value of a set from those of its elements.
    pub(super) fn bag(&mut self, node: NodeId, values: &[Value]) -> Value {
        let tree = self.tree;
        let mut cell = Cell { shape: Shape::Bag, ..Cell::default() };
        for (child, value) in tree.children(node).zip(values) {
            let value = match tree.node(child).kind {
                Kind::Starred => self.element_of(value),
                _ => value.clone(),
            };
            cell.write(&[Key::Each], &value, true);
        }
        cell.cut(DEPTH);
        cell.value()
    }

    /// Puts the pairs of a dictionary display into a mapping, those later over those before.
    pub(super) fn put_pairs(&mut self, cell: &mut Cell, node: NodeId, values: &[Value]) {
        let tree = self.tree;
        let mut values = values.iter();
        for child in tree.children(node) {
            let first = values.next().cloned().flatten();
            if tree.node(child).kind != Kind::Pair {
                cell.update(&cell_of(&first));
                continue;
            }
            let mut parts = tree.children(child);
            let (key, has_value) = (parts.next(), parts.next().is_some());
            let value = if has_value { values.next().cloned().flatten() } else { None };
            let taints = first.as_deref().map(Cell::all).unwrap_or_default();
            let key = key.and_then(|key| self.key(key));
            cell.insert_key(key, value, &taints);
        }
        cell.cut(DEPTH);
    }

    /// The value of a dictionary display.
    pub(super) fn mapping(&mut self, node: NodeId, values: &[Value]) -> Value {
        let mut cell = Cell::empty_mapping();
        self.put_pairs(&mut cell, node, values);
        cell.value()
    }

    /// The value of a comprehension from that of its body.
    pub(super) fn comprehension(&mut self, kind: Kind, body: &Value) -> Value {
        let mut cell = match kind {
            Kind::DictionaryComprehension => {
                let pair = cell_of(body);
                let mut cell = Cell::of_each(Shape::Mapping, pair.member(Key::Index(1)));
                let keys = pair.member(Key::Index(0)).map(|keys| keys.all());
                cell.taint_keys(&keys.unwrap_or_default());
                cell
            }
            Kind::SetComprehension => Cell::of_each(Shape::Bag, body.clone()),
            _ => Cell::of_each(Shape::Sequence(None), body.clone()),
        };
        cell.cut(DEPTH);
        cell.value()
    }
}
