//! Rules of `mode: taint`: where their formulas match, handed to the analysis.

use crate::environment::Environment;
use crate::facts::Facts;
use crate::formula::{Evaluation, Match};
use crate::libraries::LibraryMatches;
use crate::matching::Budget;
use crate::rule::{Compiled, CompiledRule, CompiledSource, CompiledTaint};
use crate::taint::{
    self, Bindings, Exports, File, Focus, GuardMatch, Imports, Label, Options, Outcome,
    PropagatorMatch, Requires, Sink, Source, Spec, SpecMatch,
};
use sdf_core::Span;
use sdf_rules::sast::FlowEnd;
use std::collections::BTreeSet;

/// So many sources are looked at before it is known whether there is a sink.
const FEW: usize = 8;

/// Steps for the analysis of a rule and a file.
const STEPS: usize = 2_000_000;

/// What flows of the rule `rule`, which uses `libraries`, a file has.
pub(crate) fn flows(
    facts: &Facts<'_>,
    (at, rule): (usize, &CompiledRule),
    taint: &CompiledTaint,
    libraries: &[&LibraryMatches<'_>],
    budget: &mut Budget,
) -> Outcome<Environment> {
    let is_cut = || libraries.iter().any(|library| library.is_unfinished());
    let nothing = || Outcome { findings: Vec::new(), unfinished: is_cut() };
    // What is missing here may be in another module.
    let is_alone = !facts.within.is_some_and(|within| within.tries(at));
    let parts = Parts { facts, rule, taint, budget };
    let Some(mut spec) = spec(parts, libraries, is_alone) else { return nothing() };
    let imports = imports(facts, (at, rule), &mut spec);
    let (file, bindings) = (file(facts), ByFacts { facts });
    let (options, budget) = (options(rule), &mut { STEPS });
    let outcome = taint::analyse(file, &spec, &bindings, options, budget, &imports);
    Outcome { unfinished: outcome.unfinished || is_cut(), ..outcome }
}

/// What the functions `wanted` of a module of a project do for others; none if finding it out
/// takes too many steps.
pub(crate) fn exports(
    parts: Parts<'_, '_, '_>,
    libraries: &[&LibraryMatches<'_>],
    at: usize,
    wanted: &BTreeSet<u32>,
) -> Option<Exports<Environment>> {
    let (facts, rule) = (parts.facts, parts.rule);
    let base = facts.within?.base();
    let mut spec = spec(parts, libraries, false)?;
    let imports = imports(facts, (at, rule), &mut spec);
    let told = |environment: &Environment| environment.told(facts, base);
    let (options, budget) = (options(rule), &mut { STEPS });
    taint::exports(file(facts), &spec, options, budget, (wanted, &imports), (base, &told))
}

/// The functions of a file that hold any of a span.
pub(crate) fn bodies_with(facts: &Facts<'_>, span: Span) -> Vec<u32> {
    taint::bodies_with(file(facts), span)
}

fn file<'f>(facts: &'f Facts<'_>) -> File<'f> {
    File { tree: facts.tree, source: facts.source, names: facts.names, flows: facts.flows() }
}

/// What the modules that a file imports say under a rule.
fn imports<'f>(
    facts: &'f Facts<'_>,
    (at, rule): (usize, &CompiledRule),
    spec: &mut Spec<Environment>,
) -> Imports<'f> {
    match &facts.within {
        Some(within) if rule.options.taint_intrafile => {
            Imports::take(facts.flows().calls(), spec, |module| within.exports(module, at))
        }
        _ => Imports::default(),
    }
}

/// Where the parts of a rule match; none where it takes both ends of a flow and one is missing.
fn spec(
    mut parts: Parts<'_, '_, '_>,
    libraries: &[&LibraryMatches<'_>],
    takes_both: bool,
) -> Option<Spec<Environment>> {
    let facts = parts.facts;
    // Without sources or sinks there is no flow: the cheaper ones are looked for first, in doubt
    // the sinks, which are rarer.
    let is_sourceless = |parts: &mut Parts<'_, '_, '_>| {
        let shared = libraries.iter().all(|library| library.sources(facts).iter().all(is_nowhere));
        shared && parts.sources().iter().all(is_nowhere)
    };
    if takes_both && parts.has_cheaper_sources(libraries) && is_sourceless(&mut parts) {
        return None;
    }
    let mut sinks = parts.sinks();
    libraries.iter().for_each(|library| sinks.extend_from_slice(library.sinks(facts)));
    if takes_both && sinks.iter().all(|sink| sink.matches.is_empty()) {
        return None;
    }
    let shared = libraries.iter().flat_map(|library| library.sources(facts));
    let mut sources = match takes_both {
        true => parts.sources_for(&sinks, shared.clone())?,
        false => parts.sources(),
    };
    sources.extend(shared.cloned());
    if takes_both && sources.iter().all(is_nowhere) {
        return None;
    }
    let (mut sanitizers, mut propagators) = (parts.sanitizers(), parts.propagators());
    let mut guards = parts.guards();
    for library in libraries {
        sanitizers.extend_from_slice(library.sanitizers(facts));
        propagators.extend_from_slice(library.propagators(facts));
        guards.extend_from_slice(library.guards(facts));
    }
    Some(Spec { sources, sinks, sanitizers, propagators, guards })
}

fn is_nowhere(source: &Source<Environment>) -> bool {
    source.matches.is_empty()
}

/// The parts of a rule or library on a file: where each matches.
pub(crate) struct Parts<'p, 'f, 'b> {
    pub(crate) facts: &'p Facts<'f>,
    pub(crate) rule: &'p CompiledRule,
    pub(crate) taint: &'p CompiledTaint,
    pub(crate) budget: &'b mut Budget,
}

impl Parts<'_, '_, '_> {
    fn evaluate(&mut self, formula: &Compiled) -> Vec<Match> {
        let mut evaluation = Evaluation::new(self.facts, self.rule, self.budget);
        crate::formula::places(evaluation.evaluate(formula))
    }

    fn matches(&mut self, formula: &Compiled) -> Vec<SpecMatch<Environment>> {
        self.evaluate(formula).into_iter().map(spec_match).collect()
    }

    pub(crate) fn sources(&mut self) -> Vec<Source<Environment>> {
        self.sources_that(|_| true)
    }

    /// The sources; those that are not `wanted` match nothing.
    fn sources_that(
        &mut self,
        wanted: impl Fn(&CompiledSource) -> bool,
    ) -> Vec<Source<Environment>> {
        let sources = self.taint.sources.iter().map(|source| Source {
            matches: if wanted(source) { self.matches(&source.formula) } else { Vec::new() },
            exact: source.exact,
            by_side_effect: source.by_side_effect,
            label: source.label,
            requires: source.requires.clone(),
            control: source.control,
        });
        sources.collect()
    }

    /// Whether to look for all sources, those of `libraries` too, costs less than for the sinks.
    fn has_cheaper_sources(&self, libraries: &[&LibraryMatches<'_>]) -> bool {
        let all = || {
            let shared = libraries.iter().map(|library| (library.taint, &library.rule.variables));
            shared.chain([(self.taint, &self.rule.variables)])
        };
        // To know what many cost takes reading them all.
        if all().map(|(taint, _)| taint.sources.len()).sum::<usize>() > FEW {
            return false;
        }
        let tree = self.facts.tree;
        let sources = all().flat_map(|(taint, variables)| {
            taint.sources.iter().map(|source| source.formula.cost(tree, variables))
        });
        let sinks = all().flat_map(|(taint, variables)| {
            taint.sinks.iter().map(|sink| sink.formula.cost(tree, variables))
        });
        sources.max() < sinks.max()
    }

    /// The same as far as they can matter to `sinks`, all of the rule; none if no sink can get what
    /// it asks for from them and `others`. Labels that only make a sink out of something need not
    /// be looked for where there is nothing of the sort.
    fn sources_for<'s>(
        &mut self,
        sinks: &[Sink<Environment>],
        others: impl Iterator<Item = &'s Source<Environment>>,
    ) -> Option<Vec<Source<Environment>>> {
        let (sources, propagators) = (&self.taint.sources, &self.taint.propagators);
        if propagators.iter().any(|propagator| propagator.label.is_some()) {
            return Some(self.sources());
        }
        let mut found = self.sources_that(|source| source.label == Label::DEFAULT);
        let is_default =
            |source: &Source<_>| source.label == Label::DEFAULT && !source.matches.is_empty();
        let has_default = found.iter().any(is_default) || { others }.any(is_default);
        let matched = || sinks.iter().filter(|sink| !sink.matches.is_empty());
        let gets_it = |sink: &Sink<_>| match &sink.requires {
            None => has_default,
            Some(Requires::Labels(labels)) => has_default || labels.can_lack_default(),
            Some(Requires::Parts(_)) => true,
        };
        if !matched().any(gets_it) {
            return None;
        }
        let asked = matched().filter_map(|sink| sink.requires.as_ref()).flat_map(Requires::all);
        let inner = sources.iter().filter_map(|source| source.requires.as_ref());
        let carried = propagators.iter().filter_map(|propagator| propagator.requires.as_ref());
        let conditions: Vec<_> = asked.chain(inner).chain(carried).collect();
        for (source, found) in sources.iter().zip(&mut found) {
            let label = source.label;
            if label != Label::DEFAULT && conditions.iter().any(|one| one.names(label)) {
                found.matches = self.matches(&source.formula);
            }
        }
        Some(found)
    }

    pub(crate) fn sinks(&mut self) -> Vec<Sink<Environment>> {
        let sinks = self.taint.sinks.iter().map(|sink| {
            let found = self.evaluate(&sink.formula);
            Sink {
                requires: sink.requires(&found, self.facts),
                matches: found.into_iter().map(spec_match).collect(),
                exact: sink.exact,
                has_focus: sink.has_focus,
                at_exit: sink.at_exit,
            }
        });
        sinks.collect()
    }

    pub(crate) fn sanitizers(&mut self) -> Vec<taint::Sanitizer<Environment>> {
        let sanitizers = self.taint.sanitizers.iter().map(|sanitizer| taint::Sanitizer {
            matches: self.matches(&sanitizer.formula),
            exact: sanitizer.exact,
            by_side_effect: sanitizer.by_side_effect,
            not_conflicting: sanitizer.not_conflicting,
        });
        sanitizers.collect()
    }

    pub(crate) fn propagators(&mut self) -> Vec<taint::Propagator> {
        let facts = self.facts;
        let propagators = self.taint.propagators.iter().map(|propagator| {
            let span = |found: &Match, number| found.environment.get(number)?.span(facts);
            let matches = self.evaluate(&propagator.formula).into_iter().filter_map(|found| {
                let from = span(&found, propagator.from)?;
                Some(PropagatorMatch { from, to: span(&found, propagator.to)? })
            });
            taint::Propagator {
                matches: matches.collect(),
                requires: propagator.requires.clone(),
                replace_labels: propagator.replace_labels.clone(),
                label: propagator.label,
                by_side_effect: propagator.by_side_effect,
            }
        });
        propagators.collect()
    }
}

impl Parts<'_, '_, '_> {
    pub(crate) fn guards(&mut self) -> Vec<taint::Guard> {
        let facts = self.facts;
        let guards = self.taint.guards.iter().map(|guard| {
            let checked = |found: Match| {
                let cleaned = found.environment.get(guard.variable)?.span(facts)?;
                Some(GuardMatch { check: found.span, cleaned })
            };
            let matches = self.evaluate(&guard.formula).into_iter().filter_map(checked).collect();
            taint::Guard { matches, when: guard.when }
        });
        guards.collect()
    }
}

fn spec_match(found: Match) -> SpecMatch<Environment> {
    SpecMatch { span: found.span, environment: found.environment }
}

fn options(rule: &CompiledRule) -> Options {
    let options = &rule.options;
    Options {
        assume_safe_functions: options.taint_assume_safe_functions,
        assume_safe_indexes: options.taint_assume_safe_indexes,
        assume_safe_comparisons: options.taint_assume_safe_comparisons,
        assume_safe_booleans: options.taint_assume_safe_booleans,
        assume_safe_numbers: options.taint_assume_safe_numbers,
        only_propagate_through_assignments: options.taint_only_propagate_through_assignments,
        models: options.models,
        unify_mvars: options.taint_unify_mvars,
        focus_on: match options.taint_focus_on {
            FlowEnd::Source => Focus::Source,
            FlowEnd::Sink => Focus::Sink,
        },
        interprocedural: options.taint_intrafile,
    }
}

/// Bindings are the same where they are the same code.
struct ByFacts<'a, 'f> {
    facts: &'a Facts<'f>,
}

impl Bindings for ByFacts<'_, '_> {
    type Environment = Environment;

    fn unify(&self, a: &Environment, b: &Environment) -> Option<Environment> {
        a.agrees(b, self.facts).then(|| self.overlay(a, b))
    }

    fn overlay(&self, over: &Environment, under: &Environment) -> Environment {
        let mut both = over.clone();
        both.extend(under);
        both
    }

    fn agree(&self, all: &[&Environment]) -> Option<Environment> {
        Environment::common(all, self.facts)
    }
}
