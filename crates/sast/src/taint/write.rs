//! Gives members of values other values, and puts together what is known on two ways.

use super::origins::Origins;
use super::set::Taints;
use super::value::{Cell, DEPTH, Key, Shape, Value};
use std::sync::Arc;

/// How many members of one value are told apart.
pub(super) const WIDTH: usize = 64;

/// A value with more members than this is cut while it is built.
pub(super) const MANY: usize = 256;

/// Members by name may be so many times as many as elements.
const NAMES: usize = 4;

/// How many elements of one value are told apart, by how deep that value lies.
const WIDTHS: [usize; DEPTH] = [WIDTH, 16, 8, 4];

impl Cell {
    /// Gives the member at the end of `path` a value. A path cut short adds to what is there, and
    /// so does one through elements that are not known.
    pub(super) fn write(&mut self, path: &[Key], value: &Value, is_whole: bool) {
        self.put(path, value, is_whole, true);
    }

    fn put(&mut self, path: &[Key], value: &Value, is_whole: bool, is_certain: bool) {
        let Some((&key, rest)) = path.split_first() else {
            match value {
                _ if is_whole && is_certain => {
                    *self = value.as_deref().cloned().unwrap_or_default();
                }
                _ if is_whole => {
                    self.join(value.as_deref().unwrap_or(&Cell::default()));
                }
                Some(value) => self.taint_elements(&value.all()),
                None => {}
            }
            return;
        };
        let key = self.resolve(key);
        let is_certain = is_certain && key != Key::Each;
        if is_certain && is_whole && rest.is_empty() {
            // The same object, not one like it.
            self.set(key, value.clone().unwrap_or_default());
            return self.forget_if_plain(key);
        }
        if let Err(at) = self.place(key) {
            self.members.insert(at, (key, self.unlisted(key)));
        }
        for (listed, member) in &mut self.members {
            if *listed == key || (key == Key::Each && listed.is_element()) {
                Arc::make_mut(member).put(rest, value, is_whole, is_certain);
            }
        }
        self.forget_if_plain(key);
    }

    /// Takes a member from the list that is what one that is not listed would be.
    fn forget_if_plain(&mut self, key: Key) {
        if let Ok(at) = self.place(key)
            && let Some((_, member)) = self.members.get(at)
            && member.members.is_empty()
            && self.inputs.is_empty()
        {
            let member = self.members.remove(at);
            if self.unlisted(key) != member.1 {
                self.members.insert(at, member);
            }
        }
    }

    /// Taints it and all that an index may pick.
    fn taint_elements(&mut self, taints: &Taints) {
        self.own.extend(taints);
        for (key, member) in &mut self.members {
            if !matches!(key, Key::Field(_)) {
                Arc::make_mut(member).taint_elements(taints);
            }
        }
    }

    /// Takes `other` into it; whether that changed anything.
    pub(super) fn join(&mut self, other: &Cell) -> bool {
        self.join_in(other, &mut None)
    }

    /// The same; with `origins`, members of inputs are told apart.
    pub(super) fn join_in(&mut self, other: &Cell, origins: &mut Option<&mut Origins>) -> bool {
        let shape = self.shape.or(other.shape);
        let mut changed = shape != self.shape;
        self.shape = shape;
        // What is not listed changes if anything does on which it depends.
        let changes_unlisted =
            self.own.clone().extend(&other.own) || self.inputs.clone().extend(&other.inputs) || {
                let each = |cell: &Cell| cell.listed(Key::Each).is_some();
                (each(self) || each(other))
                    && Cell::clone(&self.unlisted(Key::Index(0)))
                        .join(&other.unlisted(Key::Index(0)))
            };
        let mut fresh = Vec::new();
        for (key, theirs) in &other.members {
            if self.place(*key).is_err() {
                let mut member = Cell::clone(&self.unlisted_in(*key, origins));
                if member.join_in(theirs, origins) || changes_unlisted {
                    fresh.push((*key, Arc::new(member)));
                }
            }
        }
        for (key, member) in &mut self.members {
            let theirs = match other.listed(*key) {
                Some(theirs) => Arc::clone(theirs),
                None => other.unlisted_in(*key, origins),
            };
            if !Arc::ptr_eq(member, &theirs) && *member != theirs {
                changed |= Arc::make_mut(member).join_in(&theirs, origins);
            }
        }
        if !fresh.is_empty() {
            changed = true;
            self.members.extend(fresh);
            self.members.sort_by_key(|&(key, _)| key);
        }
        changed |= self.inputs.extend(&other.inputs);
        changed | self.own.extend(&other.own)
    }

    /// It with `new` in place of what is the same object as `old`, if that is within.
    pub(super) fn exchanged(&self, old: &Arc<Cell>, new: &Value, work: &mut usize) -> Option<Cell> {
        let mut changed: Option<Cell> = None;
        for (key, member) in &self.members {
            *work += 1;
            // What stands for many elements is not that one alone.
            let replaced = match (key, Arc::ptr_eq(member, old)) {
                (Key::Each | Key::Keys, _) => continue,
                (_, true) => Some(new.clone().unwrap_or_default()),
                (_, false) => member.exchanged(old, new, work).map(Arc::new),
            };
            if let Some(replaced) = replaced {
                changed.get_or_insert_with(|| self.clone()).set(*key, replaced);
            }
        }
        if let Some(changed) = &mut changed {
            changed.cut(DEPTH);
        }
        changed
    }

    /// No longer tells its elements apart.
    pub(super) fn blur(&mut self) {
        let is_listed = self.members.iter().any(|(key, _)| key.is_element());
        if is_listed || !self.inputs.is_empty() {
            let any = self.any_element().unwrap_or_default();
            self.members.retain(|(key, _)| !key.is_element());
            self.set(Key::Each, any);
        }
    }

    /// Lists a member, or replaces it.
    pub(super) fn set(&mut self, key: Key, value: Arc<Cell>) {
        match self.place(key) {
            Ok(at) => {
                if let Some(slot) = self.members.get_mut(at) {
                    slot.1 = value;
                }
            }
            Err(at) => self.members.insert(at, (key, value)),
        }
    }

    /// All its members are one with it.
    fn flatten(&mut self) {
        self.own = self.all();
        self.inputs = Taints::default();
        self.members.clear();
        if self.shape == Shape::Given {
            self.shape = Shape::Unknown;
        }
    }

    /// How many members it may have at most, so deep, and how many of them elements: names are
    /// as many as the code writes out.
    fn widths(depth: usize) -> Option<(usize, usize)> {
        let width = *depth.checked_sub(1).and_then(|left| WIDTHS.iter().rev().nth(left))?;
        Some((NAMES * width, width))
    }

    fn is_within(&self, depth: usize) -> bool {
        let Some((most, width)) = Self::widths(depth) else { return self.members.is_empty() };
        let elements = || self.members.iter().filter(|(key, _)| key.is_element()).count();
        self.members.len() <= most
            && (self.members.len() <= width || elements() <= width)
            && self.members.iter().all(|(_, member)| member.is_within(depth - 1))
    }

    /// Its members to `depth`, and not too many: those deeper are one with what holds them, the
    /// elements of one that has too many are not told apart.
    pub(super) fn cut(&mut self, depth: usize) {
        if self.is_within(depth) {
            return;
        }
        let Some((most, width)) = Self::widths(depth) else { return self.flatten() };
        if self.members.iter().filter(|(key, _)| key.is_element()).count() > width {
            self.blur();
        }
        if self.members.len() > most {
            self.flatten();
        }
        for (_, member) in &mut self.members {
            if !member.is_within(depth - 1) {
                Arc::make_mut(member).cut(depth - 1);
            }
        }
    }
}
