//! What a scalar without quotes looks like.

use super::instant::is_instant;
use super::node::Sort;
use super::scanner::OLD;

/// The sort of a plain scalar in a version of YAML.
pub(super) fn resolve(value: &[u8], version: (u32, u32)) -> Sort {
    let is_old = version == OLD;
    match value.first() {
        None => Sort::Null,
        Some(b'~') if value.len() == 1 => Sort::Null,
        Some(b'=') if value.len() == 1 => Sort::Default,
        Some(b'<') if value == b"<<" => Sort::Merge,
        Some(b'n' | b'N') if matches!(value, b"null" | b"Null" | b"NULL") => Sort::Null,
        Some(b'a'..=b'z' | b'A'..=b'Z') if is_bool(value, is_old) => Sort::Bool,
        Some(b'0'..=b'9' | b'+' | b'-' | b'.') => number(value, is_old),
        _ => Sort::Text,
    }
}

fn is_bool(value: &[u8], is_old: bool) -> bool {
    let is_word = |words: &[&str]| words.iter().any(|word| word.as_bytes() == value);
    match value.len() {
        1 => is_old && is_word(&["y", "Y", "n", "N"]),
        2 => is_old && is_word(&["no", "No", "NO", "on", "On", "ON"]),
        3 => is_old && is_word(&["yes", "Yes", "YES", "off", "Off", "OFF"]),
        4 => is_word(&["true", "True", "TRUE"]),
        5 => is_word(&["false", "False", "FALSE"]),
        _ => false,
    }
}

fn number(value: &[u8], is_old: bool) -> Sort {
    if is_float(value, is_old) {
        Sort::Float
    } else if value[0] != b'.' && is_int(value, is_old) {
        Sort::Int
    } else if is_instant(value) {
        Sort::Timestamp
    } else {
        Sort::Text
    }
}

/// What is left of `value` behind bytes that `accept` takes, and how many those are.
fn run(value: &[u8], accept: impl Fn(&u8) -> bool) -> (usize, &[u8]) {
    let count = value.iter().take_while(|byte| accept(byte)).count();
    (count, &value[count..])
}

fn is_spaced_digit(byte: &u8) -> bool {
    byte.is_ascii_digit() || *byte == b'_'
}

fn unsigned(value: &[u8]) -> &[u8] {
    match value {
        [b'+' | b'-', rest @ ..] => rest,
        _ => value,
    }
}

/// Whether `value` is nothing, or an exponent; `sign_required` says whether it needs a sign.
fn is_exponent_or_nothing(value: &[u8], sign_required: bool) -> bool {
    let [b'e' | b'E', power @ ..] = value else { return value.is_empty() };
    let digits = unsigned(power);
    (!sign_required || digits.len() < power.len())
        && !digits.is_empty()
        && digits.iter().all(u8::is_ascii_digit)
}

fn is_float(value: &[u8], is_old: bool) -> bool {
    let digits = unsigned(value);
    match digits {
        b".inf" | b".Inf" | b".INF" => return true,
        b".nan" | b".NaN" | b".NAN" => return digits.len() == value.len(),
        [b'.', rest @ ..] => {
            let (count, rest) = run(rest, is_spaced_digit);
            let may_have_sign = !is_old || digits.len() == value.len();
            return may_have_sign && count > 0 && is_exponent_or_nothing(rest, true);
        }
        [b'0'..=b'9', ..] => {}
        _ => return false,
    }
    let (_, rest) = run(digits, is_spaced_digit);
    match rest {
        [b'.', rest @ ..] => is_exponent_or_nothing(run(rest, is_spaced_digit).1, false),
        [b':', ..] if is_old => {
            let dot = memchr::memchr(b'.', rest).unwrap_or(0);
            let (parts, fraction) = rest.split_at(dot);
            is_sexagesimal(parts) && run(&fraction[1..], is_spaced_digit).1.is_empty()
        }
        [] => false,
        _ => is_exponent_or_nothing(rest, false),
    }
}

/// Whether `parts` is one or more of `:` with up to 59 behind.
fn is_sexagesimal(parts: &[u8]) -> bool {
    let is_part = |part: &[u8]| match part {
        [digit] => digit.is_ascii_digit(),
        [b'0'..=b'5', digit] => digit.is_ascii_digit(),
        _ => false,
    };
    parts.first() == Some(&b':') && parts[1..].split(|byte| *byte == b':').all(is_part)
}

fn is_int(value: &[u8], is_old: bool) -> bool {
    let digits = unsigned(value);
    let all = |digits: &[u8], accept: fn(&u8) -> bool| {
        !digits.is_empty() && digits.iter().all(|byte| *byte == b'_' || accept(byte))
    };
    let is_octal: fn(&u8) -> bool = |byte| matches!(byte, b'0'..=b'7');
    if let Some(rest) = digits.strip_prefix(b"0b")
        && all(rest, |byte| matches!(byte, b'0' | b'1'))
    {
        return true;
    }
    if let Some(rest) = digits.strip_prefix(b"0x")
        && all(rest, u8::is_ascii_hexdigit)
    {
        return true;
    }
    if !is_old {
        return digits.strip_prefix(b"0o").is_some_and(|rest| all(rest, is_octal))
            || all(digits, u8::is_ascii_digit);
    }
    if all(digits, is_octal) {
        return true;
    }
    match digits {
        [b'1'..=b'9', ..] => {
            let (_, rest) = run(digits, is_spaced_digit);
            rest.is_empty() || is_sexagesimal(rest)
        }
        _ => false,
    }
}
