//! A flow that leads through several files is found where data and harm come together, and told
//! with the steps that it takes elsewhere.

use crate::stage::Stage;
use serde_json::Value;

const SHELL: &str = "\
import os
import shlex


def run(command):
    line = 'ls ' + command
    os.system(line)


def quoted(text):
    return shlex.quote(text)


def constant(text):
    return 'fixed'


def same(text):
    return text


class Runner:
    def __init__(self, command):
        self.command = command

    def go(self):
        os.system(self.command)


class Base:
    def go(self, command):
        os.system(command)
";

const DATA: &str = "\
from flask import request


def name():
    return request.args['name']


class Form:
    def __init__(self):
        self.title = request.form['title']
";

/// A package with helpers and `views.py`, whose first line is the code's.
fn package(views: &str) -> Stage {
    let stage = Stage::bare_ground();
    stage.write("app/__init__.py", "");
    stage.write("app/shell.py", SHELL);
    stage.write("app/data.py", DATA);
    stage.write("app/views.py", views);
    stage
}

fn scan(stage: &Stage, options: &[&str]) -> Vec<Value> {
    let all = ["scan", ".", "--select", "python.command-injection", "--format", "jsonl"];
    let ran = stage.sdf(all.iter().chain(&["--exit-zero"]).chain(options)).succeeded();
    ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Path and line of each finding.
fn places(stage: &Stage, options: &[&str]) -> Vec<String> {
    let place =
        |it: &Value| format!("{}:{}", it["path"].as_str().unwrap_or_default(), it["start"]["line"]);
    scan(stage, options).iter().map(place).collect()
}

/// The lines of `views` where something is found with `--cross-file`; without it nothing is.
#[track_caller]
fn is_found_at(views: &str, lines: &[usize]) {
    let stage = package(views);
    assert_eq!(places(&stage, &[]), Vec::<String>::new(), "one file at a time");
    let expected: Vec<_> = lines.iter().map(|line| format!("app/views.py:{line}")).collect();
    assert_eq!(places(&stage, &["--cross-file"]), expected);
}

#[test]
fn a_call_that_leads_to_a_sink_elsewhere_is_shown_with_all_steps() {
    let stage =
        package("from flask import request\nfrom app.shell import run\n\nrun(request.args['x'])\n");
    assert!(scan(&stage, &[]).is_empty());
    let found = scan(&stage, &["--cross-file"]);
    assert_eq!(found.len(), 1, "{found:?}");
    let message = found[0]["message"].as_str().unwrap_or_default();
    assert!(message.ends_with("this call leads to `line` in app/shell.py, line 7"), "{message}");
    assert_eq!(
        (&found[0]["path"], &found[0]["snippet"]),
        (&"app/views.py".into(), &"request.args['x']".into())
    );
    let steps = found[0]["trace"].as_array().expect("a trace");
    let told: Vec<_> = steps
        .iter()
        .map(|step| format!("{} {} {}", step["path"], step["start"]["line"], step["snippet"]))
        .collect();
    let expected = [
        "null 4 \"request.args['x']\"",
        "\"app/shell.py\" 5 \"command\"",
        "\"app/shell.py\" 6 \"line\"",
        "\"app/shell.py\" 7 \"line\"",
    ];
    assert_eq!(told, expected);

    let options = ["scan", ".", "--cross-file", "--select", "python.command-injection"];
    let text = stage.sdf(options).exits(1);
    let text = text.says("--> app/views.py:4:5").says("--> app/shell.py:5:9");
    text.says("3. `line` holds it").says("line (app/shell.py:6)");
    let sarif = stage.sdf(options.iter().chain(&["--format", "sarif"])).exits(1).out;
    let sarif: Value = serde_json::from_str(&sarif).expect("JSON");
    let result = &sarif["runs"][0]["results"][0];
    let file = |location: &Value| location["physicalLocation"]["artifactLocation"]["uri"].clone();
    assert_eq!(file(&result["locations"][0]), "app/views.py");
    let steps = &result["codeFlows"][0]["threadFlows"][0]["locations"];
    assert_eq!(file(&steps[0]["location"]), "app/views.py");
    assert_eq!(file(&steps[3]["location"]), "app/shell.py");
}

#[test]
fn helpers_clean_or_pass_on_what_they_are_given() {
    let stage = package(
        "from flask import request\nfrom app.shell import constant, quoted, run, same\n\
         run(quoted(request.args['x']))\nrun(constant(request.args['x']))\n\
         run(same(request.args['x']))\n",
    );
    assert_eq!(places(&stage, &["--cross-file"]), ["app/views.py:5"]);
    // Who does not know the helper takes it for one that hands on.
    let stage = package(
        "import os\nfrom flask import request\nfrom app.shell import constant\n\
         os.system(constant(request.args['x']))\n",
    );
    assert_eq!(places(&stage, &[]), ["app/views.py:4"]);
    assert!(scan(&stage, &["--cross-file"]).is_empty());
}

#[test]
fn sources_elsewhere_come_back_through_functions_and_objects() {
    is_found_at(
        "import os\nfrom app import data\nfrom app.data import Form\nfrom app.shell import run\n\
         os.system(data.name())\nrun(data.name())\nform = Form()\nos.system(form.title)\n",
        &[5, 6, 8],
    );
}

#[test]
fn objects_of_classes_elsewhere_carry_data_to_their_methods() {
    is_found_at(
        "from flask import request\nfrom app.shell import Base, Runner\nimport app.shell as sh\n\
         Runner(request.args['x']).go()\nrunner = sh.Runner(request.args['x'])\nrunner.go()\n\
         sh.Runner('ls').go()\n\n\nclass Mine(Base):\n    def start(self):\n        \
         self.go(request.args['x'])\n",
        &[4, 6, 12],
    );
}

#[test]
fn names_are_found_through_packages_and_relative_imports() {
    let stage =
        package("from flask import request\nfrom . import start\nstart(request.args['x'])\n");
    stage.write("app/__init__.py", "from .shell import run as start\n");
    stage.write("app/deep/__init__.py", "");
    stage.write(
        "app/deep/more.py",
        "from flask import request\nfrom .. import shell\nfrom ..shell import run\n\
         shell.run(request.args['x'])\nrun(request.args['x'])\n",
    );
    stage.write("src/tools/__init__.py", "from app.shell import *\n");
    stage.write(
        "main.py",
        "from flask import request\nimport tools\ntools.run(request.args['x'])\n",
    );
    let expected = ["app/deep/more.py:4", "app/deep/more.py:5", "app/views.py:3", "main.py:3"];
    assert_eq!(places(&stage, &["--cross-file"]), expected);
}

#[test]
fn a_flow_may_lead_through_several_files() {
    let stage = package("from app import data, middle\nmiddle.start(data.name())\n");
    stage.write("app/middle.py", "from .shell import run\n\n\ndef start(text):\n    run(text)\n");
    let found = scan(&stage, &["--cross-file"]);
    assert_eq!(found.len(), 1, "{found:?}");
    let paths: Vec<_> = found[0]["trace"]
        .as_array()
        .expect("a trace")
        .iter()
        .map(|it| it["path"].as_str().unwrap_or("here"))
        .collect();
    let expected =
        [vec!["app/data.py", "here"], vec!["app/middle.py"; 2], vec!["app/shell.py"; 3]].concat();
    assert_eq!(paths, expected);
}

#[test]
fn files_that_import_each_other_come_to_an_end_and_say_the_same_on_any_number_of_threads() {
    let stage =
        package("from flask import request\nfrom app import ping\nping.a(request.args['x'])\n");
    stage.write(
        "app/ping.py",
        "import os\nfrom app import pong\n\n\ndef a(text):\n    pong.b(text)\n\n\ndef c(text):\n    os.system(text)\n",
    );
    stage.write(
        "app/pong.py",
        "from app import ping\n\n\ndef b(text):\n    ping.c(text)\n    ping.a(text)\n",
    );
    for number in 0..20 {
        let code = format!(
            "from app.views import request\nfrom app import shell, data\nshell.run(data.name() + '{number}')\n"
        );
        stage.write(format!("app/more{number}.py"), code);
    }
    let run = |jobs: &str| {
        let options = ["scan", ".", "--cross-file", "--format", "jsonl", "--exit-zero", "-j", jobs];
        stage.sdf(options).succeeded().out
    };
    let one = run("1");
    assert_eq!(one, run("4"));
    assert_eq!(one, run("4"));
    assert_eq!(places(&stage, &["--cross-file"]).len(), 20);
}

#[test]
fn comments_where_the_call_stands_silence_it_and_what_is_not_known_stays_unknown() {
    let stage = package(
        "from flask import request\nfrom app.shell import run\nfrom app.broken import start\n\
         from app.missing import other\nrun(request.args['x'])  # sdf:ignore[python.command-injection] trusted\n\
         start(request.args['x'])\nother(request.args['x'])\n",
    );
    stage.write("app/broken.py", b"\xff\xfe\x00");
    assert!(scan(&stage, &["--cross-file"]).is_empty());
    // A file that is named alone knows of no other.
    stage.write(
        "app/views.py",
        "from flask import request\nfrom app.shell import run\nrun(request.args['x'])\n",
    );
    let options = ["scan", "app/views.py", "--cross-file", "--select", "python.command-injection"];
    stage.sdf(options).succeeded();
}

#[test]
fn secrets_in_another_file_are_masked_in_the_steps_told() {
    let stage =
        package("from flask import request\nfrom app.call import call\ncall(request.args['x'])\n");
    let hidden: String = ["c0rrect", "Horse", "B4ttery", "St4ple"].concat();
    let code =
        format!("import os\n\n\ndef call(text):\n    os.system(text); password = '{hidden}'\n");
    stage.write("app/call.py", code);
    let options = ["scan", ".", "--cross-file", "--select", "python.command-injection"];
    stage
        .sdf(options)
        .exits(1)
        .says("app/call.py:4:10")
        .says("os.system(text)")
        .keeps_quiet_about(&hidden);
}
