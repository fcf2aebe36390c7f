//! JSON as a tree, built without recursion and dropped so.

use super::encoding::push;
use super::parser::Handler;
use crate::hygiene::fault::Fault;
use sdf_core::Span;
use std::borrow::Cow;

/// A value; the parts of an array or object lie in [`Tree::items`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// A string with its quotes, a number or a word.
    Scalar(Span),
    /// Its items, as numbers of lists.
    Array(usize),
    Object(usize),
}

/// A value with what is in it.
pub(super) struct Tree {
    pub(super) root: Value,
    /// What each array or object has: names (empty in arrays) and values.
    pub(super) items: Vec<Vec<(Span, Value)>>,
}

/// Builds a [`Tree`].
pub(super) struct Builder {
    tree: Tree,
    open: Vec<(Value, Span)>,
    name: Span,
}

impl Builder {
    pub(super) fn new() -> Self {
        let nothing = Span::new(0, 0);
        let tree = Tree { root: Value::Scalar(nothing), items: Vec::new() };
        Builder { tree, open: Vec::new(), name: nothing }
    }

    pub(super) fn finish(self) -> Tree {
        self.tree
    }

    fn begin(&mut self, value: fn(usize) -> Value) {
        self.open.push((value(self.tree.items.len()), self.name));
        self.tree.items.push(Vec::new());
        self.name = Span::new(0, 0);
    }

    fn end(&mut self) {
        if let Some((value, name)) = self.open.pop() {
            self.name = name;
            self.add(value);
        }
    }

    fn add(&mut self, value: Value) {
        let name = std::mem::replace(&mut self.name, Span::new(0, 0));
        match self.open.last() {
            Some((Value::Array(list) | Value::Object(list), _)) => {
                self.tree.items[*list].push((name, value));
            }
            _ => self.tree.root = value,
        }
    }
}

impl Handler for Builder {
    fn begin_array(&mut self) {
        self.begin(Value::Array);
    }

    fn end_array(&mut self) {
        self.end();
    }

    fn begin_object(&mut self) {
        self.begin(Value::Object);
    }

    fn name(&mut self, name: Span) {
        self.name = name;
    }

    fn end_object(&mut self) -> Result<(), Fault> {
        self.end();
        Ok(())
    }

    fn scalar(&mut self, scalar: Span) {
        self.add(Value::Scalar(scalar));
    }
}

/// What a valid string with its quotes says, lone surrogates encoded as if they were characters.
pub(super) fn unescaped(string: &[u8]) -> Cow<'_, [u8]> {
    let inside = string.get(1..string.len().saturating_sub(1)).unwrap_or_default();
    if memchr::memchr(b'\\', inside).is_none() {
        return Cow::Borrowed(inside);
    }
    let mut text = Vec::with_capacity(inside.len());
    let mut rest = inside;
    while let [first, after @ ..] = rest {
        rest = after;
        let [escape, after @ ..] = after else {
            text.push(*first);
            break;
        };
        if *first != b'\\' {
            text.push(*first);
            continue;
        }
        rest = after;
        match escape {
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'u' => {
                let mut code = hexadecimal(rest.get(..4));
                rest = rest.get(4..).unwrap_or_default();
                if let (0xd800..0xdc00, [b'\\', b'u', low @ ..]) = (code, rest)
                    && let low @ 0xdc00..0xe000 = hexadecimal(low.get(..4))
                {
                    code = 0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                    rest = rest.get(6..).unwrap_or_default();
                }
                push(&mut text, code);
            }
            other => text.push(*other),
        }
    }
    Cow::Owned(text)
}

fn hexadecimal(digits: Option<&[u8]>) -> u32 {
    let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok()).unwrap_or_default();
    u32::from_str_radix(digits, 16).unwrap_or_default()
}
