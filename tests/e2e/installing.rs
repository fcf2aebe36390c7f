//! Hooks in and out of every place that git runs them from.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use crate::secrets::key;
use crate::stage::{PROGRAM, Stage};

/// A hook that tells that it ran, under which name and with what, and exits with `$HOOK_EXIT`.
const TELLTALE: &str = "#!/bin/sh\n# Not ours.\n\
    { printf '%s|' \"$(basename \"$0\")\" \"$@\"; echo; } >> \"$HOME/told\"\n\
    exit ${HOOK_EXIT:-0}\n";

/// What telltale hooks told since the last question.
fn told(stage: &Stage) -> String {
    let path = stage.home().join("told");
    let told = fs::read_to_string(&path).unwrap_or_default();
    let _ = fs::remove_file(path);
    told
}

/// All hooks of a folder with their content and mode, samples aside.
fn hooks(stage: &Stage, folder: &str) -> Vec<(String, Vec<u8>, u32)> {
    let mut hooks: Vec<_> = fs::read_dir(stage.path(folder))
        .expect("the folder exists")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_none_or(|extension| extension != "sample"))
        .map(|path| {
            let metadata = fs::symlink_metadata(&path).expect("just listed");
            let content = match fs::read_link(&path) {
                Ok(target) => target.into_os_string().into_encoded_bytes(),
                Err(_) => fs::read(&path).expect("readable"),
            };
            (path.display().to_string(), content, metadata.permissions().mode())
        })
        .collect();
    hooks.sort();
    hooks
}

/// A repository whose user keeps all hooks in `~/hooks`.
fn with_global_hooks() -> Stage {
    let stage = Stage::new();
    fs::create_dir(stage.home().join("hooks")).expect("the home is ours");
    let folder = stage.home().join("hooks").display().to_string();
    stage.git(["config", "--global", "core.hooksPath", &folder]);
    stage
}

#[test]
fn installing_twice_changes_nothing() {
    let stage = Stage::new();
    stage.write_executable(".git/hooks/pre-commit", TELLTALE);
    stage.sdf(["install"]).succeeded();
    let once = hooks(&stage, ".git/hooks");
    assert_eq!(once.len(), 4, "three hooks and a kept one: {once:?}");
    stage.sdf(["install"]).succeeded();
    assert_eq!(hooks(&stage, ".git/hooks"), once);
    stage.stage("notes.txt", "one\n");
    stage.commit().succeeded();
    assert_eq!(told(&stage), "pre-commit|\n", "once, under its own name");
}

#[test]
fn an_existing_hook_keeps_its_say() {
    let stage = Stage::new();
    stage.write_executable(".git/hooks/pre-commit", TELLTALE);
    stage.sdf(["install"]).succeeded();
    stage.stage("notes.txt", "one\n");
    let refused = stage.with("HOOK_EXIT", "7").commit();
    assert_eq!(refused.code, Some(1), "{}", refused.everything());
    let direct = stage.with("HOOK_EXIT", "7").run(".git/hooks/pre-commit", ["a b", "c"], "");
    assert_eq!(direct.code, Some(7), "its own exit status");
    assert_eq!(told(&stage), "pre-commit|\npre-commit|a b|c|\n");

    stage.stage("notes.txt", key(1));
    stage.commit().stopped_by("notes.txt");
    assert_eq!(told(&stage), "pre-commit|\n", "it runs, and ours decides after it");
}

#[test]
fn an_existing_push_hook_reads_what_git_writes_and_so_does_ours() {
    let stage = Stage::new();
    stage.git(["init", "--quiet", "--bare", "../remote.git"]);
    stage.git(["remote", "add", "origin", "../remote.git"]);
    stage.write_executable(".git/hooks/pre-push", "#!/bin/sh\ncat > \"$HOME/told\"\n");
    stage.sdf(["install"]).succeeded();
    stage.stage("notes.txt", key(1));
    stage.commit_unchecked();
    let head = stage.git(["rev-parse", "HEAD"]);
    stage.git_may_fail(["push", "origin", "main"]).stopped_by("notes.txt");
    let zeros = "0".repeat(40);
    assert_eq!(told(&stage), format!("refs/heads/main {} refs/heads/main {zeros}\n", head.trim()));
}

#[test]
fn a_hook_that_git_may_not_execute_stays_silent() {
    let stage = Stage::new();
    stage.write(".git/hooks/pre-commit", TELLTALE);
    stage.set_mode(".git/hooks/pre-commit", 0o644);
    let before = hooks(&stage, ".git/hooks");
    stage.sdf(["install"]).succeeded();
    stage.stage("notes.txt", "one\n");
    stage.commit().succeeded();
    assert_eq!(told(&stage), "");
    stage.sdf(["uninstall"]).succeeded();
    assert_eq!(hooks(&stage, ".git/hooks"), before);
}

#[test]
fn uninstalling_puts_back_exactly_what_was_there() {
    let stage = Stage::new();
    stage.write(".git/hooks/pre-commit", b"#!/bin/sh\n# \xff no line end".as_slice());
    stage.set_mode(".git/hooks/pre-commit", 0o741);
    stage.write_executable("tools/check", TELLTALE);
    symlink("../../tools/check", stage.path(".git/hooks/pre-push")).expect("writable");
    let before = hooks(&stage, ".git/hooks");
    stage.sdf(["install"]).succeeded();
    assert_ne!(hooks(&stage, ".git/hooks"), before);
    stage.sdf(["uninstall"]).succeeded();
    assert_eq!(hooks(&stage, ".git/hooks"), before);
    stage.sdf(["uninstall"]).succeeded();
    assert_eq!(hooks(&stage, ".git/hooks"), before);
}

#[test]
fn a_hook_that_another_program_wrote_over_ours_is_not_lost() {
    let stage = Stage::new();
    stage.write_executable(".git/hooks/pre-commit", "#!/bin/sh\n# First.\n");
    stage.sdf(["install"]).succeeded();
    stage.write_executable(".git/hooks/pre-commit", TELLTALE);
    let before = hooks(&stage, ".git/hooks");
    stage.sdf(["install"]).exits(2).says("pre-commit.sdf-hook-kept");
    assert_eq!(hooks(&stage, ".git/hooks"), before);

    stage.sdf(["uninstall"]).says("left alone");
    assert_eq!(stage.read(".git/hooks/pre-commit"), TELLTALE.as_bytes());
    assert_eq!(stage.read(".git/hooks/pre-commit.sdf-hook-kept"), b"#!/bin/sh\n# First.\n");
}

#[test]
fn only_the_hooks_asked_for_are_written() {
    let stage = Stage::new();
    stage.sdf(["install", "--hook-type", "commit-msg", "--hook-type", "pre-push"]).succeeded();
    let names: Vec<String> =
        hooks(&stage, ".git/hooks").into_iter().map(|(name, ..)| name).collect();
    assert!(names.len() == 2 && names[0].ends_with("commit-msg"), "{names:?}");
    stage.stage("notes.txt", "one\n");
    stage.commit().succeeded();
}

#[test]
fn a_linked_work_tree_installs_for_all() {
    let stage = Stage::new();
    stage.stage("notes.txt", "one\n");
    stage.commit_unchecked();
    stage.git(["worktree", "add", "--quiet", "../linked"]);
    let linked = stage.at("../linked");
    linked.sdf(["install"]).succeeded();
    for tree in [&stage, &linked] {
        tree.stage("notes.txt", key(1));
        tree.commit().stopped_by("notes.txt");
    }
    stage.sdf(["uninstall"]).succeeded();
    linked.commit().succeeded();
}

#[test]
fn a_submodule_has_hooks_of_its_own() {
    let library = Stage::new();
    library.stage("inside.txt", "one\n");
    library.commit_unchecked();
    library.git(["init", "--quiet", "../outer"]);
    let outer = library.at("../outer");
    outer.git(["submodule", "--quiet", "add", "../repository", "library"]);
    let inner = outer.at("library");
    inner.sdf(["install"]).succeeded();
    assert!(outer.exists(".git/modules/library/hooks/pre-commit"));
    inner.stage("inside.txt", key(1));
    inner.commit().stopped_by("inside.txt");
    outer.stage("outside.txt", key(2));
    outer.commit().succeeded();
}

#[test]
fn a_local_hooks_path_is_honoured() {
    let stage = Stage::new();
    stage.git(["config", "core.hooksPath", "tools/hooks"]);
    stage.write_executable("tools/hooks/pre-commit", TELLTALE);
    stage.at("tools").sdf(["install"]).succeeded();
    assert!(stage.exists("tools/hooks/pre-push"));
    assert!(!stage.exists(".git/hooks/pre-commit"));
    stage.stage("notes.txt", key(1));
    stage.commit().stopped_by("notes.txt");
    assert_eq!(told(&stage), "pre-commit|\n");
    stage.sdf(["uninstall"]).succeeded();
    assert!(!stage.exists("tools/hooks/pre-push"));
    assert_eq!(stage.read("tools/hooks/pre-commit"), TELLTALE.as_bytes());
}

#[test]
fn a_hooks_path_of_one_work_tree_is_honoured() {
    let stage = Stage::new();
    stage.stage("notes.txt", "one\n");
    stage.commit_unchecked();
    stage.git(["worktree", "add", "--quiet", "../linked"]);
    stage.git(["config", "extensions.worktreeConfig", "true"]);
    let linked = stage.at(stage.home().join("linked"));
    linked.git(["config", "--worktree", "core.hooksPath", "own hooks"]);
    linked.sdf(["install"]).succeeded();
    assert!(linked.exists("own hooks/pre-commit"));
    linked.stage("notes.txt", key(1));
    linked.commit().stopped_by("notes.txt");
    stage.stage("notes.txt", key(1));
    stage.commit().succeeded();
}

#[test]
fn a_global_hooks_path_may_start_at_home_and_come_from_another_file() {
    let stage = Stage::new();
    let included = stage.home().join("included");
    fs::write(&included, "[core]\n hooksPath = ~/my hooks\n").expect("the home is ours");
    stage.git(["config", "--global", "include.path", &included.display().to_string()]);
    stage.sdf(["install"]).succeeded().says("core.hooksPath");
    assert!(stage.at("..").exists("my hooks/pre-commit"));
    stage.stage("notes.txt", key(1));
    stage.commit().stopped_by("notes.txt");
    stage.sdf(["uninstall"]).succeeded();
    stage.commit().succeeded();
    assert_eq!(hooks(&stage.at(".."), "my hooks"), []);
}

#[test]
fn a_hooks_path_set_after_the_installation_does_not_hinder_its_removal() {
    let stage = Stage::hooked();
    stage.git(["config", "core.hooksPath", "elsewhere"]);
    stage.sdf(["uninstall"]).succeeded();
    assert_eq!(hooks(&stage, ".git/hooks"), []);
}

#[test]
fn a_global_hooks_path_gets_a_hook_that_acts_only_where_installed() {
    let stage = with_global_hooks();
    let home = stage.at("..");
    home.write_executable("hooks/pre-commit", TELLTALE);
    let before = hooks(&home, "hooks");
    stage.git(["init", "--quiet", "../other"]);
    stage.git(["init", "--quiet", "../third"]);
    let (other, third) = (stage.at("../other"), stage.at("../third"));

    stage.sdf(["install"]).succeeded().says("core.hooksPath");
    third.sdf(["install"]).succeeded();
    for repository in [&stage, &other, &third] {
        repository.stage("notes.txt", key(1));
    }
    stage.commit().stopped_by("notes.txt");
    third.commit().stopped_by("notes.txt");
    assert_eq!(told(&stage), "pre-commit|\npre-commit|\n");
    let quiet = other.with("HOOK_EXIT", "1").commit().exits(1);
    assert_eq!(quiet.everything(), "", "what was there decides elsewhere, and nobody else talks");
    other.commit().succeeded();
    assert_eq!(told(&stage), "pre-commit|\npre-commit|\n");

    // From a linked work tree of a repository that installed it, too.
    stage.commit_unchecked();
    stage.git(["worktree", "add", "--quiet", "../linked"]);
    let linked = stage.at("../linked");
    linked.stage("more.txt", key(2));
    linked.commit().stopped_by("more.txt");

    stage.sdf(["uninstall"]).succeeded();
    stage.stage("notes.txt", key(3));
    stage.commit().succeeded();
    third.commit().stopped_by("notes.txt");
    third.sdf(["uninstall"]).succeeded();
    assert_eq!(hooks(&home, "hooks"), before, "the last one to leave puts all back");
}

#[test]
fn a_repository_that_is_gone_does_not_hold_the_global_hook() {
    let stage = with_global_hooks();
    stage.git(["init", "--quiet", "../other"]);
    stage.at("../other").sdf(["install"]).succeeded();
    stage.sdf(["install"]).succeeded();
    fs::remove_dir_all(stage.home().join("other")).expect("it is ours");
    stage.sdf(["uninstall"]).succeeded();
    assert_eq!(hooks(&stage.at(".."), "hooks"), []);
}

#[test]
fn hooks_work_with_the_bare_environment_of_a_graphical_client() {
    let stage = Stage::hooked();
    stage.stage("notes.txt", key(1));
    let bare = stage.command("env", ["-i", ".git/hooks/pre-commit"]).output().expect("env exists");
    assert_eq!(bare.status.code(), Some(1), "{bare:?}");
    assert!(
        String::from_utf8_lossy(&bare.stderr).contains("notes.txt")
            || String::from_utf8_lossy(&bare.stdout).contains("notes.txt")
    );
    stage.with("PATH", "/usr/bin:/bin").commit().stopped_by("notes.txt");
}

#[test]
fn a_program_that_moved_is_found_in_the_path_and_one_that_is_gone_stops_git() {
    let stage = Stage::new();
    let moved = stage.home().join("first place");
    fs::create_dir_all(stage.home().join(".local/bin")).expect("the home is ours");
    // By another process: a file that this one has open for writing may be inherited by what the
    // other tests start at that moment, and cannot be run until they end.
    stage.run("cp", [PROGRAM.as_ref(), moved.as_os_str()], "").succeeded();
    stage.run(&moved.display().to_string(), ["install"], "").succeeded();
    stage.stage("notes.txt", "one\n");
    stage.commit().succeeded();

    fs::rename(&moved, stage.home().join(".local/bin/sdf-hook")).expect("the home is ours");
    stage.stage("notes.txt", key(1));
    stage.commit().stopped_by("notes.txt");

    stage.at("..").delete(".local/bin/sdf-hook");
    let stopped = stage.with("PATH", "/usr/bin:/bin").commit().exits(1);
    stopped.says("sdf-hook install").says("--no-verify").says(".git/hooks/pre-commit");
}

#[test]
fn skipping_works_as_git_users_expect() {
    let stage = Stage::hooked();
    stage.stage("notes.txt", key(1));
    stage.with("SKIP", "other").commit().stopped_by("notes.txt");
    stage.with("SKIP", "other,sdf-hook").commit().succeeded();
    stage.stage("notes.txt", key(2));
    stage.git(["commit", "--no-verify", "--message", "On my own responsibility"]);
}

#[test]
fn installing_outside_a_repository_is_an_error_that_says_so() {
    for command in ["install", "uninstall"] {
        Stage::bare_ground().sdf([command]).exits(2).says("repository");
    }
}
