//! Operators: chains of associative ones are one.

use super::Matcher;
use crate::environment::{Bound, Environment, Environments};
use crate::pattern::Meaning;
use sdf_syntax::{Kind, NodeId, Symbol};

/// More operands than this are matched in order only: the choices would explode.
const FEW: usize = 3;

/// How deep in parentheses the node that joins operands is looked for.
const JOINED: usize = 8;

impl<'m, 'f> Matcher<'m, 'f> {
    fn same_operator(&self, pattern: NodeId, target: NodeId) -> bool {
        let (wanted, found) = (self.pattern.tree.node(pattern), self.facts.tree.node(target));
        wanted.kind == found.kind && self.symbol(wanted.symbol) == Some(found.symbol)
    }

    pub(super) fn binary(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let operator = self.pattern.tree.bytes(self.pattern.tree.node(pattern).symbol);
        if matches!(operator, b"|" | b"&" | b"^") {
            return self.associative(pattern, target, environment);
        }
        if !self.same_operator(pattern, target) {
            return Vec::new();
        }
        let (parts, operands) = (self.parts(pattern), self.children(target));
        self.operands(&parts, &operands, pattern, environment)
    }

    /// `$X + ...` also stands for the first operands of a longer chain.
    fn operands(
        &mut self,
        parts: &[NodeId],
        operands: &[NodeId],
        pattern: NodeId,
        environment: &Environment,
    ) -> Environments {
        let (&[left, right], &[found, _]) = (parts, operands) else {
            return self.sequence(parts, operands, false, environment, Matcher::expression);
        };
        if self.pattern.is_dots(right) && !self.pattern.is_dots(left) {
            let all = self.expression(left, found, environment);
            if !all.is_empty() {
                return all;
            }
            return self.expression(pattern, found, environment);
        }
        let before = self.expression(left, found, environment);
        self.then(before, |matcher, environment| {
            matcher.expression(right, operands[1], environment)
        })
    }

    pub(super) fn compare(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        if !self.same_operator(pattern, target) {
            return Vec::new();
        }
        let (parts, mut operands) = (self.parts(pattern), self.children(target));
        let mut all = self.operands(&parts, &operands, pattern, environment);
        let operator = self.pattern.tree.bytes(self.pattern.tree.node(pattern).symbol);
        if self.options.symmetric_eq && operands.len() == 2 && matches!(operator, b"==" | b"!=") {
            operands.reverse();
            all.extend(self.operands(&parts, &operands, pattern, environment));
        }
        all
    }

    pub(super) fn unary(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        if self.same_operator(pattern, target) {
            return self.alike(pattern, target, environment);
        }
        let literal = self.pattern.literal(pattern);
        let propagated = self.options.constant_propagation;
        let same = !matches!(literal, crate::pattern::Literal::Other(_))
            && self.facts.same_value(target, &literal, propagated);
        if same { vec![environment.clone()] } else { Vec::new() }
    }

    /// `and`, `or`, `|`, `&`, `^`: the operands of a whole chain.
    pub(super) fn associative(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        if !self.same_operator(pattern, target) {
            return Vec::new();
        }
        if !self.options.ac_matching {
            let (parts, operands) = (self.parts(pattern), self.children(target));
            return self.sequence(&parts, &operands, false, environment, Matcher::expression);
        }
        let operator = self.pattern.tree.node(pattern).symbol;
        let wanted = chain(pattern, |id| {
            let node = self.pattern.tree.node(id);
            let is_same = node.symbol == operator && node.kind == self.wanted(pattern);
            is_same.then(|| self.parts(id).into_vec())
        });
        let symbol = self.facts.tree.node(target).symbol;
        let operands = chain(target, |id| {
            let node = self.facts.tree.node(id);
            let is_same = node.symbol == symbol && node.kind == self.kind(target);
            is_same.then(|| self.children(id).into_vec())
        });
        let is_boolean = self.wanted(pattern) == Kind::BooleanOperation;
        if is_boolean && !self.options.commutative_boolop {
            return self.in_order(&wanted, &operands, symbol, environment);
        }
        let is_free = |id: &NodeId| {
            self.wanted(*id) == Kind::Name && self.pattern.meaning_of(*id) != Meaning::Literal
        };
        let (mut free, fixed): (Vec<NodeId>, Vec<NodeId>) =
            wanted.iter().partition(|id| is_free(id));
        while free.last().is_some_and(|&last| self.pattern.is_dots(last)) {
            free.pop();
        }
        if free.is_empty() || operands.len().saturating_sub(fixed.len()) > FEW {
            let open = true;
            let all: Vec<NodeId> = fixed.into_iter().chain(free).collect();
            return self.unordered(&all, &operands, open, environment, Matcher::expression);
        }
        self.unordered(&[fixed, free].concat(), &operands, true, environment, Matcher::expression)
    }

    /// Operands in their order; a metavariable may stand for several.
    fn in_order(
        &mut self,
        wanted: &[NodeId],
        operands: &[NodeId],
        operator: Symbol,
        environment: &Environment,
    ) -> Environments {
        let mut places = vec![(0, environment.clone())];
        for (at, &pattern) in wanted.iter().enumerate() {
            let is_last = at + 1 == wanted.len();
            let mut next = Vec::new();
            for (place, environment) in &places {
                let rest = operands.get(*place..).unwrap_or_default();
                if !self.budget.steps(rest.len() + 1) {
                    return Vec::new();
                }
                let meaning = self.pattern.meaning_of(pattern);
                let is_name = self.wanted(pattern) == Kind::Name;
                match meaning {
                    Meaning::Dots if is_last => next.push((operands.len(), environment.clone())),
                    Meaning::Dots => {
                        next.extend((*place..=operands.len()).map(|to| (to, environment.clone())))
                    }
                    Meaning::One(number) if is_name => {
                        let from = if is_last { rest.len() } else { 1 };
                        for count in from.max(1)..=rest.len() {
                            let Some(bound) = self.joined(rest, count, operator) else { continue };
                            let bound = self.bind(number, bound, environment);
                            next.extend(bound.into_iter().map(|more| (place + count, more)));
                        }
                    }
                    _ => {
                        let Some(&operand) = rest.first() else { continue };
                        let more = self.expression(pattern, operand, environment);
                        next.extend(more.into_iter().map(|environment| (place + 1, environment)));
                    }
                }
            }
            places = super::sequence::distinct(next);
        }
        places
            .into_iter()
            .filter(|&(place, _)| place == operands.len())
            .map(|(_, environment)| environment)
            .collect()
    }

    /// The first `count` operands: the node that joins them, if there is one.
    fn joined(&self, operands: &[NodeId], count: usize, operator: Symbol) -> Option<Bound> {
        let (&first, &last) = (operands.first()?, operands.get(count.checked_sub(1)?)?);
        if count == 1 {
            return Some(Bound::Node(first));
        }
        let tree = self.facts.tree;
        let mut at = last;
        // What ends with the last one joins it with what is before.
        for _ in 0..JOINED {
            let parent = tree.node(at).parent;
            let node = tree.node(parent);
            if node.symbol != operator || node.start < tree.node(first).start {
                break;
            }
            if node.start == tree.node(first).start {
                return Some(Bound::Node(parent));
            }
            at = parent;
        }
        Some(Bound::Run(Some((first, last))))
    }
}

/// The operands of a chain of one operator, in order; `inner` gives those of a node of the chain.
fn chain(root: NodeId, inner: impl Fn(NodeId) -> Option<Vec<NodeId>>) -> Vec<NodeId> {
    let mut operands = Vec::new();
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        match inner(id) {
            Some(children) => open.extend(children.into_iter().rev()),
            None => operands.push(id),
        }
    }
    operands
}
