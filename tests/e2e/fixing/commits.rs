//! What becomes of a commit that is fixed.

use std::fs;

use super::{FAULTY, FIXED, holds, staged, status};
use crate::stage::{PROGRAM, Stage};

/// A repository with a commit, whose hook fixes.
fn fixing(options: &str) -> Stage {
    let stage = Stage::new();
    stage.commit_unchecked();
    for hook in ["pre-commit", "pre-merge-commit"] {
        let script = format!("#!/bin/sh\nexec '{PROGRAM}' run --fix {options}\n");
        stage.write_executable(&format!(".git/hooks/{hook}"), &script);
    }
    stage
}

#[test]
fn a_fix_stops_the_commit_and_the_next_one_goes_through() {
    let stage = fixing("");
    stage.stage("a.py", FAULTY);
    stage.commit().stopped_by("a.py").says("fixed 1 finding in 1 file").says("again commits it");
    holds(&stage, "a.py", FIXED, FIXED);
    assert_eq!(status(&stage), "A  a.py\n");
    stage.commit().succeeded().keeps_quiet_about("fixed");
    assert_eq!(stage.git(["show", "HEAD:a.py"]), FIXED);
    assert_eq!(status(&stage), "");
}

#[test]
fn with_restage_the_commit_goes_on_with_the_fix() {
    let stage = fixing("--restage");
    stage.stage("a.py", FAULTY);
    stage.stage("b/c/d.py", FAULTY);
    stage.commit().succeeded().says("fixed 2 findings in 2 files").keeps_quiet_about("stops");
    assert_eq!(stage.git(["show", "HEAD:a.py"]), FIXED);
    assert_eq!(stage.git(["show", "HEAD:b/c/d.py"]), FIXED);
    assert_eq!(status(&stage), "");
    // What cannot be fixed stops it all the same.
    stage.stage("a.py", "x = 1 \nprint(eval(input()))\n");
    stage.commit().stopped_by("a.py:2").says("python.eval-dynamic").keeps_quiet_about("W291");
    holds(&stage, "a.py", "x = 1\nprint(eval(input()))\n", "x = 1\nprint(eval(input()))\n");
}

#[test]
fn a_commit_that_a_fix_leaves_empty_is_not_made() {
    let stage = fixing("--restage");
    stage.stage("a.py", FIXED);
    stage.commit_unchecked();
    stage.stage("a.py", FAULTY);
    stage.commit().stopped_by("nothing left to commit");
    holds(&stage, "a.py", FIXED, FIXED);
    // A file that goes is something.
    stage.stage("b.py", FIXED);
    stage.commit_unchecked();
    stage.stage("a.py", FAULTY);
    stage.git(["rm", "--quiet", "b.py"]);
    stage.commit().succeeded();
    assert_eq!(status(&stage), "");
}

/// Runs `git commit` with `options`, fixing and stopping, then again, then fixing and going on.
fn commits_fixed(options: &[&str]) {
    let commit = |stage: &Stage| {
        stage.git_may_fail([&["commit", "--quiet", "-m", "Work"], options].concat())
    };
    let commit_of = |hook| {
        let stage = fixing(hook);
        stage.stage("a.py", "a = 1\n");
        stage.stage("b.py", "b = 1\n");
        stage.commit_unchecked();
        stage.write("a.py", FAULTY);
        // Something else is staged and in part not, and must stay so.
        stage.stage("b.py", "b = 1\nstaged = 2\n");
        stage.write("b.py", "b = 1\nstaged = 2\nunstaged = 3\n");
        stage
    };
    let stage = commit_of("");
    commit(&stage).stopped_by("a.py").says("again commits it");
    assert_eq!(stage.read("a.py"), FIXED.as_bytes());
    assert_eq!(staged(&stage, "b.py"), "b = 1\nstaged = 2\n");
    commit(&stage).succeeded();
    assert_eq!(stage.git(["show", "HEAD:a.py"]), FIXED);

    let stage = commit_of("--restage");
    commit(&stage).succeeded();
    assert_eq!(stage.git(["show", "HEAD:a.py"]), FIXED);
    holds(&stage, "a.py", FIXED, FIXED);
    assert_eq!(stage.read("b.py"), b"b = 1\nstaged = 2\nunstaged = 3\n");
    let left = match options {
        ["a.py"] | ["--only", ..] => "MM b.py\n",
        ["--all"] => "",
        _ => " M b.py\n",
    };
    assert_eq!(status(&stage), left, "{options:?}");
    let locks = fs::read_dir(stage.path(".git")).expect("a folder").flatten();
    let locks: Vec<_> = locks
        .map(|it| it.file_name())
        .filter(|name| name.as_encoded_bytes().ends_with(b".lock"))
        .collect();
    assert!(locks.is_empty(), "{locks:?}");
}

#[test]
fn commit_all() {
    commits_fixed(&["--all"]);
}

#[test]
fn commit_of_a_file() {
    commits_fixed(&["a.py"]);
    commits_fixed(&["--only", "a.py"]);
}

#[test]
fn commit_with_a_file() {
    commits_fixed(&["--include", "a.py"]);
}

#[test]
fn a_merge_is_committed_as_it_was_or_not_at_all() {
    for restage in ["", "--restage"] {
        let stage = fixing(restage);
        stage.git(["checkout", "--quiet", "-b", "side"]);
        stage.stage("a.py", FAULTY);
        stage.commit_unchecked();
        stage.git(["checkout", "--quiet", "main"]);
        stage.stage("b.py", "b = 1\n");
        stage.commit_unchecked();
        // What the other side has is no news; a change in the merge is.
        stage.git(["merge", "--quiet", "--no-commit", "side"]);
        stage.stage("b.py", "b = 2 \n");
        let committed = stage.commit();
        if restage.is_empty() {
            committed.stopped_by("b.py");
            stage.commit().succeeded();
        } else {
            committed.succeeded();
        }
        assert_eq!(stage.git(["show", "HEAD:b.py"]), "b = 2\n");
        assert_eq!(stage.git(["show", "HEAD:a.py"]), FAULTY);
        assert_eq!(status(&stage), "");
    }
}

#[test]
fn a_merge_that_was_made_already_stops() {
    let stage = Stage::new();
    stage.commit_unchecked();
    let head = stage.git(["rev-parse", "HEAD"]);
    stage.stage("a.py", FAULTY);
    // As git merge calls its hook pre-merge-commit: it would commit what it made before.
    let merging = stage.with(&format!("GITHEAD_{}", head.trim()), "side");
    let run = merging.sdf(["run", "--fix", "--restage"]).exits(1);
    run.says("fixed 1 finding in 1 file").says("'git commit' completes it");
    holds(&stage, "a.py", FIXED, FIXED);
}

#[test]
fn linked_work_trees_and_folders_below() {
    let main = fixing("--restage");
    main.git(["worktree", "add", "--quiet", "../linked"]);
    let stage = main.at("../linked");
    stage.stage("deep/folder/a.py", FAULTY);
    let below = stage.at("deep");
    below.commit().succeeded().says("folder/a.py: fixed 1 finding");
    assert_eq!(stage.git(["show", "HEAD:deep/folder/a.py"]), FIXED);
    assert_eq!(status(&stage), "");
    assert_eq!(status(&main), "");
}

#[test]
fn installed_hooks_fix_if_the_configuration_says_so() {
    let stage = Stage::hooked();
    stage.commit_unchecked();
    stage.stage("a.py", FAULTY);
    stage.commit().stopped_by("W291");
    holds(&stage, "a.py", FAULTY, FAULTY);
    stage.stage("sdf-hook.toml", "fix = \"stop\"\n");
    stage.commit().stopped_by("fixed 1 finding in 1 file");
    stage.commit().succeeded();
    stage.stage("sdf-hook.toml", "fix = \"restage\"\n");
    stage.stage("b.py", FAULTY);
    stage.commit().succeeded().says("fixed 1 finding");
    assert_eq!(stage.git(["show", "HEAD:b.py"]), FIXED);
    // A person is asked each time.
    stage.stage("c.py", FAULTY);
    stage.sdf(["run"]).exits(1).says("W291");
    holds(&stage, "c.py", FAULTY, FAULTY);
    stage.stage("sdf-hook.toml", "fix = \"always\"\n");
    stage.sdf(["run"]).exits(2).says("restage");
}
