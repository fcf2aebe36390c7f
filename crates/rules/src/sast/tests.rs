use super::*;
use sdf_core::Severity;

mod flows;
mod formulas;
mod libraries;
mod rules;

/// A file of one rule, whose `body` begins in line 6 with what follows its first line end.
fn rule_file(languages: &str, body: &str) -> String {
    format!(
        "rules:\n  - id: a.rule\n    message: M\n    severity: ERROR\n    languages: {languages}{body}\n"
    )
}

/// The formula of a rule for Python.
fn formula(body: &str) -> Formula {
    let file = rule_file("[python]", body);
    let found = parse("r.yaml", &file).unwrap_or_else(|error| unreachable!("{error}"));
    match &found.rules[0].mode {
        Mode::Search(formula) => formula.clone(),
        Mode::Taint(_) => unreachable!("it is about places"),
    }
}

fn error(text: &str) -> String {
    parse("r.yaml", text).expect_err("not a rule file").to_string()
}

const RULE: &str = r#"
rules:
  - id: python.example
    message: |
      Loads $X. And more.
    severity: ERROR
    languages: [python]
    metadata:
      confidence: HIGH
      cwe: ["CWE-502: Deserialization", 20]
      names: global
      owner: somebody
    patterns:
      - pattern-either:
          - pattern: pickle.load($X)
          - pattern: pickle.loads($X)
      - pattern-not: pickle.load("...")
      - metavariable-regex:
          metavariable: $X
          regex: ^a
      - focus-metavariable: $X
    options: {symbolic_propagation: true}
    paths:
      exclude: ["test_*.py"]
"#;

#[test]
fn a_rule_is_read() {
    let rules = parse("r.yaml", RULE).expect("a rule file").rules;
    assert_eq!(rules.len(), 1);
    let rule = &rules[0];
    assert_eq!(rule.rule.title, "Loads $X");
    assert_eq!(*rule.rule.cwe, [502, 20]);
    assert_eq!(*rule.anchors, [vec!["pickle"], vec!["load"]]);
    assert_eq!((rule.names, rule.rule.severity), (NameMatching::Global, Severity::High));
}

#[test]
fn rules_are_emitted_as_expressions() {
    let emitted = |text: &str| {
        let rules = parse("r.yaml", text).expect("a rule file").rules;
        let mut out = String::new();
        rules.iter().for_each(|rule| rule.emit(&mut out));
        out
    };
    let search = emitted(RULE);
    assert!(search.starts_with("::sdf_rules::sast::SastRule{rule: ::sdf_core::Rule{"));
    for part in [
        "mode: ::sdf_rules::sast::Mode::Search(::sdf_rules::sast::Formula::All{of: ",
        "Borrowed(&[::sdf_rules::sast::Formula::Any(::std::borrow::Cow::Borrowed(&[",
        "::sdf_rules::sast::Filter::Regex{metavariable: ::std::borrow::Cow::Borrowed(\"$X\"),",
        "names: ::sdf_rules::sast::NameMatching::Global,",
        "options: ::sdf_rules::sast::Options{constant_propagation: true,",
    ] {
        assert!(search.contains(part), "{part}: {search}");
    }
    let taint = "\n    mode: taint\n    pattern-sources: [{pattern: a, label: L}]\n    \
                 pattern-sinks: [{pattern: b, requires: not L}]";
    let taint = emitted(&rule_file("[python]", taint));
    for part in [
        "::sdf_rules::sast::Mode::Taint(::std::borrow::Cow::Borrowed(&[::sdf_rules::sast::Taint{",
        "by_side_effect: ::sdf_rules::sast::SideEffect::No,",
        "SinkRequires::Labels(::sdf_rules::sast::Requires::Not(",
        "options: ::sdf_rules::sast::Options::DEFAULT,",
    ] {
        assert!(taint.contains(part), "{part}: {taint}");
    }
}
