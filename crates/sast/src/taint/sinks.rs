//! What arrives at sinks, and how it came there.

use super::engine::{Engine, Hit};
use super::marks::{Covered, Part};
use super::origins::TOLD;
use super::set::Taints;
use super::spec::Focus;
use super::state::State;
use super::value::Value;
use sdf_core::Span;
use sdf_syntax::{Kind, NodeId, Role};

impl Engine<'_, '_> {
    /// Notes what arrives at the sinks that a node is.
    pub(super) fn sinks(
        &mut self,
        node: NodeId,
        value: &Value,
        state: &State,
        arguments: Option<&Taints>,
    ) {
        let this = self.tree.node(node);
        let is_inner = matches!(this.role, Role::Object | Role::Value)
            && matches!(self.tree.node(this.parent).kind, Kind::Attribute | Kind::Subscript);
        let mut found: Option<Taints> = None;
        let sinks: Vec<_> =
            self.marks.of(node).filter(|covered| covered.mark.part == Part::Sink).collect();
        for covered in sinks {
            let Some(sink) = self.plan.sinks.get(covered.mark.item as usize) else { continue };
            // Of `x` in `sink(x.a)` only what is in `x.a` counts.
            // A sink within another counts for itself: if both are reached the outer one is told.
            let is_sink = covered.span == this.span() || self.counts(node, &covered, sink.exact);
            let counts = !sink.at_exit && is_sink && (!is_inner || covered.span == this.span());
            if !counts || !self.spend(1) {
                continue;
            }
            let taints = found.get_or_insert_with(|| {
                let mut taints = self.flat(node, value);
                if let Some(control) = state.read(self.control()) {
                    taints.extend(&control.own);
                }
                taints
            });
            let taints = match arguments {
                Some(arguments) if !(sink.exact && sink.has_focus) => {
                    let mut all = taints.clone();
                    all.extend(arguments);
                    all
                }
                _ => taints.clone(),
            };
            self.hit(covered, taints);
        }
    }

    /// Notes that taints have arrived at a sink, if they are what it asks for.
    pub(super) fn hit(&mut self, covered: Covered, taints: Taints) {
        let Some(sink) = self.plan.sinks.get(covered.mark.item as usize) else { return };
        let taints = self.set_aside(covered, taints);
        let mut taints = taints;
        if let Some(conditions) = sink.parts.get(covered.mark.at as usize) {
            let holds = conditions.iter().all(|(span, condition)| {
                let nothing = Taints::default();
                let part = self.parts.get(span).unwrap_or(&nothing);
                let part = self.known.origins.sources(part);
                taints.extend(&part);
                self.known.origins.satisfy(&part, condition)
            });
            if !holds {
                return;
            }
        } else if !self.known.origins.satisfy(&taints, &sink.requires) {
            return;
        }
        // Of many sources a few tell enough, unless each makes a finding of its own.
        let told = if self.tells_each() { usize::MAX } else { TOLD };
        let taints: Vec<_> = taints.iter().take(told).collect();
        if taints.is_empty() || !self.spend(taints.len()) {
            return;
        }
        let told = taints.into_iter();
        let taints = told
            .filter_map(|taint| Some((self.known.origins.get(taint)?, self.way(taint))))
            .collect();
        self.shared.hits.push(Hit { item: covered.mark.item, at: covered.mark.at, taints });
    }

    /// Whether each source of a sink makes a finding of its own.
    pub(super) fn tells_each(&self) -> bool {
        self.options.unify_mvars || self.options.focus_on == Focus::Source
    }

    /// Notes inputs that arrive at a sink, which are judged where the function is called; what is
    /// left comes from sources.
    fn set_aside(&mut self, covered: Covered, taints: Taints) -> Taints {
        let Some(sink) = self.plan.sinks.get(covered.mark.item as usize) else { return taints };
        let conditions = sink.parts.get(covered.mark.at as usize).map(Vec::as_slice);
        let part = |(span, _): &(Span, _)| self.parts.get(span).cloned().unwrap_or_default();
        let parts: Vec<_> = conditions.unwrap_or_default().iter().map(part).collect();
        let origins = &self.known.origins;
        let mut all = std::iter::once(&taints).chain(&parts);
        if !sink.at_exit && all.any(|taints| origins.inputs(taints).next().is_some()) {
            self.arrives(covered, &taints, parts);
        }
        self.known.origins.sources(&taints)
    }

    /// Notes by which assignment a variable got taints.
    pub(super) fn note_way(&mut self, variable: u32, span: Span, taints: &Taints) {
        for taint in taints.iter() {
            if self.known.ways.contains_key(&(variable, taint)) {
                continue;
            }
            let from = self.reads.iter().copied();
            let mut from = from.filter(|&from| from != variable && self.has_way(from, taint));
            let from = from.next();
            self.known.ways.insert((variable, taint), (span, from));
        }
    }

    /// What a taint was assigned to before it came to the step at hand.
    pub(super) fn way(&self, taint: u32) -> Vec<Span> {
        let mut reads = self.reads.iter().copied();
        let last = reads.find(|&variable| self.has_way(variable, taint));
        last.map(|last| self.way_to(last, taint)).unwrap_or_default()
    }

    /// What a taint was assigned to before it came to a variable, and that variable.
    pub(super) fn way_to(&self, last: u32, taint: u32) -> Vec<Span> {
        let mut way = Vec::new();
        let (mut next, mut taint) = (Some(last), taint);
        // A way is older than what follows it, so that it has an end; it is cut all the same.
        while let Some(at) = next {
            if way.len() >= 32 {
                break;
            }
            match self.known.ways.get(&(at, taint)) {
                Some(&(span, from)) => {
                    way.push(span);
                    let inside = self.known.passages.get(&(at, taint));
                    way.extend(inside.into_iter().flat_map(|inside| inside.iter().rev()));
                    next = from;
                }
                // The part of an input came as the input did.
                None => match self.known.origins.whole(taint) {
                    Some(whole) => taint = whole,
                    None => break,
                },
            }
        }
        way.reverse();
        way
    }

    /// Whether it is known how a taint, or what it is a part of, came to a variable.
    pub(super) fn has_way(&self, variable: u32, taint: u32) -> bool {
        let mut at = Some(taint);
        while let Some(taint) = at {
            if self.known.ways.contains_key(&(variable, taint)) {
                return true;
            }
            at = self.known.origins.whole(taint);
        }
        false
    }
}
