//! What is known to be tainted: of a value, and of all variables at a place.

use super::set::Taints;
use sdf_syntax::Symbol;
use std::rc::Rc;

/// How many members deep taint is told apart.
pub(super) const DEPTH: usize = 3;

/// How many members of one value are told apart.
pub(super) const WIDTH: usize = 64;

/// A member of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Key {
    /// By name.
    Field(Symbol),
    /// By a number.
    Index(u32),
    /// By a text, by its number among those of the analysis.
    Text(u32),
}

/// The taint of a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// Its own, which is that of all members not listed.
    pub(super) own: Taints,
    /// What of the function's inputs it may be, so that its members are theirs. Only where calls
    /// are followed.
    pub(super) inputs: Taints,
    /// Members that have another, sorted.
    pub(super) members: Vec<(Key, Cell)>,
}

/// A value; `None` is not tainted.
pub(super) type Value = Option<Rc<Cell>>;

impl Cell {
    pub(super) fn of(own: Taints) -> Cell {
        Cell { own, ..Cell::default() }
    }

    pub(super) fn value(self) -> Value {
        (!self.is_clean()).then(|| Rc::new(self))
    }

    pub(super) fn is_clean(&self) -> bool {
        self.own.is_empty()
            && self.inputs.is_empty()
            && self.members.iter().all(|(_, cell)| cell.is_clean())
    }

    /// The taint of it and of all within.
    pub(super) fn all(&self) -> Taints {
        let mut all = self.rest();
        self.gather(&mut all);
        all
    }

    /// Its own taint and that of what it may be.
    fn rest(&self) -> Taints {
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

    pub(super) fn member(&self, key: Key) -> Value {
        match self.members.binary_search_by_key(&key, |&(key, _)| key) {
            Ok(at) => self.members.get(at).and_then(|(_, cell)| cell.clone().value()),
            Err(_) => Cell::of(self.rest()).value(),
        }
    }

    /// What any element may be: of members by name none is one.
    pub(super) fn element(&self) -> Value {
        let mut all = self.rest();
        for (key, member) in &self.members {
            if !matches!(key, Key::Field(_)) {
                all.extend(&member.all());
            }
        }
        Cell::of(all).value()
    }

    /// Gives the member at the end of `path` a value. A path cut short or a value among too many
    /// adds to what is there.
    pub(super) fn write(&mut self, path: &[Key], value: &Value, is_whole: bool) {
        let Some((&key, rest)) = path.split_first() else {
            match value {
                _ if is_whole => *self = value.as_deref().cloned().unwrap_or_default(),
                Some(value) => self.taint_elements(&value.all()),
                None => {}
            }
            return;
        };
        let at = match self.members.binary_search_by_key(&key, |&(key, _)| key) {
            Ok(at) => at,
            Err(_) if self.members.len() >= WIDTH => {
                if let Some(value) = value {
                    self.own.extend(&value.all());
                }
                return;
            }
            Err(at) => {
                self.members.insert(at, (key, Cell::of(self.rest())));
                at
            }
        };
        if let Some((_, member)) = self.members.get_mut(at) {
            member.write(rest, value, is_whole);
        }
        let rest = |member: &Cell| {
            member.members.is_empty() && member.inputs.is_empty() && member.own == self.own
        };
        if self.inputs.is_empty() && self.members.get(at).is_some_and(|(_, member)| rest(member)) {
            self.members.remove(at);
        }
    }

    /// Taints it and all that an index may pick.
    fn taint_elements(&mut self, taints: &Taints) {
        self.own.extend(taints);
        for (key, member) in &mut self.members {
            if !matches!(key, Key::Field(_)) {
                member.taint_elements(taints);
            }
        }
    }

    /// Takes `other` into it; whether that changed anything.
    pub(super) fn join(&mut self, other: &Cell) -> bool {
        let mut changed = false;
        for (key, _) in &other.members {
            if let Err(at) = self.members.binary_search_by_key(key, |&(key, _)| key) {
                self.members.insert(at, (*key, Cell::of(self.rest())));
                changed = true;
            }
        }
        let rest = Cell::of(other.rest());
        for (key, member) in &mut self.members {
            let theirs = other.members.binary_search_by_key(key, |&(key, _)| key);
            let theirs = theirs.ok().and_then(|at| other.members.get(at));
            changed |= member.join(theirs.map_or(&rest, |(_, cell)| cell));
        }
        changed |= self.inputs.extend(&other.inputs);
        changed | self.own.extend(&other.own)
    }

    /// Its members to `depth`; those deeper are one with what holds them.
    pub(super) fn cut(&mut self, depth: usize) {
        if depth == 0 && !self.members.is_empty() {
            self.own = self.all();
            self.inputs = Taints::default();
            self.members.clear();
        }
        for (_, member) in &mut self.members {
            member.cut(depth.saturating_sub(1));
        }
    }

    /// A display of members; `rest` is what else may be in it.
    pub(super) fn display(members: impl Iterator<Item = (Key, Value)>, rest: Taints) -> Value {
        let mut cell = Cell::of(rest);
        for (key, value) in members {
            // What else may be in it may also be there.
            let mut member = value.as_deref().cloned().unwrap_or_default();
            member.cut(DEPTH - 1);
            member.own.extend(&cell.own);
            cell.write(&[key], &Some(Rc::new(member)), true);
        }
        cell.value()
    }

    /// How much copying it costs.
    fn size(&self) -> usize {
        self.own.words()
            + self.inputs.words()
            + self.members.iter().map(|(_, member)| member.size()).sum::<usize>()
    }
}

/// The taint of each variable at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    /// Tainted variables, sorted.
    pub(super) cells: Vec<(u32, Rc<Cell>)>,
}

impl State {
    /// Whether nothing is tainted.
    pub(super) fn is_clean(&self) -> bool {
        self.cells.is_empty()
    }

    pub(super) fn place(&self, variable: u32) -> Result<usize, usize> {
        self.cells.binary_search_by_key(&variable, |&(variable, _)| variable)
    }

    pub(super) fn read(&self, variable: u32) -> Value {
        let at = self.place(variable).ok()?;
        self.cells.get(at).map(|(_, cell)| Rc::clone(cell))
    }

    pub(super) fn set(&mut self, variable: u32, value: Value) {
        match (self.place(variable), value) {
            (Ok(at), Some(value)) => {
                if let Some(slot) = self.cells.get_mut(at) {
                    slot.1 = value;
                }
            }
            (Ok(at), None) => drop(self.cells.remove(at)),
            (Err(at), Some(value)) => self.cells.insert(at, (variable, value)),
            (Err(_), None) => {}
        }
    }

    /// Gives a variable, or a member of it, a value; `is_whole` says that the path names exactly
    /// what is written and not something within.
    pub(super) fn write(&mut self, variable: u32, path: &[Key], value: Value, is_whole: bool) {
        if path.is_empty() && is_whole {
            return self.set(variable, value);
        }
        let known = self.read(variable);
        if known.is_none() && value.is_none() {
            return;
        }
        let mut cell = known.map(Rc::unwrap_or_clone).unwrap_or_default();
        cell.write(path, &value, is_whole);
        cell.cut(DEPTH);
        self.set(variable, cell.value());
    }

    pub(super) fn join(&mut self, other: &State) -> bool {
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
                        changed |= Rc::make_mut(ours).join(theirs);
                    }
                }
            }
        }
        changed
    }

    /// What all tainted variables hold.
    pub(super) fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.cells.iter().map(|(_, cell)| cell.as_ref())
    }

    /// How much a join with it costs.
    pub(super) fn size(&self) -> usize {
        1 + self.cells.iter().map(|(_, cell)| cell.size()).sum::<usize>()
    }
}
