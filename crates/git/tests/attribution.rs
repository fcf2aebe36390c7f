//! Where findings come from, compared with what git says of the same histories.

mod support;

use sdf_core::ByteSlice;
use sdf_git::{Attribution, CommitText, Holding, Key, Progress, Reading};
use std::collections::BTreeSet;
use support::Scratch;
use support::attribution::{attribute, found, search, strings, walk};
use support::truth::{Truth, assert_true};

/// What we say of all of history, after comparing it with the truth: with objects that are loose,
/// and with a pack of long chains of deltas.
fn checked(scratch: &Scratch, contents: &[(&str, u32)]) -> Attribution {
    let found = found(scratch, contents);
    let truth = Truth::of(scratch);
    let loose = attribute(scratch, &found);
    assert_true(&loose, &truth, &found);
    assert!(loose.trouble.is_empty(), "{:?}", loose.trouble);
    scratch.git(&["repack", "-q", "-a", "-d", "-f", "--window=50", "--depth=50"]);
    let packed = attribute(scratch, &found);
    assert_eq!((&loose.lives, &loose.paths), (&packed.lives, &packed.paths));
    packed
}

#[test]
fn a_finding_comes_moves_and_goes() {
    let scratch = Scratch::new();
    scratch.add("readme", "nothing\n");
    scratch.commit("start");
    scratch.add("a/b/key", "secret\n");
    let came = scratch.commit("came");
    scratch.git(&["mv", "a/b/key", "a/moved"]);
    scratch.commit("moved");
    scratch.add("a/moved", "secret\nand more\n");
    let last = scratch.commit("changed");
    scratch.git(&["tag", "v1"]);
    scratch.git(&["rm", "-q", "a/moved"]);
    let gone = scratch.commit("gone");
    let told = checked(&scratch, &[("secret\n", 1), ("secret\nand more\n", 1)]);
    let life = &told.lives[&Key(1)];
    assert_eq!((&life.introduced.commit.id, &life.last.id), (&came, &last));
    assert_eq!(life.introduced.commit.author, "Ada");
    assert_eq!(life.introduced.commit.date, scratch.line(&["log", "-1", "--format=%aI", &came]));
    assert_eq!(life.introduced.path, "a/b/key");
    assert_eq!(life.removed.as_ref().map(|commit| &commit.id), Some(&gone));
    assert!(!life.in_head && !life.introduced.is_cut);
    assert_eq!(strings(&life.paths), ["a/b/key", "a/moved"]);
    assert_eq!((strings(&life.refs), life.holding), (vec!["refs/tags/v1".into()], Holding::AtTip));
}

#[test]
fn the_side_that_removed_it_is_named_not_the_merge() {
    let scratch = Scratch::new();
    scratch.add("key", "secret\n");
    scratch.commit("came");
    scratch.git(&["checkout", "-q", "-b", "topic"]);
    scratch.git(&["rm", "-q", "key"]);
    let gone = scratch.commit("gone");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.add("other", "1\n");
    let last = scratch.commit("meanwhile");
    scratch.git(&["merge", "-q", "--no-edit", "topic"]);
    let told = checked(&scratch, &[("secret\n", 0)]);
    let life = &told.lives[&Key(0)];
    assert_eq!(life.removed.as_ref().map(|commit| &commit.id), Some(&gone));
    assert_eq!((&life.last.id, life.holding), (&last, Holding::Before));
    assert_eq!(strings(&life.refs), ["HEAD", "refs/heads/main", "refs/heads/topic"]);
}

#[test]
fn a_merge_that_drops_one_side_removed_it() {
    let scratch = Scratch::new();
    scratch.add("base", "1\n");
    scratch.commit("base");
    scratch.git(&["checkout", "-q", "-b", "topic"]);
    scratch.add("key", "secret\n");
    scratch.commit("came");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.git(&["merge", "-q", "-s", "ours", "--no-edit", "topic"]);
    let merge = scratch.line(&["rev-parse", "HEAD"]);
    let told = checked(&scratch, &[("secret\n", 0)]);
    let life = &told.lives[&Key(0)];
    assert_eq!(life.removed.as_ref().map(|commit| &commit.id), Some(&merge));
    assert_eq!(strings(&life.refs), ["refs/heads/topic"]);
}

#[test]
fn two_that_brought_it_and_one_that_brought_it_back() {
    let scratch = Scratch::new();
    scratch.add("base", "1\n");
    scratch.commit("base");
    scratch.git(&["branch", "topic"]);
    scratch.add("key", "secret\n");
    let first = scratch.commit("came");
    scratch.git(&["rm", "-q", "key"]);
    scratch.commit("gone");
    scratch.add("back/key", "secret\n");
    let second = scratch.commit("back");
    scratch.git(&["checkout", "-q", "topic"]);
    scratch.add("twice/key", "secret\n");
    let third = scratch.commit("here too");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.git(&["merge", "-q", "--no-edit", "topic"]);
    let told = checked(&scratch, &[("secret\n", 7)]);
    let life = &told.lives[&Key(7)];
    assert_eq!(life.introduced.commit.id, first);
    assert_eq!(life.introduced.others, [second, third]);
    assert!(life.in_head && life.removed.is_none());
    assert_eq!(
        strings(&told.paths.values().next().expect("one")[..]),
        ["back/key", "key", "twice/key"]
    );
}

#[test]
fn an_octopus_links_modes_and_copies() {
    let scratch = Scratch::new();
    scratch.add("base", "1\n");
    scratch.commit("base");
    for branch in ["one", "two", "three"] {
        scratch.git(&["checkout", "-q", "-b", branch, "main"]);
        scratch.add(&format!("{branch}/key"), format!("secret {branch}\n"));
        scratch.add("same/key", "same\n");
        scratch.commit(branch);
    }
    scratch.git(&["checkout", "-q", "main"]);
    scratch.git(&["merge", "-q", "--no-edit", "one", "two", "three"]);
    std::os::unix::fs::symlink("secret two\n", scratch.path().join("link")).expect("a link");
    scratch.git(&["add", "link"]);
    scratch.commit("link");
    scratch.git(&["update-index", "--chmod=+x", "one/key"]);
    scratch.git(&[
        "update-index",
        "--add",
        "--cacheinfo",
        &format!("160000,{},sub", scratch.blob(b"secret three\n")),
    ]);
    scratch.commit("modes");
    checked(
        &scratch,
        &[("secret one\n", 0), ("secret two\n", 1), ("secret three\n", 2), ("same\n", 300)],
    );
}

#[test]
fn stashes_notes_tags_and_other_work_trees() {
    let scratch = Scratch::new();
    scratch.add("base", "1\n");
    scratch.commit("base");
    for (at, content) in ["first\n", "second\n", "third\n"].iter().enumerate() {
        scratch.write("base", content);
        scratch.git(&["stash", "push", "-q", "-m", &at.to_string()]);
    }
    scratch.git(&["notes", "add", "-m", "in a note"]);
    let other = scratch.outside().join("other");
    scratch.git(&["worktree", "add", "-q", "--detach", other.to_str().expect("UTF-8")]);
    std::fs::write(other.join("there"), "there\n").expect("a file");
    scratch.git_in(&other, &["add", "there"], &[], b"");
    scratch.git_in(&other, &["commit", "-q", "-m", "there"], &[], b"");
    let blob = scratch.blob(b"tagged alone\n");
    scratch.git(&["tag", "-a", "-m", "a blob", "blob", &blob]);
    scratch.add("lost", "lost\n");
    let tree = scratch.line(&["write-tree"]);
    scratch.git(&["tag", "-a", "-m", "a tree", "tree", &tree]);
    scratch.git(&["reset", "-q", "--hard"]);
    let contents = [
        ("first\n", 1),
        ("second\n", 2),
        ("third\n", 3),
        ("in a note\n", 4),
        ("there\n", 5),
        ("tagged alone\n", 6),
        ("lost\n", 7),
        ("nowhere\n", 8),
    ];
    let told = attribute(&scratch, &found(&scratch, &contents));
    let refs = |key: u32| strings(&told.lives[&Key(key)].refs);
    assert_eq!(refs(1), ["stash@{2}"]);
    assert_eq!(refs(2), ["stash@{1}"]);
    assert_eq!(refs(3), ["refs/stash"]);
    assert_eq!(refs(4), ["refs/notes/commits"]);
    assert_eq!(refs(5), ["worktrees/other/HEAD"]);
    assert_eq!(refs(6), ["refs/tags/blob"]);
    assert_eq!(refs(7), ["refs/tags/tree"]);
    assert!(!told.lives.contains_key(&Key(8)), "it is in no commit");
    assert_eq!(told.lives[&Key(6)].introduced.path, "refs/tags/blob");
    assert_eq!(told.lives[&Key(7)].introduced.path, "lost");
    assert_eq!(told.lives[&Key(7)].introduced.commit.author, "Ada");
    assert!(told.trouble.is_empty(), "{:?}", told.trouble);
}

#[test]
fn named_revisions_alone() {
    let scratch = Scratch::new();
    scratch.add("base", "1\n");
    scratch.commit("base");
    scratch.git(&["checkout", "-q", "-b", "topic"]);
    scratch.add("topic", "topic\n");
    scratch.commit("topic");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.add("main", "main\n");
    scratch.commit("main");
    let repository = scratch.open();
    let tips = repository.tips(&["topic".into()]).expect("readable");
    let mut seen = BTreeSet::new();
    let reader = |text: &CommitText<'_>| {
        seen.insert(text.message().to_str_lossy().trim().to_owned());
    };
    let (ancestry, _) = repository
        .ancestry(&tips, vec![reader], Reading::Faster, &Progress::default())
        .expect("readable");
    let found = found(&scratch, &[("topic\n", 0), ("main\n", 1), ("1\n", 2)]);
    let told = search(&repository, &ancestry, &found, Reading::All);
    assert_eq!(seen, BTreeSet::from(["base".into(), "topic".into()]));
    assert_eq!(told.lives.keys().collect::<Vec<_>>(), [&Key(0), &Key(2)]);
    assert!(!told.lives[&Key(0)].in_head && told.lives[&Key(2)].in_head);
    assert!(repository.tips(&["nonsense".into()]).is_err());
}

#[test]
fn a_shallow_clone_says_that_it_is_cut() {
    let scratch = Scratch::new();
    scratch.add("key", "secret\n");
    scratch.commit("came");
    for at in 0..3 {
        scratch.add("other", format!("{at}\n"));
        scratch.commit("later");
    }
    scratch.add("late", "late\n");
    scratch.commit("late");
    let clone = scratch.outside().join("clone");
    let from = format!("file://{}", scratch.path().display());
    let folder = clone.to_str().expect("UTF-8");
    scratch.git_in(&scratch.outside(), &["clone", "-q", "--depth=2", &from, folder], &[], b"");
    let repository = scratch.open_with(&clone, &[]);
    let tips = repository.tips(&[]).expect("readable");
    let ancestry = walk(&repository, &tips, Reading::All);
    let found = found(&scratch, &[("secret\n", 0), ("late\n", 1)]);
    let told = search(&repository, &ancestry, &found, Reading::All);
    assert!(told.lives[&Key(0)].introduced.is_cut && !told.lives[&Key(1)].introduced.is_cut);
    assert_eq!(told.lives[&Key(0)].introduced.commit.id, scratch.line(&["rev-parse", "HEAD~1"]));
    assert!(told.trouble.is_empty(), "{:?}", told.trouble);
}
