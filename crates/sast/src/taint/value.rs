//! What is known to be tainted of a value.

pub(super) use super::state::State;

use super::set::Taints;
use super::write::MANY;
use sdf_syntax::Symbol;
use std::sync::Arc;

/// How many members deep taint is told apart.
pub(super) const DEPTH: usize = 4;

/// A member of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Key {
    /// By name.
    Field(Symbol),
    /// By a number.
    Index(u32),
    /// By a text, by its number among those of the analysis.
    Text(u32),
    /// By a number from the end, the last is 1. None is listed as that.
    Back(u32),
    /// All keys of a mapping.
    Keys,
    /// All elements that are not listed; to write there is to write to any of the elements.
    Each,
}

impl Key {
    /// Whether it is one that an index may pick.
    pub(super) fn is_element(self) -> bool {
        matches!(self, Key::Index(_) | Key::Text(_))
    }
}

/// What is known of how a value is built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shape {
    /// Nothing.
    #[default]
    Unknown,
    /// Elements in order, and their number if that is known.
    Sequence(Option<u32>),
    /// Keys and values.
    Mapping,
    /// A mapping of mappings whose methods take both keys.
    Sections,
    /// Elements in no order.
    Bag,
    /// As the inputs that it is are built.
    Given,
}

impl Shape {
    /// What is known of a value that has this or the other.
    pub(super) fn or(self, other: Shape) -> Shape {
        match (self, other) {
            _ if self == other => self,
            (Shape::Sequence(_), Shape::Sequence(_)) => Shape::Sequence(None),
            _ => Shape::Unknown,
        }
    }
}

/// The taint of a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// Its own, which is that of all members not listed.
    pub(super) own: Taints,
    /// What of the function's inputs it may be, so that its members are theirs. Only where calls
    /// are followed.
    pub(super) inputs: Taints,
    /// How it is built.
    pub(super) shape: Shape,
    /// Members that have another, sorted.
    pub(super) members: Vec<(Key, Arc<Cell>)>,
}

/// A value; `None` is not tainted and of unknown shape.
pub(super) type Value = Option<Arc<Cell>>;

impl Cell {
    pub(super) fn of(own: Taints) -> Cell {
        Cell { own, ..Cell::default() }
    }

    pub(super) fn value(self) -> Value {
        (!self.is_void()).then(|| Arc::new(self))
    }

    /// Whether nothing is known of it.
    fn is_void(&self) -> bool {
        self.own.is_empty()
            && self.inputs.is_empty()
            && self.shape == Shape::Unknown
            && self.members.iter().all(|(_, cell)| cell.is_void())
    }

    /// Whether it or anything within is tainted.
    pub(super) fn is_tainted(&self) -> bool {
        !self.own.is_empty()
            || !self.inputs.is_empty()
            || self.members.iter().any(|(_, cell)| cell.is_tainted())
    }

    /// Whether the shape of it or of anything within is known.
    pub(super) fn has_shape(&self) -> bool {
        self.shape != Shape::Unknown || self.members.iter().any(|(_, cell)| cell.has_shape())
    }

    /// The taint of it and of all within.
    pub(super) fn all(&self) -> Taints {
        let mut all = self.rest();
        self.gather(&mut all);
        all
    }

    /// Its own taint and that of what it may be.
    pub(super) fn rest(&self) -> Taints {
        let mut rest = self.own.clone();
        rest.extend(&self.inputs);
        rest
    }

    fn gather(&self, all: &mut Taints) {
        for (_, member) in &self.members {
            all.extend(&member.own);
            all.extend(&member.inputs);
            member.gather(all);
        }
    }

    pub(super) fn place(&self, key: Key) -> Result<usize, usize> {
        self.members.binary_search_by_key(&key, |&(key, _)| key)
    }

    /// A member that is listed.
    pub(super) fn listed(&self, key: Key) -> Option<&Arc<Cell>> {
        self.members.get(self.place(key).ok()?).map(|(_, cell)| cell)
    }

    /// What a member is that is not listed.
    pub(super) fn unlisted(&self, key: Key) -> Arc<Cell> {
        match self.listed(Key::Each) {
            Some(each) if key.is_element() => Arc::clone(each),
            _ => Arc::new(Cell::of(self.rest())),
        }
    }

    /// The index of what is counted from the end, if that is known.
    pub(super) fn resolve(&self, key: Key) -> Key {
        match (key, self.shape) {
            (Key::Back(from_end), Shape::Sequence(Some(length))) => {
                length.checked_sub(from_end).map_or(Key::Each, Key::Index)
            }
            (Key::Back(_), _) => Key::Each,
            _ => key,
        }
    }

    pub(super) fn member(&self, key: Key) -> Value {
        let key = self.resolve(key);
        if key == Key::Each {
            return self.any_element();
        }
        let member = self.listed(key).map(Arc::clone).unwrap_or_else(|| self.unlisted(key));
        (!member.is_void()).then_some(member)
    }

    /// Whether it has no elements but those listed.
    fn lists_all(&self) -> bool {
        let listed = self.members.iter().filter(|(key, _)| key.is_element()).count();
        matches!(self.shape, Shape::Sequence(Some(length)) if length as usize == listed)
    }

    /// What an index that is not known picks.
    pub(super) fn any_element(&self) -> Value {
        let mut listed = self.members.iter().filter(|(key, _)| key.is_element()).peekable();
        let first = listed.next_if(|_| self.lists_all());
        let mut any = first.map_or_else(|| self.unlisted(Key::Index(0)), |(_, cell)| cell.clone());
        for (_, member) in listed {
            Arc::make_mut(&mut any).join(member);
        }
        Arc::unwrap_or_clone(any).value()
    }

    /// What iterating over it gives, told apart by what is within.
    pub(super) fn iterated(&self) -> Value {
        match (self.shape, self.listed(Key::Keys)) {
            (Shape::Mapping | Shape::Sections, _) => self.member(Key::Keys),
            (Shape::Unknown, Some(keys)) => {
                let mut any = self.any_element().map(Arc::unwrap_or_clone).unwrap_or_default();
                any.join(keys);
                any.value()
            }
            _ => self.any_element(),
        }
    }

    /// All taint of what any element may be: of members by name none is one.
    pub(super) fn element(&self) -> Value {
        let mut all = self.rest();
        for (key, member) in &self.members {
            if !matches!(key, Key::Field(_)) {
                all.extend(&member.all());
            }
        }
        Cell::of(all).value()
    }

    /// A display of members; `rest` is what else may be in it.
    pub(super) fn display(members: impl Iterator<Item = (Key, Value)>, rest: Taints) -> Value {
        let mut cell = Cell::of(rest);
        for (key, value) in members {
            // What else may be in it may also be there.
            let mut member = value.as_deref().cloned().unwrap_or_default();
            member.own.extend(&cell.own);
            cell.write(&[key], &Some(Arc::new(member)), true);
            if cell.members.len() > MANY {
                cell.cut(DEPTH);
            }
        }
        cell.cut(DEPTH);
        cell.value()
    }

    /// Forgets how it and all within it are built.
    pub(super) fn forget_shapes(&mut self) {
        if self.has_shape() {
            self.shape = Shape::Unknown;
            self.members.iter_mut().for_each(|(_, member)| Arc::make_mut(member).forget_shapes());
        }
    }

    /// How much copying it costs.
    pub(super) fn size(&self) -> usize {
        self.own.words()
            + self.inputs.words()
            + self.members.iter().map(|(_, member)| member.size()).sum::<usize>()
    }
}

/// Whether anything of a value is tainted.
pub(super) fn is_tainted(value: &Value) -> bool {
    value.as_deref().is_some_and(Cell::is_tainted)
}
