use super::*;

fn pattern(text: &str) -> Formula {
    Formula::Pattern(Text::Owned(text.to_owned()))
}

fn regex(text: &str) -> Formula {
    Formula::Regex(Text::Owned(text.to_owned()))
}

fn one(formula: Formula) -> Cow<'static, [Formula]> {
    vec![formula].into()
}

fn all(of: Vec<Formula>) -> Formula {
    Formula::All { of: of.into(), filters: Cow::Borrowed(&[]), focus: Cow::Borrowed(&[]) }
}

#[test]
fn every_key_of_formulas_is_read_in_both_syntaxes() {
    let old = "
    patterns:
      - pattern: a
      - pattern-either:
          - pattern: b
          - patterns: [pattern: c]
          - pattern-inside: d
      - pattern-regex: e
      - pattern-inside: {patterns: [pattern: f, pattern-not: g]}
      - pattern-not: h
      - pattern-not: {pattern-regex: i}
      - pattern-not-inside: {pattern-either: [pattern: j]}
      - pattern-not-regex: k
      - semgrep-internal-pattern-anywhere: l
      - pattern-not: {semgrep-internal-pattern-anywhere: {pattern: m}}";
    let new = "
    match:
      all:
        - a
        - any:
            - pattern: b
            - all: [c]
            - inside: d
        - regex: e
        - inside: {all: [f, not: g]}
        - not: h
        - not: {regex: i}
        - not: {inside: {any: [j]}}
        - not: {regex: k}
        - anywhere: l
        - not: {anywhere: m}";
    let expected = all(vec![
        pattern("a"),
        Formula::Any(
            vec![pattern("b"), all(vec![pattern("c")]), Formula::Inside(one(pattern("d")))].into(),
        ),
        regex("e"),
        Formula::Inside(one(all(vec![pattern("f"), Formula::Not(one(pattern("g")))]))),
        Formula::Not(one(pattern("h"))),
        Formula::NotRegex("i".into()),
        Formula::NotInside(one(Formula::Any(vec![pattern("j")].into()))),
        Formula::NotRegex("k".into()),
        Formula::Anywhere(one(pattern("l"))),
        Formula::NotAnywhere(one(pattern("m"))),
    ]);
    assert_eq!(formula(old), expected);
    assert_eq!(formula(new), expected);
}

const FILTERS: [&str; 2] = [
    "
    patterns:
      - pattern: f($X)
      - metavariable-regex: {metavariable: $X, regex: ^a, constant-propagation: true}
      - metavariable-pattern: {metavariable: $X, pattern: g($Y)}
      - metavariable-pattern:
          metavariable: $X
          language: generic
          patterns: [pattern-not: h]
      - metavariable-comparison: {metavariable: $X, comparison: $X > 2, base: 8, strip: true}
      - metavariable-analysis: {metavariable: $X, analyzer: entropy}
      - metavariable-analysis: {metavariable: $X, analyzer: {kind: entropy_v2, mode: lax}}
      - metavariable-type: {metavariable: $X, types: [str, int]}
      - focus-metavariable: $X
      - focus-metavariable: [$X, $...Y]",
    "
    match:
      pattern: f($X)
      where:
        - {metavariable: $X, regex: ^a}
        - {metavariable: $X, pattern: g($Y)}
        - {metavariable: $X, language: generic, all: [not: h]}
        - {metavariable: $X, comparison: $X > 2, base: 8, strip: true}
        - {metavariable: $X, analyzer: entropy}
        - {metavariable: $X, analyzer: {kind: entropy_v2, mode: lax}}
        - {metavariable: $X, types: [str, int]}
        - focus: $X
        - focus: [$X, $...Y]",
];

#[test]
fn every_filter_is_read_in_both_syntaxes() {
    let x = || Text::Borrowed("$X");
    let filters = vec![
        Filter::Regex { metavariable: x(), regex: "^a".into(), constant_propagation: true },
        Filter::Pattern { metavariable: x(), language: None, formula: one(pattern("g($Y)")) },
        Filter::Pattern {
            metavariable: x(),
            language: Some("generic".into()),
            formula: one(all(vec![Formula::Not(one(pattern("h")))])),
        },
        Filter::Comparison {
            metavariable: Some(x()),
            comparison: "$X > 2".into(),
            base: Some(8),
            strip: true,
        },
        Filter::Analysis { metavariable: x(), analyzer: Analyzer::Entropy },
        Filter::Analysis { metavariable: x(), analyzer: Analyzer::EntropyV2(Strictness::Lax) },
        Filter::Type { metavariable: x(), types: vec!["str".into(), "int".into()].into() },
    ];
    let focus = vec![
        Focus { metavariables: vec![x()].into() },
        Focus { metavariables: vec![x(), "$...Y".into()].into() },
    ];
    let expected = Formula::All {
        of: vec![pattern("f($X)")].into(),
        filters: filters.into(),
        focus: focus.into(),
    };
    for text in FILTERS {
        assert_eq!(formula(text), expected);
    }
}

#[test]
fn conditions_of_what_is_around_narrow_it() {
    let found = formula(
        "
    match:
      all:
        - f()
        - inside: 'def $F(): ...'
          where: [{metavariable: $F, regex: test}]",
    );
    let Formula::All { of, .. } = found else { unreachable!("an all is one") };
    let Formula::Inside(inner) = &of[1] else { unreachable!("an inside is one") };
    assert!(matches!(&inner[0], Formula::All { filters, .. } if filters.len() == 1));
}

#[test]
fn patterns_of_the_language_regex_are_regular_expressions() {
    let file = rule_file("[regex]", "\n    patterns: [pattern: a+, pattern-not: b]");
    let found = parse("r.yaml", &file).expect("a rule file").rules.remove(0);
    let expected = all(vec![regex("a+"), Formula::NotRegex("b".into())]);
    assert_eq!(found.mode, Mode::Search(expected));
    let within = "
    patterns:
      - pattern: f($X)
      - metavariable-pattern: {metavariable: $X, language: regex, pattern: ^a}";
    let Formula::All { filters, .. } = formula(within) else { unreachable!("patterns are all") };
    assert!(matches!(&filters[0], Filter::Pattern { formula, .. } if formula[0] == regex("^a")));
}

#[test]
fn formulas_that_are_none_are_errors() {
    for (text, said) in [
        ("patterns: []", "6: 'patterns' needs at least one pattern that says where to look"),
        ("patterns: [pattern-not: a]", "6: 'patterns' needs at least one pattern"),
        ("patterns: [pattern: a]\n    pattern: b", "6: 'patterns' besides another"),
        ("pattern-either: []", "6: 'pattern-either' is empty"),
        ("pattern-either: [pattern-not: a]", "6: a negative pattern directly under"),
        ("pattern-not: a", "2: one of pattern, patterns"),
        ("patterns: [pattern: a, pattern-not: {pattern-not: b}]", "6: a negative pattern"),
        ("patterns: [pattern: a, pattern-where-python: x]", "6: 'pattern-where-python' runs"),
        ("patterns: [pattern: a, metavariable-regexp: x]", "is it metavariable-regex?"),
        ("patterns: [{pattern: a, pattern-not: b}]", "6: 'pattern-not' besides 'pattern'"),
        ("patterns: [pattern: a, focus-metavariable: x]", "6: 'x' is no metavariable"),
        ("patterns: [pattern: a, focus-metavariable: []]", "names no metavariable"),
        ("pattern-either: [focus-metavariable: $X]", "must stand directly under 'patterns'"),
        ("pattern: [a]", "6: pattern: expected a text"),
        ("pattern: {a: b}", "6: pattern: expected a text"),
        ("match: {not: a}", "6: a negative pattern directly under 'match'"),
        ("match: {all: [not: a]}", "6: 'all' needs at least one"),
        ("match: {any: [a, not: b]}", "6: a negative pattern directly under 'any'"),
        ("match: {pattern: a, regex: b}", "6: 'regex' besides another"),
        ("match: {pattern: a, as: $X}", "6: key 'as' of a formula"),
        ("match: {pattern: a, fix: b}", "6: key 'fix' of a formula"),
        ("match: {pattern: a, colour: b}", "6: key 'colour'"),
        ("match: {taint: {}}", "6: one of pattern, regex, all"),
        ("match: {all: [a, {not: b, where: [focus: $X]}]}", "6: 'where' beside 'not'"),
    ] {
        let error = error(&rule_file("[python]", &format!("\n    {text}")));
        assert!(error.contains(said), "{text}: {error}");
    }
}

#[test]
fn filters_that_are_none_are_errors() {
    let filter = |text: &str| format!("\n    patterns:\n      - pattern: a\n      - {text}");
    for (text, said) in [
        ("metavariable-regex: {metavariable: $X}", "'regex' is missing"),
        ("metavariable-regex: {metavariable: X, regex: a}", "'X' is no metavariable"),
        ("metavariable-regex: {metavariable: $X, regex: a, regexp: b}", "key 'regexp'"),
        ("metavariable-pattern: {metavariable: $X}", "one of pattern, patterns"),
        (
            "metavariable-pattern: {metavariable: $X, language: cobol, pattern: a}",
            "language 'cobol' is not known",
        ),
        ("metavariable-comparison: {comparison: ' '}", "'comparison' is empty"),
        ("metavariable-comparison: {comparison: a, strip: true}", "needs 'metavariable'"),
        ("metavariable-comparison: {comparison: a, base: x}", "base: expected a number"),
        ("metavariable-analysis: {metavariable: $X, analyzer: luck}", "analyzer 'luck' is none of"),
        (
            "metavariable-analysis: {metavariable: $X, analyzer: {kind: redos, mode: lax}}",
            "key 'mode'",
        ),
        ("metavariable-type: {metavariable: $X}", "'type' or 'types' is missing"),
        ("metavariable-name: {metavariable: $X, module: a}", "key 'metavariable-name'"),
    ] {
        let error = error(&rule_file("[python]", &filter(text)));
        assert!(error.starts_with("r.yaml:8: ") && error.contains(said), "{text}: {error}");
    }
}

#[test]
fn formulas_nest_so_deep_and_no_deeper() {
    let deep = |levels: usize| {
        let (open, close) = ("pattern-either: [{".repeat(levels), "}]".repeat(levels));
        parse("r.yaml", &rule_file("[python]", &format!("\n    {open}pattern: a{close}")))
    };
    assert!(deep(20).is_ok());
    assert!(deep(60).is_err_and(|error| error.to_string().contains("nest deeper")));
    let filters = "patterns: [pattern: a, metavariable-pattern: {metavariable: $X, ".repeat(40);
    let text = format!("\n    {filters}pattern: a{}", "}]".repeat(40));
    assert!(error(&rule_file("[python]", &text)).contains("nest deeper"));
}
