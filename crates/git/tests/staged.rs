//! What counts as staged, case by case.

mod support;

use sdf_core::{BString, Kind, Weight};
use sdf_git::{BlobId, Change, Error};
use std::ffi::OsStr;
use support::Scratch;

const POEM: &str = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n";

/// The only staged change.
fn only(scratch: &Scratch) -> Change {
    let mut changes = scratch.open().staged().expect("readable").changes;
    assert_eq!(changes.len(), 1, "{changes:?}");
    changes.remove(0)
}

/// What each parent has: path and content.
fn previous(scratch: &Scratch, change: &Change) -> Vec<Option<(BString, String)>> {
    let repository = scratch.open();
    let content =
        |id: BlobId| String::from_utf8(repository.read(id).expect("readable")).expect("UTF-8");
    let version = |previous: &Option<sdf_git::Previous>| {
        previous.as_ref().map(|previous| (previous.path.clone(), content(previous.id)))
    };
    change.previous.iter().map(version).collect()
}

#[test]
fn without_a_commit_everything_is_new() {
    let scratch = Scratch::new();
    assert_eq!(scratch.staged_paths(), Vec::<BString>::new());
    scratch.add("a/b", "1");
    let change = only(&scratch);
    assert_eq!(change.path, "a/b");
    assert_eq!(change.previous, []);
    assert_eq!(scratch.open().read(change.id).expect("readable"), b"1");
    assert_eq!(scratch.open().size(change.id).expect("readable"), 1);
}

#[test]
fn the_work_tree_does_not_matter() {
    let scratch = Scratch::new();
    scratch.add("f", "staged");
    scratch.write("f", "on disk");
    scratch.write("untracked", "x");
    let change = only(&scratch);
    assert_eq!(scratch.open().read(change.id).expect("readable"), b"staged");
    scratch.commit("one");
    assert_eq!(scratch.staged_paths(), Vec::<BString>::new());
}

#[test]
fn unchanged_folders_are_not_read() {
    let scratch = Scratch::new();
    for folder in 0..20 {
        scratch.write(&format!("d{folder}/sub/f"), format!("{folder}"));
    }
    scratch.git(&["add", "."]);
    scratch.commit("one");
    scratch.add("d7/sub/f", "new");
    scratch.git(&["write-tree"]);
    // Every tree but those on the way to the change goes: whoever reads one fails.
    for folder in (0..20).filter(|&folder| folder != 7) {
        let id = scratch.line(&["rev-parse", &format!("HEAD:d{folder}")]);
        let object = scratch.path().join(".git/objects").join(&id[..2]).join(&id[2..]);
        std::fs::remove_file(object).expect("a loose object");
    }
    assert_eq!(scratch.staged_paths(), ["d7/sub/f"]);
}

#[test]
fn paths_are_bytes() {
    let scratch = Scratch::new();
    scratch.commit("one");
    let id = scratch.blob(b"x");
    let mut input = Vec::new();
    let names: [&[u8]; 5] = [b"-dash", b"\xff\xfe/\xe4", b"a b/*?[", b"new\nline", b"quote\"'"];
    for name in names {
        input.extend_from_slice(format!("100644 {id}\t").as_bytes());
        input.extend_from_slice(name);
        input.push(0);
    }
    let arguments = ["update-index", "-z", "--index-info"];
    scratch.git_in(&scratch.path(), &arguments, &[], &input);
    let mut names = names.map(BString::from);
    names.sort();
    assert_eq!(scratch.staged_paths(), names);
}

#[test]
fn an_intent_to_add_stores_nothing() {
    let scratch = Scratch::new();
    scratch.write("f", "x");
    scratch.git(&["add", "-N", "f"]);
    assert_eq!(scratch.staged_paths(), Vec::<BString>::new());
    assert_eq!(scratch.open().index_files().expect("readable"), []);
    assert_eq!(scratch.open().index_blob("f".into()).expect("readable"), None);
}

#[test]
fn flags_for_the_work_tree_change_nothing() {
    let scratch = Scratch::new();
    scratch.add("assumed", "1");
    scratch.add("skipped", "1");
    scratch.commit("one");
    scratch.git(&["update-index", "--assume-unchanged", "assumed"]);
    scratch.git(&["update-index", "--skip-worktree", "skipped"]);
    let id = scratch.blob(b"2");
    for path in ["assumed", "skipped"] {
        scratch.git(&["update-index", "--cacheinfo", "100644", &id, path]);
    }
    assert_eq!(scratch.staged_paths(), ["assumed", "skipped"]);
}

#[cfg(unix)]
#[test]
fn links_are_what_they_point_to_and_submodules_are_named() {
    let scratch = Scratch::new();
    scratch.add("file", "text");
    let commit = scratch.commit("one");
    std::os::unix::fs::symlink("some/where", scratch.path().join("link")).expect("a link");
    scratch.git(&["add", "link"]);
    scratch.git(&["update-index", "--add", "--cacheinfo", "160000", &commit, "module"]);
    let change = only(&scratch);
    assert_eq!((change.path, change.kind), ("link".into(), Kind::Symlink));
    assert_eq!(scratch.open().read(change.id).expect("readable"), b"some/where");
    let staged = scratch.open().staged().expect("readable");
    assert_eq!(staged.submodules, ["module"]);
    assert_eq!(staged.notices()[0].weight, Weight::Detail);

    scratch.commit("two");
    assert!(scratch.open().staged().expect("readable").submodules.is_empty());
    scratch.git(&["rm", "-q", "--cached", "module"]);
    let id = scratch.blob(b"x");
    scratch.git(&["update-index", "--add", "--cacheinfo", "100644", &id, "module"]);
    assert_eq!(only(&scratch).previous, [None]);
}

#[test]
fn a_file_becomes_a_folder_and_back() {
    let scratch = Scratch::new();
    scratch.add("x", POEM);
    scratch.add("x.y", "sorts between x and x/");
    scratch.commit("one");
    scratch.git(&["rm", "-q", "x"]);
    scratch.add("x/inside", "other");
    let change = only(&scratch);
    assert_eq!((change.path.clone(), change.previous), ("x/inside".into(), vec![None]));
    scratch.commit("two");
    scratch.git(&["rm", "-q", "-r", "x"]);
    scratch.add("x", "again");
    assert_eq!(only(&scratch).path, "x");
}

#[test]
fn a_rename_is_compared_with_its_old_path() {
    let scratch = Scratch::new();
    scratch.add("old/poem", POEM);
    scratch.add("old/other", "x");
    scratch.commit("one");
    scratch.git(&["mv", "old", "new"]);
    let staged = scratch.open().staged().expect("readable");
    let changes = staged.changes;
    assert_eq!(support::paths(&changes), ["new/other", "new/poem"]);
    assert_eq!(previous(&scratch, &changes[1]), [Some(("old/poem".into(), POEM.to_owned()))]);
    assert_eq!(changes[1].previous[0].as_ref().map(|old| old.id), Some(changes[1].id));

    scratch.add("new/poem", format!("{POEM}nine\n"));
    let changes = scratch.open().staged().expect("readable").changes;
    assert_eq!(previous(&scratch, &changes[1]), [Some(("old/poem".into(), POEM.to_owned()))]);
}

#[test]
fn a_copy_is_no_rename() {
    let scratch = Scratch::new();
    scratch.add("a", POEM);
    scratch.commit("one");
    scratch.add("b", POEM);
    assert_eq!(only(&scratch).previous, [None]);
    // One of two heirs is the rename, the other a copy.
    scratch.git(&["mv", "a", "c"]);
    let changes = scratch.open().staged().expect("readable").changes;
    let renamed = changes.iter().filter(|change| change.previous[0].is_some());
    assert_eq!((changes.len(), renamed.count()), (2, 1));
}

#[test]
fn a_change_of_mode_keeps_the_content() {
    let scratch = Scratch::new();
    scratch.add("f", "x");
    scratch.commit("one");
    scratch.git(&["update-index", "--chmod=+x", "f"]);
    let change = only(&scratch);
    assert_eq!(change.kind, Kind::Executable);
    let old = change.previous[0].clone().expect("it was there");
    assert_eq!((old.id, old.kind), (change.id, Kind::File));
}

/// Two branches: `main` changes `ours`, `side` changes `theirs`.
fn forked() -> Scratch {
    let scratch = Scratch::new();
    for path in ["both", "ours", "theirs"] {
        scratch.add(path, POEM);
    }
    scratch.commit("base");
    scratch.git(&["branch", "side"]);
    scratch.add("ours", "ours\n");
    scratch.commit("ours");
    scratch.git(&["checkout", "-q", "side"]);
    scratch.add("theirs", "theirs\n");
    scratch.add("brought/by", "side\n");
    scratch.commit("theirs");
    scratch.git(&["checkout", "-q", "main"]);
    scratch
}

#[test]
fn what_a_merge_brings_is_not_new() {
    let scratch = forked();
    scratch.git(&["merge", "-q", "--no-commit", "side"]);
    assert_eq!(scratch.staged_paths(), Vec::<BString>::new());
    scratch.add("both", "resolved by hand\n");
    scratch.add("fresh", "fresh\n");
    let changes = scratch.open().staged().expect("readable").changes;
    assert_eq!(support::paths(&changes), ["both", "fresh"]);
    let base = Some(("both".into(), POEM.to_owned()));
    assert_eq!(previous(&scratch, &changes[0]), [base.clone(), base]);
    assert_eq!(changes[1].previous, [None, None]);
}

#[test]
fn a_running_merge_names_what_it_brings() {
    let scratch = forked();
    scratch.git(&["merge", "-q", "--no-commit", "side"]);
    let head = scratch.line(&["rev-parse", "side"]);
    std::fs::remove_file(scratch.path().join(".git/MERGE_HEAD")).expect("it was there");
    assert_eq!(scratch.staged_paths(), ["brought/by", "theirs"]);
    let variable = format!("GITHEAD_{head}");
    let variables: [(&str, &OsStr); 1] = [(&variable, "side".as_ref())];
    let repository = scratch.open_with(&scratch.path(), &variables);
    assert_eq!(repository.staged().expect("readable").changes, []);
}

#[test]
fn a_merge_of_a_renamed_and_an_edited_file() {
    let scratch = Scratch::new();
    scratch.add("old", POEM);
    scratch.commit("base");
    scratch.git(&["branch", "side"]);
    scratch.git(&["mv", "old", "new"]);
    scratch.commit("renamed");
    scratch.git(&["checkout", "-q", "side"]);
    scratch.add("old", format!("{POEM}key\n"));
    scratch.commit("edited");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.git(&["merge", "-q", "--no-commit", "side"]);
    let change = only(&scratch);
    assert_eq!(change.path, "new");
    let expected = [("new", POEM.to_owned()), ("old", format!("{POEM}key\n"))];
    let expected = expected.map(|(path, content)| Some((path.into(), content)));
    assert_eq!(previous(&scratch, &change), expected);
}

#[test]
fn a_merge_of_three() {
    let scratch = forked();
    scratch.git(&["checkout", "-q", "-b", "third", "main~1"]);
    scratch.add("third", "third\n");
    scratch.commit("third");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.git(&["merge", "-q", "--no-commit", "side", "third"]);
    scratch.add("fresh", "fresh\n");
    assert_eq!(only(&scratch).previous, [None, None, None]);
}

#[test]
fn conflicts_are_named() {
    let scratch = Scratch::new();
    scratch.add("f", "base\n");
    scratch.commit("base");
    scratch.git(&["branch", "side"]);
    scratch.add("f", "ours\n");
    scratch.commit("ours");
    scratch.git(&["checkout", "-q", "side"]);
    scratch.add("f", "theirs\n");
    scratch.commit("theirs");
    let outcome = scratch.try_git(&scratch.path(), &["merge", "-q", "main"], &[], b"");
    assert!(!outcome.status.success());
    let staged = scratch.open().staged().expect("readable");
    assert_eq!((staged.changes.len(), &staged.unmerged[..]), (0, &["f".into()][..]));
    assert_eq!(staged.notices()[0].weight, Weight::Trouble);
    scratch.add("f", "resolved\n");
    assert_eq!(only(&scratch).previous.len(), 2);
}

#[test]
fn a_broken_merge_head_is_told() {
    let scratch = Scratch::new();
    scratch.commit("one");
    std::fs::write(scratch.path().join(".git/MERGE_HEAD"), "what?\n").expect("writable");
    let error = scratch.open().staged().expect_err("no id");
    assert!(matches!(&error, Error::File { path, .. } if path.ends_with("MERGE_HEAD")), "{error}");
}

#[test]
fn one_file_of_index_and_commits() {
    let scratch = Scratch::new();
    assert_eq!(scratch.open().head_blob("f".into()).expect("unborn"), None);
    scratch.add("a/f", "1");
    scratch.commit("one");
    scratch.add("a/f", "2");
    scratch.commit("two");
    scratch.add("a/f", "3");
    let repository = scratch.open();
    let content = |id: Option<BlobId>| id.map(|id| repository.read(id).expect("readable"));
    let found = [
        repository.index_blob("a/f".into()).expect("readable"),
        repository.head_blob("a/f".into()).expect("readable"),
        repository.tree_blob("main~1", "a/f".into()).expect("readable"),
    ];
    assert_eq!(found.map(content), [b"3", b"2", b"1"].map(|text| Some(text.to_vec())));
    for absent in ["a", "a/f/g", "b", "", "/a/f", "a/"] {
        assert_eq!(repository.index_blob(absent.into()).expect("readable"), None, "{absent}");
        assert_eq!(repository.head_blob(absent.into()).expect("readable"), None, "{absent}");
    }
    let error = repository.tree_blob("nope", "a/f".into()).expect_err("no such revision");
    assert!(matches!(error, Error::Revision { .. }), "{error}");
}

#[test]
fn a_detached_head_and_a_clone_for_another_thread() {
    let scratch = Scratch::new();
    scratch.add("f", "1");
    scratch.commit("one");
    scratch.git(&["checkout", "-q", "--detach"]);
    scratch.add("f", "2");
    let repository = scratch.open();
    let other = repository.clone();
    let content = std::thread::spawn(move || {
        let change = other.staged().expect("readable").changes.remove(0);
        other.read(change.id).expect("readable")
    });
    assert_eq!(content.join().expect("no panic"), b"2");
    assert_eq!(repository.staged().expect("readable").changes.len(), 1);
}
