//! Flask, templates and markup.

use super::Pass;
use super::calls::Call;
use sdf_core::{Confidence, Severity};
use sdf_syntax::{Kind, NodeId, Role};

/// Nodes of an environment's arguments that are searched for a nested `autoescape`.
const SEARCHED: u32 = 1000;

impl Pass<'_, '_> {
    pub(super) fn web(&mut self, call: &Call) {
        let place = self.place(call.id);
        if call.qualified.ends_with(b".run")
            && self.imports.has_like("flask")
            && self.keyword_is(call.id, "debug", "True")
        {
            let place = self.place_of_keyword(call.id, &["debug"]);
            self.report(201, place);
        }
        if call.is("logging.config.listen") && self.keyword(call.id, "verify").is_none() {
            self.report(612, place);
        }
        if call.name() == b"Environment" && call.has_part("jinja2") {
            self.template_environment(call);
        }
        if call.name() == b"Template" && call.has_part("mako") {
            self.report(702, place);
        }
        self.markup(call);
    }

    fn template_environment(&mut self, call: &Call) {
        let place = self.place(call.id);
        let Some(value) = self.autoescape(call.id) else { return self.report(701, place) };
        let word = self.value(value);
        let is = |text: &str| {
            matches!(self.kind(value), Kind::Name | Kind::Boolean)
                && word.as_ref().is_some_and(|word| word.is(text))
        };
        let callee =
            self.tree.child(value, Role::Callee).filter(|_| self.kind(value) == Kind::Call);
        let is_selected = callee.is_some_and(|callee| {
            matches!(self.kind(callee), Kind::Name | Kind::Attribute)
                && self.name_of(callee) == b"select_autoescape"
        });
        if is("False") {
            self.report(701, place);
        } else if !is("True") && !is_selected {
            let message = "Jinja2 templates that may be without escaping";
            self.report_as(701, place, Severity::High, Confidence::Medium, message);
        }
    }

    /// The value of `autoescape`, of the call itself or else of one in its arguments.
    fn autoescape(&self, call: NodeId) -> Option<NodeId> {
        if let Some(own) = self.keyword(call, "autoescape") {
            return Some(own);
        }
        let end = self.tree.node(call).subtree_end.0.min(call.0.saturating_add(SEARCHED));
        let mut below = (call.0..end).map(NodeId);
        let nested = below.find(|&id| {
            self.kind(id) == Kind::KeywordArgument && self.name_of(id) == b"autoescape"
        })?;
        self.tree.children(nested).next()
    }

    fn markup(&mut self, call: &Call) {
        let options = self.options();
        let is_markup = call.is("markupsafe.Markup")
            || call.is("flask.Markup")
            || call.is_one_of(&options.markup_names);
        let first = self.positional(call.id).next();
        let Some(first) = first.filter(|&first| is_markup && !self.is_constant(first)) else {
            return;
        };
        let callee =
            self.tree.child(first, Role::Callee).filter(|_| self.kind(first) == Kind::Call);
        let is_allowed = callee.is_some_and(|callee| {
            let name = self.qualified(callee);
            options.markup_allowed.iter().any(|allowed| allowed.as_bytes() == name)
        });
        if !is_allowed {
            let place = self.place(call.id);
            self.report(704, place);
        }
    }
}
