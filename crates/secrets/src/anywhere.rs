//! Secrets in a text whose path is not known.

use crate::overlap::Candidate;
use crate::place::is_extension;
use crate::scanner::Scan;
use crate::{Scanner, pair};
use sdf_core::{BStr, Confidence, Document, Finding, RuleMask, Span};
use sdf_gate::Hit;
use sdf_rules::secret::{SecretRule, Specificity};

/// What may be secrets in a text, depending on its path.
#[derive(Clone, Debug, Default)]
pub struct Anywhere<'r> {
    /// What is one at some path, as sure and as severe as at the path where it is most so.
    pub findings: Vec<Finding<'r>>,
    /// What would be one with the companion that its rule requires.
    pub alone: Vec<Span>,
}

impl<'r> Scanner<'r> {
    /// Adds to `found` everything near `hits` that would be a secret at some path; one text may be
    /// found several times. What [`Scanner::scan`] finds at any path, in content of any sort, is
    /// among it. Each depends on what stands near it alone.
    pub fn scan_anywhere(
        &self,
        bytes: &[u8],
        hits: &[Hit],
        enabled: &RuleMask,
        found: &mut Anywhere<'r>,
    ) {
        let document = Document::file(BStr::new(""), bytes);
        let scan = Scan { document: &document, place: None };
        let mut candidates = Vec::new();
        self.each_rule(&scan, hits, enabled, |index, rule, hits| {
            self.scan_rule(&scan, index, rule, hits, &mut candidates);
            let companion = rule.with.as_ref().filter(|it| it.required && !candidates.is_empty());
            let pattern = companion.and_then(|companion| self.companion(index, companion));
            let paired = companion
                .zip(pattern)
                .map(|(companion, pattern)| pair::have(companion, pattern, bytes, &candidates));
            for (at, candidate) in candidates.drain(..).enumerate() {
                match paired.as_ref().is_none_or(|paired| paired.get(at) == Some(&true)) {
                    true => found.findings.push(surest(candidate, rule)),
                    false => found.alone.push(candidate.secret),
                }
            }
        });
    }
}

/// The finding of `candidate`, as sure as it may be with the companion of `rule`.
fn surest<'r>(candidate: Candidate<'r>, rule: &SecretRule) -> Finding<'r> {
    let sure =
        rule.with.is_some() && candidate.sound && candidate.specificity == Specificity::Provider;
    match sure {
        true => Finding { confidence: Confidence::High, ..candidate.finding },
        false => candidate.finding,
    }
}

/// Whether `rule` is for files of some names, whatever is in them: its pattern says little by
/// itself.
pub fn is_for_names(rule: &SecretRule) -> bool {
    !rule.paths.is_empty() && !rule.paths.iter().any(|ending| is_extension(ending))
}
