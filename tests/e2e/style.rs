//! Style of Python: which lines are judged, and what options and other tools' files change.

use crate::stage::Stage;

/// Long enough that only what is new is judged, with faults all over.
fn old_code() -> String {
    let body: String =
        (0..200).map(|at| format!("def old_{at}( a ):\n    return a+{at} \n\n")).collect();
    format!("import os\n\n\n{body}")
}

#[test]
fn old_faults_of_style_cost_nothing_and_new_ones_are_told() {
    let stage = Stage::new();
    stage.stage("a.py", old_code());
    stage.commit_unchecked();
    let select = ["run", "--select", "E,W"];
    let changed = old_code().replace("a+7 \n", "a + 7\n");
    stage.stage("a.py", &changed);
    stage.sdf(select).exits(0);
    stage.stage("a.py", changed.replace("a+9 \n", "a  + 9\n"));
    stage.sdf(select).exits(1).says("E221").says("1 finding");
}

#[test]
fn a_change_is_to_blame_for_what_it_does_to_other_lines() {
    let stage = Stage::new();
    let tidy: String = (0..200).map(|at| format!("def f{at}(a):\n    return a\n\n\n")).collect();
    let tidy = format!("import os\nimport re\n\n\n{}", tidy.trim_end()) + "\n";
    stage.stage("a.py", &tidy);
    stage.commit_unchecked();
    let select = ["run", "--select", "E,W"];
    // A blank line is gone: the definition behind it did not change.
    stage.stage("a.py", tidy.replace("\n\n\ndef f100", "\n\ndef f100"));
    stage.sdf(select).exits(1).says("E302").says("a.py:404").says("1 finding");
    // Code above an import makes its place wrong.
    stage.stage("a.py", tidy.replace("import os\n", "import os\nos.fork()\n"));
    stage.sdf(select).exits(1).says("E402").says("a.py:3").says("1 finding");
    // A line end is gone at the end of the file.
    stage.stage("a.py", tidy.trim_end());
    stage.sdf(select).exits(1).says("W292").says("1 finding");
}

#[test]
fn options_are_taken_from_our_file() {
    let stage = Stage::new();
    stage.write("a.py", format!("if a:\n  b = (1,\n    2)\n# {}\n", "word ".repeat(15).trim_end()));
    let scan = || stage.sdf(["scan", "a.py", "--select", "E,W"]);
    scan().exits(1).says("E111").says("E128").keeps_quiet_about("W505");
    stage.write("sdf-hook.toml", "[style]\nindent-size = 2\nmax-doc-length = 72\n");
    scan().exits(1).keeps_quiet_about("E111").says("W505");
    stage.write("b.py", "a = (\n    1,\n)\n");
    let scan = || stage.sdf(["scan", "b.py", "--select", "E133"]);
    scan().exits(0);
    stage.write("sdf-hook.toml", "[style]\nhang-closing = true\n");
    scan().exits(1).says("E133");
}

#[test]
fn beginnings_of_ids_are_those_of_pycodestyle() {
    let stage = Stage::new();
    stage.write("a.py", "import os\n\n\ndef f(a): return a*2\n\n\nx = '\u{202e}'\nprint x\n");
    let scan = stage.sdf(["scan", "a.py", "--select", "E,W"]).exits(1);
    scan.says("E704")
        .says("E226")
        .keeps_quiet_about("F401")
        .keeps_quiet_about("bidirectional")
        .keeps_quiet_about("check-ast");
}

#[test]
fn what_flake8_and_pycodestyle_select_holds_for_style_alone() {
    let stage = Stage::new();
    stage.write("a.py", "import os, sys\nx = os.path+sys.path \nexec(input())\n");
    let scan = || stage.sdf(["scan", "a.py", "-v"]);
    scan().exits(1).says("E401").says("W291").keeps_quiet_about("E226").says("exec");
    // What is ignored takes the place of what is off by default.
    stage.write("setup.cfg", "[pycodestyle]\nignore = E4\n");
    scan().exits(1).keeps_quiet_about("E401").says("W291").says("E226").says("exec");
    stage.write("setup.cfg", "[pycodestyle]\nignore = W2\nselect =\n    E4,\n    W2\n");
    scan().exits(1).says("E401").says("W291").keeps_quiet_about("E226");
    stage
        .write("setup.cfg", "[flake8]\nextend-ignore = E401\nper-file-ignores =\n    a.py: W291\n");
    scan()
        .exits(1)
        .keeps_quiet_about("E401")
        .keeps_quiet_about("W291")
        .keeps_quiet_about("E226")
        .says("exec");
    stage.write("setup.cfg", "[flake8]\nextend-select = E226\nmax-line-length = 10\n");
    scan().exits(1).says("E401").says("E226").says("E501");
    stage.write("setup.cfg", "[flake8]\nexclude = a.py\n");
    scan().exits(1).keeps_quiet_about("E401").keeps_quiet_about("W291").says("exec");
    // Our own selection goes first.
    stage.write("setup.cfg", "[flake8]\nselect = E4\n");
    stage.sdf(["scan", "a.py", "--select", "W"]).exits(1).says("W291").keeps_quiet_about("E401");
}
