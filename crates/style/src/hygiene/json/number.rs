//! Numbers as Python writes them.

/// The number that `text` says, a JSON number, as `repr` of an `int` or `float` writes it; and
/// whether that says the same.
pub(super) fn repr(text: &str) -> (String, bool) {
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        let zero = text == "-0";
        return (if zero { "0" } else { text }.to_owned(), true);
    }
    // Rust's own parser rounds correctly, as Python's does; it takes any JSON number.
    let value: f64 = text.parse().unwrap_or(f64::NAN);
    if value.is_infinite() {
        let infinity = if value < 0.0 { "-Infinity" } else { "Infinity" };
        return (infinity.to_owned(), false);
    }
    let written = float(value);
    let same = significant(text) == significant(&written);
    (written, same)
}

/// A finite number with as few digits as tell it from all others, with an exponent if it is below
/// 10⁻⁴ or from 10¹⁶.
fn float(value: f64) -> String {
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if value != 0.0 && !(-4..16).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{mantissa}e{sign}{:02}", exponent.abs());
    }
    let plain = format!("{value}");
    if plain.contains('.') { plain } else { plain + ".0" }
}

/// The digits without zeros around them, and the power of ten of the last one.
fn significant(text: &str) -> (String, i64) {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: String = [whole.trim_start_matches('-'), fraction].concat();
    let exponent: i64 = exponent.trim_start_matches('+').parse().unwrap_or(i64::MAX / 2);
    let kept = digits.trim_end_matches('0');
    if kept.is_empty() {
        return (String::new(), 0);
    }
    let dropped = (digits.len() - kept.len()) as i64;
    let power = exponent.saturating_sub(fraction.len() as i64).saturating_add(dropped);
    (kept.trim_start_matches('0').to_owned(), power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_python_does() {
        let cases = [
            ("1", "1", true),
            ("-0", "0", true),
            ("-0.0", "-0.0", true),
            ("1.0", "1.0", true),
            ("1.10", "1.1", true),
            ("1E5", "100000.0", true),
            ("1e15", "1000000000000000.0", true),
            ("1e16", "1e+16", true),
            ("123456789012345680.0", "1.2345678901234568e+17", true),
            ("0.0001", "0.0001", true),
            ("0.00001", "1e-05", true),
            ("1.5e-300", "1.5e-300", true),
            ("1e400", "Infinity", false),
            ("-1e400", "-Infinity", false),
            ("0.1000000000000000055", "0.1", false),
            ("12345678901234567890123", "12345678901234567890123", true),
        ];
        for (text, written, same) in cases {
            assert_eq!(repr(text), (written.to_owned(), same), "{text}");
        }
    }
}
