//! Checks at work in a body.

use super::DEPTH;
use crate::taint::engine::Engine;
use crate::taint::value::{State, Value};
use sdf_syntax::flow::{EdgeKind, Step};
use sdf_syntax::{Kind, NodeId, Role, Tree};

impl Engine<'_, '_> {
    /// Cleans what is clean where a condition holds, or does not. What the variables had before;
    /// none if that changes nothing.
    pub(in crate::taint) fn assume(
        &mut self,
        condition: NodeId,
        holds: bool,
        state: &mut State,
    ) -> Option<Vec<(u32, Value)>> {
        if state.is_clean() || !self.plan.guards.has(self.tree, condition) {
            return None;
        }
        let mut before: Vec<(u32, Value)> = Vec::new();
        let (plan, tree, flows) = (self.plan, self.tree, self.flows);
        let mut place = |node| match self.place(checked(tree, node)) {
            Some((variable, path, true)) => Some((variable, path)),
            _ => None,
        };
        let outcome = plan.guards.outcome(tree, flows, condition, DEPTH, &mut place);
        for (variable, path) in (if holds { outcome.holds } else { outcome.fails })? {
            let held = state.read(variable);
            if held.is_some() {
                self.put((variable, &path, true), None, state);
                before.push((variable, held));
            }
        }
        (!before.is_empty()).then_some(before)
    }

    /// The variables that a condition cleans where it holds, and what they have.
    pub(in crate::taint) fn checked_by(
        &mut self,
        condition: NodeId,
        state: &State,
    ) -> Vec<(u32, Value)> {
        if !self.plan.guards.has(self.tree, condition) {
            return Vec::new();
        }
        self.assume(condition, true, &mut state.clone()).unwrap_or_default()
    }

    /// Whether a check says anything of what is known where control leaves a step on an edge of
    /// this kind.
    pub(in crate::taint) fn is_checked(&self, step: Step, kind: EdgeKind) -> bool {
        let guards = &self.plan.guards;
        match (step, kind) {
            (Step::Condition(condition), EdgeKind::True | EdgeKind::False) => {
                guards.has(self.tree, condition)
            }
            (Step::Evaluate(node) | Step::Assign(node), EdgeKind::Next) => {
                let call = called(self.tree, node);
                call.is_some_and(|call| guards.cleaned_by_call(call).next().is_some())
            }
            _ => false,
        }
    }

    /// Cleans what a call raised unless it was clean, where a step was done to its end.
    pub(in crate::taint) fn assume_returned(&mut self, step: NodeId, state: &mut State) -> bool {
        let Some(call) = called(self.tree, step) else { return false };
        let plan = self.plan;
        let mut changed = false;
        for argument in plan.guards.cleaned_by_call(call) {
            if let Some((variable, path, true)) = self.place(argument)
                && state.read(variable).is_some()
            {
                self.put((variable, &path, true), None, state);
                changed = true;
            }
        }
        changed
    }

    /// In a case of nothing but literals the subject is one of them.
    pub(in crate::taint) fn assume_case(&mut self, case: NodeId, state: &mut State) {
        let tree = self.tree;
        if !self.plan.guards.are_any() {
            return;
        }
        let mut patterns = tree
            .children(case)
            .filter(|&child| !matches!(tree.node(child).role, Role::Guard | Role::Body));
        let is_constant = |id: NodeId| {
            let node = tree.node(id);
            match node.kind {
                _ if node.role == Role::Callee => false,
                Kind::String | Kind::Integer | Kind::Float | Kind::Boolean | Kind::None => true,
                Kind::Attribute | Kind::Pattern => true,
                Kind::Name => node.role == Role::Object,
                _ => false,
            }
        };
        let has_any = patterns.clone().next().is_some();
        if has_any
            && patterns.all(|pattern| tree.subtree(pattern).all(is_constant))
            && let Some(subject) = tree.child(tree.node(case).parent, Role::Value)
            && let Some((variable, path, true)) = self.place(subject)
        {
            self.put((variable, &path, true), None, state);
        }
    }
}

/// What a step evaluates, awaited or not.
fn called(tree: &Tree, step: NodeId) -> Option<NodeId> {
    let mut call = tree.child(step, Role::Value).unwrap_or(step);
    while tree.node(call).kind == Kind::Await {
        call = tree.children(call).next()?;
    }
    Some(call)
}

/// What a check is about: of `name.lower() in NAMES` and of `str(name) in NAMES` that is `name`.
fn checked(tree: &Tree, node: NodeId) -> NodeId {
    const SPELLINGS: [&[u8]; 6] = [b"lower", b"upper", b"casefold", b"strip", b"lstrip", b"rstrip"];
    let Some(callee) = tree.child(node, Role::Callee) else { return node };
    let arguments = tree.children(node).filter(|&part| part != callee);
    let arguments: Vec<_> = arguments.take(2).collect();
    let named = tree.node(callee);
    match (named.kind, arguments.as_slice()) {
        (Kind::Attribute, []) if SPELLINGS.contains(&tree.bytes(named.symbol)) => {
            tree.child(callee, Role::Object).unwrap_or(node)
        }
        (Kind::Name, &[only]) if tree.bytes(named.symbol) == b"str" => only,
        _ => node,
    }
}
