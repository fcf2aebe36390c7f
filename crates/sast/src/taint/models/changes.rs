//! Methods that change the container that they are methods of.

use super::super::combine::join;
use super::super::engine::Engine;
use super::super::set::Taints;
use super::super::state::State;
use super::super::value::{Cell, Key, Shape, Value};
use super::calls::{Passed, cell_of, flattened};
use sdf_syntax::NodeId;

impl Engine<'_, '_> {
    /// What is added where it is not known how many arguments there are.
    pub(super) fn changed_by_unknown(
        &mut self,
        object: NodeId,
        name: &[u8],
        held: &Cell,
        passed: &Passed,
        state: &mut State,
    ) -> Option<Value> {
        let adds = matches!(name, b"append" | b"extend" | b"insert" | b"update")
            || (held.shape != Shape::Unknown && matches!(name, b"add" | b"put" | b"set"));
        if adds {
            let unpacked = passed.unpacked.iter().flatten();
            let named = passed.named.iter().map(|(.., value)| value);
            let all: Vec<&Value> =
                passed.positional.iter().map(|it| &it.1).chain(unpacked).chain(named).collect();
            let value = flattened(&all);
            let taints = value.as_deref().map(Cell::all).unwrap_or_default();
            self.change(object, state, &taints, |cell| {
                cell.disorder();
                cell.write(&[Key::Each], &value, true);
            });
        }
        None
    }

    /// A method that puts something into its object.
    pub(super) fn adding(
        &mut self,
        object: NodeId,
        name: &[u8],
        held: &Cell,
        passed: &Passed,
        state: &mut State,
    ) -> Option<Value> {
        let (first, second) = (passed.value(0), passed.value(1));
        let all: Vec<&Value> = passed.positional.iter().map(|(_, value)| value).collect();
        let named = passed.named.iter().map(|(.., value)| value);
        let taints = flattened(&all.into_iter().chain(named).collect::<Vec<_>>());
        let taints = taints.as_deref().map(Cell::all).unwrap_or_default();
        let key = passed.node(0).and_then(|key| self.key(key));
        let keyed = |value: &Value| value.as_deref().map(Cell::all).unwrap_or_default();
        let is_sequence = matches!(held.shape, Shape::Sequence(_));
        let is_known = held.shape != Shape::Unknown;
        let element = |engine: &mut Self| engine.element_of(&first);
        match name {
            b"append" | b"push" => {
                self.change(object, state, &taints, |cell| cell.append(first));
            }
            b"put" | b"put_nowait" if is_sequence => {
                self.change(object, state, &taints, |cell| cell.append(first));
            }
            b"add" | b"put" | b"put_nowait" | b"write" if is_known => {
                self.change(object, state, &taints, |cell| {
                    cell.write(&[Key::Each], &first, true);
                });
            }
            b"writelines" if is_known => {
                let each = element(self);
                self.change(object, state, &taints, |cell| {
                    cell.write(&[Key::Each], &each, true);
                });
            }
            b"appendleft" => {
                let at = Some(Key::Index(0));
                self.change(object, state, &taints, |cell| cell.insert(at, first));
            }
            b"insert" => {
                self.change(object, state, &taints, |cell| cell.insert(key, second));
            }
            b"extend" => {
                self.change(object, state, &taints, |cell| cell.extend(&cell_of(&first)));
            }
            b"extendleft" => {
                self.change(object, state, &taints, |cell| {
                    cell.extend(&cell_of(&first));
                    cell.disorder();
                });
            }
            b"set" if held.shape == Shape::Sections => {
                let inner = passed.node(1).and_then(|key| self.key(key));
                let path = [key, inner].map(|key| key.unwrap_or(Key::Each));
                let value = passed.value(2);
                let taints = keyed(&value);
                self.change(object, state, &taints, |cell| cell.write(&path, &value, true));
            }
            // Of a context variable.
            b"set" if held.shape == Shape::Bag => {
                self.change(object, state, &taints, |cell| {
                    *cell = Cell::of_each(Shape::Bag, first);
                });
            }
            b"add_section" if held.shape == Shape::Sections => {
                let keys = keyed(&first);
                self.change(object, state, &keys, |cell| cell.taint_keys(&keys));
            }
            b"read_string" if held.shape == Shape::Sections => {
                self.change(object, state, &taints, |cell| {
                    cell.own.extend(&taints);
                });
            }
            b"setdefault" => {
                let value = join(&[held.member(key.unwrap_or(Key::Each)), second.clone()]);
                let keys = if key.is_none() { keyed(&first) } else { Taints::default() };
                self.change(object, state, &taints, |cell| {
                    cell.insert_key(key, value.clone(), &keys);
                });
                return Some(join(&[held.member(key.unwrap_or(Key::Each)), second]));
            }
            b"update" => {
                let mut cell = held.clone();
                match passed.positional.first() {
                    Some((_, value)) if held.shape == Shape::Bag => {
                        cell.write(&[Key::Each], &self.element_of(value), true);
                    }
                    Some((node, value)) => {
                        let is_text = value
                            .as_deref()
                            .is_some_and(|it| it.shape == Shape::Unknown && !it.is_mapping());
                        if held.shape == Shape::Unknown && is_text {
                            cell.write(&[Key::Each], &flattened(&[value]), true);
                        } else {
                            self.update(&mut cell, *node, value);
                        }
                    }
                    None => {}
                }
                self.put_named(&mut cell, passed);
                self.change(object, state, &taints, |held| *held = cell);
                if !is_known {
                    return None;
                }
            }
            _ => return None,
        }
        Some(None)
    }

    /// A method that takes something out of its object, or changes its order.
    pub(super) fn taking(
        &mut self,
        object: NodeId,
        name: &[u8],
        held: Cell,
        passed: &Passed,
        state: &mut State,
    ) -> Option<Value> {
        let nothing = Taints::default();
        let key = passed.node(0).and_then(|key| self.key(key));
        let default = |member: Value| match passed.value(1) {
            None => member,
            default => join(&[member, default]),
        };
        let mut changed = held;
        let is_sequence = matches!(changed.shape, Shape::Sequence(_));
        let given = match name {
            b"get" if changed.shape == Shape::Sections && passed.positional.len() > 1 => {
                let inner = passed.node(1).and_then(|key| self.key(key)).unwrap_or(Key::Each);
                let fallback = passed.named(self.tree.symbol(b"fallback"));
                let section = changed.member(key.unwrap_or(Key::Each));
                let member = section.and_then(|section| section.member(inner));
                let joined = if fallback.is_some() { join(&[member, fallback]) } else { member };
                return Some(joined);
            }
            b"get" if changed.is_mapping() && !passed.positional.is_empty() => {
                let key = key.filter(|key| key.is_element()).unwrap_or(Key::Each);
                return Some(default(changed.member(key)));
            }
            b"get" | b"get_nowait" if changed.shape == Shape::Bag => {
                return Some(changed.any_element());
            }
            b"get" | b"get_nowait" | b"popleft" if is_sequence => {
                changed.remove(Some(Key::Index(0)))
            }
            b"pop" if is_sequence && passed.positional.is_empty() => {
                changed.remove(Some(Key::Back(1)))
            }
            b"pop" if is_sequence => changed.remove(key),
            b"pop" if changed.is_mapping() && !passed.positional.is_empty() => {
                default(changed.remove_key(key))
            }
            b"pop" if changed.shape == Shape::Bag => return Some(changed.any_element()),
            b"popitem" if changed.is_mapping() => {
                return Some(changed.items().iterated());
            }
            b"remove" if is_sequence => {
                changed.remove(None);
                None
            }
            b"remove" | b"discard" => return Some(None),
            b"clear" => {
                let shape = if is_sequence { Shape::Sequence(Some(0)) } else { changed.shape };
                changed = Cell { shape, ..Cell::default() };
                None
            }
            b"reverse" => {
                changed.reverse();
                None
            }
            b"sort" | b"rotate" => {
                changed.blur();
                None
            }
            _ => return None,
        };
        self.change(object, state, &nothing, |cell| *cell = changed);
        Some(given)
    }
}
