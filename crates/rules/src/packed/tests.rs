use super::*;
use crate::sast::{Formula, SastRule};
use crate::secret::{SecretRule, Validator};
use crate::{sast, secret};
use proptest::prelude::*;
use sdf_core::{Notice, Weight};
use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Every key that a rule for code can have.
const SEARCH: &str = r#"
rules:
  - id: all-formulas
    message: M $X
    severity: ERROR
    languages: [python]
    metadata: {names: global, aliases: [B1], by-alias: false, cwe: [1, 65535], references: [r]}
    patterns:
      - pattern-either: [{pattern: f($X)}, {pattern-regex: "g(.)"}]
      - pattern-inside: h(...)
      - pattern-not: f(1)
      - pattern-not-inside: k(...)
      - pattern-not-regex: "[é]"
      - metavariable-regex: {metavariable: $X, regex: a, constant-propagation: true}
      - metavariable-pattern: {metavariable: $X, language: generic, pattern: b}
      - metavariable-comparison: {metavariable: $X, comparison: $X > 1, base: 8, strip: true}
      - metavariable-analysis: {metavariable: $X, analyzer: entropy}
      - metavariable-analysis: {metavariable: $X, analyzer: redos}
      - metavariable-analysis: {metavariable: $X, analyzer: {kind: entropy_v2, mode: strict}}
      - metavariable-type: {metavariable: $X, types: [int, str]}
      - focus-metavariable: [$X, $Y]
    fix-regex: {regex: a, replacement: b, count: 3}
    paths: {include: ["*.py"], exclude: [tests]}
    options:
      symbolic_propagation: true
      taint_match_on: source
      max_match_per_file: 300
      generic_engine: aliengrep
      generic_braces: [["(", ")"]]
      generic_extra_braces: [["<", ">"]]
      generic_extra_word_characters: ["-"]
      generic_comment_style: cpp
  - id: anywhere
    message: M
    severity: INFO
    languages: [python]
    match: {all: [f(), {anywhere: g()}, {not: {anywhere: h()}}]}
    fix: f2()
"#;

const TAINT: &str = r#"
rules:
  - id: flow
    message: M
    severity: WARNING
    languages: [python]
    mode: taint
    pattern-sources:
      - {pattern: a, label: A, by-side-effect: only, control: true, exact: true}
      - {pattern: b, label: B, requires: A or (not C and True)}
    pattern-propagators:
      - {pattern: "$A.x($B)", from: $A, to: $B, requires: A, label: C, replace-labels: [A, B]}
    pattern-sanitizers: [{pattern: c, exact: true, by-side-effect: true, not_conflicting: true}]
    pattern-sinks:
      - {pattern: d, requires: A and False, at-exit: true}
      - {pattern: "e($X)", requires: [{$X: A}], exact: false}
"#;

fn in_yaml(text: &str) -> Vec<SastRule> {
    sast::parse("r.yaml", text).unwrap_or_else(|error| unreachable!("{error}")).rules
}

fn assert_read_back<T: Packed + PartialEq + Debug>(value: T) {
    let bytes = pack(&value);
    assert_eq!(unpack::<T>(&bytes).as_ref(), Some(&value));
    assert!(unpack::<T>(&bytes[..bytes.len() - 1]).is_none(), "cut short: {value:?}");
    assert!(unpack::<T>(&[&bytes[..], &[0]].concat()).is_none(), "more than a value: {value:?}");
}

#[test]
fn every_key_of_rules_for_code_is_read_back() {
    let rules = in_yaml(SEARCH);
    let written = format!("{rules:?}");
    for part in [
        "Pattern(",
        "Regex(",
        "Any(",
        "All {",
        "Not(",
        "Inside(",
        "NotInside(",
        "NotRegex(",
        "Anywhere(",
        "NotAnywhere(",
        "Regex {",
        "Pattern {",
        "Comparison {",
        "Redos",
        "Entropy }",
        "EntropyV2(Strict)",
        "Type {",
        "FixRegex {",
        "Aliengrep",
        "Some(Cpp)",
        "Global",
    ] {
        assert!(written.contains(part), "the test has no {part}");
    }
    assert_read_back(rules);
    let rules = in_yaml(TAINT);
    let written = format!("{rules:?}");
    for part in [
        "Only",
        "control: true",
        "Or(",
        "Not(",
        "And(",
        "True",
        "False",
        "PerMetavariable(",
        "replace_labels: Some(",
        "not_conflicting: true",
        "at_exit: true",
    ] {
        assert!(written.contains(part), "the test has no {part}");
    }
    assert_read_back(rules);
}

/// The files below `rules/` with the ending.
fn bundled(ending: &str) -> impl Iterator<Item = (PathBuf, String)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of rules") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|it| it == ending) => found.push(path),
                false => {}
            }
        }
    }
    found.into_iter().map(|path| {
        let text = std::fs::read_to_string(&path).expect("a rule file");
        (path, text)
    })
}

#[test]
fn the_bundled_rules_are_read_back() {
    let mut count = 0;
    for (path, text) in bundled("yaml") {
        let file = sast::parse(&path.display().to_string(), &text).expect("a rule file");
        count += file.rules.len();
        assert_read_back(file.rules);
        assert_read_back(file.libraries);
    }
    let is_for_secrets = |path: &Path| path.components().any(|part| part.as_os_str() == "secrets");
    for (path, text) in bundled("toml").filter(|(path, _)| is_for_secrets(path)) {
        let rules = secret::parse(&path.display().to_string(), &text).expect("a rule file");
        let rules: Vec<SecretRule> = rules.into_iter().map(|(rule, _)| rule).collect();
        count += rules.len();
        assert_read_back(rules);
    }
    assert!(count > 200, "{count} rules");
}

#[test]
fn what_stands_in_no_rule_file_of_ours_is_read_back() {
    use crate::secret::Requirement::{Characters, Checksum, InText, Path, Without};
    let text = |text: &'static str| Text::Borrowed(text);
    assert_read_back(vec![
        Characters { least: u32::MAX, of: text("abc"), called: text("letters") },
        Without(vec![text("example")].into()),
        Checksum {
            actual: text("a"),
            expected: text("b"),
            capture: Some(text("c")),
            optional: true,
        },
        Path(text("p")),
        InText,
    ]);
    assert_read_back(Validator::ALL.to_vec());
    let about = |path: &[u8]| Notice::about(path.to_vec(), Weight::Trouble, "é");
    assert_read_back(vec![about(b"\xff"), Notice::general(Weight::Detail, "")]);
    assert_read_back((vec![0.5f32, f32::MIN], vec![0usize, 127, 128, usize::MAX]));
}

#[test]
fn depth_and_room_are_bounded() {
    // `Any` of one `Any` of one …
    let nested = [[2u8, 1]; 100_000].concat();
    assert!(unpack::<Formula>(&nested).is_none());
    let long = [&[2u8][..], &[0xff; 9], &[1]].concat();
    assert!(unpack::<Formula>(&long).is_none());
    assert!(unpack::<u32>(&[0xff, 0xff, 0xff, 0xff, 0x1f]).is_none());
    assert!(unpack::<usize>(&[0xff; 10]).is_none());
}

static PACKED: LazyLock<Vec<u8>> =
    LazyLock::new(|| pack(&in_yaml(&format!("{SEARCH}{}", &TAINT[7..]))));

proptest! {
    #[test]
    fn whatever_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = unpack::<(Vec<SecretRule>, Vec<SastRule>)>(&bytes);
        let _ = unpack::<Formula>(&bytes);
    }

    #[test]
    fn damaged_rules_are_read_without_harm(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = PACKED.clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(rules) = unpack::<Vec<SastRule>>(&bytes) {
            prop_assert!(unpack::<Vec<SastRule>>(&pack(&rules)) == Some(rules));
        }
    }
}
