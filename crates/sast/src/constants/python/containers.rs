//! Displays and methods of containers.

use super::comparison::{contains, equal, lookup};
use super::operators::filtered;
use super::sequences;
use crate::constants::value::Value;

/// A dictionary of pairs, the last of each key.
pub(crate) fn dictionary(pairs: impl IntoIterator<Item = (Value, Option<Value>)>) -> Option<Value> {
    let mut kept: Vec<(Value, Option<Value>)> = Vec::new();
    for (key, value) in pairs {
        if key.is_mutable() || !key.is_exact() {
            return None;
        }
        let mut slot = None;
        for (at, (known, _)) in kept.iter().enumerate() {
            if equal(known, &key)? {
                slot = Some(at);
                break;
            }
        }
        match slot.and_then(|at| kept.get_mut(at)) {
            Some((_, held)) => *held = value,
            None => kept.push((key, value)),
        }
    }
    Value::Dictionary(kept.into()).bounded()
}

/// A set of elements.
pub(crate) fn set(elements: impl IntoIterator<Item = Option<Value>>) -> Option<Value> {
    let mut kept: Vec<Option<Value>> = Vec::new();
    for element in elements {
        let Some(value) = element else {
            kept.push(None);
            continue;
        };
        if value.is_mutable() || !value.is_exact() {
            return None;
        }
        let mut is_new = true;
        for known in kept.iter().flatten() {
            is_new &= !equal(known, &value)?;
        }
        if is_new {
            kept.push(Some(value));
        }
    }
    Value::Set(kept.into()).bounded()
}

/// How many elements there are.
pub(crate) fn length(value: &Value) -> Option<usize> {
    match value {
        Value::Text(text) => Some(std::str::from_utf8(text).ok()?.chars().count()),
        Value::Bytes(bytes) => Some(bytes.len()),
        // Some of the unknown may be the same.
        Value::Set(elements) if elements.iter().any(Option::is_none) => None,
        Value::Dictionary(pairs) => Some(pairs.len()),
        value => value.elements().map(|elements| elements.len()),
    }
}

/// What a method of a container gives.
pub(crate) fn method(object: &Value, name: &[u8], arguments: &[Option<Value>]) -> Option<Value> {
    let argument = |at: usize| arguments.get(at).and_then(Option::as_ref);
    match (object, name, arguments.len()) {
        (Value::Dictionary(pairs), b"get", 1 | 2) => match lookup(pairs, argument(0)?)? {
            Some(value) => value.clone(),
            None if arguments.len() == 1 => Some(Value::None),
            None => argument(1).cloned(),
        },
        (Value::Dictionary(_), b"keys", 0) => Some(Value::Series(object.elements()?)),
        (Value::Dictionary(pairs), b"values", 0) => {
            Some(Value::Series(pairs.iter().map(|(_, value)| value.clone()).collect()))
        }
        (Value::Dictionary(pairs), b"items", 0) => {
            let items = pairs
                .iter()
                .map(|(key, value)| Some(Value::Tuple([Some(key.clone()), value.clone()].into())));
            Value::Series(items.collect()).bounded()
        }
        (Value::List(_) | Value::Set(_) | Value::Dictionary(_), b"copy", 0) => Some(object.clone()),
        (Value::List(elements) | Value::Tuple(elements), b"index", 1) => {
            for (at, element) in elements.iter().enumerate() {
                if equal(element.as_ref()?, argument(0)?)? {
                    return Some(Value::Integer(at as i128));
                }
            }
            None
        }
        (Value::List(elements) | Value::Tuple(elements), b"count", 1) => {
            let mut count = 0;
            for element in elements.iter() {
                count += i128::from(equal(element.as_ref()?, argument(0)?)?);
            }
            Some(Value::Integer(count))
        }
        (Value::Set(these), b"difference", 1) => filtered(these, argument(0)?, false),
        (Value::Set(these), b"intersection", 1) => filtered(these, argument(0)?, true),
        (Value::Set(these), b"union", 1) => {
            let those = argument(0)?.elements()?;
            set(these.iter().chain(those.iter()).cloned())
        }
        (Value::Set(these), b"issubset", 1) => {
            for element in these.iter() {
                if !contains(argument(0)?, Some(element.as_ref()?))? {
                    return Some(Value::Boolean(false));
                }
            }
            Some(Value::Boolean(true))
        }
        (_, b"__getitem__", 1) => sequences::index(object, argument(0)?),
        (_, b"__len__", 0) => length(object).map(|length| Value::Integer(length as i128)),
        (_, b"__contains__", 1) => contains(object, argument(0)).map(Value::Boolean),
        _ => None,
    }
}
