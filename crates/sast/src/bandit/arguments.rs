//! Arguments of a call and their values, as bandit reads them.

use super::Pass;
use sdf_syntax::{Kind, NodeId, Role};
use std::borrow::Cow;

/// What bandit takes the value of an argument to be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'v> {
    /// A string; also a name, the last name of `a.b`, and the words True, False and None.
    Text(Cow<'v, [u8]>),
    /// An integer, as near as 64 bits come.
    Integer(i64),
    /// Any other number, as written.
    Number(f64),
    /// A list with its elements.
    List(Vec<NodeId>),
    /// Some other literal.
    Other,
}

impl Value<'_> {
    /// Whether it is this text.
    pub(super) fn is(&self, text: &str) -> bool {
        self.text() == Some(text.as_bytes())
    }

    pub(super) fn text(&self) -> Option<&[u8]> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether Python takes it for false.
    fn is_empty(&self) -> bool {
        match self {
            Value::Text(text) => text.is_empty(),
            Value::Integer(number) => *number == 0,
            Value::Number(number) => *number == 0.0,
            Value::List(elements) => elements.is_empty(),
            Value::Other => false,
        }
    }

    /// Itself, unless Python takes it for false.
    pub(super) fn truthy(self) -> Option<Self> {
        (!self.is_empty()).then_some(self)
    }
}

impl<'p> Pass<'p, '_> {
    /// The arguments of a call that have no keyword, in order.
    pub(super) fn positional(&self, call: NodeId) -> impl Iterator<Item = NodeId> + use<'p> {
        let tree = self.tree;
        tree.children(call).filter(move |&child| {
            let node = tree.node(child);
            node.role == Role::Argument
                && !matches!(node.kind, Kind::KeywordArgument | Kind::DoubleStarred)
        })
    }

    /// The keyword arguments of a call, in order: name and value.
    pub(super) fn keywords(
        &self,
        call: NodeId,
    ) -> impl Iterator<Item = (&'p [u8], NodeId)> + use<'p> {
        let tree = self.tree;
        tree.children(call).filter_map(move |child| {
            let node = tree.node(child);
            if node.kind != Kind::KeywordArgument {
                return None;
            }
            Some((tree.bytes(node.symbol), tree.children(child).next()?))
        })
    }

    /// The value node of the keyword argument `name`.
    pub(super) fn keyword(&self, call: NodeId, name: &str) -> Option<NodeId> {
        self.keywords(call).find(|(known, _)| *known == name.as_bytes()).map(|(_, value)| value)
    }

    /// The value of the keyword argument `name`; none if it is missing or no literal.
    pub(super) fn keyword_value(&self, call: NodeId, name: &str) -> Option<Value<'_>> {
        self.value(self.keyword(call, name)?)
    }

    /// Whether the keyword argument `name` has this value.
    pub(super) fn keyword_is(&self, call: NodeId, name: &str, text: &str) -> bool {
        self.keyword_value(call, name).is_some_and(|value| value.is(text))
    }

    /// The value of the positional argument at `index`.
    pub(super) fn positional_value(&self, call: NodeId, index: usize) -> Option<Value<'_>> {
        self.value(self.positional(call).nth(index)?)
    }

    /// What bandit takes an argument to be; none if it is no literal and no name.
    pub(super) fn value(&self, id: NodeId) -> Option<Value<'_>> {
        let word = |word: &'static str| Some(Value::Text(Cow::Borrowed(word.as_bytes())));
        match self.kind(id) {
            Kind::Attribute | Kind::Name => Some(Value::Text(Cow::Borrowed(self.name_of(id)))),
            Kind::String if self.has_prefix(id, b"fF") => None,
            Kind::String => Some(self.text(id).map_or(Value::Other, Value::Text)),
            Kind::Boolean if self.tree.source(id, self.source) == b"True" => word("True"),
            Kind::Boolean => word("False"),
            Kind::None => word("None"),
            Kind::Integer => Some(Value::Integer(integer(self.tree.source(id, self.source)))),
            Kind::Float => {
                let written = String::from_utf8_lossy(self.tree.source(id, self.source));
                let digits = written.trim_end_matches(['j', 'J']).replace('_', "");
                Some(Value::Number(digits.parse().unwrap_or(f64::NAN)))
            }
            Kind::List => Some(Value::List(self.tree.children(id).collect())),
            Kind::Tuple | Kind::Set | Kind::Dictionary | Kind::Ellipsis => Some(Value::Other),
            _ => None,
        }
    }
}

/// The value of an integer literal; the largest there is where it is larger.
fn integer(literal: &[u8]) -> i64 {
    let digits: Vec<u8> = literal.iter().copied().filter(|byte| *byte != b'_').collect();
    let digits = digits.strip_suffix(b"L").or(digits.strip_suffix(b"l")).unwrap_or(&digits);
    let (radix, digits) = match digits {
        [b'0', b'x' | b'X', rest @ ..] => (16, rest),
        [b'0', b'o' | b'O', rest @ ..] => (8, rest),
        [b'0', b'b' | b'B', rest @ ..] => (2, rest),
        // As in Python 2.
        [b'0', rest @ ..] if !rest.is_empty() => (8, rest),
        _ => (10, digits),
    };
    let text = std::str::from_utf8(digits).unwrap_or_default();
    i64::from_str_radix(text, radix).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_in_every_notation() {
        for (literal, value) in [
            ("0", 0),
            ("0o7_77", 511),
            ("0777", 511),
            ("0X1F", 31),
            ("0b101", 5),
            ("1_000", 1000),
            ("99999999999999999999", i64::MAX),
        ] {
            assert_eq!(integer(literal.as_bytes()), value, "{literal}");
        }
    }
}
