//! Whether a value is a secret or merely looks like one.
//!
//! [`placeholder`] knows what people write instead of a secret, [`shape`] what is something else
//! altogether (an identifier, a path, a call), [`strength`] how random a text is. Each answers on
//! its own; here they are weighed. Another voice, such as a model of rarity, joins here.

pub(crate) mod features;
pub(crate) mod model;
pub(crate) mod placeholder;
pub mod rarity;
mod shape;
mod strength;
mod words;

use crate::assignment::Assignment;
use crate::assignment::name::Sense;
use crate::place::{self, Place};
use features::{Case, Features};
use sdf_core::Confidence;
use sdf_rules::secret::Sort;

/// What is thought of a value that is likely to be a secret.
#[derive(Clone, Debug)]
pub(crate) struct Judgement {
    pub(crate) confidence: Confidence,
    /// What spoke for it and what against.
    pub(crate) reasons: String,
}

/// What is thought of the value of `assignment` as a secret of `sort`; `None` when it is not
/// likely to be one.
pub(crate) fn value(
    document: &[u8],
    place: Place,
    assignment: &Assignment<'_>,
    sense: Sense,
    sort: Sort,
) -> Option<Judgement> {
    let features = features(document, place, assignment, sense)?;
    let score = model::score(sort, &features);
    let confidence = model::confidence(score)?;
    Some(Judgement { confidence, reasons: model::reasons(sort, &features) })
}

/// What holds of the value of `assignment`; `None` when it is surely no secret.
pub(crate) fn features(
    document: &[u8],
    place: Place,
    assignment: &Assignment<'_>,
    sense: Sense,
) -> Option<Features> {
    let text = without_quotes(without_line_end(&assignment.text));
    let expands = place.sort == place::Sort::Script && shape::holds_variable(text);
    if text.is_empty() || expands || shape::is_expression(text, assignment.quoted) {
        return None;
    }
    Some(features::of(&Case {
        document,
        place,
        span: assignment.value,
        text,
        name: &assignment.name,
        sense,
        tie: assignment.tie,
        quoted: assignment.quoted,
        followed: assignment.followed,
        commented: assignment.commented,
    }))
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

/// Without quotes inside the quotes: `'"$PASSWORD"'`.
fn without_quotes(value: &[u8]) -> &[u8] {
    let is_quote = |byte: u8| b"\"'`".contains(&byte);
    match value {
        [b'\\', first, inner @ .., b'\\', last] if is_quote(*first) && first == last => inner,
        [first, inner @ .., last] if is_quote(*first) && first == last => inner,
        _ => value,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

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
