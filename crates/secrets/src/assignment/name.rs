//! Names, and whether they are names of secrets.

use sdf_core::{Span, Text};

/// Longest name that is looked at.
const LONGEST: usize = 128;

/// A name to which a value may be assigned.
#[derive(Clone, Debug)]
pub(crate) struct Name<'a> {
    /// Where it stands.
    pub(crate) span: Span,
    /// Its words as they are written: `db`, `Password` of `dbPassword`.
    pub(crate) words: Vec<&'a [u8]>,
}

/// Words that may follow the keyword without making the name one of something else:
/// `password_prod` is a password, `password_field` is not.
#[rustfmt::skip]
const QUALIFIERS: &[&str] = &[
    "admin", "b64", "backup", "base64", "current", "db", "default", "dev", "development", "live",
    "local", "main", "master", "new", "old", "plain", "plaintext", "prod", "production", "qa",
    "ro", "root", "rw", "secret", "stage", "staging", "str", "string", "temp", "test", "tmp",
    "val", "value",
];

/// Words before the keyword that make the name one of something else.
#[rustfmt::skip]
const DENIALS: &[&str] = &[
    "ask", "bad", "cancel", "cancellation", "change", "check", "clear", "continuation", "csrf",
    "csrfmiddleware", "cursor", "delete", "disable", "enable", "encrypted", "expected", "forgot",
    "get", "has", "hash", "hashed", "hide", "idempotency", "incorrect", "invalid", "is", "lost",
    "mask", "max", "min", "missing", "next", "no", "page", "pagination", "pattern", "prompt",
    "pub", "public", "recover", "regex", "require", "required", "reset", "show", "toggle",
    "update", "use", "validate", "verify", "without", "wrong", "xsrf",
];

/// The names that touch `span`, in order; none that is too long. Reads at most the length of a
/// name more than the span on either side.
pub(crate) fn names(document: &[u8], span: Span) -> impl Iterator<Item = Span> {
    let floor = span.start.saturating_sub(LONGEST);
    let lead = document[floor..span.start].iter().rev().take_while(|&&byte| is_part(byte)).count();
    let mut at = span.start - lead;
    let names = std::iter::from_fn(move || {
        let gap = document.get(at..span.end)?.iter().take_while(|&&byte| !is_part(byte)).count();
        let start = at + gap;
        let ceiling = (span.end + LONGEST).min(document.len());
        let rest = document.get(start..ceiling)?;
        at = start + rest.iter().take_while(|&&byte| is_part(byte)).count();
        (start < span.end).then(|| Span::new(start, at))
    });
    names.filter(|name| name.len() <= LONGEST)
}

fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

impl<'a> Name<'a> {
    /// The name at `span`, cut into words.
    pub(crate) fn read(document: &'a [u8], span: Span) -> Self {
        let span = trimmed(document, span);
        Name { span, words: words(span.of(document)) }
    }

    /// Whether it is the name of a secret because of one of `keywords`: the words of a keyword
    /// stand in it one behind the other, what follows them is harmless, and so is what stands
    /// before.
    pub(crate) fn is_of_secret(&self, keywords: &[Text]) -> bool {
        let words = &self.words;
        let ends_name =
            |at: &usize| !is_qualifier(words[*at]) || is_keyword(&words[*at..=*at], keywords);
        (0..words.len()).rev().find(ends_name).is_some_and(|last| {
            let denied = words[..last].iter().any(|word| is_in(word, DENIALS));
            !denied && (0..=last).any(|first| is_keyword(&words[first..=last], keywords))
        })
    }

    /// Whether it is the name of a function that takes the value: `setPassword`, `with_token`.
    pub(crate) fn is_setter(&self) -> bool {
        let words = self.words.iter().rev().skip(1);
        words.take(2).any(|word| is_in(word, &["set", "with"]))
    }

    /// Whether one of `keywords`, which are in lower case, is a part of it.
    pub(crate) fn holds(&self, document: &[u8], keywords: &[Text]) -> bool {
        let name = self.span.of(document).to_ascii_lowercase();
        keywords.iter().any(|one| memchr::memmem::find(&name, one.as_bytes()).is_some())
    }
}

/// Without the dots and dashes round it: `--password`, `...password.`.
fn trimmed(document: &[u8], span: Span) -> Span {
    let text = span.of(document);
    let is_edge = |byte: &&u8| matches!(**byte, b'-' | b'.');
    let start = span.start + text.iter().take_while(is_edge).count();
    let tail = text.iter().rev().take_while(is_edge).count();
    Span::new(start, span.end.saturating_sub(tail))
}

/// The words of a name: cut at `_`, `-`, `.`, between cases and between letters and digits.
fn words(name: &[u8]) -> Vec<&[u8]> {
    let mut words = Vec::new();
    let mut start = 0;
    for at in 0..name.len() {
        let next = name.get(at + 1).copied().unwrap_or(b'_');
        if matches!(name[at], b'_' | b'-' | b'.') {
            start = at + 1;
        } else if is_boundary(name[at], next, name.get(at + 2).copied()) {
            words.extend(name.get(start..=at));
            start = at + 1;
        }
    }
    words
}

/// Whether a word ends between `byte` and `next`; `then` tells `APIKey` from `APIKEY`.
fn is_boundary(byte: u8, next: u8, then: Option<u8>) -> bool {
    let upper_word_ends = byte.is_ascii_uppercase()
        && next.is_ascii_uppercase()
        && then.is_some_and(|then| then.is_ascii_lowercase());
    !next.is_ascii_alphanumeric()
        || (byte.is_ascii_digit() != next.is_ascii_digit())
        || (byte.is_ascii_lowercase() && next.is_ascii_uppercase())
        || upper_word_ends
}

fn is_qualifier(word: &[u8]) -> bool {
    word.iter().all(u8::is_ascii_digit) || is_in(word, QUALIFIERS)
}

fn is_in(word: &[u8], list: &[&str]) -> bool {
    list.iter().any(|one| one.as_bytes().eq_ignore_ascii_case(word))
}

/// Whether `words` in a row are a keyword, however each of the two is cut into words.
fn is_keyword(words: &[&[u8]], keywords: &[Text]) -> bool {
    let letters = || words.iter().flat_map(|word| word.iter().map(u8::to_ascii_lowercase));
    keywords.iter().any(|keyword| {
        let keyword = keyword.bytes().filter(u8::is_ascii_alphanumeric);
        keyword.eq(letters())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_secret(name: &str) -> bool {
        let keywords = ["password", "api_key", "secret", "pass"].map(Text::Borrowed);
        Name::read(name.as_bytes(), Span::new(0, name.len())).is_of_secret(&keywords)
    }

    #[test]
    fn names_of_secrets() {
        for name in [
            "password",
            "DB_PASSWORD_1",
            "dbPassword",
            "APIKey",
            "x-api-key",
            "apikey",
            "spring.datasource.password",
            "--password",
            "client_secret",
            "MYSQL_PASS",
            "passWord",
            "password_prod",
            "secret_default",
        ] {
            assert!(is_secret(name), "{name}");
        }
    }

    #[test]
    fn names_of_other_things() {
        for name in [
            "password_hash",
            "passwordField",
            "secretary",
            "compass",
            "api_key_id",
            "password.length",
            "forgot_password",
            "bypass",
            "passage",
            "secretName",
            "",
        ] {
            assert!(!is_secret(name), "{name}");
        }
    }

    #[test]
    fn words_of_every_casing() {
        let of = |name: &'static str| {
            words(name.as_bytes())
                .iter()
                .map(|w| String::from_utf8_lossy(w).into_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(of("myAPIKey_v2"), ["my", "API", "Key", "v", "2"]);
        assert_eq!(of("__a--b."), ["a", "b"]);
    }
}
