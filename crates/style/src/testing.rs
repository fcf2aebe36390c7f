//! What tests of checks share.

use crate::{RULES, Settings, check_text, check_tree};
use sdf_core::{BStr, Document, Edit, Finding, Kind, LineIndex, RuleMask};
use sdf_syntax::{Language, Limits, parse};

/// All that the text checks find.
pub(crate) fn check(path: &str, bytes: &[u8]) -> Vec<Finding<'static>> {
    check_as(Kind::File, path, bytes)
}

/// All that the text checks find in a file of this kind.
pub(crate) fn check_as(kind: Kind, path: &str, bytes: &[u8]) -> Vec<Finding<'static>> {
    let document = Document { kind, ..Document::file(BStr::new(path), bytes) };
    let lines = LineIndex::new(bytes);
    let all = RuleMask::new(RULES.len(), |_| true);
    let mut findings = Vec::new();
    check_text(&document, &lines, &Settings::default(), &all, &mut findings);
    findings
}

/// Asserts that the rules named find exactly `expected`, each `line:column rule`.
#[track_caller]
pub(crate) fn assert_found(path: &str, text: &str, rules: &[&str], expected: &[&str]) {
    let bytes = text.as_bytes();
    let lines = LineIndex::new(bytes);
    let mut found: Vec<_> = check(path, bytes)
        .into_iter()
        .filter(|finding| rules.contains(&&*finding.rule.id))
        .map(|finding| (lines.position(bytes, finding.span.start), finding.rule))
        .collect();
    found.sort_by_key(|(place, rule)| (*place, rule.id.clone()));
    let found: Vec<_> = found
        .iter()
        .map(|(place, rule)| format!("{}:{} {}", place.line, place.column, rule.id))
        .collect();
    assert_eq!(found, expected, "{text:?}");
}

/// `bytes` with the fixes of `rule` applied.
pub(crate) fn mend(path: &str, bytes: &[u8], rule: &str) -> Vec<u8> {
    let findings = check(path, bytes);
    let of_rule = findings.into_iter().filter(|finding| finding.rule.id == rule);
    apply(bytes, of_rule.filter_map(|finding| finding.fix).flat_map(|fix| fix.edits).collect())
}

/// `bytes` with `edits` applied, one that meets an earlier one left out.
pub(crate) fn apply(bytes: &[u8], mut edits: Vec<Edit>) -> Vec<u8> {
    edits.sort_by_key(|edit| edit.span);
    let (mut out, mut at) = (Vec::new(), 0);
    let mut last = None;
    for edit in edits {
        if edit.span.start < at || last == Some(edit.span) {
            continue;
        }
        out.extend_from_slice(&bytes[at..edit.span.start]);
        out.extend_from_slice(&edit.replacement);
        at = edit.span.end;
        last = Some(edit.span);
    }
    out.extend_from_slice(&bytes[at..]);
    out
}

/// All that the tree checks find.
pub(crate) fn check_parsed(path: &str, bytes: &[u8]) -> Vec<Finding<'static>> {
    let document = Document::file(BStr::new(path), bytes);
    let lines = LineIndex::new(bytes);
    let all = RuleMask::new(RULES.len(), |_| true);
    let mut findings = Vec::new();
    let tree = parse(Language::Python, bytes, &Limits::default()).expect("small enough");
    check_tree(&document, &tree, &lines, &Settings::default(), &all, &mut findings);
    findings
}

/// What the tree checks find in Python source, each `line: message`, in order.
pub(crate) fn check_python(path: &str, text: &str) -> Vec<String> {
    let lines = LineIndex::new(text.as_bytes());
    let mut findings = check_parsed(path, text.as_bytes());
    findings.sort_by_key(|finding| finding.span);
    let shown =
        |found: &Finding<'_>| format!("{}: {}", lines.line_of(found.span.start) + 1, found.message);
    findings.iter().map(shown).collect()
}

/// Python source with the safe fixes of the tree checks applied until there are none.
pub(crate) fn mend_python(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..9 {
        let fixes = check_parsed("a.py", &bytes).into_iter().filter_map(|found| found.fix);
        let edits = fixes.filter(|fix| fix.safe).flat_map(|fix| fix.edits).collect();
        bytes = apply(&bytes, edits);
    }
    String::from_utf8(bytes).expect("the source was text")
}
