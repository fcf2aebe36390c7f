//! Names, and whether they are names of secrets.

use sdf_core::{Span, Text};
use std::collections::HashSet;

/// Longest name that is looked at.
pub(super) const LONGEST: usize = 128;

/// A name to which a value may be assigned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name<'a> {
    /// Where it stands.
    pub(crate) span: Span,
    /// Its words as they are written: `db`, `Password` of `dbPassword`.
    pub(crate) words: Vec<&'a [u8]>,
}

/// Words behind the keyword that make the name one of something else: `password_field`.
#[rustfmt::skip]
const NOUNS: &[&str] = &[
    "action", "age", "alg", "algo", "algorithm", "api", "arn", "attempts", "attribute", "bits",
    "button", "bytes", "callback", "category", "char", "character", "chars", "class", "code",
    "column", "complexity", "config", "confirm", "confirmation", "controller", "count", "csrf",
    "date", "desc", "description", "digest", "dir", "directory", "encoder", "endpoint", "error",
    "errors", "event", "exception", "expiration", "expire", "expired", "expires", "expiry",
    "factory", "field", "file", "filename", "form", "format", "func", "function", "generator",
    "group", "handler", "hash", "hashed", "hasher", "header", "help", "hint", "host", "icon", "id",
    "identifier", "ids", "in", "index", "input", "instructions", "invalid", "is", "issuer", "kind",
    "label", "len", "length", "level", "lifetime", "limit", "link", "list", "location", "manager",
    "map", "max", "message", "method", "min", "mode", "model", "module", "msg", "name", "names",
    "namespace", "not", "option", "page", "param", "parameter", "params", "parser", "path",
    "pattern", "placeholder", "policy", "port", "prefix", "prompt", "property", "provider",
    "reader", "ref", "reference", "regex", "regexp", "region", "repository", "request", "required",
    "reset", "response", "role", "route", "rule", "rules", "scheme", "schema", "scope", "screen",
    "section", "selector", "server", "service", "size", "source", "state", "status", "store",
    "strategy", "strength", "style", "suffix", "table", "template", "text", "time", "timeout",
    "title", "tooltip", "ttl", "type", "types", "uri", "url", "urls", "uuid", "validation",
    "validator", "valid", "version", "view", "visible", "widget",
];

/// Words behind the keyword that change nothing: `password_prod`.
#[rustfmt::skip]
const QUALIFIERS: &[&str] = &[
    "admin", "b64", "backup", "base", "base64", "current", "db", "default", "dev", "development",
    "live", "local", "main", "master", "new", "old", "plain", "plaintext", "prod", "production",
    "qa", "ro", "root", "rw", "secret", "stage", "staging", "str", "string", "temp", "test", "tmp",
    "user", "val", "value",
];

/// Words that make the name one of an action or a setting: `ask_password`, `min_password`.
#[rustfmt::skip]
const VERBS: &[&str] = &[
    "allow", "ask", "cancel", "change", "check", "clear", "create", "delete", "disable", "enable",
    "enter", "find", "forgot", "generate", "get", "has", "hide", "is", "lost", "mask", "max",
    "min", "missing", "need", "next", "no", "prompt", "read", "recover", "require", "required",
    "reset", "show", "toggle", "update", "use", "validate", "verify", "without",
];

/// Words that say that the value does not open anything.
#[rustfmt::skip]
const NEGATIONS: &[&str] = &[
    "bad", "dummy", "example", "expected", "fake", "incorrect", "invalid", "mock", "sample",
    "wrong",
];

/// Words before the keyword that make the name one of something that is no secret.
#[rustfmt::skip]
const PUBLIC: &[&str] = &[
    "cancellation", "continuation", "csrf", "csrfmiddleware", "cursor", "foreign", "i18n",
    "idempotency", "page", "pagination", "partition", "primary", "pub", "public", "row", "sort",
    "translation", "unique", "xsrf",
];

/// Words that make a key or token likely to be none.
#[rustfmt::skip]
const OTHERS: &[&str] = &[
    "cache", "color", "encrypted", "hash", "hashed", "index", "json", "label", "map", "pattern",
    "regex", "storage", "sync",
];

/// Words that end in a keyword by chance.
const CHANCE: &[&str] = &["bypass", "compass", "encompass", "overpass", "surpass", "trespass"];

/// Keywords that are words of their own only.
const ALONE: &[&str] = &["key", "auth", "authorization", "cred", "salt", "nonce", "mdp", "psk"];

/// Shortest keyword that may end a word: `dbpassword`, `mypass`.
const SHORTEST_END: usize = 3;

/// What a name says of the value that it is assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sense {
    /// Which sort of secret it is named after.
    pub(crate) kind: NameKind,
    /// Whether its own words say that the value is no secret, and how.
    pub(crate) denial: Option<Denial>,
    /// Whether words follow the keyword that are no mere qualifiers.
    pub(crate) trailing: bool,
    /// How many words stand before the keyword.
    pub(crate) leading: usize,
}

/// What sort of secret a name is one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum NameKind {
    Password,
    Secret,
    Token,
    /// A key that its name says to be for access: `api_key`, `private_key`.
    AccessKey,
    /// Any other key.
    Key,
    Auth,
    Credential,
    /// Salt, seed, nonce, initialisation vector.
    Salt,
}

/// Why the value of a name is likely to be no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Denial {
    Verb,
    Negation,
    Other,
}

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

    /// What it says of its value, if one of `keywords` stands in it as words of its own or as the
    /// end of one, and what follows does not make it a name of something else.
    pub(crate) fn sense(&self, keywords: &Keywords) -> Option<Sense> {
        let words = &self.words;
        let starts = |end: usize| {
            let nearest = end.saturating_sub(MOST_WORDS - 1);
            (nearest..=end).find(|&first| keywords.has(&words[first..=end]))
        };
        let (first, last) =
            (0..words.len()).rev().find_map(|end| starts(end).map(|first| (first, end)))?;
        let tail = &words[last + 1..];
        let is_public = words[..first].iter().any(|word| is_in(word, PUBLIC));
        if is_public || tail.iter().any(|word| is_in(word, NOUNS)) {
            return None;
        }
        let denial = words[..first].iter().find_map(|word| {
            let lists =
                [(VERBS, Denial::Verb), (NEGATIONS, Denial::Negation), (OTHERS, Denial::Other)];
            lists.iter().find(|(list, _)| is_in(word, list)).map(|&(_, denial)| denial)
        });
        Some(Sense {
            kind: kind(&words[first..=last], words[..first].last()),
            denial,
            trailing: !tail.iter().all(|word| is_qualifier(word)),
            leading: first,
        })
    }

    /// Whether it is the name of a function that takes the value: `setPassword`, `with_token`.
    pub(crate) fn is_setter(&self) -> bool {
        let words = self.words.iter().rev().skip(1);
        words.take(2).any(|word| is_in(word, &["set", "with"]))
    }

    /// Whether it is a comparison with the value: `password.equals`.
    pub(crate) fn is_comparison(&self) -> bool {
        self.words.last().is_some_and(|word| is_in(word, &["equals", "eq", "case"]))
    }

    /// Whether one of `keywords`, which are in lower case, is a part of it.
    pub(crate) fn holds(&self, document: &[u8], keywords: &[Text]) -> bool {
        let name = self.span.of(document).to_ascii_lowercase();
        keywords.iter().any(|one| memchr::memmem::find(&name, one.as_bytes()).is_some())
    }
}

/// Without the dots and dashes round it: `--password`, `...password.`.
pub(super) fn trimmed(document: &[u8], span: Span) -> Span {
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

/// Most words that a keyword is cut into: `mot_de_passe`.
const MOST_WORDS: usize = 3;

/// The keywords of a rule, as the words of names are compared with them.
#[derive(Debug)]
pub(crate) struct Keywords {
    /// In lower case, without marks: these are only for the gate.
    plain: HashSet<Vec<u8>>,
    longest: usize,
}

impl Keywords {
    /// Those of a rule.
    pub(crate) fn of(keywords: &[Text]) -> Self {
        let plain = |keyword: &Text| -> Vec<u8> {
            keyword
                .bytes()
                .filter(u8::is_ascii_alphanumeric)
                .map(|byte| byte.to_ascii_lowercase())
                .collect()
        };
        let plain: HashSet<Vec<u8>> = keywords.iter().map(plain).collect();
        let longest = plain.iter().map(Vec::len).max().unwrap_or_default();
        Keywords { plain, longest }
    }

    /// Whether `words` in a row are a keyword, however each of the two is cut into words, or one
    /// word ends in one.
    fn has(&self, words: &[&[u8]]) -> bool {
        let letters = words.concat().to_ascii_lowercase();
        if self.plain.contains(&letters) {
            return true;
        }
        let [word] = words else { return false };
        let ends = |size: usize| {
            let end = &letters[letters.len() - size..];
            self.plain.contains(end) && !ALONE.iter().any(|alone| alone.as_bytes() == end)
        };
        !is_in(word, CHANCE)
            && (SHORTEST_END..(letters.len().saturating_sub(1)).min(self.longest + 1)).any(ends)
    }
}

/// Words before `key` that make it one for access.
#[rustfmt::skip]
const ACCESS: &[&str] = &[
    "access", "account", "admin", "aes", "api", "app", "auth", "client", "consumer", "crypt",
    "crypto", "decryption", "encrypt", "encryption", "hmac", "jwt", "license", "master", "private",
    "rsa", "secret", "security", "service", "session", "shared", "sign", "signing", "subscription",
    "ssh", "token", "user", "webhook",
];

/// What sort of secret the words of a keyword name, with the word `before` them.
fn kind(keyword: &[&[u8]], before: Option<&&[u8]>) -> NameKind {
    let last = keyword.last().copied().unwrap_or_default().to_ascii_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| last.ends_with(end.as_bytes()));
    if ends(&["key"]) {
        let for_access = last.len() > 3 || before.is_some_and(|word| is_in(word, ACCESS));
        return if for_access { NameKind::AccessKey } else { NameKind::Key };
    }
    let kinds: &[(&[&str], NameKind)] = &[
        (&["secret"], NameKind::Secret),
        (&["token", "jwt", "bearer"], NameKind::Token),
        (&["auth", "authorization"], NameKind::Auth),
        (&["credential", "credentials", "cred", "creds"], NameKind::Credential),
        (&["salt", "seed", "nonce"], NameKind::Salt),
        (&["psk"], NameKind::Secret),
    ];
    kinds.iter().find(|(words, _)| ends(words)).map_or(NameKind::Password, |&(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_secret(name: &str) -> bool {
        let keywords = Keywords::of(&["password", "api_key", "secret", "pass"].map(Text::Borrowed));
        let sense = Name::read(name.as_bytes(), Span::new(0, name.len())).sense(&keywords);
        sense.is_some_and(|sense| sense.denial.is_none())
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
