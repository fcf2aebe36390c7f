//! A team comes from bandit: the checks by their ids, its comments and its configuration.

use crate::stage::Stage;
use serde_json::Value;

const CODE: &str = "\
import subprocess, marshal
marshal.loads(data)
subprocess.run([program])
assert data
open('/tmp/state')
open('/scratch/state')
cursor.execute('select a from b where c = %s' % input())
";

/// The places and rules that a scan of everything reports.
fn found(stage: &Stage, arguments: &[&str]) -> Vec<String> {
    let scan = ["scan", "--format", "jsonl", "--ignore", "style", "."].iter().chain(arguments);
    let lines = stage.sdf(scan).out;
    let place = |line: &str| {
        let finding: Value = serde_json::from_str(line).expect("a finding a line");
        let path = finding["path"].as_str().unwrap_or_default();
        let rule = finding["rule"].as_str().unwrap_or_default();
        format!("{path}:{} {rule}", finding["start"]["line"])
    };
    lines.lines().map(place).collect()
}

#[test]
fn an_id_of_bandit_selects_the_check_that_does_the_same() {
    let stage = Stage::bare_ground();
    stage.write("a.py", CODE);
    // What most teams would call noise is off, and a rule that knows more stands for the check.
    let all = found(&stage, &["--select", "sast"]);
    assert_eq!(all, ["a.py:2 python.marshal-load", "a.py:7 python.sql-formatted"]);
    assert_eq!(found(&stage, &["--select", "B608"]), ["a.py:7 python.bandit.sql-expression"]);
    assert_eq!(found(&stage, &["--select", "S101"]), ["a.py:4 python.bandit.assert"]);
    let of_lists = ["a.py:1 python.bandit.import-subprocess", "a.py:2 python.marshal-load"];
    assert_eq!(found(&stage, &["--select", "B3,B40"]), of_lists);
    assert_eq!(found(&stage, &["--select", "bandit"]).len(), 6);
    // Whatever is known by the id is off.
    assert_eq!(found(&stage, &["--select", "sast", "--ignore", "B608,B302"]), [""; 0]);
}

#[test]
fn nosec_takes_ids_and_names_in_comments() {
    let stage = Stage::bare_ground();
    stage.write(
        "a.py",
        "assert a  # nosec assert_used\nassert b  # nosec: B101, B102\nassert c  # nosec eval\n\
         assert d  # nosec because\nassert '# nosec'\nassert (\n    f)  # nosec B101 (ours)\n",
    );
    let left = ["a.py:3 python.bandit.assert", "a.py:5 python.bandit.assert"];
    assert_eq!(found(&stage, &["--select", "B101"]), left);
}

#[test]
fn the_configuration_of_bandit_counts() {
    let stage = Stage::bare_ground();
    stage.write("a.py", CODE);
    stage.write("old/b.py", CODE);
    stage.write(
        "pyproject.toml",
        "[tool.bandit]\nskips = ['B608']\nexclude_dirs = ['/old']\n\
         [tool.bandit.hardcoded_tmp_directory]\ntmp_dirs = ['/scratch']\n",
    );
    assert_eq!(found(&stage, &[]), ["a.py:2 python.marshal-load"]);
    assert_eq!(found(&stage, &["--select", "B108"]), ["a.py:6 python.bandit.temporary-path"]);
    stage.write("pyproject.toml", "[tool.bandit]\ntests = ['B101', 'B999']\n");
    let only = ["a.py:4 python.bandit.assert", "old/b.py:4 python.bandit.assert"];
    assert_eq!(found(&stage, &[]), only);
    stage.sdf(["scan", "."]).says("bandit has no check 'B999'");
    stage.write("pyproject.toml", "[tool.other]\nbandit = 1\n");
    stage.write(".bandit", "[bandit]\nexclude: ./old\nskips: B302,B608\n");
    assert_eq!(found(&stage, &[]), [""; 0]);
    stage.write(".bandit", "[bandit]\nwhat\n");
    stage.sdf(["scan", "."]).exits(2).says(".bandit:2: expected key = value");
}

#[test]
fn a_change_that_skips_checks_is_reported() {
    let stage = Stage::hooked();
    stage.stage("pyproject.toml", "[tool.bandit]\nskips = ['B101']\n");
    let commit = stage.git_may_fail(["commit", "-m", "quiet"]);
    commit.exits(1).says("this change of the configuration skips 'B101'");
}
