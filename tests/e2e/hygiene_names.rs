//! Names, modes, sizes, links, submodules and the branch: what git stores beside content.

use std::fs;
use std::os::unix::fs::symlink;

use crate::stage::Stage;

const LARGE: &str = "check-added-large-files";
const CASE: &str = "check-case-conflict";
const WINDOWS: &str = "check-illegal-windows-names";
const EXECUTABLE: &str = "check-executables-have-shebangs";
const SCRIPT: &str = "check-shebang-scripts-are-executable";
const DANGLING: &str = "check-symlinks";
const DESTROYED: &str = "destroyed-symlinks";
const NEW_SUBMODULE: &str = "forbid-new-submodules";
const SUBMODULE: &str = "forbid-submodules";
const BRANCH: &str = "no-commit-to-branch";
const TESTS: &str = "name-tests-test";

const NOTHING: [&str; 0] = [];

/// The paths that `rule` is broken at, asked for with further `arguments`.
#[track_caller]
fn paths(stage: &Stage, rule: &str, arguments: &[&str]) -> Vec<String> {
    let command = arguments.first().copied().unwrap_or("run");
    let options = ["--select", rule, "--format", "jsonl"];
    let rest = arguments.get(1..).unwrap_or_default().iter().copied();
    let run = stage.sdf([command].into_iter().chain(options).chain(rest));
    assert!(run.code == Some(i32::from(!run.out.is_empty())), "{}", run.everything());
    let path = |line: &str| {
        let finding: serde_json::Value = serde_json::from_str(line).expect("a line a finding");
        assert_eq!(finding["rule"], rule);
        finding["path"].as_str().expect("a path").to_owned()
    };
    run.out.lines().map(path).collect()
}

/// The paths that `rule` is broken at by the staged change.
#[track_caller]
fn staged(stage: &Stage, rule: &str) -> Vec<String> {
    paths(stage, rule, &["run"])
}

/// A repository with a commit that holds these files, each with a line of its own.
fn with_files(files: &[&str]) -> Stage {
    let stage = Stage::new();
    files.iter().for_each(|path| stage.stage(path, format!("{path}\n")));
    stage.commit_unchecked();
    stage
}

fn link(stage: &Stage, target: &str, path: &str) {
    symlink(target, stage.path(path)).expect("a link");
    stage.add(path);
}

fn large() -> Vec<u8> {
    vec![b'a'; 500 * 1024 + 1]
}

#[test]
fn only_added_files_may_not_be_large() {
    let stage = with_files(&["old.bin"]);
    stage.stage("old.bin", large());
    assert_eq!(staged(&stage, LARGE), NOTHING);
    stage.stage("new.bin", large());
    stage.stage("small.bin", &large()[1..]);
    assert_eq!(staged(&stage, LARGE), ["new.bin"]);
    stage.stage("sdf-hook.toml", "[hygiene]\nenforce-all-large-files = true\n");
    assert_eq!(staged(&stage, LARGE), ["new.bin", "old.bin"]);
    stage.commit_unchecked();
    stage.git(["mv", "new.bin", "moved.bin"]);
    stage.stage("sdf-hook.toml", "");
    assert_eq!(staged(&stage, LARGE), NOTHING);
    assert_eq!(paths(&stage, LARGE, &["run", "--all-files"]), ["moved.bin", "old.bin"]);
    assert_eq!(paths(&stage, LARGE, &["scan"]), ["moved.bin", "old.bin"]);
}

#[test]
fn the_staged_size_counts_and_not_that_on_disk() {
    let stage = with_files(&["a"]);
    stage.stage("shrunk.bin", large());
    stage.write("shrunk.bin", "small");
    stage.stage("grown.bin", "small");
    stage.write("grown.bin", large());
    assert_eq!(staged(&stage, LARGE), ["shrunk.bin"]);
}

#[test]
fn files_of_git_lfs_are_let_off_by_the_attributes_that_are_stored() {
    let stage = with_files(&["a"]);
    stage.git(["config", "filter.lfs.clean", "cat"]);
    stage.stage("sub/.gitattributes", "*.bin filter=lfs -text\n");
    stage.stage("sub/a.bin", large());
    stage.stage("b.bin", large());
    assert_eq!(staged(&stage, LARGE), ["b.bin"]);
    assert_eq!(paths(&stage, LARGE, &["scan"]), ["b.bin"]);
    // The attributes on disk are not those that the commit will have.
    stage.write(".gitattributes", "*.bin filter=lfs\n");
    stage.write("sub/.gitattributes", "");
    assert_eq!(staged(&stage, LARGE), ["b.bin"]);
    assert_eq!(paths(&stage, LARGE, &["scan"]), NOTHING);
    stage.commit_unchecked();
    assert_eq!(
        paths(&stage, LARGE, &["run", "--from-ref", "HEAD~1", "--to-ref", "HEAD"]),
        ["b.bin"]
    );
}

#[test]
fn a_new_path_may_not_differ_from_another_by_letter_case_alone() {
    let stage = with_files(&["README.md", "src/a.py", "Über.txt"]);
    stage.stage("src/b.py", "");
    assert_eq!(staged(&stage, CASE), NOTHING);
    stage.stage("readme.md", "");
    stage.stage("Src/c.py", "");
    stage.stage("über.txt", "");
    assert_eq!(staged(&stage, CASE), ["Src/c.py", "readme.md", "über.txt"]);
    stage.sdf(["run"]).says("'Src' and 'src' differ by letter case alone");
    stage.commit_unchecked();
    // What is there already is no news, and neither is a file in a folder that conflicts.
    stage.stage("readme.md", "changed\n");
    stage.stage("Src/d.py", "");
    assert_eq!(staged(&stage, CASE), NOTHING);
    // But for its name in the other folder.
    stage.stage("Src/A.py", "");
    assert_eq!(staged(&stage, CASE), ["Src/A.py"]);
}

#[test]
fn two_new_paths_that_conflict_are_one_finding() {
    let stage = Stage::new();
    for path in ["a/x", "A/x", "A/y", "b", "B/z"] {
        stage.stage_unseen(path, "");
    }
    assert_eq!(staged(&stage, CASE), ["a/x", "b"]);
    stage.commit_unchecked();
    assert_eq!(paths(&stage, CASE, &["run", "--all-files"]), ["a/x", "b"]);
    assert_eq!(paths(&stage, CASE, &["run", "--files", "a/x", "A/y"]), ["a/x"]);
}

#[test]
fn a_renamed_path_conflicts_with_what_stays_and_not_with_what_goes() {
    let stage = with_files(&["one.txt", "two.txt"]);
    stage.git(["mv", "one.txt", "One.txt"]);
    assert_eq!(staged(&stage, CASE), NOTHING);
    stage.git(["mv", "One.txt", "TWO.txt"]);
    assert_eq!(staged(&stage, CASE), ["TWO.txt"]);
}

#[test]
fn many_new_paths_in_one_folder_are_compared_with_one_another() {
    let stage = Stage::new();
    for number in 0..40 {
        stage.stage(format!("folder/file{number}"), "");
        stage.stage(format!("folder/FILE{}", number + 30), "");
    }
    let expected: Vec<String> = (30..40).map(|number| format!("folder/file{number}")).collect();
    assert_eq!(staged(&stage, CASE), expected);
    assert_eq!(paths(&stage, CASE, &["scan"]), expected);
}

#[test]
fn conflicts_are_found_behind_a_sparse_index_and_in_a_merge() {
    let stage = with_files(&["in/a", "out/deep/b", "top"]);
    stage.git(["switch", "--quiet", "--create", "other"]);
    stage.stage("in/c", "");
    stage.commit_unchecked();
    stage.git(["switch", "--quiet", "main"]);
    stage.stage("in/C", "");
    stage.commit_unchecked();
    stage.git(["merge", "--quiet", "--no-commit", "--no-ff", "other"]);
    // Either side has one of them: that they meet is what the merge brings.
    assert_eq!(staged(&stage, CASE), NOTHING);
    stage.commit_unchecked();
    stage.git(["sparse-checkout", "init", "--cone", "--sparse-index"]);
    stage.git(["sparse-checkout", "set", "in"]);
    stage.stage_unseen("out/deep/B", "");
    stage.stage_unseen("out/DEEP", "");
    assert_eq!(staged(&stage, CASE), ["out/DEEP", "out/deep/B"]);
}

#[test]
fn names_that_windows_cannot_have_are_found_in_new_paths() {
    let stage = with_files(&["aux.txt", "con/a"]);
    stage.stage("aux.txt", "changed\n");
    stage.stage("con/b", "");
    assert_eq!(staged(&stage, WINDOWS), NOTHING);
    for path in ["a?b", "com1.tar.gz", "dot./x", "dot./y", "sub/nul", "tail ", "fine.txt"] {
        stage.stage(path, "");
    }
    assert_eq!(staged(&stage, WINDOWS), ["a?b", "com1.tar.gz", "dot./x", "sub/nul", "tail "]);
    stage.git(["mv", "fine.txt", "prn"]);
    assert!(staged(&stage, WINDOWS).contains(&"prn".to_owned()));
    assert_eq!(paths(&stage, WINDOWS, &["scan", "com1.tar.gz"]), ["com1.tar.gz"]);
    let outside = stage.at("sub");
    assert_eq!(paths(&outside, WINDOWS, &["scan", "../tail "]), ["../tail "]);
}

#[test]
fn an_executable_text_has_a_shebang() {
    let stage = with_files(&["plain", "run.sh"]);
    stage.stage("data.bin", b"\x7fELF\0");
    stage.stage("script", "#!/bin/sh\n");
    stage.stage("empty", "");
    for path in ["data.bin", "script", "empty", "plain"] {
        stage.git(["update-index", "--chmod=+x", path]);
    }
    // Mode alone changes plain; on disk none of them is executable.
    assert_eq!(staged(&stage, EXECUTABLE), ["empty", "plain"]);
    assert_eq!(paths(&stage, EXECUTABLE, &["scan"]), NOTHING);
    stage.set_mode("run.sh", 0o755);
    assert_eq!(paths(&stage, EXECUTABLE, &["scan"]), ["run.sh"]);
    stage.commit_unchecked();
    stage.stage("plain", "plain\nchanged\n");
    stage.git(["update-index", "--chmod=+x", "plain"]);
    assert_eq!(staged(&stage, EXECUTABLE), NOTHING);
    stage.stage("script", "echo\n");
    stage.git(["update-index", "--chmod=+x", "script"]);
    assert_eq!(staged(&stage, EXECUTABLE), ["script"]);
}

#[test]
fn a_script_with_a_shebang_is_executable_if_one_asks_for_that() {
    let stage = with_files(&["a"]);
    stage.stage("script", "#!/bin/sh\necho\n");
    stage.stage("lib.rs", "#![no_std]\n");
    stage.sdf(["run", "--select", "hygiene"]).exits(0);
    assert_eq!(staged(&stage, SCRIPT), ["script"]);
    assert_eq!(paths(&stage, SCRIPT, &["scan"]), ["script"]);
    stage.git(["update-index", "--chmod=+x", "script"]);
    assert_eq!(staged(&stage, SCRIPT), NOTHING);
    stage.commit_unchecked();
    stage.git(["update-index", "--chmod=-x", "script"]);
    assert_eq!(staged(&stage, SCRIPT), ["script"]);
}

#[test]
fn a_link_leads_to_what_is_stored() {
    let stage = with_files(&["folder/file", "untracked-soon"]);
    stage.git(["rm", "--quiet", "--cached", "untracked-soon"]);
    link(&stage, "folder/file", "good");
    link(&stage, "folder", "to-folder");
    link(&stage, "../good", "folder/back");
    link(&stage, "to-folder/back", "through");
    link(&stage, "untracked-soon", "only-on-disk");
    link(&stage, "nowhere", "bad");
    link(&stage, "folder/file/below", "below-a-file");
    link(&stage, "loop", "loop");
    link(&stage, "/", "absolute");
    link(&stage, "/nowhere/at/all", "absolute-bad");
    link(&stage, "..", "out");
    let bad = ["absolute-bad", "bad", "below-a-file", "loop", "only-on-disk"];
    assert_eq!(staged(&stage, DANGLING), bad);
    // What was deleted on disk is stored all the same.
    stage.delete("good");
    assert_eq!(staged(&stage, DANGLING), bad);
    stage.git(["checkout-index", "good"]);
    let on_disk = ["absolute-bad", "bad", "below-a-file", "loop"];
    assert_eq!(paths(&stage, DANGLING, &["scan"]), on_disk);
    stage.sdf(["run"]).says("symbolic link to 'nowhere', which does not exist");
    stage.commit_unchecked();
    assert_eq!(staged(&stage, DANGLING), NOTHING);
    assert_eq!(paths(&stage, DANGLING, &["run", "--all-files"]), bad);
    assert_eq!(paths(&stage, DANGLING, &["run", "--files", "bad", "good"]), ["bad"]);
    assert_eq!(paths(&stage, DANGLING, &["run", "--from-ref", "HEAD~1", "--to-ref", "HEAD"]), bad);
}

#[test]
fn a_link_that_moves_is_judged_where_it_stands() {
    let stage = with_files(&["folder/file"]);
    link(&stage, "folder/file", "link");
    stage.commit_unchecked();
    stage.git(["mv", "link", "folder/link"]);
    assert_eq!(staged(&stage, DANGLING), ["folder/link"]);
}

#[test]
fn a_link_that_became_a_file_with_its_target_is_found() {
    let stage = with_files(&["target"]);
    for path in ["same", "ended", "crlf", "other", "longer"] {
        link(&stage, "target", path);
    }
    stage.commit_unchecked();
    for (path, text) in [
        ("same", "target"),
        ("ended", "target\n"),
        ("crlf", "target\r\n"),
        ("other", "Target"),
        ("longer", "target\n\n\n"),
    ] {
        stage.delete(path);
        stage.stage(path, text);
    }
    assert_eq!(staged(&stage, DESTROYED), ["crlf", "ended", "same"]);
    stage.commit_unchecked();
    assert_eq!(paths(&stage, DESTROYED, &["run", "--all-files"]), NOTHING);
    let range = ["run", "--from-ref", "HEAD~1", "--to-ref", "HEAD"];
    assert_eq!(paths(&stage, DESTROYED, &range), ["crlf", "ended", "same"]);
}

#[test]
fn submodules_are_forbidden_if_one_asks_for_that() {
    let stage = with_files(&["a"]);
    let library = stage.at("../library");
    fs::create_dir(&library.folder).expect("the root is new");
    library.git(["init", "--quiet"]);
    library.stage("b", "");
    library.commit_unchecked();
    stage.git(["submodule", "--quiet", "add", "../library", "library"]);
    stage.sdf(["run"]).exits(0);
    assert_eq!(staged(&stage, NEW_SUBMODULE), ["library"]);
    assert_eq!(staged(&stage, SUBMODULE), ["library"]);
    assert_eq!(
        paths(&stage, SUBMODULE, &["run", "--files", "library", ".gitmodules"]),
        ["library"]
    );
    stage.commit_unchecked();
    assert_eq!(staged(&stage, SUBMODULE), NOTHING);
    assert_eq!(paths(&stage, SUBMODULE, &["run", "--all-files"]), ["library"]);
    assert_eq!(paths(&stage, SUBMODULE, &["run", "--files", "library", "a"]), ["library"]);
    let range = ["run", "--from-ref", "HEAD~1", "--to-ref", "HEAD"];
    assert_eq!(paths(&stage, NEW_SUBMODULE, &range), ["library"]);
    stage.at("library").stage("c", "");
    stage.at("library").commit_unchecked();
    stage.add("library");
    assert_eq!(staged(&stage, NEW_SUBMODULE), NOTHING);
    assert_eq!(staged(&stage, SUBMODULE), ["library"]);
}

#[test]
fn protected_branches_take_no_commits() {
    let stage = Stage::new();
    assert_eq!(staged(&stage, BRANCH), [".git/HEAD"], "the first commit");
    stage.stage("a", "");
    stage.commit_unchecked();
    stage.sdf(["run"]).exits(0);
    assert_eq!(staged(&stage, BRANCH), [".git/HEAD"], "nothing is staged");
    assert_eq!(paths(&stage, BRANCH, &["run", "--files"]), [".git/HEAD"]);
    assert_eq!(paths(&stage, BRANCH, &["run", "--files", "a"]), [".git/HEAD"]);
    // Nothing is being committed.
    assert_eq!(paths(&stage, BRANCH, &["run", "--all-files"]), NOTHING);
    assert_eq!(paths(&stage, BRANCH, &["run", "--from-ref", "HEAD", "--to-ref", "HEAD"]), NOTHING);
    stage.git(["switch", "--quiet", "--create", "feature/main"]);
    assert_eq!(staged(&stage, BRANCH), NOTHING);
    stage.stage("sdf-hook.toml", "[hygiene]\nprotected-branch-patterns = ['feat']\n");
    assert_eq!(staged(&stage, BRANCH), [".git/HEAD"]);
    stage.stage("sdf-hook.toml", "[hygiene]\nprotected-branch-patterns = ['main']\n");
    assert_eq!(staged(&stage, BRANCH), NOTHING, "a pattern matches from the beginning");
    stage.stage("sdf-hook.toml", "[hygiene]\nprotected-branches = ['feature/main']\n");
    assert_eq!(staged(&stage, BRANCH), [".git/HEAD"]);
    stage.git(["switch", "--quiet", "--detach"]);
    assert_eq!(staged(&stage, BRANCH), NOTHING);
    stage.stage("sdf-hook.toml", "[hygiene]\nprotected-branch-patterns = ['(']\n");
    stage.sdf(["run"]).exits(2).says("sdf-hook.toml:2");
}

#[test]
fn an_installed_hook_keeps_a_commit_from_a_protected_branch() {
    let stage = Stage::hooked();
    stage.stage("sdf-hook.toml", "extend-select = ['no-commit-to-branch']\n");
    stage.commit().stopped_by("commit to the protected branch 'main'");
    stage.git(["switch", "--quiet", "--create", "topic"]);
    stage.commit().succeeded();
}

#[test]
fn tests_are_called_as_the_configuration_says() {
    let stage = with_files(&["tests/old.py"]);
    stage.stage("tests/old.py", "changed\n");
    for path in ["tests/test_a.py", "tests/a_test.py", "tests/conftest.py", "a.py", "x/tests/b.py"]
    {
        stage.stage(path, "");
    }
    assert_eq!(staged(&stage, TESTS), ["tests/test_a.py", "x/tests/b.py"]);
    for (names, bad) in [
        ("pytest-test-first", ["tests/a_test.py", "x/tests/b.py"]),
        ("unittest", ["tests/a_test.py", "x/tests/b.py"]),
    ] {
        stage.stage("sdf-hook.toml", format!("[hygiene]\ntest-names = '{names}'\n"));
        assert_eq!(staged(&stage, TESTS), bad, "{names}");
    }
    stage.stage("sdf-hook.toml", "[hygiene]\ntest-names = 'nose'\n");
    stage.sdf(["run"]).exits(2).says("'nose' is none of pytest");
}

#[test]
fn the_configuration_silences_what_no_comment_can() {
    let stage = with_files(&["README", "con/x"]);
    stage.stage("readme", "");
    stage.stage("vendor/README", "");
    stage.stage("vendor/ReadMe", "");
    stage.stage("prn", "");
    let allow = "[[allow]]\nreason = 'Unix only'\nrules = ['check-illegal-windows-names']\n";
    let select = "extend-select = ['check-illegal-windows-names']\n";
    let paths_section = "[[paths]]\npaths = ['readme']\nignore = ['check-case-conflict']\n";
    stage.stage("sdf-hook.toml", format!("{select}exclude = ['vendor/']\n{paths_section}{allow}"));
    stage.sdf(["run", "--ignore", "policy"]).exits(0);
    stage.stage("sdf-hook.toml", format!("{select}{paths_section}"));
    let run = stage.sdf(["run", "--ignore", "policy"]).exits(1);
    run.says("prn").says("vendor/ReadMe").keeps_quiet_about("'readme'");
}

#[test]
fn what_a_push_brings_is_judged() {
    let stage = Stage::hooked();
    stage.git(["init", "--quiet", "--bare", "../remote.git"]);
    stage.git(["remote", "add", "origin", "../remote.git"]);
    stage.stage("Readme", "one\n");
    stage.commit_unchecked();
    stage.git(["push", "--quiet", "origin", "main"]);
    stage.stage("README", "two\n");
    stage.commit_unchecked();
    stage.git_may_fail(["push", "origin", "main"]).stopped_by("'README' and 'Readme'");
}
