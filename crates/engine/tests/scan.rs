//! A document in, findings out: what counts as new, what is silenced, what is shown.

use sdf_core::{BStr, Document, Family, Kind, Severity};
use sdf_engine::{
    Allowance, By, Catalogue, Engine, Exceptions, Outcome, Override, PathSet, Previous, Selection,
    Settings,
};
use sdf_gate::{Anchor, Gate, freeze};
use sdf_rules::sast::SastRule;
use sdf_rules::secret::SecretRule;

const SECRET_RULES: &str = r#"
[[rule]]
id = "acme-token"
title = "Acme token"
why = "It opens doors."
help = "Revoke it."
severity = "high"
confidence = "high"
keywords = ["acme_"]
pattern = "acme_[0-9a-f]{8}"
"#;

const CODE_RULES: &str = r#"
rules:
  - id: python.eval
    message: eval of $X
    severity: ERROR
    languages: [python]
    pattern: eval($X)
  - id: python.system
    message: os.system of $X
    severity: ERROR
    languages: [python]
    pattern: os.system($X)
"#;

struct Rules {
    secrets: Vec<SecretRule>,
    sast: Vec<SastRule>,
    gate: Vec<u8>,
}

fn rules() -> Rules {
    let secrets = sdf_rules::secret::parse("acme.toml", SECRET_RULES).expect("valid rules");
    let secrets: Vec<_> = secrets.into_iter().map(|(rule, _)| rule).collect();
    let sast = sdf_rules::sast::parse("code.yaml", CODE_RULES).expect("valid rules").rules;
    let anchors: Vec<_> = sdf_rules::literals(&secrets, &sast, &[])
        .map(|(rule, literal)| Anchor { literal, rule })
        .collect();
    let gate = freeze(&anchors).expect("a small automaton");
    Rules { secrets, sast, gate }
}

impl Rules {
    fn engine(&self, settings: Settings) -> Engine<'_> {
        let gate = Gate::open(&self.gate).expect("a table just written");
        Engine::new(
            Catalogue {
                secrets: (&self.secrets).into(),
                sast: (&self.sast).into(),
                libraries: sdf_rules::table::Rules::NONE,
                bandit: &[],
                gitleaks: &[],
                gate,
            },
            settings,
        )
    }
}

fn previous(text: &str) -> Option<Previous> {
    Some(Previous { path: "a.py".into(), bytes: text.into(), kind: Kind::File })
}

fn against<'r>(engine: &Engine<'r>, new: &str, parents: &[Option<Previous>]) -> Outcome<'r> {
    let document = Document::file(BStr::new("a.py"), new.as_bytes());
    engine.scan(&document, Some(&|| Ok(parents.to_vec())))
}

/// Rule and line of everything that is found, for short.
fn found(outcome: &Outcome<'_>) -> Vec<(String, usize)> {
    outcome.findings.iter().map(|it| (it.rule.id.to_string(), it.start.line)).collect()
}

fn named(names: &[(&str, usize)]) -> Vec<(String, usize)> {
    names.iter().map(|&(rule, line)| (rule.to_owned(), line)).collect()
}

#[test]
fn a_finding_on_an_added_line_is_new_and_one_elsewhere_is_old() {
    let rules = rules();
    let engine = rules.engine(Settings::default());
    let old = "a = 'acme_3f9a04b7'\neval(a)\n";
    let new = "a = 'acme_3f9a04b7'\nb = 'acme_8c1d5e20'\neval(a)\neval(b)\n";
    let outcome = against(&engine, new, &[previous(old)]);
    assert_eq!(found(&outcome), named(&[("acme-token", 2), ("python.eval", 4)]));
    assert_eq!(found(&against(&engine, old, &[previous(old)])), []);
}

#[test]
fn what_becomes_wrong_on_an_unchanged_line_is_new() {
    let rules = rules();
    let engine = rules.engine(Settings::default());
    let old = "import os\n\n\nprint(os.name)\n";
    let new = "import os\n\n\nprint('')\n";
    assert_eq!(found(&against(&engine, new, &[previous(old)])), named(&[("F401", 1)]));
    let old = "from ours import system\n\nsystem(input())\n";
    let new = "from os import system\n\nsystem(input())\n";
    assert_eq!(found(&against(&engine, old, &[None])), []);
    assert_eq!(found(&against(&engine, new, &[previous(old)])), named(&[("python.system", 3)]));
}

#[test]
fn one_more_of_the_same_is_new() {
    let rules = rules();
    let engine = rules.engine(Settings::default());
    let old = "a = 'acme_3f9a04b7'\n";
    let new = "a = 'acme_3f9a04b7'\nb = 'acme_3f9a04b7'\n";
    let outcome = against(&engine, new, &[previous(old)]);
    assert_eq!(found(&outcome), named(&[("acme-token", 2)]));
    let alone = against(&engine, old, &[None]);
    assert_ne!(outcome.findings[0].fingerprint, alone.findings[0].fingerprint);
}

#[test]
fn in_a_merge_only_what_no_parent_has_is_new() {
    let rules = rules();
    let engine = rules.engine(Settings::default());
    let ours = "a = 'acme_3f9a04b7'\nx = 1\n";
    let theirs = "b = 'acme_8c1d5e20'\nx = 1\n";
    let merged = "a = 'acme_3f9a04b7'\nb = 'acme_8c1d5e20'\nx = 1\n";
    assert_eq!(found(&against(&engine, merged, &[previous(ours), previous(theirs)])), []);
    let resolved = "a = 'acme_3f9a04b7'\nb = 'acme_8c1d5e20'\nc = 'acme_b4027fa9'\nx = 1\n";
    let outcome = against(&engine, resolved, &[previous(ours), previous(theirs)]);
    assert_eq!(found(&outcome), named(&[("acme-token", 3)]));
    // A parent without the file makes nothing old.
    let outcome = against(&engine, merged, &[previous(ours), None]);
    assert_eq!(found(&outcome), named(&[("acme-token", 2)]));
}

#[test]
fn a_version_that_cannot_be_read_makes_everything_new_and_is_said() {
    let rules = rules();
    let engine = rules.engine(Settings::default());
    let document = Document::file(BStr::new("a.py"), b"a = 'acme_3f9a04b7'\n");
    let trouble = || Err(sdf_core::Notice::general(sdf_core::Weight::Trouble, "gone"));
    let outcome = engine.scan(&document, Some(&trouble));
    assert_eq!(found(&outcome), named(&[("acme-token", 1)]));
    assert_eq!(outcome.notices.len(), 1);
}

#[test]
fn comments_settings_and_the_baseline_silence() {
    let rules = rules();
    let scan = |settings: Settings, text: &str| {
        let engine = rules.engine(settings);
        let outcome = engine.scan(&Document::file(BStr::new("tests/a.py"), text.as_bytes()), None);
        (found(&outcome).len(), outcome.totals.suppressed)
    };
    let text = "a = 'acme_3f9a04b7'\n";
    let accepted = {
        let engine = rules.engine(Settings::default());
        let outcome = engine.scan(&Document::file(BStr::new("tests/a.py"), text.as_bytes()), None);
        outcome.findings[0].fingerprint
    };
    let tests = || PathSet::new(["tests/"]).expect("a pattern");
    let ignore = |names: &[&str]| Selection {
        ignore: names.iter().map(|&name| name.to_owned()).collect(),
        ..Selection::default()
    };
    let default = Settings::default;
    assert_eq!(scan(default(), text), (1, 0));
    assert_eq!(scan(default(), "a = 'acme_3f9a04b7'  # gitleaks:allow\n"), (0, 1));
    let strict = Settings { ignore_comments: true, ..default() };
    assert_eq!(scan(strict, "a = 'acme_3f9a04b7'  # gitleaks:allow\n"), (1, 0));
    assert_eq!(scan(Settings { selection: ignore(&["acme-token"]), ..default() }, text), (0, 0));
    assert_eq!(scan(Settings { only: Some(Family::Style), ..default() }, text), (0, 0));
    assert_eq!(scan(Settings { exclude: Some(tests()), ..default() }, text), (0, 0));
    assert_eq!(scan(Settings { baseline: [accepted].into(), ..default() }, text), (0, 1));
    // Another secret on the same line is not the one that was accepted.
    let settings = Settings { baseline: [accepted].into(), ..default() };
    assert_eq!(scan(settings, "a = 'acme_3f9a04b7', 'acme_8c1d5e20'\n"), (1, 1));
    let overrides = vec![Override { paths: tests(), selection: ignore(&["secrets"]), only: None }];
    assert_eq!(scan(Settings { overrides, ..default() }, text), (0, 0));
    let allowance = |pattern: &str| Allowance {
        rules: vec!["secrets".to_owned()],
        paths: Some(tests()),
        matching: vec![regex::bytes::Regex::new(pattern).expect("an expression")],
    };
    let allowances = vec![allowance("^acme_3f9")];
    assert_eq!(scan(Settings { allowances, ..default() }, text), (0, 1));
    let allowances = vec![allowance("^acme_8c1")];
    assert_eq!(scan(Settings { allowances, ..default() }, text), (1, 0));
    let severities = vec![("secrets".to_owned(), Severity::Low)];
    let min_severity = Some(Severity::Medium);
    assert_eq!(scan(Settings { severities, min_severity, ..default() }, text), (0, 0));
}

#[test]
fn a_secret_is_masked_whatever_is_selected() {
    let rules = rules();
    let selection = Selection { select: vec!["W291".to_owned()], ..Selection::default() };
    let text = "a = 'acme_3f9a04b7' \n";
    let document = Document::file(BStr::new("a.py"), text.as_bytes());
    let outcome = rules.engine(Settings { selection, ..Settings::default() }).scan(&document, None);
    assert_eq!(found(&outcome), named(&[("W291", 1)]));
    assert!(outcome.findings[0].excerpt.text.contains("'*************'"));
    let shown = Settings { show_secrets: true, ..Settings::default() };
    let outcome = rules.engine(shown).scan(&document, None);
    assert!(outcome.findings.iter().any(|it| it.snippet == "acme_3f9a04b7"));
}

#[test]
fn offsets_are_those_of_the_stored_bytes() {
    let rules = rules();
    let text = "ä = 'acme_3f9a04b7'\n";
    let stored: Vec<u8> =
        [0xfeffu16].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let engine = rules.engine(Settings { only: Some(Family::Secrets), ..Settings::default() });
    let outcome = engine.scan(&Document::file(BStr::new("a.txt"), &stored), None);
    let finding = &outcome.findings[0];
    assert_eq!((finding.start.line, finding.start.column, finding.start.offset), (1, 6, 12));
    assert_eq!(finding.end.offset, 12 + 2 * 13);
}

#[test]
fn code_round_a_syntax_error_is_scanned() {
    let rules = rules();
    let engine = rules.engine(Settings::default());
    let document = Document::file(BStr::new("a.py"), b"def broken(:\n    pass\n\n\neval(x)\n");
    let outcome = engine.scan(&document, None);
    let ids: Vec<_> = outcome.findings.iter().map(|it| it.rule.id.as_ref()).collect();
    assert!(ids.contains(&"python.eval") && ids.contains(&"check-ast"), "{ids:?}");
}

/// A token for each number, all different (Knuth's multiplicative hashing).
fn token(number: usize) -> String {
    format!("acme_{:08x}", (number as u32).wrapping_add(7).wrapping_mul(2_654_435_761))
}

#[test]
fn many_findings_on_one_line_cost_no_more_than_on_many() {
    const COUNT: usize = 20_000;
    let rules = rules();
    let engine = rules.engine(Settings { only: Some(Family::Secrets), ..Settings::default() });
    let tokens: String = (0..COUNT).map(|number| format!("ä {} ", token(number))).collect();
    let text = format!("{tokens}# noqa: E501, {}", "sdf:ignore[".repeat(COUNT));
    let outcome = engine.scan(&Document::file("a.txt".into(), text.as_bytes()), None);
    assert_eq!(outcome.findings.len(), COUNT);
    for (number, finding) in outcome.findings.iter().enumerate() {
        assert_eq!((finding.start.line, finding.start.column), (1, number * 16 + 3));
        assert!(finding.excerpt.text.len() < 1000 && !finding.excerpt.text.contains("acme_"));
    }
    let text = format!("{tokens}# sdf:ignore[acme-token] made up");
    let outcome = engine.scan(&Document::file("a.txt".into(), text.as_bytes()), None);
    assert_eq!((outcome.findings.len(), outcome.totals.suppressed), (0, COUNT));
}

#[test]
fn findings_that_accept_one_another_are_looked_up_not_searched() {
    const COUNT: usize = 20_000;
    let rules = rules();
    let mut exceptions = Exceptions::default();
    for number in 0..COUNT {
        exceptions.add("a.txt", "acme-token", By::Text(token(number).into_bytes()));
    }
    let engine = rules.engine(Settings { exceptions, ..Settings::default() });
    let text: String = (0..=COUNT).map(|number| token(number) + "\n").collect();
    let outcome = engine.scan(&Document::file("a.txt".into(), text.as_bytes()), None);
    assert_eq!((outcome.findings.len(), outcome.totals.suppressed), (1, COUNT));
}

#[test]
fn a_rule_is_listed_ten_thousand_times_a_file_and_the_rest_counted() {
    let rules = rules();
    let engine = rules.engine(Settings::default());
    let old = "eval(x)\n".repeat(12_000);
    let all = against(&engine, &old, &[]);
    assert_eq!(all.findings.len(), 10_000);
    let notice = all.notices.first().expect("a notice");
    assert!(notice.message.starts_with("2000 more findings of python.eval are not listed"));
    // What is old takes no place from what is new.
    let new = against(&engine, &format!("{old}eval(y)\nos.system(z)\n"), &[previous(&old)]);
    assert_eq!(found(&new), named(&[("python.eval", 12_001), ("python.system", 12_002)]));
    assert!(new.notices.is_empty());
}
