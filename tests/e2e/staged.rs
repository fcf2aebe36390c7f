//! The index decides, not the work tree.

use std::fs;
use std::os::unix::fs::symlink;

use crate::secrets::{key, private_key, token};
use crate::stage::Stage;

/// A repository with our hooks and a first commit that holds `content` in `notes.txt`, put
/// there unchecked.
fn with_notes(content: &str) -> Stage {
    let stage = Stage::hooked();
    stage.stage("notes.txt", content);
    stage.commit_unchecked();
    stage
}

#[test]
fn a_new_key_is_blocked_and_its_removal_lets_the_commit_pass() {
    let stage = with_notes("one\n");
    stage.stage("notes.txt", format!("one\n{}", key(1)));
    stage.commit().stopped_by("notes.txt").keeps_quiet_about(&token(1));
    stage.stage("notes.txt", "one\ntwo\n");
    stage.commit().succeeded();
}

#[test]
fn a_private_key_is_blocked() {
    let stage = with_notes("one\n");
    stage.stage("server.pem", private_key(1));
    stage.commit().stopped_by("server.pem");
}

#[test]
fn a_key_in_the_first_commit_is_blocked() {
    let stage = Stage::hooked();
    stage.stage("notes.txt", key(1));
    stage.commit().stopped_by("notes.txt");
}

#[test]
fn a_key_beside_the_first_commit_is_allowed() {
    let stage = Stage::hooked();
    stage.stage("notes.txt", "one\n");
    stage.write("notes.txt", key(1));
    stage.write("other.txt", key(2));
    stage.commit().succeeded();
}

#[test]
fn an_empty_commit_is_allowed() {
    let stage = with_notes(&key(1));
    stage.git(["commit", "--allow-empty", "--message", "Nothing"]);
}

#[test]
fn partly_staged_with_the_key_in_the_index_is_blocked() {
    let stage = with_notes("one\n");
    stage.stage("notes.txt", format!("one\n{}", key(1)));
    stage.write("notes.txt", "one\ntwo\n");
    stage.commit().stopped_by("notes.txt");
    assert_eq!(stage.read("notes.txt"), b"one\ntwo\n", "the work tree is as it was");
}

#[test]
fn partly_staged_with_the_key_on_disk_is_allowed() {
    let stage = with_notes("one\n");
    stage.stage("notes.txt", "one\ntwo\n");
    let edited = format!("one\ntwo\n{}", key(1));
    stage.write("notes.txt", &edited);
    stage.commit().succeeded();
    assert_eq!(stage.read("notes.txt"), edited.as_bytes(), "the work tree is as it was");
}

#[test]
fn staged_then_deleted_on_disk_is_blocked() {
    let stage = with_notes("one\n");
    stage.stage("new.txt", key(1));
    stage.delete("new.txt");
    stage.commit().stopped_by("new.txt");
}

#[test]
fn staged_then_replaced_by_a_folder_is_blocked_and_the_folder_survives() {
    let stage = with_notes("one\n");
    stage.stage("new", key(1));
    stage.delete("new");
    stage.write("new/precious.txt", "only copy\n");
    stage.commit().stopped_by("new");
    assert_eq!(stage.read("new/precious.txt"), b"only copy\n");
}

#[test]
fn intent_to_add_stores_nothing_yet() {
    let stage = with_notes("one\n");
    stage.write("later.txt", key(1));
    stage.git(["add", "--intent-to-add", "later.txt"]);
    stage.stage("notes.txt", "two\n");
    stage.commit().succeeded();
}

#[test]
fn a_deleted_file_is_allowed() {
    let stage = with_notes(&key(1));
    stage.git(["rm", "--quiet", "notes.txt"]);
    stage.commit().succeeded();
}

#[test]
fn staged_outside_the_sparse_cone_is_blocked() {
    for kind in ["--no-sparse-index", "--sparse-index"] {
        let stage = Stage::hooked();
        stage.stage("inside/a.txt", "a\n");
        stage.stage("outside/b.txt", "b\n");
        stage.stage("outside/deep/c.txt", "c\n");
        stage.commit_unchecked();
        stage.git(["sparse-checkout", "set", kind, "inside"]);
        assert!(!stage.exists("outside/b.txt"));

        // A change in the cone works as ever.
        stage.stage("inside/a.txt", "aa\n");
        stage.commit().succeeded();
        stage.stage("inside/a.txt", key(1));
        stage.commit().stopped_by("inside/a.txt");
        stage.stage("inside/a.txt", "aa\n");

        stage.stage_unseen("outside/deep/new.txt", &key(1));
        stage.git(["update-index", "--skip-worktree", "outside/deep/new.txt"]);
        stage.commit().stopped_by("outside/deep/new.txt");
    }
}

#[test]
fn assume_unchanged_hides_nothing() {
    let stage = with_notes("one\n");
    stage.stage("notes.txt", key(1));
    stage.git(["update-index", "--assume-unchanged", "notes.txt"]);
    stage.write("notes.txt", "one\n");
    stage.commit().stopped_by("notes.txt");
}

#[test]
fn a_smudge_filter_that_hides_the_key_on_disk_hides_nothing() {
    let stage = with_notes("one\n");
    stage.git(["config", "filter.hide.clean", &format!("sed s/HIDDEN/{}/", token(1))]);
    stage.git(["config", "filter.hide.smudge", &format!("sed s/{}/HIDDEN/", token(1))]);
    stage.stage(".gitattributes", "*.txt filter=hide\n");
    stage.stage("notes.txt", "token = \"HIDDEN\"\n");
    assert!(stage.git(["show", ":notes.txt"]).contains(&token(1)));
    stage.commit().stopped_by("notes.txt");
}

#[test]
fn a_clean_filter_that_takes_the_key_out_lets_the_commit_pass() {
    let stage = with_notes("one\n");
    stage.git(["config", "filter.redact.clean", &format!("sed s/{}/REDACTED/", token(1))]);
    stage.stage(".gitattributes", "*.txt filter=redact\n");
    stage.stage("notes.txt", key(1));
    stage.commit().succeeded();
}

#[test]
fn an_old_key_elsewhere_in_the_file_is_allowed() {
    let stage = with_notes(&format!("one\n{}two\n", key(1)));
    stage.stage("notes.txt", format!("zero\none\n{}two\nthree\n", key(1)));
    stage.commit().succeeded();
    stage.stage("notes.txt", format!("zero\none\n{}two\nthree\n{}", key(1), key(2)));
    stage.commit().stopped_by("notes.txt:6");
}

#[test]
fn an_old_key_in_a_renamed_file_is_allowed() {
    let stage = with_notes(&format!("one\n{}two\nthree\nfour\nfive\n", key(1)));
    stage.git(["mv", "notes.txt", "moved.txt"]);
    stage.commit().succeeded();
    // With an edit, too.
    stage.git(["mv", "moved.txt", "again.txt"]);
    stage.stage("again.txt", format!("one\n{}two\nthree\nfour\nfive\nsix\n", key(1)));
    stage.commit().succeeded();
}

#[test]
fn a_change_of_mode_alone_is_allowed() {
    let stage = with_notes(&key(1));
    stage.git(["update-index", "--chmod=+x", "notes.txt"]);
    stage.commit().succeeded();
}

#[test]
fn a_link_is_its_target_text() {
    let stage = with_notes("one\n");
    let outside = stage.home().join("outside.txt");
    fs::write(&outside, key(1)).expect("the stage is writable");
    symlink(&outside, stage.path("link")).expect("the stage is writable");
    stage.add("link");
    stage.commit().succeeded();

    symlink(token(2), stage.path("telling")).expect("the stage is writable");
    stage.add("telling");
    stage.commit().stopped_by("telling");
}

#[test]
fn a_file_that_becomes_a_link_and_back_is_read_as_what_it_is() {
    let stage = with_notes("one\n");
    stage.delete("notes.txt");
    symlink("elsewhere", stage.path("notes.txt")).expect("the stage is writable");
    stage.add("notes.txt");
    stage.stage("elsewhere", "one\n");
    stage.commit().succeeded();
    stage.delete("notes.txt");
    stage.stage("notes.txt", key(1));
    stage.commit().stopped_by("notes.txt");
}

#[test]
fn files_and_folders_may_change_places() {
    let stage = with_notes("one\n");
    stage.stage("thing", "a file\n");
    stage.stage("folder/inside.txt", "inside\n");
    stage.commit().succeeded();
    stage.git(["rm", "--quiet", "thing", "folder/inside.txt"]);
    stage.stage("thing/inside.txt", key(1));
    stage.stage("folder", key(2));
    stage.commit().stopped_by("thing/inside.txt").says("folder:1");
    stage.stage("thing/inside.txt", "clean\n");
    stage.stage("folder", "clean\n");
    stage.commit().succeeded();
}

#[test]
fn a_pointer_to_a_submodule_is_allowed() {
    let stage = with_notes("one\n");
    let library = stage.at("../library");
    fs::create_dir(&library.folder).expect("the stage is writable");
    library.git(["init", "--quiet"]);
    library.stage("inside.txt", key(1));
    library.commit_unchecked();
    stage.git(["submodule", "--quiet", "add", "../library", "library"]);
    stage.commit().succeeded();
}

#[test]
fn commit_all_is_checked() {
    let stage = with_notes("one\n");
    stage.write("notes.txt", key(1));
    stage.git_may_fail(["commit", "--all", "--message", "All"]).stopped_by("notes.txt");
    stage.write("notes.txt", "two\n");
    stage.git(["commit", "--all", "--message", "All"]);
}

#[test]
fn commit_of_a_path_is_checked_for_that_path_alone() {
    let stage = with_notes("one\n");
    stage.stage("other.txt", "other\n");
    stage.commit_unchecked();

    stage.write("notes.txt", key(1));
    stage.git_may_fail(["commit", "--message", "One", "notes.txt"]).stopped_by("notes.txt");

    // The key is staged, but this commit does not take it.
    stage.add("notes.txt");
    stage.write("other.txt", "more\n");
    stage.git(["commit", "--message", "Other", "other.txt"]);
    stage.commit().stopped_by("notes.txt");
}

#[test]
fn a_patch_staged_by_hand_is_what_counts() {
    let stage = with_notes("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n");
    stage.write("notes.txt", format!("{}1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\nend\n", key(1)));
    // Of the two hunks, only the second.
    stage.run("git", ["add", "--patch", "notes.txt"], "n\ny\n").succeeded();
    assert!(stage.git(["diff", "--cached"]).contains("+end"));
    stage.commit().succeeded();
}

#[test]
fn a_patch_chosen_while_committing_is_checked() {
    let stage = with_notes("one\n");
    stage.write("notes.txt", format!("one\n{}", key(1)));
    let patch = ["commit", "--patch", "--message", "Patch"];
    stage.run("git", patch, "y\n").stopped_by("notes.txt");
    assert_eq!(stage.git(["diff", "--cached"]), "", "the temporary index is gone");
}
