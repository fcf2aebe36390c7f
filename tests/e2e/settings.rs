//! Configuration: where it is read, what it changes, and what a change of it brings up.

use crate::secrets::key;
use crate::stage::Stage;

/// A line of Python of 90 characters.
fn long_line() -> String {
    format!("x = \"{}\"\n", "a".repeat(84))
}

#[test]
fn lines_may_be_as_long_as_the_other_tools_of_the_project_say() {
    let stage = Stage::new();
    stage.stage("a.py", long_line());
    stage.sdf(["run"]).exits(1).says("E501");
    stage.stage("pyproject.toml", "[tool.black]\nline-length = 100\n");
    stage.sdf(["run"]).exits(0);
    stage
        .sdf(["config", "show"])
        .exits(0)
        .says("style.max-line-length = 100")
        .says("pyproject.toml");
    stage.stage("sdf-hook.toml", "[style]\nmax-line-length = 80\n");
    stage.sdf(["run"]).exits(1).says("E501");
}

#[test]
fn the_configuration_is_that_of_the_index() {
    let stage = Stage::new();
    stage.stage("sdf-hook.toml", "");
    stage.stage("a.py", long_line());
    stage.write("sdf-hook.toml", "ignore = [\"style\"]\n");
    stage.sdf(["run"]).exits(1).says("E501");
    stage.sdf(["run", "--config", "sdf-hook.toml"]).exits(0);
}

#[test]
fn a_change_that_weakens_the_configuration_is_reported() {
    let stage = Stage::new();
    stage.stage("sdf-hook.toml", "[style]\nmax-line-length = 100\n");
    stage.commit_unchecked();
    stage.stage("sdf-hook.toml", "ignore = [\"secrets\"]\n[style]\nmax-line-length = 100\n");
    stage.stage("notes.txt", key(1));
    let run = stage.sdf(["run"]).exits(1);
    run.says("configuration-weakened").says("ignores 'secrets'");
    let agreed =
        "# sdf:ignore[configuration-weakened] agreed with security\nignore = [\"secrets\"]\n";
    stage.stage("sdf-hook.toml", agreed);
    stage.sdf(["run"]).exits(0);
    stage.stage("sdf-hook.toml", "[style]\nmax-line-length = 120\n");
    stage.sdf(["run", "--ignore", "secrets"]).exits(0);
}

#[test]
fn what_weakens_the_configuration_cannot_silence_its_own_report() {
    for weakening in [
        "min-severity = \"critical\"\n",
        "ignore = [\"policy\"]\n",
        "exclude = [\"sdf-hook.toml\"]\n",
        "[severity]\npolicy = \"low\"\n",
        "[[allow]]\nreason = \"none\"\npaths = [\"sdf-hook.toml\"]\n",
        "[[paths]]\npaths = [\"*.toml\"]\nignore = [\"policy\"]\n",
    ] {
        let stage = Stage::new();
        stage.stage("sdf-hook.toml", "");
        stage.commit_unchecked();
        stage.stage("sdf-hook.toml", weakening);
        stage.sdf(["run"]).exits(1).says("configuration-weakened");
        // What was typed is no part of the change.
        stage.sdf(["run", "--select", "secrets"]).exits(0);
        stage.sdf(["run", "--min-severity", "high"]).exits(0);
    }
}

#[test]
fn a_baseline_hides_what_was_accepted_and_nothing_else() {
    let stage = Stage::new();
    stage.write("notes.txt", key(1));
    stage.sdf(["baseline", "create"]).exits(0).says("accepted 1 finding");
    stage.sdf(["scan"]).exits(1);
    stage.write("sdf-hook.toml", "baseline = \"sdf-baseline.json\"\n");
    stage.sdf(["scan"]).exits(0);
    // Moved lines stay accepted, another key does not.
    stage.write("notes.txt", format!("moved\n\n{}", key(1)));
    stage.sdf(["scan"]).exits(0);
    stage.write("notes.txt", format!("{}{}", key(1), key(2)));
    stage.sdf(["scan"]).exits(1).says("1 finding");
    stage.write("notes.txt", "clean\n");
    stage.sdf(["baseline", "prune"]).exits(0).says("1 of 1");
}

#[test]
fn rules_are_switched_off_for_some_paths() {
    let stage = Stage::new();
    stage.stage("tests/a.py", "assert eval(input())\n");
    stage.stage("app/a.py", "assert eval(input())\n");
    stage.stage("sdf-hook.toml", "[[paths]]\npaths = [\"tests/\"]\nignore = [\"sast\"]\n");
    stage.commit_unchecked();
    stage.sdf(["run", "--all-files"]).exits(1).says("app/a.py").keeps_quiet_about("tests/a.py");
}

#[test]
fn init_writes_a_file_that_changes_nothing_and_keeps_one_that_is_there() {
    let stage = Stage::new();
    stage.sdf(["init"]).exits(0);
    stage.sdf(["config", "show"]).exits(0).says("sdf-hook.toml");
    stage.sdf(["init"]).exits(2).says("--force");
    stage.sdf(["init", "--force"]).exits(0);
}

#[test]
fn fixes_are_made_on_disk_and_only_safe_ones() {
    let stage = Stage::new();
    stage.write("a.py", "import os\nx = 1  \nmessage = '''  \n'''\n\n\n");
    stage.set_mode("a.py", 0o755);
    let scan = stage.sdf(["scan", "--fix", "--select", "style"]);
    assert_eq!(stage.read("a.py"), b"x = 1\nmessage = '''  \n'''\n");
    scan.exits(1).says("W291").says("mended");
    stage.sdf(["scan", "--fix", "--select", "F401,W391"]).exits(0).keeps_quiet_about("mended");
    let mode = std::os::unix::fs::PermissionsExt::mode(
        &std::fs::metadata(stage.path("a.py")).expect("the file").permissions(),
    );
    assert_eq!(mode & 0o777, 0o755);
}

#[test]
fn a_large_binary_file_is_named_and_not_shown() {
    let stage = Stage::new();
    stage.stage("huge.bin", [0, 1, 2, 3].repeat(200_000));
    let run = stage.sdf(["run"]).exits(1);
    run.says("huge.bin").says("max-file-kib").keeps_quiet_about("\u{2401}");
    stage.stage("sdf-hook.toml", "[hygiene]\nmax-file-kib = 1000\n");
    stage.sdf(["run"]).exits(0);
}

#[test]
fn rules_of_ones_own_are_added_or_take_the_place_of_the_built_in_ones() {
    let stage = Stage::new();
    let rule = "rules:\n  - id: ours.no-print\n    message: $X is printed\n    severity: WARNING\n    \
                languages: [python]\n    pattern: print($X)\n";
    stage.stage("security/rules.yaml", rule);
    stage.stage("sdf-hook.toml", "rules = [\"security/rules.yaml\"]\n");
    stage.stage("a.py", "print(eval(input())) \n");
    let all = stage.sdf(["run"]).exits(1).says("ours.no-print").says("python.eval-dynamic");
    all.says("W291");
    stage.stage("sdf-hook.toml", "");
    let alone = ["run", "--rules", "security/rules.yaml", "--no-builtin"];
    let ours = stage.sdf(alone).exits(1).says("ours.no-print");
    ours.keeps_quiet_about("python.eval-dynamic").keeps_quiet_about("W291");
    stage.write("security/rules.yaml", format!("{rule}    patern: exec($X)\n"));
    stage.sdf(alone).exits(2).says("security/rules.yaml:7").says("patern");
}

#[test]
fn a_folder_of_rules_for_many_languages_is_used_for_those_that_are_parsed() {
    let stage = Stage::new();
    let rule = |id: &str, languages: &str| {
        format!(
            "  - id: {id}\n    message: m\n    severity: INVENTORY\n    languages: {languages}\n    \
             metadata: {{confidence: VERY, owasp: [A1]}}\n    pattern: print($X)\n"
        )
    };
    let mixed = format!("rules:\n{}{}", rule("both", "[ruby, python]"), rule("ruby", "[ruby]"));
    stage.stage("rules/code/mixed.yaml", mixed);
    stage.stage("rules/code/mixed.fixed.yaml", "rules: what a fix makes of it\n");
    stage.stage("rules/code/mixed.test.yml", "rules: what a rule is tested on\n");
    stage.stage("rules/about.yml", "name: no rules\n");
    stage.stage("a.py", "print(a)\n");
    let scan = ["scan", "a.py", "--rules", "rules", "--no-builtin"];
    let found =
        stage.sdf(scan).exits(1).says("low[both]").says("1 rule or part of one is left out");
    found.keeps_quiet_about("mixed.yaml:");
    let told = stage.sdf(scan.iter().chain(&["-v"])).exits(1);
    told.says("rules/code/mixed.yaml:11: rule 'ruby' left out: no code in ruby is parsed here");
    stage.stage("sdf-hook.toml", "rules = [\"rules\"]\n");
    stage.sdf(["run"]).exits(1).says("low[both]");
    stage.write("rules/code/mixed.yaml", format!("rules:\n{}", rule("odd", "[cobol]")));
    stage.sdf(scan).exits(2).says("rules/code/mixed.yaml:5: language 'cobol' is not known");
}
