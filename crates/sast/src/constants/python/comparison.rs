//! Comparisons, as Python makes them.

use super::numbers::Number;
use crate::constants::value::Value;
use std::cmp::Ordering;

/// The value of the comparison `left operator right`; one side may be unknown.
pub(crate) fn comparison(
    operator: &[u8],
    left: Option<&Value>,
    right: Option<&Value>,
) -> Option<Value> {
    let truth = match operator {
        b"in" => contains(right?, left)?,
        b"not in" => !contains(right?, left)?,
        b"==" => equal(left?, right?)?,
        b"!=" | b"<>" => !equal(left?, right?)?,
        b"is" => identical(left?, right?)?,
        b"is not" => !identical(left?, right?)?,
        b"<" => order(left?, right?)?.is_lt(),
        b"<=" => order(left?, right?)?.is_le(),
        b">" => order(left?, right?)?.is_gt(),
        b">=" => order(left?, right?)?.is_ge(),
        _ => return None,
    };
    Some(Value::Boolean(truth))
}

/// What kind of thing a value is, as far as equality goes: values of two kinds are never equal.
fn family(value: &Value) -> Option<u8> {
    Some(match value {
        Value::Text(_) => 0,
        Value::Bytes(_) => 1,
        Value::Integer(_)
        | Value::Float(_)
        | Value::Boolean(_)
        | Value::SomeInteger
        | Value::SomeBoolean => 2,
        Value::None => 3,
        Value::List(_) => 4,
        Value::Tuple(_) => 5,
        Value::Set(_) => 6,
        Value::Dictionary(_) => 7,
        Value::Series(_) | Value::SomeText => return None,
    })
}

/// Whether `left == right`. Containers are of bounded depth.
pub(crate) fn equal(left: &Value, right: &Value) -> Option<bool> {
    if let (Some(left), Some(right)) = (family(left), family(right))
        && left != right
    {
        return Some(false);
    }
    match (left, right) {
        (Value::Text(left), Value::Text(right)) | (Value::Bytes(left), Value::Bytes(right)) => {
            Some(left == right)
        }
        (Value::None, Value::None) => Some(true),
        (Value::List(left), Value::List(right)) | (Value::Tuple(left), Value::Tuple(right)) => {
            if left.len() != right.len() {
                return Some(false);
            }
            all(left.iter().zip(right.iter()).map(|pair| match pair {
                (Some(left), Some(right)) => equal(left, right),
                _ => None,
            }))
        }
        (Value::Set(these), Value::Set(those)) => {
            let is_known = these.iter().chain(those.iter()).all(Option::is_some);
            if !is_known || these.len() != those.len() {
                return is_known.then_some(false);
            }
            all(these.iter().map(|element| contains(right, element.as_ref())))
        }
        (Value::Dictionary(these), Value::Dictionary(those)) => {
            if these.len() != those.len() {
                return Some(false);
            }
            all(these.iter().map(|(key, value)| match lookup(those, key)? {
                Some(other) => equal(value.as_ref()?, other.as_ref()?),
                None => Some(false),
            }))
        }
        _ => Some(Number::of(left)?.compare(Number::of(right)?)? == Ordering::Equal),
    }
}

/// Whether all hold: one that does not decides, also beside one that is not known.
fn all(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut all = Some(true);
    for part in parts {
        match part {
            Some(true) => {}
            Some(false) => return Some(false),
            None => all = None,
        }
    }
    all
}

/// What a dictionary has for a key, if anything.
#[expect(clippy::option_option, reason = "not known, known not to be there, there")]
pub(crate) fn lookup<'v>(
    pairs: &'v [(Value, Option<Value>)],
    key: &Value,
) -> Option<Option<&'v Option<Value>>> {
    for (known, value) in pairs {
        if equal(known, key)? {
            return Some(Some(value));
        }
    }
    Some(None)
}

/// Whether `left is right`, where every program must agree: of numbers and texts there may be
/// several alike.
fn identical(left: &Value, right: &Value) -> Option<bool> {
    let is_single = |value: &Value| matches!(value, Value::None | Value::Boolean(_));
    match (left, right) {
        (Value::SomeBoolean, other) | (other, Value::SomeBoolean) => {
            matches!(other, Value::None).then_some(false)
        }
        _ if is_single(left) || is_single(right) => Some(left == right),
        _ => None,
    }
}

fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) | (Value::Bytes(left), Value::Bytes(right)) => {
            Some(left.cmp(right))
        }
        (Value::List(left), Value::List(right)) | (Value::Tuple(left), Value::Tuple(right)) => {
            for (left, right) in left.iter().zip(right.iter()) {
                let (left, right) = (left.as_ref()?, right.as_ref()?);
                if !equal(left, right)? {
                    return order(left, right);
                }
            }
            Some(left.len().cmp(&right.len()))
        }
        _ => Number::of(left)?.compare(Number::of(right)?),
    }
}

/// The order of two values that can be ordered.
pub(super) fn ordered(left: &Value, right: &Value) -> Option<Ordering> {
    order(left, right)
}

/// Whether `item in container`.
pub(crate) fn contains(container: &Value, item: Option<&Value>) -> Option<bool> {
    match (container, item) {
        (Value::Text(whole), Some(Value::Text(part)))
        | (Value::Bytes(whole), Some(Value::Bytes(part))) => {
            Some(memchr::memmem::find(whole, part).is_some())
        }
        (Value::Bytes(bytes), Some(Value::Integer(byte))) => {
            Some(bytes.contains(&u8::try_from(*byte).ok()?))
        }
        (container, item) => {
            let elements = container.elements()?;
            let found = all(elements
                .iter()
                .map(|element| equal(element.as_ref()?, item?).map(|is_equal| !is_equal)));
            found.map(|is_absent| !is_absent)
        }
    }
}
