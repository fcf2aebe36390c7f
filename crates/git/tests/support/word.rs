//! An examiner that looks for a word.
#![allow(dead_code, reason = "each test file uses its part")]

use sdf_core::Focus;
use sdf_git::{Examiner, ObjectKind, Progress, Repository, Survey, Version, WalkOptions};

pub(crate) const WORD: &[u8] = b"needle";

/// Finds the versions that hold the word: in what is new, or in what the base had already.
#[derive(Clone, Default)]
pub(crate) struct Word {
    /// Says nothing of versions that git would call binary.
    pub(crate) skips_binary: bool,
    /// The versions that hold the word.
    pub(crate) found: Vec<String>,
    /// The versions that were examined.
    pub(crate) examined: Vec<String>,
}

fn holds(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, WORD).is_some()
}

/// Whether a version holds the word, when looked at on its own.
pub(crate) fn is_found(bytes: &[u8], skips_binary: bool) -> bool {
    holds(bytes) && !(skips_binary && bytes.iter().take(8000).any(|&byte| byte == 0))
}

impl Examiner for Word {
    type Found = ();

    fn suspects(&mut self, stretch: &[u8]) -> bool {
        holds(stretch)
    }

    fn examine(&mut self, version: Version<'_>, base: Option<&()>) -> Option<()> {
        let id = version.id.to_string();
        self.examined.push(id.clone());
        let is_new = match &version.novel {
            Focus::Everything => holds(version.bytes),
            Focus::Ranges(ranges) => {
                ranges.iter().any(|range| holds(&version.bytes[range.clone()]))
            }
        };
        let is_old = base.is_some() && holds(version.bytes);
        if !(is_new || is_old) || !is_found(version.bytes, self.skips_binary) {
            return None;
        }
        self.found.push(id);
        Some(())
    }
}

/// Walks the blobs with two threads; the versions found, in order, those examined, in order, and
/// the survey.
pub(crate) fn walk(
    repository: &Repository,
    change: impl FnOnce(&mut WalkOptions),
    skips_binary: bool,
) -> (Vec<String>, Vec<String>, Survey) {
    let mut options = WalkOptions { context: 8, ..WalkOptions::of(ObjectKind::Blob) };
    change(&mut options);
    let examiners = vec![Word { skips_binary, ..Word::default() }; 2];
    let progress = Progress::default();
    let walked = repository.examine_objects(&options, examiners, &progress);
    let (examiners, survey) = walked.expect("readable");
    assert_eq!(progress.objects.into_inner(), progress.total.into_inner());
    assert_eq!(progress.bytes.into_inner(), survey.decoded_bytes);
    let mut found: Vec<String> = examiners.iter().flat_map(|it| it.found.clone()).collect();
    let mut examined: Vec<String> = examiners.into_iter().flat_map(|it| it.examined).collect();
    found.sort();
    examined.sort();
    (found, examined, survey)
}
