//! The bundled rules find exactly what their annotated examples say.
#![expect(clippy::expect_used, reason = "a test may fail")]

use sdf_rules::sast::{Library, RuleFile, SastRule};
use sdf_sast::examples::{Annotations, compare};
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

/// All files, linked, each with its path.
fn linked() -> Vec<(PathBuf, RuleFile)> {
    let paths = rule_files();
    let parse = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("a readable file");
        sdf_rules::sast::parse(&path.display().to_string(), &text).expect("a rule file")
    };
    let mut files: Vec<RuleFile> = paths.iter().map(parse).collect();
    sdf_rules::sast::link(&mut files, &[]).expect("libraries that are there");
    paths.into_iter().zip(files).collect()
}

#[test]
fn every_rule_finds_what_its_examples_say_and_nothing_else() {
    let mut failures = Vec::new();
    let files = linked();
    let libraries: Vec<Library> =
        files.iter().flat_map(|(_, file)| file.libraries.clone()).collect();
    sdf_sast::check_libraries(&libraries).expect("patterns that can be used");
    for (path, file) in files {
        // A library's examples are of a rule of its name that follows its data to `sink`.
        let trials = file.libraries.iter().map(Library::trial);
        let rules: Vec<SastRule> = file.rules.iter().cloned().chain(trials).collect();
        sdf_sast::check(&rules).expect("patterns that can be used");
        let example = path.with_extension("py");
        let source = fs::read(&example).expect("an annotated example beside the rule file");
        let comparison =
            compare(&rules, &libraries, "example.py".into(), &source).expect("correct code");
        let Annotations { expected, allowed, undecided } = &comparison.annotations;
        let name = example.file_name().unwrap_or_default().display().to_string();
        for (rule, line) in &comparison.missed {
            failures.push(format!("{name}:{line}: {rule} misses this"));
        }
        for (rule, line) in &comparison.surplus {
            failures.push(format!("{name}:{line}: {rule} should not report this"));
        }
        assert!(undecided.is_empty(), "{name} leaves something open");
        for rule in &rules {
            let speaks =
                |of: &BTreeSet<(String, usize)>| of.iter().any(|(named, _)| *named == rule.rule.id);
            if !speaks(expected) || !speaks(allowed) {
                failures.push(format!(
                    "{name}: {} needs an example it reports and one it does not",
                    rule.rule.id
                ));
            }
        }
        let ids: BTreeSet<_> = rules.iter().map(|rule| rule.rule.id.to_string()).collect();
        for (rule, line) in expected.iter().chain(allowed).filter(|(rule, _)| !ids.contains(rule)) {
            failures.push(format!("{name}:{line}: there is no rule {rule}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_rule_says_what_users_need() {
    let rules: Vec<SastRule> = linked().into_iter().flat_map(|(_, file)| file.rules).collect();
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
        must(!rule.rule.references.is_empty(), "gives no reference");
        must(rule.message == rule.rule.title, "the message is not one line without a full stop");
    }
    assert!(!rules.is_empty());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_table_of_the_documentation_names_every_check_and_every_rule() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let table = fs::read_to_string(root.join("docs/bandit.md")).expect("the table");
    let is_of_bandit = |alias: &str| {
        alias.strip_prefix('B').is_some_and(|number| number.bytes().all(|it| it.is_ascii_digit()))
    };
    let all: Vec<SastRule> = linked().into_iter().flat_map(|(_, file)| file.rules).collect();
    let mut rules: BTreeSet<String> = all.iter().map(|rule| rule.rule.id.to_string()).collect();
    let unlike_bandit: BTreeSet<String> = all
        .iter()
        .filter(|rule| !rule.rule.aliases.iter().any(|alias| is_of_bandit(alias)))
        .map(|rule| rule.rule.id.to_string())
        .collect();
    let mut failures = Vec::new();
    let folder = fs::read_dir(root.join("rules/sast/python/bandit")).expect("the checks");
    for entry in folder {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("a readable file");
        for (check, _) in sdf_rules::bandit::parse("checks", &text).expect("checks") {
            let row = format!("| B{:03} |", check.test);
            let row = table.lines().find(|line| line.starts_with(&row));
            let is_own =
                |row: &str| row.contains(&format!("| bandit's own | `{}` |", check.rule.id));
            match row {
                None => failures.push(format!("B{} has no row", check.test)),
                Some(row) if is_own(row) != check.rule.default => {
                    failures.push(format!("'{row}' is not what the check says"));
                }
                Some(_) => {}
            }
            rules.insert(check.rule.id.to_string());
        }
    }
    let mut named: BTreeSet<&str> = table.split('`').skip(1).step_by(2).collect();
    named.retain(|name| name.starts_with("python."));
    failures.extend(
        named
            .iter()
            .filter(|name| !rules.contains(**name))
            .map(|name| format!("there is no {name}")),
    );
    let missing =
        rules.iter().filter(|id| !id.starts_with("python.bandit.") && !named.contains(id.as_str()));
    let missing = missing.filter(|id| !unlike_bandit.contains(*id));
    failures.extend(missing.map(|id| format!("{id} is not named")));
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
