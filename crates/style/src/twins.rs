//! Where two rules say the same of a place, one is enough.

use sdf_core::{Family, Finding, Span};

/// Rules of file hygiene that yield to another where both find something, that other, and how near
/// the two have to be.
const TWINS: [(&str, &[&str], Near); 4] = [
    ("trailing-whitespace", &["W291", "W293"], Near::Overlapping),
    ("end-of-file-fixer", &["W292", "W391"], Near::Anywhere),
    ("E901", &["check-ast"], Near::Anywhere),
    ("detect-private-key", &[], Near::Overlapping),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Near {
    Anywhere,
    Overlapping,
}

/// Drops what another rule says as well or better, among all findings of one document: rules of
/// pycodestyle go before those of any file, and rules that know a private key before the one that
/// knows the words it begins with.
pub fn drop_twins(findings: &mut Vec<Finding<'_>>) {
    for (rule, betters, near) in TWINS {
        if !findings.iter().any(|found| found.rule.id == rule) {
            continue;
        }
        let is_better = |found: &&Finding<'_>| match betters {
            [] => found.rule.family == Family::Secrets,
            _ => betters.contains(&&*found.rule.id),
        };
        let mut spans: Vec<Span> =
            findings.iter().filter(is_better).map(|found| found.span).collect();
        spans.sort_unstable_by_key(|span| span.end);
        let is_met = |span: Span| match near {
            Near::Anywhere => !spans.is_empty(),
            Near::Overlapping => {
                let next = spans.partition_point(|other| other.end <= span.start);
                spans[next..].iter().take(2).any(|other| other.overlaps(span))
            }
        };
        findings.retain(|found| found.rule.id != rule || !is_met(found.span));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn a_place_is_told_once() {
        let ids = |path: &str, text: &[u8]| -> Vec<String> {
            let mut found = check(path, text);
            drop_twins(&mut found);
            found.retain(|found| found.rule.default);
            found.iter().map(|found| found.rule.id.to_string()).collect()
        };
        assert_eq!(ids("a.py", b"x = 1 \n\ny = 2\n\n"), ["W291", "W391"]);
        assert_eq!(
            ids("a.txt", b"x = 1 \n\ny = 2\n\n"),
            ["trailing-whitespace", "end-of-file-fixer"]
        );
        // What only one of them takes for white space.
        assert_eq!(ids("a.py", b"x = 1\x0c\n"), ["trailing-whitespace"]);
    }
}
