//! Calls of functions that are known: what they do is put in the place of the call.

use super::arguments::{Actual, Place};
use super::calls::{BodyId, Parameter, Passing, Receiver, Target};
use super::engine::Engine;
use super::inputs::Root;
use super::marks::Part;
use super::summary::{Callee, Passage, Summary, Way, Ways, way};
use super::value::{Cell, DEPTH, State, Value};
use sdf_core::Span;
use sdf_syntax::{Kind, NodeId, Role};
use std::sync::Arc;

impl Engine<'_, '_> {
    /// The value of a call of something known; none if it is not.
    pub(super) fn invoke(
        &mut self,
        node: NodeId,
        arguments: &[Value],
        state: &mut State,
    ) -> Option<Value> {
        let context = &self.calling.as_ref()?.context;
        let callees = context.callees(node);
        let unchanged = context.calls.is_guess(node).then(|| state.clone());
        let result = match callees.as_slice() {
            [] => {
                self.initialise_unknown_base(node, arguments, state);
                None
            }
            [only] => self.invoke_one(node, only, arguments, state),
            several => {
                // Any of them may run, nobody knows which.
                let (before, mut values) = (state.clone(), Vec::new());
                for (at, callee) in several.iter().enumerate() {
                    let mut after = before.clone();
                    values.push(self.invoke_one(node, callee, arguments, &mut after).flatten());
                    match at {
                        0 => *state = after,
                        _ => drop(state.merge(&after, &mut self.known.origins)),
                    }
                }
                Some(self.either(&values))
            }
        };
        if let Some(unchanged) = unchanged {
            state.merge(&unchanged, &mut self.known.origins);
        }
        if let Some(calling) = &mut self.calling {
            calling.objects.remove(&node);
        }
        result
    }

    /// Whether a call, or the reading of an attribute, may as well run something unknown.
    pub(super) fn is_guess(&self, node: NodeId) -> bool {
        self.calling.as_ref().is_some_and(|calling| calling.context.calls.is_guess(node))
    }

    fn invoke_one(
        &mut self,
        node: NodeId,
        callee: &Callee<'_>,
        arguments: &[Value],
        state: &mut State,
    ) -> Option<Value> {
        let (body, receiver, passing) = match callee.target {
            Target::Record(class) => {
                let calls = self.calling.as_ref()?.context.calls;
                let (fields, is_tuple) = (calls.fields(class), calls.is_tuple(class));
                return Some(self.record(node, (&fields, is_tuple), arguments));
            }
            Target::Function { body, receiver, passing } => (body, receiver, passing),
        };
        let summary = &callee.summary;
        let actuals =
            self.bind_arguments(node, callee.parameters, receiver, passing, arguments, state);
        if !self.spend(1 + actuals.len() + summary.effects.len()) {
            return Some(None);
        }
        self.hand_over(node, body, summary, &actuals, state);
        let mut own = self.own_parameters(body);
        own.extend(self.unused_defaults(callee.parameters, &actuals));
        let value = self.run_summary(node, (receiver, &own), summary, &actuals, state);
        (passing == Passing::All).then_some(value)
    }

    /// Notes what the inputs of a function get that matter to it.
    fn hand_over(
        &mut self,
        node: NodeId,
        to: BodyId,
        summary: &Summary,
        actuals: &[Actual],
        state: &State,
    ) {
        if !self.recording {
            return;
        }
        for input in summary.live.iter() {
            let Some(given) = self.given(input, true, actuals, state) else { continue };
            let span = self.span_of(input, node, actuals);
            for taint in given.all().iter() {
                if !self.spend(1) {
                    return;
                }
                let mut spans = self.way(taint);
                spans.extend(span);
                let passage = Passage { taint, site: node, to, input, way: way(spans) };
                if let Some(calling) = &mut self.calling {
                    calling.passages.push(passage);
                }
            }
        }
    }

    /// Lets a function have its effects; its value.
    fn run_summary(
        &mut self,
        node: NodeId,
        (receiver, own): (Receiver, &[u32]),
        summary: &Summary,
        actuals: &[Actual],
        state: &mut State,
    ) -> Value {
        let before = state.clone();
        let mut result = self.instance(&summary.result, own, actuals, &before);
        let mut ways = vec![(&summary.ways, self.temporary(node))];
        for effect in &summary.effects {
            let cell = self.instance(&effect.cell, own, actuals, &before);
            let place = match effect.root {
                Root::Variable(variable) => Some((variable, Vec::new(), true)),
                Root::Parameter(0) if receiver == Receiver::New => {
                    result = cell;
                    ways.push((&effect.ways, self.temporary(node)));
                    continue;
                }
                Root::Parameter(at) => match actuals.get(at as usize).map(|actual| actual.place) {
                    Some(Place::Expression(place)) => self.place(place),
                    Some(Place::Variable(variable)) => Some((variable, Vec::new(), true)),
                    _ => None,
                },
            };
            let Some((variable, path, is_whole)) = place else { continue };
            self.change_to((variable, &path, is_whole), cell.value(), state);
            ways.push((&effect.ways, variable));
        }
        let mut told = Vec::new();
        for (ways, variable) in ways {
            self.tell_ways(node, ways, variable, actuals, &before, &mut told);
        }
        for (variable, taint, span, from, passage) in told {
            self.known.ways.entry((variable, taint)).or_insert_with(|| {
                self.known.passages.insert((variable, taint), passage);
                (span, from)
            });
        }
        let value = result.value();
        if value.is_some() {
            let temporary = self.temporary(node);
            self.reads.insert(0, temporary);
        }
        value
    }

    /// How taints came to a variable through a call.
    fn tell_ways(
        &mut self,
        node: NodeId,
        ways: &Ways,
        variable: u32,
        actuals: &[Actual],
        state: &State,
        told: &mut Vec<(u32, u32, Span, Option<u32>, Way)>,
    ) {
        let call = self.tree.node(node).span();
        for (&taint, inside) in ways {
            let Some(given) = self.given(taint, false, actuals, state) else { continue };
            let is_input = self.known.origins.as_input(taint).is_some();
            let span = if is_input { self.span_of(taint, node, actuals) } else { None };
            for given in given.all().iter() {
                if !self.spend(1) {
                    return;
                }
                let from = self.reads.iter().copied();
                let mut from = from.filter(|&from| is_input && self.has_way(from, given));
                let passage = way(span.into_iter().chain(inside.iter().copied()).collect());
                told.push((variable, given, call, from.next(), passage));
            }
        }
    }

    /// The taints of sources that are parameters of a function: at a call it is known what they
    /// are given.
    fn own_parameters(&mut self, body: BodyId) -> Vec<u32> {
        let plan = self.plan;
        let owner = self.calling.as_ref().and_then(|calling| calling.context.calls.body(body));
        let parameters = owner.into_iter().flat_map(|body| plan.parameters(body.owner));
        parameters.map(|origin| self.known.origins.number(origin)).collect()
    }

    /// The taints of sources in default values of parameters that are passed something else.
    fn unused_defaults(&mut self, parameters: &[Parameter], actuals: &[Actual]) -> Vec<u32> {
        let (tree, plan) = (self.tree, self.plan);
        let bound = parameters.iter().zip(actuals).filter(|(_, actual)| actual.is_bound);
        let defaults = bound.filter_map(|(parameter, _)| {
            let default = tree.node(tree.child(parameter.node, Role::Value)?);
            let may_be_source =
                matches!(default.kind, Kind::Call | Kind::Attribute | Kind::Subscript);
            may_be_source.then(|| default.span())
        });
        let mut unused = Vec::new();
        for default in defaults {
            if !self.spend(plan.covered.len()) {
                break;
            }
            let sources = plan.covered.iter().filter(|it| it.mark.part == Part::Source);
            let within = sources.filter(|it| default.contains(it.span));
            let origins = within
                .filter_map(|it| Some(plan.sources.get(it.mark.item as usize)?.origin(it.mark)));
            unused.extend(origins.map(|origin| self.known.origins.number(origin)));
        }
        unused
    }

    /// A value of a summary at a call, without the taints of `own`.
    fn instance(&mut self, cell: &Cell, own: &[u32], actuals: &[Actual], state: &State) -> Cell {
        let mut origins = std::mem::take(&mut self.known.origins);
        let mut cell = cell.replaced(&mut origins, &mut |taint, is_whole, origins| {
            let is_own = own.contains(&taint);
            if is_own { None } else { given(origins, taint, is_whole, actuals, state) }
        });
        self.known.origins = origins;
        cell.cut(DEPTH);
        cell
    }

    /// What a taint of a summary is at a call.
    fn given(
        &mut self,
        taint: u32,
        is_whole: bool,
        actuals: &[Actual],
        state: &State,
    ) -> Option<Arc<Cell>> {
        given(&mut self.known.origins, taint, is_whole, actuals, state)
    }

    /// Where an input is written at a call.
    fn span_of(&self, input: u32, node: NodeId, actuals: &[Actual]) -> Option<Span> {
        let (input, _) = self.known.origins.as_input(input)?;
        match input.root {
            Root::Parameter(at) => actuals.get(at as usize)?.span,
            Root::Variable(_) => Some(self.tree.node(node).span()),
        }
    }
}

/// What a taint of a summary is at a call; an input as the value that it is, or all its taint.
fn given(
    origins: &mut super::origins::Origins,
    taint: u32,
    is_whole: bool,
    actuals: &[Actual],
    state: &State,
) -> Option<Arc<Cell>> {
    let Some((input, label)) = origins.as_input(taint) else {
        return Cell::of([taint].into_iter().collect()).value();
    };
    let mut value = match input.root {
        Root::Parameter(at) => actuals.get(at as usize)?.value.clone()?,
        Root::Variable(variable) => state.read(variable)?,
    };
    let path = input.path.clone();
    for pick in path {
        value = value.pick(pick, origins)?;
    }
    match label {
        Some(label) => Cell::of(origins.relabel(&value.all(), label, None)).value(),
        None if is_whole => Some(value),
        None => Cell::of(value.all()).value(),
    }
}
