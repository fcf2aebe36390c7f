//! Indexes of every sort, changed as git would.

mod support;

use proptest::prelude::*;
use sdf_core::ByteSlice;
use sdf_git::{BlobId, Error, Repair, Repaired};
use support::Scratch;

/// Files in folders, committed, and those of `paths` staged with other content.
fn staged(options: &[&str], paths: &[&str]) -> Scratch {
    let scratch = Scratch::with(options);
    for path in ["a", "in/a", "in/b", "in/deep/a", "in-between", "out/a", "out/deep/b", "z"] {
        scratch.write(path, format!("{path}\n"));
    }
    scratch.git(&["add", "."]);
    scratch.commit("one");
    paths.iter().for_each(|path| scratch.add(path, format!("{path} changed \n")));
    scratch
}

/// What the files at `paths` are to become.
fn repairs(scratch: &Scratch, paths: &[&str]) -> Vec<Repair> {
    let repair = |path: &&str| {
        let id: BlobId = scratch.line(&["rev-parse", &format!(":{path}")]).parse().expect("an id");
        let content = format!("{path} changed\n").into_bytes();
        Repair { path: (*path).into(), id, content, on_disk: None }
    };
    paths.iter().map(repair).collect()
}

/// Repairs them, and compares the index with the one that git makes of the same change.
fn check(scratch: &Scratch, paths: &[&str]) {
    let flags = |scratch: &Scratch| scratch.git(&["ls-files", "-t", "-v", "--sparse"]);
    let before = flags(scratch);
    let repaired = scratch.open().restage(repairs(scratch, paths)).expect("it can be written");
    assert_eq!(repaired, vec![Repaired::Made; paths.len()]);
    for path in paths {
        let staged = scratch.git(&["cat-file", "blob", &format!(":{path}")]);
        assert_eq!(staged, format!("{path} changed\n").as_bytes());
    }
    assert_eq!(flags(scratch).as_bstr(), before.as_bstr(), "marks of entries stay");
    scratch.git(&["fsck", "--strict"]);
    // The trees that the index knows make no difference.
    let tree = scratch.line(&["write-tree"]);
    // An intent to add is no part of a tree.
    let entries = scratch.git(&["ls-files", "--stage", "-z", "--", ":!new"]);
    let other = scratch.outside().join("other-index");
    let variables = [("GIT_INDEX_FILE", other.as_os_str())];
    let run = |arguments: &[&str], input: &[u8]| {
        scratch.git_in(&scratch.path(), arguments, &variables, input)
    };
    run(&["update-index", "-z", "--index-info"], &entries);
    assert_eq!(run(&["write-tree"], b"").trim().to_str(), Ok(tree.as_str()));
}

#[test]
fn versions_of_the_format() {
    for version in ["2", "3", "4"] {
        let scratch = staged(&[], &["a", "in/deep/a"]);
        scratch.git(&["update-index", "--index-version", version]);
        if version == "3" {
            scratch.write("new", "new\n");
            scratch.git(&["add", "--intent-to-add", "new"]);
            scratch.git(&["update-index", "--skip-worktree", "in/a"]);
        }
        check(&scratch, &["a", "in/deep/a"]);
    }
}

#[test]
fn sha256() {
    let scratch = staged(&["--object-format=sha256"], &["in/deep/a", "z"]);
    check(&scratch, &["in/deep/a", "z"]);
}

#[test]
fn marks_of_the_files_themselves_stay() {
    let scratch = staged(&[], &["in/a", "in/b", "z"]);
    scratch.git(&["update-index", "--skip-worktree", "in/a"]);
    scratch.git(&["update-index", "--assume-unchanged", "in/b"]);
    scratch.git(&["update-index", "--chmod=+x", "z"]);
    check(&scratch, &["in/a", "in/b", "z"]);
    let entry = scratch.line(&["ls-files", "--stage", "z"]);
    assert!(entry.starts_with("100755"), "{entry}");
}

#[test]
fn known_trees_are_forgotten_only_where_they_change() {
    let scratch = staged(&[], &["in/deep/a"]);
    scratch.git(&["write-tree"]);
    let known = |scratch: &Scratch| {
        let index = std::fs::read(scratch.path().join(".git/index")).expect("the index");
        let at = index.find(b"TREE").expect("known trees");
        index[at..].to_vec()
    };
    assert!(!known(&scratch).contains_str("-1 "));
    check(&scratch, &["in/deep/a"]);
    let scratch = staged(&[], &["in/deep/a"]);
    scratch.git(&["write-tree"]);
    scratch.open().restage(repairs(&scratch, &["in/deep/a"])).expect("it can be written");
    let known = known(&scratch);
    assert!(known.contains_str(b"in\0-1 1\ndeep\0-1 0\n"), "{}", known.as_bstr());
    assert!(known.contains_str(b"out\x002 1\n"), "{}", known.as_bstr());
}

#[test]
fn further_parts_of_the_index() {
    let scratch = staged(&[], &["in/a"]);
    scratch.write("untracked/file", "x\n");
    scratch.git(&["config", "core.untrackedCache", "true"]);
    scratch.git(&["update-index", "--force-untracked-cache"]);
    scratch.git(&["status"]);
    check(&scratch, &["in/a"]);
    let status = scratch.git(&["status", "--porcelain"]);
    assert_eq!(status.as_bstr(), "MM in/a\n?? untracked/\n".as_bytes().as_bstr());

    // Many entries with threads: where they begin is told in further parts.
    let scratch = staged(&[], &[]);
    scratch.git(&["config", "index.threads", "2"]);
    for file in 0..300 {
        scratch.write(&format!("many/{file}"), format!("{file}\n"));
    }
    scratch.git(&["add", "."]);
    scratch.add("many/7", "many/7 changed \n");
    check(&scratch, &["many/7"]);

    let scratch = staged(&[], &["in/a"]);
    scratch.git(&["config", "index.skipHash", "true"]);
    scratch.add("in/b", "in/b changed \n");
    check(&scratch, &["in/a", "in/b"]);
}

#[test]
fn a_file_system_monitor_is_asked_again() {
    let scratch = staged(&[], &["in/a"]);
    // One that says that nothing ever changes.
    let hook = scratch.outside().join("monitor");
    std::fs::write(&hook, "#!/bin/sh\nprintf 'token\\0'\n").expect("a file");
    std::fs::set_permissions(&hook, std::os::unix::fs::PermissionsExt::from_mode(0o755))
        .expect("it is ours");
    scratch.git(&["config", "core.fsmonitor", hook.to_str().expect("UTF-8")]);
    scratch.git(&["update-index", "--fsmonitor"]);
    scratch.git(&["status"]);
    check(&scratch, &["in/a"]);
    assert_eq!(scratch.git(&["status", "--porcelain"]).as_bstr(), b"MM in/a\n".as_bstr());
}

#[test]
fn resolved_conflicts_are_remembered_and_open_ones_left_alone() {
    let scratch = staged(&[], &[]);
    scratch.git(&["checkout", "-q", "-b", "side"]);
    scratch.add("a", "theirs\n");
    scratch.add("z", "theirs\n");
    scratch.commit("theirs");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.add("a", "ours\n");
    scratch.add("z", "ours\n");
    scratch.commit("ours");
    scratch.try_git(&scratch.path(), &["merge", "side"], &[], b"");
    scratch.add("a", "a changed \n");
    let known = |scratch: &Scratch| scratch.git(&["ls-files", "--resolve-undo", "--unmerged"]);
    let before = known(&scratch);
    assert!(before.contains_str("z"));
    let repaired = scratch.open().restage(repairs(&scratch, &["a"])).expect("it can be written");
    assert_eq!(repaired, [Repaired::Made]);
    assert_eq!(known(&scratch).as_bstr(), before.as_bstr());
    let mut ours = repairs(&scratch, &["a"]);
    ours[0].id = scratch.line(&["rev-parse", ":2:z"]).parse().expect("an id");
    ours[0].path = "z".into();
    let repaired = scratch.open().restage(ours).expect("it can be written");
    assert!(matches!(repaired.as_slice(), [Repaired::Refused(_)]));
    assert_eq!(known(&scratch).as_bstr(), before.as_bstr());
}

#[test]
fn a_sparse_index_stays_sparse() {
    let scratch = staged(&[], &[]);
    scratch.git(&["sparse-checkout", "set", "--cone", "--sparse-index", "in"]);
    scratch.add("in/a", "in/a changed \n");
    check(&scratch, &["in/a"]);
    let entries = scratch.git(&["ls-files", "--sparse"]);
    assert!(entries.contains_str("out/\n"), "{}", entries.as_bstr());
}

#[test]
fn a_split_index_is_refused() {
    let scratch = staged(&[], &["in/a"]);
    scratch.git(&["update-index", "--split-index"]);
    let before = std::fs::read(scratch.path().join(".git/index")).expect("the index");
    let error = scratch.open().restage(repairs(&scratch, &["in/a"])).expect_err("it is split");
    assert!(matches!(error, Error::Unsupported { .. }), "{error}");
    assert!(error.to_string().contains("--no-split-index"), "{error}");
    assert_eq!(std::fs::read(scratch.path().join(".git/index")).expect("the index"), before);
    assert!(!scratch.path().join(".git/index.lock").exists());
}

#[test]
fn an_index_by_a_link_is_changed_where_it_is() {
    let scratch = staged(&[], &["in/a"]);
    let (index, real) = (scratch.path().join(".git/index"), scratch.outside().join("real"));
    std::fs::rename(&index, &real).expect("it is ours");
    std::os::unix::fs::symlink(&real, &index).expect("it is gone");
    check(&scratch, &["in/a"]);
    assert!(std::fs::symlink_metadata(&index).expect("the link").is_symlink());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A broken index is refused or left with as much as was in it, and never makes us panic.
    #[test]
    fn a_broken_index_is_no_trap(
        cut in any::<prop::sample::Index>(),
        byte in any::<(prop::sample::Index, u8)>(),
    ) {
        let scratch = staged(&[], &["in/a"]);
        let repairs = repairs(&scratch, &["in/a"]);
        let index = scratch.path().join(".git/index");
        let mut bytes = std::fs::read(&index).expect("the index");
        let (at, value) = (byte.0.index(bytes.len()), byte.1);
        bytes[at] = value;
        bytes.truncate(bytes.len() - cut.index(bytes.len()) / 8);
        std::fs::write(&index, &bytes).expect("it is ours");
        let result = scratch.open().restage(repairs);
        if !matches!(result.as_deref(), Ok([Repaired::Made])) {
            prop_assert_eq!(std::fs::read(&index).expect("the index"), bytes);
        }
    }
}
