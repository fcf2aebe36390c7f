//! Libraries: compiled once for a scanner, looked for once in a file, however many rules use them.

use crate::environment::Environment;
use crate::facts::Facts;
use crate::matching::Budget;
use crate::pattern::PatternError;
use crate::rule::{CompiledMode, CompiledRule, CompiledTaint, When};
use crate::taint::{Guard, Propagator, Sanitizer, Sink, Source, SpecMatch};
use crate::tainted::Parts;
use sdf_core::Text;
use sdf_rules::sast::{Library, SastRule};
use sdf_rules::table::Rules;
use std::cell::{Cell, OnceCell};
use std::sync::OnceLock;

/// The libraries of a scanner; compiled when first used.
#[derive(Debug)]
pub(crate) struct Libraries<'r> {
    all: Rules<'r, Library>,
    compiled: OnceLock<Vec<OnceLock<Result<CompiledRule, PatternError>>>>,
}

impl<'r> Libraries<'r> {
    pub(crate) fn new(all: Rules<'r, Library>) -> Self {
        Libraries { all, compiled: OnceLock::new() }
    }

    /// The same for one file.
    pub(crate) fn on_file(&self) -> OnFile<'_> {
        OnFile { libraries: self, found: OnceCell::new() }
    }

    /// The indices of the libraries that a rule uses.
    pub(crate) fn used(&self, rule: &SastRule) -> Result<Vec<usize>, PatternError> {
        let place = |id: &Text| {
            let is_meant = |&at: &usize| self.all.says(at, |known| known == id);
            (0..self.all.len()).find(is_meant).ok_or_else(|| PatternError {
                rule: rule.rule.id.to_string(),
                pattern: format!("use: {id}"),
                reason: "names a library that is not there".to_owned(),
            })
        };
        rule.uses().iter().map(place).collect()
    }

    /// Whether one of these has sinks. Compiles nothing.
    pub(crate) fn have_sinks(&self, places: &[usize]) -> bool {
        let library = |&at: &usize| self.all.get(at);
        places.iter().filter_map(library).any(|library| !library.parts.sinks.is_empty())
    }

    fn compiled(&self, at: usize) -> Option<&Result<CompiledRule, PatternError>> {
        let empty = || (0..self.all.len()).map(|_| OnceLock::new()).collect();
        let slot = self.compiled.get_or_init(empty).get(at)?;
        let library = self.all.get(at)?;
        Some(slot.get_or_init(|| CompiledRule::of_library(library, When::Later)))
    }
}

/// The libraries of a scanner and where they match in one file.
pub(crate) struct OnFile<'c> {
    libraries: &'c Libraries<'c>,
    found: OnceCell<Vec<OnceCell<LibraryMatches<'c>>>>,
}

impl<'c> OnFile<'c> {
    /// The libraries of these indices.
    pub(crate) fn used(&self, places: &[usize]) -> Result<Vec<&LibraryMatches<'c>>, PatternError> {
        places.iter().filter_map(|&at| self.library(at).transpose()).collect()
    }

    fn library(&self, at: usize) -> Result<Option<&LibraryMatches<'c>>, PatternError> {
        let Some(compiled) = self.libraries.compiled(at) else { return Ok(None) };
        let compiled = compiled.as_ref().map_err(PatternError::clone)?;
        let CompiledMode::Taint(taint) = &compiled.mode else { return Ok(None) };
        let all = 0..self.libraries.all.len();
        let found = self.found.get_or_init(|| all.map(|_| OnceCell::new()).collect());
        let slot = found.get(at);
        Ok(slot.map(|slot| slot.get_or_init(|| LibraryMatches::new(compiled, taint))))
    }
}

/// Where the parts of a library match in a file; each part is looked for when first asked for.
#[derive(Debug)]
pub(crate) struct LibraryMatches<'c> {
    pub(crate) rule: &'c CompiledRule,
    pub(crate) taint: &'c CompiledTaint,
    sources: OnceCell<Vec<Source<Environment>>>,
    sinks: OnceCell<Vec<Sink<Environment>>>,
    sanitizers: OnceCell<Vec<Sanitizer<Environment>>>,
    propagators: OnceCell<Vec<Propagator>>,
    guards: OnceCell<Vec<Guard>>,
    is_unfinished: Cell<bool>,
}

impl<'c> LibraryMatches<'c> {
    fn new(rule: &'c CompiledRule, taint: &'c CompiledTaint) -> Self {
        LibraryMatches {
            rule,
            taint,
            sources: OnceCell::new(),
            sinks: OnceCell::new(),
            sanitizers: OnceCell::new(),
            propagators: OnceCell::new(),
            guards: OnceCell::new(),
            is_unfinished: Cell::new(false),
        }
    }

    /// Whether looking for it took too many steps.
    pub(crate) fn is_unfinished(&self) -> bool {
        self.is_unfinished.get()
    }

    /// Whether it is known already that it has no source in the file.
    pub(crate) fn has_no_source(&self) -> bool {
        let are_none = |sources: &Vec<Source<_>>| sources.iter().all(|it| it.matches.is_empty());
        !self.is_unfinished() && self.sources.get().is_some_and(are_none)
    }

    pub(crate) fn sources(&self, facts: &Facts<'_>) -> &[Source<Environment>] {
        self.sources.get_or_init(|| {
            let mut sources = self.look(facts, |parts| parts.sources());
            sources.iter_mut().for_each(|it| it.matches = without_bindings(&it.matches));
            sources
        })
    }

    pub(crate) fn sinks(&self, facts: &Facts<'_>) -> &[Sink<Environment>] {
        self.sinks.get_or_init(|| {
            let mut sinks = self.look(facts, |parts| parts.sinks());
            sinks.iter_mut().for_each(|it| it.matches = without_bindings(&it.matches));
            sinks
        })
    }

    pub(crate) fn sanitizers(&self, facts: &Facts<'_>) -> &[Sanitizer<Environment>] {
        self.sanitizers.get_or_init(|| {
            let mut sanitizers = self.look(facts, |parts| parts.sanitizers());
            sanitizers.iter_mut().for_each(|it| it.matches = without_bindings(&it.matches));
            sanitizers
        })
    }

    pub(crate) fn propagators(&self, facts: &Facts<'_>) -> &[Propagator] {
        self.propagators.get_or_init(|| self.look(facts, |parts| parts.propagators()))
    }

    pub(crate) fn guards(&self, facts: &Facts<'_>) -> &[Guard] {
        self.guards.get_or_init(|| self.look(facts, |parts| parts.guards()))
    }

    fn look<T>(&self, facts: &Facts<'_>, part: fn(&mut Parts<'_, '_, '_>) -> T) -> T {
        let mut budget = Budget::new();
        let parts = &mut Parts { facts, rule: self.rule, taint: self.taint, budget: &mut budget };
        let found = part(parts);
        let is_faulty = self.rule.faults.first().is_some();
        self.is_unfinished.set(self.is_unfinished.get() || budget.is_spent() || is_faulty);
        found
    }
}

/// The places once each: the metavariables of a library are its own.
fn without_bindings(matches: &[SpecMatch<Environment>]) -> Vec<SpecMatch<Environment>> {
    let mut spans: Vec<_> = matches.iter().map(|found| found.span).collect();
    spans.sort_unstable();
    spans.dedup();
    let bare = |span| SpecMatch { span, environment: Environment::default() };
    spans.into_iter().map(bare).collect()
}
