//! Files in a format: JSON, YAML, TOML, XML that their readers would refuse.

use crate::stage::Stage;

#[test]
fn a_commit_of_a_broken_file_is_stopped_at_the_place() {
    let stage = Stage::new();
    stage.stage("a.json", "{\n  \"a\": 1,\n  \"b\": 2,\n  \"a\": 3\n}\n");
    stage.stage("b.yaml", "a: 1\nb:\n  - c\n a: 2\n");
    stage.stage("c.toml", "[a]\nb = 1\n[a]\n");
    stage.stage("d.xml", "<a>\n  <b>\n</a>\n");
    let run = stage.sdf(["run"]).exits(1);
    let run = run.says("a.json:4:3").says("the name \"a\" is given twice, first on line 2");
    run.says("b.yaml:4:2").says("c.toml:3:2").says("d.xml:3:1");
}

#[test]
fn a_file_that_was_broken_before_stops_nobody() {
    let stage = Stage::new();
    stage.stage("a.yaml", "# old\na: !Ref b\n");
    stage.commit_unchecked();
    stage.stage("a.yaml", "# new\na: !Ref b\nc: d\n");
    stage.sdf(["run"]).exits(0);
    stage.stage("a.yaml", "# new\na: !Ref b\nc: d\nc: e\n");
    stage.sdf(["run"]).exits(1).says("the key c is given twice");
    stage.stage("a.yaml", "# new\na: !GetAtt b\n");
    stage.sdf(["run"]).exits(1).says("unknown tag `!GetAtt`");
}

#[test]
fn what_a_project_allows_passes() {
    let stage = Stage::new();
    stage.stage("a.yaml", "a: !Ref b\n---\nc: !Fn::Sub d\n");
    stage.sdf(["run"]).exits(1).says("second document");
    stage.stage("sdf-hook.toml", "[hygiene]\nyaml-multiple-documents = true\n");
    stage.sdf(["run"]).exits(1).says("unknown tag `!Ref`");
    let tags = "[hygiene]\nyaml-multiple-documents = true\nyaml-tags = [\"!Ref\", \"!Fn::*\"]\n";
    stage.stage("sdf-hook.toml", tags);
    stage.sdf(["run"]).exits(0);
    stage.stage("sdf-hook.toml", "[hygiene]\nyaml-unsafe = true\n");
    stage.sdf(["run"]).exits(0);
    let shown = stage.sdf(["config", "show"]).exits(0);
    shown.says("hygiene.yaml-unsafe = true").says("hygiene.json-indent = \"  \"");
}

#[test]
fn settings_of_editors_may_have_comments_and_templates_braces() {
    let stage = Stage::new();
    stage.stage("tsconfig.json", "{\n  // strict\n  \"a\": 1,\n}\n");
    stage.stage(".vscode/settings.json", "{\n  /* */\n}\n");
    stage.stage("chart/templates/a.yaml", "a: {{ .Values.a }}\n{{- if b }}\nc: d\n{{- end }}\n");
    stage.sdf(["run"]).exits(0);
    stage.stage("sdf-hook.toml", "[hygiene]\njson-strict = true\nyaml-templates = true\n");
    let run = stage.sdf(["run"]).exits(1);
    run.says("tsconfig.json:2:3").says(".vscode/settings.json:2:3").says("a.yaml:2:1");
    stage.stage("b.json", "// c\n{}\n");
    stage.stage("sdf-hook.toml", "");
    stage.sdf(["run"]).exits(1).says("b.json:1:1").keeps_quiet_about("tsconfig");
}

#[test]
fn files_are_laid_out_on_demand() {
    let stage = Stage::new();
    stage.stage("a.json", "{\"b\": [], \"a\": 1.50}");
    stage.sdf(["run", "--ignore", "end-of-file-fixer"]).exits(0);
    stage.sdf(["scan", "--select", "pretty-format-json", "--fix"]).says("1 finding mended");
    assert_eq!(stage.read("a.json"), b"{\n  \"a\": 1.5,\n  \"b\": []\n}\n");
    stage.write("sdf-hook.toml", "[hygiene]\njson-indent = \"\\t\"\njson-top-keys = [\"b\"]\n");
    let config = ["scan", "--select", "pretty-format-json", "--fix"];
    stage.sdf(config).says("1 finding mended");
    assert_eq!(stage.read("a.json"), b"{\n\t\"b\": [],\n\t\"a\": 1.5\n}\n");
    stage.write("b.yaml", "b: 1\n\na: 2\n");
    stage.sdf(["scan", "--select", "sort-simple-yaml", "--fix"]).says("1 finding mended");
    assert_eq!(stage.read("b.yaml"), b"a: 2\n\nb: 1\n");
}
