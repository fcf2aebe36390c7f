//! Which steps of a body give a variable a value, and what value.

use sdf_syntax::flow::{Step, VariableId, Variables};
use sdf_syntax::{Kind, NodeId, Role, Tree};

/// What a variable is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Definition {
    /// Something unknown, or the value that it has may have been changed from within.
    Unknown,
    /// The value of the expression at a node.
    Value(NodeId),
    /// What the `AugmentedAssign` at a node makes of the value it had.
    Augmented(NodeId),
}

/// When a step takes effect on a variable: behind all that it reads.
pub(super) const AT_END: u32 = u32::MAX;

/// Shows `define` what `step` gives to which variables.
pub(super) fn of_step(
    tree: &Tree,
    variables: &Variables,
    step: Step,
    mut define: impl FnMut(VariableId, Definition),
) {
    let mut targets = Targets { tree, variables, define: &mut define };
    match step {
        Step::Assign(id) => {
            let Some(value) = tree.child(id, Role::Value) else { return };
            for target in tree.children(id).filter(|&part| tree.node(part).role == Role::Target) {
                targets.assign(target, Some(value));
            }
        }
        Step::Augment(id) => match tree.child(id, Role::Target) {
            Some(target) if tree.node(target).kind == Kind::Name => {
                targets.give(target, Definition::Augmented(id));
            }
            Some(target) => targets.assign(target, None),
            None => {}
        },
        // For Semgrep what is entered is what it gives.
        Step::Enter(id) => {
            let target = tree.child(id, Role::Target);
            let value = tree.children(id).find(|&part| tree.node(part).role != Role::Target);
            if let Some(target) = target {
                targets.assign(target, value);
            }
        }
        Step::Iterate(id) | Step::Catch(id) | Step::Delete(id) => {
            for target in tree.children(id).filter(|&part| tree.node(part).role == Role::Target) {
                targets.assign(target, None);
            }
        }
        Step::Match(id) => {
            let patterns = tree.children(id).filter(|&part| tree.node(part).role != Role::Body);
            for name in patterns.flat_map(|part| tree.subtree(part)) {
                if tree.node(name).role == Role::Target {
                    targets.give(name, Definition::Unknown);
                }
            }
        }
        Step::Import(id) => {
            tree.children(id).for_each(|item| targets.give(item, Definition::Unknown));
        }
        Step::Define(id) => targets.give(id, Definition::Unknown),
        // `x.update(y)`: a method called for nothing but what it does to its object.
        Step::Evaluate(id)
            if tree.node(id).kind == Kind::Call
                && tree.node(tree.node(id).parent).kind == Kind::ExpressionStatement =>
        {
            let callee = tree.child(id, Role::Callee);
            if let Some(callee) = callee.filter(|&id| tree.node(id).kind == Kind::Attribute) {
                targets.change(callee);
            }
        }
        _ => {}
    }
}

struct Targets<'a, F> {
    tree: &'a Tree,
    variables: &'a Variables,
    define: &'a mut F,
}

impl<F: FnMut(VariableId, Definition)> Targets<'_, F> {
    fn give(&mut self, node: NodeId, definition: Definition) {
        if let Some(variable) = self.variables.get(node) {
            (self.define)(variable, definition);
        }
    }

    /// Assigns `value`, if it is known what it is, to `target` and all within.
    fn assign(&mut self, target: NodeId, value: Option<NodeId>) {
        let tree = self.tree;
        let mut open = vec![(target, value)];
        while let Some((target, value)) = open.pop() {
            match tree.node(target).kind {
                Kind::Name => {
                    self.give(target, value.map_or(Definition::Unknown, Definition::Value));
                }
                Kind::Tuple | Kind::List => {
                    let values = value.filter(|&value| pairs(tree, target, value));
                    let mut values = values.map(|values| tree.children(values));
                    for part in tree.children(target) {
                        open.push((part, values.as_mut().and_then(Iterator::next)));
                    }
                }
                Kind::Starred => open.extend(tree.children(target).map(|part| (part, None))),
                _ => self.change(target),
            }
        }
    }

    /// Something of the variable at the beginning of `reference` is changed.
    fn change(&mut self, reference: NodeId) {
        let tree = self.tree;
        let mut at = reference;
        loop {
            let object = match tree.node(at).kind {
                Kind::Name => return self.give(at, Definition::Unknown),
                Kind::Attribute => tree.child(at, Role::Object),
                Kind::Subscript => tree.child(at, Role::Value),
                _ => None,
            };
            let Some(object) = object else { return };
            at = object;
        }
    }
}

/// Whether two displays have one part for each of the other's.
fn pairs(tree: &Tree, targets: NodeId, values: NodeId) -> bool {
    let count = |id| {
        let parts = tree.children(id);
        parts
            .map(|part| tree.node(part).kind != Kind::Starred)
            .try_fold(0, |count, is_one| is_one.then_some(count + 1))
    };
    matches!(tree.node(values).kind, Kind::Tuple | Kind::List)
        && count(targets).is_some_and(|targets: u32| count(values) == Some(targets))
}

/// Shows `define` which variables expressions of the body assign on their way, and where.
pub(super) fn within_expressions(
    tree: &Tree,
    variables: &Variables,
    owner: NodeId,
    mut define: impl FnMut(NodeId, VariableId, Definition),
) {
    for id in evaluated_in(tree, owner).filter(|&id| tree.node(id).kind == Kind::NamedExpression) {
        let target = tree.child(id, Role::Target).and_then(|target| variables.get(target));
        let value = tree.child(id, Role::Value).filter(|_| is_always_evaluated(tree, id));
        if let Some(variable) = target {
            define(id, variable, value.map_or(Definition::Unknown, Definition::Value));
        }
    }
}

/// The nodes of the body of `owner`, without those of functions and lambdas within.
fn evaluated_in(tree: &Tree, owner: NodeId) -> impl Iterator<Item = NodeId> {
    let is_body = |id: NodeId| {
        let node = tree.node(id);
        let parent = tree.node(node.parent).kind;
        node.role == Role::Body && matches!(parent, Kind::Function | Kind::Lambda)
    };
    let has_body = matches!(tree.node(owner).kind, Kind::Function | Kind::Lambda);
    let bodies = tree.children(owner).filter(move |&id| !has_body || is_body(id));
    bodies.flat_map(move |body| {
        let end = tree.node(body).subtree_end;
        let mut next = body;
        std::iter::from_fn(move || {
            while next != body && next < end && is_body(next) {
                next = tree.node(next).subtree_end;
            }
            let id = next;
            next = NodeId(id.0 + 1);
            (id < end).then_some(id)
        })
    })
}

/// How deep in an expression an assignment is followed.
const DEEPEST: usize = 64;

/// Whether the expression at `id` is evaluated, once, whenever the one is that it is part of.
fn is_always_evaluated(tree: &Tree, id: NodeId) -> bool {
    let mut at = id;
    for _ in 0..DEEPEST {
        let parent = tree.node(at).parent;
        let is_among = |first: usize, count: usize| {
            tree.children(parent).skip(first).take(count).any(|part| part == at)
        };
        let is_sure = match tree.node(parent).kind {
            Kind::BooleanOperation => is_among(0, 1),
            Kind::Compare => is_among(0, 2),
            Kind::Conditional => is_among(1, 1),
            Kind::ListComprehension
            | Kind::SetComprehension
            | Kind::DictionaryComprehension
            | Kind::Generator => false,
            _ => true,
        };
        if !is_sure {
            return false;
        }
        if parent == at || !tree.node(parent).kind.is_expression() {
            return true;
        }
        at = parent;
    }
    false
}
