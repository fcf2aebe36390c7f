//! Numbers as the loader reads them.

use super::keys::Key;
use super::scanner::OLD;

/// Most digits of a decimal integer that Python reads.
const MOST_DIGITS: usize = 4_300;

/// An integer; none if the loader reads none.
pub(super) fn int(text: &str, version: (u32, u32)) -> Option<Key<'static>> {
    let text = text.trim().replace('_', "");
    let (negative, digits) = signed(&text);
    if digits == "0" {
        return Some(Key::Int(0));
    }
    if let Some(digits) = digits.strip_prefix("0b") {
        return in_base(digits, negative, 2);
    }
    if let Some(digits) = digits.strip_prefix("0x") {
        return in_base(digits, negative, 16);
    }
    if let Some(digits) = digits.strip_prefix("0o") {
        return in_base(digits, negative, 8);
    }
    if version == OLD && digits.starts_with('0') {
        return in_base(digits, negative, 8);
    }
    if version == OLD && digits.contains(':') {
        let add = |sum: i128, part: &str| {
            sum.checked_mul(60)?.checked_add(part.parse::<u32>().ok()?.into())
        };
        let sum = digits.split(':').try_fold(0, add)?;
        return Some(Key::Int(if negative { -sum } else { sum }));
    }
    // Python's own reader takes another sign.
    let (twice, digits) = signed(digits);
    in_base(digits, negative != twice, 10)
}

fn signed(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn in_base(digits: &str, negative: bool, base: u32) -> Option<Key<'static>> {
    let is_digit = |digit: char| digit.is_digit(base);
    if digits.is_empty() || !digits.chars().all(is_digit) {
        return None;
    }
    if base == 10 && digits.len() > MOST_DIGITS {
        return None;
    }
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Some(Key::Int(0));
    }
    Some(match i128::from_str_radix(digits, base) {
        Ok(number) => Key::Int(if negative { -number } else { number }),
        Err(_) => Key::Large(digits.to_ascii_lowercase().into_bytes(), negative, base),
    })
}

/// A number with a fraction or exponent; none if the loader reads none.
pub(super) fn float(text: &str, version: (u32, u32)) -> Option<Key<'static>> {
    let text = text.trim().replace('_', "").to_lowercase();
    let (negative, digits) = signed(&text);
    let number = match digits {
        "" => return None,
        ".inf" => f64::INFINITY,
        ".nan" => f64::NAN,
        _ if version == OLD && digits.contains(':') => {
            let add = |sum: f64, part: &str| Some(sum * 60.0 + part.parse::<f64>().ok()?);
            digits.split(':').try_fold(0.0, add)?
        }
        _ => digits.parse::<f64>().ok()?,
    };
    let number = if negative { -number } else { number };
    Some(if number.is_nan() {
        Key::Float(f64::NAN.to_bits())
    } else if number.fract() == 0.0 && number.abs() < 1e38 {
        Key::Int(number as i128)
    } else {
        Key::Float(number.to_bits())
    })
}
