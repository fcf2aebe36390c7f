use super::*;
use sdf_core::Severity;

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
    paths:
      exclude: ["test_*.py"]
"#;

fn error(text: &str) -> String {
    parse("r.yaml", text).expect_err("not a rule file").to_string()
}

#[test]
fn a_rule_is_read() {
    let rules = parse("r.yaml", RULE).expect("a rule file").rules;
    assert_eq!(rules.len(), 1);
    let rule = &rules[0];
    assert_eq!(rule.rule.title, "Loads $X");
    assert_eq!(*rule.rule.cwe, [502, 20]);
    assert_eq!(*rule.anchors, [vec!["pickle"], vec!["load"]]);
    assert_eq!((rule.names, rule.rule.severity), (NameMatching::Global, Severity::High));
    assert!(
        matches!(&rule.mode, Mode::Search(Formula::All { of, filters, focus }) if of.len() == 2 && filters.len() == 1 && *focus[0].metavariables == ["$X"])
    );
}

#[test]
fn what_is_not_supported_is_an_error_with_its_line() {
    let with = |line: &str| RULE.replace("    paths:", &format!("    {line}\n    paths:"));
    assert_eq!(error(&with("colour: red")), "r.yaml:22: key 'colour' is not supported here");
    assert_eq!(
        error(&with("mode: join")),
        "r.yaml:22: 'mode: join' is not supported, only search and taint"
    );
    assert!(
        error(&RULE.replace("pattern-not:", "pattern-never:"))
            .starts_with("r.yaml:17: key 'pattern-never'")
    );
    assert!(error(&RULE.replace("ERROR", "BAD")).contains("r.yaml:6: severity 'BAD'"));
    assert!(error(&RULE.replace("[python]", "[cobol]")).contains("language 'cobol'"));
    assert!(error(&RULE.replace("id: python.example", "name: x")).contains("'id' is missing"));
    assert!(error("rules: [").starts_with("r.yaml:"));
}

#[test]
fn rules_are_emitted_as_expressions() {
    let rules = parse("r.yaml", RULE).expect("a rule file").rules;
    let mut out = String::new();
    rules.iter().for_each(|rule| rule.emit(&mut out));
    assert!(out.starts_with("::sdf_rules::sast::SastRule{rule: ::sdf_core::Rule{"));
    assert!(out.contains(
        "Formula::All{of: ::std::borrow::Cow::Borrowed(&[::sdf_rules::sast::Formula::Any("
    ));
}
