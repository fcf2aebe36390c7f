//! Whether a change of a file may bring a secret.

use super::VersionScanner;
use super::areas::{joined, surroundings};
use super::layers::may_be_utf16;
use crate::novelty::changed_lines;
use sdf_core::{Finding, Focus, Reach};
use sdf_decode::decode;
use std::ops::Range;

impl VersionScanner<'_, '_> {
    /// Whether a change of the content `old` of a file to `new` may bring a secret. Never no where
    /// [`Engine::scan`](crate::Engine::scan) finds something in `new` with `old` as the version of a
    /// parent at the same path.
    ///
    /// Looks at the lines that differ and at what stands round them: most changes stand near no
    /// secret, and most of those that do leave it as it was.
    pub fn suspects_change(&mut self, old: &[u8], new: &[u8]) -> bool {
        if self.tables.reaches.everywhere()
            || decode(old).is_translated()
            || decode(new).is_translated()
        {
            return true;
        }
        let changed = changed_lines(old, new);
        let areas = surroundings(changed.iter().cloned(), self.context(), new);
        if areas.iter().any(|area| may_be_utf16(&new[area.clone()])) {
            return true;
        }
        self.look(new, &areas);
        // Of what the change does not touch only rules that look at all of a document tell.
        let focus =
            Focus::Ranges(changed.iter().filter(|lines| !lines.is_empty()).cloned().collect());
        let is_new = |finding: &Finding<'_>| {
            finding.rule.reach == Reach::Document || focus.touches(finding.span)
        };
        let is_suspect = |it: &Self| {
            !it.seeds.is_empty()
                || !it.anywhere.alone.is_empty()
                || it.anywhere.findings.iter().any(is_new)
        };
        is_suspect(self)
            || areas.iter().any(|area| self.decode(new, area, true))
            || is_suspect(self)
            || self.reaches_far(new, &changed)
    }

    /// Whether a rule that reaches far may find something in `changed` by what stands far from it.
    fn reaches_far(&mut self, text: &[u8], changed: &[Range<usize>]) -> bool {
        let tables = &self.tables;
        let Some(gate) = tables.far_gate() else { return false };
        let distance = tables.reaches.distance();
        let around = |lines: &Range<usize>| {
            let end = lines.end.saturating_add(distance).min(text.len());
            lines.start.saturating_sub(distance)..end
        };
        self.hits.clear();
        for area in joined(changed.iter().map(around).collect()) {
            gate.scan(text, area, &mut self.hits);
        }
        self.seeds.clear();
        self.hits.iter().for_each(|hit| tables.reaches.keywords(hit, text, &mut self.seeds));
        !self.seeds.is_empty()
    }
}
