//! Containers that functions make of what they are passed.

use super::super::engine::Engine;
use super::super::set::Taints;
use super::super::value::{Cell, DEPTH, Key, Shape, Value};
use super::calls::{Passed, cell_of, flattened};
use super::library::{Gives, gives};
use sdf_syntax::{Kind, NodeId, Role};

impl Engine<'_, '_> {
    pub(super) fn as_sequence(&mut self, value: &Value, passed: &Passed) -> Cell {
        match value {
            // One that drops elements when it is full does not keep their places.
            Some(cell) if cell.length().is_some() && passed.positional.len() < 2 => {
                Cell::clone(cell)
            }
            None if passed.positional.is_empty() && passed.named.is_empty() => {
                Cell::empty_sequence()
            }
            _ => Cell::of_each(Shape::Sequence(None), self.element_of(value)),
        }
    }

    /// A sequence of what becomes of each element.
    pub(super) fn elementwise(&mut self, value: &Value, change: impl Fn(Value) -> Value) -> Value {
        let mut cell = match value {
            Some(cell) if cell.length().is_some_and(|length| length <= 64) => {
                let all = 0..cell.length().unwrap_or(0);
                Cell::sequence(all.map(|at| change(cell.member(Key::Index(at)))))
            }
            _ => Cell::of_each(Shape::Sequence(None), change(self.element_of(value))),
        };
        cell.cut(DEPTH);
        cell.value()
    }

    pub(super) fn zipped(&mut self, passed: &Passed) -> Value {
        let all: Vec<Value> = passed.positional.iter().map(|it| it.1.clone()).collect();
        let lengths = all.iter().map(|value| value.as_deref().and_then(Cell::length));
        let length = lengths.collect::<Option<Vec<u32>>>().and_then(|all| all.into_iter().min());
        let mut cell = match length {
            Some(length) if length <= 64 => Cell::sequence((0..length).map(|at| {
                let row = all.iter().map(|value| value.as_ref()?.member(Key::Index(at)));
                Cell::sequence(row).value()
            })),
            _ => {
                let row = Cell::sequence(all.iter().map(|value| self.element_of(value)));
                Cell::of_each(Shape::Sequence(None), row.value())
            }
        };
        cell.cut(DEPTH);
        cell.value()
    }

    pub(super) fn mapped(&mut self, passed: &Passed) -> Value {
        let path = passed.node(0).and_then(|function| self.dotted(function));
        let is_clean = path.is_some_and(|path| gives(&path) == Some(Gives::Clean));
        let function = passed.value(0);
        let rest: Vec<Value> = passed.positional.iter().skip(2).map(|it| it.1.clone()).collect();
        let rest: Vec<Value> = rest.iter().map(|value| self.element_of(value)).collect();
        self.elementwise(&passed.value(1), |element| {
            if is_clean {
                return None;
            }
            let mut all: Vec<&Value> = rest.iter().collect();
            all.extend([&function, &element]);
            flattened(&all)
        })
    }

    /// A mapping of pairs or of another mapping, and of named arguments.
    pub(super) fn as_mapping(&mut self, passed: &Passed, at: usize) -> Value {
        let mut cell = Cell::empty_mapping();
        if let Some((node, value)) = passed.positional.get(at) {
            self.update(&mut cell, *node, value);
        }
        self.put_named(&mut cell, passed);
        cell.cut(DEPTH);
        cell.value()
    }

    /// Puts named arguments into a mapping.
    pub(super) fn put_named(&mut self, cell: &mut Cell, passed: &Passed) {
        for (name, _, value) in &passed.named {
            let key = self.text_key(self.tree.bytes(*name).to_vec());
            cell.insert_key(Some(key), value.clone(), &Taints::default());
        }
    }

    /// Puts what a mapping or a sequence of pairs holds into a mapping; by key as far as the keys
    /// are written at `node`.
    pub(super) fn update(&mut self, cell: &mut Cell, node: NodeId, value: &Value) {
        let tree = self.tree;
        let is_plain =
            |id: NodeId| !matches!(tree.node(id).kind, Kind::Starred | Kind::DoubleStarred);
        let parts: Vec<NodeId> = tree.children(node).collect();
        let held = cell_of(value);
        let kind = tree.node(node).kind;
        if kind == Kind::Dictionary && parts.iter().all(|&part| tree.node(part).kind == Kind::Pair)
        {
            for part in parts {
                let key = tree.children(part).next().and_then(|key| self.key(key));
                let member = held.member(key.filter(|key| key.is_element()).unwrap_or(Key::Each));
                cell.insert_key(key, member, &Taints::default());
            }
            let keys = held.member(Key::Keys);
            return cell.taint_keys(&keys.map(|keys| keys.all()).unwrap_or_default());
        }
        // Keys in pairs, or zipped with values.
        let zipped = tree.child(node, Role::Callee).filter(|_| kind == Kind::Call);
        let zipped = zipped.and_then(|callee| self.dotted(callee)).is_some_and(|it| it == b"zip");
        let rows = if zipped { parts.get(1).copied() } else { Some(node) };
        let rows = rows.filter(|&rows| matches!(tree.node(rows).kind, Kind::List | Kind::Tuple));
        let keys: Option<Vec<NodeId>> = rows.and_then(|rows| {
            let key = |row| match zipped {
                _ if !is_plain(row) => None,
                true => Some(row),
                false => tree.children(row).next(),
            };
            tree.children(rows).map(key).collect()
        });
        match keys {
            Some(keys) if held.length() == Some(keys.len() as u32) => {
                for (at, key) in keys.into_iter().enumerate() {
                    let row = held.member(Key::Index(at as u32));
                    let part = |key| row.as_ref().and_then(|row| row.member(Key::Index(key)));
                    let taints = part(0).map(|keys| keys.all()).unwrap_or_default();
                    let key = self.key(key);
                    cell.insert_key(key, part(1), &taints);
                }
            }
            _ => cell.update(&held),
        }
        cell.cut(DEPTH);
    }
}
