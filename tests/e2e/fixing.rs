//! `run --fix`: staged files mended, in the index and on disk, and nothing lost.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

use crate::stage::{PROGRAM, Ran, Stage};

/// A file with white space to remove in its first line, and the same without.
const FAULTY: &str = "x = 1 \na = 2\nb = 3\nc = 4\n";
const FIXED: &str = "x = 1\na = 2\nb = 3\nc = 4\n";

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

fn fix(stage: &Stage) -> Ran {
    stage.sdf(["run", "--fix"])
}

fn staged(stage: &Stage, path: &str) -> String {
    stage.git(["cat-file", "blob", &format!(":{path}")])
}

#[track_caller]
fn holds(stage: &Stage, path: &str, in_index: &str, on_disk: &str) {
    assert_eq!(staged(stage, path), in_index, "staged {path}");
    assert_eq!(String::from_utf8_lossy(&stage.read(path)), on_disk, "{path} on disk");
    assert!(!stage.exists(".git/index.lock"));
    let left = stage.git(["status", "--porcelain", "--ignored"]);
    assert!(!left.contains(".sdf-hook-"), "{left}");
    stage.git(["fsck", "--strict"]);
}

fn status(stage: &Stage) -> String {
    stage.git(["status", "--porcelain"])
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
fn only_what_would_be_reported_is_fixed() {
    let stage = Stage::new();
    stage.stage("a.py", "old = 1 \n\n\n\nx = 1\n");
    stage.commit_unchecked();
    let content = "old = 1 \n\n\n\nx = 1 \ny = 2 # noqa \nz = 3 \n";
    stage.stage("a.py", content);
    fix(&stage).exits(1);
    let fixed = "old = 1 \n\n\n\nx = 1\ny = 2 # noqa \nz = 3\n";
    holds(&stage, "a.py", fixed, fixed);
    stage.stage("a.py", content);
    stage
        .sdf(["run", "--fix", "--ignore", "W291,W292,trailing-whitespace"])
        .keeps_quiet_about("fixed");
    holds(&stage, "a.py", content, content);
}

#[test]
fn what_may_change_the_meaning_waits_to_be_asked_for() {
    let stage = Stage::new();
    stage.write(
        "rules.yaml",
        "rules:\n  - id: ours.log\n    message: Log it.\n    severity: WARNING\n    \
         languages: [python]\n    pattern: print($X)\n    fix: log($X)\n",
    );
    stage.stage("a.py", "print(1) \n");
    let rules = ["run", "--rules", "rules.yaml", "--fix"];
    stage.sdf(rules).exits(1).says("ours.log").says("--unsafe-fixes does it");
    holds(&stage, "a.py", "print(1)\n", "print(1)\n");
    stage.sdf(rules.iter().chain(&["--unsafe-fixes"])).exits(1).says("fixed 1 finding");
    holds(&stage, "a.py", "log(1)\n", "log(1)\n");
    stage.sdf(["run", "--unsafe-fixes"]).exits(2).says("--fix");
    stage.sdf(["run", "--restage"]).exits(2).says("--fix");
}

#[test]
fn unstaged_changes_elsewhere_in_the_file_stay() {
    let stage = Stage::new();
    stage.stage("a.py", FAULTY);
    let edited = |text: &str| text.replace("c = 4\n", "c = 5\nd = 6 \n");
    stage.write("a.py", edited(FAULTY));
    stage
        .sdf(["run", "--fix", "--restage"])
        .exits(0)
        .says("beside the changes that are not staged");
    holds(&stage, "a.py", FIXED, &edited(FIXED));
    assert_eq!(status(&stage), "AM a.py\n");
}

#[test]
fn where_unstaged_changes_are_in_the_way_nothing_is_changed() {
    for edited in [
        FAULTY.replace("x = 1 ", "x = 9 "),
        FAULTY.replace("a = 2", "a = 9"),
        format!("new\n{FAULTY}"),
        "all = 'new'\n".to_owned(),
        String::new(),
    ] {
        let stage = Stage::new();
        stage.stage("a.py", FAULTY);
        stage.stage("b.py", FAULTY);
        stage.write("a.py", &edited);
        let index = stage.read(".git/index");
        let run = stage.sdf(["run", "--fix", "--restage", "a.py"]).exits(1);
        run.says("a.py: not fixed, neither staged nor on disk").says("W291");
        assert_eq!(stage.read(".git/index"), index);
        holds(&stage, "a.py", FAULTY, &edited);
        // The other file has nothing to do with it.
        stage.sdf(["run", "--fix", "--restage"]).exits(1).says("b.py: fixed 1 finding");
        holds(&stage, "a.py", FAULTY, &edited);
        holds(&stage, "b.py", FIXED, FIXED);
    }
}

#[test]
fn a_fix_that_is_on_disk_already_is_staged() {
    let stage = Stage::new();
    stage.stage("a.py", FAULTY);
    stage.write("a.py", FIXED);
    let before = fs::metadata(stage.path("a.py")).expect("the file");
    fix(&stage).exits(1).says("reads so already");
    holds(&stage, "a.py", FIXED, FIXED);
    let after = fs::metadata(stage.path("a.py")).expect("the file");
    assert_eq!(
        (before.ino(), before.mtime_nsec()),
        (after.ino(), after.mtime_nsec()),
        "not touched"
    );
    assert_eq!(status(&stage), "A  a.py\n");
}

#[test]
fn what_is_not_on_disk_is_fixed_where_it_is_staged() {
    let stage = Stage::new();
    for path in ["gone.py", "folder/inside.py"] {
        stage.stage(path, FAULTY);
    }
    stage.write("elsewhere/inside.py", FAULTY);
    stage.delete("gone.py");
    fs::remove_dir_all(stage.path("folder")).expect("it is ours");
    symlink("elsewhere", stage.path("folder")).expect("it is gone");
    fix(&stage).exits(1).says("gone.py: fixed 1 finding, staged; the file is not on disk");
    assert_eq!(staged(&stage, "gone.py"), FIXED);
    assert_eq!(staged(&stage, "folder/inside.py"), FIXED);
    assert!(!stage.exists("gone.py"));
    assert_eq!(stage.read("elsewhere/inside.py"), FAULTY.as_bytes(), "not through a link");
}

#[test]
fn no_link_is_followed_and_nothing_else_overwritten() {
    let stage = Stage::new();
    for path in ["link.py", "folder.py"] {
        stage.stage(path, FAULTY);
        stage.delete(path);
    }
    stage.write("target.py", FAULTY);
    symlink("target.py", stage.path("link.py")).expect("it is gone");
    stage.write("folder.py/untracked", "precious\n");
    // A link that is staged as a link; what it points to has white space at its end.
    symlink("target.py ", stage.path("staged.py")).expect("it is new");
    stage.add("staged.py");
    fix(&stage).exits(1).says("link.py: not fixed").says("folder.py: not fixed");
    for path in ["link.py", "folder.py"] {
        assert_eq!(staged(&stage, path), FAULTY);
    }
    assert_eq!(staged(&stage, "staged.py"), "target.py ");
    assert_eq!(stage.read("target.py"), FAULTY.as_bytes());
    assert_eq!(stage.read("folder.py/untracked"), b"precious\n");
    assert!(fs::symlink_metadata(stage.path("link.py")).expect("the link").is_symlink());
}

#[test]
fn modes_stay() {
    let stage = Stage::new();
    stage.write("a.py", FAULTY);
    stage.set_mode("a.py", 0o751);
    stage.add("a.py");
    stage.stage("b.py", FAULTY);
    stage.set_mode("b.py", 0o700);
    fix(&stage).exits(1);
    let mode = |path| fs::metadata(stage.path(path)).expect("the file").permissions().mode();
    assert_eq!((mode("a.py") & 0o777, mode("b.py") & 0o777), (0o751, 0o700));
    let entries = stage.git(["ls-files", "--stage"]);
    assert!(entries.starts_with("100755"), "{entries}");
    assert_eq!(entries.lines().filter(|line| line.starts_with("100644")).count(), 1, "{entries}");
}

#[test]
fn an_intent_to_add_stays_one() {
    let stage = Stage::new();
    stage.stage("a.py", FAULTY);
    stage.write("later.py", FAULTY);
    stage.git(["add", "--intent-to-add", "later.py"]);
    fix(&stage).exits(1).keeps_quiet_about("later.py");
    holds(&stage, "a.py", FIXED, FIXED);
    assert_eq!(stage.read("later.py"), FAULTY.as_bytes());
    assert_eq!(status(&stage), "A  a.py\n A later.py\n");
}

#[test]
fn marked_entries_keep_their_marks() {
    let stage = Stage::new();
    for path in ["skipped.py", "assumed.py", "assumed2.py"] {
        stage.stage(path, FAULTY);
    }
    stage.git(["update-index", "--skip-worktree", "skipped.py"]);
    stage.git(["update-index", "--assume-unchanged", "assumed.py", "assumed2.py"]);
    stage.write("skipped.py", "local\n");
    stage.write("assumed2.py", "local\n");
    fix(&stage).exits(1).says("skipped.py: fixed 1 finding, staged; the file is not checked out");
    holds(&stage, "skipped.py", FIXED, "local\n");
    holds(&stage, "assumed.py", FIXED, FIXED);
    holds(&stage, "assumed2.py", FAULTY, "local\n");
    assert_eq!(stage.git(["ls-files", "-v"]), "h assumed.py\nh assumed2.py\nS skipped.py\n");
}

#[test]
fn outside_of_a_sparse_checkout_nothing_comes_on_disk() {
    let stage = Stage::new();
    stage.stage("in/a.py", "a = 1\n");
    stage.stage("out/a.py", "a = 1\n");
    stage.commit_unchecked();
    stage.git(["sparse-checkout", "set", "--cone", "in"]);
    stage.stage_unseen("out/a.py", FAULTY);
    stage.git(["update-index", "--skip-worktree", "out/a.py"]);
    fix(&stage).exits(1).says("not checked out");
    assert_eq!(staged(&stage, "out/a.py"), FIXED);
    assert!(!stage.exists("out"));
}

#[test]
fn a_conflict_is_left_alone() {
    let stage = Stage::new();
    stage.stage("a.py", "a = 1\n");
    stage.commit_unchecked();
    stage.git(["checkout", "--quiet", "-b", "side"]);
    stage.stage("a.py", "a = 2 \n");
    stage.commit_unchecked();
    stage.git(["checkout", "--quiet", "main"]);
    stage.stage("a.py", "a = 3 \n");
    stage.commit_unchecked();
    stage.git_may_fail(["merge", "--no-verify", "side"]).exits(1);
    let (index, on_disk) = (stage.git(["ls-files", "--stage"]), stage.read("a.py"));
    fix(&stage).exits(2).says("has a conflict");
    assert_eq!(stage.git(["ls-files", "--stage"]), index);
    assert_eq!(stage.read("a.py"), on_disk);
}

#[test]
fn line_ends_that_a_checkout_converts_stay() {
    let stage = Stage::new();
    stage.git(["config", "core.autocrlf", "true"]);
    let converted = |text: &str| text.replace('\n', "\r\n");
    stage.write("a.py", converted(FAULTY));
    stage.git(["-c", "core.safecrlf=false", "add", "a.py"]);
    assert_eq!(staged(&stage, "a.py"), FAULTY);
    fix(&stage).exits(1);
    holds(&stage, "a.py", FIXED, &converted(FIXED));
    assert_eq!(status(&stage), "A  a.py\n");
    // With a change that is not staged as well.
    stage.write("a.py", converted(FAULTY));
    stage.git(["-c", "core.safecrlf=false", "add", "a.py"]);
    let edited = |text: &str| converted(&text.replace("c = 4", "c = 5"));
    stage.write("a.py", edited(FAULTY));
    fix(&stage).exits(1);
    holds(&stage, "a.py", FIXED, &edited(FIXED));
    assert_eq!(status(&stage), "AM a.py\n");
}

#[test]
fn what_a_filter_makes_of_a_file_is_not_guessed() {
    let stage = Stage::new();
    stage.write(".gitattributes", "wide.py working-tree-encoding=UTF-16LE\nsecret.py filter=rot\n");
    stage.git(["config", "filter.rot.clean", "tr a-z n-za-m"]);
    stage.git(["config", "filter.rot.smudge", "tr a-z n-za-m"]);
    let wide: Vec<u8> = FAULTY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    stage.stage("wide.py", &wide);
    let secret =
        FAULTY.replace('x', "k").replace("a =", "n =").replace("b =", "o =").replace("c =", "p =");
    stage.stage("secret.py", &secret);
    assert_eq!(staged(&stage, "wide.py"), FAULTY);
    assert_eq!(staged(&stage, "secret.py"), FAULTY);
    fix(&stage).exits(1).says("wide.py: not fixed").says("secret.py: not fixed").says("filter");
    assert_eq!(staged(&stage, "wide.py"), FAULTY);
    assert_eq!(stage.read("wide.py"), wide);
    holds(&stage, "secret.py", FAULTY, &secret);
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
fn a_lock_is_honoured() {
    let stage = Stage::new();
    stage.stage("a.py", FAULTY);
    stage.write(".git/index.lock", "");
    fix(&stage).exits(2).says("index.lock").says("nothing was fixed").says("W291");
    stage.delete(".git/index.lock");
    holds(&stage, "a.py", FAULTY, FAULTY);
}

#[test]
fn an_index_that_cannot_be_changed_is_left_as_it_is() {
    let stage = Stage::new();
    stage.stage("a.py", "a = 1\n");
    stage.commit_unchecked();
    stage.git(["update-index", "--split-index"]);
    stage.stage("a.py", FAULTY);
    fix(&stage).exits(2).says("--no-split-index").says("W291");
    holds(&stage, "a.py", FAULTY, FAULTY);
    stage.git(["update-index", "--no-split-index"]);
    fix(&stage).exits(1);
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
fn names_of_any_sort() {
    let stage = Stage::new();
    let names: [&[u8]; 5] =
        [b"-x.py", b"a b.py", b"new\nline.py", b"f\xc3\xbcr.py", b"\xff\xfe.py"];
    for name in names {
        stage.stage(name, FAULTY);
    }
    fix(&stage).exits(1).says("fixed 5 findings in 5 files");
    for name in names {
        assert_eq!(stage.read(name), FIXED.as_bytes());
    }
    assert_eq!(stage.git(["diff"]), "");
    stage.sdf(["run"]).exits(0);
}

#[test]
fn files_that_are_named_or_all_of_them() {
    let stage = Stage::new();
    for path in ["a.py", "b.py"] {
        stage.stage(path, FAULTY);
    }
    stage.commit_unchecked();
    stage.sdf(["run", "--fix", "--files", "a.py"]).exits(1).says("fixed 1 finding in 1 file");
    holds(&stage, "a.py", FIXED, FIXED);
    holds(&stage, "b.py", FAULTY, FAULTY);
    stage.sdf(["run", "--fix", "--restage", "--all-files"]).exits(0).says("b.py: fixed 1 finding");
    holds(&stage, "b.py", FIXED, FIXED);
    assert_eq!(status(&stage), "M  a.py\nM  b.py\n");
}

#[test]
fn a_range_is_not_fixed() {
    let stage = Stage::new();
    stage.commit_unchecked();
    stage.stage("a.py", FAULTY);
    stage.commit_unchecked();
    let range = ["run", "--fix", "--from-ref", "HEAD~1", "--to-ref", "HEAD"];
    stage.sdf(range).exits(2).says("made already");
    let framework = stage
        .with("PRE_COMMIT", "1")
        .with("PRE_COMMIT_FROM_REF", "HEAD~1")
        .with("PRE_COMMIT_TO_REF", "HEAD");
    framework.sdf(["run", "--fix", "--files", "a.py"]).exits(1).says("nothing is fixed in a range");
    holds(&stage, "a.py", FAULTY, FAULTY);
}

#[test]
fn machines_are_told() {
    let stage = Stage::new();
    stage.stage("a.py", FAULTY);
    let run = stage.sdf(["run", "--fix", "--format", "json"]).exits(1);
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(report["summary"]["fixed"], 1);
    assert_eq!(report["summary"]["findings"], 0);
    assert!(
        report["notices"][0]["message"].as_str().is_some_and(|text| text.starts_with("fixed 1"))
    );
}

#[test]
fn what_is_fixed_is_scanned_until_nothing_changes() {
    let stage = Stage::new();
    stage.stage("a.txt", "one \r\ntwo\t\nthree\n\n\n");
    fix(&stage).exits(1);
    let fixed = staged(&stage, "a.txt");
    holds(&stage, "a.txt", &fixed, &fixed);
    stage.sdf(["run", "--fix"]).exits(0).keeps_quiet_about("fixed");
}

#[test]
fn scan_replaces_files_and_follows_no_link() {
    let stage = Stage::new();
    stage.write("a.py", FAULTY);
    stage.set_mode("a.py", 0o640);
    symlink("a.py", stage.path("link.py")).expect("it is new");
    stage.sdf(["scan", "--fix", "link.py"]).exits(0);
    assert_eq!(stage.read("a.py"), FAULTY.as_bytes());
    stage.sdf(["scan", "--fix", "."]).exits(0).says("1 fixed");
    assert_eq!(stage.read("a.py"), FIXED.as_bytes());
    let mode = fs::metadata(stage.path("a.py")).expect("the file").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    assert!(fs::symlink_metadata(stage.path("link.py")).expect("the link").is_symlink());
    assert_eq!(fs::read_dir(stage.path(".")).expect("a folder").count(), 3, "nothing lies about");
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
