//! What is known about the file that is scanned.

mod flows;
mod places;
mod sameness;
mod values;

pub(crate) use places::is_asynchronous;
pub(crate) use sameness::prefix;

use crate::constants::Constants;
use crate::project::Within;
use crate::taint::{FlowCache, Modules, is_abroad};
use sdf_core::Span;
use sdf_syntax::{ImportForm, Kind, Names, Node, NodeId, Role, Symbol, Tree};
use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

/// A file ready to be matched.
pub(crate) struct Facts<'t> {
    pub(crate) tree: &'t Tree,
    pub(crate) source: &'t [u8],
    pub(crate) names: &'t Names,
    /// The nodes of each kind, in order.
    by_kind: Vec<Vec<NodeId>>,
    /// Names and attributes by their symbol, in order.
    by_symbol: Vec<NodeId>,
    /// By symbol the place among them behind its last.
    symbol_ends: Vec<u32>,
    /// Names under which something is known that is last named otherwise where it comes from.
    renamed: Vec<(Symbol, NodeId)>,
    /// Every statement, in order, and every expression that a lambda returns.
    statements: Vec<NodeId>,
    /// Binding + 1 by the node that makes it.
    by_node: OnceCell<Vec<u32>>,
    /// What names and expressions are known to be.
    pub(crate) constants: Constants<'t>,
    flows: Rc<FlowCache<'t>>,
    /// The project that the file is a module of.
    pub(crate) within: Option<Within<'t>>,
}

impl<'t> Facts<'t> {
    pub(crate) fn new(tree: &'t Tree, source: &'t [u8]) -> Self {
        Facts::within(tree, source, None)
    }

    /// The same for a module of a project.
    pub(crate) fn within(tree: &'t Tree, source: &'t [u8], within: Option<Within<'t>>) -> Self {
        let names = sdf_syntax::names(tree, source);
        let project = within.map(|it| (it.project as &dyn Modules, it.module));
        let flows = Rc::new(FlowCache::new(tree, source, names).within(project));
        let mut facts = Facts {
            tree,
            source,
            names,
            by_kind: vec![Vec::new(); Kind::COUNT],
            by_symbol: Vec::new(),
            symbol_ends: Vec::new(),
            renamed: Vec::new(),
            statements: Vec::new(),
            by_node: OnceCell::new(),
            constants: Constants::new(tree, source, names, Rc::clone(&flows)),
            flows,
            within,
        };
        let mut counts = [0; Kind::COUNT];
        tree.nodes().iter().for_each(|node| counts[node.kind as usize] += 1);
        for (nodes, count) in facts.by_kind.iter_mut().zip(counts) {
            nodes.reserve_exact(count);
        }
        for (at, node) in tree.nodes().iter().enumerate().rev() {
            let id = NodeId(at as u32);
            facts.by_kind[node.kind as usize].push(id);
            let is_lambda_body =
                node.role == Role::Body && tree.node(node.parent).kind == Kind::Lambda;
            if node.kind.is_statement() || is_lambda_body {
                facts.statements.push(id);
            }
        }
        (facts.by_symbol, facts.symbol_ends) = by_symbol(tree);
        facts.by_kind.iter_mut().for_each(|nodes| nodes.reverse());
        facts.statements.reverse();
        let renames = names.imports().iter().any(|it| it.target.last() != Some(&it.name));
        for &id in facts.by_kind[Kind::Name as usize].iter().filter(|_| renames) {
            let name = tree.node(id).symbol;
            let imports = facts.names.imported(id).filter_map(|import| import.target.last());
            facts.renamed.extend(imports.filter(|&&last| last != name).map(|&last| (last, id)));
        }
        facts.renamed.sort_unstable();
        facts
    }

    /// The bytes at an address: a place of the file, or of another one of the project.
    pub(crate) fn bytes(&self, address: Span) -> &'t [u8] {
        if !is_abroad(address) {
            return address.of(self.source);
        }
        let file = self.within.and_then(|within| within.project.file(address));
        file.map(|(file, span)| span.of(&file.bytes)).unwrap_or_default()
    }

    /// The nodes of a kind among `nodes`, in order.
    pub(crate) fn of_kind(&self, kind: Kind, nodes: &Range<u32>) -> &[NodeId] {
        let all = self.by_kind.get(kind as usize).map_or(&[][..], Vec::as_slice);
        among(all, nodes)
    }

    /// The statements that begin within the nodes `from..to`, at any depth, in order.
    pub(crate) fn statements(&self, from: NodeId, to: NodeId) -> &[NodeId] {
        let first = self.statements.partition_point(|&id| id < from);
        let end = self.statements.partition_point(|&id| id < to);
        self.statements.get(first..end).unwrap_or_default()
    }

    /// The names and attributes among `nodes` that are last named `symbol`, here or where they
    /// come from.
    pub(crate) fn named(
        &self,
        symbol: Symbol,
        nodes: &Range<u32>,
    ) -> impl Iterator<Item = NodeId> + use<'_, 't> {
        let place = |at: usize| self.symbol_ends.get(at).map_or(0, |&end| end as usize);
        let start = symbol.index().checked_sub(1).map_or(0, place);
        let same = self.by_symbol.get(start..place(symbol.index())).unwrap_or_default();
        let renamed = |id| self.renamed.partition_point(|&entry| entry < (symbol, NodeId(id)));
        let renamed = self.renamed.get(renamed(nodes.start)..renamed(nodes.end));
        let renamed = renamed.unwrap_or_default().iter().map(|&(_, id)| id);
        among(same, nodes).iter().copied().chain(renamed)
    }

    /// Whether the reference at `id` is what `path` names: literally, or as it was imported.
    /// With `global`, not where the document gives its first name another meaning.
    pub(crate) fn is_path(&self, id: NodeId, path: &[Symbol], global: bool) -> bool {
        let (mut at, mut path) = (id, path);
        loop {
            let node = self.tree.node(at);
            match (node.kind, path.split_last()) {
                (Kind::Attribute, Some((last, rest)))
                    if node.symbol == *last && !rest.is_empty() =>
                {
                    let Some(object) = self.tree.child(at, Role::Object) else { return false };
                    (at, path) = (object, rest);
                }
                (Kind::Name, Some(_)) => return self.is_name(at, path, global),
                _ => return false,
            }
        }
    }

    fn is_name(&self, id: NodeId, path: &[Symbol], global: bool) -> bool {
        let symbol = self.tree.node(id).symbol;
        if self.names.imported(id).any(|import| import.target == path) {
            return true;
        }
        let is_same = path.len() == 1 && path.first() == Some(&symbol);
        match self.names.read(id) {
            None if is_same => true,
            None => path.last() == Some(&symbol) && self.comes_with_everything(path),
            // What it was imported as is looked at above, also before a fallback `yaml = None`.
            Some(_) => is_same && !global,
        }
    }

    /// Whether `from m import *` may have brought what `path` names.
    fn comes_with_everything(&self, path: &[Symbol]) -> bool {
        let Some((_, module)) = path.split_last() else { return false };
        let mut all =
            self.names.imports().iter().filter(|import| import.form == ImportForm::Everything);
        !module.is_empty()
            && all.any(|import| import.path.split_last().is_some_and(|(_, from)| from == module))
    }
}

/// Those of `all`, which are in order, that are among `nodes`.
fn among<'n>(all: &'n [NodeId], nodes: &Range<u32>) -> &'n [NodeId] {
    let first = all.partition_point(|id| id.0 < nodes.start);
    let end = all.partition_point(|id| id.0 < nodes.end);
    all.get(first..end).unwrap_or_default()
}

/// The names and attributes by their symbol, and by symbol the place behind its last.
fn by_symbol(tree: &Tree) -> (Vec<NodeId>, Vec<u32>) {
    let has_name = |node: &Node| matches!(node.kind, Kind::Name | Kind::Attribute);
    let named = || tree.nodes().iter().enumerate().filter(|(_, node)| has_name(node));
    let mut places = vec![0_u32; tree.symbol_count()];
    for (_, node) in named() {
        if let Some(count) = places.get_mut(node.symbol.index()) {
            *count += 1;
        }
    }
    let mut total = 0;
    for place in &mut places {
        total += std::mem::replace(place, total);
    }
    let mut sorted = vec![NodeId::ROOT; total as usize];
    for (at, node) in named() {
        if let Some(place) = places.get_mut(node.symbol.index())
            && let Some(slot) = sorted.get_mut(*place as usize)
        {
            *slot = NodeId(at as u32);
            *place += 1;
        }
    }
    (sorted, places)
}

pub(crate) fn is_literal(kind: Kind) -> bool {
    matches!(kind, Kind::String | Kind::Integer | Kind::Float | Kind::Boolean | Kind::None)
}
