//! Puts together what is to be known of a body when it has been followed.

use super::calls::BodyId;
use super::engine::Engine;
use super::inputs::{Input, Root};
use super::marks::Covered;
use super::set::Taints;
use super::summary::{Arrival, Calling, Effect, Held, Passage, Summary, Ways, way};
use super::value::{Cell, State, Value};
use sdf_syntax::NodeId;
use std::sync::Arc;

/// What the analysis of one body gives.
pub(super) struct Collected {
    pub(super) summary: Summary,
    pub(super) arrivals: Vec<Arrival>,
    pub(super) passages: Vec<Passage>,
}

impl Engine<'_, '_> {
    /// What is known where a body begins, besides its parameters.
    pub(super) fn begin(&mut self) -> State {
        let mut state = State::default();
        let Some(calling) = &mut self.calling else { return state };
        let context = &calling.context;
        let Some(body) = context.calls.body(calling.body) else { return state };
        // The module itself begins with nothing.
        let globals = body.globals.iter().filter(|_| calling.body != BodyId::MODULE);
        for &variable in globals {
            let Some(held) = context.globals.get(&variable) else { continue };
            calling.entry.insert(variable, held.cell.clone());
            state.set(variable, held.cell.clone().value());
            for (&taint, inside) in &held.ways {
                if let Some((&last, inside)) = inside.split_last() {
                    self.known.ways.insert((variable, taint), (last, None));
                    self.known.passages.insert((variable, taint), inside.into());
                }
            }
        }
        for &variable in &body.captures {
            let number = self.known.origins.input(Input::whole(Root::Variable(variable)));
            let cell = Cell::input(number);
            calling.entry.insert(variable, cell.clone());
            state.set(variable, cell.value());
        }
        for variable in calling.watched.clone() {
            self.watch(variable, &state);
        }
        state
    }

    /// What a parameter holds besides its default value: whatever it is given.
    pub(super) fn begin_parameter(&mut self, node: NodeId, variable: u32, value: Value) -> Value {
        let Some(calling) = &mut self.calling else { return value };
        let context = &calling.context;
        let Some(body) = context.calls.body(calling.body) else { return value };
        let at = body.parameters.binary_search_by_key(&node, |it| it.node);
        let Ok(at) = at else { return value };
        let number = self.known.origins.input(Input::whole(Root::Parameter(at as u32)));
        let mut cell = Cell::input(number);
        if let Some(value) = value {
            cell.merge(&value, &mut self.known.origins);
        }
        if let Some(class) = body.class.filter(|_| at == 0 && body.has_receiver())
            && let Some(held) = context.objects.get(class.0 as usize)
        {
            cell.merge(&held.cell, &mut self.known.origins);
            for (&taint, inside) in &held.ways {
                if let Some((&last, inside)) = inside.split_last() {
                    self.known.ways.entry((variable, taint)).or_insert((last, None));
                    self.known.passages.insert((variable, taint), inside.into());
                }
            }
        }
        calling.entry.insert(variable, cell.clone());
        cell.value()
    }

    /// Notes what a body returns.
    pub(super) fn returns(&mut self, value: &Value) {
        let yields = self.yields();
        if !yields {
            self.give(value);
        }
    }

    /// Notes what a body yields: an element of what it gives.
    pub(super) fn yielded(&mut self, value: &Value, is_delegated: bool) {
        if !self.yields() {
            return;
        }
        let element = match value {
            Some(cell) if is_delegated => self.element(cell),
            _ => value.clone(),
        };
        let all = element.as_deref().map(Cell::all).unwrap_or_default();
        self.give(&Cell::of(all).value());
    }

    fn yields(&self) -> bool {
        let calling = self.calling.as_ref();
        let body = calling.and_then(|it| it.context.calls.body(it.body));
        body.is_some_and(|body| body.yields)
    }

    fn give(&mut self, value: &Value) {
        if !self.recording {
            return;
        }
        let mut cell = value.as_deref().cloned().unwrap_or_default();
        if !self.tells_each() {
            cell.thin(&self.known.origins);
        }
        for taint in cell.all().iter() {
            let known = self.calling.as_ref().is_none_or(|it| it.ways.contains_key(&taint));
            if !known && self.spend(1) {
                let spans = self.way(taint);
                if let Some(calling) = &mut self.calling {
                    calling.ways.insert(taint, way(spans));
                }
            }
        }
        if let Some(calling) = &mut self.calling {
            if std::mem::replace(&mut calling.has_result, true) {
                calling.result.merge(&cell, &mut self.known.origins);
            } else {
                calling.result = cell;
            }
        }
    }

    /// Notes inputs that arrive at a sink, with all that arrives there.
    pub(super) fn arrives(&mut self, covered: Covered, taints: &Taints, parts: Vec<Taints>) {
        if self.calling.is_none() {
            return;
        }
        let mut ways = Ways::new();
        for taint in taints.iter().chain(parts.iter().flat_map(Taints::iter)) {
            if !self.spend(1) {
                return;
            }
            ways.entry(taint).or_insert_with(|| way(self.way(taint)));
        }
        let (item, at) = (covered.mark.item, covered.mark.at);
        if let Some(calling) = &mut self.calling {
            calling.arrivals.push(Arrival { item, at, taints: taints.clone(), parts, ways });
        }
    }

    /// What is to be known of the body, which leaves `exit`.
    pub(super) fn collect(&mut self, exit: Option<&State>) -> Option<Collected> {
        self.recording = true;
        self.closures();
        let mut calling = self.calling.take()?;
        let effects = self.effects(&mut calling, exit);
        let mut live = Taints::default();
        let origins = &self.known.origins;
        let arrivals = calling.arrivals.iter();
        let arriving = arrivals.flat_map(|it| std::iter::once(&it.taints).chain(&it.parts));
        for taint in arriving.flat_map(|taints| origins.inputs(taints)) {
            live.extend(&origins.unlabelled(taint).map(|(it, _)| it).into_iter().collect());
        }
        for passage in &calling.passages {
            let input = origins.unlabelled(passage.taint).map(|(it, _)| it);
            live.extend(&input.into_iter().collect());
        }
        Some(Collected {
            summary: Summary { result: calling.result, ways: calling.ways, effects, live },
            arrivals: calling.arrivals,
            passages: calling.passages,
        })
    }

    /// Hands what variables are given over to the functions within that read them, where others
    /// may run those.
    fn closures(&mut self) {
        let Some(calling) = &self.calling else { return };
        let context = &calling.context;
        let inner = context.calls.body(calling.body).map(|body| body.inner.as_slice());
        let mut found = Vec::new();
        for &id in inner.unwrap_or_default() {
            let Some(body) = context.calls.body(id).filter(|body| body.escapes) else { continue };
            let summary = context.summaries.get(id.index()).and_then(Option::as_ref);
            let Some(summary) = summary else { continue };
            for input in summary.live.iter() {
                if let Some((it, _)) = self.known.origins.as_input(input)
                    && let Root::Variable(variable) = it.root
                    && let Some(cell) = calling.written.get(&variable)
                {
                    found.push((id, body.owner, input, variable, it.path.clone(), cell.clone()));
                }
            }
        }
        for (to, site, input, variable, path, cell) in found {
            let mut value = cell.value();
            for pick in path {
                value = value.and_then(|cell| cell.pick(pick, &mut self.known.origins));
            }
            self.reads.clear();
            self.reads.push(variable);
            for taint in value.map(|cell| cell.all()).unwrap_or_default().iter() {
                if !self.spend(1) {
                    return;
                }
                let passage = Passage { taint, site, to, input, way: way(self.way(taint)) };
                if let Some(calling) = &mut self.calling {
                    calling.passages.push(passage);
                }
            }
        }
    }

    /// What the body leaves in what it was given.
    fn effects(&mut self, calling: &mut Calling<'_>, exit: Option<&State>) -> Vec<Effect> {
        let (Some(exit), Some(body)) = (exit, calling.context.calls.body(calling.body)) else {
            return Vec::new();
        };
        let mut effects = Vec::new();
        let parameters = body.parameters.iter().enumerate().filter(|(_, it)| !it.is_rebound);
        let parameters = parameters.filter_map(|(at, parameter)| {
            let variable = self.variables.get(parameter.node)?;
            Some((Root::Parameter(at as u32), variable.0))
        });
        let outer = exit.cells.iter().map(|&(variable, _)| variable).filter(|&variable| {
            (variable as usize) < self.variables.len()
                && (body.captures.binary_search(&variable).is_ok()
                    || calling.context.calls.lasting(variable).is_some())
        });
        let outer = outer.map(|variable| (Root::Variable(variable), variable));
        let places: Vec<_> = parameters.chain(outer).collect();
        for (root, variable) in places {
            let Some(left) = exit.read(variable) else { continue };
            let entry = calling.entry.get(&variable).cloned().unwrap_or_default();
            let Some(mut cell) = changed(&left, &entry, &mut self.known.origins) else { continue };
            if !self.tells_each() {
                cell.thin(&self.known.origins);
            }
            let mut ways = Ways::new();
            for taint in cell.all().iter() {
                if !self.spend(1) {
                    return effects;
                }
                ways.insert(taint, way(self.way_to(variable, taint)));
            }
            effects.push(Effect { root, cell, ways });
        }
        effects
    }
}

/// What of a value is not as it was: members that are the same are left to what it was.
fn changed(left: &Cell, entry: &Cell, origins: &mut super::origins::Origins) -> Option<Cell> {
    if left == entry {
        return None;
    }
    let mut cell = left.clone();
    if !cell.inputs.is_empty() {
        cell.own = cell.own.iter().filter(|&taint| !entry.own.contains(taint)).collect();
    }
    let whole = Cell { inputs: left.inputs.clone(), ..Cell::default() };
    cell.members.retain(|(key, member)| {
        let pick = super::inputs::Pick::Key(*key);
        let before = entry.pick(pick, origins);
        let untouched = whole.pick(pick, origins);
        before.as_ref() != Some(member) && untouched.as_ref() != Some(member)
    });
    let is_same = cell.members.is_empty() && cell.own.is_empty() && cell.inputs == entry.inputs;
    (!is_same).then_some(cell)
}

impl Held {
    /// Takes in what an effect leaves of sources; whether that was news.
    pub(super) fn take(&mut self, effect: &Effect, origins: &mut super::origins::Origins) -> bool {
        let known = effect.cell.known(origins);
        if !known.is_tainted() {
            return false;
        }
        // What it was given is not its own: members that hold nothing from sources say nothing.
        let mut kept = Cell::of(known.own);
        kept.members =
            known.members.into_iter().filter(|(_, member)| member.is_tainted()).collect();
        let changed = self.cell.merge(&kept, origins);
        for taint in kept.all().iter() {
            if let Some(way) = effect.ways.get(&taint) {
                self.ways.entry(taint).or_insert_with(|| Arc::clone(way));
            }
        }
        changed
    }
}
