//! The values of string literals.

use crate::{Kind, NodeId, Tree};
use std::borrow::Cow;

/// The value of a string literal, its parts joined; none for one with interpolations.
pub(crate) fn string_value<'s>(tree: &Tree, id: NodeId, source: &'s [u8]) -> Option<Cow<'s, [u8]>> {
    let text = tree.source(id, source);
    match tree.node(id).kind {
        Kind::StringPart => Some(Cow::Borrowed(text)),
        Kind::String if tree.children(id).next().is_none() => Some(literal(text)),
        Kind::String => {
            let mut joined = Vec::new();
            for part in tree.children(id) {
                match tree.node(part).kind {
                    Kind::String => joined.extend_from_slice(&literal(tree.source(part, source))),
                    _ => joined.extend_from_slice(tree.source(part, source)),
                }
            }
            Some(Cow::Owned(joined))
        }
        _ => None,
    }
}

/// The value of one quoted literal with its prefix.
fn literal(text: &[u8]) -> Cow<'_, [u8]> {
    let quote_at = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (prefix, quoted) = text.split_at(quote_at);
    let quotes = match quoted {
        [a, b, c, ..] if a == b && b == c && quoted.len() >= 6 => 3,
        _ => 1,
    };
    let end = quoted.len().saturating_sub(quotes);
    let content = quoted.get(quotes..end.max(quotes)).unwrap_or_default();
    let raw = prefix.iter().any(|byte| matches!(byte, b'r' | b'R'));
    if raw || memchr::memchr(b'\\', content).is_none() {
        Cow::Borrowed(content)
    } else {
        Cow::Owned(unescape(content))
    }
}

/// Resolves the escapes of an ordinary literal; one that is not an escape stays as written.
fn unescape(content: &[u8]) -> Vec<u8> {
    let mut value = Vec::with_capacity(content.len());
    let mut rest = content;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        value.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        let Some((&byte, after)) = rest.split_first() else {
            value.push(b'\\');
            break;
        };
        let simple = match byte {
            b'\n' => Some(None),
            b'\\' | b'\'' | b'"' => Some(Some(byte)),
            b'n' => Some(Some(b'\n')),
            b'r' => Some(Some(b'\r')),
            b't' => Some(Some(b'\t')),
            b'a' => Some(Some(7)),
            b'b' => Some(Some(8)),
            b'f' => Some(Some(12)),
            b'v' => Some(Some(11)),
            _ => None,
        };
        if let Some(character) = simple {
            value.extend(character);
            rest = after;
            continue;
        }
        let (digits, radix, from) = match byte {
            b'x' => (2, 16, 1),
            b'u' => (4, 16, 1),
            b'U' => (8, 16, 1),
            b'0'..=b'7' => {
                (rest.iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count(), 8, 0)
            }
            _ => (0, 10, 0),
        };
        let number = rest.get(from..from + digits).and_then(|text| std::str::from_utf8(text).ok());
        let decoded =
            number.and_then(|text| u32::from_str_radix(text, radix).ok()).and_then(char::from_u32);
        match decoded {
            Some(character) if digits > 0 => {
                let mut buffer = [0; 4];
                value.extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
                rest = &rest[from + digits..];
            }
            _ => value.push(b'\\'),
        }
    }
    value.extend_from_slice(rest);
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_have_the_value_that_python_gives_them() {
        let of = |text: &'static str| {
            String::from_utf8(literal(text.as_bytes()).into_owned()).expect("UTF-8")
        };
        assert_eq!(of(r"'a\x41\101\n\q\u00e4'"), "aAA\n\\qä");
        assert_eq!(of(r"r'\n'"), r"\n");
        assert_eq!(of("'''a'b'''"), "a'b");
        assert_eq!(of("''"), "");
        assert_eq!(of("'"), "");
        assert_eq!(of("b\"x\\\ny\""), "xy");
    }
}
