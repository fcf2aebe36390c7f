//! Secrets in encoded text.

use sdf_core::{BStr, Document, Finding, Focus, Notice, RuleMask, Span, Step, Weight};
use sdf_decode::{Layer, Limits, each_layer};
use sdf_gate::Gate;
use sdf_rules::secret::{SecretRule, Specificity};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Escapes in or round a value from which on it is taken for one that somebody encoded, and not
/// for a template in which an escape happens to stand.
const ESCAPED: usize = 2;

/// What finds secrets in decoded text.
pub(crate) struct Decoding<'a, 'r> {
    pub(crate) gate: &'a Gate<'r>,
    pub(crate) rules: &'r [SecretRule],
    pub(crate) scanner: &'a sdf_secrets::Scanner<'r>,
    pub(crate) enabled: &'a RuleMask,
}

/// A finding that may yet yield to another.
struct Candidate<'r> {
    finding: Finding<'r>,
    specificity: Specificity,
    /// Which text it was made in; 0 is the document.
    layer: usize,
}

impl<'r> Decoding<'_, 'r> {
    /// Adds to `findings`, the secrets that stand in `document` as it is, those that are encoded
    /// in it. Of a secret found both ways the more specific finding is kept.
    pub(crate) fn scan(
        &self,
        document: &Document<'_>,
        findings: &mut Vec<Finding<'r>>,
    ) -> Option<Notice> {
        let (mut decoded, mut number) = (Vec::new(), 0);
        let cut = each_layer(document.bytes, &Limits::default(), &mut |layer| {
            number += 1;
            // Between escapes the language of the file goes on; what is decoded as a whole is a
            // text of its own.
            let path = if layer.is_whole() { without_extension(document) } else { document.path };
            let (bytes, focus) = (layer.text(), Focus::Everything);
            let text = Document { path, bytes, focus, kind: document.kind };
            self.scan_layer(&text, layer, number, &mut decoded);
        });
        if !decoded.is_empty() {
            let plain = findings.drain(..).map(|finding| self.candidate(finding, 0));
            decoded.extend(plain);
            findings.extend(resolve(decoded));
        }
        cut.map(|cut| {
            let message = format!("encoded text was not looked at to its end: {cut}");
            Notice::about(document.path, Weight::Remark, message)
        })
    }

    fn scan_layer(
        &self,
        text: &Document<'_>,
        layer: &Layer<'_>,
        number: usize,
        decoded: &mut Vec<Candidate<'r>>,
    ) {
        let (mut hits, mut findings) = (Vec::new(), Vec::new());
        self.gate.scan(text.bytes, 0..text.bytes.len(), &mut hits);
        hits.retain(|hit| (hit.rule as usize) < self.rules.len());
        self.scanner.scan(text, &hits, self.enabled, &mut findings);
        for finding in findings {
            let escapes = layer.escapes(finding.span);
            let candidate = self.candidate(finding, number);
            let generic = candidate.specificity == Specificity::Generic;
            if escapes == 0 || (generic && (escapes < ESCAPED || !layer.is_text())) {
                continue;
            }
            let finding = candidate.finding;
            let message = format!("{}, in {}", finding.message, layer.through(finding.span));
            let step = |step: &Step| Step { span: layer.origin(step.span), ..step.clone() };
            let finding = Finding {
                span: layer.origin(finding.span),
                trace: finding.trace.iter().map(step).collect(),
                identity: layer.origin(finding.identity),
                secret: finding.secret.map(|secret| layer.origin(secret)),
                ..finding.saying(message)
            };
            decoded.push(Candidate { finding, ..candidate });
        }
    }

    fn candidate(&self, finding: Finding<'r>, layer: usize) -> Candidate<'r> {
        let rule = self.rules.iter().find(|rule| std::ptr::eq(&rule.rule, finding.rule));
        let specificity = rule.map_or(Specificity::Generic, |rule| rule.specificity);
        Candidate { finding, specificity, layer }
    }
}

/// Those of `candidates` that share no byte with a better one of another text. Better is the more
/// specific, then the one in the outer text. Findings of one text are not of the same secret, even
/// where they come from the same bytes, as they do out of compressed data.
fn resolve(mut candidates: Vec<Candidate<'_>>) -> impl Iterator<Item = Finding<'_>> {
    candidates.sort_by_key(|one| (Reverse(one.specificity), one.layer, one.finding.span));
    // By start, apart: the end, and the text of the findings there.
    let mut taken: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    candidates.into_iter().filter_map(move |Candidate { finding, layer, .. }| {
        let Span { start, mut end } = finding.span;
        let before = taken.range(..end).rev().take_while(|&(_, &(end, _))| end > start);
        let starts: Vec<usize> = before.clone().map(|(&start, _)| start).collect();
        if before.into_iter().any(|(_, &(_, other))| other != layer) {
            return None;
        }
        let first = starts.last().map_or(start, |&first| first.min(start));
        for start in starts {
            end = taken.remove(&start).map_or(end, |(other, _)| other.max(end));
        }
        taken.insert(first, (end, layer));
        Some(finding)
    })
}

/// The path of `document` without the extension, which says what its plain text is.
fn without_extension<'a>(document: &Document<'a>) -> &'a BStr {
    let extension = document.extension().map_or(0, |extension| extension.len() + 1);
    &document.path[..document.path.len() - extension]
}
