//! What was found in a version.

use sha1::{Digest, Sha1};
use std::sync::Arc;

/// Longer texts are known by their hash.
const LONGEST: usize = 4096;

/// A secret, wherever it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Secret<'r> {
    /// Id of the rule that finds it.
    pub rule: &'r str,
    /// The text of the finding as it is stored; of one longer than 4096 bytes its hash.
    pub text: Arc<[u8]>,
}

impl<'r> Secret<'r> {
    /// What `rule` finds where `text` is stored: of a finding that is placed, the bytes from the
    /// offset of its start to that of its end.
    pub fn new(rule: &'r str, text: &[u8]) -> Self {
        let text: Arc<[u8]> = match text.len() {
            ..=LONGEST => text.into(),
            length => [Sha1::digest(text).as_slice(), &length.to_le_bytes()].concat().into(),
        };
        Secret { rule, text }
    }
}

/// What was found in a version, and matters to those made from it. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<'r>(Arc<Content<'r>>);

#[derive(Debug, PartialEq, Eq)]
struct Content<'r> {
    secrets: Vec<Secret<'r>>,
    seeds: Vec<Box<[u8]>>,
    far: bool,
}

impl<'r> Found<'r> {
    /// Nothing if there is nothing.
    pub(super) fn new(
        mut secrets: Vec<Secret<'r>>,
        mut seeds: Vec<Box<[u8]>>,
        far: bool,
    ) -> Option<Self> {
        secrets.sort_unstable();
        secrets.dedup();
        seeds.sort_unstable();
        seeds.dedup();
        let any = far || !secrets.is_empty() || !seeds.is_empty();
        any.then(|| Found(Arc::new(Content { secrets, seeds, far })))
    }

    /// The secrets that the version may hold, sorted, each once. There may be none: then the
    /// version matters only to those made from it.
    pub fn secrets(&self) -> &[Secret<'r>] {
        &self.0.secrets
    }

    /// Texts round which those made from it are looked at, wherever these stand: the secrets, and
    /// what may become one by what is put far from it.
    pub(super) fn texts(&self) -> impl Iterator<Item = &[u8]> {
        let secrets = self.0.secrets.iter().map(|secret| &*secret.text);
        secrets.chain(self.0.seeds.iter().map(|seed| &**seed))
    }

    /// Whether something in the version reaches so far that those made from it are looked at
    /// whole.
    pub(super) fn is_far(&self) -> bool {
        self.0.far
    }
}
