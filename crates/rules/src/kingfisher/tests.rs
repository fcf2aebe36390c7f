use super::*;
use crate::secret::Requirement;

const FILE: &str = r#"
rulesets:
  - id: some
    name: Some
    include_rule_ids: [acme.1]
rules:
  - name: Acme token
    id: acme.1
    pattern: |
      (?x)
      \b acme_ (?# the prefix )
      (?P<body> [0-9a-f]{20} ) (?P<checksum> [0-9A-Za-z]{6} )  # and more
      \b
    min_entropy: 3.5
    confidence: high
    examples:
      - 'x {{2:hex}}'
    pattern_requirements:
      min_digits: 2
      ignore_if_contains: [ Sample ]
      checksum:
        actual: {template: '{{ checksum }}', requires_capture: checksum}
        expected: '{{ body | crc32 | base62: 6 }}'
        skip_if_missing: true
    validation: {type: Http}
  - name: Helper
    id: acme.2
    pattern: '[a-z]{8}'
    visible: false
    frobnicate: 1
"#;

#[test]
fn a_file_becomes_rules() {
    assert!(is_kingfisher(FILE));
    let found = parse("r.yaml", FILE).expect("a sound file");
    let acme = &found.rules[0];
    assert_eq!(*acme.rule.keywords, ["acme_"]);
    assert_eq!((acme.rule.before, acme.visible), (31, true));
    assert_eq!(acme.examples.positive[0].text("").as_deref(), Ok("x {{2:hex}}"));
    assert_eq!(acme.rule.requirements.len(), 3);
    assert_eq!(acme.rule.requirements[1], Requirement::Without(owned(vec!["sample".to_owned()])));
    assert!(found.rules[1].rule.keywords.is_empty() && !found.rules[1].visible);
    let told = |list: &[RuleFileError]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(told(&found.unknown), ["r.yaml:30: key 'frobnicate' is not known and left out"]);
    assert_eq!(found.left_out.len(), 3, "{:?}", found.left_out);
}

#[test]
fn semgrep_rules_are_something_else() {
    let semgrep = "rules:\n  - id: a\n    message: m\n    languages: [python]\n    pattern: x\n";
    assert!(!is_kingfisher(semgrep));
    assert!(!is_kingfisher("rules: []\n"));
    assert!(is_kingfisher("rulesets: []\n"));
}

#[test]
fn mistakes_are_named_with_line_and_key() {
    let error = |rule: &str| {
        let text = format!("rules:\n  - name: N\n    id: n.1\n{rule}");
        parse("r.yaml", &text).expect_err("a mistake").to_string()
    };
    assert_eq!(error(""), "r.yaml:2: 'pattern' is missing");
    assert!(error("    pattern: '('\n").starts_with("r.yaml:4: the pattern does not compile"));
    let filter = "    pattern: abc\n    pattern_requirements:\n      checksum:\n        actual: \
                  {template: a}\n        expected: '{{ x | crc31 }}'\n";
    assert!(error(filter).starts_with("r.yaml:8: checksum.expected: filter 'crc31' is none of"));
    assert!(
        error("    pattern: abc\n    min_entropy: lots\n")
            .contains(":5: min_entropy: expected a number")
    );
}

fn is_kingfisher(text: &str) -> bool {
    matches!(crate::parse_yaml("r.yaml", text), Ok(crate::YamlRules::Kingfisher(_)))
}
