//! The bundled rules find exactly what their annotated examples say.
#![expect(clippy::expect_used, reason = "a test may fail")]

use sdf_core::{Document, LineIndex, RuleMask};
use sdf_rules::sast::{NameMatching, SastRule};
use sdf_sast::Scanner;
use sdf_syntax::{Language, Limits, parse};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The rule files below `rules/sast`, by path.
fn rule_files() -> Vec<PathBuf> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/sast")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder of rules") {
            let path = entry.expect("an entry").path();
            match path.extension().and_then(|extension| extension.to_str()) {
                None => folders.push(path),
                Some("yaml") => files.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    files
}

fn rules_of(file: &Path) -> Vec<SastRule> {
    let text = fs::read_to_string(file).expect("a readable file");
    sdf_rules::sast::parse(&file.display().to_string(), &text).expect("a rule file")
}

/// `(rule, line)` of what the rules find in `source`, lines from 1.
fn found(rules: &[SastRule], source: &[u8]) -> BTreeSet<(String, usize)> {
    let document = Document::file(b"example.py".as_slice().into(), source);
    let tree = parse(Language::Python, source, &Limits::default()).expect("within the limits");
    assert_eq!(tree.errors(), [], "the example is correct code");
    let lower = source.to_ascii_lowercase();
    let has = |anchor: &str| lower.windows(anchor.len()).any(|window| window == anchor.as_bytes());
    let candidates =
        RuleMask::new(rules.len(), |at| rules[at].anchors.iter().any(|anchor| has(anchor)));
    let mut findings = Vec::new();
    let unfinished = Scanner::new(rules).scan(&document, &tree, &candidates, &mut findings);
    assert_eq!(unfinished, []);
    let lines = LineIndex::new(source);
    findings
        .iter()
        .map(|finding| (finding.rule.id.to_string(), lines.line_of(finding.span.start) + 1))
        .collect()
}

/// `(rule, line)` of the comments `# WORD: rule, rule`: they speak of the next line.
fn annotated(source: &str, word: &str) -> BTreeSet<(String, usize)> {
    let mut expected = BTreeSet::new();
    for (at, line) in source.lines().enumerate() {
        if let Some(rules) = line.trim().strip_prefix("# ").and_then(|line| line.strip_prefix(word))
        {
            expected.extend(rules.split(',').map(|rule| (rule.trim().to_owned(), at + 2)));
        }
    }
    expected
}

#[test]
fn every_rule_finds_what_its_examples_say_and_nothing_else() {
    let mut failures = Vec::new();
    for file in rule_files() {
        let rules = rules_of(&file);
        sdf_sast::check(&rules).expect("patterns that can be used");
        let example = file.with_extension("py");
        let source =
            fs::read_to_string(&example).expect("an annotated example beside the rule file");
        let (expected, allowed) = (annotated(&source, "ruleid: "), annotated(&source, "ok: "));
        let found = found(&rules, source.as_bytes());
        let name = example.file_name().unwrap_or_default().display().to_string();
        for (rule, line) in expected.difference(&found) {
            failures.push(format!("{name}:{line}: {rule} misses this"));
        }
        for (rule, line) in found.difference(&expected) {
            failures.push(format!("{name}:{line}: {rule} should not report this"));
        }
        for rule in &rules {
            let speaks =
                |of: &BTreeSet<(String, usize)>| of.iter().any(|(named, _)| *named == rule.rule.id);
            if !speaks(&expected) || !speaks(&allowed) {
                failures.push(format!(
                    "{name}: {} needs an example it reports and one it does not",
                    rule.rule.id
                ));
            }
        }
        let ids: BTreeSet<_> = rules.iter().map(|rule| rule.rule.id.to_string()).collect();
        for (rule, line) in expected.iter().chain(&allowed).filter(|(rule, _)| !ids.contains(rule))
        {
            failures.push(format!("{name}:{line}: there is no rule {rule}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_rule_says_what_users_need() {
    let rules: Vec<SastRule> = rule_files().iter().flat_map(|file| rules_of(file)).collect();
    let mut failures = Vec::new();
    let mut ids = BTreeSet::new();
    for rule in &rules {
        failures.extend(
            sdf_rules::check::texts::problems(&rule.rule)
                .iter()
                .map(|p| format!("{}: {p}", rule.rule.id)),
        );
        let mut must = |holds: bool, problem: &str| {
            if !holds {
                failures.push(format!("{}: {problem}", rule.rule.id));
            }
        };
        must(ids.insert(rule.rule.id.clone()), "the id is taken");
        must(rule.rule.id.starts_with("python."), "the id does not name the language");
        must(rule.names == NameMatching::Global, "metadata.names is not 'global'");
        must(!rule.rule.references.is_empty(), "gives no reference");
        must(rule.message == rule.rule.title, "the message is not one line without a full stop");
    }
    assert!(!rules.is_empty());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
