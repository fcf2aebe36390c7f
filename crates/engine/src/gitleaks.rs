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
    let start = |finding: &Finding<'_>| lines.line_of(finding.span.start);
    let secret = |finding: &Finding<'_>| finding.secret.unwrap_or(finding.span);
    // A generic rule yields, as it does among gitleaks' own.
    findings.retain(|one| {
        let holds =
            |other: &Finding<'_>| start(other) == start(one) && secret(other).contains(secret(one));
        !is_generic(one.rule) || !found.iter().any(holds)
    });
    findings.extend(found);
}

/// Whether gitleaks has `rule` yield to others: by its name, which an alias can be.
fn is_generic(rule: &Rule) -> bool {
    std::iter::once(&rule.id).chain(rule.aliases.iter()).any(|name| name.contains("generic"))
}
