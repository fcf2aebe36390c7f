//! Subscripts.

use super::super::engine::Engine;
use super::super::flows::Constant;
use super::super::value::{Cell, Key, Shape, Value};
use super::calls::cell_of;
use sdf_syntax::{Kind, NodeId, Role};

/// A bound of a slice: not written, not known, known.
type Bound = Option<Option<i64>>;

impl Engine<'_, '_> {
    /// The whole number that an expression is known to be.
    pub(super) fn integer(&self, node: NodeId) -> Option<i64> {
        match self.flows.constant(node)? {
            Constant::Integer(number) => i64::try_from(number).ok(),
            Constant::Text(_) => None,
        }
    }

    /// The slice that a subscript picks, if it is one.
    pub(in crate::taint) fn slice_of(&self, subscript: NodeId) -> Option<NodeId> {
        let tree = self.tree;
        let mut indices =
            tree.children(subscript).filter(|&child| tree.node(child).role == Role::Index);
        indices.next().filter(|&index| tree.node(index).kind == Kind::Slice)
    }

    /// What a subscript picks. What picks does not taint what is picked.
    pub(super) fn subscript(&mut self, node: NodeId, object: &Value) -> Value {
        let cell = object.as_ref()?;
        if let Some(slice) = self.slice_of(node) {
            if !cell.inputs.is_empty() {
                let each = self.element(cell);
                return Cell::of_each(Shape::Sequence(None), each).value();
            }
            let bound =
                |role| -> Bound { self.tree.child(slice, role).map(|bound| self.integer(bound)) };
            let (start, stop) = (bound(Role::Left), bound(Role::Right));
            return cell_of(object).slice(start, stop, bound(Role::Operand)).value();
        }
        let key = self.key_of(node).unwrap_or(Key::Each);
        self.member(cell, key)
    }

    /// What the `at`th of so many targets gets when it is unpacked; `starred` is which of them
    /// takes what the others leave.
    pub(in crate::taint) fn unpacked(
        &mut self,
        cell: &Cell,
        at: usize,
        starred: Option<usize>,
        targets: usize,
    ) -> Value {
        let behind = targets.saturating_sub(at);
        match starred {
            Some(starred) if at > starred => self.member(cell, Key::Back(behind as u32)),
            Some(starred) if at == starred => {
                let rest = match cell.shape {
                    Shape::Sequence(_) => {
                        let stop = 1 - behind as i64;
                        cell.slice(Some(Some(at as i64)), (stop < 0).then_some(Some(stop)), None)
                    }
                    _ => Cell::of_each(Shape::Sequence(None), self.element(cell)),
                };
                rest.value()
            }
            _ if matches!(cell.shape, Shape::Mapping | Shape::Bag) => self.element(cell),
            _ => self.member(cell, Key::Index(at as u32)),
        }
    }
}
