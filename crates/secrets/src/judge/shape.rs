//! What is something other than a secret.

mod expression;
mod notation;

pub(super) use expression::is_template;

/// Whether `value` is an expression, a template, a path, a number or the like. Without quotes of
/// its own it may also be code.
pub(super) fn is_something_else(value: &[u8], quoted: bool) -> bool {
    !value.iter().all(u8::is_ascii_graphic)
        || expression::is_template(value)
        || expression::is_reference(value)
        || expression::is_identifier(value)
        || expression::is_call(value)
        || expression::is_element(value)
        || (!quoted && expression::is_code(value))
        || notation::is_path(value)
        || notation::is_number(value)
        || notation::is_version(value)
        || notation::is_uuid(value)
        || notation::is_address(value)
        || notation::is_label(value)
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
    const OTHER: &str = "${DB_PASSWORD}  {{.Values.pw}}  %(password)s  <password>  $PASSWORD  \
        {password}  os.environ['X']  getenv('X')  /run/secrets/db1  ./key.pem  application/json  \
        https://x.y/z1  2024-01-15  1.2.3-beta.4  127.0.0.1:8080  \
        123e4567-e89b-12d3-a456-426614174000  db.user_password_1  API_KEY_V2  me2@acme.io  \
        Password:  userPassword  ENC[AES256,x]  arn:aws:x1  id_rsa2.pem  Paßwort1  Shards[-1].Id2  [!#0-9A-Za-z]{1,}  $2b$10$x9";
    const SECRET: &str = "Tr0ub4dor&3  hunter2  9f86d081884c7d659a2feaa0c55ad015  p@ss1word  \
        a/B3+kd9==  Winter-2024  geheim$parole";
    const CODE: &str = "request.token2  tokens[0]  make(  &anchor1  *alias1  version=  a_b=c1";

    fn is_other(value: &str, quoted: bool) -> bool {
        is_something_else(value.as_bytes(), quoted)
    }

    #[test]
    fn secrets_are_told_from_other_things() {
        for value in OTHER.split("  ") {
            assert!(is_other(value, true), "{value}");
        }
        for value in SECRET.split("  ") {
            assert!(!is_other(value, true) && !is_other(value, false), "{value}");
        }
        for value in CODE.split("  ") {
            assert!(is_other(value, false), "{value}");
        }
    }
}
