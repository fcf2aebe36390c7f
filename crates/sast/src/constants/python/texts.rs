//! Methods of strings and bytes. What depends on the properties of letters is known of ASCII.

use super::format::braces;
use super::words;
use crate::constants::value::{LONGEST, Value};
use std::rc::Rc;

/// A string or bytes, and how to make more of the same type.
#[derive(Clone, Copy)]
pub(super) struct Receiver<'v> {
    pub(super) bytes: &'v [u8],
    pub(super) is_text: bool,
}

impl<'v> Receiver<'v> {
    fn of(value: &'v Value) -> Option<Receiver<'v>> {
        match value {
            Value::Text(bytes) => Some(Receiver { bytes, is_text: true }),
            Value::Bytes(bytes) => Some(Receiver { bytes, is_text: false }),
            _ => None,
        }
    }

    /// A value of the same type.
    pub(super) fn make(self, bytes: impl AsRef<[u8]>) -> Value {
        match Value::text(bytes) {
            Value::Text(bytes) if !self.is_text => Value::Bytes(bytes),
            value => value,
        }
    }

    /// An argument of the same type.
    fn same(self, argument: Option<&Value>) -> Option<&[u8]> {
        Receiver::of(argument?).filter(|it| it.is_text == self.is_text).map(|it| it.bytes)
    }

    /// The number of letters before a place in bytes.
    fn letters_before(self, place: usize) -> Option<i128> {
        let before = self.bytes.get(..place)?;
        let count = match self.is_text {
            true => std::str::from_utf8(before).ok()?.chars().count(),
            false => place,
        };
        Some(count as i128)
    }
}

/// What a method of a text gives; keyword arguments come with their names.
pub(crate) fn method(
    object: &Value,
    name: &[u8],
    arguments: &[Option<Value>],
    named: &[(&[u8], Option<Value>)],
) -> Option<Value> {
    let receiver = Receiver::of(object)?;
    if name == b"format" {
        return if receiver.is_text { braces(receiver.bytes, arguments, named) } else { None };
    }
    let arguments: Option<Vec<&Value>> = arguments.iter().map(Option::as_ref).collect();
    let arguments = arguments?;
    if let [(word, Some(value))] = named {
        return match (name, *word) {
            (b"split" | b"rsplit", b"maxsplit") => {
                words::split(receiver, name, arguments.first().copied(), Some(value))
            }
            (b"split" | b"rsplit", b"sep") => words::split(receiver, name, Some(value), None),
            (b"encode" | b"decode", b"encoding") => recoded(object, name, &[value]),
            _ => None,
        };
    }
    if !named.is_empty() {
        return None;
    }
    let bytes = receiver.bytes;
    let argument = |at: usize| arguments.get(at).copied();
    match (name, arguments.len()) {
        (b"strip" | b"lstrip" | b"rstrip", 0 | 1) => {
            let letters = match argument(0) {
                None | Some(Value::None) => None,
                letters => Some(receiver.same(letters)?),
            };
            words::strip(receiver, name, letters)
        }
        (b"split" | b"rsplit", 0..=2) => words::split(receiver, name, argument(0), argument(1)),
        (b"splitlines", 0) => words::lines(receiver),
        (b"partition" | b"rpartition", 1) => {
            words::partition(receiver, name == b"partition", receiver.same(argument(0))?)
        }
        (b"join", 1) => {
            let mut joined = Vec::new();
            for (at, element) in argument(0)?.elements()?.iter().enumerate() {
                if at > 0 {
                    joined.extend_from_slice(bytes);
                }
                joined.extend_from_slice(receiver.same(element.as_ref())?);
                if joined.len() > LONGEST {
                    return Some(Value::SomeText);
                }
            }
            let is_ordered = !matches!(argument(0)?, Value::Set(_));
            Some(if is_ordered { receiver.make(joined) } else { Value::SomeText })
        }
        (b"replace", 2 | 3) => {
            let most = match argument(2) {
                None => usize::MAX,
                Some(Value::Integer(most)) => usize::try_from(*most).unwrap_or(usize::MAX),
                Some(_) => return None,
            };
            let (old, new) = (receiver.same(argument(0))?, receiver.same(argument(1))?);
            words::replace(receiver, old, new, most)
        }
        (b"startswith" | b"endswith", 1) => {
            let fits = |part: &Value| {
                let part = receiver.same(Some(part))?;
                Some(match name {
                    b"startswith" => bytes.starts_with(part),
                    _ => bytes.ends_with(part),
                })
            };
            match argument(0)? {
                Value::Tuple(parts) => {
                    for part in parts.iter() {
                        if fits(part.as_ref()?)? {
                            return Some(Value::Boolean(true));
                        }
                    }
                    Some(Value::Boolean(false))
                }
                part => fits(part).map(Value::Boolean),
            }
        }
        (b"find" | b"index" | b"rfind" | b"rindex", 1) => {
            let part = receiver.same(argument(0))?;
            let found = match name {
                b"find" | b"index" => memchr::memmem::find(bytes, part),
                _ => memchr::memmem::rfind(bytes, part),
            };
            match found {
                Some(place) => receiver.letters_before(place).map(Value::Integer),
                None => matches!(name, b"find" | b"rfind").then_some(Value::Integer(-1)),
            }
        }
        (b"count", 1) => {
            let part = receiver.same(argument(0))?;
            if part.is_empty() {
                return receiver.letters_before(bytes.len()).map(|it| Value::Integer(it + 1));
            }
            Some(Value::Integer(memchr::memmem::find_iter(bytes, part).count() as i128))
        }
        (b"removeprefix", 1) => {
            let part = receiver.same(argument(0))?;
            Some(receiver.make(bytes.strip_prefix(part).unwrap_or(bytes)))
        }
        (b"removesuffix", 1) => {
            let part = receiver.same(argument(0))?;
            Some(receiver.make(bytes.strip_suffix(part).unwrap_or(bytes)))
        }
        (b"zfill" | b"ljust" | b"rjust" | b"center", 1 | 2) => {
            let Value::Integer(width) = argument(0)? else { return None };
            let fill = match argument(1) {
                None => b" ",
                fill => receiver.same(fill)?,
            };
            words::fill(receiver, name, *width, fill)
        }
        (b"encode" | b"decode", 0 | 1) => recoded(object, name, &arguments),
        (_, 0) => words::cased(receiver, name),
        _ => None,
    }
}

/// A string as bytes, or bytes as a string.
fn recoded(object: &Value, name: &[u8], arguments: &[&Value]) -> Option<Value> {
    let encoding = match arguments {
        [] => "utf8".to_owned(),
        [Value::Text(name)] => {
            let name = std::str::from_utf8(name).ok()?.to_ascii_lowercase();
            name.replace(['-', '_'], "")
        }
        _ => return None,
    };
    let (Value::Text(bytes) | Value::Bytes(bytes)) = object else { return None };
    let is_same = match encoding.as_str() {
        "utf8" => std::str::from_utf8(bytes).is_ok(),
        "ascii" | "usascii" | "latin1" | "iso88591" => bytes.is_ascii(),
        _ => false,
    };
    match (name, object) {
        (b"encode", Value::Text(text)) if is_same => Some(Value::Bytes(Rc::clone(text))),
        (b"decode", Value::Bytes(bytes)) if is_same => Some(Value::Text(Rc::clone(bytes))),
        _ => None,
    }
}
