//! Findings from what arrived at sinks.

use super::engine::Hit;
use super::exports::is_abroad;
use super::origins::{Origin, TOLD};
use super::plan::Plan;
use super::spec::{Bindings, Focus, Label, Options, Precondition, Spec, SpecMatch, TaintFinding};
use crate::tables::HashSet;
use sdf_core::Span;

/// A taint at a sink: its source's match, its label, its way.
type Arrival<'s, E> = (&'s SpecMatch<E>, Origin, &'s [Span]);

/// A finding, and which of those of one place it is to be.
type Ranked<E> = (usize, TaintFinding<E>);

/// What is to be reported of `hits`, in order, without what lies within something else that is.
pub(super) fn findings<B: Bindings>(
    spec: &Spec<B::Environment>,
    plan: &Plan,
    bindings: &B,
    options: Options,
    hits: &[Hit],
) -> Vec<TaintFinding<B::Environment>> {
    let mut ranked = Vec::new();
    for hit in hits {
        of_hit(spec, plan, bindings, options, hit, &mut ranked);
    }
    ranked.sort_by_key(|(rank, it)| (it.span, *rank, it.source, it.sink, it.trace.len()));
    let findings: Vec<_> = ranked.into_iter().map(|(_, finding)| finding).collect();
    let mut kept: Vec<TaintFinding<B::Environment>> = Vec::new();
    // Larger spans come later among those of one start, and those within start later.
    let mut spans: Vec<Span> = findings.iter().map(|finding| finding.span).collect();
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let mut outer: Vec<Span> = Vec::new();
    for span in spans {
        if outer.last().is_none_or(|last| span.end > last.end) {
            outer.push(span);
        }
    }
    let mut known = HashSet::default();
    for finding in findings {
        let before = outer.partition_point(|span| span.start <= finding.span.start);
        let around = before.checked_sub(1).and_then(|at| outer.get(at));
        if around.is_some_and(|span| *span != finding.span && span.contains(finding.span)) {
            continue;
        }
        if !known.insert((finding.span, finding.source, finding.sink)) {
            continue;
        }
        let mut same = kept.iter_mut().rev().take_while(|other| other.span == finding.span);
        match same.find(|other| other.environment == finding.environment) {
            Some(first) if first.others.len() + 1 < TOLD => first.others.push(finding),
            Some(_) => {}
            None => kept.push(finding),
        }
    }
    kept
}

fn of_hit<B: Bindings>(
    spec: &Spec<B::Environment>,
    plan: &Plan,
    bindings: &B,
    options: Options,
    hit: &Hit,
    findings: &mut Vec<Ranked<B::Environment>>,
) {
    let sink = spec.sinks.get(hit.item as usize).and_then(|sink| sink.matches.get(hit.at as usize));
    let Some((sink, plan)) = sink.zip(plan.sinks.get(hit.item as usize)) else { return };
    let mut arrivals: Vec<Arrival<'_, B::Environment>> = Vec::new();
    for &(origin, ref way) in &hit.taints {
        let source = spec.sources.get(origin.item as usize);
        let source = source.and_then(|source| source.matches.get(origin.at as usize));
        arrivals.extend(source.map(|source| (source, origin, way.as_slice())));
    }
    let wanted = preferred(&plan.requires);
    arrivals.sort_by_key(|(source, origin, way)| {
        let depends =
            spec.sources.get(origin.item as usize).is_some_and(|source| source.requires.is_some());
        (depends, wanted.is_some_and(|label| label != origin.label), source.span, way.len())
    });
    let merge = |source: &B::Environment| {
        if options.unify_mvars {
            bindings.unify(&sink.environment, source)
        } else {
            Some(bindings.overlay(&sink.environment, source))
        }
    };
    let finding = |arrival: &Arrival<'_, B::Environment>, environment| {
        let &(source, _, way) = arrival;
        let mut trace = vec![source.span];
        trace.extend(way);
        trace.push(sink.span);
        trace.dedup();
        let here = |span: &Span| !is_abroad(*span);
        let span = match options.focus_on {
            Focus::Source => trace.iter().copied().find(here),
            Focus::Sink => trace.iter().copied().rev().find(here),
        };
        let span = span.unwrap_or(sink.span);
        let others = Vec::new();
        TaintFinding { span, sink: sink.span, source: source.span, environment, trace, others }
    };
    if options.unify_mvars || !plan.has_requires {
        let each = arrivals
            .iter()
            .filter(|(_, origin, _)| plan.has_requires || origin.label == Label::DEFAULT);
        findings.extend(
            each.filter_map(|arrival| Some((0, finding(arrival, merge(&arrival.0.environment)?)))),
        );
        return;
    }
    let all: Vec<_> = arrivals.iter().map(|(source, ..)| &source.environment).collect();
    let Some(environment) = bindings.agree(&all).and_then(|agreed| merge(&agreed)) else { return };
    // What is asked for comes first and is told of; the others are its other ways.
    let each = arrivals.iter().map(|arrival| finding(arrival, environment.clone()));
    findings.extend(each.enumerate());
}

/// The label whose way is told: the first that a condition asks for.
fn preferred(condition: &Precondition) -> Option<Label> {
    match condition {
        Precondition::Has(label) => Some(*label),
        Precondition::All(all) => all.first().and_then(|first| match first {
            Precondition::Has(label) => Some(*label),
            _ => None,
        }),
        _ => None,
    }
}
