//! What is known about the file that is scanned.

mod flows;
mod places;
mod sameness;
mod values;

pub(crate) use places::is_asynchronous;
pub(crate) use sameness::prefix;

use crate::constants::Constants;
use crate::taint::FlowCache;
use sdf_syntax::{ImportForm, Kind, Names, NodeId, Role, Symbol, Tree};
use std::cell::OnceCell;

/// A file ready to be matched.
pub(crate) struct Facts<'t> {
    pub(crate) tree: &'t Tree,
    pub(crate) source: &'t [u8],
    pub(crate) names: &'t Names,
    /// The nodes of each kind, in order.
    by_kind: Vec<Vec<NodeId>>,
    /// For each symbol the first name or attribute that has it, + 1.
    first: Vec<u32>,
    /// For each node the next name or attribute of the same symbol, + 1.
    next: Vec<u32>,
    /// Names under which something is known that is last named otherwise where it comes from.
    renamed: Vec<(Symbol, NodeId)>,
    /// Every statement, in order, and every expression that a lambda returns.
    statements: Vec<NodeId>,
    /// Binding + 1 by the node that makes it.
    by_node: OnceCell<Vec<u32>>,
    /// What names and expressions are known to be.
    pub(crate) constants: Constants<'t>,
    flows: FlowCache<'t>,
}

impl<'t> Facts<'t> {
    pub(crate) fn new(tree: &'t Tree, source: &'t [u8]) -> Self {
        let names = sdf_syntax::names(tree, source);
        let mut facts = Facts {
            tree,
            source,
            names,
            by_kind: vec![Vec::new(); Kind::COUNT],
            first: vec![0; tree.symbol_count()],
            next: vec![0; tree.nodes().len()],
            renamed: Vec::new(),
            statements: Vec::new(),
            by_node: OnceCell::new(),
            constants: Constants::new(tree, source, names),
            flows: FlowCache::new(tree, names),
        };
        for (at, node) in tree.nodes().iter().enumerate().rev() {
            let id = NodeId(at as u32);
            facts.by_kind[node.kind as usize].push(id);
            let is_lambda_body =
                node.role == Role::Body && tree.node(node.parent).kind == Kind::Lambda;
            if node.kind.is_statement() || is_lambda_body {
                facts.statements.push(id);
            }
            if matches!(node.kind, Kind::Name | Kind::Attribute)
                && let (Some(first), Some(next)) =
                    (facts.first.get_mut(node.symbol.index()), facts.next.get_mut(at))
            {
                *next = *first;
                *first = id.0 + 1;
            }
        }
        facts.by_kind.iter_mut().for_each(|nodes| nodes.reverse());
        facts.statements.reverse();
        for &id in &facts.by_kind[Kind::Name as usize] {
            let name = tree.node(id).symbol;
            let imports = facts.names.imported(id).filter_map(|import| import.target.last());
            facts.renamed.extend(imports.filter(|&&last| last != name).map(|&last| (last, id)));
        }
        facts.renamed.sort_unstable();
        facts
    }

    pub(crate) fn of_kind(&self, kind: Kind) -> &[NodeId] {
        self.by_kind.get(kind as usize).map_or(&[], Vec::as_slice)
    }

    /// The statements that begin within the nodes `from..to`, at any depth, in order.
    pub(crate) fn statements(&self, from: NodeId, to: NodeId) -> &[NodeId] {
        let first = self.statements.partition_point(|&id| id < from);
        let end = self.statements.partition_point(|&id| id < to);
        self.statements.get(first..end).unwrap_or_default()
    }

    /// The names and attributes that are last named `symbol`, here or where they come from.
    pub(crate) fn named(&self, symbol: Symbol) -> impl Iterator<Item = NodeId> {
        let mut next = self.first.get(symbol.index()).copied().unwrap_or(0);
        let same = std::iter::from_fn(move || {
            let id = NodeId(next.checked_sub(1)?);
            next = self.next.get(id.index()).copied().unwrap_or(0);
            Some(id)
        });
        let from = self.renamed.partition_point(|&(name, _)| name < symbol);
        let renamed = self.renamed.iter().skip(from).take_while(move |&&(name, _)| name == symbol);
        same.chain(renamed.map(|&(_, id)| id))
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
            None => self.comes_with_everything(path),
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

pub(crate) fn is_literal(kind: Kind) -> bool {
    matches!(kind, Kind::String | Kind::Integer | Kind::Float | Kind::Boolean | Kind::None)
}
