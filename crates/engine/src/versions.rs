//! Versions of files whose paths are not known yet.
//!
//! The history of a repository holds a file in thousands of versions, of which each shares nearly
//! all of its bytes with another, its base. A [`VersionScanner`] looks at what is new in a version
//! and at what was found in its base, and tells every secret that a version may hold: what
//! [`Engine::scan`] finds at whatever path is among it. Few versions hold any, and only for those
//! is it worth to find out where they stood.
//!
//! ```
//! # use sdf_core::Focus;
//! # fn show(engine: &sdf_engine::Engine<'_>, old: &[u8], new: &[u8], novel: &Focus, stretch: &[u8]) {
//! let mut scanner = sdf_engine::VersionScanner::new(engine);
//! let base = scanner.examine(old, &Focus::Everything, None);
//! if base.is_some() || scanner.suspects(stretch) {
//!     let found = scanner.examine(new, novel, base.as_ref());
//! }
//! # }
//! ```
//!
//! What is found depends on what stands near it, within [`VersionScanner::context`]. Of what is
//! wider than that, such as private keys, the version is marked ([`Found::is_far`]), so that the
//! versions made from it are looked at whole.

mod areas;
mod found;
mod layers;
mod reach;

use crate::Engine;
use areas::{areas, occurrences};
use reach::Reaches;
use sdf_core::{Finding, Focus, Span};
use sdf_decode::{Decoded, decode};
use sdf_gate::{Anchor, Gate, Hit, freeze};
use std::ops::Range;
use std::sync::Arc;

pub use found::{Found, Secret};

/// Looks at versions. One a thread: a clone shares the tables and has buffers of its own.
#[derive(Clone)]
pub struct VersionScanner<'e, 'r> {
    engine: &'e Engine<'r>,
    tables: Arc<Tables>,
    hits: Vec<Hit>,
    findings: Vec<Finding<'r>>,
}

/// What is the same for all threads.
struct Tables {
    /// The automaton over the keywords of the rules for secrets that are on.
    gate: Vec<u8>,
    reaches: Reaches,
}

/// What was seen of a version beside its secrets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sight {
    /// Whether something in it reaches farther than the context.
    far: bool,
}

impl std::fmt::Debug for VersionScanner<'_, '_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("VersionScanner").field("context", &self.context()).finish()
    }
}

impl<'e, 'r> VersionScanner<'e, 'r> {
    /// A scanner for the rules for secrets that are on in `engine`. Reads every rule and builds an
    /// automaton: some milliseconds.
    pub fn new(engine: &'e Engine<'r>) -> Self {
        let rules = engine.catalogue.secrets;
        let is_on = |index: &usize| engine.enabled.secrets.contains(*index);
        let mut anchors = Vec::new();
        for (index, rule) in
            (0..rules.len()).filter(is_on).filter_map(|at| Some((at, rules.get(at)?)))
        {
            let literals = rule.keywords.iter().map(|keyword| keyword.as_bytes());
            anchors.extend(literals.map(|literal| Anchor { literal, rule: index as u32 }));
        }
        // The gate of the catalogue holds these literals and more.
        let gate = freeze(&anchors).unwrap_or_default();
        let reaches = Reaches::new(rules, &engine.enabled.secrets);
        let tables = Arc::new(Tables { gate, reaches });
        VersionScanner { engine, tables, hits: Vec::new(), findings: Vec::new() }
    }

    /// How many bytes must stand round what is new, on both sides, so that nothing is missed.
    pub fn context(&self) -> usize {
        self.tables.reaches.context()
    }

    /// Whether a stretch of a version, what is new in it with the context round it, makes the
    /// version worth to be examined. Never no where [`VersionScanner::examine`] finds something
    /// that touches what is new.
    pub fn suspects(&mut self, stretch: &[u8]) -> bool {
        if layers::may_be_utf16(stretch) {
            return true;
        }
        let sight = self.look(stretch, std::slice::from_ref(&(0..stretch.len())), true);
        sight.far || !self.findings.is_empty()
    }

    /// The secrets of a version of which `novel` is new against its base, in which `base` was
    /// found; with `Focus::Everything` there need be no base.
    ///
    /// Nothing where the version holds no secret and nothing that reaches far.
    pub fn examine(
        &mut self,
        bytes: &[u8],
        novel: &Focus,
        base: Option<&Found<'r>>,
    ) -> Option<Found<'r>> {
        let decoded = decode(bytes);
        let text = &*decoded.text;
        let whole = decoded.is_translated() || base.is_some_and(Found::is_far);
        let mut sight = Sight { far: true };
        if let (Focus::Ranges(ranges), false) = (novel, whole) {
            let known = base.map_or(&[][..], Found::secrets);
            let wanted = ranges.iter().cloned().chain(occurrences(known, text));
            let areas = areas(wanted, self.context(), text);
            sight = self.look(text, &areas, false);
        }
        if sight.far {
            sight = self.look(text, std::slice::from_ref(&(0..text.len())), false);
        }
        sight.far |= decoded.is_translated();
        self.found(bytes, &decoded, sight)
    }

    /// Leaves in `findings` what may be secrets in `areas` of `text`, which are sorted and apart.
    fn look(&mut self, text: &[u8], areas: &[Range<usize>], cut: bool) -> Sight {
        let VersionScanner { engine, tables, hits, findings } = self;
        hits.clear();
        findings.clear();
        let gate = Gate::open(&tables.gate).unwrap_or(engine.catalogue.gate);
        let rules = engine.catalogue.secrets.len();
        for area in areas {
            gate.scan(text, area.clone(), hits);
        }
        hits.retain(|hit| (hit.rule as usize) < rules);
        let mut far = hits.iter().any(|hit| tables.reaches.is_far(hit, text));
        engine.secrets.scan_anywhere(text, hits, &engine.enabled.secrets, findings);
        for area in areas {
            far |= layers::look(engine, &gate, text, area, cut, findings);
        }
        findings.retain(|finding| engine.may_count(finding, text));
        Sight { far }
    }

    /// What was found, by the bytes as they are stored.
    fn found(&self, bytes: &[u8], decoded: &Decoded<'_>, sight: Sight) -> Option<Found<'r>> {
        let stored = |span: Span| Span::new(decoded.stored(span.start), decoded.stored(span.end));
        let secrets = self
            .findings
            .iter()
            .map(|finding| Secret::new(&finding.rule.id, stored(finding.span).of(bytes)));
        Found::new(secrets.collect(), sight.far)
    }
}

impl Engine<'_> {
    /// Whether the settings leave `finding` in `text` at any path.
    fn may_count(&self, finding: &Finding<'_>, text: &[u8]) -> bool {
        let settings = &self.settings;
        let severity = settings.severity(finding.rule, finding.severity);
        settings.min_severity.is_none_or(|least| severity >= least)
            && settings.min_confidence.is_none_or(|least| finding.confidence >= least)
            && !settings.allows_everywhere(finding.rule, finding.identity.of(text))
    }
}
