//! Secrets in encoded text.

use sdf_core::{BStr, Document, Finding, Focus, Notice, Rule, RuleMask, Span, Weight};
use sdf_decode::{Layer, Limits, each_layer};
use sdf_gate::Gate;
use sdf_rules::secret::{SecretRule, Specificity};
use sdf_rules::table::Rules;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// Escapes in or round a value from which on it is taken for one that somebody encoded, and not
/// for a template in which an escape happens to stand.
pub(crate) const ESCAPED: usize = 2;
/// Findings of a rule that are kept of one place: out of compressed data there may be any number
/// that nothing tells apart.
const ALIKE: usize = 8;

/// What finds secrets in decoded text.
pub(crate) struct Decoding<'a, 'r> {
    pub(crate) gate: &'a Gate<'r>,
    pub(crate) rules: Rules<'r, SecretRule>,
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

/// What was found in decoded text.
#[derive(Default)]
struct Found<'r> {
    candidates: Vec<Candidate<'r>>,
    /// How many there are of a rule at a place of the document.
    alike: HashMap<(*const Rule, Span), usize>,
    /// Of rules that were asked about.
    specificity: HashMap<*const Rule, Specificity>,
}

impl<'r> Decoding<'_, 'r> {
    /// Adds to `findings`, the secrets that stand in `document` as it is, those that are encoded
    /// in it. Of a secret found both ways the more specific finding is kept.
    pub(crate) fn scan(
        &self,
        document: &Document<'_>,
        findings: &mut Vec<Finding<'r>>,
    ) -> Option<Notice> {
        let (mut found, mut number) = (Found::default(), 0);
        let cut = each_layer(document.bytes, &Limits::default(), &mut |layer| {
            number += 1;
            // Between escapes the language of the file goes on; what is decoded as a whole is a
            // text of its own.
            let path = if layer.is_whole() { without_extension(document) } else { document.path };
            let (bytes, focus) = (layer.text(), Focus::Everything);
            let text = Document { path, bytes, focus, kind: document.kind };
            self.scan_layer(&text, layer, number, &mut found);
        });
        if !found.candidates.is_empty() {
            let mut candidates = std::mem::take(&mut found.candidates);
            candidates.extend(findings.drain(..).map(|finding| {
                let specificity = found.specificity(finding.rule, self.rules);
                Candidate { finding, specificity, layer: 0 }
            }));
            findings.extend(resolve(candidates));
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
        found: &mut Found<'r>,
    ) {
        let (mut hits, mut findings) = (Vec::new(), Vec::new());
        self.gate.scan(text.bytes, 0..text.bytes.len(), &mut hits);
        hits.retain(|hit| (hit.rule as usize) < self.rules.len());
        self.scanner.scan(text, &hits, self.enabled, &mut findings);
        for finding in findings {
            let escapes = layer.escapes(finding.span);
            let specificity = found.specificity(finding.rule, self.rules);
            let generic = specificity == Specificity::Generic;
            if escapes == 0 || (generic && (escapes < ESCAPED || !layer.is_text())) {
                continue;
            }
            let span = layer.origin(finding.span);
            let alike = found.alike.entry((std::ptr::from_ref(finding.rule), span)).or_default();
            if *alike == ALIKE {
                continue;
            }
            *alike += 1;
            let place = format!(", in {}", layer.through(finding.span));
            let finding = finding.adding(&place).moved(|span| layer.origin(span));
            found.candidates.push(Candidate { finding, specificity, layer: number });
        }
    }
}

impl<'r> Found<'r> {
    fn specificity(&mut self, rule: &Rule, rules: Rules<'r, SecretRule>) -> Specificity {
        let found = || rules.known().find(|it| std::ptr::eq(&raw const it.rule, rule));
        let of = || found().map_or(Specificity::Generic, |it| it.specificity);
        *self.specificity.entry(rule).or_insert_with(of)
    }
}

/// Those of `candidates` that share no byte with a better one of another text. Better is the more
/// specific, then the one in the outer text. Findings of one text are not of the same secret, even
/// where they come from the same bytes, as they do out of compressed data.
fn resolve(mut candidates: Vec<Candidate<'_>>) -> impl Iterator<Item = Finding<'_>> {
    candidates.sort_by_key(|one| (Reverse(one.specificity), one.layer, one.finding.span));
    // By start, apart: the end, and the text of the findings there.
    let mut taken: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    // Many findings may have one place, and are sorted by it.
    let mut refused = None;
    candidates.into_iter().filter_map(move |Candidate { finding, layer, .. }| {
        let Span { start, mut end } = finding.span;
        if refused == Some((layer, finding.span)) {
            return None;
        }
        let before = taken.range(..end).rev().take_while(|&(_, &(end, _))| end > start);
        if before.clone().any(|(_, &(_, other))| other != layer) {
            refused = Some((layer, finding.span));
            return None;
        }
        let starts: Vec<usize> = before.map(|(&start, _)| start).collect();
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
