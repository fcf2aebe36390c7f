//! Functions of the language and its library whose result is not just tainted by what they are
//! passed.

use super::super::combine::join;
use super::super::engine::Engine;
use super::super::state::State;
use super::super::value::{Cell, Key, Shape, Value};
use super::calls::{Passed, cell_of, copy};
use super::library::{Gives, gives};
use sdf_syntax::NodeId;

impl Engine<'_, '_> {
    /// What a function gives when it is passed this; none if nothing is known of it.
    pub(super) fn function(
        &mut self,
        path: &[u8],
        passed: &Passed,
        state: &mut State,
    ) -> Option<Value> {
        let gives = gives(path)?;
        if passed.unpacked.is_some() && gives != Gives::Clean && gives != Gives::Chained {
            return None;
        }
        let first = passed.value(0);
        Some(match gives {
            Gives::Clean => None,
            Gives::Copy => copy(&first),
            Gives::Second => passed.value(1),
            Gives::Sequence => self.as_sequence(&first, passed).value(),
            Gives::Sorted | Gives::Elements => {
                let at = usize::from(gives == Gives::Elements);
                let mut cell = self.as_sequence(&passed.value(at), passed);
                if path == b"sorted" {
                    cell.blur()
                } else {
                    cell.disorder()
                }
                cell.value()
            }
            Gives::Reversed => {
                let mut cell = self.as_sequence(&first, passed);
                cell.reverse();
                cell.value()
            }
            Gives::Bag => Cell::of_each(Shape::Bag, self.element_of(&first)).value(),
            Gives::Iterator => {
                Cell::of_each(Shape::Sequence(None), self.element_of(&first)).value()
            }
            Gives::Element if passed.positional.len() > 1 && path != b"next" => {
                let all: Vec<Value> =
                    (0..passed.positional.len()).map(|at| passed.value(at)).collect();
                join(&all)
            }
            Gives::Element => {
                let default = passed.named(self.tree.symbol(b"default"));
                let element = self.element_of(&first);
                let other = if passed.positional.len() > 1 { passed.value(1) } else { default };
                if other.is_some() { join(&[element, other]) } else { element }
            }
            Gives::Enumerated => self
                .elementwise(&first, |element| Cell::sequence([None, element].into_iter()).value()),
            Gives::Zipped => self.zipped(passed),
            Gives::Mapped => self.mapped(passed),
            Gives::Filtered => {
                let element = self.element_of(&passed.value(1));
                Cell::of_each(Shape::Sequence(None), element).value()
            }
            Gives::Chained => {
                let unpacked = passed.unpacked.iter().flatten();
                let mut cell = Cell::of_each(Shape::Sequence(None), None);
                let all = passed.positional.iter().map(|(_, value)| value);
                for value in all.chain(unpacked) {
                    cell.write(&[Key::Each], &self.element_of(value), true);
                }
                cell.value()
            }
            Gives::Mapping => self.as_mapping(passed, 0),
            Gives::DefaultMapping => self.as_mapping(passed, 1),
            Gives::Counted => {
                let mut cell = Cell::empty_mapping();
                let keys = self.element_of(&first);
                cell.taint_keys(&keys.map(|keys| keys.all()).unwrap_or_default());
                cell.value()
            }
            Gives::Overlaid => {
                let all: Vec<Value> = passed.positional.iter().map(|it| it.1.clone()).collect();
                let mut cell = cell_of(&join(&all));
                cell.shape = Shape::Mapping;
                cell.value()
            }
            Gives::Sections => Cell { shape: Shape::Sections, ..Cell::default() }.value(),
            Gives::Queue => Cell::empty_sequence().value(),
            Gives::Stream => {
                let named = passed.named.iter().find(|(name, ..)| {
                    matches!(self.tree.bytes(*name), b"default" | b"initial_value")
                });
                let initial = named.map_or(first, |(.., value)| value.clone());
                Cell::of_each(Shape::Bag, initial).value()
            }
            Gives::Fields => {
                let fields = passed.named.iter();
                let fields = fields.map(|(name, _, value)| (Key::Field(*name), value.clone()));
                let rest = first.as_deref().map(Cell::all).unwrap_or_default();
                Cell::display(fields, rest)
            }
            Gives::Attribute => {
                let key = self.field(passed.node(1)?)?;
                let member = first.and_then(|cell| cell.member(key));
                match passed.value(2) {
                    None => member,
                    default => join(&[member, default]),
                }
            }
            Gives::SetAttribute | Gives::DeleteAttribute => {
                let key = self.field(passed.node(1)?);
                let value = passed.value(2);
                let taints = value.as_deref().map(Cell::all).unwrap_or_default();
                self.change(passed.node(0)?, state, &taints, |cell| match key {
                    Some(key) => cell.write(&[key], &value, true),
                    None => {
                        cell.own.extend(&taints);
                    }
                });
                None
            }
            Gives::Shuffled | Gives::Pushed => {
                let value = passed.value(1);
                let taints = value.as_deref().map(Cell::all).unwrap_or_default();
                self.change(passed.node(0)?, state, &taints, |cell| {
                    if gives == Gives::Pushed {
                        cell.append(value);
                    }
                    cell.blur();
                });
                None
            }
            Gives::Keys => {
                let mut cell = Cell::of_each(Shape::Mapping, passed.value(1));
                let keys = self.element_of(&first);
                cell.taint_keys(&keys.map(|keys| keys.all()).unwrap_or_default());
                cell.value()
            }
        })
    }

    /// The member that a text names.
    fn field(&mut self, name: NodeId) -> Option<Key> {
        match self.flows.constant(name)? {
            super::super::flows::Constant::Text(text) => match self.tree.symbol(&text) {
                Some(symbol) => Some(Key::Field(symbol)),
                None => Some(self.text_key(text)),
            },
            super::super::flows::Constant::Integer(_) => None,
        }
    }
}
