//! Methods of containers, and those that give nothing of what they are passed.

use super::super::engine::Engine;
use super::super::set::Taints;
use super::super::state::State;
use super::super::value::{Cell, Key, Shape, Value};
use super::calls::{Passed, cell_of, copy};
use sdf_syntax::{NodeId, Role};

/// Whether a method of this name gives a number or truth value, whatever it is a method of.
fn is_clean(name: &[u8]) -> bool {
    matches!(
        name,
        b"startswith"
            | b"endswith"
            | b"isdigit"
            | b"isalpha"
            | b"isalnum"
            | b"isnumeric"
            | b"isdecimal"
            | b"isidentifier"
            | b"isspace"
            | b"islower"
            | b"isupper"
            | b"istitle"
            | b"isascii"
            | b"isprintable"
            | b"rfind"
            | b"index"
            | b"rindex"
            | b"count"
            | b"hexdigest"
            | b"digest"
            | b"bit_length"
            | b"is_file"
            | b"is_dir"
            | b"is_absolute"
            | b"exists"
            | b"issubset"
            | b"issuperset"
            | b"isdisjoint"
            | b"qsize"
            | b"has_section"
            | b"has_option"
            | b"getint"
            | b"getfloat"
            | b"getboolean"
            | b"__len__"
            | b"__contains__"
    )
}

impl Engine<'_, '_> {
    /// What a method gives; none if nothing is known of it.
    pub(super) fn method(
        &mut self,
        callee: NodeId,
        receiver: &Value,
        passed: &Passed,
        state: &mut State,
    ) -> Option<Value> {
        let tree = self.tree;
        let name = tree.bytes(tree.node(callee).symbol);
        let object = tree.child(callee, Role::Object)?;
        // Of its own class nobody knows what a method of this name gives.
        if is_clean(name) && !self.is_receiver(object) {
            return Some(None);
        }
        if self.is_of_module(object) {
            return None;
        }
        let held = cell_of(receiver);
        if passed.unpacked.is_some() {
            return self.changed_by_unknown(object, name, &held, passed, state);
        }
        match name {
            b"get" if self.flows.is_table(object) => Some(passed.value(1)),
            b"append" | b"appendleft" | b"insert" | b"extend" | b"extendleft" | b"push"
            | b"put" | b"put_nowait" | b"add" | b"update" | b"setdefault" | b"write"
            | b"writelines" | b"set" | b"add_section" | b"read_string" => {
                self.adding(object, name, &held, passed, state)
            }
            b"get" | b"items" | b"keys" | b"values" if !held.inputs.is_empty() => {
                self.reading_input(name, &held, passed)
            }
            _ if matches!(held.shape, Shape::Unknown | Shape::Given) && !held.is_mapping() => {
                self.disordering(object, name, &held, passed, state)
            }
            b"pop" | b"popleft" | b"popitem" | b"remove" | b"discard" | b"clear" | b"reverse"
            | b"sort" | b"rotate" | b"get_nowait" | b"get" => {
                self.taking(object, name, held, passed, state)
            }
            _ => self.reading(name, &held, receiver, passed),
        }
    }

    /// A method of nobody knows what, which takes elements out or changes their order if it is a
    /// container.
    fn disordering(
        &mut self,
        object: NodeId,
        name: &[u8],
        held: &Cell,
        passed: &Passed,
        state: &mut State,
    ) -> Option<Value> {
        let is_listed = held.members.iter().any(|(key, _)| key.is_element() || *key == Key::Each);
        if !is_listed && held.inputs.is_empty() {
            return None;
        }
        let nothing = Taints::default();
        let key = passed.node(0).and_then(|key| self.key(key));
        match (name, key) {
            (b"pop", Some(key @ Key::Text(_))) => {
                let member = self.member(held, key);
                self.change(object, state, &nothing, |cell| drop(cell.remove_key(Some(key))));
                return Some(match passed.value(1) {
                    None => member,
                    default => self.either(&[member, default]),
                });
            }
            (b"pop" | b"popleft" | b"remove" | b"reverse" | b"sort" | b"rotate", _) => {
                self.change(object, state, &nothing, |cell| cell.disorder());
            }
            (b"clear", _) if passed.positional.is_empty() => {
                self.change(object, state, &nothing, |cell| *cell = Cell::default());
            }
            _ => {}
        }
        None
    }

    /// A method of what the function was given, which looks like one of a mapping.
    fn reading_input(&mut self, name: &[u8], held: &Cell, passed: &Passed) -> Option<Value> {
        if name == b"get" {
            let key = passed.node(0).and_then(|key| self.key(key));
            let key = key.filter(|key| key.is_element())?;
            let member = self.member(held, key);
            return Some(match passed.value(1) {
                None => member,
                default => self.either(&[member, default]),
            });
        }
        if !passed.positional.is_empty() || !passed.named.is_empty() {
            return None;
        }
        let keys = self.member(held, Key::Keys);
        let values = self.member(held, Key::Each);
        Some(match name {
            b"items" => {
                let pair = Cell::sequence([keys, values].into_iter());
                Cell::of_each(Shape::Sequence(None), pair.value()).value()
            }
            b"keys" => Cell::of_each(Shape::Bag, keys).value(),
            _ => Cell::of_each(Shape::Sequence(None), values).value(),
        })
    }

    /// A method that leaves its object as it is.
    fn reading(
        &mut self,
        name: &[u8],
        held: &Cell,
        receiver: &Value,
        passed: &Passed,
    ) -> Option<Value> {
        let each = |shape, value| Cell::of_each(shape, value).value();
        let is_bag = held.shape == Shape::Bag;
        Some(match name {
            b"copy" | b"__copy__" => copy(receiver),
            b"items" if held.is_mapping() && passed.positional.is_empty() => held.items().value(),
            b"items" if held.shape == Shape::Sections => {
                let section = passed.node(0).and_then(|key| self.key(key)).unwrap_or(Key::Each);
                cell_of(&held.member(section)).items().value()
            }
            b"keys" | b"sections" if held.is_mapping() => each(Shape::Bag, held.member(Key::Keys)),
            b"values" if held.is_mapping() => each(Shape::Sequence(None), held.any_element()),
            b"most_common" if held.is_mapping() => held.items().value(),
            b"elements" if held.is_mapping() => each(Shape::Sequence(None), held.member(Key::Keys)),
            b"union" | b"symmetric_difference" if is_bag => {
                let mut cell = held.clone();
                for (_, value) in &passed.positional {
                    cell.write(&[Key::Each], &self.element_of(value), true);
                }
                cell.value()
            }
            b"intersection" | b"difference" if is_bag => copy(receiver),
            _ => return None,
        })
    }
}
