//! What names and expressions are known to be.
//!
//! As Semgrep does it: a name that is assigned once in the whole file is that value everywhere;
//! within a function, or the module's own code, a name is what was last assigned to it, followed
//! along all ways that control can take. Everything is found out when it is first asked for.
//!
//! What Semgrep does not know and is true all the same is known here too: constants of modules
//! that are used before they are assigned, chained and paired assignments, loops that leave a
//! variable alone. Where Semgrep errs, as in `"a" == "b"` being a text, we do not follow.

#![allow(dead_code, reason = "the matcher and the taint engine take it up piece by piece")]

mod evaluate;
mod file_wide;
mod literals;
mod operators;
mod value;

pub(crate) use value::Value;

use evaluate::Goal;
use file_wide::FileWide;
use sdf_syntax::{Names, NodeId, Tree};
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;

/// What is known for each goal; nothing is known for one under way.
type Memo = HashMap<Goal, Option<Value>>;

/// How many expressions may be evaluated for a file; beyond it nothing more is known. A file of
/// 50,000 lines has about 500,000 nodes.
const STEPS: u32 = 2_000_000;

/// What the names and expressions of a file are known to be.
pub(crate) struct Constants<'t> {
    tree: &'t Tree,
    source: &'t [u8],
    names: &'t Names,
    file_wide: OnceCell<FileWide<'t>>,
    memo: RefCell<Memo>,
    steps: Cell<u32>,
}

impl<'t> Constants<'t> {
    /// Costs nothing yet.
    pub(crate) fn new(tree: &'t Tree, source: &'t [u8], names: &'t Names) -> Self {
        Constants {
            tree,
            source,
            names,
            file_wide: OnceCell::new(),
            memo: RefCell::new(HashMap::new()),
            steps: Cell::new(STEPS),
        }
    }

    /// What the expression at `id` is known to be.
    pub(crate) fn value(&self, id: NodeId) -> Option<Value> {
        self.solve(Goal::Value(id))
    }

    /// Whether the condition at `id` always holds, or never.
    pub(crate) fn always(&self, id: NodeId) -> Option<bool> {
        self.solve(Goal::Truth(id)).and_then(|value| value.truth())
    }

    /// Where the name read at `id` may have its value from; none if that is not known.
    fn sources(&self, id: NodeId) -> Option<Vec<Goal>> {
        let file_wide = self.file_wide.get_or_init(|| FileWide::new(self.tree, self.names));
        file_wide.definition(id).map(|value| vec![Goal::Assigned(value)])
    }

    /// Takes `steps` from what may still be done; whether there was enough.
    fn spend(&self, steps: u32) -> bool {
        let left = self.steps.get().checked_sub(steps);
        self.steps.set(left.unwrap_or(0));
        left.is_some()
    }
}

#[cfg(test)]
mod tests;
