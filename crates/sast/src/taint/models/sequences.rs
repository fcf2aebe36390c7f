//! Lists and what else has elements in order.

use super::super::value::{Cell, DEPTH, Key, Shape, Value};
use super::super::write::MANY;
use std::sync::Arc;

/// Longer sequences are not repeated element by element.
const LONGEST: u32 = 64;

impl Cell {
    /// A sequence without elements.
    pub(in crate::taint) fn empty_sequence() -> Cell {
        Cell { shape: Shape::Sequence(Some(0)), ..Cell::default() }
    }

    /// Something of which any element is `each`.
    pub(in crate::taint) fn of_each(shape: Shape, each: Value) -> Cell {
        let mut cell = Cell { shape, ..Cell::default() };
        if let Some(each) = each {
            cell.set(Key::Each, each);
        }
        cell
    }

    /// A sequence of these elements.
    pub(in crate::taint) fn sequence(elements: impl Iterator<Item = Value>) -> Cell {
        let mut cell = Cell::empty_sequence();
        elements.for_each(|element| cell.append(element));
        cell.cut(DEPTH);
        cell
    }

    /// How many elements it has, if it is a sequence and that is known.
    pub(in crate::taint) fn length(&self) -> Option<u32> {
        match self.shape {
            Shape::Sequence(length) => length,
            _ => None,
        }
    }

    /// Adds an element at the end.
    pub(in crate::taint) fn append(&mut self, value: Value) {
        let length = self.length().filter(|&length| length < u32::MAX);
        let key = length.map_or(Key::Each, Key::Index);
        if self.members.len() > MANY {
            self.cut(DEPTH);
        }
        self.write(&[key], &value, true);
        self.set_length(length.map(|length| length + 1));
    }

    /// Gives every element another index; those that get none are gone.
    fn reindex(&mut self, place: impl Fn(u32) -> Option<u32>) {
        let members = std::mem::take(&mut self.members);
        self.members = members
            .into_iter()
            .filter_map(|(key, member)| match key {
                Key::Index(at) => Some((Key::Index(place(at)?), member)),
                _ => Some((key, member)),
            })
            .collect();
        self.members.sort_by_key(|&(key, _)| key);
    }

    fn set_length(&mut self, length: Option<u32>) {
        match self.shape {
            Shape::Sequence(_) => self.shape = Shape::Sequence(length),
            Shape::Given => self.shape = Shape::Unknown,
            _ => {}
        }
    }

    /// No longer knows how many elements there are and which is where.
    pub(in crate::taint) fn disorder(&mut self) {
        self.blur();
        self.set_length(None);
    }

    /// The index that a key is, counted from the end or from the beginning.
    pub(in crate::taint) fn index(&self, key: Option<Key>) -> Option<u32> {
        match (key?, self.length()) {
            (Key::Index(at), _) => Some(at),
            (Key::Back(from_end), Some(length)) => length.checked_sub(from_end),
            _ => None,
        }
    }

    /// Inserts an element before an index; `None` where that is not known.
    pub(in crate::taint) fn insert(&mut self, at: Option<Key>, value: Value) {
        let length = self.length();
        let at = match (at, length) {
            (Some(Key::Index(at)), Some(length)) => Some(at.min(length)),
            (Some(Key::Back(from_end)), Some(length)) => Some(length.saturating_sub(from_end)),
            (Some(Key::Index(0)), None) => Some(0),
            _ => None,
        };
        let key = match at {
            Some(at) => {
                let shifted = |index: u32| index.checked_add(u32::from(index >= at));
                self.reindex(shifted);
                Key::Index(at)
            }
            None => {
                self.blur();
                Key::Each
            }
        };
        self.write(&[key], &value, true);
        self.set_length(length.and_then(|length| length.checked_add(1)));
    }

    /// Takes an element out; `None` where it is not known which.
    pub(in crate::taint) fn remove(&mut self, key: Option<Key>) -> Value {
        let length = self.length();
        let taken = match self.index(key) {
            Some(at) => {
                let taken = self.member(Key::Index(at));
                self.reindex(|index| match index.cmp(&at) {
                    std::cmp::Ordering::Less => Some(index),
                    std::cmp::Ordering::Equal => None,
                    std::cmp::Ordering::Greater => Some(index - 1),
                });
                taken
            }
            // The last of a sequence of unknown length: the others stay where they are.
            None if key == Some(Key::Back(1)) => self.any_element(),
            None => {
                let taken = self.any_element();
                self.blur();
                taken
            }
        };
        self.set_length(length.and_then(|length| length.checked_sub(1)));
        taken
    }

    /// Adds the elements of another sequence at the end.
    pub(in crate::taint) fn extend(&mut self, other: &Cell) {
        match (self.length(), other.length()) {
            (Some(ours), Some(theirs)) if ours.checked_add(theirs).is_some() => {
                if let Some(each) = other.unlisted_elements(theirs) {
                    // Elements that are not listed cannot be told from ours that are not.
                    self.write(&[Key::Each], &Some(each), true);
                }
                for (key, member) in &other.members {
                    if let Key::Index(at) = key {
                        let key = Key::Index(ours.saturating_add(*at));
                        self.write(&[key], &Some(Arc::clone(member)), true);
                    }
                }
                self.own.extend(&other.own);
                self.set_length(Some(ours + theirs));
            }
            _ => {
                self.write(&[Key::Each], &other.iterated(), true);
                self.set_length(None);
            }
        }
        self.cut(DEPTH);
    }

    /// What those elements are that are not listed, if there are any and they are tainted.
    fn unlisted_elements(&self, length: u32) -> Value {
        let listed = self.members.iter().filter(|(key, _)| key.is_element()).count();
        let each = self.listed(Key::Each).filter(|_| (listed as u32) < length)?;
        Some(Arc::clone(each))
    }

    /// Turns the order around.
    pub(in crate::taint) fn reverse(&mut self) {
        match self.length() {
            Some(length) => self.reindex(|at| length.checked_sub(at)?.checked_sub(1)),
            None => self.blur(),
        }
    }

    /// The sequence so many times.
    pub(in crate::taint) fn repeat(&self, times: Option<u32>) -> Cell {
        let mut repeated = self.clone();
        let total = self.length().zip(times).and_then(|(length, times)| length.checked_mul(times));
        match total {
            Some(0) => return Cell::empty_sequence(),
            Some(total) if total <= LONGEST => {
                for _ in 1..times.unwrap_or(1) {
                    repeated.extend(self);
                }
            }
            _ => {
                repeated.disorder();
                repeated.set_length(total);
            }
        }
        repeated
    }

    /// The elements from `start` to `stop`, each `step`th; `None` for a bound that is not written
    /// and `Some(None)` for one that is not known.
    pub(in crate::taint) fn slice(
        &self,
        start: Option<Option<i64>>,
        stop: Option<Option<i64>>,
        step: Option<Option<i64>>,
    ) -> Cell {
        let mut slice = self.clone();
        slice.members.retain(|(key, _)| key.is_element() || *key == Key::Each);
        let known = |bound: Option<Option<i64>>| bound.is_none_or(|bound| bound.is_some());
        let is_known = known(start) && known(stop) && known(step);
        let (start, stop) = (start.flatten(), stop.flatten());
        let step = step.flatten().unwrap_or(1);
        match self.length() {
            Some(length) if is_known && step != 0 => {
                let (first, count) = bounds(i64::from(length), start, stop, step);
                slice.reindex(|at| {
                    let (way, rest) = (i64::from(at) - first, (i64::from(at) - first) % step);
                    let place = way / step;
                    let is_in = rest == 0 && place >= 0 && place < count;
                    u32::try_from(place).ok().filter(|_| is_in)
                });
                slice.set_length(u32::try_from(count).ok());
            }
            None if is_known && step == 1 && start.is_none_or(|start| start >= 0) => {
                let first = start.unwrap_or(0);
                // From the end or not: elements only get fewer behind.
                let stop = stop.filter(|&stop| stop >= 0);
                slice.reindex(|at| {
                    let is_in = stop.is_none_or(|stop| i64::from(at) < stop);
                    u32::try_from(i64::from(at) - first).ok().filter(|_| is_in)
                });
            }
            _ => slice.disorder(),
        }
        slice
    }
}

/// The first index of a slice and how many it has, as Python counts them.
fn bounds(length: i64, start: Option<i64>, stop: Option<i64>, step: i64) -> (i64, i64) {
    let (low, high) = if step > 0 { (0, length) } else { (-1, length - 1) };
    let clamp = |bound: i64| {
        let bound = if bound < 0 { bound.saturating_add(length) } else { bound };
        bound.clamp(low, high)
    };
    let (from, to) = if step > 0 { (low, high) } else { (high, low) };
    let first = start.map_or(from, clamp);
    let last = stop.map_or(to, clamp);
    let way = if step > 0 { last - first } else { first - last };
    let stride = step.unsigned_abs().min(i64::MAX as u64) as i64;
    (first, if way <= 0 { 0 } else { (way - 1) / stride + 1 })
}
