use super::*;

fn taint(body: &str) -> Taint {
    let file = rule_file("[python]", body);
    match parse("r.yaml", &file).expect("a rule file").rules.remove(0).mode {
        Mode::Taint(one) => one[0].clone(),
        Mode::Search(_) => unreachable!("it is about flows"),
    }
}

const BOTH: [&str; 2] = [
    "
    mode: taint
    pattern-sources:
      - pattern: a
      - patterns: [pattern: b]
        exact: true
        by-side-effect: only
        control: true
        label: B
        requires: A and not C
    pattern-propagators:
      - pattern: $T.add($F)
        from: $F
        to: $T
        by-side-effect: false
        requires: A
        label: B
        replace-labels: [A, C]
    pattern-sanitizers:
      - pattern: c
      - pattern: d
        exact: true
        by-side-effect: true
        not_conflicting: true
    pattern-guards:
      - pattern: $X in SAFE
        variable: $X
        when: false
      - patterns: [pattern: safe($X), focus-metavariable: $X]
    pattern-sinks:
      - pattern: e
      - pattern: f($X)
        exact: false
        requires: A or B
        at-exit: true
      - pattern: g($X)
        requires: [$X: A, $Y: B]",
    "
    taint:
      sources:
        - a
        - all: [b]
          exact: true
          by-side-effect: only
          control: true
          label: B
          requires: A and not C
      propagators:
        - pattern: $T.add($F)
          from: $F
          to: $T
          by-side-effect: false
          requires: A
          label: B
          replace-labels: [A, C]
      sanitizers:
        - c
        - pattern: d
          exact: true
          by-side-effect: true
          not-conflicting: true
      guards:
        - pattern: $X in SAFE
          variable: $X
          when: false
        - all: [safe($X)]
          where: [focus: $X]
      sinks:
        - e
        - pattern: f($X)
          exact: false
          requires: A or B
          at-exit: true
        - pattern: g($X)
          requires: [$X: A, $Y: B]",
];

#[test]
fn every_key_of_flows_is_read_in_both_syntaxes() {
    let [old, new] = BOTH.map(taint);
    assert_eq!(old, new);
    let label = |name: &'static str| Requires::Label(Text::Borrowed(name));
    let [first, second] = &*old.sources else { unreachable!("there are two") };
    assert_eq!(
        (first.exact, first.by_side_effect, first.control, &first.label, &first.requires),
        (false, SideEffect::No, false, &None, &None)
    );
    assert_eq!((second.exact, second.by_side_effect), (true, SideEffect::Only));
    assert!(second.control && second.label.as_deref() == Some("B"));
    let not_c = Requires::Not(vec![label("C")].into());
    assert_eq!(second.requires, Some(Requires::And(vec![label("A"), not_c].into())));
    let propagator = &old.propagators[0];
    assert_eq!((&*propagator.from, &*propagator.to), ("$F", "$T"));
    assert!(!propagator.by_side_effect && propagator.replace_labels.is_some());
    let [first, second] = &*old.sanitizers else { unreachable!("there are two") };
    assert!(!first.exact && !first.by_side_effect && !first.not_conflicting);
    assert!(second.exact && second.by_side_effect && second.not_conflicting);
    let [first, second] = &*old.guards else { unreachable!("there are two") };
    assert!(!first.when && second.when && first.variable == "$X" && second.variable == "$X");
    let checked = Formula::Pattern("safe($X)".into());
    assert!(matches!(&second.formula, Formula::All { of, focus, .. }
        if **of == [checked] && focus.is_empty()));
    let [first, second, third] = &*old.sinks else { unreachable!("there are three") };
    assert!(first.exact && first.requires.is_none() && !first.at_exit);
    assert!(!second.exact && second.at_exit);
    assert!(matches!(&second.requires, Some(SinkRequires::Labels(Requires::Or(_)))));
    let each = vec![("$X".into(), label("A")), ("$Y".into(), label("B"))];
    assert_eq!(third.requires, Some(SinkRequires::PerMetavariable(each.into())));
}

#[test]
fn flows_that_are_none_are_errors() {
    let sinks = "pattern-sinks: [pattern: b]";
    for (text, said) in [
        (sinks.to_owned(), "'pattern-sources' is missing"),
        ("pattern-sources: [pattern: a]".to_owned(), "'pattern-sinks' is missing"),
        (format!("pattern-sources: []\n    {sinks}"), "7: 'pattern-sources' is empty"),
        (format!("pattern-sources: [a]\n    {sinks}"), "7: pattern-sources: expected keys"),
        (format!("pattern-sources: [{{pattern: a, colour: b}}]\n    {sinks}"), "7: key 'colour'"),
        (
            format!("pattern-sources: [{{pattern: a, by-side-effect: maybe}}]\n    {sinks}"),
            "7: by-side-effect 'maybe' is none of true, false, only",
        ),
        (
            format!("pattern-sources: [{{pattern: a, requires: $X}}]\n    {sinks}"),
            "7: 'requires' is no condition on labels: a metavariable",
        ),
        (
            format!("pattern-sources: [pattern: a]\n    {sinks}\n    pattern: c"),
            "9: key 'pattern' is not supported here",
        ),
        (
            format!(
                "pattern-sources: [pattern: a]\n    {sinks}\n    \
                 pattern-propagators: [{{pattern: c, from: $X}}]"
            ),
            "9: 'to' is missing",
        ),
        ("taint: {sources: [a]}".to_owned(), "7: 'sinks' is missing"),
        (
            "taint: {sources: [a], sinks: [b], propagators: [c]}".to_owned(),
            "7: 'from' and 'to' are missing",
        ),
        ("taint: {sources: [not: a], sinks: [b]}".to_owned(), "7: a negative pattern"),
    ] {
        let error = error(&rule_file("[python]", &format!("\n    mode: taint\n    {text}")));
        assert!(error.contains(said), "{text}: {error}");
    }
}
