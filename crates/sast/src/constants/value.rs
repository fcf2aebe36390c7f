//! What is known of a value, and what becomes of it where ways meet.

use std::rc::Rc;

/// What an expression is known to be. `Some…` is a value of known type and unknown content.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// A string or bytes, escapes resolved.
    Text(Rc<[u8]>),
    /// An integer.
    Integer(i128),
    /// A floating-point number.
    Float(f64),
    /// A truth value.
    Boolean(bool),
    /// The null value.
    None,
    /// Some string, made of constants only.
    SomeText,
    /// Some integer, made of constants only.
    SomeInteger,
    /// Some truth value, made of constants only.
    SomeBoolean,
}

impl Value {
    /// Whether it is a string, of whatever content.
    pub(crate) fn is_text(&self) -> bool {
        matches!(self, Value::Text(_) | Value::SomeText)
    }

    /// Whether it is an integer, of whatever value.
    pub(crate) fn is_integer(&self) -> bool {
        matches!(self, Value::Integer(_) | Value::SomeInteger)
    }

    /// Whether it is a truth value, whichever.
    pub(crate) fn is_boolean(&self) -> bool {
        matches!(self, Value::Boolean(_) | Value::SomeBoolean)
    }

    /// Whether it is known what it is, not only of what type.
    pub(crate) fn is_exact(&self) -> bool {
        !matches!(self, Value::SomeText | Value::SomeInteger | Value::SomeBoolean)
    }

    /// Whether it counts as true; none if that depends.
    pub(crate) fn truth(&self) -> Option<bool> {
        match self {
            Value::Text(text) => Some(!text.is_empty()),
            Value::Integer(number) => Some(*number != 0),
            Value::Float(number) => Some(*number != 0.0),
            Value::Boolean(truth) => Some(*truth),
            Value::None => Some(false),
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
