//! The shapes that an index and an object database can have, also broken ones.

mod support;

use sdf_core::BString;
use sdf_git::Error;
use std::path::PathBuf;
use support::Scratch;

/// Three folders with two files each, committed.
fn folders(options: &[&str]) -> Scratch {
    let scratch = Scratch::with(options);
    for folder in ["in", "out", "out/deep"] {
        scratch.write(&format!("{folder}/a"), format!("{folder} a\n"));
        scratch.write(&format!("{folder}/b"), format!("{folder} b\n"));
    }
    scratch.write("sdf-hook.toml", "# settings\n");
    scratch.git(&["add", "."]);
    scratch.commit("one");
    scratch
}

fn index(scratch: &Scratch) -> PathBuf {
    scratch.path().join(".git/index")
}

#[test]
fn sha256() {
    let scratch = folders(&["--object-format=sha256"]);
    assert_eq!(scratch.staged_paths(), Vec::<BString>::new());
    scratch.add("in/a", "changed\n");
    scratch.git(&["mv", "out/b", "moved"]);
    let repository = scratch.open();
    let changes = repository.staged().expect("readable").changes;
    assert_eq!(support::paths(&changes), ["in/a", "moved"]);
    assert_eq!(changes[0].id.to_string().len(), 64);
    assert_eq!(repository.read(changes[0].id).expect("readable"), b"changed\n");
    assert!(changes[1].previous[0].is_some());
    scratch.commit("two");
    let range = scratch.open().range("HEAD~1", "HEAD").expect("readable");
    assert_eq!((range.changes.len(), range.commits.len()), (2, 1));
}

#[test]
fn index_version_4() {
    let scratch = folders(&[]);
    scratch.git(&["update-index", "--index-version", "4"]);
    scratch.add("out/deep/b", "changed\n");
    assert_eq!(scratch.staged_paths(), ["out/deep/b"]);
}

#[test]
fn a_split_index() {
    let scratch = folders(&[]);
    scratch.git(&["update-index", "--split-index"]);
    scratch.add("in/a", "changed\n");
    scratch.add("new", "new\n");
    scratch.git(&["rm", "-q", "--cached", "out/a"]);
    let files = std::fs::read_dir(scratch.path().join(".git")).expect("a folder");
    let paths = files.flatten().map(|entry| entry.path());
    let is_shared = |path: &PathBuf| path.to_string_lossy().contains("/sharedindex.");
    let shared: Vec<PathBuf> = paths.filter(is_shared).collect();
    assert!(!shared.is_empty(), "the index is not split");
    assert_eq!(scratch.staged_paths(), ["in/a", "new"]);
    assert_eq!(scratch.open().index_files().expect("readable").len(), 7);
    assert!(scratch.open().index_blob("sdf-hook.toml".into()).expect("readable").is_some());

    for path in shared {
        std::fs::remove_file(path).expect("it was there");
    }
    let error = scratch.open().staged().expect_err("half of it is gone");
    assert!(matches!(error, Error::Index { .. }), "{error}");
}

#[test]
fn a_sparse_index() {
    let scratch = folders(&[]);
    scratch.git(&["sparse-checkout", "set", "--cone", "--sparse-index", "in"]);
    let listed = scratch.git(&["ls-files", "-s", "--sparse"]);
    assert!(String::from_utf8_lossy(&listed).contains("040000"), "the index is not sparse");
    assert_eq!(scratch.staged_paths(), Vec::<BString>::new());

    let files = scratch.open().index_files().expect("readable");
    let files: Vec<&BString> = files.iter().map(|file| &file.path).collect();
    let all = ["in/a", "in/b", "out/a", "out/b", "out/deep/a", "out/deep/b", "sdf-hook.toml"];
    assert_eq!(files, all);
    let repository = scratch.open();
    let blob = repository.index_blob("out/deep/b".into()).expect("readable").expect("a blob");
    assert_eq!(repository.read(blob).expect("readable"), b"out/deep b\n");
    assert_eq!(repository.index_blob("out/none".into()).expect("readable"), None);

    // HEAD moves, the folder outside of the cone stays: all of its change is staged.
    scratch.add("in/a", "changed\n");
    scratch.git(&["commit", "-q", "-m", "two"]);
    scratch.git(&["update-index", "--cacheinfo", "100644", &scratch.blob(b"x\n"), "out/deep/b"]);
    assert_eq!(scratch.staged_paths(), ["out/deep/b"]);
    scratch.git(&["commit", "-q", "-m", "three"]);
    scratch.git(&["sparse-checkout", "reapply"]);
    scratch.git(&["reset", "-q", "--soft", "HEAD~2"]);
    let listed = scratch.git(&["ls-files", "-s", "--sparse"]);
    assert!(String::from_utf8_lossy(&listed).contains("040000"), "the index is not sparse");
    assert_eq!(scratch.staged_paths(), ["in/a", "out/deep/b"]);
}

#[test]
fn no_index_is_an_empty_one() {
    let scratch = folders(&[]);
    std::fs::remove_file(index(&scratch)).expect("it was there");
    assert_eq!(scratch.staged_paths(), Vec::<BString>::new());
    assert_eq!(scratch.open().index_files().expect("readable"), []);
}

#[test]
fn a_damaged_index_is_refused_or_read() {
    let scratch = folders(&[]);
    scratch.add("in/a", "changed\n");
    let whole = std::fs::read(index(&scratch)).expect("readable");
    let attempt = |bytes: &[u8]| {
        std::fs::write(index(&scratch), bytes).expect("writable");
        let repository = scratch.open();
        (repository.staged(), repository.index_files())
    };
    for length in (0..whole.len()).step_by(7) {
        // What lies behind the entries only speeds things up.
        match attempt(&whole[..length]).0 {
            Ok(staged) => assert_eq!(support::paths(&staged.changes), ["in/a"], "cut to {length}"),
            Err(error) => assert!(matches!(error, Error::Index { .. }), "{length}: {error}"),
        }
    }
    // Any byte may turn into any other; nothing may panic or run on.
    let mut seed = 1_u32;
    for at in 0..whole.len() {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let mut bytes = whole.clone();
        bytes[at] ^= (seed >> 24) as u8 | 1;
        let _ = attempt(&bytes);
    }
}

/// The file of a loose object.
fn object(scratch: &Scratch, revision: &str) -> PathBuf {
    let id = scratch.line(&["rev-parse", revision]);
    scratch.path().join(".git/objects").join(&id[..2]).join(&id[2..])
}

#[test]
fn missing_and_damaged_objects() {
    let scratch = folders(&[]);
    scratch.add("in/a", "changed\n");
    let change = scratch.open().staged().expect("readable").changes.remove(0);
    let blob = object(&scratch, ":in/a");
    std::fs::remove_file(&blob).expect("it was there");
    let repository = scratch.open();
    assert_eq!(repository.staged().expect("readable").changes.len(), 1);
    let error = repository.read(change.id).expect_err("gone");
    assert!(matches!(error, Error::Missing { promised: false, .. }), "{error}");
    assert!(matches!(repository.size(change.id), Err(Error::Missing { .. })));
    scratch.git(&["config", "remote.origin.promisor", "true"]);
    let error = scratch.open().read(change.id).expect_err("left on the remote");
    assert!(matches!(error, Error::Missing { promised: true, .. }), "{error}");

    std::fs::write(&blob, b"\x78\x9cnot zlib at all").expect("writable");
    let error = scratch.open().read(change.id).expect_err("damaged");
    assert!(matches!(error, Error::Corrupt { .. }), "{error}");

    let tree = object(&scratch, "HEAD^{tree}");
    let kept = std::fs::read(&tree).expect("readable");
    std::fs::remove_file(&tree).expect("it was there");
    let error = scratch.open().staged().expect_err("HEAD's tree is gone");
    assert!(matches!(error, Error::Missing { .. }), "{error}");
    std::fs::write(&tree, kept).expect("writable");

    std::fs::remove_file(object(&scratch, "HEAD")).expect("it was there");
    let error = scratch.open().staged().expect_err("HEAD's commit is gone");
    assert!(matches!(error, Error::Missing { .. }), "{error}");
}

#[test]
fn a_broken_head_is_not_an_unborn_one() {
    let scratch = folders(&[]);
    let branch = scratch.path().join(".git/refs/heads/main");
    std::fs::write(&branch, "garbage\n").expect("writable");
    let error = scratch.open().staged().expect_err("no id");
    assert!(matches!(error, Error::Reference { .. }), "{error}");
    std::fs::write(&branch, format!("{}\n", "1".repeat(40))).expect("writable");
    let error = scratch.open().staged().expect_err("no commit");
    assert!(matches!(error, Error::Missing { .. }), "{error}");
    std::fs::write(&branch, format!("{}\n", "0".repeat(40))).expect("writable");
    let staged = scratch.open().staged();
    assert!(staged.is_err(), "{staged:?}");
}

#[test]
fn refs_in_another_format_are_refused() {
    let scratch = folders(&[]);
    scratch.git(&["config", "core.repositoryFormatVersion", "1"]);
    scratch.git(&["config", "extensions.refStorage", "reftable"]);
    let outcome = sdf_git::Repository::open(support::environment(&scratch.path(), &[]));
    assert!(matches!(outcome.err(), Some(Error::Unsupported { .. })));
}

#[test]
fn packed_objects_and_refs() {
    let scratch = folders(&[]);
    scratch.add("in/a", "in a\nmore\n");
    scratch.commit("two");
    scratch.git(&["gc", "-q", "--aggressive"]);
    scratch.git(&["pack-refs", "--all"]);
    scratch.add("in/b", "changed\n");
    assert_eq!(scratch.staged_paths(), ["in/b"]);
    let repository = scratch.open();
    let old = repository.tree_blob("main~1", "in/a".into()).expect("readable").expect("a blob");
    assert_eq!(repository.read(old).expect("readable"), b"in a\n");
    assert_eq!(repository.size(old).expect("readable"), 5);
}

#[test]
fn replaced_objects_do_not_hide_what_is_stored() {
    let scratch = folders(&[]);
    scratch.add("in/a", "key\n");
    let (key, harmless) = (scratch.line(&["rev-parse", ":in/a"]), scratch.blob(b"harmless\n"));
    scratch.git(&["replace", &key, &harmless]);
    let repository = scratch.open();
    let change = repository.staged().expect("readable").changes.remove(0);
    assert_eq!(repository.read(change.id).expect("readable"), b"key\n");
}

/// A tree object with these bytes, whatever they are, in a commit.
fn commit_of_tree(scratch: &Scratch, tree: &[u8]) -> String {
    let arguments = ["hash-object", "-t", "tree", "-w", "--literally", "--stdin"];
    let id = scratch.git_in(&scratch.path(), &arguments, &[], tree);
    let id = String::from_utf8(id).expect("UTF-8");
    scratch.line(&["commit-tree", "-m", "made by hand", id.trim()])
}

/// An entry of a tree object.
fn entry(mode: &str, name: &str, id: &str) -> Vec<u8> {
    let bytes = |at: usize| u8::from_str_radix(&id[at..at + 2], 16).expect("hexadecimal");
    let id: Vec<u8> = (0..id.len()).step_by(2).map(bytes).collect();
    [mode.as_bytes(), b" ", name.as_bytes(), b"\0", &id].concat()
}

#[test]
fn malformed_trees_hide_nothing() {
    let scratch = Scratch::new();
    let (old, new) = (scratch.blob(b"old\n"), scratch.blob(b"key\n"));
    let base = [entry("100644", "a", &old), entry("100644", "b", &old)].concat();
    let base = commit_of_tree(&scratch, &base);
    let file = |name, id| entry("100644", name, id);
    let trees: [&[Vec<u8>]; 4] = [
        &[file("b", &new), file("a", &old)],
        &[file("a", &old), file("a", &new), file("b", &old)],
        &[file("a", &old), file("b", &old), file("a", &new)],
        &[entry("40000", "a", &scratch.line(&["write-tree"])), file("a", &old), file("b", &new)],
    ];
    for tree in trees {
        let commit = commit_of_tree(&scratch, &tree.concat());
        let range = scratch.open().range(&base, &commit).expect("readable");
        assert!(range.changes.iter().any(|change| change.id.to_string() == new), "{tree:?}");
    }
    let cut = commit_of_tree(&scratch, &file("a", &new)[..12]);
    let error = scratch.open().range(&base, &cut).expect_err("half an entry");
    assert!(matches!(error, Error::Corrupt { .. }), "{error}");
    let confused = commit_of_tree(&scratch, &entry("40000", "a", &new));
    let error = scratch.open().range(&base, &confused).expect_err("a blob for a folder");
    assert!(matches!(error, Error::Corrupt { .. }), "{error}");
}

#[test]
fn endless_folders_end() {
    let scratch = Scratch::new();
    let mut input = b"commit refs/heads/deep\ncommitter A <a@b> 1 +0000\ndata 1\nx\n".to_vec();
    input.extend_from_slice(b"M 100644 inline ");
    input.extend_from_slice("d/".repeat(5000).as_bytes());
    input.extend_from_slice(b"f\ndata 1\nx\n");
    scratch.git_in(&scratch.path(), &["fast-import", "--quiet"], &[], &input);
    let error = scratch.open().range(&"0".repeat(40), "deep").expect_err("5000 deep");
    assert!(matches!(error, Error::TooLarge { .. }), "{error}");
}
