//! What is known of a value, and what becomes of it where ways meet.

use std::rc::Rc;

/// The elements of a container in order; none for those that are not known.
pub(crate) type Elements = Rc<[Option<Value>]>;

/// What an expression is known to be. `Some…` is a value of known type and unknown content.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// A string, escapes resolved.
    Text(Rc<[u8]>),
    /// Bytes.
    Bytes(Rc<[u8]>),
    /// An integer.
    Integer(i128),
    /// A floating-point number.
    Float(f64),
    /// A truth value.
    Boolean(bool),
    /// The null value.
    None,
    /// A list.
    List(Elements),
    /// A tuple.
    Tuple(Elements),
    /// A set, each known element once.
    Set(Elements),
    /// A dictionary, each key once.
    Dictionary(Rc<[(Value, Option<Value>)]>),
    /// Something else that can be iterated over again and again: a range, the keys of a
    /// dictionary.
    Series(Elements),
    /// Some string or bytes, made of constants only.
    SomeText,
    /// Some integer, made of constants only.
    SomeInteger,
    /// Some truth value, made of constants only.
    SomeBoolean,
}

/// Texts longer than this are not put together: only that they are texts is known. In bytes.
pub(super) const LONGEST: usize = 4096;

/// Containers of more elements than this are unknown.
pub(super) const MOST_ELEMENTS: usize = 64;

/// Containers that hold containers deeper than this are unknown.
const DEEPEST: usize = 3;

/// Containers of more than this in all, see [`Value::weight`], are unknown.
const HEAVIEST: usize = 512;

impl Value {
    /// A string that says `text`; just some string if that is too long.
    pub(super) fn text(text: impl AsRef<[u8]>) -> Value {
        let text = text.as_ref();
        if text.len() > LONGEST { Value::SomeText } else { Value::Text(Rc::from(text)) }
    }

    /// This container, unless it is too large or too deep to be followed.
    pub(super) fn bounded(self) -> Option<Value> {
        let count = match &self {
            Value::Dictionary(pairs) => pairs.len(),
            _ => self.elements().map_or(0, |elements| elements.len()),
        };
        let fits = count <= MOST_ELEMENTS
            && self.weight().is_some()
            && self.is_at_most_as_deep_as(DEEPEST);
        fits.then_some(self)
    }

    /// The elements of what can be iterated over and is not text; the keys of a dictionary.
    pub(super) fn elements(&self) -> Option<Elements> {
        match self {
            Value::List(elements)
            | Value::Tuple(elements)
            | Value::Set(elements)
            | Value::Series(elements) => Some(elements.clone()),
            Value::Dictionary(pairs) => {
                Some(pairs.iter().map(|(key, _)| Some(key.clone())).collect())
            }
            _ => None,
        }
    }

    /// The values within a container, those of a dictionary without its keys: they are immutable.
    fn held(&self) -> Vec<&Value> {
        match self {
            Value::List(elements)
            | Value::Tuple(elements)
            | Value::Set(elements)
            | Value::Series(elements) => elements.iter().flatten().collect(),
            Value::Dictionary(pairs) => pairs.iter().filter_map(|(_, it)| it.as_ref()).collect(),
            _ => Vec::new(),
        }
    }

    fn is_at_most_as_deep_as(&self, depth: usize) -> bool {
        let mut level = self.held();
        for _ in 0..depth {
            if level.is_empty() {
                return true;
            }
            level = level.into_iter().flat_map(Value::held).collect();
        }
        level.is_empty()
    }

    /// How much there is to look at, in values or 64 bytes of text; none if that is too much.
    pub(super) fn weight(&self) -> Option<usize> {
        let (mut weight, mut open) = (0, vec![self]);
        while let Some(value) = open.pop() {
            weight += match value {
                Value::Text(text) | Value::Bytes(text) => 1 + text.len() / 64,
                _ => 1,
            };
            open.extend(value.held());
            if let Value::Dictionary(pairs) = value {
                open.extend(pairs.iter().map(|(key, _)| key));
            }
            if weight + open.len() > HEAVIEST {
                return None;
            }
        }
        Some(weight)
    }

    /// Whether it may be changed from within.
    pub(super) fn is_mutable(&self) -> bool {
        match self {
            Value::List(_) | Value::Set(_) | Value::Dictionary(_) | Value::Series(_) => true,
            Value::Tuple(_) => self.holds_mutable(),
            _ => false,
        }
    }

    /// Whether something within it may be changed from within.
    pub(super) fn holds_mutable(&self) -> bool {
        let mut open = self.held();
        while let Some(value) = open.pop() {
            match value {
                Value::Tuple(_) => open.extend(value.held()),
                value if value.is_mutable() => return true,
                _ => {}
            }
        }
        false
    }

    /// Whether it is a string or bytes, of whatever content.
    pub(crate) fn is_text(&self) -> bool {
        matches!(self, Value::Text(_) | Value::Bytes(_) | Value::SomeText)
    }

    /// Whether it is an integer, of whatever value.
    pub(crate) fn is_integer(&self) -> bool {
        matches!(self, Value::Integer(_) | Value::SomeInteger)
    }

    /// Whether it is a truth value, whichever.
    pub(crate) fn is_boolean(&self) -> bool {
        matches!(self, Value::Boolean(_) | Value::SomeBoolean)
    }

    /// Whether it is a container.
    pub(super) fn is_container(&self) -> bool {
        matches!(
            self,
            Value::List(_)
                | Value::Tuple(_)
                | Value::Set(_)
                | Value::Dictionary(_)
                | Value::Series(_)
        )
    }

    /// Whether it is known what it is, not only of what type.
    pub(crate) fn is_exact(&self) -> bool {
        !matches!(self, Value::SomeText | Value::SomeInteger | Value::SomeBoolean)
    }

    /// Whether it counts as true; none if that depends.
    pub(crate) fn truth(&self) -> Option<bool> {
        match self {
            Value::Text(text) | Value::Bytes(text) => Some(!text.is_empty()),
            Value::Integer(number) => Some(*number != 0),
            Value::Float(number) => Some(*number != 0.0),
            Value::Boolean(truth) => Some(*truth),
            Value::None => Some(false),
            Value::List(elements)
            | Value::Tuple(elements)
            | Value::Set(elements)
            | Value::Series(elements) => Some(!elements.is_empty()),
            Value::Dictionary(pairs) => Some(!pairs.is_empty()),
            Value::SomeText | Value::SomeInteger | Value::SomeBoolean => None,
        }
    }

    /// What is known of a value that is this or `other`; none if not even the type.
    pub(crate) fn or(self, other: Value) -> Option<Value> {
        if self == other {
            Some(self)
        } else if self.is_text() && other.is_text() {
            Some(Value::SomeText)
        } else if self.is_integer() && other.is_integer() {
            Some(Value::SomeInteger)
        } else if self.is_boolean() && other.is_boolean() {
            Some(Value::SomeBoolean)
        } else {
            None
        }
    }
}
