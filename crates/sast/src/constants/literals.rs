//! The values of literals.

use super::value::Value;
use sdf_syntax::{Kind, NodeId, Tree};
use std::rc::Rc;

/// Whether a node of this kind is a literal, whose value needs nothing else.
pub(super) fn is_literal(kind: Kind) -> bool {
    matches!(kind, Kind::String | Kind::Integer | Kind::Float | Kind::Boolean | Kind::None)
}

/// The value of the literal at `id`; none if it is no literal.
pub(super) fn literal(tree: &Tree, source: &[u8], id: NodeId) -> Option<Value> {
    let node = tree.node(id);
    match node.kind {
        Kind::String => string(tree, source, id),
        Kind::StringPart => {
            let text = tree.source(id, source);
            Some(match memchr::memchr3(b'\\', b'{', b'}', text) {
                None => Value::Text(Rc::from(text)),
                Some(_) => Value::SomeText,
            })
        }
        Kind::Integer => Some(integer(tree.source(id, source))),
        Kind::Float => {
            let text = std::str::from_utf8(tree.source(id, source)).ok()?;
            text.replace('_', "").parse().ok().map(Value::Float)
        }
        Kind::Boolean => Some(Value::Boolean(tree.bytes(node.symbol) == b"True")),
        Kind::None => Some(Value::None),
        _ => None,
    }
}

/// The value of a string or bytes literal. Names of letters and halves of pairs are not resolved.
fn string(tree: &Tree, source: &[u8], id: NodeId) -> Option<Value> {
    let text = tree.string_value(id, source)?;
    let first = tree.children(id).next().unwrap_or(id);
    let prefix = crate::facts::prefix(tree.source(first, source));
    let has = |letter: u8| prefix.iter().any(|byte| byte.to_ascii_lowercase() == letter);
    let is_escaped = |mark: &[u8]| memchr::memmem::find(&text, mark).is_some();
    if !has(b'r') && (is_escaped(b"\\N{") || is_escaped(b"\\u") || is_escaped(b"\\U")) {
        return Some(Value::SomeText);
    }
    if !has(b'b') || text.is_ascii() {
        let text = Rc::from(&*text);
        return Some(if has(b'b') { Value::Bytes(text) } else { Value::Text(text) });
    }
    // Escapes were resolved to letters.
    let letters = std::str::from_utf8(&text).ok()?.chars();
    let bytes: Option<Rc<[u8]>> = letters.map(|it| u8::try_from(u32::from(it)).ok()).collect();
    bytes.map(Value::Bytes)
}

/// The value of an integer literal, if it fits.
fn integer(text: &[u8]) -> Value {
    let digits: String = text
        .iter()
        .filter(|&&byte| byte != b'_')
        .map(|&byte| char::from(byte.to_ascii_lowercase()))
        .collect();
    // Python 2 writes `10L` and `0777`.
    let digits = digits.trim_end_matches('l');
    let radix = match digits.as_bytes() {
        [b'0', b'x', ..] => 16,
        [b'0', b'o', ..] => 8,
        [b'0', b'b', ..] => 2,
        [b'0', b'0'..=b'7', ..] => 8,
        _ => 10,
    };
    let digits = match (radix, digits.get(..2)) {
        (_, Some("0x" | "0o" | "0b")) => digits.get(2..).unwrap_or_default(),
        _ => digits,
    };
    i128::from_str_radix(digits, radix).map_or(Value::SomeInteger, Value::Integer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_written_in_many_ways() {
        let of = |text: &str| integer(text.as_bytes());
        for text in ["3", "0x3", "0B11", "0o3", "03", "3L", "0_3"] {
            assert_eq!(of(text), Value::Integer(3), "{text}");
        }
        assert_eq!(of("0"), Value::Integer(0));
        assert_eq!(of("1_000"), Value::Integer(1000));
        assert_eq!(of(&"9".repeat(50)), Value::SomeInteger);
    }
}
