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
//! What is found depends on what stands near it, within [`VersionScanner::context`]. Of what
//! reaches farther, such as private keys, a part is kept in [`Found`], and the versions made from it
//! are looked at round that part as well.

mod areas;
mod change;
mod found;
mod layers;
mod reach;

use crate::Engine;
use areas::{joined, surroundings};
use found::seed;
use reach::Reaches;
use sdf_core::{BStr, Finding, Focus, RuleMask, Span};
use sdf_decode::decode;
use sdf_gate::{Anchor, Gate, Hit, freeze};
use sdf_rules::secret::SecretRule;
use sdf_secrets::Anywhere;
use std::ops::Range;
use std::sync::Arc;

pub use found::{Found, Secret};

/// Looks at versions. One a thread: a clone shares the tables and has buffers of its own.
#[derive(Clone)]
pub struct VersionScanner<'e, 'r> {
    engine: &'e Engine<'r>,
    tables: Arc<Tables>,
    hits: Vec<Hit>,
    anywhere: Anywhere<'r>,
    /// Texts by which what is found is looked for in other versions.
    seeds: Vec<Box<[u8]>>,
}

/// What is the same for all threads.
struct Tables {
    enabled: RuleMask,
    /// Endings of paths, in lower case, that the rules are for that were left out.
    left_out: Vec<String>,
    /// The automaton over the keywords of the rules that are on; none where that of the catalogue
    /// serves.
    gate: Option<Vec<u8>>,
    /// The same over those of rules that reach far, where changes are looked at.
    far_gate: Option<Vec<u8>>,
    reaches: Reaches,
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
        VersionScanner::of(engine, |_| true, true)
    }

    /// The same for a few changes: with the automaton of the catalogue, which is slower, since it
    /// knows all rules, and costs nothing to have.
    pub fn for_changes(engine: &'e Engine<'r>) -> Self {
        VersionScanner::of(engine, |_| true, false)
    }

    /// The same without rules for files of some names that say little by their pattern alone, such
    /// as those for `.netrc`: they make many a version suspect that stands at no such path.
    /// The versions at paths of which [`VersionScanner::leaves_out`] says so are to be scanned in
    /// any case.
    pub fn without_names(engine: &'e Engine<'r>) -> Self {
        VersionScanner::of(engine, |rule| !sdf_secrets::is_for_names(rule), true)
    }

    fn of(engine: &'e Engine<'r>, wanted: impl Fn(&SecretRule) -> bool, own_gate: bool) -> Self {
        let rules = engine.catalogue.secrets;
        let is_on = |index: usize| engine.enabled.secrets.contains(index);
        let rule = |index: usize| rules.get(index).filter(|rule| is_on(index) && wanted(rule));
        let enabled = RuleMask::new(rules.len(), |index| rule(index).is_some());
        let left_out = (0..rules.len())
            .filter_map(|index| rules.get(index).filter(|rule| is_on(index) && !wanted(rule)))
            .flat_map(|rule| rule.paths.iter().map(|ending| ending.to_string()))
            .collect();
        let on = (0..rules.len()).filter_map(|index| Some((index as u32, rule(index)?)));
        let mut anchors: Vec<_> = on
            .flat_map(|(rule, one)| one.keywords.iter().map(move |keyword| (rule, keyword)))
            .map(|(rule, keyword)| Anchor { literal: keyword.as_bytes(), rule })
            .collect();
        let configurations = engine.catalogue.gitleaks;
        let first = rules.len() as u32;
        let mut others = vec![Vec::new(); engine.catalogue.gitleaks_rules().count()];
        for (number, literal) in sdf_rules::gitleaks::literals(configurations) {
            if engine.enabled.gitleaks.contains(number as usize) {
                anchors.push(Anchor { literal, rule: first + number });
                let literals = others.get_mut(number as usize);
                literals
                    .into_iter()
                    .for_each(|literals| literals.push(literal.to_ascii_lowercase()));
            }
        }
        let everywhere = engine.gitleaks.looks_everywhere(&engine.enabled.gitleaks);
        let reaches = Reaches::new(rules, &enabled).and(others, everywhere);
        let frozen = || freeze(&anchors).expect("the gate of the catalogue holds as many and more");
        let gate = own_gate.then(frozen);
        let far = reaches.anchors();
        let far_gate = (!own_gate && !far.is_empty())
            .then(|| freeze(&far).expect("the gate of the catalogue holds as many and more"));
        let tables = Arc::new(Tables { enabled, left_out, gate, far_gate, reaches });
        VersionScanner {
            engine,
            tables,
            hits: Vec::new(),
            anywhere: Anywhere::default(),
            seeds: Vec::new(),
        }
    }

    /// Whether rules were left out that are for files of the name at the end of `path`.
    pub fn leaves_out(&self, path: &BStr) -> bool {
        let ends = |ending: &String| {
            let start = path.len().checked_sub(ending.len());
            start.is_some_and(|start| path[start..].eq_ignore_ascii_case(ending.as_bytes()))
        };
        self.tables.left_out.iter().any(ends)
    }

    /// How many bytes must stand round what is new, on both sides, and then on to the ends of the
    /// lines, if these are no more than 4096 bytes away, so that nothing is missed.
    ///
    /// As much as the rules reach over several lines: a keyword, what is looked at round it, a
    /// value and its neighbourhood. Of what reaches farther (a private key, an id and its secret
    /// some lines apart, long encoded text) a part is enough for a version to be suspect, and those
    /// made from it are looked at wherever that part stands.
    pub fn context(&self) -> usize {
        self.tables.reaches.context()
    }

    /// What is to be shown of `text`, of which `novel` is new: the same with the context round it.
    pub fn surroundings(&self, text: &[u8], novel: &Focus) -> Focus {
        match novel {
            Focus::Everything => Focus::Everything,
            Focus::Ranges(ranges) => {
                Focus::Ranges(surroundings(ranges.iter().cloned(), self.context(), text))
            }
        }
    }

    /// Whether a stretch of a version, what is new in it with the context round it, makes the
    /// version worth to be examined. Never no where [`VersionScanner::examine`] finds something
    /// that touches what is new.
    pub fn suspects(&mut self, stretch: &[u8]) -> bool {
        if self.tables.reaches.everywhere() || layers::may_be_utf16(stretch) {
            return true;
        }
        let all = 0..stretch.len();
        self.look(stretch, std::slice::from_ref(&all));
        let is_any = |it: &Self| {
            let Anywhere { findings, alone } = &it.anywhere;
            !(findings.is_empty() && alone.is_empty() && it.seeds.is_empty())
        };
        is_any(self) || self.decode(stretch, &all, true) || is_any(self)
    }

    /// The secrets of a version of which `novel` is new against its base, the context round it
    /// included, and in which `base` was found; with `Focus::Everything` there need be no base.
    ///
    /// Nothing where the version holds no secret and nothing that could become one by what is put
    /// far from it.
    pub fn examine(
        &mut self,
        bytes: &[u8],
        novel: &Focus,
        base: Option<&Found<'r>>,
    ) -> Option<Found<'r>> {
        let decoded = decode(bytes);
        let text = &*decoded.text;
        let whole = self.tables.reaches.everywhere()
            || decoded.is_translated()
            || base.is_some_and(Found::is_far);
        let places = || base.map_or(Some(Vec::new()), |base| base.places(self.context(), text));
        let areas = match novel {
            Focus::Ranges(ranges) if !whole => places().map(|places| {
                let mut areas = surroundings(places.into_iter(), 0, text);
                areas.extend(ranges.iter().filter(|range| range.end <= text.len()).cloned());
                joined(areas)
            }),
            _ => None,
        };
        let mut far = areas.is_none_or(|areas| self.look_inside(text, &areas));
        if far {
            far = self.look_inside(text, std::slice::from_ref(&(0..text.len())));
        }
        let Anywhere { findings, alone } = &self.anywhere;
        let spans = findings.iter().map(|finding| finding.span).chain(alone.iter().copied());
        self.seeds.extend(spans.map(|span| seed(text, span)));
        self.seeds.retain(|seed| !seed.is_empty());
        let stored = |span: Span| Span::new(decoded.stored(span.start), decoded.stored(span.end));
        let secrets = self
            .anywhere
            .findings
            .iter()
            .map(|finding| Secret::new(&finding.rule.id, stored(finding.span).of(bytes)));
        let seeds = std::mem::take(&mut self.seeds);
        Found::new(secrets.collect(), seeds, far || decoded.is_translated(), base)
    }

    /// Finds what may be secrets in `areas` of `text`, which are sorted and apart, and what is
    /// encoded there; whether something there reaches so far that all of the text must be looked at.
    fn look_inside(&mut self, text: &[u8], areas: &[Range<usize>]) -> bool {
        self.look(text, areas);
        areas.iter().fold(false, |far, area| self.decode(text, area, false) | far)
    }

    /// Finds what may be secrets in `areas` of `text`, and the keywords of rules that reach far.
    fn look(&mut self, text: &[u8], areas: &[Range<usize>]) {
        self.gather(text, areas);
        let VersionScanner { tables, hits, seeds, .. } = self;
        seeds.clear();
        hits.iter().for_each(|hit| tables.reaches.keywords(hit, text, seeds));
        seeds.retain(|seed| !seed.is_empty());
        self.find(text);
    }

    /// Finds the keywords in `areas`.
    fn gather(&mut self, text: &[u8], areas: &[Range<usize>]) {
        let VersionScanner { engine, tables, hits, .. } = self;
        hits.clear();
        let rules = engine.catalogue.secrets.len() as u32;
        let gate = tables.gate(engine);
        let (first_code, others) = match tables.gate {
            Some(_) => (rules, rules),
            None => engine.code_literals(),
        };
        for area in areas {
            gate.scan_once(text, area.clone(), first_code..others, hits);
        }
        hits.retain_mut(|hit| {
            let is_of_code = (first_code..others).contains(&hit.rule);
            hit.rule -= if hit.rule < others { 0 } else { others - first_code };
            !is_of_code
        });
    }

    /// Finds what may be secrets by the keywords that were found.
    fn find(&mut self, text: &[u8]) {
        let VersionScanner { engine, tables, hits, anywhere, .. } = self;
        anywhere.findings.clear();
        anywhere.alone.clear();
        let rules = engine.catalogue.secrets.len() as u32;
        if !engine.catalogue.gitleaks.is_empty() {
            let others = hits.extract_if(.., |hit| hit.rule >= rules);
            let others: Vec<_> = others.map(|hit| Hit { rule: hit.rule - rules, ..hit }).collect();
            let on = &engine.enabled.gitleaks;
            engine.gitleaks.scan_anywhere(text, &others, on, &mut anywhere.findings);
        }
        engine.secrets.scan_anywhere(text, hits, &tables.enabled, anywhere);
        anywhere.findings.retain(|finding| engine.may_count(finding, text));
    }

    /// Adds what is encoded in `area` of `text`; whether something there reaches far. Where `cut`,
    /// the text goes on.
    fn decode(&mut self, text: &[u8], area: &Range<usize>, cut: bool) -> bool {
        let VersionScanner { engine, tables, anywhere, .. } = self;
        let gate = tables.gate(engine);
        let far = layers::look(engine, (&gate, &tables.enabled), text, area, cut, anywhere);
        anywhere.findings.retain(|finding| engine.may_count(finding, text));
        far
    }
}

impl Tables {
    fn gate<'t>(&'t self, engine: &'t Engine<'_>) -> Gate<'t> {
        match &self.gate {
            Some(table) => Gate::open(table).expect("a table just written"),
            None => engine.catalogue.gate,
        }
    }

    fn far_gate(&self) -> Option<Gate<'_>> {
        let table = self.far_gate.as_ref()?;
        Some(Gate::open(table).expect("a table just written"))
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
