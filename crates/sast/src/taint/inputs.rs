//! Values that a function gets from whoever runs it: what they hold is not known before a call,
//! only which of them it is.

use super::origins::Origins;
use super::set::Taints;
use super::value::{Cell, DEPTH, Key, Shape, State, Value};
use super::write::WIDTH;
use std::sync::Arc;

/// Where a function gets a value from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Root {
    /// The parameter at this place.
    Parameter(u32),
    /// A variable of a function around it.
    Variable(u32),
}

/// How a part of a value is picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Pick {
    /// The member of that key.
    Key(Key),
    /// Any element.
    Element,
}

/// A value that comes from outside, or a part of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Input {
    pub(super) root: Root,
    /// Outermost first; as deep as members are told apart at most.
    pub(super) path: Vec<Pick>,
}

impl Input {
    pub(super) fn whole(root: Root) -> Input {
        Input { root, path: Vec::new() }
    }

    /// A part of it, unless that is too deep to be told apart.
    pub(super) fn part(&self, pick: Pick) -> Option<Input> {
        if self.path.len() >= DEPTH {
            return None;
        }
        let mut path = self.path.clone();
        path.push(pick);
        Some(Input { root: self.root, path })
    }
}

impl Cell {
    /// The value that an input is.
    pub(super) fn input(number: u32) -> Cell {
        let inputs = [number].into_iter().collect();
        Cell { inputs, shape: Shape::Given, ..Cell::default() }
    }

    /// What all members that are not listed are, and what elements are.
    fn other(&self, pick: Pick, origins: &mut Origins) -> Cell {
        let mut cell = Cell::of(self.own.clone());
        for input in self.inputs.iter() {
            match origins.part(input, pick) {
                Some(part) => cell.inputs.insert(part),
                None => cell.own.insert(input),
            }
        }
        cell
    }

    /// What a member is that is not listed; with `origins`, members of inputs are told apart.
    pub(super) fn unlisted_in(&self, key: Key, origins: &mut Option<&mut Origins>) -> Arc<Cell> {
        match origins {
            Some(origins) if !self.inputs.is_empty() => match self.listed(Key::Each) {
                Some(each) if key.is_element() => Arc::clone(each),
                _ => Arc::new(self.other(Pick::Key(key), origins)),
            },
            _ => self.unlisted(key),
        }
    }

    /// A part of it: what is an input has the input's part.
    pub(super) fn pick(&self, pick: Pick, origins: &mut Origins) -> Value {
        if self.inputs.is_empty() {
            return match pick {
                Pick::Key(key) => self.member(key),
                Pick::Element => self.iterated(),
            };
        }
        let key = match pick {
            Pick::Key(key) => self.resolve(key),
            Pick::Element => Key::Each,
        };
        if key != Key::Each {
            return match self.listed(key) {
                Some(member) => Cell::clone(member).value(),
                None => Cell::clone(&self.unlisted_in(key, &mut Some(origins))).value(),
            };
        }
        let mut any = match self.listed(Key::Each) {
            Some(each) => Cell::clone(each),
            None => self.other(pick, origins),
        };
        for (key, member) in &self.members {
            if key.is_element() || (*key == Key::Keys && pick == Pick::Element) {
                any.merge(member, origins);
            }
        }
        any.value()
    }

    /// Lists the members on the way to the end of `path`, so that what is written there leaves
    /// what is beside it.
    fn open(&mut self, path: &[Key], origins: &mut Origins) {
        let mut cell = self;
        for &key in path {
            let key = cell.resolve(key);
            if cell.place(key).is_err() {
                if cell.inputs.is_empty() || cell.members.len() >= WIDTH {
                    return;
                }
                let member = cell.unlisted_in(key, &mut Some(origins));
                cell.set(key, member);
            }
            let Ok(at) = cell.place(key) else { return };
            match cell.members.get_mut(at) {
                Some((_, member)) => cell = Arc::make_mut(member),
                None => return,
            }
        }
    }

    /// Takes `other` into it, as [`Cell::join`] does; whether that changed anything.
    pub(super) fn merge(&mut self, other: &Cell, origins: &mut Origins) -> bool {
        self.join_in(other, &mut Some(origins))
    }

    /// The same with other taints: `each` gives the taints that stand for one of its own, and the
    /// values that it may be for one of its inputs.
    pub(super) fn replaced(
        &self,
        origins: &mut Origins,
        each: &mut impl FnMut(u32, bool, &mut Origins) -> Option<Arc<Cell>>,
    ) -> Cell {
        let mut whole: Option<Cell> = None;
        for input in self.inputs.iter() {
            let given = each(input, true, origins).unwrap_or_default();
            match &mut whole {
                Some(whole) => drop(whole.merge(&given, origins)),
                None => whole = Some(Cell::clone(&given)),
            }
        }
        let mut cell = whole.unwrap_or_default();
        if self.shape != Shape::Given {
            cell.shape = self.shape;
        }
        for taint in self.own.iter() {
            if let Some(given) = each(taint, false, origins) {
                cell.join(&Cell { shape: cell.shape, ..Cell::of(given.all()) });
            }
        }
        // Where it is known what all its elements are, those that were given are no more.
        if self.listed(Key::Each).is_some() {
            cell.members.retain(|(key, _)| !key.is_element());
        }
        for (key, member) in &self.members {
            let member = member.replaced(origins, each);
            cell.set(*key, Arc::new(member));
        }
        cell
    }

    /// With a few sources of each label in the place of many: they tell enough.
    pub(super) fn thin(&mut self, origins: &Origins) {
        origins.thin(&mut self.own);
        self.members.iter_mut().for_each(|(_, member)| Arc::make_mut(member).thin(origins));
    }

    /// What of it comes from sources.
    pub(super) fn known(&self, origins: &Origins) -> Cell {
        Cell {
            own: origins.sources(&self.own),
            inputs: Taints::default(),
            shape: Shape::Unknown,
            members: self
                .members
                .iter()
                .map(|(key, member)| (*key, Arc::new(member.known(origins))))
                .collect(),
        }
    }
}

impl State {
    /// Gives a variable, or a member of it, a value, as [`State::write`] does.
    pub(super) fn put(
        &mut self,
        (variable, path, is_whole): (u32, &[Key], bool),
        value: Value,
        origins: &mut Origins,
    ) {
        if !path.is_empty()
            && let Some(known) = self.read(variable).filter(|known| !known.all_listed())
        {
            let mut cell = Arc::unwrap_or_clone(known);
            cell.open(path, origins);
            self.set(variable, Some(Arc::new(cell)));
        }
        self.write(variable, path, value, is_whole);
    }
}

impl Cell {
    /// Whether nothing in it is an input, whose members are not listed.
    fn all_listed(&self) -> bool {
        self.inputs.is_empty() && self.members.iter().all(|(_, member)| member.all_listed())
    }
}
