//! Walks all objects of one kind in a repository, for measuring: `walk REPOSITORY THREADS
//! nothing|WORD [exhaustive] [tree|commit|tag]`. With `nothing` no version is suspect.
#![allow(clippy::print_stdout, reason = "it is what an example does")]

use sdf_git::{Examiner, ObjectKind, Progress, Repository, Version, WalkOptions};
use std::path::Path;
use std::time::Instant;

struct Word {
    word: Option<memchr::memmem::Finder<'static>>,
    versions: u64,
}

impl Examiner for Word {
    type Found = ();

    fn suspects(&mut self, stretch: &[u8]) -> bool {
        self.word.as_ref().is_some_and(|word| word.find(stretch).is_some())
    }

    fn examine(&mut self, version: Version<'_>, _base: Option<&()>) -> Option<()> {
        self.word.as_ref()?.find(version.bytes)?;
        self.versions += 1;
        Some(())
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, repository, threads, word, others @ ..] = arguments.as_slice() else {
        return Err("walk REPOSITORY THREADS nothing|WORD [exhaustive] [tree|commit|tag]".into());
    };
    let kind = match others.last().map(String::as_str) {
        Some("tree") => ObjectKind::Tree,
        Some("commit") => ObjectKind::Commit,
        Some("tag") => ObjectKind::Tag,
        _ => ObjectKind::Blob,
    };
    let mut options = WalkOptions::of(kind);
    options.exhaustive = others.iter().any(|other| other == "exhaustive");
    let examiner = || Word {
        word: (word != "nothing")
            .then(|| memchr::memmem::Finder::new(word.as_bytes()).into_owned()),
        versions: 0,
    };
    let examiners = (0..threads.parse()?).map(|_| examiner()).collect();
    let start = Instant::now();
    let repository = Repository::discover(Path::new(repository))?;
    let (examiners, survey) =
        repository.examine_objects(&options, examiners, &Progress::default())?;
    let versions: u64 = examiners.iter().map(|it| it.versions).sum();
    println!(
        "{:.2} s: {} objects, {} MB packed, {} MB whole, {} MB shown; {versions} hold the word",
        start.elapsed().as_secs_f64(),
        survey.objects,
        survey.packed_bytes >> 20,
        survey.decoded_bytes >> 20,
        survey.novel_bytes >> 20,
    );
    survey.trouble.iter().take(20).for_each(|trouble| println!("{trouble}"));
    Ok(())
}
