//! What the grammar reads another way than Python does, put right on the way.
//!
//! Not put right, as it would take a second walk: `a ^ b & c`, whose operators the grammar has the
//! wrong way round, `await a ** b`, and `a[b] | c | d` as a type, which it joins from the right.

use super::lower::{Frame, Lowering};
use crate::{Kind, NodeId, Role};
use tree_sitter::Node;

/// Where the nodes that the grammar lets start at `from` start in truth.
#[derive(Clone, Copy, Debug)]
pub(super) struct Misreading {
    pub(super) from: u32,
    pub(super) to: u32,
}

impl Lowering<'_> {
    /// Lowers `node` if the grammar misreads it; whether its children are to be visited.
    pub(super) fn put_right(
        &mut self,
        node: &Node<'_>,
        frame: Frame,
        role: Role,
        kind: Kind,
        children: Role,
    ) -> Option<bool> {
        let start = node.start_byte() as u32;
        let known = self.misreading.filter(|misreading| misreading.from == start);
        match (kind, known) {
            // `type(a).b = c` as an alias of a type.
            (Kind::TypeAlias, _) => {
                let from = self.token_after(start + "type".len() as u32);
                (self.byte(from) == Some(b'(')).then(|| {
                    self.misreading = Some(Misreading { from, to: start });
                    self.open(node, frame, Kind::Assign, role, Role::Value)
                })
            }
            (Kind::Tuple, Some(Misreading { from, to })) if to < from => {
                Some(self.call_of_type(node, frame, role))
            }
            (Kind::Starred, Some(_)) => {
                self.misreading = None;
                Some(self.through(frame.owner, role, false))
            }
            (
                Kind::Call
                | Kind::Attribute
                | Kind::Subscript
                | Kind::Binary
                | Kind::Compare
                | Kind::BooleanOperation
                | Kind::Conditional,
                None,
            ) if self.byte(start) == Some(b'*') => {
                // `*a(b)` as a call of `*a`.
                let starred = self.leaf(node, frame, Kind::Starred, role);
                let to = self.token_after(start + 1);
                self.misreading = Some(Misreading { from: start, to });
                let below = Frame { owner: starred, ..frame };
                self.open(node, below, kind, Role::Operand, children);
                if let Some(frame) = self.frames.last_mut() {
                    frame.opened = Some(starred);
                }
                Some(true)
            }
            // `{a:=1}` in a string is a format.
            (Kind::NamedExpression, _)
                if self.builder.node(frame.owner).kind == Kind::Interpolation =>
            {
                let before = self.builder.source.get(..start as usize).unwrap_or_default();
                let name = node.child(0)?;
                before.trim_ascii_end().ends_with(b"{").then(|| {
                    let leaf = self.leaf(&name, frame, Kind::Name, role);
                    self.name(leaf, &name);
                    false
                })
            }
            _ => None,
        }
    }

    /// `type(…)`, of which the grammar has the parentheses alone.
    pub(super) fn call_of_type(&mut self, node: &Node<'_>, frame: Frame, role: Role) -> bool {
        let opened = self.open(node, frame, Kind::Call, role, Role::Argument);
        let call = self.last();
        let start = self.builder.node(call).start;
        let end = start + "type".len() as u32;
        self.misreading = None;
        let callee: NodeId = self.builder.open(call, Kind::Name, Role::Callee, start, end);
        self.builder.node(callee).symbol = self.builder.intern(start, end);
        opened
    }

    /// Whether `node` is the parentheses of a `type(…)`.
    pub(super) fn is_call_of_type(&self, node: &Node<'_>) -> bool {
        let start = node.start_byte() as u32;
        self.misreading.is_some_and(|it| it.from == start && it.to < it.from)
            && node.kind() == "parenthesized_expression"
    }

    fn byte(&self, at: u32) -> Option<u8> {
        self.builder.source.get(at as usize).copied()
    }

    fn token_after(&self, at: u32) -> u32 {
        super::fast::token_after(self.builder.source, at, b"")
    }
}
