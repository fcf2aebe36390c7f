//! Values that a function gets from whoever runs it: what they hold is not known before a call,
//! only which of them it is.

use super::origins::Origins;
use super::set::Taints;
use super::value::{Cell, DEPTH, Key, State, Value, WIDTH};
use std::rc::Rc;

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
        Cell { inputs: [number].into_iter().collect(), ..Cell::default() }
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

    /// A part of it: what is an input has the input's part.
    pub(super) fn pick(&self, pick: Pick, origins: &mut Origins) -> Value {
        if self.inputs.is_empty() {
            return match pick {
                Pick::Key(key) => self.member(key),
                Pick::Element => self.element(),
            };
        }
        match pick {
            Pick::Key(key) => {
                let known = self.members.binary_search_by_key(&key, |&(key, _)| key);
                match known.ok().and_then(|at| self.members.get(at)) {
                    Some((_, member)) => member.clone().value(),
                    None => self.other(pick, origins).value(),
                }
            }
            Pick::Element => {
                let mut cell = self.other(pick, origins);
                let members = Cell { members: self.members.clone(), ..Cell::default() };
                cell.own.extend(&members.element().map(|it| it.all()).unwrap_or_default());
                cell.value()
            }
        }
    }

    /// Lists the members on the way to the end of `path`, so that what is written there leaves
    /// what is beside it.
    fn open(&mut self, path: &[Key], origins: &mut Origins) {
        let mut cell = self;
        for &key in path {
            let at = match cell.members.binary_search_by_key(&key, |&(key, _)| key) {
                Ok(at) => at,
                Err(_) if cell.inputs.is_empty() || cell.members.len() >= WIDTH => return,
                Err(at) => {
                    let member = cell.other(Pick::Key(key), origins);
                    cell.members.insert(at, (key, member));
                    at
                }
            };
            match cell.members.get_mut(at) {
                Some((_, member)) => cell = member,
                None => return,
            }
        }
    }

    /// Takes `other` into it, as [`Cell::join`] does; whether that changed anything.
    pub(super) fn merge(&mut self, other: &Cell, origins: &mut Origins) -> bool {
        let mut changed = false;
        for (key, _) in &other.members {
            if let Err(at) = self.members.binary_search_by_key(key, |&(key, _)| key) {
                let member = self.other(Pick::Key(*key), origins);
                self.members.insert(at, (*key, member));
                changed = true;
            }
        }
        for (key, member) in &mut self.members {
            let theirs = other.members.binary_search_by_key(key, |&(key, _)| key);
            changed |= match theirs.ok().and_then(|at| other.members.get(at)) {
                Some((_, theirs)) => member.merge(theirs, origins),
                None => {
                    let theirs = other.other(Pick::Key(*key), origins);
                    member.merge(&theirs, origins)
                }
            };
        }
        changed |= self.inputs.extend(&other.inputs);
        changed | self.own.extend(&other.own)
    }

    /// The same with other taints: `each` gives the taints that stand for one of its own, and the
    /// values that it may be for one of its inputs.
    pub(super) fn replaced(
        &self,
        origins: &mut Origins,
        each: &mut impl FnMut(u32, bool, &mut Origins) -> Option<Rc<Cell>>,
    ) -> Cell {
        let mut cell = Cell::default();
        for taint in self.own.iter() {
            if let Some(given) = each(taint, false, origins) {
                cell.own.extend(&given.all());
            }
        }
        for input in self.inputs.iter() {
            if let Some(given) = each(input, true, origins) {
                cell.merge(&given, origins);
            }
        }
        for (key, member) in &self.members {
            let member = member.replaced(origins, each);
            match cell.members.binary_search_by_key(key, |&(key, _)| key) {
                Ok(at) => {
                    if let Some(slot) = cell.members.get_mut(at) {
                        slot.1 = member;
                    }
                }
                Err(_) if cell.members.len() >= WIDTH => drop(cell.own.extend(&member.all())),
                Err(at) => cell.members.insert(at, (*key, member)),
            }
        }
        cell
    }

    /// With a few sources of each label in the place of many: they tell enough.
    pub(super) fn thin(&mut self, origins: &Origins) {
        origins.thin(&mut self.own);
        self.members.iter_mut().for_each(|(_, member)| member.thin(origins));
    }

    /// What of it comes from sources.
    pub(super) fn known(&self, origins: &Origins) -> Cell {
        Cell {
            own: origins.sources(&self.own),
            inputs: Taints::default(),
            members: self
                .members
                .iter()
                .map(|(key, member)| (*key, member.known(origins)))
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
            let mut cell = Rc::unwrap_or_clone(known);
            cell.open(path, origins);
            self.set(variable, Some(Rc::new(cell)));
        }
        self.write(variable, path, value, is_whole);
    }

    /// Takes `other` into it, as [`State::join`] does; whether that changed anything.
    pub(super) fn merge(&mut self, other: &State, origins: &mut Origins) -> bool {
        let mut changed = false;
        for (variable, theirs) in &other.cells {
            match self.place(*variable) {
                Err(at) => {
                    self.cells.insert(at, (*variable, Rc::clone(theirs)));
                    changed = true;
                }
                Ok(at) => {
                    if let Some((_, ours)) = self.cells.get_mut(at)
                        && !Rc::ptr_eq(ours, theirs)
                        && ours != theirs
                    {
                        changed |= Rc::make_mut(ours).merge(theirs, origins);
                    }
                }
            }
        }
        changed
    }
}

impl Cell {
    /// Whether nothing in it is an input, whose members are not listed.
    fn all_listed(&self) -> bool {
        self.inputs.is_empty() && self.members.iter().all(|(_, member)| member.all_listed())
    }
}
