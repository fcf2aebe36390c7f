//! Queries that are put together from text.

use super::{Pass, Place};
use regex::bytes::Regex;
use sdf_core::Confidence;
use sdf_syntax::{Kind, NodeId, Role};
use std::sync::LazyLock;

/// What bandit takes for a query.
static QUERY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?is-u)select\s.*from\s|delete\s+from\s|insert\s+into\s.*values[\s(]|update\s.*set\s",
    )
    .ok()
});

/// Strings of a sum that are joined for each of them anew; of a longer one the string alone is
/// looked at with those behind it, up to this number.
const JOINED: usize = 64;
/// Bytes of what is joined.
const LONGEST: usize = 16 * 1024;

fn is_query(text: &[u8]) -> bool {
    QUERY.as_ref().is_some_and(|regex| regex.is_match(text))
}

impl Pass<'_, '_> {
    /// `text`, the value of the literal `id`, where something is added to it or filled in.
    pub(super) fn query_string(&mut self, id: NodeId, text: &[u8]) {
        if !self.wants(608) {
            return;
        }
        let parent = self.parent(id);
        let (is_found, whole, is_replaced) = match self.kind(parent) {
            Kind::Binary => {
                let root = self.root_of_sum(parent);
                (self.is_query_of_sum(id, text, parent, root), self.parent(root), false)
            }
            Kind::Attribute if matches!(self.name_of(parent), b"format" | b"replace") => {
                let call = self.parent(parent);
                (is_query(text), self.parent(call), self.name_of(parent) == b"replace")
            }
            _ => return,
        };
        if is_found {
            let extent = self.tree.node(parent).span();
            let place = Place { extent, ..self.place(id) };
            self.report_query(place, self.is_execution(whole) && !is_replaced);
        }
    }

    /// `text`, the literal pieces of the format string `id`.
    pub(super) fn query_format_string(&mut self, id: NodeId, text: &[u8]) {
        if self.wants(608) && is_query(text) {
            let place = self.place(id);
            self.report_query(place, self.is_execution(self.parent(id)));
        }
    }

    fn report_query(&mut self, place: Place, is_executed: bool) {
        let Some(check) = self.check(608) else { return };
        let (confidence, message) = match is_executed {
            true => (Confidence::Medium, "A query put together from text is executed"),
            false => (Confidence::Low, &*check.rule.title),
        };
        self.report_as(608, place, check.rule.severity, confidence, message);
    }

    /// Whether a node is a call of `execute` or `executemany`.
    fn is_execution(&self, id: NodeId) -> bool {
        let callee = self.tree.child(id, Role::Callee).filter(|_| self.kind(id) == Kind::Call);
        callee.is_some_and(|callee| {
            matches!(self.kind(callee), Kind::Name | Kind::Attribute)
                && matches!(self.name_of(callee), b"execute" | b"executemany")
        })
    }

    /// The outermost of the operations that a node is an operand of.
    fn root_of_sum(&self, mut operation: NodeId) -> NodeId {
        // Each string of a long sum climbs: bounded for the document as a whole.
        while self.kind(self.parent(operation)) == Kind::Binary && self.step() {
            operation = self.parent(operation);
        }
        operation
    }

    /// Bandit joins a string with all others of the sum but those next to it: the operands of its
    /// own operation stay away.
    fn is_query_of_sum(&self, id: NodeId, text: &[u8], own: NodeId, root: NodeId) -> bool {
        if own == root {
            return is_query(text);
        }
        let tree = self.tree;
        let mut joined = text.to_vec();
        let mut strings = 0;
        let mut at = NodeId(root.0 + 1);
        while at < tree.node(root).subtree_end && strings < JOINED && joined.len() < LONGEST {
            if !self.step() {
                break;
            }
            let node = tree.node(at);
            let is_operation = node.kind == Kind::Binary && at != own;
            if let Some(value) = self.text(at).filter(|_| at != id) {
                joined.push(b' ');
                joined.extend_from_slice(&value);
                strings += 1;
            }
            at = if is_operation { NodeId(at.0 + 1) } else { node.subtree_end };
        }
        is_query(&joined)
    }
}
