//! Asking where findings come from.

use super::Scratch;
use sdf_core::{BString, ByteSlice};
use sdf_git::{
    Ancestry, Attribution, CommitText, Key, ObjectId, Progress, Reading, Repository, Search, Tips,
};
use std::collections::HashMap;

/// The blobs with these contents, each standing for the key beside it.
pub(crate) fn found(scratch: &Scratch, contents: &[(&str, u32)]) -> HashMap<ObjectId, Vec<Key>> {
    let mut found: HashMap<ObjectId, Vec<Key>> = HashMap::new();
    for (content, key) in contents {
        let id = scratch.blob(content.as_bytes());
        let id = ObjectId::from_hex(id.as_bytes()).expect("an id");
        found.entry(id).or_default().push(Key(*key));
    }
    found
}

/// What we say of all of history: the same whether trees are read one by one or all at once.
pub(crate) fn attribute(scratch: &Scratch, found: &HashMap<ObjectId, Vec<Key>>) -> Attribution {
    let repository = scratch.open();
    let tips = repository.tips(&[]).expect("readable");
    let ancestry = walk(&repository, &tips, Reading::Reachable);
    let told = search(&repository, &ancestry, found, Reading::Reachable);
    let ancestry = walk(&repository, &tips, Reading::All);
    let also = search(&repository, &ancestry, found, Reading::All);
    assert_eq!((&told.lives, &told.paths), (&also.lives, &also.paths));
    assert_eq!(troubles(&told), troubles(&also));
    told
}

/// What could not be read, sorted.
pub(crate) fn troubles(told: &Attribution) -> Vec<String> {
    let mut troubles: Vec<String> = told.trouble.told.iter().map(ToString::to_string).collect();
    troubles.sort();
    troubles
}

pub(crate) fn walk(repository: &Repository, tips: &Tips, reading: Reading) -> Ancestry {
    let readers = vec![|_: &CommitText<'_>| {}; 2];
    let read = repository.ancestry(tips, readers, reading, &Progress::default());
    read.expect("readable").0
}

pub(crate) fn search(
    repository: &Repository,
    ancestry: &Ancestry,
    found: &HashMap<ObjectId, Vec<Key>>,
    reading: Reading,
) -> Attribution {
    let progress = Progress::default();
    let search = Search { found, names: None, reading, threads: 2, progress: &progress };
    repository.attribute(ancestry, &search).expect("readable")
}

pub(crate) fn strings(list: &[BString]) -> Vec<String> {
    list.iter().map(|path| path.to_str_lossy().into_owned()).collect()
}
