//! Evaluates expressions: children first, with a stack of tasks.

use super::engine::{Engine, NESTING, add};
use super::set::Taints;
use super::spec::Options;
use super::value::{Cell, Key, State, Value};
use sdf_syntax::{Kind, NodeId, Role};

/// What is still to be done, last first.
enum Task {
    /// Evaluate; leaves a value.
    Enter(NodeId),
    /// Put the values from this place on together to that of the node.
    Exit(NodeId, usize),
    /// Take a value as what is iterated over and bind its elements.
    Bind(NodeId),
    /// Take a value and forget it.
    Forget,
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
        self.nesting += 1;
        let mut tasks = vec![Task::Enter(root)];
        let mut values: Vec<Value> = Vec::new();
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
                Task::Bind(target) => {
                    let value = values.pop().flatten();
                    self.assign(target, value.and_then(|cell| cell.element()), state);
                }
                Task::Forget => drop(values.pop()),
                Task::Parameter(node, has_default) => {
                    let default = if has_default { values.pop().flatten() } else { None };
                    self.bind_parameter(node, default, state);
                }
            }
        }
        self.nesting -= 1;
        values.pop().flatten()
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
        if self.is_sanitized(node, state) {
            return values.push(None);
        }
        tasks.push(Task::Exit(node, base));
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
                    tasks.extend([condition, value, other].map(Task::Enter));
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
                                tasks.extend([Task::Enter(condition), Task::Forget]);
                            }
                        }
                        _ => {}
                    }
                }
                tasks.extend(tree.child(node, Role::Body).map(Task::Enter));
            }
            _ => tasks.extend(children.map(Task::Enter)),
        }
        if let Some(added) = tasks.get_mut(from..) {
            added.reverse();
        }
    }

    /// The value of a node from those of its children, and of a call what it was passed.
    fn combine(
        &mut self,
        node: NodeId,
        values: &[Value],
        state: &mut State,
    ) -> (Value, Option<Taints>) {
        let tree = self.tree;
        let this = *tree.node(node);
        let options = self.options;
        let only_assigned = options.only_propagate_through_assignments;
        let value = match this.kind {
            Kind::Name => {
                let variable = self.variables.get(node).map(|variable| variable.0);
                let value = variable.and_then(|variable| state.read(variable));
                if let (Some(variable), true) = (variable, value.is_some()) {
                    self.reads.push(variable);
                }
                value
            }
            Kind::Attribute | Kind::Subscript if only_assigned => None,
            Kind::Attribute => {
                let object = values.first().cloned().flatten();
                let member = object.as_ref().and_then(|cell| cell.member(Key::Field(this.symbol)));
                // A method may give away whatever its object holds.
                if this.role == Role::Callee && !options.assume_safe_functions {
                    let holder = tree.child(node, Role::Object).unwrap_or(node);
                    add(member, &self.flat(holder, &object))
                } else {
                    member
                }
            }
            Kind::Subscript => {
                let object = values.first().cloned().flatten();
                let picked = object.and_then(|cell| match self.key_of(node) {
                    Some(key) => cell.member(key),
                    None => cell.element(),
                });
                if options.assume_safe_indexes {
                    picked
                } else {
                    add(picked, &union(values.get(1..).unwrap_or_default()))
                }
            }
            Kind::Call => {
                let (callee, arguments) =
                    values.split_last().map_or((None, values), |(last, all)| (last.clone(), all));
                let passed = self.flat_children(node, arguments);
                let mut taints = Taints::default();
                if !only_assigned {
                    if !options.assume_safe_functions {
                        taints.extend(&passed);
                    }
                    taints.extend(&union(&[callee]));
                }
                return (Cell::of(taints).value(), Some(passed));
            }
            Kind::Conditional => {
                let condition = tree.children(node).nth(1);
                let chosen = match condition.and_then(|condition| self.flows.always(condition)) {
                    None => 1..3,
                    Some(true) => 1..2,
                    Some(false) => 2..3,
                };
                join(values.get(chosen).unwrap_or_default())
            }
            Kind::NamedExpression => {
                let value = values.first().cloned().flatten();
                if let Some(target) = tree.child(node, Role::Target) {
                    self.assign(target, value.clone(), state);
                }
                value
            }
            Kind::Lambda | Kind::Yield => None,
            Kind::Compare if options.assume_safe_comparisons => None,
            Kind::Await | Kind::KeywordArgument | Kind::Starred | Kind::DoubleStarred
                if values.len() == 1 =>
            {
                values.first().cloned().flatten()
            }
            _ if only_assigned
                && !matches!(this.kind, Kind::Tuple | Kind::List | Kind::Dictionary) =>
            {
                None
            }
            Kind::Dictionary => self.dictionary(node, values),
            Kind::Tuple
                if tree.children(node).all(|child| tree.node(child).kind != Kind::Starred) =>
            {
                let members = values.iter().enumerate();
                let members = members.map(|(at, value)| (Key::Index(at as u32), value.clone()));
                Cell::display(members, Taints::default())
            }
            _ => Cell::of(self.flat_children(node, values)).value(),
        };
        (value, None)
    }

    fn dictionary(&mut self, node: NodeId, values: &[Value]) -> Value {
        let tree = self.tree;
        let mut values = values.iter();
        let (mut members, mut rest) = (Vec::new(), Taints::default());
        for child in tree.children(node) {
            let first = values.next().cloned().flatten();
            if tree.node(child).kind != Kind::Pair {
                rest.extend(&union(&[first]));
                continue;
            }
            let value = if tree.children(child).nth(1).is_some() {
                values.next().cloned().flatten()
            } else {
                None
            };
            rest.extend(&union(&[first]));
            let key = tree.children(child).next().and_then(|key| self.key(key));
            match key {
                Some(key) => members.push((key, value)),
                None => drop(rest.extend(&union(&[value]))),
            }
        }
        Cell::display(members.into_iter(), rest)
    }

    /// All taint of what was passed or put together.
    fn flat_children(&self, node: NodeId, values: &[Value]) -> Taints {
        let is_callee = |&child: &NodeId| self.tree.node(child).role == Role::Callee;
        let children = self.tree.children(node).filter(|child| !is_callee(child)).map(Some);
        let mut all = Taints::default();
        for (child, value) in children.chain(std::iter::repeat(None)).zip(values) {
            all.extend(&self.flat(child.unwrap_or(node), value));
        }
        all
    }

    /// Whether the value of a node is a number or truth value that is assumed to be safe.
    fn is_safe_type(&self, node: NodeId) -> bool {
        let Options { assume_safe_booleans: booleans, assume_safe_numbers: numbers, .. } =
            self.options;
        if !booleans && !numbers {
            return false;
        }
        let this = self.tree.node(node);
        match this.kind {
            Kind::Compare => booleans,
            Kind::Unary => booleans && self.tree.bytes(this.symbol) == b"not",
            Kind::Call => {
                let callee = self.tree.child(node, Role::Callee);
                callee.is_some_and(|callee| self.is_safe_name(callee))
            }
            _ => false,
        }
    }

    /// Whether a name is that of a type, or of a function for one, that is assumed to be safe.
    pub(super) fn is_safe_name(&self, node: NodeId) -> bool {
        let this = self.tree.node(node);
        if this.kind != Kind::Name {
            return false;
        }
        match self.tree.bytes(this.symbol) {
            b"bool" | b"isinstance" | b"callable" | b"all" | b"any" => {
                self.options.assume_safe_booleans
            }
            b"int" | b"float" | b"complex" | b"len" | b"ord" | b"abs" | b"hash" | b"id" => {
                self.options.assume_safe_numbers
            }
            _ => false,
        }
    }
}

fn union(values: &[Value]) -> Taints {
    let mut all = Taints::default();
    for cell in values.iter().flatten() {
        all.extend(&cell.all());
    }
    all
}

/// One of several values, nobody knows which.
pub(super) fn join(values: &[Value]) -> Value {
    let mut all: Option<Cell> = None;
    for value in values {
        let cell = value.as_deref().cloned().unwrap_or_default();
        match &mut all {
            None => all = Some(cell),
            Some(all) => drop(all.join(&cell)),
        }
    }
    all.and_then(Cell::value)
}
