//! `run --fix`: staged files mended, in the index and on disk, and nothing lost.

mod commits;
mod on_disk;

use crate::stage::{Ran, Stage};

/// A file with white space to remove in its first line, and the same without.
const FAULTY: &str = "x = 1 \na = 2\nb = 3\nc = 4\n";
const FIXED: &str = "x = 1\na = 2\nb = 3\nc = 4\n";

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
fn only_what_would_be_reported_is_fixed() {
    let stage = Stage::new();
    stage.stage("a.py", "old = 1 \n\n\nx = 1\n");
    stage.commit_unchecked();
    let content = "old = 1 \n\n\nx = 1 \ny = 2 # noqa \nz = 3 \n";
    stage.stage("a.py", content);
    fix(&stage).exits(1);
    let fixed = "old = 1 \n\n\nx = 1\ny = 2 # noqa \nz = 3\n";
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
fn a_file_with_more_faults_than_are_listed_is_mended_at_once() {
    let stage = Stage::new();
    stage.write("a.txt", "a \n".repeat(25_000));
    stage.sdf(["scan", "--fix", "a.txt"]).succeeded().says("25000 findings mended");
    assert_eq!(stage.read("a.txt"), b"a\n".repeat(25_000));
}
