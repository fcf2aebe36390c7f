//! Dictionaries and what else has keys and values.

use super::super::set::Taints;
use super::super::value::{Cell, DEPTH, Key, Shape, Value};
use std::sync::Arc;

impl Cell {
    /// A mapping without keys.
    pub(in crate::taint) fn empty_mapping() -> Cell {
        Cell { shape: Shape::Mapping, ..Cell::default() }
    }

    /// Whether it is a mapping, or of unknown shape and written to by keys.
    pub(in crate::taint) fn is_mapping(&self) -> bool {
        match self.shape {
            Shape::Mapping | Shape::Sections => true,
            Shape::Unknown => {
                self.members.iter().any(|(key, _)| matches!(key, Key::Text(_) | Key::Keys))
            }
            _ => false,
        }
    }

    /// Gives a key a value; `None` where the key is not known. `taints` are the key's.
    pub(in crate::taint) fn insert_key(&mut self, key: Option<Key>, value: Value, taints: &Taints) {
        let key = key.filter(|key| key.is_element()).unwrap_or(Key::Each);
        self.write(&[key], &value, true);
        self.taint_keys(taints);
    }

    /// Taints the keys besides what they are.
    pub(in crate::taint) fn taint_keys(&mut self, taints: &Taints) {
        if !taints.is_empty() {
            let mut keys = self.member(Key::Keys).map(Arc::unwrap_or_clone).unwrap_or_default();
            keys.own.extend(taints);
            self.set(Key::Keys, Arc::new(keys));
        }
    }

    /// Takes a key out; its value.
    pub(in crate::taint) fn remove_key(&mut self, key: Option<Key>) -> Value {
        match key.filter(|key| key.is_element()) {
            Some(key) => {
                let taken = self.member(key);
                self.write(&[key], &None, true);
                taken
            }
            None => self.any_element(),
        }
    }

    /// Takes over keys and values of another mapping, or of pairs.
    pub(in crate::taint) fn update(&mut self, other: &Cell) {
        if other.is_mapping() {
            if let Some(each) = other.listed(Key::Each) {
                self.write(&[Key::Each], &Some(Arc::clone(each)), true);
            }
            for (key, member) in other.members.iter().filter(|(key, _)| key.is_element()) {
                // Not on every way that led here may it have had this key.
                let mut value = Cell::clone(member);
                if let Some(held) = self.member(*key) {
                    value.join(&held);
                }
                self.write(&[*key], &value.value(), true);
            }
            if let Some(keys) = other.member(Key::Keys) {
                self.taint_keys(&keys.all());
            }
            if !other.own.is_empty() {
                self.write(&[Key::Each], &Cell::of(other.own.clone()).value(), true);
            }
        } else if let Some(pair) = other.iterated() {
            self.write(&[Key::Each], &pair.member(Key::Index(1)), true);
            let keys = pair.member(Key::Index(0));
            self.taint_keys(&keys.map(|keys| keys.all()).unwrap_or_default());
        }
        self.cut(DEPTH);
    }

    /// The pairs of keys and values.
    pub(in crate::taint) fn items(&self) -> Cell {
        let pair = [self.member(Key::Keys), self.any_element()];
        let pair = Cell::sequence(pair.into_iter());
        Cell::of_each(Shape::Sequence(None), pair.value())
    }
}
