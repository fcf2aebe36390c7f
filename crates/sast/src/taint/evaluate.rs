//! Evaluates expressions: children first, with a stack of tasks.

use super::apply::Sanitized;
use super::combine::join;
use super::engine::{Engine, NESTING};
use super::state::State;
use super::value::Value;
use sdf_syntax::{Kind, NodeId, Role};

/// What is still to be done, last first.
pub(super) enum Task {
    /// Evaluate; leaves a value.
    Enter(NodeId),
    /// Put the values from this place on together to that of the node.
    Exit(NodeId, usize),
    /// Take the values from this place on for a clean one.
    Clean(usize),
    /// Take a value as what is iterated over and bind its elements.
    Bind(NodeId),
    /// Take a value and forget it.
    Forget,
    /// Evaluate where a condition, evaluated before, holds or does not.
    Where(NodeId, bool, NodeId),
    /// A condition, evaluated before, holds from here on.
    Assume(NodeId),
    /// Where variables may again have what they had.
    Restore(Vec<(u32, Value)>),
    /// Bind a parameter of a lambda, whose default value was left if it has one.
    Parameter(NodeId, bool),
}

impl Engine<'_, '_> {
    /// The taint of an expression. All within is looked at: sources, sinks, assignments.
    pub(super) fn evaluate(&mut self, root: NodeId, state: &mut State) -> Value {
        if self.nesting >= NESTING {
            self.shared.unfinished = true;
            return None;
        }
        // Containers are built before anything is tainted.
        if !self.options.models
            && state.is_clean()
            && self.calling.is_none()
            && !self.marks.has_source(root)
        {
            return None;
        }
        self.nesting += 1;
        let (mut tasks, mut values) = self.buffers.pop().unwrap_or_default();
        tasks.push(Task::Enter(root));
        while let Some(task) = tasks.pop() {
            if !self.spend(1) {
                break;
            }
            match task {
                Task::Enter(node) => self.enter(node, state, &mut tasks, &mut values),
                Task::Exit(node, base) => {
                    let (value, arguments) =
                        self.combine(node, values.get(base..).unwrap_or_default(), state);
                    values.truncate(base);
                    let value = self.arrive(node, value, state, arguments.as_ref());
                    values.push(if self.is_safe_type(node) { None } else { value });
                }
                Task::Clean(base) => {
                    values.truncate(base);
                    values.push(None);
                }
                Task::Bind(target) => {
                    let value = values.pop().flatten();
                    let element = value.and_then(|cell| self.element(&cell));
                    self.assign(target, element, state);
                }
                Task::Forget => drop(values.pop()),
                // Never evaluated.
                Task::Where(condition, holds, _)
                    if self.flows.always(condition) == Some(!holds) =>
                {
                    values.push(None);
                }
                Task::Where(condition, holds, node) => {
                    let before = self.assume(condition, holds, state);
                    tasks.extend(before.map(Task::Restore));
                    tasks.push(Task::Enter(node));
                }
                Task::Assume(condition) => drop(self.assume(condition, true, state)),
                Task::Restore(before) => {
                    for (variable, value) in before {
                        state.set(variable, join(&[state.read(variable), value]));
                    }
                }
                Task::Parameter(node, has_default) => {
                    let default = if has_default { values.pop().flatten() } else { None };
                    self.bind_parameter(node, default, state);
                }
            }
        }
        self.nesting -= 1;
        let value = values.pop().flatten();
        tasks.clear();
        values.clear();
        self.buffers.push((tasks, values));
        value
    }

    fn enter(
        &mut self,
        node: NodeId,
        state: &mut State,
        tasks: &mut Vec<Task>,
        values: &mut Vec<Value>,
    ) {
        let tree = self.tree;
        let base = values.len();
        tasks.push(match self.sanitized(node, state) {
            Sanitized::No => Task::Exit(node, base),
            Sanitized::Itself => Task::Clean(base),
            Sanitized::Wholly => return values.push(None),
        });
        let from = tasks.len();
        let kind = tree.node(node).kind;
        let children = tree.children(node).filter(|&child| tree.node(child).role != Role::Type);
        match kind {
            Kind::Name | Kind::String => {}
            // Arguments come first: taint may go from them to the object.
            Kind::Call => {
                let is_callee = |&child: &NodeId| tree.node(child).role == Role::Callee;
                tasks.extend(children.clone().filter(|child| !is_callee(child)).map(Task::Enter));
                tasks.extend(children.filter(is_callee).map(Task::Enter));
            }
            Kind::Attribute => {
                tasks.extend(tree.child(node, Role::Object).map(Task::Enter));
            }
            Kind::Conditional => {
                let mut parts = children;
                if let (Some(value), Some(condition), Some(other)) =
                    (parts.next(), parts.next(), parts.next())
                {
                    tasks.extend([
                        Task::Enter(condition),
                        Task::Where(condition, true, value),
                        Task::Where(condition, false, other),
                    ]);
                }
            }
            Kind::BooleanOperation => {
                let mut parts = children;
                if let (Some(left), Some(right)) = (parts.next(), parts.next()) {
                    let goes_on = tree.bytes(tree.node(node).symbol) == b"and";
                    tasks.extend([Task::Enter(left), Task::Where(left, goes_on, right)]);
                }
            }
            Kind::NamedExpression => tasks.extend(tree.child(node, Role::Value).map(Task::Enter)),
            Kind::Dictionary => {
                for child in children {
                    match tree.node(child).kind {
                        Kind::Pair => tasks.extend(tree.children(child).map(Task::Enter)),
                        _ => tasks.push(Task::Enter(child)),
                    }
                }
            }
            Kind::Lambda => {
                for child in children {
                    if tree.node(child).kind == Kind::Parameter {
                        let default = tree.child(child, Role::Value);
                        tasks.extend(default.map(Task::Enter));
                        tasks.push(Task::Parameter(child, default.is_some()));
                    } else if tree.node(child).role == Role::Body {
                        tasks.push(Task::Enter(child));
                    }
                }
            }
            Kind::ListComprehension
            | Kind::SetComprehension
            | Kind::DictionaryComprehension
            | Kind::Generator => {
                let mut restored = Vec::new();
                let mut is_empty = false;
                for child in children {
                    let part = |role| tree.child(child, role);
                    match tree.node(child).kind {
                        Kind::ComprehensionFor => {
                            if let (Some(value), Some(target)) =
                                (part(Role::Value), part(Role::Target))
                            {
                                tasks.extend([Task::Enter(value), Task::Bind(target)]);
                            }
                        }
                        Kind::ComprehensionIf => {
                            if let Some(condition) = part(Role::Condition) {
                                is_empty |= self.flows.always(condition) == Some(false);
                                restored.extend(self.checked_by(condition, state));
                                tasks.extend([
                                    Task::Enter(condition),
                                    Task::Forget,
                                    Task::Assume(condition),
                                ]);
                            }
                        }
                        _ => {}
                    }
                }
                let body = tree.child(node, Role::Body);
                tasks.extend(body.map(|body| match is_empty {
                    true => Task::Clean(base),
                    false => Task::Enter(body),
                }));
                if !restored.is_empty() {
                    tasks.push(Task::Restore(restored));
                }
            }
            _ => tasks.extend(children.map(Task::Enter)),
        }
        if let Some(added) = tasks.get_mut(from..) {
            added.reverse();
        }
    }
}
