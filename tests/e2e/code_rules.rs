//! A team brings rules for code in Semgrep's language, and its hook follows data to where it harms.

use crate::stage::Stage;
use serde_json::Value;

/// A team's rule on data flow.
const FLOW: &str = "\
rules:
  - id: team.request-to-sql
    message: A value of the request reaches SQL
    severity: ERROR
    languages: [python]
    metadata: {cwe: 'CWE-89: SQL injection'}
    mode: taint
    pattern-sources:
      - pattern: flask.request.args
    pattern-sanitizers:
      - pattern: int(...)
    pattern-sinks:
      - patterns:
          - pattern: $CONNECTION.execute($QUERY, ...)
          - focus-metavariable: $QUERY
";

const APP: &str = "\
from flask import request

def user(connection):
    number = int(request.args['id'])
    query = f'select name from users where id = {number}'
    return connection.execute(query)
";

/// A repository whose hook knows the team's rule, with `app` committed.
fn with_rule(app: &str) -> Stage {
    let stage = Stage::hooked();
    stage.stage("rules/flow.yaml", FLOW);
    stage.stage(
        "sdf-hook.toml",
        "rules = [\"rules\"]\nignore = [\"style\", \"B608\", \"python.sql-injection\"]\n",
    );
    stage.stage("app.py", app);
    stage.commit_unchecked();
    stage
}

/// The findings of a command with JSON lines.
fn findings(stage: &Stage, arguments: &[&str]) -> Vec<Value> {
    let ran = stage.sdf(arguments.iter().chain(&["--format", "jsonl", "--exit-zero"])).succeeded();
    ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// The rule and first line of each finding of a scan of everything.
fn places(stage: &Stage, options: &[&str]) -> Vec<String> {
    let found = findings(stage, &[&["scan", "."], options].concat());
    let place =
        |it: &Value| format!("{} {}", it["rule"].as_str().unwrap_or_default(), it["start"]["line"]);
    found.iter().map(place).collect()
}

#[test]
fn a_flow_is_shown_from_where_the_data_comes_to_where_it_arrives() {
    let stage = with_rule("");
    stage.stage("app.py", APP.replace("int(request.args['id'])", "request.args['id']"));
    let stopped = stage.commit().stopped_by("high[team.request-to-sql]: A value of the request");
    let report = stopped.everything();
    let order =
        ["app.py:6:31", "the data comes from here", "`number` holds it", "`query` holds it"];
    let at: Vec<_> = order.iter().map(|text| report.find(text)).collect();
    assert!(at.iter().all(Option::is_some) && at.is_sorted(), "{at:?}\n{report}");
    // Neither is the message repeated nor advice made up that the rule does not give.
    stopped.keeps_quiet_about("why:").keeps_quiet_about("help:");

    let found = findings(&stage, &["run"]);
    let steps = found[0]["trace"].as_array().expect("a trace");
    let told: Vec<_> =
        steps.iter().map(|step| (&step["start"]["line"], &step["snippet"])).collect();
    let line = |number: u64| Value::from(number);
    let snippet = |text: &str| Value::from(text);
    let expected = [
        (line(4), snippet("request.args['id']")),
        (line(4), snippet("number")),
        (line(5), snippet("query")),
        (line(6), snippet("query")),
    ];
    let expected: Vec<_> = expected.iter().map(|(line, snippet)| (line, snippet)).collect();
    assert_eq!(told, expected);

    let sarif = stage.sdf(["run", "--format", "sarif", "--exit-zero"]).succeeded().out;
    let sarif: Value = serde_json::from_str(&sarif).expect("JSON");
    let flow = &sarif["runs"][0]["results"][0]["codeFlows"][0]["threadFlows"][0]["locations"];
    assert_eq!(flow.as_array().map(Vec::len), Some(4));
    let first = &flow[0]["location"];
    assert_eq!(first["physicalLocation"]["region"]["startLine"], 4);
    assert_eq!(first["message"]["text"], "the data comes from here");
}

#[test]
fn a_flow_is_news_when_what_cleaned_it_goes_and_not_when_another_line_changes() {
    let stage = with_rule(APP);
    let open = APP.replace("int(request.args['id'])", "request.args['id']");
    stage.stage("app.py", format!("{APP}\nVERSION = 1\n"));
    stage.sdf(["run"]).succeeded();
    // The sink stands on a line that nobody touched.
    stage.stage("app.py", &open);
    stage.sdf(["run"]).exits(1).says("team.request-to-sql").says("app.py:6:31");
    stage.commit_unchecked();
    stage.stage("app.py", open.replace("    return", "    # all of them\n    return"));
    stage.sdf(["run"]).succeeded();
    stage.sdf(["run", "--all-files"]).exits(1).says("app.py:7:31");
}

#[test]
fn rules_use_libraries_of_other_files_and_built_in_ones() {
    let stage = Stage::bare_ground();
    stage.write(
        "rules/parts.yaml",
        "libraries:\n  - id: team.quoted\n    languages: [python]\n    pattern-sanitizers:\n      \
         - pattern: quoted(...)\n",
    );
    let rule = "rules:\n  - id: team.sql\n    message: $SOURCE reaches $SINK\n    \
                severity: ERROR\n    languages: [python]\n    mode: taint\n    \
                use: [python.untrusted, team.quoted]\n    pattern-sinks:\n      \
                - patterns: [pattern: $C.run($Q), focus-metavariable: $Q]\n";
    stage.write("rules/sql.yaml", rule);
    stage.write(
        "app.py",
        "from flask import request\n\ndef user(db):\n    db.run(request.args['id'])\n    \
         db.run('select ' +\n        request.json)\n    db.run(quoted(request.args['id']))\n",
    );
    let options = ["scan", ".", "--rules", "rules", "--no-builtin"];
    // Read and linked, then as they were kept.
    for _ in 0..2 {
        let said: Vec<_> = findings(&stage, &options)
            .iter()
            .map(|it| it["message"].as_str().unwrap_or_default().to_owned())
            .collect();
        let expected = [
            "request.args['id'] reaches request.args['id']",
            "request.json reaches 'select ' + request.json",
        ];
        assert_eq!(said, expected);
    }
    stage.write("rules/sql.yaml", rule.replace("team.quoted", "team.quote"));
    stage
        .sdf(options)
        .exits(2)
        .says("rules/sql.yaml:7: use: there is no library 'team.quote': is it 'team.quoted'?");
}

#[test]
fn text_of_any_sort_is_searched_by_generic_rules_and_by_regular_expressions() {
    let stage = Stage::hooked();
    stage.stage(
        "rules/text.yaml",
        "rules:\n  - id: team.blank-target\n    message: The page it opens can steer this one\n    \
         severity: WARNING\n    languages: [generic]\n    paths: {include: ['*.html']}\n    \
         pattern: <a ... target=\"_blank\" ...>\n  - id: team.nameless-todo\n    \
         message: Nobody is named\n    severity: INFO\n    languages: [regex]\n    \
         pattern-regex: TODO(?!\\()\n",
    );
    stage.stage("sdf-hook.toml", "rules = [\"rules\"]\n");
    stage.commit_unchecked();
    stage.stage("index.html", "<p>TODO(ada)</p>\n<a href=\"x\"\n   target=\"_blank\">x</a>\n");
    stage.commit().stopped_by("medium[team.blank-target]").says("index.html:2:1");
    stage.stage("index.html", "<p>TODO(ada)</p>\n");
    stage.stage("notes.txt", "<a target=\"_blank\">\nTODO later\n");
    let stopped = stage.commit().stopped_by("low[team.nameless-todo]").says("notes.txt:2:1");
    stopped.keeps_quiet_about("blank-target").says("1 finding");
}

#[test]
fn a_folder_of_rules_is_tested_as_a_whole() {
    let stage = Stage::new();
    let example = "# ruleid: team.request-to-sql\n";
    let bad = APP.replace("int(request.args['id'])", "request.args['id']");
    let marked = bad.replace("    return", &format!("    {example}    return"));
    stage.write("rules/flow.yaml", FLOW);
    stage.write("rules/flow.py", &marked);
    stage.write(
        "rules/print.yaml",
        "rules:\n  - {id: team.print, message: m, severity: INFO, languages: [python], pattern: print(...)}\n",
    );
    let untested =
        stage.sdf(["rules", "test", "rules"]).exits(0).says("ok        team.request-to-sql");
    untested.says("1 ok, 0 failed, 1 untested");
    // Other TOML may lie there.
    stage.write("rules/site.toml", "Language = 'en'\n[params]\nx = 1\n");
    stage.write("rules/print.py", "# ruleid: team.print\nlog(1)\n# ok: team.print\nprint(1)\n");
    let failed = stage.sdf(["rules", "test", "rules"]).exits(1).says("1 ok, 1 failed, 0 untested");
    failed.says("rules/print.py:2: not reported").says("rules/print.py:4: reported, but");
    stage.sdf(["rules", "test", "rules/flow.yaml"]).exits(0);
    stage.write(
        "rules/join.yaml",
        "rules:\n  - {id: a, message: m, severity: INFO, languages: [python], mode: join}\n",
    );
    let broken = stage.sdf(["rules", "test", "rules"]).exits(2).says("1 file cannot be used");
    broken.says("rules/join.yaml:2: 'mode: join' is not supported").says("1 ok, 1 failed");
}

#[test]
fn mistakes_in_rules_are_told_with_line_and_cause() {
    let stage = Stage::bare_ground();
    stage.write("a.py", "f(1)\n");
    let told = |formula: &str, said: &str| {
        let rule =
            "rules:\n  - id: a\n    message: m\n    severity: INFO\n    languages: [python]\n";
        stage.write("r.yaml", format!("{rule}    {formula}\n"));
        stage.sdf(["scan", "a.py", "--rules", "r.yaml"]).exits(2).says(said);
    };
    told("patern: f()", "r.yaml:6: key 'patern' is not known: is it 'pattern'?");
    told("pattern: f(", "r.yaml:6: rule a: `f(` cannot be parsed as python");
    told("pattern-sources: [pattern: f()]", "r.yaml:6: 'pattern-sources' needs 'mode: taint'");
    let regex = "patterns:\n      - pattern: f($X)\n      - metavariable-regex:\n          metavariable: $X\n          ";
    told(
        &format!("{regex}regex: a(?=b)c"),
        "r.yaml:10: rule a: `metavariable-regex: a(?=b)c` is no regular expression",
    );
    told(
        "patterns: [pattern: f($X), focus-metavariable: $Y]",
        "r.yaml:6: rule a: `$Y` is bound by no pattern",
    );
    stage.write(
        "r.yaml",
        "rules:\n  - {id: a, message: m, severity: INFO, languages: [go], pattern: f()}\n",
    );
    let none = stage.sdf(["scan", "a.py", "--rules", "r.yaml", "--no-builtin"]).exits(2);
    none.says("leaves no rule").says("r.yaml:2: rule 'a' left out: no code in go is parsed here");
}

#[test]
fn an_id_of_bandit_asks_for_its_check_and_says_which_rule_betters_it() {
    let stage = Stage::bare_ground();
    stage.write(
        "a.py",
        "import subprocess\nsubprocess.run('ls', shell=True)\nsubprocess.run('ls ' + input(), shell=True)\n",
    );
    let native = ["python.subprocess-shell-literal 2", "python.subprocess-shell-dynamic 3"];
    assert_eq!(places(&stage, &["--select", "sast"]), native);
    let faithful = ["python.bandit.subprocess-shell 2", "python.bandit.subprocess-shell 3"];
    assert_eq!(places(&stage, &["--select", "B602"]), faithful);
    let shown = stage.sdf(["rules", "show", "B602"]).succeeded();
    shown.says("python.subprocess-shell-dynamic").says("off, until it is selected");
    // What the configuration skips stays so when all are asked for, but not when it is named.
    stage.write("pyproject.toml", "[tool.bandit]\nskips = ['B602', 'B404', 'B607']\n");
    assert_eq!(places(&stage, &["--select", "bandit"]), [""; 0]);
    assert_eq!(places(&stage, &["--select", "B602"]), faithful);
}

#[test]
fn comments_of_semgrep_speak_of_their_line_or_alone_of_the_next() {
    let stage = Stage::bare_ground();
    stage.write("r.yaml", "rules:\n  - {id: no-print, message: m, severity: INFO, languages: [python], pattern: print(...)}\n");
    stage.write(
        "a.py",
        "print(1)  # nosemgrep\nprint(2)\nprint(3)  # nosemgrep: other\n\
         # nosemgrep: rules.no-print\nprint(5)\nprint(6)  # nosem\nprint(7)  # nosec B101\n",
    );
    let left = places(&stage, &["--rules", "r.yaml", "--no-builtin"]);
    assert_eq!(left, ["no-print 2", "no-print 3", "no-print 7"]);
}

#[test]
fn what_a_rule_puts_in_place_is_shown_and_made_when_asked_for() {
    let stage = Stage::bare_ground();
    stage.write(
        "r.yaml",
        "rules:\n  - id: no-print\n    message: m\n    severity: INFO\n    languages: [python]\n    \
         pattern: print($X)\n    fix: log(print($X))\n",
    );
    stage.write("a.py", "print(1)\n");
    let scan = ["scan", "a.py", "--rules", "r.yaml", "--no-builtin"];
    stage.sdf(scan).exits(1).says("fix: `log(print(1))`");
    stage.sdf(scan.iter().chain(&["--fix"])).exits(1).says("--unsafe-fixes does it");
    assert_eq!(stage.read("a.py"), b"print(1)\n");
    stage.sdf(scan.iter().chain(&["--fix", "--unsafe-fixes"])).says("1 finding mended");
    assert_eq!(stage.read("a.py"), b"log(print(1))\n");
}
