use super::*;

const LIBRARIES: &str = "libraries:
  - id: team.untrusted
    languages: [python]
    pattern-sources:
      - pattern: web.request
  - id: team.quoted
    languages: [python]
    pattern-sanitizers:
      - pattern: quote(...)
";

fn user(uses: &str, more: &str) -> String {
    let rule =
        format!("\n    mode: taint\n    use: {uses}\n    pattern-sinks: [pattern: run(...)]");
    rule_file("[python]", &format!("{rule}{more}"))
}

fn linked(texts: &[&str]) -> Result<Vec<RuleFile>, RuleFileError> {
    let file = |(at, text): (usize, &&str)| parse(&format!("{at}.yaml"), text).expect("rules");
    let mut files: Vec<RuleFile> = texts.iter().enumerate().map(file).collect();
    link(&mut files, &[]).map(|()| files)
}

#[test]
fn libraries_of_any_file_complete_rules_of_any_file() {
    let text = user("[team.untrusted, team.quoted]", "");
    let files = linked(&[&text, LIBRARIES]).expect("all is there");
    let rule = &files[0].rules[0];
    assert_eq!(rule.uses(), ["team.untrusted", "team.quoted"]);
    assert_eq!(rule.options, Options::OF_USERS);
    let anchors: Vec<Vec<_>> = rule.anchors.iter().map(|group| group.to_vec()).collect();
    assert_eq!(anchors, [vec!["request"], vec!["web"], vec!["run"]]);
    assert_eq!(files[1].libraries[0].parts.sources.len(), 1);

    let known = &files[1].libraries;
    let mut alone = [parse("r.yaml", &text).expect("a rule file")];
    link(&mut alone, known).expect("libraries that are known");
    assert_eq!(alone[0].rules, files[0].rules);
    // The same file may be named twice.
    linked(&[LIBRARIES, LIBRARIES]).expect("the same libraries");
}

#[test]
fn what_cannot_be_linked_is_said_with_its_place() {
    let other = "libraries:\n  - id: team.quoted\n    languages: [python]\n    \
                 pattern-sinks: [pattern: f(...)]\n";
    let cases = [
        (user("team.untrustd", ""), "0.yaml:7: use: there is no library 'team.untrustd': is it"),
        (user("team.quoted", ""), "0.yaml:7: rule 'a.rule' has no source, and no library"),
        (user("team.untrusted", "").replace("[python]", "[generic]"), "is not for generic"),
        (other.to_owned(), "1.yaml:6: there is another library 'team.quoted'"),
    ];
    for (text, said) in cases {
        let error = linked(&[&text, LIBRARIES]).expect_err("not to be linked").to_string();
        assert!(error.contains(said), "{error}");
    }
    for (text, said) in [
        (user("[]", ""), "7: 'use' is empty"),
        (user("[a, a]", ""), "7: 'use' names library 'a' twice"),
        (
            "libraries:\n  - id: a\n    languages: [python]\n".to_owned(),
            "2: one of pattern-sources,",
        ),
        (LIBRARIES.replace("web.request", "x\n        label: L"), "5: 'label' has no place"),
        (LIBRARIES.replace("id: team.quoted", "name: b"), "6: 'id' is missing"),
        (rule_file("[python]", "\n    use: [a]\n    pattern: f()"), "key 'use' is not supported"),
    ] {
        assert!(error(&text).contains(said), "{}", error(&text));
    }
}
