//! What becomes of the files on disk.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

use super::{FAULTY, FIXED, fix, holds, staged, status};
use crate::stage::Stage;

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
