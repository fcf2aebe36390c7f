//! The value of a comparison.

use super::expression::{Binary, Expression, Unary};
use super::{Operand, float};
use std::time::{SystemTime, UNIX_EPOCH};

type Lookup<'l> = &'l dyn Fn(&str) -> Option<Operand>;

pub(super) fn truth(expression: &Expression, lookup: Lookup<'_>) -> bool {
    matches!(value(expression, lookup), Some(Operand::Boolean(true)))
}

/// None for what cannot be evaluated.
fn value(expression: &Expression, lookup: Lookup<'_>) -> Option<Operand> {
    match expression {
        Expression::Constant(Operand::None) => None,
        Expression::Constant(constant) => Some(constant.clone()),
        Expression::Metavariable(name) => Some(match lookup(name)? {
            // It has no value that compares, but a text.
            Operand::None => Operand::Code(b"None".to_vec()),
            known => known,
        }),
        Expression::List(items) => {
            items.iter().map(|item| value(item, lookup)).collect::<Option<_>>().map(Operand::List)
        }
        // Both evaluate all of their parts: one without a value spoils the whole.
        Expression::And(all) => {
            truths(all, lookup).map(|truths| Operand::Boolean(truths.iter().all(|&truth| truth)))
        }
        Expression::Or(any) => {
            truths(any, lookup).map(|truths| Operand::Boolean(truths.iter().any(|&truth| truth)))
        }
        Expression::Unary(operator, inner) => unary(*operator, value(inner, lookup)?),
        Expression::Binary(operator, left, right) => {
            binary(*operator, value(left, lookup)?, value(right, lookup)?)
        }
        Expression::Int(inner) => match value(inner, lookup)? {
            Operand::Integer(value) => Some(Operand::Integer(value)),
            Operand::Text(text) => integer(&text).map(|value| Operand::Integer(value.into())),
            _ => None,
        },
        Expression::Str(inner) => text(value(inner, lookup)?).map(Operand::Text),
        Expression::Date(inner) => match value(inner, lookup)? {
            Operand::Text(text) => date(&text).map(Operand::Float),
            _ => None,
        },
        Expression::Today => {
            let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
            Some(Operand::Float(elapsed.as_secs() as f64))
        }
        Expression::Match(regex, inner) => match value(inner, lookup)? {
            Operand::Text(text) => Some(Operand::Boolean(regex.is_match(&text))),
            _ => None,
        },
    }
}

fn truths(parts: &[Expression], lookup: Lookup<'_>) -> Option<Vec<bool>> {
    let truth = |part| match value(part, lookup) {
        Some(Operand::Boolean(truth)) => Some(truth),
        _ => None,
    };
    parts.iter().map(truth).collect()
}

fn unary(operator: Unary, inner: Operand) -> Option<Operand> {
    Some(match (operator, inner) {
        (Unary::Not, Operand::Boolean(truth)) => Operand::Boolean(!truth),
        (Unary::Minus, Operand::Float(value)) => Operand::Float(-value),
        (Unary::Plus, Operand::Float(value)) => Operand::Float(value),
        (Unary::Minus, Operand::Integer(value)) => {
            Operand::Integer(fits(value)?.wrapping_neg().into())
        }
        (Unary::Plus, Operand::Integer(value)) => Operand::Integer(fits(value)?.into()),
        (Unary::Invert, Operand::Integer(value)) => Operand::Integer((!fits(value)?).into()),
        _ => return None,
    })
}

/// Integers are of 64 bits; a larger one has no value.
fn fits(value: i128) -> Option<i64> {
    i64::try_from(value).ok()
}

fn binary(operator: Binary, left: Operand, right: Operand) -> Option<Operand> {
    let has_value = |operand: &Operand| match operand {
        Operand::Code(_) | Operand::None => false,
        Operand::Integer(value) => fits(*value).is_some(),
        _ => true,
    };
    if !has_value(&left) || !has_value(&right) {
        return None;
    }
    match operator {
        Binary::Equal => return Some(Operand::Boolean(equal(&left, &right))),
        Binary::NotEqual => return Some(Operand::Boolean(!equal(&left, &right))),
        Binary::In => return Some(Operand::Boolean(within(&left, &right).unwrap_or(false))),
        Binary::NotIn => {
            return Some(Operand::Boolean(within(&left, &right).is_some_and(|within| !within)));
        }
        _ => {}
    }
    match (left, right) {
        (Operand::Integer(left), Operand::Integer(right)) => {
            integers(operator, fits(left)?, fits(right)?)
        }
        (Operand::Float(left), Operand::Float(right)) => floats(operator, left, right),
        (Operand::Integer(left), Operand::Float(right)) => floats(operator, left as f64, right),
        (Operand::Float(left), Operand::Integer(right)) => floats(operator, left, right as f64),
        _ => None,
    }
}

fn equal(left: &Operand, right: &Operand) -> bool {
    match (left, right) {
        (Operand::Integer(integer), Operand::Float(float))
        | (Operand::Float(float), Operand::Integer(integer)) => *integer as f64 == *float,
        (left, right) => left == right,
    }
}

/// None for what nothing can be in.
fn within(item: &Operand, whole: &Operand) -> Option<bool> {
    match (item, whole) {
        (item, Operand::List(list)) => Some(list.contains(item)),
        (Operand::Text(part), Operand::Text(text)) => {
            Some(memchr::memmem::find(text, part).is_some())
        }
        _ => None,
    }
}

fn integers(operator: Binary, left: i64, right: i64) -> Option<Operand> {
    let shift = || u32::try_from(right).ok();
    let value = match operator {
        Binary::Less => return Some(Operand::Boolean(left < right)),
        Binary::LessOrEqual => return Some(Operand::Boolean(left <= right)),
        Binary::Greater => return Some(Operand::Boolean(left > right)),
        Binary::GreaterOrEqual => return Some(Operand::Boolean(left >= right)),
        Binary::Add => left.checked_add(right)?,
        Binary::Subtract => left.checked_sub(right)?,
        Binary::Multiply => left.checked_mul(right)?,
        Binary::Divide => left.checked_div(right)?,
        Binary::Remainder => left.checked_rem(right)?,
        Binary::Power => left.checked_pow(u32::try_from(right).ok()?)?,
        Binary::BitAnd => left & right,
        Binary::BitOr => left | right,
        Binary::BitXor => left ^ right,
        Binary::ShiftLeft => left.checked_shl(shift()?)?,
        Binary::ShiftRight => left.checked_shr(shift()?)?,
        Binary::Equal | Binary::NotEqual | Binary::In | Binary::NotIn => return None,
    };
    Some(Operand::Integer(value.into()))
}

fn floats(operator: Binary, left: f64, right: f64) -> Option<Operand> {
    Some(match operator {
        Binary::Less => Operand::Boolean(left < right),
        Binary::LessOrEqual => Operand::Boolean(left <= right),
        Binary::Greater => Operand::Boolean(left > right),
        Binary::GreaterOrEqual => Operand::Boolean(left >= right),
        Binary::Add => Operand::Float(left + right),
        Binary::Subtract => Operand::Float(left - right),
        Binary::Multiply => Operand::Float(left * right),
        Binary::Divide => Operand::Float(left / right),
        Binary::Remainder => Operand::Float(left % right),
        Binary::Power => Operand::Float(left.powf(right)),
        _ => return None,
    })
}

fn text(operand: Operand) -> Option<Vec<u8>> {
    Some(match operand {
        Operand::Boolean(truth) => truth.to_string().into_bytes(),
        Operand::Integer(value) => value.to_string().into_bytes(),
        Operand::Float(value) => float::text(value).into_bytes(),
        Operand::Text(text) | Operand::Code(text) => text,
        Operand::List(_) | Operand::None => return None,
    })
}

/// An integer of 64 bits: a sign, a prefix that tells the base, digits and underscores.
fn integer(text: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(text).ok()?;
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let prefix = digits.get(..2).unwrap_or_default().to_ascii_lowercase();
    let (digits, base) = match prefix.as_str() {
        "0x" => (&digits[2..], 16),
        "0o" => (&digits[2..], 8),
        "0b" => (&digits[2..], 2),
        _ => (digits, 10),
    };
    if !digits.starts_with(|first: char| first.is_digit(base)) {
        return None;
    }
    i64::from_str_radix(&format!("{sign}{}", digits.replace('_', "")), base).ok()
}

/// Seconds from 1970 to the beginning of a day, `2024-05-06`, in UTC.
fn date(text: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(text).ok()?;
    let mut parts = text.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 31,
    };
    let is_valid = (1..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=length).contains(&day)
        && parts.next().is_none();
    if !is_valid {
        return None;
    }
    // Years that begin with March, so that the day of a leap year is their last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1;
    // Days from the first of March of the year 0 to 1970.
    Some(((days - 719_468) * 86_400) as f64)
}
