//! From hits to findings.

use crate::assignment;
use crate::assignment::name::{Keywords, Name};
use crate::checked::{checked, judged};
use crate::judge;
use crate::overlap::{Candidate, resolve};
use crate::pair::{self, Pairs};
use crate::pattern::Pattern;
use crate::place::{Place, Reading};
use crate::requirement::{suits, unmet};
use crate::url;
use crate::window::{Extent, everywhere, windows};
use sdf_core::{Confidence, Document, Finding, RuleMask, Span};
use sdf_gate::Hit;
use sdf_rules::secret::{Companion, Matcher, SecretRule};
use sdf_rules::table::Rules;
use std::sync::OnceLock;

/// Finds secrets near the hits of the gate. Any number of threads may share one.
pub struct Scanner<'r> {
    rules: Rules<'r, SecretRule>,
    /// Compiled at the first hit.
    patterns: Box<[Compiled]>,
    /// Those of companions, compiled when there is something to be a companion of.
    companions: Box<[Compiled]>,
    /// Made at the first hit.
    keywords: Box<[OnceLock<Keywords>]>,
    /// Indices of the rules without keywords, which look at every document.
    everywhere: Vec<usize>,
}

/// `None` inside for a pattern that does not compile, which the reader of rule files has refused
/// already.
type Compiled = OnceLock<Option<Box<Pattern>>>;

/// What is the same for all rules on a document.
pub(crate) struct Scan<'a> {
    pub(crate) document: &'a Document<'a>,
    /// What its path says; none where the path is not known.
    pub(crate) place: Option<Place>,
}

impl Scan<'_> {
    /// How assignments are to be read.
    fn readings(&self) -> &[Reading] {
        self.place.as_ref().map_or(Reading::ALL, |place| std::slice::from_ref(&place.reading))
    }
}

impl std::fmt::Debug for Scanner<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Scanner").field("rules", &self.rules.len()).finish_non_exhaustive()
    }
}

impl<'r> Scanner<'r> {
    /// A scanner over `rules`. Compiles nothing.
    pub fn new(rules: impl Into<Rules<'r, SecretRule>>) -> Self {
        let rules = rules.into();
        let uncompiled = || (0..rules.len()).map(|_| OnceLock::new()).collect();
        let keywords = (0..rules.len()).map(|_| OnceLock::new()).collect();
        let looks_everywhere = |index: &usize| {
            let is_pattern = |rule: &SecretRule| matches!(rule.matcher, Matcher::Pattern(_));
            rules.groups(*index) == 0 && rules.get(*index).is_some_and(is_pattern)
        };
        let everywhere = (0..rules.len()).filter(looks_everywhere).collect();
        let (patterns, companions) = (uncompiled(), uncompiled());
        Scanner { rules, patterns, companions, keywords, everywhere }
    }

    /// Appends the secrets near `hits` that the rules on in `enabled` find, by place, at most one
    /// for the same text. A hit's rule is an index into the rules; hits of other rules are passed
    /// over, and so are positions outside the document.
    pub fn scan(
        &self,
        document: &Document<'_>,
        hits: &[Hit],
        enabled: &RuleMask,
        findings: &mut Vec<Finding<'r>>,
    ) {
        if hits.is_empty() && self.everywhere.is_empty() {
            return;
        }
        let scan = Scan { document, place: Some(Place::of(document)) };
        let (mut candidates, pairs) = self.candidates(&scan, hits, enabled);
        pairs.absorb(&mut candidates);
        resolve(candidates, findings);
    }

    /// What the rules on in `enabled` find near `hits`, before one yields to another.
    fn candidates(
        &self,
        scan: &Scan<'_>,
        hits: &[Hit],
        enabled: &RuleMask,
    ) -> (Vec<Candidate<'r>>, Pairs) {
        let (mut candidates, mut pairs) = (Vec::new(), Pairs::default());
        self.each_rule(scan, hits, enabled, |index, rule, hits| {
            let known = candidates.len();
            self.scan_rule(scan, index, rule, hits, &mut candidates);
            if let Some(companion) = rule.with.as_ref().filter(|_| candidates.len() > known) {
                let found = candidates.split_off(known);
                let Some(pattern) = self.companion(index, companion) else { return };
                let bytes = scan.document.bytes;
                candidates.extend(pair::join(companion, pattern, bytes, found, &mut pairs));
            }
        });
        (candidates, pairs)
    }

    /// Calls `look` with each rule on in `enabled` that is for the document, and its hits.
    pub(crate) fn each_rule(
        &self,
        scan: &Scan<'_>,
        hits: &[Hit],
        enabled: &RuleMask,
        mut look: impl FnMut(usize, &'r SecretRule, &[(usize, Span)]),
    ) {
        let document = scan.document;
        let length = document.bytes.len();
        let inside = |hit: &Hit| hit.span.start <= hit.span.end && hit.span.end <= length;
        let mut hits: Vec<(usize, Span)> = hits
            .iter()
            .filter(|hit| enabled.contains(hit.rule as usize) && inside(hit))
            .map(|hit| (hit.rule as usize, hit.span))
            .collect();
        // A hit of no length for a rule without keywords.
        let ungated = self.everywhere.iter().filter(|&&rule| enabled.contains(rule));
        hits.extend(ungated.map(|&rule| (rule, Span::new(0, 0))));
        hits.sort();
        for group in hits.chunk_by(|one, next| one.0 == next.0) {
            let Some(&(index, _)) = group.first() else { continue };
            let Some(rule) = self.rules.get(index) else { continue };
            // What holds no keyword as it is spelled lies in no window that does.
            if !group.iter().any(|(_, hit)| holds_literal(rule, hit.of(document.bytes))) {
                continue;
            }
            if scan.place.is_none_or(|it| it.suits(document, rule) && suits(rule, document)) {
                look(index, rule, group);
            }
        }
    }

    pub(crate) fn scan_rule(
        &self,
        scan: &Scan<'_>,
        index: usize,
        rule: &'r SecretRule,
        hits: &[(usize, Span)],
        candidates: &mut Vec<Candidate<'r>>,
    ) {
        let bytes = scan.document.bytes;
        let spans = hits.iter().map(|&(_, span)| span);
        let mut add = |secret: Span, confidence: Confidence, reasons: Option<&str>| {
            let Some((finding, sound)) = checked(rule, bytes, secret) else { return };
            let confidence = confidence.min(finding.confidence);
            let finding = match reasons {
                Some(reasons) => {
                    let message = format!("{}: {reasons}", finding.message);
                    finding.saying(message)
                }
                None => finding,
            };
            let specificity = rule.specificity;
            let finding = Finding { confidence, ..finding };
            let finding = match scan.place {
                Some(place) => place.adjusted(finding, specificity),
                None => finding,
            };
            candidates.push(Candidate {
                finding,
                secret,
                specificity,
                rule: index,
                sound,
                paired: false,
            });
        };
        match &rule.matcher {
            Matcher::Pattern(_) => {
                let reach = rule.rule.reach;
                let extent = Extent { before: rule.before, after: rule.after, reach };
                let windows = match rule.keywords.is_empty() {
                    true => everywhere(bytes, extent),
                    false => windows(bytes, extent, spans),
                };
                for window in windows {
                    if !holds_literal(rule, &bytes[window.clone()]) {
                        continue;
                    }
                    let Some(pattern) = self.pattern(index, rule) else { return };
                    pattern.each_match(bytes, window, |found| {
                        let stands =
                            |requirement| unmet(requirement, scan.document, found).is_none();
                        if rule.requirements.iter().all(stands)
                            && let Some(confidence) = judged(rule, found.secret.of(bytes))
                        {
                            add(found.secret, confidence, None);
                        }
                    });
                }
            }
            Matcher::Assigned(_) => {
                let named = |name: &Name<'_>| name.holds(bytes, &rule.keywords);
                assignment::each(bytes, named, scan.readings(), spans, |assignment| {
                    let Some(pattern) = self.pattern(index, rule) else { return };
                    let value = assignment.value.of(bytes);
                    let stands_there = rule.judge.is_none() || assignment.tie.binds();
                    if stands_there
                        && pattern.is_match(value)
                        && let Some(confidence) = judged(rule, value)
                    {
                        add(assignment.value, confidence, None);
                    }
                });
            }
            Matcher::Judged(sort) => {
                let Some(keywords) = self.keywords.get(index) else { return };
                let keywords = keywords.get_or_init(|| Keywords::of(&rule.keywords));
                let named = |name: &Name<'_>| name.sense(keywords).is_some();
                assignment::each(bytes, named, scan.readings(), spans, |assignment| {
                    let Some(sense) = assignment.name.sense(keywords) else { return };
                    let judgement = match scan.place {
                        Some(place) => judge::value(scan.document, place, assignment, sense, *sort),
                        None => judge::value_anywhere(bytes, assignment, sense, *sort),
                    };
                    if let Some(judgement) = judgement {
                        add(assignment.value, judgement.confidence, Some(&judgement.reasons));
                    }
                });
            }
            Matcher::Url => {
                url::each(bytes, spans, |secret, confidence| add(secret, confidence, None));
            }
        }
    }

    /// The pattern of a rule, compiled if this is its first hit.
    fn pattern(&self, index: usize, rule: &SecretRule) -> Option<&Pattern> {
        let compiled = self
            .patterns
            .get(index)?
            .get_or_init(|| Pattern::new(&rule.matcher.regex()?, "secret").map(Box::new));
        compiled.as_deref()
    }

    /// The pattern of a rule's companion, compiled if this is the first it is asked for.
    pub(crate) fn companion(&self, index: usize, companion: &Companion) -> Option<&Pattern> {
        let compiled = self
            .companions
            .get(index)?
            .get_or_init(|| Pattern::new(&companion.pattern, "id").map(Box::new));
        compiled.as_deref()
    }
}

/// Whether the pattern of `rule` can match in `window` at all.
fn holds_literal(rule: &SecretRule, window: &[u8]) -> bool {
    let stands = |literal: &str| memchr::memmem::find(window, literal.as_bytes()).is_some();
    rule.literals.is_empty() || rule.literals.iter().any(|literal| stands(literal))
}
