//! What Python's own functions make of all elements of something.

use super::comparison::ordered;
use super::containers;
use super::numbers::Number;
use super::operators::binary;
use crate::constants::value::{Elements, MOST_ELEMENTS, Value};
use std::cmp::Ordering;

/// `dict(a=1, b=2)`, `dict(other)`.
pub(super) fn of_names(
    arguments: &[Option<Value>],
    named: &[(&[u8], Option<Value>)],
) -> Option<Value> {
    let mut pairs = Vec::new();
    match arguments {
        [] => {}
        [Some(Value::Dictionary(first))] => pairs.extend(first.iter().cloned()),
        [Some(list)] => {
            for pair in list.elements()?.iter() {
                let pair = pair.as_ref()?.elements()?;
                let [key, value] = &*pair else { return None };
                pairs.push((key.clone()?, value.clone()));
            }
        }
        _ => return None,
    }
    pairs.extend(named.iter().map(|(name, value)| (Value::text(name), value.clone())));
    containers::dictionary(pairs)
}

/// The elements of something in the order in which it is iterated over.
pub(super) fn sequence(value: &Value) -> Option<Elements> {
    match value {
        // In what order a set comes, nobody knows.
        Value::Set(elements) if elements.len() > 1 => None,
        Value::Text(text) => {
            let letters = std::str::from_utf8(text).ok()?.chars();
            let letters: Vec<_> = letters.take(MOST_ELEMENTS + 1).collect();
            Some(letters.into_iter().map(|it| Some(Value::text(it.to_string()))).collect())
        }
        Value::Bytes(bytes) => {
            let bytes = bytes.iter().take(MOST_ELEMENTS + 1);
            Some(bytes.map(|&byte| Some(Value::Integer(byte.into()))).collect())
        }
        value => value.elements(),
    }
}

/// All elements of something, if they are known.
pub(super) fn known(value: &Value) -> Option<Vec<Value>> {
    let elements = match value {
        Value::Set(elements) => elements.clone(),
        Value::Text(text) if text.len() > MOST_ELEMENTS => return None,
        Value::Bytes(text) if text.len() > MOST_ELEMENTS => return None,
        value => sequence(value)?,
    };
    elements.iter().cloned().collect()
}

pub(super) fn extreme<'v, V: std::borrow::Borrow<Value> + 'v>(
    name: &[u8],
    mut values: impl Iterator<Item = V>,
) -> Option<Value> {
    let mut best = values.next()?;
    for value in values {
        let wanted = if name == b"min" { Ordering::Less } else { Ordering::Greater };
        if ordered(value.borrow(), best.borrow())? == wanted {
            best = value;
        }
    }
    Some(best.borrow().clone())
}

pub(super) fn sum(start: Value, list: &Value) -> Option<Value> {
    known(list)?.iter().try_fold(start, |sum, value| {
        Number::of(value)?;
        binary(b"+", Some(&sum), Some(value))
    })
}

/// Whether any element counts as true, or any as false.
pub(super) fn some(list: &Value, wanted: bool) -> Option<Value> {
    let elements = match list {
        Value::Set(elements) => elements.clone(),
        Value::Text(_) | Value::Bytes(_) => return None,
        value => sequence(value)?,
    };
    let mut is_known = true;
    for element in elements.iter() {
        match element.as_ref().and_then(Value::truth) {
            Some(truth) if truth == wanted => return Some(Value::Boolean(true)),
            Some(_) => {}
            None => is_known = false,
        }
    }
    is_known.then_some(Value::Boolean(false))
}

pub(super) fn sorted(list: &Value, reverse: bool) -> Option<Value> {
    let mut values = known(list)?;
    // Of one kind, so that each can be put before or behind each other.
    let alike = |is: fn(&Value) -> bool| values.iter().all(is);
    let is_ordered = alike(|it| matches!(it, Value::Text(_)))
        || alike(|it| matches!(it, Value::Bytes(_)))
        || alike(|it| matches!(it, Value::Float(_)))
        || alike(|it| matches!(it, Value::Integer(_) | Value::Boolean(_)));
    if !is_ordered {
        return None;
    }
    values.sort_by(|left, right| {
        let order = ordered(left, right).unwrap_or(Ordering::Equal);
        if reverse { order.reverse() } else { order }
    });
    Value::List(values.into_iter().map(Some).collect()).bounded()
}

pub(super) fn range(arguments: &[&Value]) -> Option<Value> {
    let mut bounds = Vec::new();
    for argument in arguments {
        match Number::of(argument)? {
            Number::Integer(number) => bounds.push(number),
            Number::Float(_) => return None,
        }
    }
    let (start, stop, step) = match *bounds.as_slice() {
        [stop] => (0, stop, 1),
        [start, stop] => (start, stop, 1),
        [start, stop, step] => (start, stop, step),
        _ => return None,
    };
    if step == 0 {
        return None;
    }
    let mut elements = Vec::new();
    let mut at = start;
    while if step > 0 { at < stop } else { at > stop } {
        if elements.len() == MOST_ELEMENTS {
            return None;
        }
        elements.push(Some(Value::Integer(at)));
        at = at.checked_add(step)?;
    }
    Some(Value::Series(elements.into()))
}
