//! The walk through the object database, against `git cat-file`.

mod support;

use sdf_git::{Examiner, ObjectKind, Progress, Version, WalkOptions};
use support::Scratch;

/// Finds the versions that hold a word.
struct Word(Vec<String>);

impl Examiner for Word {
    type Found = ();

    fn suspects(&mut self, stretch: &[u8]) -> bool {
        memchr::memmem::find(stretch, b"needle").is_some()
    }

    fn examine(&mut self, version: Version<'_>, _base: Option<&()>) -> Option<()> {
        memchr::memmem::find(version.bytes, b"needle")?;
        self.0.push(version.id.to_string());
        Some(())
    }
}

#[test]
fn every_blob_is_shown_once() {
    let scratch = Scratch::new();
    let with = [scratch.blob(b"a needle"), scratch.blob(b"needles")];
    scratch.blob(b"hay");
    let options = WalkOptions::of(ObjectKind::Blob);
    let examiners = vec![Word(Vec::new()), Word(Vec::new())];
    let (found, survey) = scratch
        .open()
        .examine_objects(&options, examiners, &Progress::default())
        .expect("readable");
    let mut found: Vec<_> = found.into_iter().flat_map(|it| it.0).collect();
    found.sort();
    let mut with = with.to_vec();
    with.sort();
    assert_eq!(found, with);
    assert_eq!(survey.objects, 3);
    assert_eq!(survey.trouble, []);
}
