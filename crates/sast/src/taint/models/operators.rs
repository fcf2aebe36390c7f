//! Operators and other expressions that are no calls.

use super::super::combine::join;
use super::super::engine::Engine;
use super::super::value::{Cell, Key, Shape, Value};
use super::calls::cell_of;
use sdf_syntax::{Kind, NodeId, Role};

impl Engine<'_, '_> {
    /// The value of an expression from those of its parts, where it differs from all taint of
    /// these.
    pub(in crate::taint) fn modelled(&mut self, node: NodeId, values: &[Value]) -> Option<Value> {
        let this = *self.tree.node(node);
        let first = || values.first().cloned().flatten();
        let second = || values.get(1).cloned().flatten();
        Some(match this.kind {
            Kind::List | Kind::Tuple => self.sequence(node, values),
            Kind::Set => self.bag(node, values),
            Kind::Dictionary => self.mapping(node, values),
            // Of a comprehension: those of displays are evaluated by part.
            Kind::Pair => Cell::sequence([first(), second()].into_iter()).value(),
            Kind::ListComprehension
            | Kind::SetComprehension
            | Kind::DictionaryComprehension
            | Kind::Generator => self.comprehension(this.kind, &first()),
            Kind::Compare => None,
            Kind::Unary if self.tree.bytes(this.symbol) == b"not" => None,
            Kind::Subscript => self.subscript(node, &first()),
            Kind::BooleanOperation => {
                let left = self.tree.child(node, Role::Left).or(self.tree.children(node).next());
                let always = left.and_then(|left| self.flows.always(left));
                let is_or = self.tree.bytes(this.symbol) == b"or";
                match always {
                    Some(truth) if truth == is_or => first(),
                    Some(_) => second(),
                    None if is_or => self.either(values),
                    // What counts as false holds no text.
                    None => join(&[None, second()]),
                }
            }
            Kind::Binary => return self.binary(node, &first(), &second()),
            _ => return None,
        })
    }

    fn binary(&mut self, node: NodeId, left: &Value, right: &Value) -> Option<Value> {
        let shape = |value: &Value| value.as_deref().map(|cell| cell.shape).unwrap_or_default();
        let is_sequence = |value: &Value| matches!(shape(value), Shape::Sequence(_));
        let operator = self.tree.bytes(self.tree.node(node).symbol);
        match operator {
            b"+" if is_sequence(left) || is_sequence(right) => {
                let mut both = cell_of(left);
                both.extend(&cell_of(right));
                Some(both.value())
            }
            b"*" if is_sequence(left) || is_sequence(right) => {
                let mut parts = self.tree.children(node);
                let (left_node, right_node) = (parts.next()?, parts.next()?);
                let (sequence, times) =
                    if is_sequence(left) { (left, right_node) } else { (right, left_node) };
                let times = self.integer(times).map(|times| times.clamp(0, 1 << 16) as u32);
                Some(cell_of(sequence).repeat(times).value())
            }
            b"|" if shape(left) == Shape::Mapping || shape(right) == Shape::Mapping => {
                let mut both = cell_of(left);
                both.update(&cell_of(right));
                Some(both.value())
            }
            b"|" | b"^" if shape(left) == Shape::Bag => {
                let mut both = cell_of(left);
                both.write(&[Key::Each], &self.element_of(right), true);
                Some(both.value())
            }
            b"&" | b"-" if shape(left) == Shape::Bag => Some(super::calls::copy(left)),
            _ => None,
        }
    }

    /// What an augmented assignment leaves in its target, if that is a container.
    pub(in crate::taint) fn augmented(
        &mut self,
        node: NodeId,
        held: &Value,
        value: &Value,
    ) -> Option<Value> {
        self.binary_of(node, held, value)
    }

    fn binary_of(&mut self, node: NodeId, held: &Value, value: &Value) -> Option<Value> {
        let shape = held.as_deref().map(|cell| cell.shape).unwrap_or_default();
        let operator = self.tree.bytes(self.tree.node(node).symbol).trim_ascii();
        let operator = operator.strip_suffix(b"=").unwrap_or(operator);
        let mut cell = cell_of(held);
        match (operator, shape) {
            (b"+", Shape::Sequence(_)) => cell.extend(&cell_of(value)),
            (b"|", Shape::Mapping | Shape::Sections) => cell.update(&cell_of(value)),
            (b"|" | b"^", Shape::Bag) => {
                cell.write(&[Key::Each], &self.element_of(value), true);
            }
            (b"&" | b"-", Shape::Bag) => {}
            (b"*", Shape::Sequence(_)) => {
                let times = self.tree.child(node, Role::Value)?;
                let times = self.integer(times).map(|times| times.clamp(0, 1 << 16) as u32);
                cell = cell.repeat(times);
            }
            _ => return None,
        }
        Some(cell.value())
    }
}
