//! Texts with places for values.

mod braces;
mod percent;
mod specification;

pub(crate) use braces::braces;
pub(crate) use percent::percent;
pub(crate) use specification::formatted;

use super::show::{represented, shown};
use crate::constants::value::Value;

/// A value converted as `!r`, `!s` or `!a` say.
pub(crate) fn converted(value: &Value, conversion: Option<u8>) -> Option<Value> {
    match conversion {
        None => Some(value.clone()),
        Some(b's') => shown(value),
        Some(b'r') => represented(value),
        Some(b'a') => match represented(value)? {
            Value::Text(text) if text.is_ascii() => Some(Value::Text(text)),
            _ => Some(Value::SomeText),
        },
        Some(_) => None,
    }
}

/// Puts `part` behind `text`; false when that is too long or not known.
fn push(text: &mut Vec<u8>, part: &Value) -> bool {
    match part {
        Value::Text(part) if text.len() + part.len() <= crate::constants::value::LONGEST => {
            text.extend_from_slice(part);
            true
        }
        _ => false,
    }
}
