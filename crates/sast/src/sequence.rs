//! Runs of nodes: arguments, elements, parameters, statements.

use crate::environment::Bound;
use crate::matcher::Matcher;
use crate::pattern::Meaning;
use sdf_syntax::{Kind, NodeId, Role};
use std::collections::BTreeSet;

/// What failed within a sequence while nothing was bound by it: it fails again.
struct Failed {
    /// How many were bound when the sequence began.
    bound: usize,
    /// Places in the pattern and in the file.
    places: BTreeSet<(usize, usize)>,
}

impl Matcher<'_> {
    /// Whether `found` is, one by one, what `wanted` says; `...` stands for any run.
    pub(crate) fn sequence(&mut self, wanted: &[NodeId], found: &[NodeId]) -> bool {
        let mut failed = Failed { bound: self.bound.len(), places: BTreeSet::new() };
        self.sequence_from(wanted, found, (0, 0), &mut failed)
    }

    fn sequence_from(
        &mut self,
        wanted: &[NodeId],
        found: &[NodeId],
        (mut at, mut to): (usize, usize),
        failed: &mut Failed,
    ) -> bool {
        let keep = self.bound.len();
        loop {
            let Some(&pattern) = wanted.get(at) else {
                let ends = to == found.len();
                if !ends {
                    self.undo(keep);
                }
                return ends;
            };
            let run = self.run(pattern);
            if run.is_none() {
                match found.get(to) {
                    Some(&target) if self.node(pattern, target) => (at, to) = (at + 1, to + 1),
                    _ => {
                        self.undo(keep);
                        return false;
                    }
                }
                continue;
            }
            let is_last = at + 1 == wanted.len();
            let ends = if is_last { found.len()..=found.len() } else { to..=found.len() };
            for end in ends {
                let bound = self.bound.len();
                let place = (at + 1, end);
                let taken = found.get(to..end).unwrap_or_default();
                let taken = self.budget.step() && self.take_run(run, taken);
                let unbound = self.bound.len() == failed.bound;
                if !taken || (unbound && failed.places.contains(&place)) {
                    self.undo(bound);
                    continue;
                }
                if self.sequence_from(wanted, found, place, failed) {
                    return true;
                }
                if unbound && !is_last {
                    failed.places.insert(place);
                }
                self.undo(bound);
            }
            self.undo(keep);
            return false;
        }
    }

    /// The meaning of a pattern that stands for a run, none of one that does not.
    fn run(&self, pattern: NodeId) -> Option<Meaning> {
        let meaning = match self.pattern.tree.node(pattern).kind {
            // The dots of a format string are text.
            Kind::StringPart => {
                let text = self.pattern.tree.source(pattern, &self.pattern.source);
                if text == b"..." { Meaning::Dots } else { Meaning::Literal }
            }
            _ => self.pattern.meaning_of(pattern),
        };
        matches!(meaning, Meaning::Dots | Meaning::Run(_)).then_some(meaning)
    }

    fn take_run(&mut self, run: Option<Meaning>, taken: &[NodeId]) -> bool {
        match run {
            Some(Meaning::Run(number)) => {
                let ends = taken.first().zip(taken.last());
                self.bind(Some(number), Bound::Run(ends.map(|(&first, &last)| (first, last))))
            }
            _ => true,
        }
    }

    /// Callee and arguments.
    pub(crate) fn call(&mut self, pattern: NodeId, target: NodeId) -> bool {
        let tree = self.facts.tree;
        let callees =
            self.pattern.tree.child(pattern, Role::Callee).zip(tree.child(target, Role::Callee));
        callees.is_some_and(|(wanted, found)| self.node(wanted, found))
            && self.arguments(pattern, target)
    }

    /// Arguments of a class: as those of a call, but they may all be missing in the pattern.
    pub(crate) fn bases(&mut self, pattern: NodeId, target: NodeId) -> bool {
        let tree = &self.pattern.tree;
        let said = tree.child(pattern, Role::Argument).is_some();
        !said || self.arguments(pattern, target)
    }

    /// Keyword arguments match at any place, the others in their order; `...` leaves room for
    /// both.
    fn arguments(&mut self, pattern: NodeId, target: NodeId) -> bool {
        let keep = self.bound.len();
        let tree = &self.pattern.tree;
        let wanted = tree.children(pattern).filter(|&id| tree.node(id).role == Role::Argument);
        let (wanted_keywords, wanted): (Vec<_>, Vec<_>) =
            wanted.partition(|&id| tree.node(id).kind == Kind::KeywordArgument);
        let tree = self.facts.tree;
        let found = tree.children(target).filter(|&id| tree.node(id).role == Role::Argument);
        let (mut found_keywords, found): (Vec<_>, Vec<_>) = found.partition(|&id| {
            matches!(tree.node(id).kind, Kind::KeywordArgument | Kind::DoubleStarred)
        });
        for keyword in wanted_keywords {
            match found_keywords.iter().position(|&candidate| self.node(keyword, candidate)) {
                Some(at) => drop(found_keywords.remove(at)),
                None => {
                    self.undo(keep);
                    return false;
                }
            }
        }
        let (unpackings, wanted): (Vec<_>, Vec<_>) = wanted.into_iter().partition(|&id| {
            self.pattern.tree.node(id).kind == Kind::DoubleStarred && !self.pattern.is_dots(id)
        });
        for unpacking in unpackings {
            match found_keywords.iter().position(|&candidate| self.node(unpacking, candidate)) {
                Some(at) => drop(found_keywords.remove(at)),
                None => {
                    self.undo(keep);
                    return false;
                }
            }
        }
        let is_open = wanted.iter().any(|&id| self.run(id).is_some());
        let matches = (is_open || found_keywords.is_empty()) && self.sequence(&wanted, &found);
        if !matches {
            self.undo(keep);
        }
        matches
    }

    /// Whether `found`, neighbours in a block, are what `wanted` says. `...` stands for any run of
    /// statements and also goes down into them. What may follow at the end: anything if `open`.
    pub(crate) fn statements(&mut self, wanted: &[NodeId], found: &[NodeId], open: bool) -> bool {
        let keep = self.bound.len();
        let (mut at, mut to) = (0, 0);
        loop {
            let Some(&pattern) = wanted.get(at) else {
                if open || to == found.len() {
                    if let Some(&last) = to.checked_sub(1).and_then(|last| found.get(last)) {
                        self.reached = self.facts.tree.node(last).end as usize;
                    }
                    return true;
                }
                self.undo(keep);
                return false;
            };
            if self.pattern.is_dots(pattern) {
                let rest = wanted.get(at + 1..).unwrap_or_default();
                let left = found.get(to..).unwrap_or_default();
                if rest.is_empty() {
                    if let Some(&last) = found.last() {
                        self.reached = self.facts.tree.node(last).end as usize;
                    }
                    return true;
                }
                if self.later(rest, left, open) {
                    return true;
                }
                self.undo(keep);
                return false;
            }
            match found.get(to) {
                Some(&target) if self.statement(pattern, target) => (at, to) = (at + 1, to + 1),
                _ => {
                    self.undo(keep);
                    return false;
                }
            }
        }
    }

    /// Whether `wanted` comes somewhere in `found` or in blocks within.
    fn later(&mut self, wanted: &[NodeId], found: &[NodeId], open: bool) -> bool {
        for start in 0..=found.len() {
            if !self.budget.step() {
                return false;
            }
            if self.statements(wanted, found.get(start..).unwrap_or_default(), open) {
                return true;
            }
            let Some(&statement) = found.get(start) else { return false };
            let tree = self.facts.tree;
            let blocks: Vec<_> =
                tree.subtree(statement).filter(|&id| tree.node(id).kind == Kind::Block).collect();
            for block in blocks {
                let inner = self.children(block);
                for from in 0..inner.len() {
                    if !self.budget.step() {
                        return false;
                    }
                    if self.statements(wanted, inner.get(from..).unwrap_or_default(), true) {
                        return true;
                    }
                }
            }
        }
        false
    }

    /// One statement; an expression is also found within a statement that is more than it.
    pub(crate) fn statement(&mut self, pattern: NodeId, target: NodeId) -> bool {
        if self.pattern.tree.node(pattern).kind != Kind::ExpressionStatement {
            return self.node(pattern, target);
        }
        let Some(expression) = self.pattern.tree.children(pattern).next() else { return false };
        if let Meaning::One(number) = self.pattern.meaning_of(expression) {
            return self.bind(number, Bound::Node(target));
        }
        let tree = self.facts.tree;
        let end = tree.node(target).subtree_end;
        let mut at = NodeId(target.0 + 1);
        while at < end {
            let node = tree.node(at);
            if node.kind == Kind::Block {
                at = node.subtree_end.max(NodeId(at.0 + 1));
                continue;
            }
            if node.kind.is_expression() && self.node(expression, at) {
                return true;
            }
            if self.budget.is_spent() {
                return false;
            }
            at = NodeId(at.0 + 1);
        }
        false
    }
}
