//! String literals: addresses, paths, passwords, queries.

use super::Pass;
use sdf_syntax::{Kind, NodeId};

impl Pass<'_, '_> {
    /// A literal, unless it stands alone as documentation does.
    pub(super) fn string(&mut self, id: NodeId) {
        let parent = self.kind(self.parent(id));
        if matches!(parent, Kind::String | Kind::FormatString) {
            return;
        }
        // A format string without interpolations is one for bandit all the same.
        if self.has_prefix(id, b"fF") {
            let text = self.tree.string_value(id, self.source).unwrap_or_default();
            self.literal(id, &text);
            return self.query_format_string(id, &text);
        }
        let text = self.text(id).filter(|_| parent != Kind::ExpressionStatement);
        let Some(text) = text else { return };
        let text = text.into_owned();
        self.literal(id, &text);
        self.password_string(id, &text);
        self.query_string(id, &text);
    }

    /// The pieces between interpolations, each of which is a literal of its own for bandit.
    pub(super) fn format_string(&mut self, id: NodeId) {
        let tree = self.tree;
        let (mut piece, mut whole) = (Vec::new(), Vec::new());
        for child in tree.children(id) {
            if self.kind(child) == Kind::Interpolation {
                self.literal(id, &piece);
                whole.append(&mut piece);
            } else if let Some(value) = tree.string_value(child, self.source) {
                piece.extend_from_slice(&value);
            }
        }
        self.literal(id, &piece);
        whole.append(&mut piece);
        self.query_format_string(id, &whole);
    }

    fn literal(&mut self, id: NodeId, text: &[u8]) {
        let parent = self.parent(id);
        let begins = |directory: &String| text.starts_with(directory.as_bytes());
        let test = match text {
            b"" => return,
            b"0.0.0.0" => 104,
            _ if self.wants(108) && self.options().temporary_directories.iter().any(begins) => 108,
            _ => return,
        };
        let mut place = self.place(id);
        if self.kind(id) == Kind::String {
            place.extent = self.tree.node(parent).span();
        }
        self.report(test, place);
    }
}
