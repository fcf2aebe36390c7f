//! What operators make of known values.

use super::comparison::{contains, lookup};
use super::numbers::{Number, floats, integers};
use super::{containers, format};
use crate::constants::value::{LONGEST, MOST_ELEMENTS, Value};
use std::rc::Rc;

/// The value of `left operator right`.
pub(crate) fn binary(
    operator: &[u8],
    left: Option<&Value>,
    right: Option<&Value>,
) -> Option<Value> {
    if operator == b"*"
        && let (Some(Value::Integer(count)), Some(repeated))
        | (Some(repeated), Some(Value::Integer(count))) = (left, right)
        && (repeated.is_text() || repeated.is_container())
    {
        return repeat(repeated, *count);
    }
    // A text times whatever is a text of the same parts.
    if operator == b"*" && left.is_some_and(Value::is_text) {
        return Some(Value::SomeText);
    }
    match (operator, left?, right?) {
        (b"%", Value::Text(text), right) => format::percent(text, right),
        (b"+", Value::Text(left), Value::Text(right)) => Some(concatenation(left, right)),
        (b"+", Value::Bytes(left), Value::Bytes(right)) => Some(match concatenation(left, right) {
            Value::Text(bytes) => Value::Bytes(bytes),
            other => other,
        }),
        (b"+", Value::Text(_), Value::Bytes(_)) | (b"+", Value::Bytes(_), Value::Text(_)) => None,
        (b"+", left, right) if left.is_text() && right.is_text() => Some(Value::SomeText),
        (b"*", number, text) if number.is_integer() && text.is_text() => Some(Value::SomeText),
        (_, Value::Boolean(left), Value::Boolean(right)) if is_bitwise(operator) => {
            Some(Value::Boolean(match operator {
                b"&" => left & right,
                b"|" => left | right,
                _ => left ^ right,
            }))
        }
        (_, left, right) if left.is_container() && right.is_container() => {
            combined(operator, left, right)?.bounded()
        }
        (b"+" | b"-" | b"*", left, right)
            if left.is_integer()
                && right.is_integer()
                && !(left.is_exact() && right.is_exact()) =>
        {
            Some(Value::SomeInteger)
        }
        (_, left, right) => match (Number::of(left)?, Number::of(right)?) {
            (Number::Integer(left), Number::Integer(right)) => integers(operator, left, right),
            (left, right) => floats(operator, left, right),
        },
    }
}

fn is_bitwise(operator: &[u8]) -> bool {
    matches!(operator, b"&" | b"|" | b"^")
}

/// One text after the other.
pub(crate) fn concatenation(left: &[u8], right: &[u8]) -> Value {
    if left.len() + right.len() > LONGEST {
        return Value::SomeText;
    }
    Value::Text(Rc::from([left, right].concat()))
}

fn repeat(value: &Value, count: i128) -> Option<Value> {
    let count = usize::try_from(count.max(0)).unwrap_or(usize::MAX);
    let fits = |length: usize, most: usize| length.checked_mul(count).is_some_and(|it| it <= most);
    match value {
        Value::Text(text) if fits(text.len(), LONGEST) => Some(Value::text(text.repeat(count))),
        Value::Bytes(text) if fits(text.len(), LONGEST) => {
            Some(Value::Bytes(Rc::from(text.repeat(count))))
        }
        value if value.is_text() => Some(Value::SomeText),
        // Elements that can be changed would be the same one many times.
        Value::List(elements) | Value::Tuple(elements)
            if fits(elements.len(), MOST_ELEMENTS) && !value.holds_mutable() =>
        {
            let all = elements.iter().cycle().take(elements.len() * count);
            let elements = all.cloned().collect();
            let is_list = matches!(value, Value::List(_));
            if is_list { Value::List(elements) } else { Value::Tuple(elements) }.bounded()
        }
        _ => None,
    }
}

/// What an operator makes of two containers.
fn combined(operator: &[u8], left: &Value, right: &Value) -> Option<Value> {
    match (operator, left, right) {
        (b"+", Value::List(first), Value::List(then)) => {
            Some(Value::List(first.iter().chain(then.iter()).cloned().collect()))
        }
        (b"+", Value::Tuple(first), Value::Tuple(then)) => {
            Some(Value::Tuple(first.iter().chain(then.iter()).cloned().collect()))
        }
        (b"|", Value::Dictionary(first), Value::Dictionary(then)) => {
            containers::dictionary(first.iter().chain(then.iter()).cloned())
        }
        (b"-", Value::Set(these), Value::Set(_)) => filtered(these, right, false),
        (b"&", Value::Set(these), Value::Set(_)) => filtered(these, right, true),
        (b"|", Value::Set(these), Value::Set(those)) => {
            containers::set(these.iter().chain(those.iter()).cloned())
        }
        (b"^", Value::Set(these), Value::Set(those)) => {
            let (Value::Set(first), Value::Set(then)) =
                (filtered(these, right, false)?, filtered(those, left, false)?)
            else {
                return None;
            };
            Some(Value::Set(first.iter().chain(then.iter()).cloned().collect()))
        }
        _ => None,
    }
}

/// Those of `elements` that are in `other`, or those that are not.
pub(super) fn filtered(elements: &[Option<Value>], other: &Value, kept: bool) -> Option<Value> {
    let mut found = Vec::new();
    for element in elements {
        if contains(other, Some(element.as_ref()?))? == kept {
            found.push(element.clone());
        }
    }
    Some(Value::Set(found.into()))
}

/// The value of `operator operand`.
pub(crate) fn unary(operator: &[u8], operand: &Value) -> Option<Value> {
    match (operator, operand) {
        (b"not", _) => {
            Some(operand.truth().map_or(Value::SomeBoolean, |truth| Value::Boolean(!truth)))
        }
        (b"-", Value::Float(number)) => Some(Value::Float(-number)),
        (b"+", Value::Float(_) | Value::SomeInteger) => Some(operand.clone()),
        (b"-" | b"~", Value::SomeInteger) => Some(Value::SomeInteger),
        (_, Value::Integer(_) | Value::Boolean(_)) => match (operator, Number::of(operand)?) {
            (b"-", Number::Integer(number)) => number.checked_neg().map(Value::Integer),
            (b"+", Number::Integer(number)) => Some(Value::Integer(number)),
            (b"~", Number::Integer(number)) => Some(Value::Integer(!number)),
            _ => None,
        },
        _ => None,
    }
}

/// What `container[key]` of a dictionary is.
pub(super) fn item(pairs: &[(Value, Option<Value>)], key: &Value) -> Option<Value> {
    lookup(pairs, key)??.clone()
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn integers_are_computed_as_python_does() {
        let of = |left, operator: &str, right| {
            binary(operator.as_bytes(), Some(&Value::Integer(left)), Some(&Value::Integer(right)))
        };
        assert_eq!(of(7, "//", -2), Some(Value::Integer(-4)));
        assert_eq!(of(-7, "%", 3), Some(Value::Integer(2)));
        assert_eq!(of(7, "%", -3), Some(Value::Integer(-2)));
        assert_eq!(of(2, "**", 3), Some(Value::Integer(8)));
        assert_eq!(of(2, "**", 1000), Some(Value::SomeInteger));
        assert_eq!(of(1, "<<", 127), Some(Value::SomeInteger));
        assert_eq!(of(-5, ">>", 500), Some(Value::Integer(-1)));
        assert_eq!(of(1, "//", 0), None);
        assert_eq!(of(i128::MIN, "//", -1), Some(Value::SomeInteger));
        assert_eq!(of(i128::MIN, "%", -1), Some(Value::SomeInteger));
        assert_eq!(of(3, "/", 2), Some(Value::Float(1.5)));
        assert_eq!(of(1, "/", 0), None);
        assert_eq!(of(1 << 60, "/", 3), None, "not exact");
    }

    #[test]
    fn long_texts_are_just_texts() {
        let mut text = Value::Text(Rc::from(*b"ab"));
        for _ in 0..20 {
            text = binary(b"+", Some(&text), Some(&text)).expect("a text");
        }
        assert_eq!(text, Value::SomeText);
        let many = Value::Integer(i128::MAX);
        let text = Value::Text(Rc::from(*b"ab"));
        assert_eq!(binary(b"*", Some(&text), Some(&many)), Some(Value::SomeText));
        assert_eq!(binary(b"*", Some(&Value::Integer(-3)), Some(&text)), Some(Value::text("")));
    }
}
