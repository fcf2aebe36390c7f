//! The secrets of a document: those that are reported and those that are only masked.

use crate::Engine;
use crate::encoded::Decoding;
use crate::scan::Examined;
use sdf_core::{Document, Finding, LineIndex, Notice, RuleMask, Span};
use sdf_gate::Hit;

impl<'r> Engine<'r> {
    /// Appends the secrets that the rules on in `enabled` find in `document`, as it is near `hits`
    /// and encoded; what is to be said if not everything could be decoded.
    pub(crate) fn find_secrets(
        &self,
        document: &Document<'_>,
        hits: &[Hit],
        enabled: &RuleMask,
        findings: &mut Vec<Finding<'r>>,
    ) -> Option<Notice> {
        self.secrets.scan(document, hits, enabled, findings);
        let (gate, rules, scanner) = (&self.catalogue.gate, self.catalogue.secrets, &self.secrets);
        Decoding { gate, rules, scanner, enabled }.scan(document, findings)
    }

    /// What must be masked: every secret of the document, whichever rules are on.
    pub(crate) fn secret_spans(
        &self,
        document: &Document<'_>,
        lines: &LineIndex,
        examined: &Examined<'r>,
    ) -> Vec<Span> {
        let Examined { findings: found, secret_hits: hits, gitleaks_hits, .. } = examined;
        if self.settings.show_secrets {
            return Vec::new();
        }
        let mut spans: Vec<Span> = found.iter().filter_map(|finding| finding.secret).collect();
        let unmasked = !self.settings.selection.is_everything()
            || !self.settings.overrides.is_empty()
            || !self.catalogue.gitleaks.is_empty();
        if unmasked {
            let mut all = Vec::new();
            let unread = !self.wants_hits(&self.enabled);
            let unread = unread.then(|| self.hits(document.bytes).0);
            let hits = unread.as_ref().unwrap_or(hits);
            // What is cut short is said where findings are made.
            let _ = self.find_secrets(document, hits, &self.enabled.every_secret, &mut all);
            let every = &self.enabled.every_gitleaks;
            self.gitleaks.scan(document, lines, gitleaks_hits, every, &mut all);
            spans.extend(all.iter().filter_map(|finding| finding.secret));
        }
        spans.sort_unstable();
        // Apart and in order, so that the one at a place is found by bisection.
        spans.dedup_by(|next, kept| {
            let joined = next.start < kept.end;
            if joined {
                kept.end = kept.end.max(next.end);
            }
            joined
        });
        spans
    }
}
