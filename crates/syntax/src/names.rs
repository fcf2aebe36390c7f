//! What the names of a tree mean.

use crate::{NodeId, Symbol, Tree, language};
use sdf_core::Span;

/// A scope's place among those of its tree. Scope 0 is the module's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScopeId(pub u32);

impl ScopeId {
    /// The scope of the whole file.
    pub const MODULE: ScopeId = ScopeId(0);

    /// As an index into tables by scope.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A binding's place among those of its tree, in the order of analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BindingId(pub u32);

impl BindingId {
    /// As an index into tables by binding.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What opens a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScopeKind {
    /// The file.
    Module,
    /// A function or lambda.
    Function,
    /// A class body: its names are not seen by the functions in it.
    Class,
    /// A comprehension or generator expression.
    Comprehension,
}

/// Where names live.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// What opens it.
    pub kind: ScopeKind,
    /// The node that opens it.
    pub node: NodeId,
    /// The scope around it.
    pub parent: Option<ScopeId>,
}

/// How a name gets its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BindingKind {
    /// By the import of this index in [`Names::imports`].
    Import(u32),
    /// As a parameter.
    Parameter,
    /// As a function's name.
    Function,
    /// As a class's name.
    Class,
    /// By an assignment of this value to the name alone.
    Value(NodeId),
    /// By any other assignment, loop, context, pattern, handler.
    Other,
}

/// One giving of a meaning to a name.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// The name.
    pub name: Symbol,
    /// Where it lives.
    pub scope: ScopeId,
    /// The node that stands for it: a name, a parameter, an import item, a definition.
    pub node: NodeId,
    /// How it gets its meaning.
    pub kind: BindingKind,
    /// The binding of the same name and scope that it replaces.
    pub previous: Option<BindingId>,
    /// The binding of the same name and scope that replaces it.
    pub next: Option<BindingId>,
    /// Whether the name is read while this holds, or was while the previous one held.
    pub used: bool,
}

/// What sort of import it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ImportForm {
    /// A whole module.
    Module,
    /// A name of a module.
    Name,
    /// All names of a module.
    Everything,
    /// A change of the language, such as Python's `__future__`.
    Feature,
}

/// One thing imported.
#[derive(Clone, Debug)]
pub struct Import {
    /// The name that it binds; `*` when it is everything.
    pub name: Symbol,
    /// What is imported, by components; a relative one starts with its dots.
    pub path: Vec<Symbol>,
    /// What the bound name stands for: the path, or its first component for Python's `import a.b`.
    pub target: Vec<Symbol>,
    /// What sort of import it is.
    pub form: ImportForm,
    /// The import item.
    pub node: NodeId,
    /// The statement that it belongs to.
    pub statement: NodeId,
    /// The bytes of the item.
    pub span: Span,
    /// The bytes of the whole statement.
    pub statement_span: Span,
    /// The bytes of the name after `as`.
    pub alias_span: Option<Span>,
    /// The scope that it binds in.
    pub scope: ScopeId,
    /// Whether it is written to be imported from here: `import x as x`, `from m import y as y`.
    pub is_reexport: bool,
    /// Whether it is tried, with a handler for the failure of imports.
    pub is_guarded: bool,
    /// Whether only type checkers see it.
    pub for_types_only: bool,
    /// Whether the name is read, exported or deleted.
    pub used: bool,
    /// Where the same scope gives the name another meaning later.
    pub rebound: Option<NodeId>,
}

impl Import {
    /// What is imported, as it is written with dots: `os.path`, `.models.User`, `m.*`.
    pub fn canonical(&self, tree: &Tree) -> String {
        let mut canonical = String::new();
        for &component in &self.path {
            if !canonical.is_empty() && !canonical.ends_with('.') {
                canonical.push('.');
            }
            canonical.push_str(&tree.text(component));
        }
        canonical
    }
}

/// The scopes, bindings and imports of a tree, and what each name in it refers to.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub(crate) scopes: Vec<Scope>,
    pub(crate) bindings: Vec<Binding>,
    pub(crate) imports: Vec<Import>,
    /// Binding + 1 by node, 0 for nodes that read no bound name.
    pub(crate) reads: Vec<u32>,
}

impl Names {
    /// The scopes, each after the one around it.
    pub fn scopes(&self) -> &[Scope] {
        &self.scopes
    }

    /// The bindings.
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// The imports in the order of analysis: those of functions come after the module's.
    pub fn imports(&self) -> &[Import] {
        &self.imports
    }

    /// What the name at `node` refers to where it is read; none for what the file does not bind,
    /// such as the language's own names.
    pub fn read(&self, node: NodeId) -> Option<&Binding> {
        let binding = self.reads.get(node.index())?.checked_sub(1)?;
        self.bindings.get(binding as usize)
    }

    /// All that the name read at `node` may stand for as an import: the binding in force and
    /// those it replaced, as in `try: import a` `except ImportError: import b as a`.
    pub fn imported(&self, node: NodeId) -> impl Iterator<Item = &Import> {
        let mut next = self.read(node);
        // A name has few bindings that are imports; a hostile file may have thousands.
        let chain = std::iter::from_fn(move || {
            let binding = next?;
            next = binding.previous.and_then(|previous| self.bindings.get(previous.index()));
            Some(binding)
        });
        chain.take(8).filter_map(|binding| match binding.kind {
            BindingKind::Import(import) => self.imports.get(import as usize),
            _ => None,
        })
    }

    /// The value that the name read at `node` always has: its only binding in its scope assigns
    /// it, once, a value.
    pub fn constant(&self, node: NodeId) -> Option<NodeId> {
        let binding = self.read(node)?;
        match binding.kind {
            BindingKind::Value(value) if binding.previous.is_none() && binding.next.is_none() => {
                Some(value)
            }
            _ => None,
        }
    }
}

/// What the names of `tree`, parsed from `source`, mean: found out at the first call, for all who
/// ask.
pub fn names<'t>(tree: &'t Tree, source: &[u8]) -> &'t Names {
    tree.names.get_or_init(|| Box::new(language::names(tree, source)))
}
