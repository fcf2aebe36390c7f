//! Rules and allowlists of a user's gitleaks configurations, beside the built-in rules.

use sdf_core::{Document, Finding, LineIndex, Notice, Rule, RuleMask, Weight};
use sdf_gate::Hit;
use sdf_secrets::GitleaksScanner;

/// Takes out what the configurations let off of the `findings` of built-in rules, and adds what
/// their own rules find.
pub(crate) fn examine<'r>(
    scanner: &GitleaksScanner<'r>,
    (document, lines): (&Document<'_>, &LineIndex),
    hits: &[Hit],
    enabled: &RuleMask,
    findings: &mut Vec<Finding<'r>>,
    notices: &mut Vec<Notice>,
) {
    findings.retain(|finding| !scanner.lets_off(document, lines, finding));
    let mut found = Vec::new();
    for unable in scanner.scan(document, lines, hits, enabled, &mut found) {
        notices.push(Notice::about(document.path, Weight::Trouble, unable.to_string()));
    }
    // A generic rule yields, as it does among gitleaks' own.
    let holders = Holders::new(&found, lines);
    findings.retain(|one| !is_generic(one.rule) || !holders.hold(one, lines));
    findings.extend(found);
}

/// The secrets of findings, by line and place.
struct Holders(Vec<Holder>);

struct Holder {
    line: usize,
    start: usize,
    /// The farthest end of this and all before it on the line.
    end: usize,
}

impl Holders {
    fn new(findings: &[Finding<'_>], lines: &LineIndex) -> Self {
        let mut holders: Vec<Holder> = findings.iter().map(|one| Holder::of(one, lines)).collect();
        holders.sort_by_key(|holder| (holder.line, holder.start));
        for at in 1..holders.len() {
            if holders[at - 1].line == holders[at].line {
                holders[at].end = holders[at].end.max(holders[at - 1].end);
            }
        }
        Holders(holders)
    }

    /// Whether the secret of one that begins on the same line holds that of `finding`.
    fn hold(&self, finding: &Finding<'_>, lines: &LineIndex) -> bool {
        let Holder { line, start, end } = Holder::of(finding, lines);
        let behind = self.0.partition_point(|holder| (holder.line, holder.start) <= (line, start));
        let nearest = self.0[..behind].last();
        nearest.is_some_and(|holder| holder.line == line && holder.end >= end)
    }
}

impl Holder {
    fn of(finding: &Finding<'_>, lines: &LineIndex) -> Self {
        let secret = finding.secret.unwrap_or(finding.span);
        Holder { line: lines.line_of(finding.span.start), start: secret.start, end: secret.end }
    }
}

/// Whether gitleaks has `rule` yield to others: by its name, which an alias can be.
fn is_generic(rule: &Rule) -> bool {
    std::iter::once(&rule.id).chain(rule.aliases.iter()).any(|name| name.contains("generic"))
}
