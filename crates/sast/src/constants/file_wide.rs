//! What a name stands for in the whole file.

use crate::tables::HashSet;
use sdf_syntax::{Binding, BindingKind, Kind, Names, NodeId, Role, ScopeKind, Symbol, Tree};

/// Names that are given their value once and for all.
pub(super) struct FileWide<'t> {
    tree: &'t Tree,
    names: &'t Names,
    /// Names that are deleted somewhere.
    deleted: HashSet<Symbol>,
}

impl<'t> FileWide<'t> {
    pub(super) fn new(tree: &'t Tree, names: &'t Names) -> Self {
        let nodes = tree.nodes().iter();
        let deleted = nodes
            .filter(|node| node.role == Role::Target && node.kind == Kind::Name)
            .filter(|node| tree.node(node.parent).kind == Kind::Delete)
            .map(|node| node.symbol)
            .collect();
        FileWide { tree, names, deleted }
    }

    /// The expression that the name read at `id` stands for wherever the file has it: the value
    /// of its one assignment, which is in its own scope, and never deleted.
    pub(super) fn definition(&self, id: NodeId) -> Option<NodeId> {
        let binding = self.names.read(id)?;
        let BindingKind::Value(value) = binding.kind else { return None };
        let is_only = binding.previous.is_none() && binding.next.is_none();
        let is_constant =
            is_only && !self.deleted.contains(&binding.name) && self.is_at_home(binding);
        is_constant.then_some(value)
    }

    /// Whether functions within that of the name assign it too; of a name of the module it is
    /// asked only if it is to be `certain`: Semgrep does not.
    pub(super) fn is_changed_elsewhere(&self, binding: &Binding, certain: bool) -> bool {
        let home = self.names.scopes().get(binding.scope.index());
        if home.is_none_or(|scope| scope.kind == ScopeKind::Module) && !certain {
            return false;
        }
        let mut first = binding;
        // Names are assigned a few times; beyond this it does not matter.
        for _ in 0..64 {
            let previous = first.previous.and_then(|id| self.names.bindings().get(id.index()));
            let Some(previous) = previous else { break };
            first = previous;
        }
        let mut next = Some(first);
        let all = std::iter::from_fn(|| {
            let binding = next?;
            next = binding.next.and_then(|id| self.names.bindings().get(id.index()));
            Some(binding)
        });
        all.take(128).any(|binding| !self.is_at_home(binding))
    }

    /// Whether it is the scope of the name that assigns it, not a function that declares it
    /// global: that may run at any time.
    fn is_at_home(&self, binding: &Binding) -> bool {
        let Some(scope) = self.names.scopes().get(binding.scope.index()) else { return false };
        let tree = self.tree;
        let mut at = binding.node;
        while at != scope.node && at != NodeId::ROOT {
            let parent = tree.node(at).parent;
            let leaves =
                matches!(tree.node(parent).kind, Kind::Function | Kind::Class | Kind::Lambda);
            if leaves && parent != scope.node {
                return false;
            }
            at = parent;
        }
        scope.kind != ScopeKind::Comprehension
    }
}
