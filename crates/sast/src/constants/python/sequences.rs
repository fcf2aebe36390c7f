//! Indices and slices.

use super::numbers::Number;
use super::operators;
use crate::constants::value::Value;
use std::rc::Rc;

/// What `value[index]` is.
pub(crate) fn index(value: &Value, index: &Value) -> Option<Value> {
    if let Value::Dictionary(pairs) = value {
        return operators::item(pairs, index);
    }
    let Number::Integer(index) = Number::of(index)? else { return None };
    let place = |length: usize| {
        let length = i128::try_from(length).ok()?;
        let index = if index < 0 { index.checked_add(length)? } else { index };
        usize::try_from(index).ok()
    };
    match value {
        Value::Text(text) => {
            let text = std::str::from_utf8(text).ok()?;
            let at = place(text.chars().count())?;
            Some(Value::text(text.chars().nth(at)?.to_string()))
        }
        Value::Bytes(bytes) => {
            bytes.get(place(bytes.len())?).map(|&byte| Value::Integer(byte.into()))
        }
        Value::List(elements) | Value::Tuple(elements) => {
            elements.get(place(elements.len())?)?.clone()
        }
        Value::Series(elements) => elements.get(place(elements.len())?)?.clone(),
        _ => None,
    }
}

/// The bounds and the step of a slice; those left out are `Value::None`.
pub(crate) struct Slice<'v> {
    pub(crate) start: &'v Value,
    pub(crate) stop: &'v Value,
    pub(crate) step: &'v Value,
}

impl Slice<'_> {
    /// Which of `length` elements it picks, in order, as Python's `slice.indices` has it.
    fn places(&self, length: usize) -> Option<Vec<usize>> {
        let bound = |value: &Value| match value {
            Value::None => Some(None),
            value => match Number::of(value)? {
                Number::Integer(number) => Some(Some(number)),
                Number::Float(_) => None,
            },
        };
        let (start, stop) = (bound(self.start)?, bound(self.stop)?);
        let step = bound(self.step)?.unwrap_or(1);
        let length = i128::try_from(length).ok()?;
        let (lowest, highest) = if step < 0 { (-1, length - 1) } else { (0, length) };
        let clamp = |bound: i128| {
            let bound = if bound < 0 { bound.saturating_add(length) } else { bound };
            bound.clamp(lowest, highest)
        };
        let (first, end) = match step {
            0 => return None,
            1.. => (start.map_or(0, clamp), stop.map_or(length, clamp)),
            _ => (start.map_or(length - 1, clamp), stop.map_or(-1, clamp)),
        };
        let mut places = Vec::new();
        let mut at = first;
        while if step > 0 { at < end } else { at > end } {
            places.push(usize::try_from(at).ok()?);
            at = at.checked_add(step)?;
        }
        Some(places)
    }
}

/// What `value[slice]` is.
pub(crate) fn slice(value: &Value, slice: &Slice<'_>) -> Option<Value> {
    let pick = |elements: &[Option<Value>]| -> Option<Rc<[Option<Value>]>> {
        let places = slice.places(elements.len())?;
        Some(places.iter().filter_map(|&at| elements.get(at).cloned()).collect())
    };
    match value {
        Value::Text(text) => {
            let letters: Vec<char> = std::str::from_utf8(text).ok()?.chars().collect();
            let places = slice.places(letters.len())?;
            let picked: String = places.iter().filter_map(|&at| letters.get(at)).collect();
            Some(Value::text(picked))
        }
        Value::Bytes(bytes) => {
            let places = slice.places(bytes.len())?;
            Some(Value::Bytes(places.iter().filter_map(|&at| bytes.get(at).copied()).collect()))
        }
        Value::List(elements) => Some(Value::List(pick(elements)?)),
        Value::Tuple(elements) => Some(Value::Tuple(pick(elements)?)),
        _ => None,
    }
}
