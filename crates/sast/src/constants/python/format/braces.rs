//! `text.format(…)`.

use super::{converted, formatted, push};
use crate::constants::python::sequences;
use crate::constants::value::Value;

/// What `text.format(*positional, **named)` is.
pub(crate) fn braces(
    text: &[u8],
    positional: &[Option<Value>],
    named: &[(&[u8], Option<Value>)],
) -> Option<Value> {
    let (mut result, mut is_exact, mut next) = (Vec::new(), true, 0);
    let mut rest = text;
    while let Some(at) = memchr::memchr2(b'{', b'}', rest) {
        let (before, from) = rest.split_at(at);
        result.extend_from_slice(before);
        if from.starts_with(b"{{") || from.starts_with(b"}}") {
            result.push(*from.first()?);
            rest = from.get(2..)?;
            continue;
        }
        let inner = from.strip_prefix(b"{")?;
        let end = memchr::memchr(b'}', inner)?;
        let (field, behind) = inner.split_at(end);
        // Formats that are themselves made of values.
        if field.contains(&b'{') {
            return None;
        }
        rest = behind.get(1..)?;
        let (name, specification) = split(field, b':');
        let (name, conversion) = split(name, b'!');
        let conversion = match conversion {
            None => None,
            Some([letter]) => Some(*letter),
            Some(_) => return None,
        };
        let value = self::value(name, positional, named, &mut next)?;
        let shown = formatted(&converted(&value, conversion)?, specification.unwrap_or_default())?;
        is_exact &= push(&mut result, &shown);
    }
    result.extend_from_slice(rest);
    Some(if is_exact { Value::text(result) } else { Value::SomeText })
}

fn split(text: &[u8], at: u8) -> (&[u8], Option<&[u8]>) {
    match memchr::memchr(at, text) {
        Some(place) => (text.get(..place).unwrap_or_default(), text.get(place + 1..)),
        None => (text, None),
    }
}

/// The value that a field names: `0`, `name`, `name[key]`, or nothing for the next.
fn value(
    field: &[u8],
    positional: &[Option<Value>],
    named: &[(&[u8], Option<Value>)],
    next: &mut usize,
) -> Option<Value> {
    let end = memchr::memchr2(b'[', b'.', field).unwrap_or(field.len());
    let (name, path) = field.split_at(end);
    let digits = |text: &[u8]| std::str::from_utf8(text).ok()?.parse::<usize>().ok();
    let mut value = match name {
        b"" => {
            *next += 1;
            positional.get(*next - 1)?.clone()?
        }
        _ if name.iter().all(u8::is_ascii_digit) => positional.get(digits(name)?)?.clone()?,
        _ => named.iter().find(|(known, _)| *known == name)?.1.clone()?,
    };
    let mut path = path;
    while let Some(inner) = path.strip_prefix(b"[") {
        let (key, behind) = split(inner, b']');
        let key = match digits(key) {
            Some(number) => Value::Integer(number as i128),
            None => Value::text(key),
        };
        value = sequences::index(&value, &key)?;
        path = behind?;
    }
    path.is_empty().then_some(value)
}
