//! Secrets of two parts: an id and its secret within reach of each other are one finding.

use crate::overlap::Candidate;
use crate::pattern::Pattern;
use crate::validate::{Verdict, judge};
use crate::window::{Extent, windows};
use sdf_core::{Confidence, Finding, Reach, Span, Step};
use sdf_rules::secret::{Companion, Specificity};

/// The companions that belong to a secret.
#[derive(Default)]
pub(crate) struct Pairs {
    companions: Vec<Span>,
}

/// Joins each of `found`, which a rule with `companion` has found, with the nearest one; those
/// that need one and have none are dropped.
pub(crate) fn join<'r>(
    companion: &Companion,
    pattern: &Pattern,
    document: &[u8],
    found: Vec<Candidate<'r>>,
    pairs: &mut Pairs,
) -> Vec<Candidate<'r>> {
    let partners = partners(companion, pattern, document, &found);
    let joined = found.into_iter().filter_map(|mut candidate| {
        let Some((partner, verdict)) = nearest(companion, document, &partners, candidate.secret)
        else {
            return (!companion.required).then_some(candidate);
        };
        pairs.companions.push(*partner);
        candidate.paired = true;
        // Where values are rarely real, a made-up id stands beside a made-up secret.
        let sure = candidate.sound && candidate.specificity == Specificity::Provider;
        candidate.finding = together(candidate.finding, sure, companion, verdict);
        let note = format!("its {}", companion.name);
        candidate.finding.trace.push(Step { span: *partner, note, elsewhere: None });
        Some(candidate)
    });
    joined.collect()
}

/// For each of `found`, in order, whether it has a companion.
pub(crate) fn have(
    companion: &Companion,
    pattern: &Pattern,
    document: &[u8],
    found: &[Candidate<'_>],
) -> Vec<bool> {
    let partners = partners(companion, pattern, document, found);
    let has = |one: &Candidate<'_>| nearest(companion, document, &partners, one.secret).is_some();
    found.iter().map(has).collect()
}

/// The companions round `found`, in order.
fn partners(
    companion: &Companion,
    pattern: &Pattern,
    document: &[u8],
    found: &[Candidate<'_>],
) -> Vec<(Span, Verdict)> {
    let extent = Extent { before: companion.bytes, after: companion.bytes, reach: Reach::Document };
    let mut partners = Vec::new();
    let secrets = found.iter().map(|candidate| candidate.secret);
    for window in windows(document, extent, secrets) {
        pattern.each(document, window, |span| {
            let verdict = judge(&companion.validators, span.of(document));
            if verdict != Verdict::Rejected && !span.is_empty() {
                partners.push((span, verdict));
            }
        });
    }
    partners.sort_by_key(|(span, _)| *span);
    partners
}

/// The companion nearest to `secret` on either side, within reach.
fn nearest<'p>(
    companion: &Companion,
    document: &[u8],
    partners: &'p [(Span, Verdict)],
    secret: Span,
) -> Option<&'p (Span, Verdict)> {
    let behind = partners.partition_point(|(span, _)| span.start < secret.end);
    let before = partners[..behind].iter().rev().find(|(span, _)| span.end <= secret.start);
    let gap = |span: Span| match span.end <= secret.start {
        true => span.end..secret.start,
        false => secret.end..span.start,
    };
    let in_reach = |(span, _): &&(Span, Verdict)| {
        let between = &document[gap(*span)];
        between.len() <= companion.bytes as usize
            && memchr::memchr_iter(b'\n', between).count() <= companion.lines as usize
    };
    let sides = [before, partners.get(behind)].into_iter().flatten().filter(in_reach);
    sides.min_by_key(|(span, _)| gap(*span).len())
}

/// The finding on a secret whose companion was found; `sure` where that leaves no doubt.
fn together<'r>(
    finding: Finding<'r>,
    sure: bool,
    companion: &Companion,
    verdict: &Verdict,
) -> Finding<'r> {
    let name = &companion.name;
    let raised = if sure { Confidence::High } else { finding.confidence };
    let (confidence, with) = match verdict {
        Verdict::Documented(_) => (Confidence::Low, format!("with an example as its {name}")),
        Verdict::Telling(what) | Verdict::Mitigated(_, what) => {
            (raised, format!("with its {name}, {what}"))
        }
        _ => (raised, format!("with its {name}")),
    };
    let severity = match verdict {
        Verdict::Mitigated(most, _) => finding.severity.min(*most),
        _ => finding.severity,
    };
    let message = format!("{}, {with}", finding.message);
    Finding { confidence, severity, ..finding.saying(message) }
}

impl Pairs {
    /// Leaves out of `candidates` those that stand in a companion's text, unless they have one
    /// of their own.
    pub(crate) fn absorb(mut self, candidates: &mut Vec<Candidate<'_>>) {
        if self.companions.is_empty() {
            return;
        }
        self.companions.sort_unstable();
        self.companions.dedup();
        let spans = self.companions;
        candidates.retain(|candidate| {
            let secret = candidate.secret;
            let behind = spans.partition_point(|span| span.start <= secret.start);
            candidate.paired || spans[..behind].last().is_none_or(|span| secret.end > span.end)
        });
    }
}
