//! Code that is nested deeper than any stack, and names for names for names.
#![expect(clippy::expect_used, reason = "a test may fail")]

use sdf_core::{Document, RuleMask};
use sdf_sast::Scanner;
use sdf_syntax::{Language, Limits, parse};

const DEPTH: usize = 100_000;

/// Of one rule each what it looks for; the first and the last find the call of `sink`.
const RULES: [&str; 6] = [
    "pattern: sink(...)",
    "pattern: <... g($X) ...>",
    "pattern: $X = g($X)",
    "patterns: [{pattern: sink($X)}, {pattern-inside: 'def $F(...): ...'}]",
    "patterns: [{pattern: $F($X)}, {metavariable-pattern: {metavariable: $X, patterns: [{pattern: g(...)}, {metavariable-comparison: {metavariable: $X, comparison: $X > 1}}]}}]",
    "mode: taint\n    pattern-sources: [{pattern: source(...)}]\n    pattern-sinks: [{pattern: sink(...)}]",
];

/// What the rules find in `source`: how often each, and how many bytes of messages and fixes that
/// gives.
fn found(rules: &[&str], source: &str) -> (Vec<usize>, usize) {
    let head = "message: found $X\n    severity: INFO\n    languages: [python]\n    metadata: {anchors: [any]}";
    let rules: String = rules
        .iter()
        .enumerate()
        .map(|(at, rule)| format!("  - id: rule-{at}\n    {head}\n    {rule}\n"))
        .collect();
    let rules = sdf_rules::sast::parse("test.yaml", &format!("rules:\n{rules}"));
    let rules = rules.expect("a rule file").rules;
    sdf_sast::check(&rules).expect("patterns that can be used");
    let document = Document::file(b"test.py".as_slice().into(), source.as_bytes());
    let tree = parse(Language::Python, source.as_bytes(), &Limits::default()).expect("a tree");
    let mut findings = Vec::new();
    let all = RuleMask::new(rules.len(), |_| true);
    Scanner::new(&rules).scan(&document, &tree, &all, &mut findings);
    let count = |rule: &sdf_rules::sast::SastRule| {
        findings.iter().filter(|finding| finding.rule.id == rule.rule.id).count()
    };
    let edits = findings.iter().flat_map(|finding| finding.fix.iter().flat_map(|fix| &fix.edits));
    let messages: usize = findings.iter().map(|finding| finding.message.len()).sum();
    let bytes = messages + edits.map(|edit| edit.replacement.len()).sum::<usize>();
    (rules.iter().map(count).collect(), bytes)
}

#[test]
fn no_recursion_follows_the_input() {
    let nested = |open: &str, close: &str| {
        let (open, close) = (open.repeat(DEPTH), close.repeat(DEPTH));
        format!("def f(c):\n    x = c\n    sink({open}source(x){close})\n")
    };
    let names: String = (1..DEPTH).map(|at| format!("x{at} = g(x{})\n", at - 1)).collect();
    for source in [
        nested("g(", ")"),
        nested("", ".a()"),
        nested("", " + x"),
        nested("a if x else ", ""),
        format!("x0 = source()\n{names}sink(x{})\n", DEPTH - 1),
    ] {
        let (counts, _) = found(&RULES, &source);
        assert_eq!((counts[0], counts[5]), (1, 1), "{}", &source[..40]);
    }
    // Assignments far within an expression are not followed.
    let (counts, _) = found(&RULES, &nested("g(a := ", ")"));
    assert_eq!(counts[0], 1);
}

#[test]
fn matches_within_matches_do_not_say_all_they_hold() {
    let nested = format!("{}x{}", "g(".repeat(DEPTH), ")".repeat(DEPTH));
    let (counts, bytes) = found(&["pattern: g($X)\n    fix: h($X)"], &nested);
    assert_eq!(counts, [DEPTH]);
    assert!(bytes < 64 << 20, "{bytes} bytes");
}
