//! Which variable each name stands for.

use crate::{Binding, Kind, Names, Node, NodeId, Role, ScopeId, ScopeKind, Symbol, Tree};

/// A variable's place among those of its tree: one name in one scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VariableId(pub u32);

impl VariableId {
    /// As an index into tables by variable.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The variables of a tree. A name that is assigned anywhere in a function is that function's
/// everywhere in it, also where it is read before: in a loop it may have been assigned by then.
#[derive(Clone, Debug, Default)]
pub struct Variables {
    /// Name and scope of each, sorted; no scope for names that the file does not bind.
    all: Vec<(Symbol, Option<ScopeId>)>,
    /// Variable + 1 by node, 0 for nodes that stand for none.
    by_node: Vec<u32>,
}

/// Scopes further out than this are not searched but for the module's.
const DEPTH: usize = 64;

impl Variables {
    /// The variables of `tree`, whose names are `names`.
    pub fn of(tree: &Tree, names: &Names) -> Variables {
        let nodes = tree.nodes();
        let home = |binding: &Binding| (binding.name, Some(binding.scope));
        let mut all: Vec<_> = names.bindings().iter().map(home).collect();
        let is_name = |node: &&Node| node.kind == Kind::Name && node.symbol != Symbol::NONE;
        all.extend(nodes.iter().filter(is_name).map(|node| (node.symbol, None)));
        all.sort_unstable();
        all.dedup();
        let mut variables = Variables { all, by_node: vec![0; nodes.len()] };
        for binding in names.bindings() {
            variables.set(binding.node, variables.find(binding.name, Some(binding.scope)));
        }
        let scopes = scopes_by_node(tree, names);
        for (at, node) in nodes.iter().enumerate() {
            let id = NodeId(at as u32);
            if is_name(&node) && variables.get(id).is_none() && node.role != Role::Path {
                let scope = scopes.get(at).copied().unwrap_or(ScopeId::MODULE);
                variables.set(id, variables.seen_from(node.symbol, scope, names));
            }
        }
        variables
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The variable that `node` stands for: a name that is read or bound, a parameter, an import
    /// item, the function or class that a name is given to.
    pub fn get(&self, node: NodeId) -> Option<VariableId> {
        self.by_node.get(node.index())?.checked_sub(1).map(VariableId)
    }

    /// The name of a variable.
    pub fn name(&self, variable: VariableId) -> Symbol {
        self.all.get(variable.index()).map_or(Symbol::NONE, |&(name, _)| name)
    }

    /// The scope that a variable belongs to; none if the file does not bind it.
    pub fn scope(&self, variable: VariableId) -> Option<ScopeId> {
        self.all.get(variable.index()).and_then(|&(_, scope)| scope)
    }

    fn set(&mut self, node: NodeId, variable: Option<VariableId>) {
        if let Some(slot) = self.by_node.get_mut(node.index()) {
            *slot = variable.map_or(0, |variable| variable.0 + 1);
        }
    }

    fn find(&self, name: Symbol, scope: Option<ScopeId>) -> Option<VariableId> {
        let place = self.all.binary_search(&(name, scope)).ok()?;
        Some(VariableId(place as u32))
    }

    fn seen_from(&self, name: Symbol, scope: ScopeId, names: &Names) -> Option<VariableId> {
        let mut at = scope;
        for _ in 0..DEPTH {
            let Some(here) = names.scopes().get(at.index()) else { break };
            // A class's names are seen in its body alone.
            if at == scope || here.kind != ScopeKind::Class {
                let found = self.find(name, Some(at));
                if found.is_some() {
                    return found;
                }
            }
            match here.parent {
                Some(parent) => at = parent,
                None => return self.find(name, None),
            }
        }
        self.find(name, Some(ScopeId::MODULE)).or_else(|| self.find(name, None))
    }
}

/// The scope in which each node is evaluated.
fn scopes_by_node(tree: &Tree, names: &Names) -> Vec<ScopeId> {
    let nodes = tree.nodes();
    let mut opened = vec![None; nodes.len()];
    for (at, scope) in names.scopes().iter().enumerate() {
        if let Some(slot) = opened.get_mut(scope.node.index()) {
            *slot = Some(ScopeId(at as u32));
        }
    }
    let opened = |id: NodeId| opened.get(id.index()).copied().flatten();
    let mut scopes: Vec<ScopeId> = Vec::with_capacity(nodes.len());
    for (at, node) in nodes.iter().enumerate() {
        let around = scopes.get(node.parent.index()).copied().unwrap_or(ScopeId::MODULE);
        let scope = match opened(node.parent) {
            Some(inner) if is_inside(tree, NodeId(at as u32), node) => inner,
            _ => around,
        };
        // Where the first iterable of a comprehension is evaluated.
        let outer = opened(tree.node(node.parent).parent).filter(|_| is_first_iterable(tree, node));
        let parent = outer.and_then(|outer| names.scopes().get(outer.index())?.parent);
        scopes.push(parent.unwrap_or(scope));
    }
    scopes
}

/// Whether a child of what opens a scope is evaluated in that scope.
fn is_inside(tree: &Tree, id: NodeId, node: &Node) -> bool {
    match tree.node(node.parent).kind {
        Kind::Function | Kind::Lambda => match node.role {
            Role::Body | Role::TypeParameter => true,
            // The names of a parameter; its default value and its type are seen to below.
            _ => false,
        },
        Kind::Class => node.role == Role::Body,
        _ => id != NodeId::ROOT,
    }
}

fn is_first_iterable(tree: &Tree, node: &Node) -> bool {
    let clause = tree.node(node.parent);
    clause.kind == Kind::ComprehensionFor
        && node.role == Role::Value
        && tree
            .children(clause.parent)
            .find(|&child| tree.node(child).kind == Kind::ComprehensionFor)
            == Some(node.parent)
}
