//! What is left of a text that a rule found once it is checked.

use crate::judge;
use crate::validate::{Verdict, verdict};
use sdf_core::{Confidence, Finding, Severity, Span};
use sdf_rules::checksum::decode_base64;
use sdf_rules::secret::{SecretRule, Validator};

/// How sure it is that the text that `rule` found is a secret of the sort that belongs there; of
/// base 64 of user and password, the password is.
pub(crate) fn judged(rule: &SecretRule, text: &[u8]) -> Option<Confidence> {
    let Some(sort) = rule.judge else { return Some(Confidence::High) };
    if !rule.validators.contains(&Validator::BasicAuth) {
        return judge::placed(text, sort);
    }
    let login = decode_base64(text)?;
    let colon = memchr::memchr(b':', &login)?;
    judge::placed(&login[colon + 1..], sort)
}

/// The finding of `rule` on `secret` and whether it is sound, unless a check shows that it is none.
pub(crate) fn checked<'r>(
    rule: &'r SecretRule,
    document: &[u8],
    secret: Span,
) -> Option<(Finding<'r>, bool)> {
    let text = secret.of(document);
    if text.is_empty() {
        return None;
    }
    let finding = Finding::new(&rule.rule, secret).hiding(secret);
    let title = &rule.rule.title;
    let unsure = |finding: Finding<'r>| Finding { confidence: Confidence::Low, ..finding };
    Some(match verdict(rule, text) {
        Verdict::Rejected => return None,
        Verdict::Genuine => (finding, true),
        Verdict::Telling(what) => (finding.saying(format!("{title}, {what}")), true),
        Verdict::Mitigated(most, why) => {
            let severity = finding.severity.min(most);
            (Finding { severity, ..finding.saying(format!("{title}, {why}")) }, true)
        }
        Verdict::Malformed(fault) => {
            let message = format!("{title}, malformed or redacted: {fault}");
            (unsure(finding.saying(message)), false)
        }
        Verdict::Documented(whose) => {
            let message = format!("{title}, an example from {whose}");
            let finding = unsure(finding.saying(message));
            (Finding { severity: Severity::Low, ..finding }, false)
        }
    })
}
