//! Of data that flows from a source to a sink, a hook reports what the staged change makes flow.

use crate::stage::Stage;
use serde_json::Value;

/// A program in which data flows from one source to one sink.
const APP: &str = "\
import subprocess
import shlex
from flask import Flask, request

app = Flask(__name__)


def run(command):
    subprocess.run(command, shell=True)


@app.route('/list')
def listed():
    folder = request.args['folder']
    line = 'ls ' + folder
    run(line)
    return 'done'
";

/// The same without the flow.
fn quoted() -> String {
    APP.replace("'ls ' + folder", "'ls ' + shlex.quote(folder)")
}

/// What the hook says when `new` is staged where `old` is committed: of each finding its line and
/// the code and line where the data comes from.
fn said(old: &str, new: &str) -> Vec<String> {
    let stage = Stage::new();
    stage.stage("app.py", old);
    stage.commit_unchecked();
    stage.stage("app.py", new);
    reported(&stage)
}

fn reported(stage: &Stage) -> Vec<String> {
    let ran = stage.sdf(["run", "--select", "sast", "--format", "jsonl", "--exit-zero"]);
    let finding = |line: &str| {
        let it: Value = serde_json::from_str(line).expect("JSON");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (rule, source) = (text(&it["rule"]), &it["trace"][0]);
        let from = format!("{} {}", text(&source["snippet"]), source["start"]["line"]);
        format!("{rule} {} from {from}", it["start"]["line"])
    };
    ran.succeeded().out.lines().map(finding).collect()
}

/// `APP` with `old` replaced.
fn app(old: &str, new: &str) -> String {
    assert!(APP.contains(old), "{old}");
    APP.replace(old, new)
}

#[test]
fn a_new_source_is_reported_at_a_sink_that_another_reached_before() {
    let more = "\n\n@app.route('/show')\ndef shown():\n    run(request.form['command'])\n";
    assert_eq!(
        said(APP, &format!("{APP}{more}")),
        ["python.command-injection 9 from request.form['command'] 22"]
    );
    // As well if it reads what another reads, before or behind it.
    let same = more.replace("form['command']", "args['folder']");
    let expected = ["python.command-injection 9 from request.args['folder'] 22"];
    assert_eq!(said(APP, &format!("{APP}{same}")), expected);
    let before = format!("{}\n\n@app.route('/list')", same.trim_start());
    let expected = ["python.command-injection 9 from request.args['folder'] 14"];
    assert_eq!(said(APP, &app("@app.route('/list')", &before)), expected);
    // Another source in the place of the one there was.
    let expected = ["python.command-injection 9 from request.args['path'] 14"];
    assert_eq!(said(APP, &app("['folder']", "['path']")), expected);
}

#[test]
fn a_new_sink_is_reported_for_a_source_that_reached_another_before() {
    let new = app("    run(line)\n", "    run(line)\n    subprocess.call(line, shell=True)\n");
    let expected = ["python.command-injection 17 from request.args['folder'] 14"];
    assert_eq!(said(APP, &new), expected);
    // Another in the place of the one there was.
    let new = app("subprocess.run(command,", "subprocess.call(command,");
    let expected = ["python.command-injection 9 from request.args['folder'] 14"];
    assert_eq!(said(APP, &new), expected);
}

#[test]
fn a_new_link_between_lines_that_nobody_touched_is_reported() {
    let expected = ["python.command-injection 9 from request.args['folder'] 14"];
    // An assignment.
    assert_eq!(said(&app("'ls ' + folder", "'ls '"), APP), expected);
    // A call.
    assert_eq!(said(&app("    run(line)\n", "    str(line)\n"), APP), expected);
    // What a function far away does.
    let apart = app("subprocess.run(command,", "subprocess.run(kept(command),");
    let helper = |text: &str| format!("{apart}\n\ndef kept(text):\n    return {text}\n");
    assert_eq!(said(&helper("'ls'"), &helper("text")), expected);
    assert_eq!(said(&helper("text"), &helper("'ls'")), [""; 0]);
}

#[test]
fn what_made_data_safe_is_missed_when_it_goes() {
    let expected = ["python.command-injection 9 from request.args['folder'] 14"];
    assert_eq!(said(&quoted(), APP), expected);
    let guard = "    if folder not in ('a', 'b'):\n        return 'no'\n    line =";
    assert_eq!(said(&app("    line =", guard), APP), expected);
    // And so is a comment that silenced it.
    let silenced = app("shell=True)", "shell=True)  # nosec");
    assert_eq!(said(&silenced, APP), expected);
    assert_eq!(said(APP, &silenced), [""; 0]);
}

#[test]
fn what_flowed_before_is_not_reported_whatever_happens_to_its_lines() {
    let quiet = |new: &str| assert_eq!(said(APP, new), [""; 0], "{new}");
    // Something else in the file, and comments.
    quiet(&format!("{APP}\nVERSION = 1\n"));
    quiet(&app("shell=True)", "shell=True)  # the shell knows wildcards"));
    quiet(&app("    run(line)", "    # as it is\n    run(line)"));
    // A line on the way that goes on letting through what it let through.
    quiet(&app("'ls ' + folder", "f'ls -l {folder}'"));
    // Names on the way, that of the sink's argument too.
    quiet(&app("folder = ", "path = ").replace("+ folder", "+ path"));
    quiet(&app("(command", "(line"));
    // Moved and indented.
    quiet(&app(
        "    subprocess.run(command, shell=True)\n",
        "    if command:\n        subprocess.run(\n            command,\n            \
         shell=True,\n        )\n",
    ));
    let run = "def run(command):\n    subprocess.run(command, shell=True)\n";
    quiet(&format!("{}\n\n{run}", app(run, "")));
}

#[test]
fn a_parameter_may_get_another_name_but_no_other_take_its_place() {
    let lambda = |parameters: &str, sent: &str| {
        format!(
            "import subprocess\n\n\ndef lambda_handler({parameters}, context):\n    \
             subprocess.run({sent}, shell=True)\n"
        )
    };
    let old = lambda("event", "event['line']");
    assert_eq!(said(&old, &lambda("payload", "payload['line']")), [""; 0]);
    let source = |found: Vec<String>| found.iter().any(|it| it.contains(" 5 from "));
    assert!(source(said(&old, &lambda("event", "event['other']"))));
}

#[test]
fn a_file_that_moves_brings_no_flow_and_a_merge_only_what_neither_side_has() {
    let stage = Stage::new();
    stage.stage("app.py", APP);
    stage.commit_unchecked();
    stage.git(["mv", "app.py", "views.py"]);
    assert_eq!(reported(&stage), [""; 0]);
    stage.git(["reset", "--quiet", "--hard"]);

    let source = |name: &str| {
        format!("\n\n@app.route('/{name}')\ndef {name}():\n    run(request.args['{name}'])\n")
    };
    stage.git(["checkout", "--quiet", "-b", "side"]);
    stage.stage(
        "app.py",
        app("\n\n@app.route('/list')", &(source("one") + "\n\n@app.route('/list')")),
    );
    stage.commit_unchecked();
    stage.git(["checkout", "--quiet", "main"]);
    stage.stage("app.py", format!("{APP}{}", source("two")));
    stage.commit_unchecked();
    stage.git(["merge", "--quiet", "--no-commit", "side"]);
    assert_eq!(reported(&stage), [""; 0]);
    let merged = String::from_utf8(stage.read("app.py")).expect("text");
    stage.stage("app.py", format!("{merged}{}", source("three")));
    assert_eq!(reported(&stage), ["python.command-injection 9 from request.args['three'] 32"]);
}
