//! Strings in places for passwords.

use super::statements::Parameters;
use super::{Pass, Place};
use regex::bytes::Regex;
use sdf_core::Span;
use sdf_syntax::{Kind, NodeId, Role};
use std::sync::LazyLock;

/// Names of passwords: bandit's words alone or set off by underscores.
static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let word = "(?:pas+wo?r?d|pass(?:phrase)?|pwd|token|secrete?)";
    Regex::new(&format!(r"(?i-u)\A{word}\n?\z|_{word}_|\A{word}_|_{word}\n?\z")).ok()
});

fn is_password(name: &[u8]) -> bool {
    NAME.as_ref().is_some_and(|regex| regex.is_match(name))
}

impl Pass<'_, '_> {
    /// `text`, the value of the literal `id`, where it is assigned to a name, stands in a
    /// dictionary or is compared.
    pub(super) fn password_string(&mut self, id: NodeId, text: &[u8]) {
        if !self.wants(105) {
            return;
        }
        let parent = self.parent(id);
        let is_one = match self.kind(parent) {
            Kind::Assign => self.is_assigned_to_password(parent),
            Kind::Pair => self.is_key_of_constant(id, parent) && is_password(text),
            Kind::Subscript => self.is_index_of_assigned(parent) && is_password(text),
            Kind::Compare => self.is_compared_with_password(parent),
            _ => false,
        };
        if is_one {
            let whole = if self.kind(parent) == Kind::Pair { self.parent(parent) } else { parent };
            let extent = self.tree.node(whole).span();
            self.report(105, Place { extent, ..self.place(id) });
        }
    }

    fn is_assigned_to_password(&self, assignment: NodeId) -> bool {
        let tree = self.tree;
        let mut targets =
            tree.children(assignment).filter(|&it| tree.node(it).role == Role::Target);
        // With a type it is another kind of statement for bandit.
        tree.child(assignment, Role::Type).is_none() && targets.any(|it| self.is_password_name(it))
    }

    /// Whether a node is a name or member with a name of passwords.
    fn is_password_name(&self, id: NodeId) -> bool {
        matches!(self.kind(id), Kind::Name | Kind::Attribute) && is_password(self.name_of(id))
    }

    fn is_key_of_constant(&self, key: NodeId, pair: NodeId) -> bool {
        let value = self.tree.child(pair, Role::Value);
        self.tree.node(key).role == Role::Key && value.is_some_and(|value| self.is_constant(value))
    }

    /// Whether a text is assigned to a member of a subscript, in any of several targets.
    fn is_index_of_assigned(&self, subscript: NodeId) -> bool {
        let tree = self.tree;
        let indices = tree.children(subscript).filter(|&it| tree.node(it).role == Role::Index);
        let assignment = self.parent(subscript);
        indices.take(2).count() == 1
            && self.kind(assignment) == Kind::Assign
            && tree.child(assignment, Role::Type).is_none()
            && tree.child(assignment, Role::Value).is_some_and(|value| self.is_text(value))
    }

    fn is_compared_with_password(&self, comparison: NodeId) -> bool {
        let mut operands = self.tree.children(comparison);
        let (Some(left), Some(right)) = (operands.next(), operands.next()) else { return false };
        self.is_password_name(left) && self.is_text(right)
    }

    /// A keyword argument with the name of a password; the first of a call.
    pub(super) fn password_argument(&mut self, call: NodeId) {
        if !self.wants(106) {
            return;
        }
        let found =
            self.keywords(call).find(|&(name, value)| self.is_text(value) && is_password(name));
        if let Some((_, value)) = found {
            let extent = self.tree.node(call).span();
            let span = self.tree.node(value).span();
            let span = Span::new(span.start, span.end);
            self.report(106, Place { span, extent });
        }
    }

    /// A positional parameter with the name of a password and a default; the first of a function.
    pub(super) fn password_default(&mut self, function: NodeId, parameters: &Parameters) {
        if !self.wants(107) {
            return;
        }
        let Parameters { ordinary, defaults } = parameters;
        let without = ordinary.len().saturating_sub(defaults.len());
        let mut pairs = ordinary.iter().skip(without).zip(defaults);
        let found = pairs
            .find(|&(&name, &default)| self.is_text(default) && is_password(self.name_of(name)));
        if let Some((_, &default)) = found {
            let place = self.place_of_default(function, default);
            self.report(107, place);
        }
    }
}
