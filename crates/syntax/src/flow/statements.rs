//! What each kind of statement adds to the graph.

use super::build::{Builder, Frame, Task, Way, Ways};
use super::{EdgeKind, Step, StepId};
use crate::{Kind, NodeId, Role};

impl Builder<'_> {
    fn child(&self, id: NodeId, role: Role) -> Option<NodeId> {
        self.tree.child(id, role)
    }

    pub(super) fn statement(&mut self, id: NodeId) {
        let tree = self.tree;
        let kind = tree.node(id).kind;
        match kind {
            Kind::Assign => drop(self.emit(Step::Assign(id))),
            Kind::AugmentedAssign => drop(self.emit(Step::Augment(id))),
            Kind::Delete => drop(self.emit(Step::Delete(id))),
            Kind::Import | Kind::ImportFrom => drop(self.emit(Step::Import(id))),
            Kind::TypeAlias => drop(self.emit(Step::Define(id))),
            Kind::Print => drop(self.emit(Step::Evaluate(id))),
            Kind::Return => {
                self.emit(Step::Return(id));
                self.leave_by(Way::Return);
            }
            Kind::Raise => {
                self.emit(Step::Raise(id));
                self.raise_out();
            }
            Kind::Break => self.leave_by(Way::Break),
            Kind::Continue => self.leave_by(Way::Continue),
            Kind::Assert => self.assertion(id),
            Kind::If => self.branch(id),
            Kind::For | Kind::While => self.repeat(id, kind),
            Kind::With => {
                let items = tree.children(id).filter(|&child| tree.node(child).role != Role::Body);
                for item in items {
                    self.emit(Step::Enter(item));
                }
                self.schedule(self.child(id, Role::Body).map(Task::Statement));
            }
            Kind::Try => self.guarded(id),
            Kind::Match => self.choice(id),
            Kind::Function | Kind::Class => self.definition(id, kind),
            Kind::Pass | Kind::Global | Kind::Nonlocal => {}
            kind if kind.is_expression() => drop(self.emit(Step::Evaluate(id))),
            // Blocks, expression statements, what is left of broken code.
            _ => self.schedule(tree.children(id).map(Task::Statement)),
        }
    }

    fn assertion(&mut self, id: NodeId) {
        let mut parts = self.tree.children(id);
        let Some(condition) = parts.next() else { return };
        let condition = self.emit(Step::Condition(condition));
        self.here = Some((condition, EdgeKind::False));
        if let Some(message) = parts.next() {
            self.emit(Step::Evaluate(message));
        }
        self.raise_out();
        self.here = Some((condition, EdgeKind::True));
    }

    fn branch(&mut self, id: NodeId) {
        let Some(condition) = self.child(id, Role::Condition) else { return };
        let condition = self.emit(Step::Condition(condition));
        let end = self.add(Step::Join);
        let body = self.child(id, Role::Body).map(Task::Statement);
        let other = self.child(id, Role::Else).map(Task::Statement);
        let tasks = [Task::From(condition, EdgeKind::True)]
            .into_iter()
            .chain(body)
            .chain([Task::Jump(end), Task::From(condition, EdgeKind::False)])
            .chain(other)
            .chain([Task::Jump(end), Task::From(end, EdgeKind::Next)]);
        self.schedule(tasks);
    }

    fn repeat(&mut self, id: NodeId, kind: Kind) {
        let head = match (kind, self.child(id, Role::Value), self.child(id, Role::Condition)) {
            (Kind::For, Some(value), _) => {
                self.emit(Step::Evaluate(value));
                self.emit(Step::Iterate(id))
            }
            (Kind::While, _, Some(condition)) => self.emit(Step::Condition(condition)),
            _ => return,
        };
        let end = self.add(Step::Join);
        let body = self.child(id, Role::Body).map(Task::Statement);
        let other = self.child(id, Role::Else).map(Task::Statement);
        let enter = [Task::Enter(Frame::Loop { end, head }), Task::From(head, EdgeKind::True)];
        let leave = [Task::Jump(head), Task::Leave, Task::From(head, EdgeKind::False)];
        let tasks = enter
            .into_iter()
            .chain(body)
            .chain(leave)
            .chain(other)
            .chain([Task::Jump(end), Task::From(end, EdgeKind::Next)]);
        self.schedule(tasks);
    }

    fn guarded(&mut self, id: NodeId) {
        let tree = self.tree;
        let caught = self.add(Step::Join);
        let end = self.add(Step::Join);
        let branch = self.child(id, Role::Finally);
        if let Some(branch) = branch {
            let begin = end;
            let ways = Ways::default();
            self.frames.push(Frame::Finally { begin, ways, branch });
        }
        self.frames.push(Frame::Try { caught });
        // From here, and behind every step, an exception may come.
        self.emit(Step::Join);
        let mut tasks = Vec::new();
        tasks.extend(self.child(id, Role::Body).map(Task::Statement));
        tasks.push(Task::Leave);
        tasks.extend(self.child(id, Role::Else).map(Task::Statement));
        tasks.push(Task::Jump(end));
        let mut catches_all = false;
        for handler in tree.children(id).filter(|&child| tree.node(child).kind == Kind::Handler) {
            let types = tree.children(handler).filter(|&part| tree.node(part).role == Role::Type);
            tasks.push(Task::From(caught, EdgeKind::Next));
            let before = tasks.len();
            tasks.extend(types.map(|part| Task::Emit(Step::Evaluate(part))));
            catches_all |= tasks.len() == before;
            tasks.push(Task::Emit(Step::Catch(handler)));
            tasks.extend(self.child(handler, Role::Body).map(Task::Statement));
            tasks.push(Task::Jump(end));
        }
        if !catches_all {
            tasks.extend([Task::From(caught, EdgeKind::Raised), Task::RaiseOut]);
        }
        tasks.push(match branch {
            Some(_) => Task::BeginFinally,
            None => Task::From(end, EdgeKind::Next),
        });
        self.schedule(tasks);
    }

    fn choice(&mut self, id: NodeId) {
        let tree = self.tree;
        if let Some(subject) = self.child(id, Role::Value) {
            self.emit(Step::Evaluate(subject));
        }
        let cases: Vec<_> =
            tree.children(id).filter(|&child| tree.node(child).kind == Kind::Case).collect();
        let end = self.add(Step::Join);
        let mut tasks = Vec::new();
        for (at, &case) in cases.iter().enumerate() {
            let next = if at + 1 < cases.len() { self.add(Step::Join) } else { end };
            tasks.push(Task::Case { case, next, end });
        }
        if cases.is_empty() {
            self.jump(end);
        }
        tasks.push(Task::From(end, EdgeKind::Next));
        self.schedule(tasks);
    }

    pub(super) fn case(&mut self, id: NodeId, next: StepId, end: StepId) {
        let tree = self.tree;
        let matched = self.emit(Step::Match(id));
        let guard = self.child(id, Role::Guard).map(|guard| {
            if tree.node(guard).kind.is_expression() {
                guard
            } else {
                self.child(guard, Role::Condition).unwrap_or(guard)
            }
        });
        // The wildcard fits everything; so does a name, but here `x` and `x, _` look the same.
        if [Role::Value, Role::Target].iter().any(|&role| self.child(id, role).is_some()) {
            self.edge(matched, next, EdgeKind::False);
        }
        self.here = Some((matched, EdgeKind::True));
        if let Some(guard) = guard {
            let guard = self.emit(Step::Condition(guard));
            self.edge(guard, next, EdgeKind::False);
            self.here = Some((guard, EdgeKind::True));
        }
        let body = self.child(id, Role::Body).map(Task::Statement);
        let tail = [Task::Jump(end), Task::From(next, EdgeKind::Next)];
        self.schedule(body.into_iter().chain(tail));
    }

    fn definition(&mut self, id: NodeId, kind: Kind) {
        let tree = self.tree;
        let mut tasks = Vec::new();
        for child in tree.children(id) {
            let node = tree.node(child);
            match (node.kind, node.role) {
                (Kind::Decorator, _) => {
                    tasks.extend(tree.children(child).map(|part| Task::Emit(Step::Evaluate(part))))
                }
                (Kind::Parameter, _) => tasks.extend(
                    self.child(child, Role::Value).map(|value| Task::Emit(Step::Evaluate(value))),
                ),
                (Kind::KeywordArgument, Role::Argument) => tasks
                    .extend(tree.children(child).map(|value| Task::Emit(Step::Evaluate(value)))),
                (_, Role::Argument) => tasks.push(Task::Emit(Step::Evaluate(child))),
                (_, Role::Body) if kind == Kind::Class => tasks.push(Task::Statement(child)),
                _ => {}
            }
        }
        tasks.push(Task::Emit(Step::Define(id)));
        self.schedule(tasks);
    }
}
