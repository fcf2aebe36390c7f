//! What is known of all variables at a place.

use super::origins::Origins;
use super::value::{Cell, DEPTH, Key, Value};
use crate::tables::HashMap;
use std::sync::Arc;

/// What became of two objects that were joined.
type Joined = HashMap<(*const Cell, *const Cell), Arc<Cell>>;

/// Joins what may be the same variable on another way, which nothing is known of for `None`;
/// whether that changed anything. Names of one object on both ways are so afterwards.
fn join(
    joined: &mut Joined,
    ours: &mut Arc<Cell>,
    theirs: Option<&Arc<Cell>>,
    origins: &mut Option<&mut Origins>,
) -> bool {
    let nothing = Cell::default();
    let key = (Arc::as_ptr(ours), theirs.map_or(std::ptr::null(), Arc::as_ptr));
    if let Some(same) = joined.get(&key) {
        let changed = !Arc::ptr_eq(ours, same);
        *ours = Arc::clone(same);
        return changed;
    }
    let mut cell = Cell::clone(ours);
    let changed = cell.join_in(theirs.map_or(&nothing, |theirs| theirs), origins);
    if changed {
        *ours = Arc::new(cell);
        joined.insert(key, Arc::clone(ours));
    }
    changed
}

/// The taint of each variable at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    /// Variables of which anything is known, sorted.
    pub(super) cells: Vec<(u32, Arc<Cell>)>,
}

impl State {
    /// Whether nothing is known.
    pub(super) fn is_clean(&self) -> bool {
        self.cells.is_empty()
    }

    pub(super) fn place(&self, variable: u32) -> Result<usize, usize> {
        self.cells.binary_search_by_key(&variable, |&(variable, _)| variable)
    }

    pub(super) fn read(&self, variable: u32) -> Value {
        let at = self.place(variable).ok()?;
        self.cells.get(at).map(|(_, cell)| Arc::clone(cell))
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
        let mut cell = known.map(Arc::unwrap_or_clone).unwrap_or_default();
        cell.write(path, &value, is_whole);
        cell.cut(DEPTH);
        self.set(variable, cell.value());
    }

    /// What is the same object as `old` was becomes `new`; how much work that was.
    pub(super) fn replace(&mut self, old: Arc<Cell>, new: &Value) -> usize {
        // Nobody else holds it.
        if Arc::strong_count(&old) == 1 {
            return 1;
        }
        let (mut has_void, mut work) = (false, 1);
        for (_, cell) in &mut self.cells {
            if Arc::ptr_eq(cell, &old) {
                *cell = new.clone().unwrap_or_default();
                has_void |= new.is_none();
            } else if let Some(changed) = cell.exchanged(&old, new, &mut work) {
                *cell = Arc::new(changed);
            }
        }
        if has_void {
            self.cells.retain(|(_, cell)| **cell != Cell::default());
        }
        work
    }

    /// Takes `other` into it; whether that changed anything.
    pub(super) fn join(&mut self, other: &State) -> bool {
        self.join_in(other, None)
    }

    /// The same; members of inputs are told apart.
    pub(super) fn merge(&mut self, other: &State, origins: &mut Origins) -> bool {
        self.join_in(other, Some(origins))
    }

    fn join_in(&mut self, other: &State, mut origins: Option<&mut Origins>) -> bool {
        let mut changed = false;
        let mut joined = Joined::default();
        let mut theirs = other.cells.iter().peekable();
        // A variable that they know nothing of may be of any shape there.
        for (variable, ours) in &mut self.cells {
            while theirs.next_if(|(other, _)| other < variable).is_some() {}
            if theirs.next_if(|(other, _)| other == variable).is_none() && ours.has_shape() {
                changed |= join(&mut joined, ours, None, &mut origins);
            }
        }
        let mut fresh = Vec::new();
        for (variable, theirs) in &other.cells {
            match self.place(*variable) {
                Err(_) => {
                    let mut cell = Arc::clone(theirs);
                    if cell.has_shape() {
                        join(&mut joined, &mut cell, None, &mut origins);
                    }
                    if cell.is_tainted() {
                        fresh.push((*variable, cell));
                    }
                }
                Ok(at) => {
                    if let Some((_, ours)) = self.cells.get_mut(at)
                        && !Arc::ptr_eq(ours, theirs)
                        && ours != theirs
                    {
                        changed |= join(&mut joined, ours, Some(theirs), &mut origins);
                    }
                }
            }
        }
        if !fresh.is_empty() {
            changed = true;
            self.cells.extend(fresh);
            self.cells.sort_unstable_by_key(|&(variable, _)| variable);
        }
        changed
    }

    /// What all variables hold.
    pub(super) fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.cells.iter().map(|(_, cell)| cell.as_ref())
    }

    /// Whether anything is tainted.
    pub(super) fn is_tainted(&self) -> bool {
        self.cells().any(Cell::is_tainted)
    }

    /// How much it costs to join `other` with it.
    pub(super) fn cost_of(&self, other: &State) -> usize {
        let mut ours = self.cells.iter().peekable();
        let differ = other.cells.iter().filter(|(variable, theirs)| {
            while ours.next_if(|(ours, _)| ours < variable).is_some() {}
            ours.next_if(|(ours, _)| ours == variable)
                .is_none_or(|(_, ours)| !Arc::ptr_eq(ours, theirs))
        });
        1 + other.cells.len() / 16 + differ.map(|(_, cell)| cell.size()).sum::<usize>()
    }
}
