//! Numbers, as Python computes with them.

use crate::constants::value::Value;
use std::cmp::Ordering;

/// Integers up to this are floating-point numbers of the same value.
const EXACT: u128 = 1 << 53;

/// A number whose value is known.
#[derive(Clone, Copy)]
pub(super) enum Number {
    Integer(i128),
    Float(f64),
}

impl Number {
    /// The number that a value is: truth values are integers.
    pub(super) fn of(value: &Value) -> Option<Number> {
        match value {
            Value::Integer(number) => Some(Number::Integer(*number)),
            Value::Boolean(truth) => Some(Number::Integer(i128::from(*truth))),
            Value::Float(number) => Some(Number::Float(*number)),
            _ => None,
        }
    }

    /// The same as floating-point number, if there is one.
    pub(super) fn float(self) -> Option<f64> {
        match self {
            Number::Integer(number) => (number.unsigned_abs() <= EXACT).then_some(number as f64),
            Number::Float(number) => Some(number),
        }
    }

    pub(super) fn compare(self, other: Number) -> Option<Ordering> {
        match (self, other) {
            (Number::Integer(left), Number::Integer(right)) => Some(left.cmp(&right)),
            _ => self.float()?.partial_cmp(&other.float()?),
        }
    }
}

/// The value of `left operator right` for integers.
pub(super) fn integers(operator: &[u8], left: i128, right: i128) -> Option<Value> {
    let shift = u32::try_from(right).ok().filter(|&shift| shift < i128::BITS);
    let result = match operator {
        b"+" => left.checked_add(right),
        b"-" => left.checked_sub(right),
        b"*" => left.checked_mul(right),
        b"//" if right != 0 => left.checked_rem(right).and_then(|rest| {
            let is_below = rest != 0 && (rest < 0) != (right < 0);
            left.checked_div(right).map(|quotient| quotient - i128::from(is_below))
        }),
        b"%" if right != 0 => left.checked_rem(right).map(|rest| {
            let is_below = rest != 0 && (rest < 0) != (right < 0);
            if is_below { rest + right } else { rest }
        }),
        b"**" if right >= 0 => u32::try_from(right).ok().and_then(|power| left.checked_pow(power)),
        b"&" => Some(left & right),
        b"|" => Some(left | right),
        b"^" => Some(left ^ right),
        b"<<" if right >= 0 => shift
            .and_then(|shift| 1i128.checked_shl(shift))
            .filter(|&factor| factor > 0)
            .and_then(|factor| left.checked_mul(factor)),
        b">>" if right >= 0 => Some(left >> shift.unwrap_or(i128::BITS - 1)),
        b"/" => return floats(operator, Number::Integer(left), Number::Integer(right)),
        // Errors, and results that are no integers.
        _ => return None,
    };
    Some(result.map_or(Value::SomeInteger, Value::Integer))
}

/// The value of `left operator right` for floating-point numbers.
pub(super) fn floats(operator: &[u8], left: Number, right: Number) -> Option<Value> {
    let (left, right) = (left.float()?, right.float()?);
    let result = match operator {
        b"+" => left + right,
        b"-" => left - right,
        b"*" => left * right,
        b"/" if right != 0.0 => left / right,
        b"//" if right != 0.0 => divide(left, right).0,
        b"%" if right != 0.0 => divide(left, right).1,
        _ => return None,
    };
    result.is_finite().then_some(Value::Float(result))
}

/// The quotient, rounded down, and the rest, which has the sign of the divisor.
fn divide(left: f64, right: f64) -> (f64, f64) {
    let rest = left % right;
    let mut quotient = (left - rest) / right;
    let mut rest = rest;
    if rest != 0.0 {
        if (right < 0.0) != (rest < 0.0) {
            rest += right;
            quotient -= 1.0;
        }
    } else {
        rest = 0.0_f64.copysign(right);
    }
    let rounded = quotient.floor();
    let quotient = match quotient {
        0.0 => 0.0_f64.copysign(left / right),
        _ if quotient - rounded > 0.5 => rounded + 1.0,
        _ => rounded,
    };
    (quotient, rest)
}

/// The integer that Python's `int` reads in a text.
pub(super) fn parse_integer(text: &str, base: u32) -> Option<Value> {
    let text = text.trim_matches(|letter: char| letter.is_ascii_whitespace());
    let (is_negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let lower = digits.to_ascii_lowercase();
    let prefixed = [("0x", 16), ("0o", 8), ("0b", 2)]
        .into_iter()
        .find(|(prefix, radix)| lower.starts_with(prefix) && (base == 0 || base == *radix));
    let (digits, radix) = match prefixed {
        Some((_, radix)) => (lower.get(2..)?, radix),
        None if base == 0 => return (lower == "0").then_some(Value::Integer(0)),
        None => (lower.as_str(), base),
    };
    if !(2..=36).contains(&radix)
        || digits.is_empty()
        || !digits.chars().all(|digit| digit.is_digit(radix))
    {
        return None;
    }
    let Ok(number) = i128::from_str_radix(digits, radix) else { return Some(Value::SomeInteger) };
    Some(Value::Integer(if is_negative { -number } else { number }))
}

/// The floating-point number that Python's `float` reads in a text.
pub(super) fn parse_float(text: &str) -> Option<Value> {
    let text = text.trim_matches(|letter: char| letter.is_ascii_whitespace());
    let number: f64 = text.parse().ok()?;
    number.is_finite().then_some(Value::Float(number))
}
