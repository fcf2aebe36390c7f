//! Notebooks: cells are code, and their places are those of the file.

use crate::stage::Stage;
use serde_json::{Value, json};

/// A notebook as Jupyter stores it: a line of source is a line of the file.
fn notebook(cells: &[&str]) -> String {
    let cells: Vec<Value> = cells
        .iter()
        .map(|source| {
            let lines: Vec<&str> = source.split_inclusive('\n').collect();
            json!({"cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [],
                "source": lines})
        })
        .collect();
    let kernel = json!({"kernelspec": {"language": "python", "name": "python3"}});
    let file = json!({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5});
    serde_json::to_string_pretty(&file).expect("JSON") + "\n"
}

/// Line and column of `text` in `file`, from 1.
fn place(file: &str, text: &str) -> (usize, usize) {
    let at = file.find(text).expect("it is there");
    let before = &file[..at];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, at - line_start + 1)
}

/// The findings of a run over what is staged.
fn run(stage: &Stage, options: &[&str]) -> Vec<Value> {
    let arguments = [&["run", "--format", "jsonl", "--exit-zero"], options].concat();
    let ran = stage.sdf(arguments).succeeded();
    ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn start(finding: &Value) -> (usize, usize) {
    let number = |key: &str| finding["start"][key].as_u64().expect("a number") as usize;
    (number("line"), number("column"))
}

#[test]
fn an_insecure_call_in_the_second_cell_is_shown_where_it_stands() {
    let stage = Stage::hooked();
    let file =
        notebook(&["import os as shell\n%matplotlib inline", "x = input(\"ä\"); shell.system(x)"]);
    stage.stage("a.ipynb", &file);
    let findings = run(&stage, &["--select", "sast"]);
    assert_eq!(findings.len(), 1, "{findings:?}");
    let (line, column) = place(&file, "x)");
    // Columns are characters.
    assert_eq!(start(&findings[0]), (line, column - "ä".len() + 1));
    let end = file.find("x)").expect("it is there") + "x".len();
    assert_eq!(findings[0]["end"]["offset"].as_u64(), Some(end as u64));
    assert_eq!(findings[0]["snippet"], "x");
    // Its way is told in the file, too.
    let source = &findings[0]["trace"][0];
    assert_eq!(source["snippet"], "input(\\\"ä\\\")");
    assert_eq!(start(source), place(&file, "input("));
    let message = findings[0]["message"].as_str().expect("a text");
    assert!(message.ends_with("(cell 2, line 1)"), "{message}");
    stage.commit().stopped_by("a.ipynb");
}

#[test]
fn an_old_cell_is_no_news() {
    let stage = Stage::hooked();
    stage.stage("a.ipynb", notebook(&["x = 1\n", "eval(input(x))\n"]));
    stage.commit_unchecked();
    stage.stage("a.ipynb", notebook(&["x = 2\n", "eval(input(x))\n"]));
    assert_eq!(run(&stage, &["--select", "sast"]), [""; 0]);
    stage.stage("a.ipynb", notebook(&["x = 2\n", "eval(input(x))\n", "eval(input(y))\n"]));
    let findings = run(&stage, &["--select", "sast"]);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0]["snippet"], "input(y)");
}

#[test]
fn comments_silence_their_own_line_alone() {
    let stage = Stage::hooked();
    let cells = [
        "eval(input(a))  # nosec\neval(input(b))",
        "eval(input(c))  # nosec B307\n# sdf:ignore[python.eval-dynamic] reviewed\neval(input(d))\n",
        "eval(input(e))  # nosec B301",
    ];
    let pretty = notebook(&cells);
    let minified = serde_json::from_str::<Value>(&pretty).expect("JSON").to_string();
    let joined = pretty.replace("\\n\",\n        \"", "\\n");
    assert!(joined.len() < pretty.len());
    for file in [pretty, minified, joined] {
        stage.stage("a.ipynb", &file);
        let findings = run(&stage, &["--select", "sast"]);
        let snippets: Vec<&Value> = findings.iter().map(|finding| &finding["snippet"]).collect();
        assert_eq!(snippets, ["input(b)", "input(e)"]);
    }
}

#[test]
fn style_is_judged_in_cells_and_mended_in_the_file() {
    let stage = Stage::hooked();
    let cells = ["import os\nimport sys  \nsys.exit", "import json\n", "def (:\n"];
    stage.stage("a.ipynb", notebook(&cells[..2]));
    let found = |stage: &Stage| -> Vec<String> {
        let found = run(stage, &["--select", "style,check-ast"]);
        found.iter().map(|it| it["rule"].as_str().expect("an id").to_owned()).collect()
    };
    assert_eq!(found(&stage), ["F401", "W291", "F401"]);
    stage.sdf(["scan", "--fix", "--select", "style", "--exit-zero", "a.ipynb"]).succeeded();
    let mended = String::from_utf8(stage.read("a.ipynb")).expect("UTF-8");
    let mended: Value = serde_json::from_str(&mended).expect("still JSON");
    assert_eq!(mended["cells"][0]["source"], json!(["", "import sys\n", "sys.exit"]));
    assert_eq!(mended["cells"][1]["source"], json!([""]));
    stage.stage("a.ipynb", notebook(&cells));
    let found = found(&stage);
    assert!(found.iter().any(|id| id == "check-ast"), "{found:?}");
}

#[test]
fn what_cannot_be_scanned_is_said() {
    let stage = Stage::hooked();
    stage.stage("a.ipynb", "{\"cells\": [");
    stage.commit().stopped_by("a.ipynb").says("no valid notebook");
    stage.stage("a.ipynb", notebook(&["eval(input(x))\n"]).replace("\"python\"", "\"julia\""));
    stage.sdf(["run", "--verbose"]).succeeded().says("a notebook in the language \"julia\"");
    stage.stage("a.ipynb", notebook(&["%%bash\neval x\n", "x = 1\n"]));
    stage.sdf(["run", "--verbose"]).succeeded().says("cell 1 is not in Python");
    stage.stage("a.ipynb", "");
    stage.sdf(["run", "--ignore", "check-json"]).succeeded();
}

#[test]
fn a_file_with_a_syntax_error_is_said_to_be_scanned_in_part() {
    let stage = Stage::hooked();
    stage.stage("a.py", "x = 1\ndef f(:\n\neval(input(x))\n");
    let ran = stage.sdf(["run", "--select", "sast"]).exits(1);
    ran.says("eval(input(x))").says("partly scanned as code: a syntax error at line 2");
    stage.stage("a.py", "x = 1\ndef f(:\n\neval('1')\n");
    stage.sdf(["run", "--select", "sast"]).succeeded().says("partly scanned as code");
    stage.stage("a.py", "print 'eval', x\nprint >>f, x\n");
    stage.sdf(["run", "--select", "sast"]).succeeded().keeps_quiet_about("partly");
    stage.delete("a.py");
    stage.git(["rm", "--quiet", "--cached", "a.py"]);
    stage.stage("a.ipynb", notebook(&["x = 1", "def f(:\n    pass\neval(input(x))\n"]));
    let ran = stage.sdf(["run", "--select", "sast"]).exits(1);
    ran.says("eval(input(x))").says("(cell 2, line 1) was passed over");
}
