//! The modules of a project, and what their functions do for one another.

mod build;
mod graph;
mod paths;
mod reach;

pub use build::Parallel;

use crate::environment::Environment;
use crate::taint::{ABROAD, Exports, Interface, Modules};
use graph::Order;
use paths::Paths;
use sdf_core::{BStr, BString, Elsewhere, Span};
use sdf_syntax::Tree;
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::{Arc, OnceLock};

/// Bytes of all modules together: those behind are not known to others.
const BYTES: usize = 64 << 20;

/// A file of a project that others can import.
#[derive(Debug)]
struct Module {
    file: Arc<Elsewhere>,
    /// Where its addresses begin.
    base: usize,
    parsed: OnceLock<Option<Parsed>>,
    /// By rule what its functions do.
    exports: OnceLock<HashMap<usize, Exports<Environment>>>,
}

#[derive(Debug)]
struct Parsed {
    tree: Tree,
    interface: Interface,
}

/// The modules of a project, by their paths. What is known of their functions is found out once,
/// when it is made, and read by all threads.
pub struct Project {
    modules: Vec<Module>,
    by_path: HashMap<BString, u32>,
    paths: Paths,
    order: OnceLock<Order>,
    /// By module the rules for which flows may lead through it and others.
    rules: OnceLock<Vec<BTreeSet<usize>>>,
    /// Files that are left out, since there are too many.
    left_out: usize,
}

impl fmt::Debug for Project {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Project").field("modules", &self.modules.len()).finish()
    }
}

/// A module of a project.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Within<'p> {
    pub(crate) project: &'p Project,
    pub(crate) module: u32,
}

impl Project {
    /// Files that no other can look into, since all together are too large.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// The rules, by their index, to be tried on the file at `path` although it may have only one
    /// end of a flow.
    pub fn rules(&self, path: &BStr) -> impl Iterator<Item = usize> {
        let rules = self.by_path.get(path).and_then(|&at| self.rules.get()?.get(at as usize));
        rules.into_iter().flatten().copied()
    }

    /// The tree of the file at `path`, if its content is `bytes`.
    pub fn tree(&self, path: &BStr, bytes: &[u8]) -> Option<&Tree> {
        let module = self.modules.get(*self.by_path.get(path)? as usize)?;
        let parsed = module.parsed.get()?.as_ref()?;
        (module.file.bytes == bytes).then_some(&parsed.tree)
    }

    pub(crate) fn within(&self, path: &BStr) -> Option<Within<'_>> {
        self.by_path.get(path).map(|&module| Within { project: self, module })
    }

    fn tried(&self, module: u32, rule: usize) -> bool {
        let rules = self.rules.get().and_then(|rules| rules.get(module as usize));
        rules.is_some_and(|rules| rules.contains(&rule))
    }

    /// The file that an address beyond the file at hand is in, and the place there.
    pub(crate) fn file(&self, address: Span) -> Option<(&Arc<Elsewhere>, Span)> {
        let behind = self.modules.partition_point(|module| module.base <= address.start);
        let module = self.modules.get(behind.checked_sub(1)?)?;
        let place = Span::new(address.start - module.base, address.end.saturating_sub(module.base));
        Some((&module.file, place))
    }
}

impl Within<'_> {
    /// Whether a rule is to be tried on the module although it may have only one end of a flow.
    pub(crate) fn tries(&self, rule: usize) -> bool {
        self.project.tried(self.module, rule)
    }

    /// What the functions of another module do under a rule; none if that is not known, or would
    /// go in a circle.
    pub(crate) fn exports(&self, of: u32, rule: usize) -> Option<&Exports<Environment>> {
        let order = self.project.order.get()?;
        if !order.may_ask(self.module, of) {
            return None;
        }
        self.project.modules.get(of as usize)?.exports.get()?.get(&rule)
    }

    /// Where the addresses of the module begin.
    pub(crate) fn base(&self) -> usize {
        self.project.modules.get(self.module as usize).map_or(ABROAD, |module| module.base)
    }
}

impl Modules for Project {
    fn interface(&self, module: u32) -> Option<&Interface> {
        let parsed = self.modules.get(module as usize)?.parsed.get()?.as_ref()?;
        Some(&parsed.interface)
    }

    fn module(&self, from: u32, path: &[&[u8]]) -> Option<(u32, usize)> {
        self.paths.find(from, path)
    }
}
