//! The taint of an expression from that of its parts.

use super::engine::{Engine, add};
use super::set::Taints;
use super::spec::Options;
use super::value::{Cell, Key, State, Value};
use sdf_syntax::{Kind, NodeId, Role, Symbol};

impl Engine<'_, '_> {
    /// The value of a node from those of its children, and of a call what it was passed.
    pub(super) fn combine(
        &mut self,
        node: NodeId,
        values: &[Value],
        state: &mut State,
    ) -> (Value, Option<Taints>) {
        let tree = self.tree;
        let this = *tree.node(node);
        let options = self.options;
        let only_assigned = options.only_propagate_through_assignments;
        if options.models
            && !only_assigned
            && let Some(value) = self.modelled(node, values)
        {
            return (value, None);
        }
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
                self.keep_object(node, &object);
                let property = self.read_property(node, &object, state);
                if !self.is_guess(node)
                    && let Some(value) = property
                {
                    return (value, None);
                }
                let mut member =
                    object.as_ref().and_then(|cell| self.member(cell, Key::Field(this.symbol)));
                if let Some(property) = property {
                    member = self.either(&[member, property]);
                }
                if options.models && this.role == Role::Callee {
                    self.receiver = Some((node, object.clone()));
                }
                // A method may give away whatever its object holds.
                match this.role {
                    Role::Callee if options.assume_safe_functions => None,
                    Role::Callee => {
                        let holder = tree.child(node, Role::Object).unwrap_or(node);
                        add(member, &self.flat(holder, &object))
                    }
                    _ => member,
                }
            }
            Kind::Subscript => {
                let object = values.first().cloned().flatten();
                let picked = object.and_then(|cell| match self.key_of(node) {
                    Some(key) => self.member(&cell, key),
                    None => self.element(&cell),
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
                let invoked = self.invoke(node, arguments, state);
                let is_guess = self.is_guess(node);
                if !is_guess && let Some(value) = invoked {
                    return (value, Some(passed));
                }
                let guessed = invoked.flatten();
                if options.models
                    && !only_assigned
                    && let Some(value) = self.model(node, arguments, state)
                {
                    let value = if is_guess { self.either(&[value, guessed]) } else { value };
                    return (value, Some(passed));
                }
                let mut taints = Taints::default();
                if !only_assigned {
                    if !options.assume_safe_functions {
                        taints.extend(&passed);
                    }
                    taints.extend(&union(&[callee]));
                }
                let value = Cell::of(taints).value();
                let value = if is_guess { self.either(&[value, guessed]) } else { value };
                return (value, Some(passed));
            }
            Kind::Conditional => {
                let condition = tree.children(node).nth(1);
                let chosen = match condition.and_then(|condition| self.flows.always(condition)) {
                    None => 1..3,
                    Some(true) => 1..2,
                    Some(false) => 2..3,
                };
                self.either(values.get(chosen).unwrap_or_default())
            }
            Kind::NamedExpression => {
                let value = values.first().cloned().flatten();
                if let Some(target) = tree.child(node, Role::Target) {
                    self.assign(target, value.clone(), state);
                }
                value
            }
            Kind::Yield => {
                self.yielded(&join(values), this.symbol != Symbol::NONE);
                None
            }
            Kind::Lambda => None,
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
    pub(super) fn is_safe_type(&self, node: NodeId) -> bool {
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
