//! What was found in a version.

use aho_corasick::packed::Searcher;
use sdf_core::Span;
use sha1::{Digest, Sha1};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// Longer texts are known by their hash.
const LONGEST: usize = 4096;

/// How much of a secret, and of what stands before it, is looked for in other versions.
const SOUGHT: usize = 64;
const SOUGHT_BEFORE: usize = 24;
/// More texts are not looked for one by one.
const MOST: usize = 64;

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
#[derive(Clone, Debug)]
pub struct Found<'r>(Arc<Content<'r>>);

#[derive(Debug)]
struct Content<'r> {
    secrets: Vec<Secret<'r>>,
    /// Texts round which those made from it are looked at, wherever these stand: the secrets with
    /// what stands before them, and what may become one by what is put far from it.
    seeds: Vec<Box<[u8]>>,
    far: bool,
    /// For the seeds, if there are not too many, made when first asked for.
    searcher: OnceLock<Option<Searcher>>,
}

impl<'r> Found<'r> {
    /// Nothing if there is nothing; `base` if it is the same.
    pub(super) fn new(
        mut secrets: Vec<Secret<'r>>,
        mut seeds: Vec<Box<[u8]>>,
        far: bool,
        base: Option<&Self>,
    ) -> Option<Self> {
        secrets.sort_unstable();
        secrets.dedup();
        seeds.sort_unstable();
        seeds.dedup();
        if secrets.is_empty() && seeds.is_empty() && !far {
            return None;
        }
        let is_same =
            |base: &&Self| base.0.secrets == secrets && base.0.seeds == seeds && base.0.far == far;
        if let Some(base) = base.filter(is_same) {
            return Some(base.clone());
        }
        Some(Found(Arc::new(Content { secrets, seeds, far, searcher: OnceLock::new() })))
    }

    /// The secrets that the version may hold, sorted, each once. There may be none: then the
    /// version matters only to those made from it.
    pub fn secrets(&self) -> &[Secret<'r>] {
        &self.0.secrets
    }

    /// Whether something in the version reaches so far that those made from it are looked at
    /// whole.
    pub(super) fn is_far(&self) -> bool {
        self.0.far
    }

    /// The parts of `text`, made from the version, in which something may be that was found there
    /// and is not new: `context` round each seed. None if there are too many seeds to tell.
    pub(super) fn places(&self, context: usize, text: &[u8]) -> Option<Vec<Range<usize>>> {
        let seeds = &self.0.seeds;
        let searcher = || (seeds.len() <= MOST).then(|| Searcher::new(seeds)).flatten();
        if seeds.is_empty() {
            return Some(Vec::new());
        }
        let searcher = self.0.searcher.get_or_init(searcher).as_ref()?;
        // Of seeds that overlap only the first is met.
        let beside = context + SOUGHT_BEFORE + SOUGHT;
        let around = |at: Range<usize>| at.start.saturating_sub(beside)..at.end + beside;
        Some(searcher.find_iter(text).map(|found| around(found.span().into())).collect())
    }
}

/// The text by which what is found at `span` of `text` is looked for in other versions.
pub(super) fn seed(text: &[u8], span: Span) -> Box<[u8]> {
    let start = span.start.saturating_sub(SOUGHT_BEFORE);
    let sought = Span::new(start, span.end.min(span.start + SOUGHT)).of(text);
    let before = sought.len() - sought.trim_ascii_start().len();
    sought[before.min(span.start - start)..].into()
}
