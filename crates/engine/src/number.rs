//! What findings are known by, and which of those that are known by the same one is.

use sdf_core::{Finding, Fingerprint, Span};
use std::collections::HashMap;
use std::rc::Rc;

/// Longest text that is known by itself. Of compressed data all findings have one text, which
/// may be very long.
const LONGEST: usize = 4096;
/// Longest text that is read whole: findings within findings may all be as long as the document.
const READ: usize = 4 * LONGEST;
/// Bytes that are read of either end of a longer one.
const END: usize = LONGEST / 2;

/// A finding with what it is known by.
pub(crate) struct Numbered<'r> {
    pub(crate) finding: Finding<'r>,
    pub(crate) key: Key<'r>,
    /// How many of the same key stand before it.
    pub(crate) ordinal: usize,
}

/// What makes findings equal within a document: rule and normalised text, or of a long text its
/// hash.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key<'r> {
    rule: &'r str,
    pub(crate) text: Rc<[u8]>,
}

/// Numbers `findings`, which stand in `text`, in their order.
pub(crate) fn number<'r>(findings: Vec<Finding<'r>>, text: &[u8]) -> Vec<Numbered<'r>> {
    let mut count: HashMap<Key<'r>, usize> = HashMap::new();
    let mut last: Option<(Span, Rc<[u8]>)> = None;
    let numbered = findings.into_iter().map(|finding| {
        let identity = finding.identity;
        let (_, known) = match last.take() {
            Some(last) if last.0 == identity => last,
            _ => (identity, known_text(identity.of(text))),
        };
        last = Some((identity, Rc::clone(&known)));
        let key = Key { rule: &finding.rule.id, text: known };
        let seen = count.entry(key.clone()).or_default();
        *seen += 1;
        Numbered { finding, key, ordinal: *seen - 1 }
    });
    numbered.collect()
}

/// What `text` is known by: itself with white space normalised, or its hash if it is long.
pub(crate) fn known_text(text: &[u8]) -> Rc<[u8]> {
    if text.len() > READ {
        let (head, tail) = (&text[..END], &text[text.len() - END..]);
        return hash_of(&[head, tail, &text.len().to_le_bytes()].concat());
    }
    let normalised = Fingerprint::normalise(text);
    if normalised.len() <= LONGEST { normalised.into() } else { hash_of(&normalised) }
}

fn hash_of(text: &[u8]) -> Rc<[u8]> {
    Fingerprint::new("", "".into(), text, 0).to_string().into_bytes().into()
}
