//! The contract of the command line: exit codes, and what goes where.

use serde_json::Value;

use crate::secrets::{key, token};
use crate::stage::Stage;

/// A staged file with an insecure call on line 3.
const INSECURE: &str = "import pickle\n\nvalue = pickle.load(open(\"data\", \"rb\"))\n";

/// The findings of a run in JSON lines.
fn findings(output: &str) -> Vec<Value> {
    output.lines().map(|line| serde_json::from_str(line).expect("each line an object")).collect()
}

#[test]
fn exit_codes_tell_the_verdict() {
    let stage = Stage::new();
    stage.stage("notes.txt", "one\n");
    stage.sdf(["run"]).exits(0);
    stage.stage("notes.txt", key(1));
    stage.sdf(["run"]).exits(1);
    stage.sdf(["run", "--exit-zero"]).exits(0);
    stage.sdf(["run", "--ignore", "secrets"]).exits(0);
    stage.sdf(["run", "--select", "sast"]).exits(0);
}

#[test]
fn json_lines_are_as_the_contract_says() {
    let stage = Stage::new();
    stage.stage("app/load.py", INSECURE);
    let run = stage.sdf(["run", "--format", "jsonl", "--select", "python.pickle-load"]).exits(1);
    let findings = findings(&run.out);
    let [finding] = findings.as_slice() else {
        assert_eq!(findings.len(), 1, "{}", run.out);
        return;
    };
    assert_eq!(finding["rule"], "python.pickle-load");
    assert_eq!(finding["family"], "sast");
    assert!(finding["aliases"].as_array().is_some_and(|all| all.contains(&"B301".into())));
    assert!(finding["cwe"].as_array().is_some_and(|all| all.contains(&502.into())));
    assert_eq!(finding["path"], "app/load.py");
    let start = serde_json::json!({"line": 3, "column": 9, "offset": 23});
    assert_eq!(finding["start"], start);
    for name in ["severity", "confidence", "message", "fingerprint"] {
        assert!(finding[name].as_str().is_some_and(|text| !text.is_empty()), "{name}: {finding}");
    }
}

#[test]
fn paths_are_relative_to_the_working_directory() {
    let stage = Stage::new();
    stage.stage("deep/notes.txt", key(1));
    let path = |stage: &Stage| {
        let run = stage.sdf(["run", "--format", "jsonl", "--select", "secrets"]).exits(1);
        findings(&run.out)[0]["path"].as_str().map(str::to_owned)
    };
    assert_eq!(path(&stage).as_deref(), Some("deep/notes.txt"));
    assert_eq!(path(&stage.at("deep")).as_deref(), Some("notes.txt"));
}

#[test]
fn a_range_is_read_from_commits() {
    let stage = Stage::new();
    stage.stage("notes.txt", "one\n");
    stage.commit_unchecked();
    stage.stage("notes.txt", key(1));
    stage.commit_unchecked();
    stage.stage("notes.txt", "two\n");
    stage.commit_unchecked();
    stage.write("notes.txt", key(2));
    stage.sdf(["run", "--from-ref", "HEAD~2", "--to-ref", "HEAD~1"]).exits(1).says("notes.txt");
    stage.sdf(["run", "--from-ref", "HEAD~1", "--to-ref", "HEAD"]).exits(0);
}

#[test]
fn all_files_are_scanned_whole() {
    let stage = Stage::new();
    stage.stage("old.txt", key(1));
    stage.commit_unchecked();
    stage.sdf(["run"]).exits(0);
    stage.sdf(["run", "--all-files"]).exits(1).says("old.txt");
}

#[test]
fn a_scan_reads_the_disk_and_honours_ignore_files() {
    let stage = Stage::new();
    stage.write("plain.txt", key(1));
    stage.write(".gitignore", "ignored.txt\n");
    stage.write("ignored.txt", key(2));
    stage.sdf(["scan", "."]).exits(1).says("plain.txt").keeps_quiet_about("ignored.txt");
    stage.sdf(["scan", "plain.txt"]).exits(1);
    stage.run(crate::stage::PROGRAM, ["scan", "-"], key(1)).exits(1).keeps_quiet_about(&token(1));
}

#[test]
fn a_suppressed_line_is_allowed() {
    let stage = Stage::hooked();
    for comment in
        ["sdf:ignore[secrets] a test's own", "gitleaks:allow", "pragma: allowlist secret"]
    {
        stage.stage("notes.txt", format!("token = \"{}\"  # {comment}\n", token(1)));
        let run = stage.sdf(["run"]);
        assert_eq!(run.code, Some(0), "{comment}\n{}", run.everything());
    }
}

#[test]
fn an_accepted_finding_is_allowed_and_another_is_not() {
    let stage = Stage::new();
    stage.stage("notes.txt", key(1));
    stage.commit_unchecked();
    stage.sdf(["baseline", "create", "--baseline", "baseline.json"]).succeeded();
    stage.sdf(["scan", ".", "--baseline", "baseline.json"]).exits(0);
    stage.write("notes.txt", format!("moved\n{}{}", key(1), key(2)));
    stage.sdf(["scan", ".", "--baseline", "baseline.json"]).exits(1).says("notes.txt:3");
}

#[test]
fn two_runs_give_the_same_bytes() {
    let stage = Stage::new();
    for number in 0..40 {
        stage.write(
            format!("folder{}/file{number}.py", number % 7),
            [INSECURE, &key(number)].concat(),
        );
    }
    stage.git(["add", "."]);
    let run = |jobs: &str| stage.sdf(["run", "--format", "jsonl", "--jobs", jobs]).exits(1).out;
    let one = run("1");
    assert!(one.lines().count() >= 80);
    assert_eq!(run("2"), one);
    assert_eq!(run("7"), one);
}

#[test]
fn the_catalogue_is_listed_and_shown() {
    let stage = Stage::bare_ground();
    stage.sdf(["rules", "list"]).succeeded().says("python.pickle-load");
    stage.sdf(["rules", "show", "python.pickle-load"]).succeeded().says("pickle");
}

#[test]
fn init_writes_a_configuration_that_loads() {
    let stage = Stage::new();
    stage.sdf(["init"]).succeeded();
    assert!(stage.exists("sdf-hook.toml"));
    stage.sdf(["config", "show"]).succeeded();
    stage.add("sdf-hook.toml");
    stage.sdf(["run"]).exits(0);
}

#[test]
fn colours_come_when_asked_for_and_not_into_a_pipe() {
    let stage = Stage::new();
    stage.stage("notes.txt", key(1));
    stage.sdf(["run"]).exits(1).keeps_quiet_about("\u{1b}[");
    stage.sdf(["run", "--color", "always"]).exits(1).says("\u{1b}[");
    stage.sdf(["run", "--color", "never"]).exits(1).keeps_quiet_about("\u{1b}[");
}
