//! What is something other than a secret.

pub(super) mod expression;
pub(super) mod notation;

pub(super) use expression::is_template;

/// Whether `value` is surely no secret: an expression, a template, a reference to one. Without
/// quotes of its own it may also be code.
pub(super) fn is_expression(value: &[u8], quoted: bool) -> bool {
    value.iter().any(|byte| byte.is_ascii_control())
        || expression::is_template(value)
        || expression::is_reference(value)
        || expression::is_call(value)
        || notation::is_prompt(value)
        || (!quoted && expression::is_code(value))
}

/// Whether a variable of a shell is expanded somewhere in `value`.
pub(super) fn holds_variable(value: &[u8]) -> bool {
    value
        .windows(2)
        .any(|pair| pair[0] == b'$' && (pair[1].is_ascii_alphabetic() || b"_{(".contains(&pair[1])))
}

/// Whether `value`, in a place made for a secret, is something that a program puts one in the
/// place of, or a pointer to where one is kept.
pub(super) fn is_pointer(value: &[u8]) -> bool {
    let is_range = !value.iter().all(u8::is_ascii_digit) && notation::is_number(value);
    expression::is_template(value)
        || expression::is_reference(value)
        || expression::is_call(value)
        || notation::is_path(value)
        || notation::is_label(value)
        || is_range
}

fn holds(value: &[u8], part: &str) -> bool {
    memchr::memmem::find(value, part.as_bytes()).is_some()
}

fn begins(value: &[u8], head: &str) -> bool {
    value.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Separated by two spaces.
    const EXPRESSIONS: &str = "${DB_PASSWORD}  {{.Values.pw}}  %(password)s  <password>  \
        $PASSWORD  {password}  os.environ['X']  getenv('X')  ENC[AES256,x]  arn:aws:x1  $2b$10$x9  \
        *0123456789abcdef0123456789abcdef01234567";
    const VALUES: &str = "Tr0ub4dor&3  hunter2  9f86d081884c7d659a2feaa0c55ad015  p@ss1word  \
        a/B3+kd9==  Winter-2024  geheim$parole  user.password";

    #[test]
    fn expressions_and_values() {
        for value in EXPRESSIONS.split("  ") {
            assert!(is_expression(value.as_bytes(), true), "{value}");
        }
        for value in VALUES.split("  ") {
            assert!(!is_expression(value.as_bytes(), true), "{value}");
        }
        assert!(is_expression(b"user.password", false) && is_expression(b"a\0b", true));
    }
}
