//! The last gate: what `--no-verify`, rebase and cherry-pick let through is caught at the push.

use crate::secrets::{key, token};
use crate::stage::Stage;

/// A repository with our hooks, a clean commit, and a remote `origin` that has it.
fn with_remote() -> Stage {
    let stage = Stage::hooked();
    stage.git(["init", "--quiet", "--bare", "../remote.git"]);
    stage.git(["remote", "add", "origin", "../remote.git"]);
    stage.stage("notes.txt", "one\n");
    stage.commit().succeeded();
    stage.git(["push", "--quiet", "origin", "main"]);
    stage
}

/// Commits `content` at `path`, past the hook.
fn smuggle(stage: &Stage, path: &str, content: &str) {
    stage.stage(path, content);
    stage.commit_unchecked();
}

/// The branches and tags of the remote.
fn remote_refs(stage: &Stage) -> String {
    stage.git(["ls-remote", "origin"])
}

#[test]
fn a_key_committed_past_the_hook_is_caught() {
    let stage = with_remote();
    let before = remote_refs(&stage);
    smuggle(&stage, "config.txt", &key(1));
    stage
        .git_may_fail(["push", "origin", "main"])
        .stopped_by("config.txt")
        .keeps_quiet_about(&token(1));
    assert_eq!(remote_refs(&stage), before);
    stage.git(["push", "--no-verify", "origin", "main"]);
}

#[test]
fn a_clean_push_and_an_empty_one_are_allowed() {
    let stage = with_remote();
    smuggle(&stage, "notes.txt", "one\ntwo\n");
    stage.git(["push", "origin", "main"]);
    stage.git(["push", "origin", "main"]);
}

#[test]
fn the_first_push_to_an_empty_remote_is_checked_whole() {
    let stage = Stage::hooked();
    stage.git(["init", "--quiet", "--bare", "../remote.git"]);
    smuggle(&stage, "notes.txt", &key(1));
    smuggle(&stage, "notes.txt", "clean now\n");
    // By its path: a remote without a name has no tracking branches.
    stage.git_may_fail(["push", "../remote.git", "main"]).stopped_by("notes.txt");
}

#[test]
fn the_second_of_two_branches_is_checked() {
    let stage = with_remote();
    stage.git(["switch", "--quiet", "--create", "first"]);
    smuggle(&stage, "first.txt", "clean\n");
    stage.git(["switch", "--quiet", "--create", "second", "main"]);
    smuggle(&stage, "second.txt", &key(1));
    stage.git(["switch", "--quiet", "main"]);
    stage.git_may_fail(["push", "origin", "first", "second"]).stopped_by("second.txt");
}

#[test]
fn a_branch_that_is_not_checked_out_is_checked() {
    let stage = with_remote();
    stage.git(["switch", "--quiet", "--create", "side"]);
    smuggle(&stage, "side.txt", &key(1));
    stage.git(["switch", "--quiet", "main"]);
    stage.git_may_fail(["push", "origin", "side"]).stopped_by("side.txt");
    stage.git(["push", "origin", "main"]);
}

#[test]
fn a_key_added_and_removed_in_one_push_is_caught() {
    let stage = with_remote();
    smuggle(&stage, "config.txt", &key(1));
    let guilty = stage.git(["rev-parse", "--short", "HEAD"]);
    smuggle(&stage, "config.txt", "clean\n");
    stage.git_may_fail(["push", "origin", "main"]).stopped_by("config.txt").says(guilty.trim());
}

#[test]
fn a_key_in_the_work_tree_or_the_index_alone_is_allowed() {
    let stage = with_remote();
    smuggle(&stage, "notes.txt", "one\ntwo\n");
    stage.stage("staged.txt", key(1));
    stage.write("notes.txt", key(2));
    stage.git(["push", "origin", "main"]);
}

#[test]
fn a_key_that_the_remote_has_already_is_allowed() {
    let stage = with_remote();
    smuggle(&stage, "old.txt", &key(1));
    stage.git(["push", "--no-verify", "--quiet", "origin", "main"]);
    smuggle(&stage, "old.txt", &format!("{}more\n", key(1)));
    stage.git(["push", "origin", "main"]);
    stage.git(["push", "origin", "main:refs/heads/copy"]);
}

#[test]
fn a_rebased_or_picked_commit_is_caught() {
    let stage = with_remote();
    stage.git(["switch", "--quiet", "--create", "side"]);
    smuggle(&stage, "side.txt", &key(1));
    stage.git(["switch", "--quiet", "main"]);
    stage.git(["cherry-pick", "side"]);
    stage.git_may_fail(["push", "origin", "main"]).stopped_by("side.txt");
}

#[test]
fn a_key_added_by_a_merge_commit_is_caught_and_one_merged_from_the_remote_is_not() {
    let stage = with_remote();
    stage.git(["switch", "--quiet", "--create", "side"]);
    smuggle(&stage, "side.txt", &key(1));
    stage.git(["push", "--no-verify", "--quiet", "origin", "side"]);
    stage.git(["switch", "--quiet", "main"]);
    smuggle(&stage, "notes.txt", "one\ntwo\n");
    stage.git(["merge", "--no-edit", "side"]);
    stage.git(["push", "origin", "main"]);

    stage.git(["switch", "--quiet", "side"]);
    smuggle(&stage, "clean.txt", "clean\n");
    stage.git(["switch", "--quiet", "main"]);
    stage.git(["merge", "--no-ff", "--no-commit", "side"]);
    stage.stage("evil.txt", key(2));
    stage.commit_unchecked();
    stage.git_may_fail(["push", "origin", "main"]).stopped_by("evil.txt");
}

#[test]
fn a_tag_brings_its_commits_and_a_deletion_nothing() {
    let stage = with_remote();
    stage.git(["push", "origin", "main:refs/heads/old"]);
    smuggle(&stage, "tagged.txt", &key(1));
    stage.git(["tag", "--annotate", "--message", "Tagged", "v1"]);
    stage.git_may_fail(["push", "origin", "v1"]).stopped_by("tagged.txt");
    stage.git(["push", "origin", "--delete", "old"]);
}

#[test]
fn a_rewritten_branch_is_checked_for_what_is_new() {
    let stage = with_remote();
    smuggle(&stage, "notes.txt", "one\ntwo\n");
    stage.git(["push", "--quiet", "origin", "main"]);
    stage.git(["commit", "--amend", "--no-verify", "--message", "Reworded"]);
    stage.git(["push", "--force", "origin", "main"]);
    stage.stage("config.txt", key(1));
    stage.git(["commit", "--amend", "--no-verify", "--no-edit"]);
    stage.git_may_fail(["push", "--force", "origin", "main"]).stopped_by("config.txt");
}

#[test]
fn pushing_from_a_linked_work_tree_is_checked() {
    let stage = with_remote();
    stage.git(["worktree", "add", "--quiet", "-b", "side", "../linked"]);
    let linked = stage.at("../linked");
    smuggle(&linked, "linked.txt", &key(1));
    linked.git_may_fail(["push", "origin", "side"]).stopped_by("linked.txt");
}

#[test]
fn a_push_from_a_shallow_clone_is_checked_for_what_is_new() {
    let stage = with_remote();
    smuggle(&stage, "old.txt", &key(1));
    smuggle(&stage, "notes.txt", "two\n");
    stage.git(["push", "--no-verify", "--quiet", "origin", "main"]);
    let source = format!("file://{}/remote.git", stage.home().display());
    stage.git(["clone", "--quiet", "--depth", "1", &source, "../shallow"]);
    let shallow = stage.at("../shallow");
    shallow.sdf(["install"]).succeeded();
    smuggle(&shallow, "notes.txt", "three\n");
    shallow.git(["push", "origin", "main"]);
    smuggle(&shallow, "new.txt", &key(2));
    shallow.git_may_fail(["push", "origin", "main"]).stopped_by("new.txt");
}

#[test]
fn a_second_remote_gets_no_key_that_the_first_refused() {
    let stage = with_remote();
    stage.git(["init", "--quiet", "--bare", "../second.git"]);
    stage.git(["remote", "add", "second", "../second.git"]);
    smuggle(&stage, "config.txt", &key(1));
    stage.git_may_fail(["push", "--all", "second"]).stopped_by("config.txt");
    stage.git_may_fail(["push", "--mirror", "second"]).stopped_by("config.txt");
    assert_eq!(stage.git(["ls-remote", "second"]), "");
}

#[test]
fn a_tag_on_a_file_is_checked() {
    let stage = with_remote();
    let blob = stage.run("git", ["hash-object", "-w", "--stdin"], key(1)).succeeded().out;
    stage.git(["tag", "blob", blob.trim()]);
    let pushed = stage.git_may_fail(["push", "origin", "blob"]);
    assert_ne!(pushed.code, Some(0), "{}", pushed.everything());
}

#[test]
fn a_push_can_be_skipped() {
    let stage = with_remote();
    smuggle(&stage, "config.txt", &key(1));
    stage.with("SKIP", "sdf-hook").git(["push", "origin", "main"]);
}
