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

/// What was found in a version. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<'r> {
    secrets: Arc<[Secret<'r>]>,
    far: bool,
}

impl<'r> Found<'r> {
    /// Nothing if there is nothing.
    pub(super) fn new(mut secrets: Vec<Secret<'r>>, far: bool) -> Option<Self> {
        secrets.sort_unstable();
        secrets.dedup();
        (far || !secrets.is_empty()).then(|| Found { secrets: secrets.into(), far })
    }

    /// The secrets that the version may hold, sorted, each once. There may be none: the version is
    /// of interest only to those made from it then.
    pub fn secrets(&self) -> &[Secret<'r>] {
        &self.secrets
    }

    /// Whether something in the version reaches so far that those made from it are looked at
    /// whole.
    pub fn is_far(&self) -> bool {
        self.far
    }
}
