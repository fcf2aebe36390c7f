//! Queries of Django made of text.

use super::Pass;
use super::calls::Call;
use sdf_syntax::{Kind, NodeId, Role};

impl Pass<'_, '_> {
    pub(super) fn django(&mut self, call: &Call) {
        let place = self.place(call.id);
        if call.name() == b"extra" && self.wants(610) && self.is_extra_open(call.id) {
            self.report(610, place);
        }
        if call.name() == b"RawSQL" && self.imports.has_like("django.db.models") {
            let first = self.positional(call.id).next();
            let query = first.or_else(|| self.keyword(call.id, "sql"));
            if query.is_some_and(|query| !self.is_text(query)) {
                self.report(611, place);
            }
        }
    }

    /// Whether an argument of `extra()` is not made of literals alone.
    fn is_extra_open(&self, call: NodeId) -> bool {
        let argument = |index: usize, name: &str| {
            self.positional(call).nth(index).or_else(|| self.keyword(call, name))
        };
        let is_open_list = |list: NodeId| {
            self.kind(list) != Kind::List || !self.tree.children(list).all(|it| self.is_text(it))
        };
        let is_open_dictionary = |dictionary: NodeId| {
            let is_text =
                |pair: NodeId, role| self.tree.child(pair, role).is_some_and(|it| self.is_text(it));
            self.kind(dictionary) != Kind::Dictionary
                || !self.tree.children(dictionary).all(|pair| {
                    self.kind(pair) == Kind::Pair
                        && is_text(pair, Role::Key)
                        && is_text(pair, Role::Value)
                })
        };
        argument(1, "where").is_some_and(is_open_list)
            || argument(3, "tables").is_some_and(is_open_list)
            || argument(0, "select").is_some_and(is_open_dictionary)
    }
}
