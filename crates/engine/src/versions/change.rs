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
        self.gather(new, &areas);
        self.gather_far(new, &changed);
        self.find(new);
        // Of what the change does not touch only rules that look at all of a document tell.
        let focus =
            Focus::Ranges(changed.iter().filter(|lines| !lines.is_empty()).cloned().collect());
        let is_new = |finding: &Finding<'_>| {
            finding.rule.reach == Reach::Document || focus.touches(finding.span)
        };
        let is_suspect =
            |it: &Self| !it.anywhere.alone.is_empty() || it.anywhere.findings.iter().any(is_new);
        is_suspect(self)
            || areas.iter().any(|area| self.decode(new, area, true))
            || is_suspect(self)
    }

    /// Of rules that reach far, puts those keywords among the hits from which these reach what
    /// `changed` names.
    fn gather_far(&mut self, text: &[u8], changed: &[Range<usize>]) {
        let (tables, hits) = (&self.tables, &mut self.hits);
        let Some(gate) = tables.far_gate() else { return };
        let reaches = &tables.reaches;
        hits.retain(|hit| reaches.distance(hit.rule).is_none());
        let around = |lines: &Range<usize>| {
            let distance = reaches.longest_distance();
            let end = lines.end.saturating_add(distance).min(text.len());
            lines.start.saturating_sub(distance)..end
        };
        let near = hits.len();
        for area in joined(changed.iter().map(around).collect()) {
            gate.scan(text, area, hits);
        }
        let far = hits.split_off(near);
        hits.extend(far.into_iter().filter(|hit| {
            let distance = reaches.distance(hit.rule).unwrap_or(usize::MAX);
            let first = changed
                .partition_point(|lines| lines.end.saturating_add(distance) < hit.span.start);
            let next = changed.get(first);
            next.is_some_and(|lines| lines.start <= hit.span.end.saturating_add(distance))
        }));
        hits.sort_unstable_by_key(|hit| (hit.span.start, hit.rule));
    }
}
