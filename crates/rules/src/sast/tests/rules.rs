use super::*;

fn with(line: &str) -> String {
    rule_file("[python]", &format!("\n    pattern: a\n    {line}"))
}

fn read(line: &str) -> RuleFile {
    parse("r.yaml", &with(line)).unwrap_or_else(|error| unreachable!("{error}"))
}

#[test]
fn severities_have_old_and_new_names() {
    let file = with("");
    for (name, severity) in [
        ("CRITICAL", Severity::Critical),
        ("ERROR", Severity::High),
        ("HIGH", Severity::High),
        ("WARNING", Severity::Medium),
        ("MEDIUM", Severity::Medium),
        ("INFO", Severity::Low),
        ("LOW", Severity::Low),
        ("INVENTORY", Severity::Low),
        ("EXPERIMENT", Severity::Low),
    ] {
        let found = parse("r.yaml", &file.replace("ERROR", name)).expect("a rule file");
        assert_eq!(found.rules[0].rule.severity, severity, "{name}");
    }
    assert!(error(&file.replace("ERROR", "BAD")).contains("r.yaml:4: severity 'BAD' is none of"));
}

#[test]
fn languages_that_cannot_be_parsed_leave_rules_out() {
    let languages = |list: &str| parse("r.yaml", &rule_file(list, "\n    pattern: a"));
    let names = |list: &str| languages(list).expect("a rule file").rules[0].languages.to_vec();
    assert_eq!(names("[py, python2, python3, Python, js]"), ["python"]);
    assert_eq!(names("[none]"), ["regex"]);
    assert_eq!(names("[generic]"), ["generic"]);
    let elsewhere = languages("[go, C#]").expect("a rule file");
    assert!(elsewhere.rules.is_empty());
    assert_eq!(
        elsewhere.left_out[0].to_string(),
        "r.yaml:5: rule 'a.rule' left out: no code in go, C# is parsed here"
    );
    let error = languages("[cobol]").expect_err("no language").to_string();
    assert_eq!(error, "r.yaml:5: language 'cobol' is not known");
    assert!(languages("[]").is_err());
    let within = "\n    patterns:\n      - pattern: f($X)\n      \
                  - metavariable-pattern: {metavariable: $X, language: bash, pattern: a}";
    let bash = parse("r.yaml", &rule_file("[python]", within)).expect("a rule file");
    assert!(bash.rules.is_empty() && bash.left_out[0].message.contains("bash"));
}

#[test]
fn metadata_of_any_shape_is_taken() {
    let foreign = read(
        "metadata: {confidence: VERY, cwe: {a: b}, why: [x], references: 5, owasp: [A1], \
         names: [x], anchors: 1, category: security}",
    );
    let rule = &foreign.rules[0];
    assert_eq!(rule.rule.confidence, sdf_core::Confidence::Medium);
    assert_eq!((rule.names, foreign.left_out.len()), (NameMatching::Any, 2));
    let ours = read(
        "metadata: {confidence: HIGH, cwe: ['CWE-79: XSS'], names: global, anchors: [ABC], \
         aliases: [B1]}",
    );
    let rule = &ours.rules[0];
    assert_eq!(rule.rule.confidence, sdf_core::Confidence::High);
    assert_eq!((&*rule.rule.cwe, rule.names), (&[79][..], NameMatching::Global));
    assert_eq!(*rule.anchors, [vec!["abc"]]);
    assert!(read("metadata: nothing").left_out.is_empty());
}

#[test]
fn versions_that_are_not_met_leave_rules_out() {
    for line in ["min-version: 1.182.0", "max-version: 2.0.0", "min-version: 0.9.1-rc"] {
        assert_eq!(read(line).rules.len(), 1, "{line}");
    }
    for line in ["min-version: 1.182.1", "max-version: 1.99.0", "min-version: 99.0.0"] {
        let found = read(line);
        assert!(found.rules.is_empty(), "{line}");
        assert!(found.left_out[0].to_string().starts_with("r.yaml:7: left out: m"));
    }
    assert_eq!(error(&with("min-version: new")), "r.yaml:7: min-version: expected a version X.Y.Z");
}

#[test]
fn fixes_and_paths_are_read() {
    let found = read(
        "fix: ' b '\n    fix-regex: {regex: a, replacement: b, count: 2}\n    \
         paths: {include: [x], exclude: [y, z]}\n    version: 1",
    );
    let rule = &found.rules[0];
    assert_eq!(rule.fix.as_deref(), Some("b"));
    let expected = FixRegex { regex: "a".into(), replacement: "b".into(), count: Some(2) };
    assert_eq!(rule.fix_regex, Some(expected));
    assert_eq!((rule.include.len(), rule.exclude.len()), (1, 2));
    assert!(error(&with("paths: {only: [x]}")).contains("7: key 'only'"));
    assert!(error(&with("fix-regex: {regex: a}")).contains("7: 'replacement' is missing"));
}

#[test]
fn options_are_read_and_unknown_ones_refused() {
    assert_eq!(read("options: {}").rules[0].options, Options::DEFAULT);
    let options = read(
        "options: {symbolic_propagation: true, ac_matching: false, commutative_compop: true, \
         taint_match_on: source, generic_engine: aliengrep, generic_braces: [['<', '>']], \
         generic_ellipsis_max_span: 0, generic_comment_style: c, max_match_per_file: 3, \
         generic_extra_word_characters: ['-'], interfile: true, timeout: 2.5}",
    );
    let expected = Options {
        symbolic_propagation: true,
        ac_matching: false,
        symmetric_eq: true,
        taint_focus_on: FlowEnd::Source,
        generic_engine: GenericEngine::Aliengrep,
        generic_braces: Some(vec![("<".into(), ">".into())].into()),
        generic_ellipsis_max_span: 0,
        generic_comment_style: Some(CommentStyle::C),
        max_match_per_file: Some(3),
        generic_extra_word_characters: vec!["-".into()].into(),
        ..Options::DEFAULT
    };
    assert_eq!(options.rules[0].options, expected);
    let told = |line: &str| parse("r.yaml", &with(line)).expect("a rule file").left_out.len();
    assert_eq!(told("options: {taint_intrafile: true, unify_ids_strictly: false}"), 1);
    assert_eq!(told("options: {taint_intrafile: false, unify_ids_strictly: true}"), 0);
    for (line, said) in [
        ("options: {taint_propagation: true}", "7: option 'taint_propagation' is not"),
        ("options: {ac_matching: 1}", "7: ac_matching: expected true or false"),
        ("options: {interfile: deep}", "7: interfile: expected true or false"),
        ("options: {generic_engine: x}", "7: generic_engine 'x' is none of spacegrep, aliengrep"),
        ("options: {generic_braces: [a]}", "7: expected an opening and a closing brace"),
        ("options: {generic_ellipsis_max_span: -1}", "expected a number from 0"),
    ] {
        assert!(error(&with(line)).contains(said), "{line}: {}", error(&with(line)));
    }
}

#[test]
fn what_only_others_do_is_said() {
    for mode in ["join", "extract", "step", "steps", "dream"] {
        let said = format!("7: 'mode: {mode}' is not supported, only search and taint");
        assert!(error(&with(&format!("mode: {mode}"))).contains(&said));
    }
    let equivalences = with("equivalences: [equivalence: $X]");
    assert!(error(&equivalences).contains("7: 'equivalences' are not supported"));
    assert_eq!(error(&with("colour: red")), "r.yaml:7: key 'colour' is not supported here");
    assert!(error(&with("pattern: b")).starts_with("r.yaml:7: "), "a key twice");
    assert!(error(&with("").replace("a.rule", "a rule")).contains("2: id 'a rule'"));
    let validated = read("validators: [http: {}]");
    assert_eq!((validated.rules.len(), validated.left_out.len()), (1, 1));
    let dependency = read("r2c-internal-project-depends-on: {namespace: pypi}");
    assert_eq!((dependency.rules.len(), dependency.left_out.len()), (0, 1));
    for (missing, line) in [("id", 2), ("message", 2), ("severity", 2), ("languages", 2)] {
        let file = with("").replace(&format!("{missing}:"), "x:");
        let said = format!("r.yaml:{line}: '{missing}' is missing");
        assert!(error(&file).starts_with(&said), "{}", error(&file));
    }
    assert!(error("a: b").contains("'rules' is missing"));
    assert!(error("rules: {}").contains("rules: expected a list"));
    assert!(error("rules: [").starts_with("r.yaml:"));
}
