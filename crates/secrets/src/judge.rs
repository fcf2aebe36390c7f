//! Whether a value is a secret or merely looks like one.
//!
//! What is surely something else ([`shape`]: an expression, a template, a call) is dropped. Of the
//! rest [`features`] says what holds: of the name, the tie, the value ([`placeholder`]s, its
//! [`strength`], how rare its letters are: [`rarity`]) and the place; [`model`] weighs that.
//! What stands in a place made for a secret, or in a URL, needs no model.

mod anywhere;
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
use sdf_core::{Confidence, Document};
use sdf_rules::secret::Sort;
use strength::Strength;

pub(crate) use anywhere::value_anywhere;

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
    document: &Document<'_>,
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
    document: &Document<'_>,
    place: Place,
    assignment: &Assignment<'_>,
    sense: Sense,
) -> Option<Features> {
    let case = case(document, place, assignment, sense)?;
    let before = assignment.value.start.checked_sub(1).and_then(|at| document.bytes.get(at));
    let expands = place.sort == place::Sort::Script
        && (shape::holds_variable(case.text) || before == Some(&b'`'));
    (!expands).then(|| features::of(&case))
}

/// What the model is asked about; `None` where the value is surely no secret, whatever its path.
fn case<'a>(
    document: &Document<'a>,
    place: Place,
    assignment: &'a Assignment<'a>,
    sense: Sense,
) -> Option<Case<'a>> {
    let text = without_quotes(without_line_end(&assignment.text));
    if text.is_empty() || shape::is_expression(text, assignment.quoted) {
        return None;
    }
    Some(Case {
        path: document.path,
        document: document.bytes,
        place,
        span: assignment.value,
        text,
        name: &assignment.name,
        sense,
        tie: assignment.tie,
        quoted: assignment.quoted,
        followed: assignment.followed,
        commented: assignment.commented,
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

/// Without quotes inside the quotes: `'"$PASSWORD"'`.
fn without_quotes(value: &[u8]) -> &[u8] {
    let is_quote = |byte: u8| b"\"'`".contains(&byte);
    match value {
        [b'\\', first, inner @ .., b'\\', last] if is_quote(*first) && first == last => inner,
        [first, inner @ .., last] if is_quote(*first) && first == last => inner,
        _ => value,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

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
