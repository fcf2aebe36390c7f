//! A specification without its bindings, as the analysis of a file needs it.

use super::exports::is_abroad;
use super::guards::Guards;
use super::marks::{Covered, Mark, Part};
use super::origins::Origin;
use super::spec::{Label, Precondition, Requires, SideEffect, Spec};
use crate::tables::HashSet;
use sdf_core::Span;
use sdf_syntax::{Kind, NodeId, Role, Tree};

/// Which end of a propagator a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    From,
    To,
}

/// A node that is an end of a propagator's match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Carrier {
    pub(super) node: NodeId,
    pub(super) end: End,
    pub(super) item: u32,
    /// Of the match among those of all propagators.
    pub(super) number: u32,
}

pub(super) struct SourcePlan {
    pub(super) exact: bool,
    pub(super) by_side_effect: SideEffect,
    pub(super) label: Label,
    pub(super) requires: Option<Precondition>,
    pub(super) control: bool,
}

impl SourcePlan {
    pub(super) fn origin(&self, mark: Mark) -> Origin {
        Origin { item: mark.item, at: mark.at, label: self.label }
    }
}

pub(super) struct SanitizerPlan {
    pub(super) exact: bool,
    pub(super) by_side_effect: bool,
}

pub(super) struct SinkPlan {
    pub(super) exact: bool,
    pub(super) has_focus: bool,
    pub(super) at_exit: bool,
    pub(super) requires: Precondition,
    /// By match, if it asks for parts.
    pub(super) parts: Vec<Vec<(Span, Precondition)>>,
    /// Whether the rule has a condition, so that all taints make one finding.
    pub(super) has_requires: bool,
}

pub(super) struct PropagatorPlan {
    pub(super) requires: Option<Precondition>,
    pub(super) replace_labels: Option<Vec<Label>>,
    pub(super) label: Option<Label>,
    pub(super) by_side_effect: bool,
}

/// A specification as the analysis needs it.
pub(super) struct Plan {
    pub(super) sources: Vec<SourcePlan>,
    pub(super) sanitizers: Vec<SanitizerPlan>,
    pub(super) sinks: Vec<SinkPlan>,
    pub(super) propagators: Vec<PropagatorPlan>,
    /// All matches but those of propagators.
    pub(super) covered: Vec<Covered>,
    /// Sources that are parameters, with their functions, sorted: who calls one knows better.
    parameters: Vec<(NodeId, Mark)>,
    /// Spans whose taint a sink asks for.
    pub(super) parts: HashSet<Span>,
    /// Ends of propagators, sorted.
    carriers: Vec<Carrier>,
    pub(super) guards: Guards,
}

impl Plan {
    pub(super) fn new<E>(tree: &Tree, spec: &Spec<E>, spend: &mut usize) -> Plan {
        let mut plan = Plan {
            sources: Vec::new(),
            sanitizers: Vec::new(),
            sinks: Vec::new(),
            propagators: Vec::new(),
            covered: Vec::new(),
            parameters: Vec::new(),
            parts: HashSet::default(),
            carriers: Vec::new(),
            guards: Guards::default(),
        };
        let mut taken = HashSet::default();
        for (item, source) in spec.sources.iter().enumerate() {
            let spans = source.matches.iter().map(|found| found.span);
            plan.cover(Part::Source, item, spans.clone().map(here));
            taken.extend(spans);
            plan.sources.push(SourcePlan {
                exact: source.exact,
                by_side_effect: source.by_side_effect,
                label: source.label,
                requires: source.requires.clone(),
                control: source.control,
            });
        }
        plan.parameters = parameters(tree, &plan.covered, spend);
        for (item, sink) in spec.sinks.iter().enumerate() {
            let spans = sink.matches.iter().map(|found| found.span);
            plan.cover(Part::Sink, item, spans.clone().map(here));
            taken.extend(spans);
            let (requires, parts) = match &sink.requires {
                None => (Precondition::Has(Label::DEFAULT), Vec::new()),
                Some(Requires::Labels(condition)) => (condition.clone(), Vec::new()),
                Some(Requires::Parts(parts)) => (Precondition::Always(true), parts.clone()),
            };
            plan.parts.extend(parts.iter().flatten().map(|&(span, _)| span));
            plan.sinks.push(SinkPlan {
                exact: sink.exact,
                has_focus: sink.has_focus,
                at_exit: sink.at_exit,
                requires,
                parts,
                has_requires: sink.requires.is_some(),
            });
        }
        for (item, sanitizer) in spec.sanitizers.iter().enumerate() {
            let conflicts = |span| sanitizer.not_conflicting && taken.contains(&span);
            let spans = sanitizer.matches.iter().map(|found| found.span);
            let spans = spans.map(|span| (!conflicts(span)).then_some(span));
            plan.cover(Part::Sanitizer, item, spans);
            plan.sanitizers.push(SanitizerPlan {
                exact: sanitizer.exact,
                by_side_effect: sanitizer.by_side_effect,
            });
        }
        let mut number = 0;
        for (item, propagator) in spec.propagators.iter().enumerate() {
            for found in &propagator.matches {
                for (end, span) in [(End::From, found.from), (End::To, found.to)] {
                    let nodes = super::marks::topmost(tree, NodeId::ROOT, span, spend);
                    let carrier = |node| Carrier { node, end, item: item as u32, number };
                    plan.carriers.extend(exactly(tree, nodes, span).map(carrier));
                }
                number += 1;
            }
            plan.propagators.push(PropagatorPlan {
                requires: propagator.requires.clone(),
                replace_labels: propagator.replace_labels.clone(),
                label: propagator.label,
                by_side_effect: propagator.by_side_effect,
            });
        }
        plan.carriers.sort_unstable();
        plan
    }

    fn cover(&mut self, part: Part, item: usize, spans: impl Iterator<Item = Option<Span>>) {
        self.covered.extend(spans.enumerate().filter_map(|(at, span)| {
            let mark = Mark { part, item: item as u32, at: at as u32 };
            Some(Covered { span: span?, mark })
        }));
    }

    /// The sources that are parameters of a function.
    pub(super) fn parameters(&self, function: NodeId) -> impl Iterator<Item = Origin> {
        let first = self.parameters.partition_point(|&(of, _)| of < function);
        let all = self.parameters.iter().skip(first).take_while(move |&&(of, _)| of == function);
        all.filter_map(|&(_, mark)| Some(self.sources.get(mark.item as usize)?.origin(mark)))
    }

    /// The ends of propagators that a node is.
    pub(super) fn carriers(&self, node: NodeId) -> impl Iterator<Item = &Carrier> {
        let from = self.carriers.partition_point(|carrier| carrier.node < node);
        self.carriers.iter().skip(from).take_while(move |carrier| carrier.node == node)
    }

    pub(super) fn has_carriers(&self, node: NodeId) -> bool {
        !self.carriers.is_empty() && self.carriers(node).next().is_some()
    }
}

/// Those of sources that are names of parameters, with the functions, sorted.
fn parameters(tree: &Tree, covered: &[Covered], spend: &mut usize) -> Vec<(NodeId, Mark)> {
    let mut found = Vec::new();
    for covered in covered {
        let behind = tree.nodes().partition_point(|it| it.start as usize <= covered.span.start);
        let Some(at) = behind.checked_sub(1) else { continue };
        let mut node = NodeId(at as u32);
        *spend = spend.saturating_sub(1);
        // A name may stand behind stars.
        for _ in 0..2 {
            if tree.node(node).kind == Kind::Parameter {
                found.push((tree.node(node).parent, covered.mark));
                break;
            }
            if tree.node(node).role == Role::Value || tree.node(node).role == Role::Type {
                break;
            }
            node = tree.node(node).parent;
        }
    }
    found.sort_unstable();
    found
}

/// A place of the file itself.
fn here(span: Span) -> Option<Span> {
    (!is_abroad(span)).then_some(span)
}

/// The innermost of nodes that have exactly a span: statements around an expression have it too.
pub(super) fn exactly(tree: &Tree, nodes: Vec<NodeId>, span: Span) -> impl Iterator<Item = NodeId> {
    nodes.into_iter().filter_map(move |mut node| {
        while !tree.node(node).kind.is_expression() {
            node = tree.children(node).find(|&child| tree.node(child).span() == span)?;
        }
        (tree.node(node).span() == span).then_some(node)
    })
}
