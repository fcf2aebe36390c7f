//! `text % values`.

use super::push;
use super::specification::{Sign, padded, signed};
use crate::constants::python::comparison::lookup;
use crate::constants::python::numbers::Number;
use crate::constants::python::show::{represented, shown};
use crate::constants::value::{LONGEST, Value};

/// What `text % values` is.
pub(crate) fn percent(text: &[u8], values: &Value) -> Option<Value> {
    let mut positional = match values {
        Value::Tuple(elements) => elements.to_vec(),
        value => vec![Some(value.clone())],
    }
    .into_iter();
    let mut result = Vec::new();
    let mut is_exact = true;
    let mut uses_keys = false;
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'%', rest) {
        let (before, after) = rest.split_at(at);
        result.extend_from_slice(before);
        let after = after.get(1..)?;
        if let Some(behind) = after.strip_prefix(b"%") {
            result.push(b'%');
            rest = behind;
            continue;
        }
        let (place, behind) = Place::read(after)?;
        rest = behind;
        let value = match place.key {
            Some(key) => {
                uses_keys = true;
                let Value::Dictionary(pairs) = values else { return None };
                lookup(pairs, &Value::text(key))??.clone()?
            }
            None => positional.next()??,
        };
        match place.show(&value)? {
            part @ Value::Text(_) => is_exact &= push(&mut result, &part),
            _ => is_exact = false,
        }
    }
    result.extend_from_slice(rest);
    // Values that are left over are an error, but for a dictionary.
    let is_over = uses_keys || positional.next().is_none();
    let is_mapping = matches!(values, Value::Dictionary(_) | Value::List(_));
    if !is_over && !is_mapping {
        return None;
    }
    Some(if is_exact && result.len() <= LONGEST { Value::text(result) } else { Value::SomeText })
}

/// One place for a value: `%(key)-05.2f`.
struct Place<'t> {
    key: Option<&'t [u8]>,
    is_left: bool,
    is_zero_padded: bool,
    sign: Sign,
    width: usize,
    precision: Option<usize>,
    letter: u8,
}

impl<'t> Place<'t> {
    /// Reads a place behind its `%`; what is behind it. None for what is not understood.
    fn read(text: &'t [u8]) -> Option<(Place<'t>, &'t [u8])> {
        let (mut key, mut rest) = (None, text);
        if let Some(inner) = rest.strip_prefix(b"(") {
            let end = memchr::memchr(b')', inner)?;
            let (name, behind) = inner.split_at(end);
            if name.contains(&b'(') {
                return None;
            }
            key = Some(name);
            rest = behind.get(1..)?;
        }
        let (mut is_left, mut is_zero_padded, mut sign) = (false, false, Sign::Minus);
        while let Some((&flag, behind)) = rest.split_first() {
            match flag {
                b'-' => is_left = true,
                b'0' => is_zero_padded = true,
                b'+' => sign = Sign::Plus,
                b' ' => sign = if sign == Sign::Plus { sign } else { Sign::Space },
                b'#' => return None,
                _ => break,
            }
            rest = behind;
        }
        let (width, behind) = number(rest)?;
        rest = behind;
        let mut precision = None;
        if let Some(behind) = rest.strip_prefix(b".") {
            let (digits, behind) = number(behind)?;
            precision = Some(digits.unwrap_or(0));
            rest = behind;
        }
        let (&letter, behind) = rest.split_first()?;
        let width = width.unwrap_or(0);
        Some((Place { key, is_left, is_zero_padded, sign, width, precision, letter }, behind))
    }

    fn show(&self, value: &Value) -> Option<Value> {
        let (text, is_number) = match (self.letter, value) {
            (b's', value) => (shown(value)?, false),
            (b'r', value) => (represented(value)?, false),
            (b'd' | b'i' | b'u', value) => {
                let number = match Number::of(value) {
                    Some(Number::Integer(number)) => number,
                    Some(Number::Float(number)) if number.abs() < 1e15 => number.trunc() as i128,
                    Some(Number::Float(_)) => return Some(Value::SomeText),
                    None if value.is_integer() || value.is_boolean() => {
                        return Some(Value::SomeText);
                    }
                    None => return None,
                };
                (
                    Value::text(signed(number < 0, &number.unsigned_abs().to_string(), self.sign)),
                    true,
                )
            }
            (b'x' | b'X' | b'o', Value::Integer(number)) => {
                let digits = match self.letter {
                    b'x' => format!("{:x}", number.unsigned_abs()),
                    b'X' => format!("{:X}", number.unsigned_abs()),
                    _ => format!("{:o}", number.unsigned_abs()),
                };
                (Value::text(signed(*number < 0, &digits, self.sign)), true)
            }
            (b'f' | b'F' | b'e' | b'E' | b'g' | b'G', _) => {
                Number::of(value)?;
                return Some(Value::SomeText);
            }
            (b'c', Value::Text(text)) if text.len() == 1 => (value.clone(), false),
            _ => return None,
        };
        let Value::Text(text) = text else { return Some(text) };
        let text = match (self.precision, is_number) {
            (None, _) => text,
            (Some(_), true) => return Some(Value::SomeText),
            (Some(most), false) => {
                let text = String::from_utf8(text.to_vec()).ok()?;
                text.chars().take(most).collect::<String>().into_bytes().into()
            }
        };
        let alignment = match (self.is_left, self.is_zero_padded && is_number) {
            (true, _) => b'<',
            (false, true) => b'=',
            (false, false) => b'>',
        };
        let fill = if alignment == b'=' { '0' } else { ' ' };
        padded(std::str::from_utf8(&text).ok()?, fill, alignment, self.width)
    }
}

/// A number, if there is one, and what is behind it.
pub(super) fn number(text: &[u8]) -> Option<(Option<usize>, &[u8])> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (number, rest) = text.split_at(digits);
    if number.is_empty() {
        return Some((None, rest));
    }
    let number = std::str::from_utf8(number).ok()?.parse().ok()?;
    Some((Some(number), rest))
}
