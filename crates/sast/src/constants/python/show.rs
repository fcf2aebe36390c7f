//! Values as texts.

use crate::constants::value::Value;

/// What `str(value)` is.
pub(crate) fn shown(value: &Value) -> Option<Value> {
    match value {
        Value::Text(_) => Some(value.clone()),
        Value::SomeText | Value::SomeInteger | Value::SomeBoolean | Value::Bytes(_) => {
            Some(Value::SomeText)
        }
        _ => represented(value),
    }
}

/// What `repr(value)` is.
pub(crate) fn represented(value: &Value) -> Option<Value> {
    Some(match value {
        Value::Text(text) => quoted(text).map_or(Value::SomeText, Value::text),
        Value::Integer(number) => Value::text(number.to_string()),
        Value::Float(number) => float(*number).map_or(Value::SomeText, Value::text),
        Value::Boolean(truth) => Value::text(if *truth { "True" } else { "False" }),
        Value::None => Value::text("None"),
        Value::List(elements) => joined("[", elements, "]")?,
        Value::Tuple(elements) if elements.len() == 1 => joined("(", elements, ",)")?,
        Value::Tuple(elements) => joined("(", elements, ")")?,
        Value::Bytes(_) | Value::SomeText | Value::SomeInteger | Value::SomeBoolean => {
            Value::SomeText
        }
        Value::Set(_) | Value::Dictionary(_) | Value::Series(_) => return None,
    })
}

/// The elements as Python writes them in a display. Containers are of bounded depth.
fn joined(open: &str, elements: &[Option<Value>], close: &str) -> Option<Value> {
    let mut text = open.as_bytes().to_vec();
    for (at, element) in elements.iter().enumerate() {
        if at > 0 {
            text.extend_from_slice(b", ");
        }
        match represented(element.as_ref()?)? {
            Value::Text(element) => text.extend_from_slice(&element),
            _ => return Some(Value::SomeText),
        }
    }
    text.extend_from_slice(close.as_bytes());
    Some(Value::text(text))
}

/// A text of printable ASCII in the quotes that Python gives it.
fn quoted(text: &[u8]) -> Option<Vec<u8>> {
    if !text.iter().all(|byte| (b' '..=b'~').contains(byte)) {
        return None;
    }
    let has = |quote: u8| text.contains(&quote);
    let quote = if has(b'\'') && !has(b'"') { b'"' } else { b'\'' };
    let mut quoted = vec![quote];
    for &byte in text {
        if byte == b'\\' || byte == quote {
            quoted.push(b'\\');
        }
        quoted.push(byte);
    }
    quoted.push(quote);
    Some(quoted)
}

/// A floating-point number of ordinary size as Python writes it.
pub(super) fn float(number: f64) -> Option<String> {
    let is_ordinary = number == 0.0 || (1e-4..1e16).contains(&number.abs());
    let text = number.to_string();
    match is_ordinary {
        true if text.contains('.') => Some(text),
        true => Some(text + ".0"),
        false => None,
    }
}
