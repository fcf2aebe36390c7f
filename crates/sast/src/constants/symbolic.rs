//! What expression a name stands for.

use super::Constants;
use super::definitions::Definition;
use super::evaluate::Belief;
use sdf_syntax::{Kind, NodeId};

impl Constants<'_> {
    /// The expression that the name at `id` stands for where it is read: that of the one
    /// assignment that reaches it. None for names whose value is known, and for expressions that
    /// Semgrep does not put in a name's place. The expression may hold such names again; who
    /// follows them must count, as they may stand for each other.
    pub(crate) fn symbolic(&self, id: NodeId) -> Option<NodeId> {
        if self.tree.node(id).kind != Kind::Name {
            return None;
        }
        let definitions = self.ready(|| self.definitions(id, Belief::Written))?;
        let &[Definition::Value(value)] = definitions.as_slice() else { return None };
        (self.is_symbolic(value) && self.value(id).is_none()).then_some(value)
    }

    /// Whether an expression may stand for a name: one made of calls, members, items, operators
    /// and literals, without displays, comprehensions, slices and conditions.
    fn is_symbolic(&self, id: NodeId) -> bool {
        let tree = self.tree;
        let nodes = tree.node(id).subtree_end.0 - id.0;
        self.spend(nodes / 16 + 1)
            && tree.subtree(id).all(|part| {
                let node = tree.node(part);
                matches!(
                    node.kind,
                    Kind::Name
                        | Kind::Attribute
                        | Kind::Call
                        | Kind::KeywordArgument
                        | Kind::Starred
                        | Kind::DoubleStarred
                        | Kind::Subscript
                        | Kind::Binary
                        | Kind::Unary
                        | Kind::BooleanOperation
                        | Kind::Compare
                        | Kind::FormatString
                        | Kind::StringPart
                        | Kind::Interpolation
                        | Kind::String
                        | Kind::Integer
                        | Kind::Float
                        | Kind::Boolean
                        | Kind::None
                )
            })
    }
}
