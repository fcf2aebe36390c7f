//! What operators make of known values, as Python computes them.

use super::value::Value;
use std::rc::Rc;

/// Texts longer than this are not put together: only that they are texts is known. In bytes.
const LONGEST: usize = 4096;

/// The value of `left operator right`.
pub(super) fn binary(
    operator: &[u8],
    left: Option<&Value>,
    right: Option<&Value>,
) -> Option<Value> {
    // A text times whatever is a text of the same parts.
    if operator == b"*" && left.is_some_and(Value::is_text) {
        return Some(Value::SomeText);
    }
    match (operator, left?, right?) {
        (b"+", Value::Text(left), Value::Text(right)) => Some(concatenation(left, right)),
        (b"+", left, right) if left.is_text() && right.is_text() => Some(Value::SomeText),
        (b"*", number, text) if number.is_integer() && text.is_text() => Some(Value::SomeText),
        (_, Value::Integer(left), Value::Integer(right)) => Some(integer(operator, *left, *right)?),
        (b"+" | b"-" | b"*", left, right) if left.is_integer() && right.is_integer() => {
            Some(Value::SomeInteger)
        }
        _ => None,
    }
}

/// One text after the other.
pub(super) fn concatenation(left: &[u8], right: &[u8]) -> Value {
    if left.len() + right.len() > LONGEST {
        return Value::SomeText;
    }
    Value::Text(Rc::from([left, right].concat()))
}

fn integer(operator: &[u8], left: i128, right: i128) -> Option<Value> {
    let shift = u32::try_from(right).ok().filter(|&shift| shift < i128::BITS);
    let result = match operator {
        b"+" => left.checked_add(right),
        b"-" => left.checked_sub(right),
        b"*" => left.checked_mul(right),
        b"//" if right != 0 => left.checked_rem(right).and_then(|rest| {
            let is_below = rest != 0 && (rest < 0) != (right < 0);
            left.checked_div(right).map(|quotient| quotient - i128::from(is_below))
        }),
        b"%" if right != 0 => left.checked_rem(right).map(|rest| {
            let is_below = rest != 0 && (rest < 0) != (right < 0);
            if is_below { rest + right } else { rest }
        }),
        b"**" if right >= 0 => u32::try_from(right).ok().and_then(|power| left.checked_pow(power)),
        b"&" => Some(left & right),
        b"|" => Some(left | right),
        b"^" => Some(left ^ right),
        b"<<" if right >= 0 => shift
            .and_then(|shift| 1i128.checked_shl(shift))
            .filter(|&factor| factor > 0)
            .and_then(|factor| left.checked_mul(factor)),
        b">>" if right >= 0 => Some(left >> shift.unwrap_or(i128::BITS - 1)),
        // Errors, and results that are no integers.
        _ => return None,
    };
    Some(result.map_or(Value::SomeInteger, Value::Integer))
}

/// The value of `operator operand`.
pub(super) fn unary(operator: &[u8], operand: &Value) -> Option<Value> {
    match (operator, operand) {
        (b"not", _) => {
            Some(operand.truth().map_or(Value::SomeBoolean, |truth| Value::Boolean(!truth)))
        }
        (b"-", Value::Integer(number)) => number.checked_neg().map(Value::Integer),
        (b"-", Value::Float(number)) => Some(Value::Float(-number)),
        (b"+", Value::Integer(_) | Value::Float(_) | Value::SomeInteger) => Some(operand.clone()),
        (b"~", Value::Integer(number)) => Some(Value::Integer(!number)),
        (b"-" | b"~", Value::SomeInteger) => Some(Value::SomeInteger),
        _ => None,
    }
}

/// The value of the comparison `left operator right`.
pub(super) fn comparison(operator: &[u8], left: &Value, right: &Value) -> Option<Value> {
    let order = match (left, right) {
        (Value::Text(left), Value::Text(right)) => left.partial_cmp(right),
        (Value::Integer(left), Value::Integer(right)) => left.partial_cmp(right),
        (Value::Float(left), Value::Float(right)) => left.partial_cmp(right),
        (Value::Boolean(left), Value::Boolean(right)) => left.partial_cmp(right),
        (Value::None, Value::None) => Some(std::cmp::Ordering::Equal),
        _ => None,
    };
    let is_same_kind = order.is_some();
    let truth = match (operator, order, left, right) {
        (b"in" | b"not in", _, Value::Text(part), Value::Text(whole)) => {
            memchr::memmem::find(whole, part).is_some() == (operator == b"in")
        }
        (b"==", Some(order), ..) => order.is_eq(),
        (b"!=" | b"<>", Some(order), ..) => order.is_ne(),
        // One object each in all programs; of numbers and texts there may be several alike.
        (b"is" | b"is not", _, Value::None, _) | (b"is" | b"is not", _, _, Value::None) => {
            is_same_kind == (operator == b"is")
        }
        (_, _, Value::None, Value::None) => return None,
        (b"<", Some(order), ..) => order.is_lt(),
        (b"<=", Some(order), ..) => order.is_le(),
        (b">", Some(order), ..) => order.is_gt(),
        (b">=", Some(order), ..) => order.is_ge(),
        _ => return None,
    };
    Some(Value::Boolean(truth))
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
        assert_eq!(of(3, "/", 2), None, "no integer");
    }

    #[test]
    fn long_texts_are_just_texts() {
        let mut text = Value::Text(Rc::from(*b"ab"));
        for _ in 0..20 {
            text = binary(b"+", Some(&text), Some(&text)).expect("a text");
        }
        assert_eq!(text, Value::SomeText);
    }
}
