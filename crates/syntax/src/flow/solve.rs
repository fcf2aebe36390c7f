//! Runs an analysis over a graph until nothing changes.

use super::{Edge, EdgeId, EdgeKind, Flow, Step, StepId};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt;
use std::ops::ControlFlow;

/// An analysis that follows control forward. States form a lattice of finite height; `transfer`
/// must be monotone in them.
pub trait Dataflow {
    /// What is known at a place.
    type State: Clone;

    /// What `step` does to what is known. It may be asked again and again; to break gives the
    /// analysis up.
    fn transfer(&mut self, id: StepId, step: Step, state: &mut Self::State) -> ControlFlow<()>;

    /// Takes `from` into `into`, where ways meet; whether that changed anything.
    fn join(&mut self, into: &mut Self::State, from: &Self::State) -> bool;

    /// What is known along `edge` when `state` is known behind the step that it leaves.
    fn follow(&mut self, _id: EdgeId, _edge: Edge, _state: &Self::State) -> Follow<Self::State> {
        Follow::Same
    }
}

/// What is known along an edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Follow<S> {
    /// It is never taken.
    Never,
    /// What is known before it.
    Same,
    /// This: more is known because it was taken, or taking it does something.
    Changed(S),
}

/// The analysis gave up before nothing changed any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsolved;

impl fmt::Display for Unsolved {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the analysis of the flow was given up: it takes too many steps")
    }
}

impl std::error::Error for Unsolved {}

/// What is known where runs of steps begin.
#[derive(Clone, Debug)]
pub struct Solution<S> {
    /// By step; kept where ways meet or part, so that straight code costs no memory.
    states: Vec<Option<S>>,
}

impl<S: Clone> Solution<S> {
    /// Shows each step that can be reached, in order, with what is known before it, and then lets
    /// `analysis` do it. Called once at the end, to collect what was found out.
    pub fn replay<A: Dataflow<State = S>>(
        &self,
        flow: &Flow,
        analysis: &mut A,
        mut visit: impl FnMut(&mut A, StepId, Step, &S),
    ) -> Result<(), Unsolved> {
        for &leader in flow.order() {
            let Some(Some(state)) = self.states.get(leader.index()) else { continue };
            let mut state = state.clone();
            let mut at = leader;
            loop {
                let step = flow.step(at);
                visit(analysis, at, step, &state);
                if analysis.transfer(at, step, &mut state).is_break() {
                    return Err(Unsolved);
                }
                let Some((id, edge)) = only_follower(flow, at) else { break };
                match analysis.follow(id, edge, &state) {
                    Follow::Never => break,
                    Follow::Same => {}
                    Follow::Changed(changed) => state = changed,
                }
                at = edge.to;
            }
        }
        Ok(())
    }

    /// What is known before `step`, if a run of steps begins there and it can be reached: so at
    /// the exit.
    pub fn before(&self, step: StepId) -> Option<&S> {
        self.states.get(step.index()).and_then(Option::as_ref)
    }
}

/// Follows `flow` from its entry with `initial` until nothing changes.
pub fn solve<A: Dataflow>(
    flow: &Flow,
    analysis: &mut A,
    initial: A::State,
) -> Result<Solution<A::State>, Unsolved> {
    let mut work = Work {
        states: vec![None; flow.steps().len()],
        waiting: vec![false; flow.steps().len()],
        queue: BinaryHeap::new(),
    };
    work.arrive(flow, analysis, StepId::ENTRY, &initial);
    while let Some(Reverse((_, leader))) = work.queue.pop() {
        if let Some(waiting) = work.waiting.get_mut(leader.index()) {
            *waiting = false;
        }
        let Some(Some(state)) = work.states.get(leader.index()) else { continue };
        let mut state = state.clone();
        let mut at = leader;
        loop {
            if analysis.transfer(at, flow.step(at), &mut state).is_break() {
                return Err(Unsolved);
            }
            let next = only_follower(flow, at);
            for (id, edge) in flow.successors(at) {
                if next.is_some_and(|(next, _)| next == id) {
                    continue;
                }
                let followed = analysis.follow(id, edge, &state);
                let along = match &followed {
                    Follow::Never => continue,
                    Follow::Same => &state,
                    Follow::Changed(changed) => changed,
                };
                work.arrive(flow, analysis, edge.to, along);
            }
            let Some((id, edge)) = next else { break };
            match analysis.follow(id, edge, &state) {
                Follow::Never => break,
                Follow::Same => {}
                Follow::Changed(changed) => state = changed,
            }
            at = edge.to;
        }
    }
    Ok(Solution { states: work.states })
}

struct Work<S> {
    states: Vec<Option<S>>,
    waiting: Vec<bool>,
    /// Where runs begin that are to be followed, by their place in the order.
    queue: BinaryHeap<Reverse<(usize, StepId)>>,
}

impl<S: Clone> Work<S> {
    /// Takes a state to where a run begins, which is to be followed again if that is news.
    fn arrive<A>(&mut self, flow: &Flow, analysis: &mut A, to: StepId, state: &S)
    where
        A: Dataflow<State = S>,
    {
        let Some(slot) = self.states.get_mut(to.index()) else { return };
        let is_news = match slot {
            Some(known) => analysis.join(known, state),
            None => {
                *slot = Some(state.clone());
                true
            }
        };
        if let (true, Some(waits), Some(rank)) =
            (is_news, self.waiting.get_mut(to.index()), flow.rank(to))
            && !std::mem::replace(waits, true)
        {
            self.queue.push(Reverse((rank, to)));
        }
    }
}

/// The step that alone follows, but for exceptions, and follows nothing else: it belongs to the
/// same run.
fn only_follower(flow: &Flow, step: StepId) -> Option<(EdgeId, Edge)> {
    let mut ways = flow.successors(step).filter(|(_, edge)| edge.kind != EdgeKind::Raised);
    let (id, edge) = ways.next()?;
    let is_only = ways.next().is_none()
        && edge.to != StepId::EXIT
        && flow.predecessors(edge.to).nth(1).is_none();
    is_only.then_some((id, edge))
}
