//! A team comes from gitleaks or betterleaks with its configuration, its ignore list, its report.

use crate::secrets::{key, token};
use crate::stage::{Ran, Stage};

/// A made-up key of a made-up service; another one for every seed.
fn acme(seed: u64) -> String {
    format!("acme_{}", &token(seed)[4..20].to_lowercase())
}

/// A rule for such keys.
const ACME: &str = "[[rules]]\nid = 'acme-key'\ndescription = 'Acme key'\nregex = '''acme_([0-9a-z]{16})'''\nkeywords = ['ACME_']\n";
const DEFAULT: &str = "[extend]\nuseDefault = true\n";

fn scan(stage: &Stage, options: &[&str]) -> Ran {
    stage.sdf([&["scan", "--select", "secrets", "--format", "jsonl"], options].concat())
}

/// Rule, path and line of every finding.
fn found(ran: &Ran) -> Vec<(String, String, u64)> {
    let finding = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        let text = |key: &str| value[key].as_str().expect("a text").to_owned();
        (text("rule"), text("path"), value["start"]["line"].as_u64().expect("a line"))
    };
    ran.out.lines().map(finding).collect()
}

fn at(rule: &str, path: &str, line: u64) -> (String, String, u64) {
    (rule.to_owned(), path.to_owned(), line)
}

#[test]
fn a_configuration_at_the_root_counts_as_it_does_for_gitleaks() {
    let stage = Stage::new();
    stage.write("app.txt", format!("{}\n{}", acme(1), key(1)));
    stage.write(".gitleaks.toml", ACME);
    // Without useDefault its rules stand alone.
    assert_eq!(found(&scan(&stage, &[])), [at("acme-key", "app.txt", 1)]);
    stage.write(".gitleaks.toml", format!("{DEFAULT}{ACME}"));
    assert_eq!(
        found(&scan(&stage, &[])),
        [at("acme-key", "app.txt", 1), at("github-pat", "app.txt", 2)]
    );
    stage.sdf(["scan", "-v"]).exits(1).says("1 of .gitleaks.toml, beside the built-in ones");
    // betterleaks looks for a file of its own first.
    stage.write(".betterleaks.toml", format!("{DEFAULT}disabledRules = ['github-pat']\n"));
    stage.write("app.txt", token(1));
    assert_eq!(found(&scan(&stage, &[])), []);
}

#[test]
fn a_rule_file_adds_to_the_built_in_rules_or_stands_alone() {
    let stage = Stage::new();
    stage.write("app.txt", format!("{}\n{}", acme(1), key(1)));
    stage.write("rules.toml", ACME);
    let both = [at("acme-key", "app.txt", 1), at("github-pat", "app.txt", 2)];
    assert_eq!(found(&scan(&stage, &["--rules", "rules.toml", "app.txt"])), both);
    let alone = ["--rules", "rules.toml", "--no-builtin", "app.txt"];
    assert_eq!(found(&scan(&stage, &alone)), both[..1]);
    stage.write("sdf-hook.toml", "rules = [\"rules.toml\"]\n");
    assert_eq!(found(&scan(&stage, &["app.txt"])), both);
    let variable = stage.with("GITLEAKS_CONFIG", "rules.toml");
    stage.delete("sdf-hook.toml");
    assert_eq!(found(&scan(&variable, &["app.txt"])), both[..1]);
    let variable = stage.with("GITLEAKS_CONFIG_TOML", ACME);
    assert_eq!(found(&scan(&variable, &["app.txt"])), both[..1]);
}

#[test]
fn a_configuration_that_leaves_no_rule_is_an_error() {
    let stage = Stage::new();
    stage.write(".gitleaks.toml", "[allowlist]\npaths = ['''docs/''']\n");
    stage.sdf(["scan"]).exits(2).says("leaves no rule for secrets").says("useDefault = true");
    stage.write(".gitleaks.toml", format!("{ACME}regexp = 'x'\n"));
    stage.sdf(["scan"]).exits(0).says(".gitleaks.toml:6: the key 'regexp' of [[rules]]");
    stage.write(".gitleaks.toml", "[[rules]]\nid = 'a'\nregex = '''(?=a)'''\n");
    stage.sdf(["scan"]).exits(2).says(".gitleaks.toml:3: rule 'a': the regex").says("look ahead");
    stage.write(".gitleaks.toml", "[extend]\npath = 'base.toml'\n");
    stage.sdf(["scan"]).exits(2).says(".gitleaks.toml:2: the file 'base.toml'");
}

#[test]
fn built_in_rules_are_changed_by_the_names_that_gitleaks_has() {
    let stage = Stage::new();
    stage.write("a.txt", token(1));
    stage.write("b/b.txt", token(2));
    let with = |text: &str| {
        stage.write(".gitleaks.toml", format!("{DEFAULT}{text}"));
        found(&scan(&stage, &["a.txt", "b"]))
    };
    let (a, b) = (at("github-pat", "a.txt", 1), at("github-pat", "b/b.txt", 1));
    assert_eq!(with(""), [a.clone(), b.clone()]);
    assert_eq!(with("disabledRules = ['github-pat']\n"), []);
    assert_eq!(with("[allowlist]\npaths = ['''^b/''']\n"), std::slice::from_ref(&a));
    let stop = &token(1)[8..14];
    assert_eq!(with(&format!("[allowlist]\nstopwords = ['{stop}']\n")), std::slice::from_ref(&b));
    let rule = "[[rules]]\nid = 'github-pat'\n[[rules.allowlists]]\npaths = ['''a\\.txt$''']\n";
    assert_eq!(with(rule), std::slice::from_ref(&b));
    let target = "[[allowlists]]\ntargetRules = ['github-pat']\nregexTarget = 'line'\nregexes = ['''^\\n?ghp_''']\n";
    assert_eq!(with(target), []);
    assert_eq!(with(&target.replace("github-pat", "jwt")), [a, b]);
    // A part of a rule cannot be switched off without the rest of it.
    stage.write(".gitleaks.toml", format!("{DEFAULT}disabledRules = ['gitlab-rrt']\n"));
    stage.sdf(["scan"]).says("'gitlab-rrt', which is a part of the rule 'gitlab-ci-token'");
}

#[test]
fn what_extends_and_what_is_required() {
    let stage = Stage::new();
    stage.write("base.toml", format!("{ACME}[[rules]]\nid = 'x'\nregex = 'x'\n"));
    stage.write(
        ".gitleaks.toml",
        "[extend]\npath = 'base.toml'\ndisabledRules = ['x']\n[[rules]]\nid = 'acme-key'\n[[rules.allowlists]]\nregexes = ['^a']\n",
    );
    stage.write("app.txt", format!("x {}\n", acme(1)));
    let expected = if acme(1).starts_with("acme_a") { 0 } else { 1 };
    assert_eq!(found(&scan(&stage, &["app.txt"])).len(), expected);
    let pair = format!(
        "{ACME}[[rules.required]]\nid = 'id'\nwithinLines = 2\n[[rules]]\nid = 'id'\nregex = 'account: ([0-9]+)'\nskipReport = true\n"
    );
    stage.write(".gitleaks.toml", pair);
    stage.write("app.txt", format!("account: 7\n\n{}\n\n{}\n", acme(1), acme(2)));
    assert_eq!(found(&scan(&stage, &["app.txt"])), [at("acme-key", "app.txt", 3)]);
}

#[test]
fn filters_of_betterleaks_leave_findings_out() {
    let stage = Stage::new();
    let rule = format!(
        "{ACME}filter = '''filter.entropy(finding[\"secret\"]) <= 2.0 || filter.matchesAny(attributes[\"path\"], [`^test/`])'''\n"
    );
    stage.write(".betterleaks.toml", &rule);
    stage.write("app.txt", format!("acme_{}\n{}\n", "ab".repeat(8), acme(1)));
    stage.write("test/app.txt", acme(2));
    assert_eq!(found(&scan(&stage, &["app.txt", "test"])), [at("acme-key", "app.txt", 2)]);
    stage.write(".betterleaks.toml", rule.replace("filter.entropy", "filter.rare"));
    stage.sdf(["scan"]).exits(2).says(".betterleaks.toml:6: the filter cannot be read: 'rare'");
}

#[test]
fn an_ignore_list_holds_in_every_mode() {
    let stage = Stage::new();
    stage.stage(".gitleaks.toml", ACME);
    stage.stage("dir/app.txt", format!("\n{}\n{}\n", acme(1), acme(2)));
    stage.stage(
        ".gitleaksignore",
        "# agreed\ndir\\app.txt:acme-key:2\n0a1b2c3d:dir/app.txt:acme-key:3\n",
    );
    assert_eq!(found(&scan(&stage, &[])), []);
    stage.sdf(["run", "--select", "secrets"]).exits(0);
    stage.sdf(["run", "--all-files", "--select", "secrets"]).exits(0);
    stage.write(".gitleaksignore", "dir/app.txt:acme-key:2\nall of it\n");
    scan(&stage, &[]).exits(1).says(".gitleaksignore:2: 'all of it' accepts nothing");
    // A built-in rule goes by the name that gitleaks has for it, too.
    stage.delete(".gitleaks.toml");
    stage.write("dir/app.txt", key(1));
    stage.write(".gitleaksignore", "dir/app.txt:github-pat:1\n");
    assert_eq!(found(&scan(&stage, &[])), []);
}

#[test]
fn a_report_of_gitleaks_is_a_baseline() {
    let stage = Stage::new();
    stage.write(".gitleaks.toml", ACME);
    stage.write("app.txt", format!("{}\n", acme(1)));
    let report = |secret: &str| {
        format!(
            "[{{\"RuleID\":\"acme-key\",\"StartLine\":1,\"Match\":\"x{secret}\",\"Secret\":\"{secret}\",\"File\":\"app.txt\"}}]"
        )
    };
    stage.write("report.json", report(&acme(1)[5..]));
    let with = |stage: &Stage| found(&scan(stage, &["--baseline", "report.json", "app.txt"]));
    assert_eq!(with(&stage), []);
    // Moved lines make no difference, another key on the line does.
    stage.write("app.txt", format!("\n{} {}\n", acme(1), acme(2)));
    assert_eq!(with(&stage).len(), 1);
    stage.write("report.json", report("REDACTED"));
    assert_eq!(with(&stage).len(), 2);
    stage.write("app.txt", format!("{}\n", acme(2)));
    assert_eq!(with(&stage), []);
}

#[test]
fn the_configuration_is_read_from_the_index_and_its_weakening_reported() {
    let stage = Stage::new();
    stage.stage(".gitleaks.toml", format!("{DEFAULT}{ACME}"));
    stage.sdf(["run"]).exits(0);
    stage.commit_unchecked();
    stage.stage("app.txt", acme(1));
    stage.write(".gitleaks.toml", "nonsense");
    stage.sdf(["run"]).exits(1).says("acme-key");
    let weaker = format!(
        "{DEFAULT}disabledRules = ['github-pat']\n[[allowlists]]\npaths = ['''app''']\n{ACME}"
    );
    stage.stage(".gitleaks.toml", &weaker);
    stage
        .sdf(["run"])
        .exits(1)
        .says("configuration-weakened")
        .says("disables the rule 'github-pat'")
        .says("allows more: paths")
        .keeps_quiet_about("acme-key]");
    stage.stage(".gitleaks.toml", ACME);
    stage.sdf(["run"]).exits(1).says("in the place of the built-in ones");
}

#[test]
fn secrets_of_rules_that_are_off_stay_masked() {
    let stage = Stage::new();
    stage.write(".gitleaks.toml", ACME);
    stage.write("app.txt", format!("{} and {}\n", acme(1), key(1).trim()));
    let ran = stage.sdf(["scan", "app.txt"]).exits(1);
    ran.says("acme-key").keeps_quiet_about(&token(1)).keeps_quiet_about(&acme(1)[5..]);
}

#[test]
fn comments_silence_rules_of_a_configuration() {
    let stage = Stage::new();
    stage.write(".gitleaks.toml", ACME);
    stage.write(
        "app.txt",
        format!("{} # gitleaks:allow\n{} betterleaks:allow\n{}\n", acme(1), acme(2), acme(3)),
    );
    assert_eq!(found(&scan(&stage, &["app.txt"])), [at("acme-key", "app.txt", 3)]);
}

#[test]
fn a_commit_on_an_allowlist_is_let_off_where_commits_are_checked() {
    let stage = Stage::new();
    stage.commit_unchecked();
    let before = stage.git(["rev-parse", "HEAD"]);
    stage.stage("app.txt", acme(1));
    stage.commit_unchecked();
    let id = stage.git(["rev-parse", "HEAD"]);
    stage.stage(".gitleaks.toml", format!("{ACME}[allowlist]\ncommits = ['{}']\n", id.trim()));
    stage.commit_unchecked();
    let range = ["run", "--select", "secrets", "--from-ref", before.trim(), "--to-ref", "HEAD"];
    stage.sdf(range).exits(0);
    stage.stage("more.txt", acme(2));
    stage.commit_unchecked();
    stage.sdf(range).exits(1).says("more.txt").keeps_quiet_about("app.txt");
}

#[test]
fn a_rule_on_paths_finds_files() {
    let stage = Stage::new();
    let rule = "[[rules]]\nid = 'keystore'\npath = '''(?i)\\.jks$'''\n";
    stage.write(".gitleaks.toml", rule);
    stage.write("a/Release.JKS", [0xfe, 0xed, 0xfe, 0xed, 0, 0]);
    stage.write("a/empty.jks", "");
    stage.write("a/jks.txt", "text\n");
    assert_eq!(found(&scan(&stage, &["a"])), [at("keystore", "a/Release.JKS", 1)]);
    stage.write(".gitleaksignore", "a/Release.JKS:keystore:0\n");
    assert_eq!(found(&scan(&stage, &["a"])), []);
}

#[test]
fn an_expression_over_several_lines_is_new_with_any_of_them() {
    let stage = Stage::new();
    let rule = "[[rules]]\nid = 'pair'\nregex = '''user: ada\\n(?:.*\\n)?pass: ([a-z0-9]+)'''\n";
    stage.stage(".gitleaks.toml", rule);
    stage.stage("app.yaml", "user: bob\nhost: a\npass: k3j9x8q2\n");
    stage.commit_unchecked();
    stage.sdf(["run", "--select", "secrets"]).exits(0);
    stage.stage("app.yaml", "user: ada\nhost: a\npass: k3j9x8q2\n");
    stage.sdf(["run", "--select", "secrets"]).exits(1).says("pair");
    stage.commit_unchecked();
    stage.stage("app.yaml", "# x\nuser: ada\nhost: a\npass: k3j9x8q2\n");
    stage.sdf(["run", "--select", "secrets"]).exits(0);
}
