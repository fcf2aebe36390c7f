//! What each step of a body does to what is tainted.

use super::apply::Sanitized;
use super::engine::Engine;
use super::marks::Part;
use super::set::Taints;
use super::state::State;
use super::value::{Cell, Value};
use sdf_syntax::flow::{Dataflow, Edge, EdgeId, EdgeKind, Follow, Step, StepId, Unsolved, solve};
use sdf_syntax::{Kind, NodeId, Role};
use std::ops::ControlFlow;

/// As many variables are copied in the time of a step.
const COPIED: usize = 16;

impl Engine<'_, '_> {
    /// Follows the body until nothing changes, then notes what arrives at sinks. What is known at
    /// its end.
    pub(super) fn run(&mut self, initial: State) -> Result<Option<State>, Unsolved> {
        let flows = self.flows;
        let flow = flows.flow(self.owner);
        let solution = solve(flow, self, initial)?;
        self.recording = true;
        let has_exits = self.plan.sinks.iter().any(|sink| sink.at_exit);
        solution.replay(flow, self, |engine, id, step, state| {
            let leaves = || flow.successors(id).any(|(_, edge)| edge.to == StepId::EXIT);
            if has_exits && leaves() {
                engine.exits(step, state);
            }
        })?;
        Ok(solution.before(StepId::EXIT).cloned())
    }

    fn step(&mut self, step: Step, state: &mut State) {
        let tree = self.tree;
        match step {
            Step::Entry | Step::Exit | Step::Join | Step::Iterate(_) | Step::Match(_) => {}
            Step::Parameter(node) => {
                let default = tree.child(node, Role::Value);
                let default = default.and_then(|default| self.evaluate(default, state));
                self.bind_parameter(node, default, state);
            }
            Step::Evaluate(node) => {
                let value = self.evaluate(node, state);
                let parent = tree.node(tree.node(node).parent).kind;
                if tree.node(node).role == Role::Value && matches!(parent, Kind::For | Kind::Match)
                {
                    let temporary = self.temporary(node);
                    let taints = value.as_deref().map(Cell::all).unwrap_or_default();
                    state.set(temporary, value);
                    self.note_way(temporary, tree.node(node).span(), &taints);
                }
            }
            Step::Condition(node) => drop(self.evaluate(node, state)),
            Step::Assign(node) => self.assignment(node, state),
            Step::Augment(node) => {
                let Some(target) = tree.child(node, Role::Target) else { return };
                let held = self.evaluate(target, state);
                let mut taints = self.flat(target, &held);
                let mut operand = None;
                if let Some(written) = tree.child(node, Role::Value) {
                    operand = self.evaluate(written, state);
                    taints.extend(&self.flat(written, &operand));
                }
                let modelled =
                    if self.options.models { self.augmented(node, &held, &operand) } else { None };
                let is_container = modelled.is_some();
                let value = modelled.unwrap_or_else(|| Cell::of(taints).value());
                let value = self.whole(node, value, state);
                self.assign(target, value.clone(), state);
                // A container stays the same object.
                if let (Some(held), true) = (held, is_container) {
                    let work = state.replace(held, &value);
                    self.spend(work / 8);
                }
            }
            Step::Enter(item) => match tree.child(item, Role::Value) {
                Some(context) => {
                    let value = self.evaluate(context, state);
                    if let Some(target) = tree.child(item, Role::Target) {
                        self.assign(target, value, state);
                    }
                }
                None => drop(self.evaluate(item, state)),
            },
            Step::Catch(node) => {
                if let Some(target) = tree.child(node, Role::Target) {
                    self.assign(target, None, state);
                }
            }
            Step::Delete(node) => {
                for target in tree.children(node) {
                    self.evaluate(target, state);
                    if !(self.options.models && self.delete(target, state)) {
                        self.forget(target, state);
                    }
                }
            }
            Step::Import(node) => {
                tree.children(node).for_each(|item| self.forget(item, state));
            }
            Step::Define(node) => self.forget(node, state),
            Step::Return(node) | Step::Raise(node) => match tree.node(node).kind {
                Kind::Return | Kind::Raise => {
                    for value in tree.children(node) {
                        let value = self.evaluate(value, state);
                        if matches!(step, Step::Return(_)) {
                            self.returns(&value);
                        }
                    }
                }
                _ => {
                    let value = self.evaluate(node, state);
                    self.returns(&value);
                }
            },
        }
    }

    fn forget(&mut self, node: NodeId, state: &mut State) {
        if let Some(variable) = self.variables.get(node) {
            state.set(variable.0, None);
        }
    }

    fn assignment(&mut self, node: NodeId, state: &mut State) {
        let tree = self.tree;
        let Some(value) = tree.child(node, Role::Value) else { return };
        let assigned = self.evaluate(value, state);
        let mut assigned = self.whole(node, assigned, state);
        if tree.child(node, Role::Type).is_some_and(|written| self.is_safe_name(written)) {
            assigned = None;
        }
        let targets = tree.children(node).filter(|&child| tree.node(child).role == Role::Target);
        for target in targets {
            self.assign(target, assigned.clone(), state);
        }
    }

    /// The value of an assignment, which may be a source, be sanitized or be a sink as a whole.
    fn whole(&mut self, node: NodeId, value: Value, state: &mut State) -> Value {
        if self.sanitized(node, state) != Sanitized::No {
            return None;
        }
        self.arrive(node, value, state, None)
    }

    /// What is tainted where the body is left arrives at the sinks that wait there.
    fn exits(&mut self, step: Step, state: &State) {
        let node = match step {
            Step::Return(node) | Step::Raise(node) | Step::Evaluate(node) => node,
            Step::Assign(node) | Step::Augment(node) | Step::Condition(node) => node,
            _ => return,
        };
        let sinks: Vec<_> =
            self.marks.of(node).filter(|covered| covered.mark.part == Part::Sink).collect();
        for covered in sinks {
            let sink = self.plan.sinks.get(covered.mark.item as usize);
            if sink.is_some_and(|sink| sink.at_exit) {
                let mut taints = Taints::default();
                for cell in state.cells() {
                    taints.extend(&cell.all());
                }
                self.hit(covered, taints);
            }
        }
    }

    /// Binds what a loop or a case binds on its way in.
    fn bind(&mut self, step: Step, state: &State) -> Option<State> {
        let tree = self.tree;
        let (node, mut bound) = match step {
            Step::Iterate(node) => (node, state.clone()),
            Step::Match(case) => (tree.node(case).parent, state.clone()),
            _ => return None,
        };
        let subject = self.temporary(tree.child(node, Role::Value)?);
        let value = state.read(subject);
        self.reads.clear();
        self.reads.push(subject);
        match step {
            Step::Match(case) => {
                let value = value.and_then(|cell| Cell::of(cell.all()).value());
                let body = tree.child(case, Role::Body).map_or(case, |body| body);
                let names = tree
                    .subtree(case)
                    .take_while(|&id| id < body || body == case)
                    .filter(|&id| tree.node(id).role == Role::Target)
                    .filter(|&id| tree.node(id).kind == Kind::Name);
                for name in names {
                    self.assign(name, value.clone(), &mut bound);
                }
            }
            _ => {
                let target = tree.child(node, Role::Target)?;
                let element = value.and_then(|cell| self.element(&cell));
                self.assign(target, element, &mut bound);
                if let Some(iterable) =
                    tree.child(node, Role::Value).filter(|_| self.options.models)
                {
                    self.enter_loop(target, iterable);
                }
            }
        }
        Some(bound)
    }
}

impl Dataflow for Engine<'_, '_> {
    type State = State;

    fn transfer(&mut self, _: StepId, step: Step, state: &mut State) -> ControlFlow<()> {
        self.reads.clear();
        self.waiting.clear();
        self.step(step, state);
        if self.spend(1) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    fn join(&mut self, into: &mut State, from: &State) -> bool {
        self.spend(into.cost_of(from))
            && match self.calling {
                Some(_) => into.merge(from, &mut self.known.origins),
                None => into.join(from),
            }
    }

    fn follow(&mut self, _: EdgeId, edge: Edge, state: &State) -> Follow<State> {
        let step = self.flows.flow(self.owner).step(edge.from);
        let is_taken = match edge.kind {
            EdgeKind::Next if self.options.models || self.plan.guards.are_any() => {
                !self.flows.ends(step)
            }
            EdgeKind::Next => true,
            kind => self.flows.takes(step, kind),
        };
        if !is_taken {
            return Follow::Never;
        }
        if self.is_checked(step, edge.kind) {
            if !self.spend(state.cells.len() / COPIED) {
                return Follow::Same;
            }
            let mut checked = state.clone();
            let changes = match (step, edge.kind) {
                (Step::Condition(condition), EdgeKind::True | EdgeKind::False) => {
                    self.assume(condition, edge.kind == EdgeKind::True, &mut checked).is_some()
                }
                (Step::Evaluate(node) | Step::Assign(node), EdgeKind::Next) => {
                    self.assume_returned(node, &mut checked)
                }
                _ => false,
            };
            if changes {
                return Follow::Changed(checked);
            }
        }
        if edge.kind != EdgeKind::True {
            return Follow::Same;
        }
        // What a target is a sink for was noted when the step was taken.
        let recording = std::mem::take(&mut self.recording);
        let mut bound = self.bind(step, state);
        self.recording = recording;
        if let (Some(bound), Step::Match(case)) = (&mut bound, step) {
            self.assume_case(case, bound);
        }
        bound.map_or(Follow::Same, Follow::Changed)
    }
}
