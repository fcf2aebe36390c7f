//! What methods of texts do to letters and words.

use super::texts::Receiver;
use crate::constants::value::{LONGEST, Value};

/// What Python takes for white space: in strings more than in bytes. Only ASCII is asked for.
fn is_space(byte: u8, is_text: bool) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ') || is_text && matches!(byte, 0x1c..=0x1f)
}

pub(super) fn strip(receiver: Receiver<'_>, name: &[u8], letters: Option<&[u8]>) -> Option<Value> {
    let bytes = receiver.bytes;
    // Letters of several bytes are told apart by decoding them.
    if receiver.is_text && !(bytes.is_ascii() && letters.is_none_or(<[u8]>::is_ascii)) {
        return Some(Value::SomeText);
    }
    let is_stripped = |&byte: &u8| match letters {
        Some(letters) => letters.contains(&byte),
        None => is_space(byte, receiver.is_text),
    };
    let (mut start, mut end) = (0, bytes.len());
    if name != b"rstrip" {
        start = bytes.iter().take_while(|byte| is_stripped(byte)).count();
    }
    if name != b"lstrip" {
        let kept = bytes.get(start..).unwrap_or_default();
        end -= kept.iter().rev().take_while(|byte| is_stripped(byte)).count();
    }
    Some(receiver.make(bytes.get(start..end).unwrap_or_default()))
}

fn list(receiver: Receiver<'_>, parts: Vec<&[u8]>) -> Option<Value> {
    Value::List(parts.into_iter().map(|part| Some(receiver.make(part))).collect()).bounded()
}

pub(super) fn split(
    receiver: Receiver<'_>,
    name: &[u8],
    separator: Option<&Value>,
    most: Option<&Value>,
) -> Option<Value> {
    let most = match most {
        None => usize::MAX,
        Some(Value::Integer(most)) => usize::try_from(*most).unwrap_or(usize::MAX),
        Some(_) => return None,
    };
    let from_right = name == b"rsplit";
    let bytes = receiver.bytes;
    let separator = match (separator, receiver.is_text) {
        (None | Some(Value::None), _) => None,
        (Some(Value::Text(separator)), true) | (Some(Value::Bytes(separator)), false)
            if !separator.is_empty() =>
        {
            Some(separator)
        }
        _ => return None,
    };
    let mut parts = Vec::new();
    let mut rest = bytes;
    match separator {
        Some(separator) => {
            while parts.len() < most {
                let found = match from_right {
                    false => memchr::memmem::find(rest, separator),
                    true => memchr::memmem::rfind(rest, separator),
                };
                let Some(at) = found else { break };
                let (before, after) = (rest.get(..at)?, rest.get(at + separator.len()..)?);
                let (part, left) = if from_right { (after, before) } else { (before, after) };
                parts.push(part);
                rest = left;
            }
            parts.push(rest);
            if from_right {
                parts.reverse();
            }
        }
        None if receiver.is_text && !bytes.is_ascii() => return None,
        None if most == usize::MAX => {
            let words = bytes.split(|&byte| is_space(byte, receiver.is_text));
            parts.extend(words.filter(|word| !word.is_empty()));
        }
        None => return None,
    }
    list(receiver, parts)
}

pub(super) fn lines(receiver: Receiver<'_>) -> Option<Value> {
    let bytes = receiver.bytes;
    let is_plain = |byte: &u8| !matches!(byte, b'\r' | 0x0b | 0x0c | 0x1c..=0x1e | 0x80..);
    if !bytes.iter().all(is_plain) {
        return None;
    }
    let mut parts: Vec<_> = bytes.split(|&byte| byte == b'\n').collect();
    if parts.last().is_some_and(|last| last.is_empty()) {
        parts.pop();
    }
    list(receiver, parts)
}

pub(super) fn partition(receiver: Receiver<'_>, is_first: bool, separator: &[u8]) -> Option<Value> {
    if separator.is_empty() {
        return None;
    }
    let bytes = receiver.bytes;
    let found = match is_first {
        true => memchr::memmem::find(bytes, separator),
        false => memchr::memmem::rfind(bytes, separator),
    };
    let parts: [&[u8]; 3] = match (found, is_first) {
        (Some(at), _) => [bytes.get(..at)?, separator, bytes.get(at + separator.len()..)?],
        (None, true) => [bytes, b"", b""],
        (None, false) => [b"", b"", bytes],
    };
    Some(Value::Tuple(parts.into_iter().map(|part| Some(receiver.make(part))).collect()))
}

pub(super) fn replace(
    receiver: Receiver<'_>,
    old: &[u8],
    new: &[u8],
    most: usize,
) -> Option<Value> {
    let bytes = receiver.bytes;
    if old.is_empty() {
        return Some(Value::SomeText);
    }
    let (mut replaced, mut from) = (Vec::new(), 0);
    for at in memchr::memmem::find_iter(bytes, old).take(most) {
        replaced.extend_from_slice(bytes.get(from..at)?);
        replaced.extend_from_slice(new);
        if replaced.len() > LONGEST {
            return Some(Value::SomeText);
        }
        from = at + old.len();
    }
    replaced.extend_from_slice(bytes.get(from..)?);
    Some(receiver.make(replaced))
}

pub(super) fn fill(receiver: Receiver<'_>, name: &[u8], width: i128, fill: &[u8]) -> Option<Value> {
    let bytes = receiver.bytes;
    let &[fill] = fill else { return None };
    if !bytes.is_ascii() || !fill.is_ascii() {
        return Some(Value::SomeText);
    }
    let width = usize::try_from(width.max(0)).unwrap_or(usize::MAX);
    let missing = width.saturating_sub(bytes.len());
    if missing > LONGEST {
        return Some(Value::SomeText);
    }
    let filling = |count: usize| vec![fill; count];
    Some(receiver.make(match name {
        b"ljust" => [bytes.to_vec(), filling(missing)].concat(),
        b"rjust" => [filling(missing), bytes.to_vec()].concat(),
        b"center" => {
            // An odd letter goes to the left when the width is odd, as CPython has it.
            let before = missing / 2 + (missing & width & 1);
            [filling(before), bytes.to_vec(), filling(missing - before)].concat()
        }
        _ => {
            let (sign, digits) =
                bytes.split_at(usize::from(matches!(bytes.first(), Some(b'+' | b'-'))));
            [sign.to_vec(), vec![b'0'; missing], digits.to_vec()].concat()
        }
    }))
}

/// Methods without arguments that look at letters alone.
pub(super) fn cased(receiver: Receiver<'_>, name: &[u8]) -> Option<Value> {
    let bytes = receiver.bytes;
    let makes_text =
        matches!(name, b"upper" | b"lower" | b"casefold" | b"swapcase" | b"title" | b"capitalize");
    if receiver.is_text && !bytes.is_ascii() {
        return makes_text.then_some(Value::SomeText);
    }
    let all = |is: fn(&u8) -> bool| !bytes.is_empty() && bytes.iter().all(is);
    let letters = || bytes.iter().filter(|byte| byte.is_ascii_alphabetic());
    let truth = match name {
        b"upper" => return Some(receiver.make(bytes.to_ascii_uppercase())),
        b"lower" => return Some(receiver.make(bytes.to_ascii_lowercase())),
        b"casefold" if receiver.is_text => return Some(receiver.make(bytes.to_ascii_lowercase())),
        b"swapcase" => {
            let swap = |byte: &u8| match byte.is_ascii_lowercase() {
                true => byte.to_ascii_uppercase(),
                false => byte.to_ascii_lowercase(),
            };
            return Some(receiver.make(bytes.iter().map(swap).collect::<Vec<_>>()));
        }
        b"capitalize" => {
            let mut lower = bytes.to_ascii_lowercase();
            lower.iter_mut().take(1).for_each(u8::make_ascii_uppercase);
            return Some(receiver.make(lower));
        }
        b"title" => {
            let mut titled = bytes.to_ascii_lowercase();
            let mut is_inside = false;
            for byte in &mut titled {
                if !is_inside {
                    byte.make_ascii_uppercase();
                }
                is_inside = byte.is_ascii_alphabetic();
            }
            return Some(receiver.make(titled));
        }
        b"isdigit" => all(u8::is_ascii_digit),
        b"isnumeric" | b"isdecimal" if receiver.is_text => all(u8::is_ascii_digit),
        b"isalpha" => all(u8::is_ascii_alphabetic),
        b"isalnum" => all(u8::is_ascii_alphanumeric),
        b"isspace" => !bytes.is_empty() && bytes.iter().all(|&it| is_space(it, receiver.is_text)),
        b"isupper" => letters().next().is_some() && letters().all(u8::is_ascii_uppercase),
        b"islower" => letters().next().is_some() && letters().all(u8::is_ascii_lowercase),
        b"isascii" => bytes.is_ascii(),
        b"isidentifier" if receiver.is_text => {
            let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
            all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
                && bytes.iter().all(is_word)
                && !bytes.first().is_some_and(u8::is_ascii_digit)
        }
        _ => return None,
    };
    Some(Value::Boolean(truth))
}
