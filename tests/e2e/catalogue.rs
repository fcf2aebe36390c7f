//! A developer asks what a rule is about, and is shown.

use crate::stage::Stage;
use serde_json::Value;

/// What `rules show` tells of `names`, a rule each.
fn shown(stage: &Stage, names: &[&str]) -> Vec<Value> {
    let arguments = ["rules", "show", "--format", "jsonl"].iter().chain(names);
    let told = stage.sdf(arguments).succeeded();
    told.out.lines().map(|line| serde_json::from_str(line).expect("a rule")).collect()
}

#[test]
fn a_rule_is_shown_with_what_a_reader_needs() {
    let stage = Stage::bare_ground();
    let page = stage.sdf(["rules", "show", "python.pickle-load"]).succeeded();
    let page = page
        .says("python.pickle-load: ")
        .says("  severity    medium\n")
        .says("https://cwe.mitre.org/data/definitions/502.html")
        .says("  owasp       A08:2021 Software and Data Integrity Failures\n")
        .says("  default     on\n")
        .says("\n  why\n    ")
        .says("\n  mend\n    ")
        .says("\n  found\n    ")
        .says("\n  not found\n    ")
        .says("sdf:ignore[python.pickle-load] reason");
    page.keeps_quiet_about("ruleid").keeps_quiet_about("ok:");
    // An alias shows every rule behind it.
    let pickles = shown(&stage, &["B301"]);
    let is_check = |rule: &&Value| rule["rule"] == "python.bandit.pickle";
    let check = pickles.iter().find(is_check).expect("the check of bandit");
    assert!(pickles.len() > 1 && check["default"] == false);
    assert!(check["examples"]["bad"].is_string() && check["cwe_links"][0].is_string());
}

#[test]
fn examples_of_secrets_are_made_up_and_whole() {
    let stage = Stage::bare_ground();
    let rule = shown(&stage, &["github-pat"]).remove(0);
    let bad = rule["examples"]["bad"].as_str().expect("an example");
    assert!(!bad.contains("{{"), "{bad}");
    stage.write("a.txt", bad);
    stage.sdf(["scan", ".", "--select", "github-pat"]).exits(1).says("github-pat");
}

/// What is shown as found is found where a reader tries it, and what is not is not.
#[test]
fn every_rule_for_python_shows_code_that_it_finds_and_code_that_it_does_not() {
    let stage = Stage::bare_ground();
    let listed = stage.sdf(["rules", "list", "--select", "sast", "--format", "jsonl"]).succeeded();
    let rules = listed.out.lines().map(|line| serde_json::from_str::<Value>(line).expect("a rule"));
    let ids: Vec<String> =
        rules.map(|rule| rule["rule"].as_str().expect("an id").to_owned()).collect();
    let names: Vec<&str> = ids.iter().map(String::as_str).collect();
    let rules = shown(&stage, &names);
    assert_eq!(rules.len(), ids.len());
    let mut failures = Vec::new();
    for rule in &rules {
        let (id, examples) = (&rule["rule"], &rule["examples"]);
        for kind in ["bad", "good"] {
            match examples[kind].as_str() {
                None => failures.push(format!("{id} shows no {kind} example")),
                Some(code) if code.contains("ruleid:") => {
                    failures.push(format!("{id} shows comments for tests"));
                }
                Some(_) => {}
            }
        }
        let whole = ["title", "why", "help"].iter().all(|key| rule[key] != "");
        if !whole || rule["cwe"].as_array().is_none_or(Vec::is_empty) {
            failures.push(format!("{id} does not say what a reader needs"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn categories_stand_in_the_list_and_in_reports() {
    let stage = Stage::bare_ground();
    let category = "A08:2021 Software and Data Integrity Failures";
    stage.sdf(["rules", "list", "--format", "json"]).succeeded().says(category);
    stage.write("a.py", "import pickle\npickle.load(open('x'))\n");
    let scan = |format: &str| stage.sdf(["scan", ".", "--format", format]).exits(1);
    scan("jsonl").says(&format!("\"owasp\":[\"{category}\"]"));
    scan("sarif").says("external/owasp/owasp-a08-2021");
}
