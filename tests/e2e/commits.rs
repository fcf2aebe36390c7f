//! Commits that are more than a change on top of HEAD, and repositories of unusual make.

use std::fs;

use crate::secrets::{key, token};
use crate::stage::Stage;

/// Branches `main` and `side` that differ, with a key put in on `side` unchecked.
/// They conflict in `both.txt`; the key is in `theirs.txt`.
fn forked(conflict: bool) -> Stage {
    let stage = Stage::hooked();
    stage.stage("both.txt", "base\n");
    stage.commit().succeeded();
    stage.git(["switch", "--quiet", "--create", "side"]);
    stage.stage("theirs.txt", key(1));
    if conflict {
        stage.stage("both.txt", "theirs\n");
    }
    stage.commit_unchecked();
    stage.git(["switch", "--quiet", "main"]);
    stage.stage("ours.txt", "ours\n");
    stage.stage("both.txt", "ours\n");
    stage.commit().succeeded();
    stage
}

#[test]
fn amending_with_a_new_key_is_blocked_and_rewording_an_old_one_is_allowed() {
    let stage = Stage::hooked();
    stage.stage("old.txt", key(1));
    stage.commit_unchecked();
    stage.git(["commit", "--amend", "--message", "Better words"]);
    stage.stage("new.txt", key(2));
    stage.git_may_fail(["commit", "--amend", "--no-edit"]).stopped_by("new.txt");
}

#[test]
fn a_merge_that_brings_the_other_sides_key_is_allowed() {
    let stage = forked(false);
    stage.git(["merge", "--no-edit", "side"]);
    assert!(stage.exists("theirs.txt"));
}

#[test]
fn a_resolved_merge_that_brings_the_other_sides_key_is_allowed() {
    let stage = forked(true);
    stage.git_may_fail(["merge", "--no-edit", "side"]).exits(1);
    stage.stage("both.txt", "both\n");
    stage.commit().succeeded();
}

#[test]
fn a_key_added_while_resolving_is_blocked() {
    let stage = forked(true);
    stage.git_may_fail(["merge", "--no-edit", "side"]).exits(1);
    stage.stage("both.txt", format!("both\n{}", key(2)));
    stage.commit().stopped_by("both.txt").keeps_quiet_about("theirs.txt");
}

#[test]
fn a_key_slipped_into_a_merge_without_conflict_is_blocked() {
    let stage = forked(false);
    stage.git(["merge", "--no-commit", "side"]);
    stage.stage("ours.txt", format!("ours\n{}", key(2)));
    stage.commit().stopped_by("ours.txt");
}

#[test]
fn a_merge_of_three_is_compared_with_all() {
    let stage = forked(false);
    stage.git(["switch", "--quiet", "--create", "third", "HEAD~1"]);
    stage.stage("third.txt", key(2));
    stage.commit_unchecked();
    stage.git(["switch", "--quiet", "main"]);
    stage.git(["merge", "--no-edit", "--no-commit", "side", "third"]);
    let octopus = stage.sdf(["run"]).exits(0);
    octopus.keeps_quiet_about("third.txt");
    stage.stage("ours.txt", key(3));
    stage.commit().stopped_by("ours.txt").keeps_quiet_about("third.txt");
}

#[test]
fn a_merge_that_renames_the_file_with_the_old_key_is_allowed() {
    let stage = Stage::hooked();
    let body = "one\ntwo\nthree\nfour\nfive\nsix\n";
    stage.stage("old.txt", format!("{}{body}", key(1)));
    stage.commit_unchecked();
    stage.git(["switch", "--quiet", "--create", "side"]);
    stage.git(["mv", "old.txt", "new.txt"]);
    stage.commit().succeeded();
    stage.git(["switch", "--quiet", "main"]);
    stage.stage("old.txt", format!("{}{body}seven\n", key(1)));
    stage.commit().succeeded();
    stage.git(["merge", "--no-edit", "side"]);
    assert!(stage.exists("new.txt"));
}

#[test]
fn a_commit_amended_in_a_rebase_is_checked() {
    let stage = Stage::hooked();
    for text in ["one\n", "two\n", "three\n"] {
        stage.stage("notes.txt", text);
        stage.commit().succeeded();
    }
    let stop = stage.with("GIT_SEQUENCE_EDITOR", "sed -i s/^pick/edit/");
    stop.git(["rebase", "--interactive", "HEAD~2"]);
    stage.stage("more.txt", key(1));
    stage.git_may_fail(["commit", "--amend", "--no-edit"]).stopped_by("more.txt");
    // Here git asks no hook about what is staged; the push does.
    stage.git(["rebase", "--continue"]);
    stage.git(["init", "--quiet", "--bare", "../remote.git"]);
    stage.git_may_fail(["push", "../remote.git", "HEAD:refs/heads/main"]).stopped_by("more.txt");
}

#[test]
fn a_key_that_a_merge_driver_makes_up_is_blocked() {
    let stage = forked(true);
    stage.git([
        "config",
        "merge.sly.driver",
        &format!("printf '%s\\n' 'token = \"{}\"' > %A", token(3)),
    ]);
    stage.write(".git/info/attributes", "both.txt merge=sly\n");
    stage.git_may_fail(["merge", "--no-edit", "side"]).stopped_by("both.txt");
}

#[test]
fn a_linked_work_tree_is_checked() {
    let stage = Stage::hooked();
    stage.stage("notes.txt", "one\n");
    stage.commit().succeeded();
    stage.git(["worktree", "add", "--quiet", "../linked"]);
    let linked = stage.at("../linked");
    linked.stage("notes.txt", key(1));
    linked.commit().stopped_by("notes.txt");
    linked.stage("notes.txt", "two\n");
    linked.commit().succeeded();
}

#[test]
fn commits_from_a_folder_inside_are_checked_whole() {
    let stage = Stage::hooked();
    stage.stage("top.txt", key(1));
    stage.stage("deep/down/below.txt", "below\n");
    stage.at("deep/down").commit().stopped_by("top.txt");
}

#[test]
fn a_git_directory_elsewhere_is_found() {
    let ground = Stage::bare_ground();
    ground.git(["init", "--quiet", "--separate-git-dir", "store.git", "repository"]);
    let stage = ground.at("repository");
    stage.sdf(["install"]).succeeded();
    stage.stage("notes.txt", key(1));
    stage.commit().stopped_by("notes.txt");

    // As people keep their dotfiles: a bare repository over the home directory.
    ground.git(["init", "--quiet", "--bare", "dotfiles.git"]);
    let home =
        ground.with("GIT_DIR", ground.path("dotfiles.git")).with("GIT_WORK_TREE", &ground.folder);
    home.sdf(["install"]).succeeded();
    home.stage(".profile", key(1));
    home.commit().stopped_by(".profile");
    home.stage(".profile", "clean\n");
    home.commit().succeeded();
}

#[test]
fn objects_borrowed_from_another_repository_are_found() {
    let stage = Stage::new();
    stage.stage("notes.txt", format!("one\n{}", key(1)));
    stage.commit_unchecked();
    stage.git(["clone", "--quiet", "--shared", ".", "../borrower"]);
    let borrower = stage.at("../borrower");
    borrower.sdf(["install"]).succeeded();
    borrower.stage("notes.txt", format!("one\n{}two\n", key(1)));
    borrower.commit().succeeded();
    borrower.stage("notes.txt", key(2));
    borrower.commit().stopped_by("notes.txt");
}

#[test]
fn a_split_index_is_read() {
    let stage = Stage::hooked();
    stage.stage("a.txt", "a\n");
    stage.stage("b.txt", "b\n");
    stage.commit().succeeded();
    stage.git(["update-index", "--split-index"]);
    stage.stage("a.txt", "aa\n");
    stage.commit().succeeded();
    stage.stage("b.txt", key(1));
    stage.commit().stopped_by("b.txt");
}

#[test]
fn a_sha256_repository_is_read() {
    let ground = Stage::bare_ground();
    ground.git(["init", "--quiet", "--object-format=sha256", "repository"]);
    let stage = ground.at("repository");
    stage.sdf(["install"]).succeeded();
    stage.stage("a.txt", "a\n");
    stage.commit().succeeded();
    stage.stage("a.txt", key(1));
    stage.commit().stopped_by("a.txt");
}

#[test]
fn a_packed_repository_is_read() {
    let stage = Stage::hooked();
    stage.stage("a.txt", format!("{}one\n", key(1)));
    stage.commit_unchecked();
    stage.git(["gc", "--quiet"]);
    stage.stage("a.txt", format!("{}two\n", key(1)));
    stage.commit().succeeded();
}

#[test]
fn a_partial_clone_without_the_old_version_says_so() {
    let stage = Stage::new();
    stage.stage("notes.txt", format!("one\n{}", key(1)));
    stage.commit_unchecked();
    stage.git(["config", "uploadpack.allowFilter", "true"]);
    let source = format!("file://{}", stage.folder.display());
    let blobless = ["clone", "--quiet", "--no-checkout", "--filter=blob:none"];
    stage.git(blobless.into_iter().chain([source.as_str(), "../partial"]));
    fs::rename(&stage.folder, stage.home().join("gone")).expect("nothing is in the way");

    let partial = stage.at(stage.home().join("partial"));
    partial.git(["read-tree", "HEAD"]);
    partial.stage_unseen("notes.txt", &format!("one\ntwo\n{}", key(1)));
    partial.sdf(["run"]).exits(2).says("notes.txt");
}
