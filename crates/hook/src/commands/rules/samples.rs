//! Examples of a rule.

use crate::builtin;
use sdf_core::{BStr, Document, Rule};
use sdf_engine::{Catalogue, Engine, Selection, Settings};
use sdf_rules::packed::unpack_lasting;
use sdf_rules::samples::Samples;
use sdf_rules::sast::Mode;
use sdf_rules::secret::Example;
use sdf_sast::examples::{Extent, excerpt};

/// Code or text that shows what a rule does.
#[derive(Default)]
pub(super) struct Shown {
    /// What it finds something in.
    pub(super) bad: Option<String>,
    /// What it finds nothing in.
    pub(super) good: Option<String>,
}

/// The examples of the built-in rules.
pub(super) struct Known<'c, 'r> {
    catalogue: &'c Catalogue<'r>,
    samples: Samples,
}

impl<'c, 'r> Known<'c, 'r> {
    pub(super) fn new(catalogue: &'c Catalogue<'r>) -> Self {
        // The build wrote it: whatever else it were, there would be nothing to show.
        let samples = unpack_lasting(builtin::SAMPLES).unwrap_or_default();
        Known { catalogue, samples }
    }

    /// Those of a rule, in which an engine that runs it alone finds what they are to show.
    pub(super) fn of(&self, rule: &'r Rule) -> Shown {
        if let Some(sample) = self.samples.own.iter().find(|sample| sample.rule == *rule.id) {
            let text =
                |example: &Example| example.text(&rule.id).ok().map(|text| text.into_owned());
            let text = |example: &Option<Example>| example.as_ref().and_then(text);
            return Shown { bad: text(&sample.bad), good: text(&sample.good) };
        }
        let extent = match self.catalogue.code_rule(rule).map(|rule| &rule.mode) {
            Some(Mode::Search(_)) => Extent::Statement,
            Some(Mode::Taint(_)) => Extent::Function,
            None => return Shown::default(),
        };
        let selection = Selection { select: vec![rule.id.to_string()], ..Selection::default() };
        let settings = Settings { selection, ..Settings::default() };
        let engine = Engine::new(self.catalogue.clone(), settings);
        let sources =
            self.samples.annotated.iter().filter(|(_, source)| source.contains(&*rule.id));
        let cut = |reported: bool| {
            let is_so = |name: &str, code: &str| {
                let document = Document::file(BStr::new(name), code.as_bytes());
                let found = engine.scan(&document, None);
                found.findings.iter().any(|finding| finding.rule.id == rule.id) == reported
            };
            sources.clone().find_map(|(name, source)| {
                let is_so = |code: &str| is_so(name, code);
                excerpt((BStr::new(name), source), &rule.id, reported, extent, is_so)
            })
        };
        Shown { bad: cut(true), good: cut(false) }
    }
}
