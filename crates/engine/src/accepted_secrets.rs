//! Secrets that were accepted by another tool: the baseline of detect-secrets.

use regex::bytes::Regex;
use sdf_core::{BStr, BString, ByteSlice, Span};
use sha1::{Digest, Sha1};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The SHA-1 of a secret.
pub type SecretHash = [u8; 20];

/// Bytes to either side of a secret among which the ends of the text that holds it are looked for.
const REACH: usize = 4096;

/// Secrets known by where they stand and their SHA-1, whatever rule finds them, and secrets that
/// are excluded altogether.
#[derive(Clone, Debug, Default)]
pub struct AcceptedSecrets {
    by_path: BTreeMap<BString, BTreeSet<SecretHash>>,
    /// Expressions that match the path of a file whose secrets are let off.
    pub files: Vec<Regex>,
    /// Expressions that match a line whose secrets are let off.
    pub lines: Vec<Regex>,
    /// Expressions that match a secret that is let off.
    pub secrets: Vec<Regex>,
}

impl AcceptedSecrets {
    /// Accepts the secret of `hash` in `path`.
    pub fn insert(&mut self, path: BString, hash: SecretHash) {
        self.by_path.entry(path).or_default().insert(hash);
    }

    /// Accepts all that `other` accepts.
    pub fn extend(&mut self, other: AcceptedSecrets) {
        for (path, hashes) in other.by_path {
            self.by_path.entry(path).or_default().extend(hashes);
        }
        self.files.extend(other.files);
        self.lines.extend(other.lines);
        self.secrets.extend(other.secrets);
    }

    /// Every path and hash, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&BStr, &SecretHash)> {
        self.by_path
            .iter()
            .flat_map(|(path, hashes)| hashes.iter().map(move |hash| (path.as_ref(), hash)))
    }

    /// Whether `text` is one of the hashes, as a baseline writes them: it hides a secret and is none.
    pub(crate) fn is_hash(&self, text: &[u8]) -> bool {
        let mut hash = SecretHash::default();
        let (pairs, rest) = text.as_chunks::<2>();
        if pairs.len() != hash.len() || !rest.is_empty() {
            return false;
        }
        let digit = |byte: u8| char::from(byte).to_digit(16);
        for (byte, &[high, low]) in hash.iter_mut().zip(pairs) {
            let (Some(high), Some(low)) = (digit(high), digit(low)) else { return false };
            *byte = (high * 16 + low) as u8;
        }
        self.by_path.values().any(|hashes| hashes.contains(&hash))
    }

    /// What is accepted in `path`; none for nothing.
    pub(crate) fn of(&self, path: &BStr) -> Option<AcceptedHere<'_>> {
        let hashes = self.by_path.get(path)?;
        Some(AcceptedHere { hashes, spent: HashSet::new() })
    }
}

/// What is accepted in one document.
pub(crate) struct AcceptedHere<'a> {
    hashes: &'a BTreeSet<SecretHash>,
    /// Hashes of labels that stood for a secret already.
    spent: HashSet<SecretHash>,
}

impl AcceptedHere<'_> {
    /// Whether the secret at `span` is accepted: it, or the quoted text or the word that it stands
    /// in, has a hash that is.
    ///
    /// Of a private key, a GitHub token and a JSON web token detect-secrets hashes the beginning
    /// alone, which many share. With `by_label` such a hash accepts the first secret of the
    /// document that begins so, and no other.
    pub(crate) fn accepts(&mut self, text: &[u8], span: Span, by_label: bool) -> bool {
        let secret = span.of(text);
        let hash = |text: &[u8]| SecretHash::from(Sha1::digest(text));
        let whole = [Some(span), around(text, span, is_quote), around(text, span, is_space)];
        if whole.into_iter().flatten().any(|span| self.hashes.contains(&hash(span.of(text)))) {
            return true;
        }
        let labels = labels(secret).into_iter().map(hash);
        by_label
            && labels.into_iter().any(|hash| self.hashes.contains(&hash) && self.spent.insert(hash))
    }
}

fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`' | b'\n')
}

fn is_space(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

/// The text between the nearest bytes on both sides of `span` that are an `end`.
fn around(text: &[u8], span: Span, end: impl Fn(u8) -> bool) -> Option<Span> {
    let before = text.get(span.start.saturating_sub(REACH)..span.start)?;
    let behind = text.get(span.end..text.len().min(span.end + REACH))?;
    let start = before.iter().rposition(|&byte| end(byte)).map_or(0, |at| at + 1);
    let length = behind.iter().position(|&byte| end(byte)).unwrap_or(behind.len());
    Some(Span::new(span.start - before.len() + start, span.end + length))
}

/// What detect-secrets takes for the secret where it takes the beginning alone: the label of a key
/// in PEM, the prefix of a GitHub token, header and payload of a JSON web token.
fn labels(secret: &[u8]) -> Vec<&[u8]> {
    let pem = secret.strip_prefix(b"-----").and_then(|rest| rest.split_str("-----").next());
    let prefix = secret.find_byte(b'_').map(|at| &secret[..at]);
    let token = secret.find_iter(".").nth(1).map(|at| &secret[..=at]);
    [pem, prefix, token].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(secrets: &[&str]) -> AcceptedSecrets {
        let mut accepted = AcceptedSecrets::default();
        for secret in secrets {
            accepted.insert("a".into(), Sha1::digest(secret).into());
        }
        accepted
    }

    fn span(text: &str, part: &str) -> Span {
        let start = text.find(part).expect("it is in there");
        Span::new(start, start + part.len())
    }

    #[test]
    fn a_secret_is_known_by_itself_and_by_the_text_that_it_stands_in() {
        let text = "a = 'Bearer one'; b = 'two' c=three\n";
        let of = |secrets: &[&str], part| {
            let accepted = accepted(secrets);
            let mut here = accepted.of("a".into()).expect("something is accepted");
            here.accepts(text.as_bytes(), span(text, part), false)
        };
        assert!(of(&["one"], "one") && of(&["Bearer one"], "one") && of(&["c=three"], "three"));
        assert!(!of(&["one"], "two") && !of(&["on"], "one"));
        assert!(accepted(&["one"]).of("b".into()).is_none());
    }

    #[test]
    fn a_label_accepts_the_first_that_bears_it() {
        let text = "ghp_one ghp_two";
        let accepted = accepted(&["ghp"]);
        let mut here = accepted.of("a".into()).expect("something is accepted");
        let mut accepts =
            |part, by_label| here.accepts(text.as_bytes(), span(text, part), by_label);
        assert!(!accepts("ghp_one", false));
        assert!(accepts("ghp_one", true));
        assert!(!accepts("ghp_two", true));
    }
}
