//! Bad input gets a clear error and loses nothing.

use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use crate::secrets::{key, token};
use crate::stage::{PROGRAM, Ran, Stage};

/// Where a loose object is, from the repository.
fn loose(stage: &Stage, revision: &str) -> String {
    let id = stage.git(["rev-parse", revision]);
    let (folder, file) = id.trim().split_at(2);
    format!(".git/objects/{folder}/{file}")
}

/// No answer of ours is a crash.
#[track_caller]
fn no_crash(ran: Ran) -> Ran {
    ran.keeps_quiet_about("panicked").keeps_quiet_about("RUST_BACKTRACE")
}

#[test]
fn outside_a_repository() {
    let ran = no_crash(Stage::bare_ground().sdf(["run"]));
    ran.exits(2).says("repository");
}

#[test]
fn a_bare_repository_has_nothing_staged() {
    let stage = Stage::bare_ground();
    stage.git(["init", "--quiet", "--bare", "bare.git"]);
    no_crash(stage.at("bare.git").sdf(["run"]));
}

#[test]
fn a_corrupt_index() {
    let stage = Stage::hooked();
    stage.stage("notes.txt", key(1));
    let index = stage.read(".git/index");
    for damaged in [b"DIRC".to_vec(), index[..index.len() / 2].to_vec(), vec![0xff; 400]] {
        stage.write(".git/index", &damaged);
        no_crash(stage.sdf(["run"])).exits(2).says("index");
        assert_eq!(stage.read(".git/index"), damaged, "evidence is not touched");
    }
}

#[test]
fn a_missing_blob_is_named_and_the_rest_is_checked() {
    let stage = Stage::hooked();
    stage.stage("gone.txt", "gone\n");
    stage.stage("here.txt", key(1));
    fs::remove_file(stage.path(loose(&stage, ":gone.txt"))).expect("it was just staged");
    no_crash(stage.sdf(["run"])).exits(2).says("gone.txt").says("here.txt");
}

#[test]
fn a_corrupt_blob_is_named_and_the_rest_is_checked() {
    let stage = Stage::hooked();
    stage.stage("bad.txt", "bad\n");
    stage.stage("here.txt", key(1));
    let object = loose(&stage, ":bad.txt");
    stage.set_mode(&object, 0o644);
    stage.write(&object, b"not zlib at all".as_slice());
    no_crash(stage.sdf(["run"])).exits(2).says("bad.txt").says("here.txt");
}

#[test]
fn a_corrupt_commit() {
    let stage = Stage::hooked();
    stage.stage("notes.txt", "one\n");
    stage.commit().succeeded();
    let object = loose(&stage, "HEAD");
    stage.stage("notes.txt", "two\n");
    stage.set_mode(&object, 0o644);
    stage.write(&object, b"x".as_slice());
    no_crash(stage.sdf(["run"])).exits(2);
}

#[test]
fn an_unreadable_file_is_named_and_the_rest_is_checked() {
    let stage = Stage::new();
    stage.write("closed.txt", "closed\n");
    stage.write("open.txt", key(1));
    stage.set_mode("closed.txt", 0o000);
    if fs::read(stage.path("closed.txt")).is_ok() {
        // The superuser reads everything.
        return;
    }
    no_crash(stage.sdf(["scan", "."])).exits(2).says("closed.txt").says("open.txt");
}

#[test]
fn a_path_that_does_not_exist() {
    no_crash(Stage::new().sdf(["scan", "nowhere.txt"])).exits(2).says("nowhere.txt");
}

#[test]
fn a_broken_configuration_is_shown_where_it_breaks() {
    for (text, place, expected) in [
        ("# fine\nselect = [\"secrets\"\n", "2", "expected"),
        ("# fine\n\nselect = 3\n", "3", "expected"),
        ("# fine\n\n\nselekt = []\n", "4", "select"),
    ] {
        let stage = Stage::new();
        stage.stage("sdf-hook.toml", text);
        for command in [["run"].as_slice(), &["scan", "."]] {
            let ran = no_crash(stage.sdf(command)).exits(2);
            ran.says(&format!("sdf-hook.toml:{place}")).says(expected);
        }
    }
}

#[test]
fn an_unknown_rule_brings_up_the_nearest() {
    let stage = Stage::new();
    let ran = no_crash(stage.sdf(["run", "--select", "python.pickle-lod"]));
    ran.exits(2).says("python.pickle-lod").says("python.pickle-load");
    stage.stage("sdf-hook.toml", "ignore = [\"secretz\"]\n");
    no_crash(stage.sdf(["run"])).exits(2).says("secretz").says("secrets").says("sdf-hook.toml");
}

#[test]
fn a_broken_rule_file_is_named() {
    let stage = Stage::new();
    stage.write("rules.yaml", "rules:\n  - id: [\n");
    no_crash(stage.sdf(["run", "--rules", "rules.yaml"])).exits(2).says("rules.yaml");
    no_crash(stage.sdf(["run", "--rules", "absent.yaml"])).exits(2).says("absent.yaml");
}

#[test]
fn wrong_usage() {
    let stage = Stage::new();
    for arguments in [["run", "--no-such-option"], ["no-such", "command"], ["run", "--format=x"]] {
        no_crash(stage.sdf(arguments)).exits(2);
    }
}

#[test]
fn an_output_that_cannot_be_written() {
    let stage = Stage::new();
    stage.stage("notes.txt", key(1));
    for output in ["nowhere/report.json", ".", "/dev/full"] {
        let ran = no_crash(stage.sdf(["run", "--format", "json", "--output", output]));
        ran.exits(2).says(output);
    }
}

#[test]
fn a_full_disk_behind_standard_output() {
    let stage = Stage::new();
    stage.stage("notes.txt", key(1));
    for format in ["text", "json", "jsonl", "sarif"] {
        let full = fs::File::options().write(true).open("/dev/full").expect("Linux has it");
        let output = stage
            .command(PROGRAM, ["run", "--format", format])
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .expect("the program exists");
        no_crash(Ran::from(output)).exits(2);
    }
}

#[test]
fn a_reader_that_stops_early_is_no_crash_and_no_pass() {
    let stage = Stage::new();
    // More than a pipe holds.
    stage.stage("many.txt", (0..2_000).map(key).collect::<String>());
    let mut child = stage
        .command(PROGRAM, ["run", "--format", "jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program exists");
    let mut first = [0; 100];
    child.stdout.take().expect("it is piped").read_exact(&mut first).expect("findings are told");
    let ran = no_crash(Ran::from(child.wait_with_output().expect("it is our child")));
    assert_ne!(ran.code, Some(0), "findings stay findings");
}

#[test]
fn a_report_never_tells_a_secret() {
    let stage = Stage::new();
    stage.stage("notes.txt", key(1));
    for format in ["text", "json", "jsonl", "sarif"] {
        stage.sdf(["run", "--format", format]).exits(1).keeps_quiet_about(&token(1));
    }
    stage.sdf(["run", "--show-secrets"]).exits(1).says(&token(1));
}

#[test]
fn a_folder_of_hooks_that_cannot_be_written() {
    let stage = Stage::new();
    // A file where the folder should be stops even the superuser.
    stage.write("blocked", "");
    stage.git([
        "config",
        "--global",
        "core.hooksPath",
        &stage.path("blocked").display().to_string(),
    ]);
    no_crash(stage.sdf(["install"])).exits(2).says("blocked").says("core.hooksPath");

    fs::create_dir(stage.path("closed")).expect("writable");
    stage.git(["config", "core.hooksPath", "closed"]);
    fs::set_permissions(stage.path("closed"), fs::Permissions::from_mode(0o555)).expect("ours");
    if fs::write(stage.path("closed/probe"), "").is_err() {
        no_crash(stage.sdf(["install"])).exits(2).says("closed");
    }
}
