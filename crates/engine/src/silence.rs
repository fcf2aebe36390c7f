//! What is left of findings when comments, settings and the baseline have spoken.

use crate::Engine;
use crate::locate::Page;
use crate::number::Numbered;
use crate::scan::Outcome;
use crate::suppress::Comments;
use crate::waiver::Waiver;
use sdf_core::{Confidence, Document, Family, Fingerprint, Notice, Severity, Weight};
use std::collections::BTreeMap;

/// Most findings of a rule for code in a document that are listed: more than the assertions of the
/// largest files of tests, less than a generated file can have. Counted apart by severity and
/// confidence, so that those left out never decide whether a commit passes.
const MOST: usize = 10_000;

impl<'r> Engine<'r> {
    /// Drops what comments, settings and the baseline silence, and places the rest.
    pub(crate) fn filter_and_place(
        &self,
        numbered: Vec<Numbered<'r>>,
        document: &Document<'_>,
        page: &Page<'_>,
        comments: &mut Comments<'_>,
        mut waiver: Waiver<'_>,
        outcome: &mut Outcome<'r>,
    ) {
        let settings = &self.settings;
        let mut cell_comments = page.cells.map(|cells| {
            let (code, lines) = cells.code();
            Comments::new(code, lines, None, self.catalogue.bandit)
        });
        let mut listed: BTreeMap<(&str, Severity, Confidence), usize> = BTreeMap::new();
        let mut unlisted: BTreeMap<&str, usize> = BTreeMap::new();
        for Numbered { mut finding, key, ordinal } in numbered {
            finding.severity = settings.severity(finding.rule, finding.severity);
            if settings.min_severity.is_some_and(|least| finding.severity < least)
                || settings.min_confidence.is_some_and(|least| finding.confidence < least)
            {
                continue;
            }
            let fingerprint = Fingerprint::new(&finding.rule.id, document.path, &key.text, ordinal);
            let extent = finding.extent.unwrap_or(finding.span);
            let in_cell = page.cells.and_then(|cells| cells.code_span(extent));
            let mut by_comment = || match (&mut cell_comments, in_cell) {
                (Some(comments), Some(span)) => comments.silence(finding.rule, span),
                _ => comments.silence(finding.rule, extent),
            };
            let matched = finding.identity.of(document.bytes);
            let by_peer = || settings.exceptions.contains(document, page.lines, &finding);
            if !settings.ignore_comments && by_comment()
                || settings.allows(finding.rule, document.path, matched)
                || settings.baseline.contains(&fingerprint)
                || by_peer()
                || waiver.covers(&finding)
            {
                outcome.totals.suppressed += 1;
                continue;
            }
            if finding.rule.family == Family::Sast {
                let kind = (&*finding.rule.id, finding.severity, finding.confidence);
                let count = listed.entry(kind).or_default();
                *count += 1;
                if *count > MOST {
                    *unlisted.entry(&finding.rule.id).or_default() += 1;
                    continue;
                }
            }
            outcome.findings.push(page.locate(finding, document.path, fingerprint));
        }
        outcome.notices.extend(unlisted.into_iter().map(|(rule, count)| {
            let message = format!(
                "{count} more findings of {rule} are not listed: it is listed {MOST} times a file"
            );
            Notice::about(document.path, Weight::Remark, message)
        }));
    }
}
