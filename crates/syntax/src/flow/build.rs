//! Builds the graph of a body with a stack of tasks, as a compiler places labels and jumps.

use super::order::finish;
use super::{Edge, EdgeKind, Flow, Step, StepId};
use crate::{Kind, NodeId, Role, Tree};

pub(super) fn build(tree: &Tree, owner: NodeId) -> Flow {
    let mut builder = Builder {
        tree,
        steps: vec![Step::Entry, Step::Exit],
        edges: Vec::new(),
        here: Some((StepId::ENTRY, EdgeKind::Next)),
        frames: Vec::new(),
        tasks: Vec::new(),
    };
    builder.body_of(owner);
    while let Some(task) = builder.tasks.pop() {
        builder.run(task);
    }
    builder.jump(StepId::EXIT);
    finish(owner, builder.steps, builder.edges)
}

/// What is still to be done, last first.
#[derive(Clone, Copy)]
pub(super) enum Task {
    /// A statement, or whatever stands in its place.
    Statement(NodeId),
    /// A step of its own.
    Emit(Step),
    /// Goes to a step.
    Jump(StepId),
    /// Goes on behind a step, on one of its edges.
    From(StepId, EdgeKind),
    /// Opens a frame.
    Enter(Frame),
    /// Closes the innermost frame.
    Leave,
    /// A case; the last has nowhere to go when it does not fit but behind the statement.
    Case { case: NodeId, next: StepId, end: StepId },
    /// Leaves as an exception does.
    RaiseOut,
    /// Closes the frame of a final branch and begins that.
    BeginFinally,
    /// A final branch is over: on to where its ways in were going.
    EndFinally(Ways),
}

/// What surrounds a statement and takes its ways out.
#[derive(Clone, Copy)]
pub(super) enum Frame {
    /// A loop: where `break` and `continue` go.
    Loop { end: StepId, head: StepId },
    /// A guarded body: where exceptions go.
    Try { caught: StepId },
    /// A statement with a final branch: where all ways out go, and which were taken.
    Finally { begin: StepId, ways: Ways, branch: NodeId },
}

/// The ways that lead out through a final branch.
#[derive(Clone, Copy, Default)]
pub(super) struct Ways {
    raises: bool,
    returns: bool,
    breaks: bool,
    continues: bool,
}

/// Ways out of a body that statements take.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Return,
    Break,
    Continue,
}

pub(super) struct Builder<'t> {
    pub(super) tree: &'t Tree,
    steps: Vec<Step>,
    edges: Vec<Edge>,
    /// The step and edge that the next step follows; none where nothing can come.
    pub(super) here: Option<(StepId, EdgeKind)>,
    pub(super) frames: Vec<Frame>,
    tasks: Vec<Task>,
}

impl Builder<'_> {
    fn body_of(&mut self, owner: NodeId) {
        let tree = self.tree;
        for child in tree.children(owner) {
            match (tree.node(owner).kind, tree.node(child).role) {
                (Kind::Lambda, Role::Body) => self.tasks.push(Task::Emit(Step::Return(child))),
                (Kind::Function, Role::Body) => self.tasks.push(Task::Statement(child)),
                (Kind::Function | Kind::Lambda, _) => {
                    if tree.node(child).kind == Kind::Parameter {
                        self.emit(Step::Parameter(child));
                    }
                }
                _ => self.tasks.push(Task::Statement(child)),
            }
        }
        self.tasks.reverse();
    }

    fn run(&mut self, task: Task) {
        match task {
            Task::Statement(node) => self.statement(node),
            Task::Emit(step) => {
                self.emit(step);
            }
            Task::Jump(to) => self.jump(to),
            Task::From(step, kind) => self.here = Some((step, kind)),
            Task::Enter(frame) => self.frames.push(frame),
            Task::Leave => drop(self.frames.pop()),
            Task::Case { case, next, end } => self.case(case, next, end),
            Task::RaiseOut => self.raise_out(),
            Task::BeginFinally => self.begin_finally(),
            Task::EndFinally(ways) => self.end_finally(ways),
        }
    }

    pub(super) fn add(&mut self, step: Step) -> StepId {
        self.steps.push(step);
        StepId(self.steps.len() as u32 - 1)
    }

    pub(super) fn edge(&mut self, from: StepId, to: StepId, kind: EdgeKind) {
        self.edges.push(Edge { from, to, kind });
    }

    /// A step that follows; within a guarded body it may raise.
    pub(super) fn emit(&mut self, step: Step) -> StepId {
        let id = self.add(step);
        if let Some((from, kind)) = self.here {
            self.edge(from, id, kind);
        }
        if let Some(target) = self.exception_target() {
            self.edge(id, target, EdgeKind::Raised);
        }
        self.here = Some((id, EdgeKind::Next));
        id
    }

    pub(super) fn jump(&mut self, to: StepId) {
        if let Some((from, kind)) = self.here.take() {
            self.edge(from, to, kind);
        }
    }

    /// Where an exception goes; none out of the body.
    fn exception_target(&mut self) -> Option<StepId> {
        self.frames.iter_mut().rev().find_map(|frame| match frame {
            Frame::Loop { .. } => None,
            Frame::Try { caught } => Some(*caught),
            Frame::Finally { begin, ways, .. } => {
                ways.raises = true;
                Some(*begin)
            }
        })
    }

    pub(super) fn raise_out(&mut self) {
        let target = self.exception_target().unwrap_or(StepId::EXIT);
        if let Some((from, _)) = self.here.take() {
            self.edge(from, target, EdgeKind::Raised);
        }
    }

    pub(super) fn leave_by(&mut self, way: Way) {
        for at in (0..self.frames.len()).rev() {
            match (self.frames.get_mut(at), way) {
                (Some(Frame::Finally { begin, ways, .. }), _) => {
                    match way {
                        Way::Return => ways.returns = true,
                        Way::Break => ways.breaks = true,
                        Way::Continue => ways.continues = true,
                    }
                    let begin = *begin;
                    return self.jump(begin);
                }
                (Some(&mut Frame::Loop { end, .. }), Way::Break) => return self.jump(end),
                (Some(&mut Frame::Loop { head, .. }), Way::Continue) => return self.jump(head),
                _ => {}
            }
        }
        // Also a break without a loop, which is no valid code.
        self.jump(StepId::EXIT);
    }

    fn begin_finally(&mut self) {
        if let Some(Frame::Finally { begin, ways, branch }) = self.frames.pop() {
            self.here = Some((begin, EdgeKind::Next));
            self.schedule([Task::Statement(branch), Task::EndFinally(ways)]);
        }
    }

    fn end_finally(&mut self, ways: Ways) {
        let Some(here) = self.here else { return };
        if ways.raises {
            self.raise_out();
        }
        for (taken, way) in [
            (ways.returns, Way::Return),
            (ways.breaks, Way::Break),
            (ways.continues, Way::Continue),
        ] {
            if taken {
                self.here = Some(here);
                self.leave_by(way);
            }
        }
        self.here = Some(here);
    }

    /// Schedules tasks so that the first is done first.
    pub(super) fn schedule(&mut self, tasks: impl IntoIterator<Item = Task>) {
        let from = self.tasks.len();
        self.tasks.extend(tasks);
        if let Some(added) = self.tasks.get_mut(from..) {
            added.reverse();
        }
    }
}
