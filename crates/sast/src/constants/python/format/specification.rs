//! The format of one value: `format(value, ">10d")`.

use super::percent::number;
use crate::constants::python::numbers::Number;
use crate::constants::python::show::{float, shown};
use crate::constants::value::{LONGEST, Value};

/// How numbers that are not negative show their sign.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Minus,
    Plus,
    Space,
}

/// The digits of a number with its sign.
pub(super) fn signed(is_negative: bool, digits: &str, sign: Sign) -> String {
    let sign = match (is_negative, sign) {
        (true, _) => "-",
        (false, Sign::Minus) => "",
        (false, Sign::Plus) => "+",
        (false, Sign::Space) => " ",
    };
    format!("{sign}{digits}")
}

/// A text filled up to `width` letters; `=` fills behind the sign.
pub(super) fn padded(text: &str, fill: char, alignment: u8, width: usize) -> Option<Value> {
    let missing = width.saturating_sub(text.chars().count());
    if missing > LONGEST {
        return Some(Value::SomeText);
    }
    let filling = |count: usize| fill.to_string().repeat(count);
    let (sign, digits) = text.split_at(usize::from(text.starts_with(['-', '+', ' '])));
    Some(Value::text(match alignment {
        b'<' => format!("{text}{}", filling(missing)),
        b'>' => format!("{}{text}", filling(missing)),
        b'^' => format!("{}{text}{}", filling(missing / 2), filling(missing - missing / 2)),
        b'=' => format!("{sign}{}{digits}", filling(missing)),
        _ => return None,
    }))
}

/// What `format(value, specification)` is.
pub(crate) fn formatted(value: &Value, specification: &[u8]) -> Option<Value> {
    if specification.is_empty() {
        return shown(value);
    }
    let text = std::str::from_utf8(specification).ok()?;
    let mut letters = text.chars();
    let (first, second) = (letters.next()?, letters.next());
    let is_alignment = |letter: char| matches!(letter, '<' | '>' | '^' | '=');
    let (mut fill, mut alignment, mut rest) = (' ', None, text);
    if let Some(second) = second.filter(|&letter| is_alignment(letter)) {
        (fill, alignment) = (first, Some(second as u8));
        rest = text.get(first.len_utf8() + 1..)?;
    } else if is_alignment(first) {
        (alignment, rest) = (Some(first as u8), text.get(1..)?);
    }
    let mut sign = Sign::Minus;
    if let Some(letter) = rest.chars().next().filter(|letter| matches!(letter, '+' | '-' | ' ')) {
        sign = match letter {
            '+' => Sign::Plus,
            ' ' => Sign::Space,
            _ => Sign::Minus,
        };
        rest = rest.get(1..)?;
    }
    if let Some(behind) = rest.strip_prefix('0') {
        if alignment.is_none() {
            (fill, alignment) = ('0', Some(b'='));
        }
        rest = behind;
    }
    let (width, behind) = number(rest.as_bytes())?;
    let is_plain = sign == Sign::Minus;
    let (shown, default, is_number) = match (value, behind) {
        (Value::Text(_), b"" | b"s") if is_plain && alignment != Some(b'=') => {
            (value.clone(), b'<', false)
        }
        (Value::Integer(number), b"" | b"d" | b"x" | b"X" | b"o" | b"b") => {
            let digits = number.unsigned_abs();
            let digits = match behind {
                b"x" => format!("{digits:x}"),
                b"X" => format!("{digits:X}"),
                b"o" => format!("{digits:o}"),
                b"b" => format!("{digits:b}"),
                _ => digits.to_string(),
            };
            (Value::text(signed(*number < 0, &digits, sign)), b'>', true)
        }
        (Value::Float(number), b"") => {
            let Some(digits) = float(number.abs()) else { return Some(Value::SomeText) };
            (Value::text(signed(number.is_sign_negative(), &digits, sign)), b'>', true)
        }
        (Value::Integer(_) | Value::Float(_), _) => {
            Number::of(value)?;
            return Some(Value::SomeText);
        }
        (Value::Text(_) | Value::SomeText | Value::SomeInteger, _) => {
            return Some(Value::SomeText);
        }
        _ => return None,
    };
    // `0` before the width of a text fills with zeros behind it in new versions only.
    if !is_number && fill == '0' {
        return Some(Value::SomeText);
    }
    let Value::Text(shown) = shown else { return Some(shown) };
    let text = std::str::from_utf8(&shown).ok()?;
    padded(text, fill, alignment.unwrap_or(default), width.unwrap_or(0))
}
