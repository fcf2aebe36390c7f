//! Assertions, exception handlers and function definitions.

use super::{Pass, Place};
use sdf_core::Span;
use sdf_syntax::{Kind, NodeId, Role};

/// The positional parameters of a function and their defaults.
pub(super) struct Parameters {
    /// Those that can be given by name, too.
    pub(super) ordinary: Vec<NodeId>,
    /// The defaults of all positional ones, in order.
    pub(super) defaults: Vec<NodeId>,
}

impl Pass<'_, '_> {
    pub(super) fn assert(&mut self, id: NodeId) {
        let skips = &self.prepared.assert_skips;
        if self.wants(101) && !skips.iter().any(|skip| skip.is_match(self.document.path)) {
            let place = self.place(id);
            self.report(101, place);
        }
    }

    pub(super) fn handler(&mut self, id: NodeId) {
        let tree = self.tree;
        let Some(body) = tree.child(id, Role::Body) else { return };
        let mut statements = tree.children(body);
        let (Some(statement), None) = (statements.next(), statements.next()) else { return };
        let (test, typed) = match self.kind(statement) {
            Kind::Pass => (110, self.options().pass_of_typed_exceptions),
            Kind::Continue => (112, self.options().continue_of_typed_exceptions),
            _ => return,
        };
        let is_any = match tree.child(id, Role::Type) {
            None => true,
            Some(name) => self.kind(name) == Kind::Name && self.name_of(name) == b"Exception",
        };
        if typed || is_any {
            let place = self.place(id);
            self.report(test, place);
        }
    }

    pub(super) fn function(&mut self, id: NodeId) {
        if !self.wants(107) && !self.wants(503) || self.is_async(id) {
            return;
        }
        let parameters = self.parameters(id);
        self.password_default(id, &parameters);
        self.tls_default(id, &parameters);
    }

    /// The place of a function that is reported for one of its defaults.
    pub(super) fn place_of_default(&self, function: NodeId, default: NodeId) -> Place {
        let node = self.tree.node(function);
        let start = self.definition_start(function) as usize;
        let end = self.tree.node(default).end as usize;
        Place { span: Span::new(start, end), extent: Span::new(start, node.end as usize) }
    }

    /// The positional parameters of a function.
    pub(super) fn parameters(&self, function: NodeId) -> Parameters {
        let tree = self.tree;
        let mut parameters = Parameters { ordinary: Vec::new(), defaults: Vec::new() };
        for child in tree.children(function) {
            let node = tree.node(child);
            match (node.kind, node.role) {
                (Kind::ParameterSeparator, _) if tree.source(child, self.source) == b"/" => {
                    parameters.ordinary.clear();
                }
                (Kind::ParameterSeparator, _)
                | (_, Role::StarParameter | Role::DoubleStarParameter | Role::Body) => break,
                (Kind::Parameter, _) => {
                    parameters.ordinary.push(child);
                    parameters.defaults.extend(tree.child(child, Role::Value));
                }
                _ => {}
            }
        }
        parameters
    }

    /// Whether a function is one with `async`, which bandit takes for something else.
    pub(super) fn is_async(&self, function: NodeId) -> bool {
        self.source
            .get(self.definition_start(function) as usize..)
            .is_some_and(|text| text.starts_with(b"async"))
    }

    /// Where a function starts behind its decorators.
    pub(super) fn definition_start(&self, function: NodeId) -> u32 {
        let node = self.tree.node(function);
        let Some(name) = self.tree.child(function, Role::Name) else { return node.start };
        let before = node.start as usize..self.tree.node(name).start as usize;
        let before = self.source.get(before).unwrap_or_default().trim_ascii_end();
        let Some(before) = before.strip_suffix(b"def") else { return node.start };
        let start = match before.trim_ascii_end().strip_suffix(b"async") {
            Some(start) => start.len(),
            None => before.len(),
        };
        node.start + start as u32
    }
}
