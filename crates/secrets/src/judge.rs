//! Whether a value is a secret or merely looks like one.
//!
//! [`placeholder`] knows what people write instead of a secret, [`shape`] what is something else
//! altogether (an identifier, a path, a call), [`strength`] how random a text is. Each answers on
//! its own; here they are weighed. Another voice, such as a model of rarity, joins here.

pub(crate) mod placeholder;
mod shape;
mod strength;

use crate::assignment::Assignment;
use sdf_core::Confidence;
use sdf_rules::secret::Sort;
use strength::Strength;

/// How sure it is that the value of `assignment` is a secret of `sort`; `None` when it is not
/// likely to be one. In `prose` a value without quotes may be any word of a sentence.
pub(crate) fn value(
    document: &[u8],
    assignment: &Assignment<'_>,
    sort: Sort,
    prose: bool,
) -> Option<Confidence> {
    let value = without_line_end(assignment.value.of(document));
    let words = &assignment.name.words;
    let longest = match sort {
        Sort::Password => LONGEST_PASSWORD,
        Sort::Token => usize::MAX,
    };
    if value.len() > longest
        || placeholder::is_placeholder(value)
        || placeholder::repeats_name(value, words)
        || shape::is_something_else(value, assignment.quoted)
    {
        return None;
    }
    let confidence = match sort {
        Sort::Password => password(value),
        Sort::Token => token(value),
    }?;
    let doubtful = !assignment.bound || (prose && !assignment.quoted);
    Some(match confidence {
        Confidence::High if doubtful => Confidence::Medium,
        _ if doubtful => Confidence::Low,
        confidence => confidence,
    })
}

/// How sure it is that `password` in `user:password@host` is one.
pub(crate) fn url_password(user: &[u8], password: &[u8], host: &[u8]) -> Option<Confidence> {
    let stock = password.eq_ignore_ascii_case(user) || placeholder::is_stock_word(password);
    // `user[:password]` in a description, `:pserver:name` of CVS.
    let pattern = password.iter().any(|byte| b"[]<>".contains(byte));
    let several = user.is_empty() && password.contains(&b':');
    if password.len() < 3
        || stock
        || pattern
        || several
        || !password.is_ascii()
        || placeholder::is_word_for_secret(password)
        || placeholder::is_placeholder(password)
        || shape::is_template(password)
        || shape::is_template(host)
    {
        return None;
    }
    let stem = placeholder::stem(password);
    let for_show = placeholder::is_example_host(host) || placeholder::is_stock_word(stem);
    let word = !password.iter().any(|byte| !byte.is_ascii_alphabetic());
    Some(match (for_show, word) {
        (true, _) => Confidence::Low,
        (false, true) => Confidence::Medium,
        (false, false) => Confidence::High,
    })
}

/// How sure it is that `text`, which stands in a place made for a secret of `sort`, is one. The
/// place speaks for it already, so that a plain word may be a password.
pub(crate) fn placed(text: &[u8], sort: Sort) -> Option<Confidence> {
    let text = without_line_end(text);
    let stands_for_one = placeholder::is_placeholder(text)
        || placeholder::is_word_for_secret(text)
        || shape::is_pointer(text)
        || !text.is_ascii();
    match sort {
        _ if stands_for_one => None,
        Sort::Token => Strength::of(text).is_random().then_some(Confidence::High),
        Sort::Password => placed_password(text),
    }
}

fn placed_password(text: &[u8]) -> Option<Confidence> {
    let plain = placeholder::without_leet(text);
    let stem = placeholder::stem(&plain);
    let stock = placeholder::is_stock_word(stem) || placeholder::is_word_for_secret(stem);
    match text.len() {
        SHORTEST_PLACED..=LONGEST_PASSWORD => {}
        _ => return None,
    }
    Some(match text {
        _ if stock || text.len() < SHORTEST_PASSWORD => Confidence::Low,
        _ if text.iter().all(u8::is_ascii_digit) => Confidence::Low,
        _ if text.iter().all(u8::is_ascii_alphabetic) => Confidence::Medium,
        _ => Confidence::High,
    })
}

/// Without line ends written `\n` or `\r`, which a password that is typed into a prompt has.
fn without_line_end(value: &[u8]) -> &[u8] {
    let mut rest = value;
    while let Some(head) = rest.strip_suffix(b"n").or(rest.strip_suffix(b"r")) {
        let escapes = head.iter().rev().take_while(|&&byte| byte == b'\\').count();
        if escapes == 0 {
            break;
        }
        rest = &head[..head.len() - escapes];
    }
    rest
}

/// Shortest password that counts; shorter ones are mostly something else.
const SHORTEST_PASSWORD: usize = 6;
/// Shortest password in a place made for one.
const SHORTEST_PLACED: usize = 3;
/// Longest password that anybody types or that a service takes.
const LONGEST_PASSWORD: usize = 128;

/// What people type: not a word, but letters with digits or marks.
fn password(value: &[u8]) -> Option<Confidence> {
    if value.len() < SHORTEST_PASSWORD {
        return None;
    }
    let strength = Strength::of(value);
    if strength.is_random() {
        return Some(Confidence::High);
    }
    let stem = placeholder::stem(value);
    let stock = placeholder::is_stock_word(stem);
    match strength.classes() {
        _ if stock => strength.has_mark().then_some(Confidence::Low),
        0 | 1 => None,
        2 => strength.has_digit_or_mark().then_some(Confidence::Medium),
        _ => Some(Confidence::High),
    }
}

/// Shortest token that counts.
const SHORTEST_TOKEN: usize = 8;
/// From here on randomness alone decides.
const LONG_TOKEN: usize = 16;

/// What machines draw, random from end to end, or what people type with all that a keyboard has.
fn token(value: &[u8]) -> Option<Confidence> {
    let strength = Strength::of(value);
    match value.len() {
        SHORTEST_TOKEN..=LONGEST_PASSWORD if strength.classes() == 4 => Some(Confidence::Medium),
        0..SHORTEST_TOKEN => None,
        SHORTEST_TOKEN..LONG_TOKEN => {
            (strength.is_random() && strength.classes() >= 3).then_some(Confidence::Low)
        }
        _ => strength.is_random().then_some(Confidence::Medium),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords() {
        for value in ["Tr0ub4dor&3", "hunter2", "admin123", "s3cr3t!x", "P@ssw0rd", "Winter-2024"] {
            assert!(password(value.as_bytes()).is_some(), "{value}");
        }
        assert_eq!(without_line_end(br"a\r\\n"), b"a");
        for value in ["password", "Password", "test123", "abc12"] {
            assert_eq!(password(value.as_bytes()), None, "{value}");
        }
    }

    #[test]
    fn tokens() {
        for value in ["9f86d081884c7d659a2feaa0c55ad015", "q7Rz2LkP9vXc4TnB8sWd", "aB3$kL9!pQ2x"] {
            assert!(token(value.as_bytes()).is_some(), "{value}");
        }
        for value in [
            "user-service-token",
            "sha256-based-auth-v2",
            "MyVeryLongClassNameForToken2",
            "utf8mb4_general_ci",
            "application-json-2",
            "SHA256withRSA",
        ] {
            assert_eq!(token(value.as_bytes()), None, "{value}");
        }
    }

    #[test]
    fn passwords_in_places_made_for_them() {
        let of = |text: &str| placed(text.as_bytes(), Sort::Password);
        assert_eq!(of("hunter2"), Some(Confidence::High));
        assert_eq!(of("correcthorse"), Some(Confidence::Medium));
        for text in ["test123", "8675309", "P@ssw0rd1!", "SysPassword1"] {
            assert_eq!(of(text), Some(Confidence::Low), "{text}");
        }
        for text in [
            "$PASS",
            "%s",
            "<pw>",
            "password",
            "DB_PASS",
            "MyApiKey",
            "YourSecurePassword1",
            "3306:3306",
            "~/key",
            "x",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn passwords_of_urls() {
        let of = |user: &str, password: &str, host: &str| {
            url_password(user.as_bytes(), password.as_bytes(), host.as_bytes())
        };
        assert_eq!(of("app", "hunter2", "db.acme.io"), Some(Confidence::High));
        assert_eq!(of("app", "correcthorse", "db.acme.io"), Some(Confidence::Medium));
        assert_eq!(of("app", "hunter2", "db.example.com"), Some(Confidence::Low));
        for (user, password) in [
            ("postgres", "postgres"),
            ("u", "${PASS}"),
            ("u", "password"),
            ("u", "%s"),
            ("u", "<pw>"),
            ("u", "****"),
        ] {
            assert_eq!(of(user, password, "db.acme.io"), None, "{password}");
        }
    }
}
