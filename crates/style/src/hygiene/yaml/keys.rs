//! Values as far as keys are compared: as Python does, for which 1, 1.0 and true are equal.

use super::instant::{Instant, instant};
use super::node::{Content, Nodes, Number, Sort};
use super::number::{float, int};
use std::borrow::Cow;

/// A value that can be a key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key<'n> {
    Null,
    Text(Cow<'n, [u8]>),
    Bytes(Vec<u8>),
    Int(i128),
    /// An integer of many digits: those behind leading zeros, the sign and the base.
    Large(Vec<u8>, bool, u32),
    /// The bits of a number that is no integer.
    Float(u64),
    Instant(Instant),
    Tuple(Vec<Key<'n>>),
    /// Equal to itself only.
    Only(Number),
}

/// The value of a node as a key, or why it can be none.
pub(super) fn key<'n>(
    nodes: &'n Nodes<'_>,
    number: Number,
    version: (u32, u32),
) -> Result<Key<'n>, &'static str> {
    const UNHASHABLE: &str =
        "a mapping or a list in a list cannot be a key; text with braces needs quotes";
    let node = nodes.get(number);
    match (&node.content, node.sort) {
        (Content::Scalar(value), sort) => {
            Ok(scalar_key(sort, value, version).unwrap_or(Key::Only(number)))
        }
        (Content::Sequence(items), Sort::Sequence) => {
            let is_scalar =
                |item: &&Number| matches!(nodes.get(**item).content, Content::Scalar(_));
            if !items.iter().all(|item| is_scalar(&item)) {
                return Err(UNHASHABLE);
            }
            let keys = items.iter().map(|item| key(nodes, *item, version));
            keys.collect::<Result<_, _>>().map(Key::Tuple)
        }
        (Content::Sequence(_), Sort::Pairs) => Ok(Key::Only(number)),
        (_, Sort::Unknown(_)) => Ok(Key::Only(number)),
        _ => Err(UNHASHABLE),
    }
}

/// The value of a scalar; none if the loader finds none.
pub(super) fn scalar_key(sort: Sort, value: &[u8], version: (u32, u32)) -> Option<Key<'_>> {
    let text = || std::str::from_utf8(value).ok();
    match sort {
        Sort::Null => Some(Key::Null),
        Sort::Bool => match &*text()?.to_lowercase() {
            "true" | "yes" | "y" | "on" => Some(Key::Int(1)),
            "false" | "no" | "n" | "off" => Some(Key::Int(0)),
            _ => None,
        },
        Sort::Int => int(text()?, version),
        Sort::Float => float(text()?, version),
        Sort::Timestamp => instant(value).map(Key::Instant),
        Sort::Binary => base64(value).map(Key::Bytes),
        _ => Some(Key::Text(Cow::Borrowed(value))),
    }
}

/// The digits of base 64, all else but padding passed over; none if the last group is not whole.
fn base64(value: &[u8]) -> Option<Vec<u8>> {
    if !value.is_ascii() {
        return None;
    }
    let mut digits = Vec::new();
    let mut padding = 0;
    for &byte in value {
        match byte {
            b'=' if digits.len() % 4 >= 2 => {
                padding += 1;
                if digits.len() % 4 + padding >= 4 {
                    return Some(digits);
                }
            }
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' => {
                padding = 0;
                digits.push(byte);
            }
            _ => {}
        }
    }
    (digits.len() % 4 == 0).then_some(digits)
}
