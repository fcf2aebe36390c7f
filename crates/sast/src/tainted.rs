//! Rules of `mode: taint`: where their formulas match, handed to the analysis.

use crate::environment::Environment;
use crate::facts::Facts;
use crate::formula::{Evaluation, Match};
use crate::matching::Budget;
use crate::rule::{Compiled, CompiledRule, CompiledTaint};
use crate::taint::{
    self, Bindings, File, Focus, Options, Outcome, PropagatorMatch, Sink, Source, Spec, SpecMatch,
};
use sdf_rules::sast::FlowEnd;

/// Steps for the analysis of a rule and a file.
const STEPS: usize = 2_000_000;

/// What flows of a rule a file has.
pub(crate) fn flows(
    facts: &Facts<'_>,
    rule: &CompiledRule,
    taint: &CompiledTaint,
    budget: &mut Budget,
) -> Outcome<Environment> {
    let mut evaluate = |formula: &Compiled| {
        let mut evaluation = Evaluation::new(facts, rule, budget);
        crate::formula::places(evaluation.evaluate(formula))
    };
    let nothing = Outcome { findings: Vec::new(), unfinished: false };
    // Sinks are rarer than sources, and without either there is no flow.
    let sinks: Vec<Vec<Match>> = taint.sinks.iter().map(|sink| evaluate(&sink.formula)).collect();
    if sinks.iter().all(Vec::is_empty) {
        return nothing;
    }
    let sources: Vec<Vec<Match>> =
        taint.sources.iter().map(|source| evaluate(&source.formula)).collect();
    if sources.iter().all(Vec::is_empty) {
        return nothing;
    }
    let spec = Spec {
        sources: taint
            .sources
            .iter()
            .zip(sources)
            .map(|(source, found)| Source {
                matches: found.into_iter().map(spec_match).collect(),
                exact: source.exact,
                by_side_effect: source.by_side_effect,
                label: source.label,
                requires: source.requires.clone(),
                control: source.control,
            })
            .collect(),
        sinks: taint
            .sinks
            .iter()
            .zip(sinks)
            .map(|(sink, found)| Sink {
                requires: sink.requires(&found, facts),
                matches: found.into_iter().map(spec_match).collect(),
                exact: sink.exact,
                has_focus: sink.has_focus,
                at_exit: sink.at_exit,
            })
            .collect(),
        sanitizers: taint
            .sanitizers
            .iter()
            .map(|sanitizer| taint::Sanitizer {
                matches: evaluate(&sanitizer.formula).into_iter().map(spec_match).collect(),
                exact: sanitizer.exact,
                by_side_effect: sanitizer.by_side_effect,
                not_conflicting: sanitizer.not_conflicting,
            })
            .collect(),
        propagators: taint
            .propagators
            .iter()
            .map(|propagator| {
                let span = |found: &Match, number| found.environment.get(number)?.span(facts);
                let matches = evaluate(&propagator.formula).into_iter().filter_map(|found| {
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
            })
            .collect(),
    };
    let file =
        File { tree: facts.tree, source: facts.source, names: facts.names, flows: facts.flows() };
    taint::analyse(file, &spec, &ByFacts { facts }, options(rule), &mut { STEPS })
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
        unify_mvars: options.taint_unify_mvars,
        focus_on: match options.taint_focus_on {
            FlowEnd::Source => Focus::Source,
            FlowEnd::Sink => Focus::Sink,
        },
        interprocedural: options.interprocedural || options.taint_intrafile,
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
