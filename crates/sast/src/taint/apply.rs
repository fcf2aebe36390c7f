//! What sources, sanitizers and propagators do where they match.

use super::SideEffect;
use super::engine::{Engine, add};
use super::marks::{Covered, Part, is_evaluated};
use super::plan::End;
use super::set::Taints;
use super::spec::Precondition;
use super::state::State;
use super::value::{Cell, Value};
use sdf_syntax::{Kind, NodeId};

/// Whether a node is clean by a sanitizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sanitized {
    /// It is not.
    No,
    /// It is, what is within it may be tainted.
    Itself,
    /// It is with all that is within it.
    Wholly,
}

impl Engine<'_, '_> {
    /// Whether a part of the specification counts at a node that it covers.
    pub(super) fn counts(&self, node: NodeId, covered: &Covered, exact: bool) -> bool {
        !exact || self.marks.is_best(node, covered.mark)
    }

    fn is_place(&self, node: NodeId) -> bool {
        matches!(self.tree.node(node).kind, Kind::Name | Kind::Attribute | Kind::Subscript)
    }

    /// Whether a sanitizer covers a node; one by side effect cleans the variable too.
    pub(super) fn sanitized(&mut self, node: NodeId, state: &mut State) -> Sanitized {
        if !self.marks.any(node) || !is_evaluated(self.tree.node(node).kind) {
            return Sanitized::No;
        }
        let span = self.tree.node(node).span();
        let (mut sanitized, mut cleans) = (Sanitized::No, false);
        for covered in self.marks.of(node) {
            let plan = self.plan.sanitizers.get(covered.mark.item as usize);
            let Some(sanitizer) = plan.filter(|_| covered.mark.part == Part::Sanitizer) else {
                continue;
            };
            if self.counts(node, &covered, sanitizer.exact) {
                let how = if sanitizer.exact { Sanitized::Itself } else { Sanitized::Wholly };
                sanitized = sanitized.max(how);
                cleans |= sanitizer.by_side_effect && covered.span == span;
            }
        }
        if cleans
            && self.is_place(node)
            && let Some((variable, path, true)) = self.place(node)
        {
            self.put((variable, &path, true), None, state);
        }
        sanitized
    }

    /// Adds to a value what sources and propagators give it at its node, and looks for sinks
    /// there. `arguments` is what was passed if it is a call's.
    pub(super) fn arrive(
        &mut self,
        node: NodeId,
        value: Value,
        state: &mut State,
        arguments: Option<&Taints>,
    ) -> Value {
        let has_marks = self.marks.any(node) && is_evaluated(self.tree.node(node).kind);
        let has_carriers = self.plan.has_carriers(node);
        if !has_marks && !has_carriers && self.plan.parts.is_empty() {
            return value;
        }
        let mut value = value;
        if has_marks {
            let fresh = self.sources(node, &value, state);
            value = add(value, &fresh);
        }
        if has_carriers {
            let carried = self.carry(node, &value, state);
            value = add(value, &carried);
        }
        if !self.plan.parts.is_empty() {
            let span = self.tree.node(node).span();
            if self.plan.parts.contains(&span) {
                let taints = self.flat(node, &value);
                self.parts.insert(span, taints);
            }
        }
        if has_marks && self.recording {
            self.sinks(node, &value, state, arguments);
        }
        value
    }

    /// The taint that sources give at a node.
    pub(super) fn sources(&mut self, node: NodeId, value: &Value, state: &mut State) -> Taints {
        let (span, is_place) = (self.tree.node(node).span(), self.is_place(node));
        let mut waiting = Vec::new();
        for covered in self.marks.of(node).filter(|covered| covered.mark.part == Part::Source) {
            let Some(source) = self.plan.sources.get(covered.mark.item as usize) else { continue };
            let is_exact = is_place && covered.span == span;
            let applies = match source.by_side_effect {
                SideEffect::Only => is_exact,
                _ => self.counts(node, &covered, source.exact),
            };
            if applies {
                waiting.push((covered, is_exact));
            }
        }
        if waiting.is_empty() || !self.spend(waiting.len()) {
            return Taints::default();
        }
        let mut incoming = self.flat(node, value);
        let (mut own, mut lasting, mut control) =
            (Taints::default(), Taints::default(), Taints::default());
        // One source may give the label that another requires.
        for _ in 0..3 {
            let before = waiting.len();
            waiting.retain(|(covered, is_exact)| {
                let Some(source) = self.plan.sources.get(covered.mark.item as usize) else {
                    return false;
                };
                let origins = &mut self.known.origins;
                let required = source.requires.as_ref();
                if required.is_some_and(|required| !origins.satisfy(&incoming, required)) {
                    return true;
                }
                if required.is_some_and(|required| !origins.is_certain(&incoming, required)) {
                    // It depends on what the function is given.
                    let inputs = origins.inputs(&incoming).collect();
                    let given = origins.relabel(&inputs, source.label, None);
                    incoming.extend(&given);
                    own.extend(&given);
                    return false;
                }
                let taint = origins.number(source.origin(covered.mark));
                incoming.insert(taint);
                if source.control {
                    control.insert(taint);
                    return false;
                }
                if *is_exact && source.by_side_effect != SideEffect::No {
                    lasting.insert(taint);
                }
                if source.by_side_effect != SideEffect::Only {
                    own.insert(taint);
                }
                false
            });
            if waiting.is_empty() || waiting.len() == before {
                break;
            }
        }
        if !control.is_empty() {
            let variable = self.control();
            let known = add(state.read(variable), &control);
            state.set(variable, known);
        }
        if !lasting.is_empty() {
            self.taint_place(node, &lasting, state);
        }
        own
    }

    /// Taints the variable or member that a node is, besides what it holds.
    fn taint_place(&mut self, node: NodeId, taints: &Taints, state: &mut State) {
        if !self.is_place(node) {
            return;
        }
        let Some((variable, path, is_whole)) = self.place(node) else { return };
        let mut held = state.read(variable);
        for &key in &path {
            held = held.and_then(|cell| self.member(&cell, key));
        }
        self.put((variable, &path, is_whole), add(held, taints), state);
        let span = self.tree.node(node).span();
        self.note_way(variable, span, taints);
    }

    /// Lets propagators take up the taint of a node and give it theirs.
    fn carry(&mut self, node: NodeId, value: &Value, state: &mut State) -> Taints {
        let taints = self.flat(node, value);
        let mut given = Taints::default();
        for carrier in self.plan.carriers(node) {
            let Some(rule) = self.plan.propagators.get(carrier.item as usize) else { continue };
            let variable = self.carrier(carrier.number);
            match carrier.end {
                End::From => {
                    let required = rule.requires.as_ref().unwrap_or(&Precondition::Always(true));
                    let passes = self.known.origins.satisfy(&taints, required);
                    let passed = match rule.label {
                        _ if !passes => Taints::default(),
                        Some(label) => {
                            let replaced = rule.replace_labels.as_deref();
                            self.known.origins.relabel(&taints, label, replaced)
                        }
                        None => taints.clone(),
                    };
                    let reached: Vec<_> = self
                        .waiting
                        .iter()
                        .filter(|&&(number, _)| number == carrier.number)
                        .map(|&(_, node)| node)
                        .collect();
                    for to in reached {
                        if rule.by_side_effect && !passed.is_empty() {
                            self.taint_place(to, &passed, state);
                        }
                    }
                    state.set(variable, Cell::of(passed).value());
                }
                End::To => match state.read(variable) {
                    Some(passed) => {
                        given.extend(&passed.own);
                        if rule.by_side_effect {
                            self.taint_place(node, &passed.own, state);
                        }
                    }
                    None => self.waiting.push((carrier.number, node)),
                },
            }
        }
        given
    }
}
