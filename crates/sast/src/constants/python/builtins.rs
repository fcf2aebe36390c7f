//! Calls of Python's own functions.

use super::collections::{extreme, known, of_names, range, sequence, some, sorted, sum};
use super::containers::{self, length};
use super::format::formatted;
use super::numbers::{Number, parse_float, parse_integer};
use super::operators::binary;
use super::show::{represented, shown};
use crate::constants::value::Value;

/// The functions that are known, all of them without effect on what they are given.
pub(crate) fn is_known(name: &[u8]) -> bool {
    matches!(
        name,
        b"len"
            | b"int"
            | b"str"
            | b"repr"
            | b"ascii"
            | b"bool"
            | b"float"
            | b"abs"
            | b"min"
            | b"max"
            | b"sum"
            | b"ord"
            | b"chr"
            | b"divmod"
            | b"pow"
            | b"round"
            | b"any"
            | b"all"
            | b"sorted"
            | b"list"
            | b"tuple"
            | b"set"
            | b"frozenset"
            | b"dict"
            | b"range"
            | b"hex"
            | b"oct"
            | b"bin"
            | b"format"
            | b"isinstance"
    )
}

/// What a call of a known function gives.
pub(crate) fn call(
    name: &[u8],
    arguments: &[Option<Value>],
    named: &[(&[u8], Option<Value>)],
) -> Option<Value> {
    if name == b"dict" {
        return of_names(arguments, named);
    }
    let arguments: Option<Vec<&Value>> = arguments.iter().map(Option::as_ref).collect();
    let arguments = arguments?;
    if let (b"sorted", [list], [(b"reverse", Some(reverse))]) = (name, arguments.as_slice(), named)
    {
        return sorted(list, reverse.truth()?);
    }
    if !named.is_empty() {
        return None;
    }
    match (name, arguments.as_slice()) {
        (b"len", [value]) => Some(Value::Integer(length(value)? as i128)),
        (b"bool", []) => Some(Value::Boolean(false)),
        (b"bool", [value]) => Some(value.truth().map_or(Value::SomeBoolean, Value::Boolean)),
        (b"str", []) => Some(Value::text("")),
        (b"str", [value]) => shown(value),
        (b"repr" | b"ascii", [value]) => match represented(value)? {
            Value::Text(text) if text.is_ascii() || name == b"repr" => Some(Value::Text(text)),
            _ => Some(Value::SomeText),
        },
        (b"format", [value]) => shown(value),
        (b"format", [value, Value::Text(specification)]) => formatted(value, specification),
        (b"int", []) => Some(Value::Integer(0)),
        (b"int", [Value::SomeInteger]) => Some(Value::SomeInteger),
        (b"int", [Value::Text(text)]) => parse_integer(std::str::from_utf8(text).ok()?, 10),
        (b"int", [Value::Text(text), Value::Integer(base)]) => {
            parse_integer(std::str::from_utf8(text).ok()?, u32::try_from(*base).ok()?)
        }
        (b"int", [value]) => match Number::of(value)? {
            Number::Integer(number) => Some(Value::Integer(number)),
            Number::Float(number) if number.abs() < 1e15 => {
                Some(Value::Integer(number.trunc() as i128))
            }
            Number::Float(_) => Some(Value::SomeInteger),
        },
        (b"float", []) => Some(Value::Float(0.0)),
        (b"float", [Value::Text(text)]) => parse_float(std::str::from_utf8(text).ok()?),
        (b"float", [value]) => Some(Value::Float(Number::of(value)?.float()?)),
        (b"abs", [value]) => match Number::of(value)? {
            Number::Integer(number) => number.checked_abs().map(Value::Integer),
            Number::Float(number) => Some(Value::Float(number.abs())),
        },
        (b"round", [value]) => match Number::of(value)? {
            Number::Integer(number) => Some(Value::Integer(number)),
            Number::Float(number) if number.abs() < 1e15 => {
                Some(Value::Integer(number.round_ties_even() as i128))
            }
            Number::Float(_) => Some(Value::SomeInteger),
        },
        (b"divmod", [left, right]) => {
            let part = |operator: &[u8]| binary(operator, Some(left), Some(right));
            Number::of(left)?;
            Some(Value::Tuple([Some(part(b"//")?), Some(part(b"%")?)].into()))
        }
        (b"pow", [left, right]) => {
            Number::of(left)?;
            binary(b"**", Some(left), Some(right))
        }
        (b"hex", [Value::Integer(number)]) => Some(based(*number, |it| format!("0x{it:x}"))),
        (b"oct", [Value::Integer(number)]) => Some(based(*number, |it| format!("0o{it:o}"))),
        (b"bin", [Value::Integer(number)]) => Some(based(*number, |it| format!("0b{it:b}"))),
        (b"ord", [Value::Text(text)]) => {
            let mut letters = std::str::from_utf8(text).ok()?.chars();
            let (letter, None) = (letters.next()?, letters.next()) else { return None };
            Some(Value::Integer(u32::from(letter).into()))
        }
        (b"ord", [Value::Bytes(bytes)]) => match **bytes {
            [byte] => Some(Value::Integer(byte.into())),
            _ => None,
        },
        (b"chr", [value]) => {
            let Number::Integer(number) = Number::of(value)? else { return None };
            let letter = char::from_u32(u32::try_from(number).ok()?)?;
            Some(Value::text(letter.to_string()))
        }
        (b"min" | b"max", [list]) => extreme(name, known(list)?.iter()),
        (b"min" | b"max", [_, _, ..]) => extreme(name, arguments.into_iter()),
        (b"sum", [list]) => sum(Value::Integer(0), list),
        (b"sum", [list, start]) => {
            Number::of(start)?;
            sum((*start).clone(), list)
        }
        (b"any", [list]) => some(list, true),
        (b"all", [list]) => some(list, false).map(|value| match value {
            Value::Boolean(has) => Value::Boolean(!has),
            other => other,
        }),
        (b"sorted", [list]) => sorted(list, false),
        (b"list", []) => Some(Value::List([].into())),
        (b"tuple", []) => Some(Value::Tuple([].into())),
        (b"set" | b"frozenset", []) => Some(Value::Set([].into())),
        (b"list", [value]) => Some(Value::List(sequence(value)?)).and_then(Value::bounded),
        (b"tuple", [value]) => Some(Value::Tuple(sequence(value)?)).and_then(Value::bounded),
        (b"set" | b"frozenset", [value]) => {
            let elements = match value {
                Value::Set(elements) => elements.clone(),
                value => sequence(value)?,
            };
            containers::set(elements.iter().cloned())
        }
        (b"range", [_] | [_, _] | [_, _, _]) => range(&arguments),
        _ => None,
    }
}

fn based(number: i128, digits: impl Fn(u128) -> String) -> Value {
    let sign = if number < 0 { "-" } else { "" };
    Value::text(format!("{sign}{}", digits(number.unsigned_abs())))
}

/// Whether `value` is of a type named so.
pub(crate) fn is_instance(value: &Value, name: &[u8]) -> Option<bool> {
    let names: &[&[u8]] = match value {
        Value::Text(_) => &[b"str"],
        Value::Bytes(_) => &[b"bytes"],
        Value::Integer(_) | Value::SomeInteger => &[b"int"],
        Value::Float(_) => &[b"float"],
        Value::Boolean(_) | Value::SomeBoolean => &[b"bool", b"int"],
        Value::None => &[],
        Value::List(_) => &[b"list"],
        Value::Tuple(_) => &[b"tuple"],
        Value::Dictionary(_) => &[b"dict"],
        Value::Set(_) | Value::Series(_) | Value::SomeText => return None,
    };
    let is_plain = matches!(
        name,
        b"str" | b"bytes" | b"int" | b"float" | b"bool" | b"list" | b"tuple" | b"dict" | b"set"
    );
    is_plain.then(|| names.contains(&name))
}
