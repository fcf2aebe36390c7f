//! Where findings come from in histories that are damaged, strange or huge.

mod support;

use sdf_core::ByteSlice;
use sdf_git::{CommitText, Key, ObjectKind, Progress, Reading, Search};
use std::fmt::Write;
use std::sync::Mutex;
use support::Scratch;
use support::attribution::{attribute, found, search, strings, troubles, walk};

fn remove(scratch: &Scratch, id: &str) {
    let file = scratch.path().join(".git/objects").join(&id[..2]).join(&id[2..]);
    std::fs::remove_file(file).expect("a loose object");
}

/// An object with any content.
fn forge(scratch: &Scratch, kind: &str, content: &[u8]) -> String {
    let arguments = ["hash-object", "-w", "--literally", "--stdin", "-t", kind];
    let id = scratch.git_in(&scratch.path(), &arguments, &[], content);
    id.trim().to_str().expect("ASCII").to_owned()
}

fn raw_id(hex: &str) -> Vec<u8> {
    sdf_git::ObjectId::from_hex(hex.as_bytes()).expect("an id").as_bytes().to_vec()
}

#[test]
fn a_missing_tree_is_told_once_and_the_rest_is_attributed() {
    let scratch = Scratch::new();
    scratch.add("a/key", "one\n");
    scratch.add("b/key", "two\n");
    let first = scratch.commit("first");
    scratch.add("other", "1\n");
    scratch.commit("second");
    let missing = scratch.line(&["rev-parse", "HEAD:a"]);
    remove(&scratch, &missing);
    // One that no commit has is no trouble.
    let tree = [b"40000 a\0".as_slice(), &[7; 20]].concat();
    forge(&scratch, "tree", &tree);
    let told = attribute(&scratch, &found(&scratch, &[("one\n", 1), ("two\n", 2)]));
    assert_eq!(told.lives.keys().collect::<Vec<_>>(), [&Key(2)]);
    assert_eq!(told.lives[&Key(2)].introduced.commit.id, first);
    let troubles = troubles(&told);
    assert!(troubles.len() == 1 && troubles[0].contains(&missing), "{troubles:?}");
}

#[test]
fn a_missing_commit_cuts_history() {
    let scratch = Scratch::new();
    scratch.add("key", "secret\n");
    let lost = scratch.commit("lost");
    scratch.add("other", "1\n");
    let child = scratch.commit("child");
    remove(&scratch, &lost);
    let repository = scratch.open();
    let tips = repository.tips(&[]).expect("readable");
    for reading in [Reading::Reachable, Reading::All] {
        let ancestry = walk(&repository, &tips, reading);
        assert_eq!(ancestry.trouble.told.len(), 1);
        assert!(ancestry.trouble.told[0].to_string().contains(&lost));
    }
    let told = attribute(&scratch, &found(&scratch, &[("secret\n", 0)]));
    let introduced = &told.lives[&Key(0)].introduced;
    assert_eq!((&introduced.commit.id, introduced.is_cut), (&child, true));
}

#[test]
fn a_partial_clone_says_once_that_trees_are_missing() {
    let scratch = Scratch::new();
    for at in 0..30 {
        scratch.add("a/count", format!("{at}\n"));
        scratch.add("a/key", if at < 20 { "secret\n" } else { "none\n" });
        scratch.commit("next");
    }
    scratch.git(&["config", "uploadpack.allowFilter", "true"]);
    let from = format!("file://{}", scratch.path().display());
    for (filter, is_told) in [("--filter=blob:none", true), ("--filter=tree:0", false)] {
        let clone = scratch.outside().join(filter);
        let folder = clone.to_str().expect("UTF-8");
        let arguments = ["clone", "-q", "--bare", filter, &from, folder];
        scratch.git_in(&scratch.outside(), &arguments, &[], b"");
        let repository = scratch.open_with(&clone, &[]);
        let tips = repository.tips(&[]).expect("readable");
        let found = found(&scratch, &[("secret\n", 0)]);
        for reading in [Reading::Reachable, Reading::All] {
            let ancestry = walk(&repository, &tips, reading);
            let told = search(&repository, &ancestry, &found, reading);
            assert_eq!(told.lives.contains_key(&Key(0)), is_told);
            let missing = if is_told { (0, 0) } else { (1, 29) };
            assert_eq!((told.trouble.told.len(), told.trouble.others), missing, "{reading:?}");
        }
    }
}

#[test]
fn a_commit_without_author_and_a_malformed_tree() {
    let scratch = Scratch::new();
    let key = scratch.blob(b"secret\n");
    let entry = [b"100644 key\0".as_slice(), &raw_id(&key)].concat();
    let torn = forge(&scratch, "tree", &[entry.as_slice(), b"100644 torn\0short"].concat());
    let nameless = forge(&scratch, "commit", format!("tree {torn}\n\nno author\n").as_bytes());
    scratch.git(&["update-ref", "refs/heads/main", &nameless]);
    let told = attribute(&scratch, &found(&scratch, &[("secret\n", 0)]));
    let introduced = &told.lives[&Key(0)].introduced;
    assert_eq!((&introduced.commit.id, introduced.commit.author.as_str()), (&nameless, ""));
    assert_eq!(introduced.path, "key");
    let troubles = troubles(&told);
    assert!(troubles.len() == 1 && troubles[0].contains(&torn), "{troubles:?}");
}

#[test]
fn refs_that_cannot_be_read_are_told() {
    let scratch = Scratch::new();
    scratch.add("key", "secret\n");
    scratch.commit("came");
    let refs = scratch.path().join(".git/refs/heads");
    std::fs::write(refs.join("torn"), "nonsense").expect("a file");
    std::fs::write(refs.join("lost"), "1".repeat(40)).expect("a file");
    let tips = scratch.open().tips(&[]).expect("readable");
    let told: Vec<String> = tips.trouble.told.iter().map(ToString::to_string).collect();
    assert!(told.len() == 2, "{told:?}");
    assert!(told.iter().any(|it| it.contains("torn")), "{told:?}");
    assert!(told.iter().any(|it| it.contains("refs/heads/lost")), "{told:?}");
    let told = attribute(&scratch, &found(&scratch, &[("secret\n", 0)]));
    assert!(told.lives[&Key(0)].in_head);
}

#[test]
fn nothing_is_said_of_an_empty_repository() {
    let scratch = Scratch::new();
    let tips = scratch.open().tips(&[]).expect("readable");
    assert!(tips.all.is_empty() && tips.trouble.is_empty());
    let told = attribute(&scratch, &found(&scratch, &[("secret\n", 0)]));
    assert!(told.lives.is_empty() && told.trouble.is_empty());
}

#[test]
fn a_tree_with_a_hundred_thousand_entries() {
    let scratch = Scratch::new();
    let (filler, key) = (scratch.blob(b"filler\n"), scratch.blob(b"secret\n"));
    let mut commits = Vec::new();
    for place in [None, Some(70_000), Some(3)] {
        let mut list = String::new();
        for at in 0..100_000 {
            let id = if place == Some(at) { &key } else { &filler };
            writeln!(list, "100644 blob {id}\t{at:06}").expect("memory");
        }
        let tree = scratch.git_in(&scratch.path(), &["mktree"], &[], list.as_bytes());
        let tree = tree.trim().to_str().expect("ASCII").to_owned();
        let mut arguments = vec!["commit-tree".to_owned(), tree, "-m".into(), "large".into()];
        if let Some(parent) = commits.last() {
            arguments.extend(["-p".to_owned(), String::clone(parent)]);
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        commits.push(scratch.line(&arguments));
    }
    scratch.git(&["update-ref", "refs/heads/main", &commits[2]]);
    scratch.git(&["repack", "-q", "-a", "-d", "-f"]);
    let told = attribute(&scratch, &found(&scratch, &[("secret\n", 0)]));
    let life = &told.lives[&Key(0)];
    assert_eq!((&life.introduced.commit.id, &life.last.id), (&commits[1], &commits[2]));
    assert_eq!(strings(&life.paths), ["000003", "070000"]);
    assert!(told.trouble.is_empty());
}

#[test]
fn long_and_deep_paths() {
    let scratch = Scratch::new();
    let long: Vec<String> = (0..16).map(|at| format!("{at:0255}")).collect();
    let (long, deep) = (long.join("/"), format!("{}key", "d/".repeat(8000)));
    let deeper = format!("{}key", "e/".repeat(10_000));
    let stream = format!(
        "commit refs/heads/main\ncommitter A <a@b> 1 +0000\ndata 0\n\
         M 100644 inline {long}\ndata 4\nlong\nM 100644 inline {deep}\ndata 4\ndeep\n\
         M 100644 inline {deeper}\ndata 6\ndeeper\n"
    );
    scratch.git_in(&scratch.path(), &["fast-import", "--quiet"], &[], stream.as_bytes());
    let told = attribute(&scratch, &found(&scratch, &[("long", 0), ("deep", 1), ("deeper", 2)]));
    assert_eq!(strings(&told.lives[&Key(0)].paths), [long]);
    assert_eq!(told.lives[&Key(1)].introduced.path.to_str_lossy(), deep);
    assert_eq!(strings(&told.lives[&Key(1)].paths), [deep]);
    let cut = &told.lives[&Key(2)];
    assert!(deeper.as_bytes().starts_with(&cut.introduced.path) && cut.introduced.blob.is_none());
    assert!(cut.paths.is_empty() && cut.more_paths && cut.in_head);
}

#[test]
fn names_and_texts_are_shown() {
    let scratch = Scratch::new();
    scratch.add("a/token-1/x", "1\n");
    let first = scratch.commit("one\n\nmore of it");
    scratch.git(&["mv", "a/token-1", "b"]);
    scratch.add("b/token-2", "2\n");
    scratch.git(&["add", "b"]);
    let second = scratch.commit("two");
    scratch.git(&["tag", "-a", "-m", "a tag", "v1"]);
    let tag = scratch.line(&["rev-parse", "v1"]);
    scratch.git(&["checkout", "-q", "--detach"]);
    let lost = scratch.commit("lost");
    scratch.git(&["checkout", "-q", "main"]);
    std::fs::remove_dir_all(scratch.path().join(".git/logs")).expect("logs");
    let repository = scratch.open();
    let tips = repository.tips(&[]).expect("readable");
    for reading in [Reading::Reachable, Reading::All] {
        let told = Mutex::new(Vec::new());
        let reader = |text: &CommitText<'_>| {
            let shown = text.shown();
            assert_eq!((shown.author.as_str(), shown.id), ("Ada", text.id.to_string()));
            let message = text.message().to_str_lossy().into_owned();
            told.lock().expect("no panic").push((text.id, text.kind, message));
        };
        let readers = vec![reader; 2];
        let (ancestry, _) =
            repository.ancestry(&tips, readers, reading, &Progress::default()).expect("readable");
        let mut told = told.into_inner().expect("no panic");
        told.retain(|(id, ..)| ancestry.has(id));
        let is_told = |id: &str, kind: ObjectKind, message: &str| {
            let id = sdf_git::ObjectId::from_hex(id.as_bytes()).expect("an id");
            told.contains(&(id, kind, message.to_owned()))
        };
        assert_eq!(told.len(), 3);
        assert!(is_told(&first, ObjectKind::Commit, "one\n\nmore of it\n"));
        assert!(is_told(&second, ObjectKind::Commit, "two\n"));
        assert!(is_told(&tag, ObjectKind::Tag, "a tag\n"));
        let id = |hex: &str| sdf_git::ObjectId::from_hex(hex.as_bytes()).expect("an id");
        assert!(ancestry.is_in_head(&id(&first)) && !ancestry.has(&id(&lost)));

        let judge = |name: &[u8]| name.starts_with(b"token-");
        let search = Search {
            found: &found(&scratch, &[("1\n", 5)]),
            names: Some(&judge),
            reading,
            threads: 2,
            progress: &Progress::default(),
        };
        let told = repository.attribute(&ancestry, &search).expect("readable");
        assert_eq!(
            strings(&told.names.keys().cloned().collect::<Vec<_>>()),
            ["token-1", "token-2"]
        );
        let (one, two) = (&told.names[b"token-1".as_bstr()], &told.names[b"token-2".as_bstr()]);
        assert_eq!((&one.introduced.commit.id, &two.introduced.commit.id), (&first, &second));
        assert_eq!((one.introduced.path.as_slice(), one.in_head), (&b"a/token-1"[..], false));
        assert_eq!(one.removed.as_ref().map(|commit| &commit.id), Some(&second));
        assert_eq!((strings(&two.paths), two.in_head), (vec!["b/token-2".into()], true));
        assert_eq!(told.lives.len(), 1);
    }
}
