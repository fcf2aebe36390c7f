//! Calls of functions that are known: what they do is put in the place of the call.

use super::arguments::{Actual, Place};
use super::calls::{BodyId, Passing, Receiver, Target};
use super::engine::Engine;
use super::inputs::{Pick, Root};
use super::set::Taints;
use super::summary::{Callee, Passage, Summary, Way, Ways, way};
use super::value::{Cell, DEPTH, Key, State, Value};
use sdf_core::Span;
use sdf_syntax::{Kind, NodeId, Role};
use std::rc::Rc;

impl Engine<'_, '_> {
    /// The value of a call of something known; none if it is not.
    pub(super) fn invoke(
        &mut self,
        node: NodeId,
        arguments: &[Value],
        state: &mut State,
    ) -> Option<Value> {
        let callees = self.calling.as_ref()?.context.callees(node);
        let result = match callees.as_slice() {
            [] => None,
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
        if let Some(calling) = &mut self.calling {
            calling.objects.remove(&node);
        }
        result
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
                let fields = self.calling.as_ref()?.context.calls.fields(class);
                return Some(self.record(node, &fields, arguments));
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
        let value = self.run_summary(node, receiver, summary, &actuals, state);
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
        receiver: Receiver,
        summary: &Summary,
        actuals: &[Actual],
        state: &mut State,
    ) -> Value {
        let before = state.clone();
        let mut result = self.instance(&summary.result, actuals, &before);
        let mut ways = vec![(&summary.ways, self.temporary(node))];
        for effect in &summary.effects {
            let cell = self.instance(&effect.cell, actuals, &before);
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
            let origins = &mut self.known.origins;
            state.put((variable, &path, is_whole), cell.value(), origins);
            self.watch(variable, state);
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

    /// A value of a summary at a call.
    fn instance(&mut self, cell: &Cell, actuals: &[Actual], state: &State) -> Cell {
        let mut origins = std::mem::take(&mut self.known.origins);
        let mut cell = cell.replaced(&mut origins, &mut |taint, is_whole, origins| {
            given(origins, taint, is_whole, actuals, state)
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
    ) -> Option<Rc<Cell>> {
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

    /// An object that keeps what its class is called with in its fields.
    fn record(
        &mut self,
        node: NodeId,
        fields: &[sdf_syntax::Symbol],
        arguments: &[Value],
    ) -> Value {
        let tree = self.tree;
        let children = tree.children(node).filter(|&it| tree.node(it).role != Role::Callee);
        let (mut members, mut rest) = (Vec::new(), Taints::default());
        let mut next = fields.iter();
        for (child, value) in children.zip(arguments) {
            let field = match tree.node(child).kind {
                Kind::KeywordArgument => Some(tree.node(child).symbol),
                Kind::Starred | Kind::DoubleStarred => None,
                _ => next.next().copied(),
            };
            match (field, value) {
                (Some(field), _) => members.push((Key::Field(field), value.clone())),
                (None, Some(cell)) => drop(rest.extend(&cell.all())),
                (None, None) => {}
            }
        }
        Cell::display(members.into_iter(), rest)
    }

    /// Keeps the object of a call that is known until the call.
    pub(super) fn keep_object(&mut self, attribute: NodeId, object: &Value) {
        let call = self.tree.node(attribute).parent;
        if let Some(calling) = &mut self.calling
            && !calling.context.calls.targets(call).is_empty()
        {
            calling.objects.insert(call, object.clone());
        }
    }

    /// The value of an attribute that runs a property.
    pub(super) fn read_property(
        &mut self,
        node: NodeId,
        object: &Value,
        state: &mut State,
    ) -> Option<Value> {
        let calling = self.calling.as_mut()?;
        if calling.context.calls.targets(node).is_empty() {
            return None;
        }
        calling.objects.insert(node, object.clone());
        self.invoke(node, &[], state)
    }

    /// Notes what a variable is given that functions within read.
    pub(super) fn watch(&mut self, variable: u32, state: &State) {
        if let Some(calling) = &mut self.calling
            && calling.watched.contains(&variable)
            && let Some(cell) = state.read(variable)
        {
            let written = calling.written.entry(variable).or_default();
            written.merge(&cell, &mut self.known.origins);
        }
    }

    /// What a member of a value holds.
    pub(super) fn member(&mut self, cell: &Cell, key: Key) -> Value {
        cell.pick(Pick::Key(key), &mut self.known.origins)
    }

    /// What an element of a value holds.
    pub(super) fn element(&mut self, cell: &Cell) -> Value {
        cell.pick(Pick::Element, &mut self.known.origins)
    }

    /// Writes to a place.
    pub(super) fn put(&mut self, place: (u32, &[Key], bool), value: Value, state: &mut State) {
        state.put(place, value, &mut self.known.origins);
        self.watch(place.0, state);
    }

    /// One of several values, nobody knows which.
    pub(super) fn either(&mut self, values: &[Value]) -> Value {
        let mut all: Option<Cell> = None;
        for value in values {
            let cell = value.as_deref().cloned().unwrap_or_default();
            match &mut all {
                None => all = Some(cell),
                Some(all) => drop(all.merge(&cell, &mut self.known.origins)),
            }
        }
        all.and_then(Cell::value)
    }
}

/// What a taint of a summary is at a call; an input as the value that it is, or all its taint.
fn given(
    origins: &mut super::origins::Origins,
    taint: u32,
    is_whole: bool,
    actuals: &[Actual],
    state: &State,
) -> Option<Rc<Cell>> {
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
