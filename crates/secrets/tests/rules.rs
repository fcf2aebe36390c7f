//! Every rule under `rules/secrets` obeys the rules about rules and finds what its examples say.

use sdf_core::{Document, RuleMask};
use sdf_gate::{Gate, freeze};
use sdf_rules::check::secret::problems;
use sdf_rules::secret::{Examples, SecretRule, parse};
use sdf_secrets::{Scanner, examples};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/secrets");
    let entries = std::fs::read_dir(folder).expect("the folder of rules");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}

fn catalogue() -> (Vec<SecretRule>, Vec<Examples>) {
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a readable file");
        parse(&path.display().to_string(), &text).expect("a sound rule file")
    };
    files().into_iter().flat_map(read).unzip()
}

#[test]
fn every_rule_is_well_formed_and_its_examples_behave() {
    let (rules, all) = catalogue();
    let mut faults = Vec::new();
    let mut ids = BTreeSet::new();
    for (rule, its) in rules.iter().zip(&all) {
        let repeated = (!ids.insert(&rule.rule.id)).then(|| "another rule has its id".to_owned());
        let told = problems(rule, its).into_iter().chain(repeated);
        faults.extend(told.map(|fault| format!("{}: {fault}", rule.rule.id)));
    }
    for failure in examples::failures(&rules, &all).expect("a small automaton") {
        faults.push(format!("{}: {}", rules[failure.rule].rule.id, failure.message));
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

/// A literal token in a rule file would be found wherever the repository is scanned.
#[test]
fn no_rule_file_holds_a_secret() {
    let (rules, _) = catalogue();
    let anchors = examples::anchors(&rules);
    let table = freeze(&anchors).expect("a small automaton");
    let gate = Gate::open(&table).expect("a table just written");
    let scanner = Scanner::new(&rules);
    for path in files() {
        let bytes = std::fs::read(&path).expect("a readable file");
        let name = path.display().to_string();
        let document = Document::file(name.as_bytes().into(), &bytes);
        let (mut hits, mut findings) = (Vec::new(), Vec::new());
        gate.scan(&bytes, 0..bytes.len(), &mut hits);
        scanner.scan(&document, &hits, &RuleMask::new(rules.len(), |_| true), &mut findings);
        let told: Vec<_> = findings
            .iter()
            .map(|one| format!("{}: {}", one.rule.id, String::from_utf8_lossy(one.span.of(&bytes))))
            .collect();
        assert!(told.is_empty(), "{name}\n{}", told.join("\n"));
    }
}
