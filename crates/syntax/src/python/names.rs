//! Scopes and bindings as Python has them, read in the order in which Python runs: bodies of
//! functions after the module, so that they see its final names. The rules for what counts as a
//! use are those of pyflakes.

use super::strings::string_value;
use crate::{
    Binding, BindingId, BindingKind, Import, ImportForm, Kind, Names, Node, NodeId, Role, Scope,
    ScopeId, ScopeKind, Symbol, Tree,
};
use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasherDefault, Hasher};

/// Scopes further out than this are not searched but for the module's: no real code nests so
/// deep, and hostile code shall not make it cost the square of its size.
const DEPTH: usize = 64;

pub(crate) fn names(tree: &Tree, source: &[u8]) -> Names {
    let mut analysis = Analysis {
        tree,
        source,
        names: Names { reads: vec![0; tree.nodes().len()], ..Names::default() },
        current: HashMap::default(),
        outer: HashMap::default(),
        tasks: Vec::with_capacity(256),
        later: VecDeque::new(),
        scope: ScopeId::MODULE,
        exports: Vec::new(),
        typed: NodeId::ROOT..NodeId::ROOT,
        assigned: None,
    };
    analysis.names.scopes.push(Scope { kind: ScopeKind::Module, node: NodeId::ROOT, parent: None });
    analysis.children(NodeId::ROOT);
    analysis.run();
    while let Some((body, scope)) = analysis.later.pop_front() {
        analysis.scope = scope;
        analysis.deferred(body);
        analysis.run();
    }
    analysis.finish()
}

/// What is still to be done, last first.
#[derive(Clone, Copy)]
enum Task {
    /// Read an expression or run a statement.
    Visit(NodeId),
    /// The same for a type, whose strings hold names too.
    Annotation(NodeId),
    /// Assign to a target.
    Store(NodeId),
    /// Give the name of a definition its meaning.
    Define(NodeId, BindingKind),
    /// Return to the scope around.
    Leave,
}

struct Analysis<'t> {
    tree: &'t Tree,
    source: &'t [u8],
    names: Names,
    /// The binding in force by scope and name.
    current: HashMap<(u32, u32), BindingId, FastHash>,
    /// Names that a scope declares as another's.
    outer: HashMap<(u32, u32), ScopeId, FastHash>,
    tasks: Vec<Task>,
    later: VecDeque<(NodeId, ScopeId)>,
    scope: ScopeId,
    /// Names listed in `__all__`.
    exports: Vec<Symbol>,
    /// The subtree whose strings were last found to hold types.
    typed: std::ops::Range<NodeId>,
    /// The assignment last asked for its value, and that.
    assigned: Option<(NodeId, Option<NodeId>)>,
}

impl Analysis<'_> {
    fn run(&mut self) {
        while let Some(task) = self.tasks.pop() {
            match task {
                Task::Visit(node) => self.visit(node),
                Task::Annotation(node) => {
                    self.strings_later(node);
                    self.visit(node);
                }
                Task::Store(node) => self.store(node),
                Task::Define(node, kind) => {
                    let name = self.tree.node(node).symbol;
                    self.bind(name, node, kind);
                }
                Task::Leave => {
                    let parent =
                        self.names.scopes.get(self.scope.index()).and_then(|scope| scope.parent);
                    self.scope = parent.unwrap_or(ScopeId::MODULE);
                }
            }
        }
    }

    fn finish(mut self) -> Names {
        for name in std::mem::take(&mut self.exports) {
            if let Some(&binding) = self.current.get(&(ScopeId::MODULE.0, name.0)) {
                self.mark_used(binding);
            }
        }
        for binding in &self.names.bindings {
            if let BindingKind::Import(import) = binding.kind
                && let Some(import) = self.names.imports.get_mut(import as usize)
            {
                import.used |= binding.used;
                import.rebound = binding
                    .next
                    .and_then(|next| self.names.bindings.get(next.index()))
                    .map(|next| next.node);
            }
        }
        self.names
    }

    fn node(&self, id: NodeId) -> &Node {
        self.tree.node(id)
    }

    /// Schedules tasks so that the first is done first.
    fn schedule(&mut self, tasks: impl IntoIterator<Item = Task>) {
        let from = self.tasks.len();
        self.tasks.extend(tasks);
        if let Some(added) = self.tasks.get_mut(from..) {
            added.reverse();
        }
    }

    /// Schedules the children of `id` in their order, each by its role.
    fn children(&mut self, id: NodeId) {
        let tree = self.tree;
        self.schedule(tree.children(id).map(|child| by_role(tree, child)));
    }

    /// Schedules the children of `id`, those first that `is_first` picks.
    fn children_first(&mut self, id: NodeId, is_first: impl Fn(&Node) -> bool) {
        let tree = self.tree;
        let part = |first: bool| {
            let is_first = &is_first;
            let chosen =
                tree.children(id).filter(move |&child| is_first(tree.node(child)) == first);
            chosen.map(move |child| by_role(tree, child))
        };
        self.schedule(part(true).chain(part(false)));
    }

    fn enter(&mut self, kind: ScopeKind, node: NodeId) {
        let scope = ScopeId(self.names.scopes.len() as u32);
        self.names.scopes.push(Scope { kind, node, parent: Some(self.scope) });
        self.scope = scope;
    }

    fn visit(&mut self, id: NodeId) {
        let node = *self.node(id);
        match node.kind {
            Kind::Name => match node.role {
                Role::TypeParameter => self.bind(node.symbol, id, BindingKind::Parameter),
                _ => self.read(node.symbol, Some(id)),
            },
            Kind::Import => self.import(id),
            Kind::ImportFrom => self.import_from(id),
            Kind::Assign => {
                self.note_exports(id);
                self.children_first(id, |child| child.role != Role::Target);
            }
            Kind::AugmentedAssign => {
                self.note_exports(id);
                let target = self.tree.child(id, Role::Target);
                if let Some(target) = target.filter(|&target| self.node(target).kind == Kind::Name)
                {
                    self.read(self.node(target).symbol, Some(target));
                }
                self.children_first(id, |child| child.role != Role::Target);
            }
            Kind::For | Kind::ComprehensionFor | Kind::NamedExpression | Kind::TypeAlias => {
                self.children_first(id, |child| child.role == Role::Value);
            }
            Kind::ListComprehension
            | Kind::SetComprehension
            | Kind::DictionaryComprehension
            | Kind::Generator => {
                self.enter(ScopeKind::Comprehension, id);
                self.tasks.push(Task::Leave);
                self.children_first(id, |child| {
                    matches!(child.kind, Kind::ComprehensionFor | Kind::ComprehensionIf)
                });
            }
            Kind::Function => {
                self.tasks.push(Task::Define(id, BindingKind::Function));
                self.signature(id);
                self.later.push_back((id, self.scope));
            }
            Kind::Lambda => {
                self.signature(id);
                self.later.push_back((id, self.scope));
            }
            Kind::Class => self.class(id),
            Kind::Global | Kind::Nonlocal => self.declare(id, node.kind),
            Kind::Call => {
                self.note_export_call(id);
                if self.takes_types(id) {
                    self.strings_later(id);
                }
                self.children(id);
            }
            Kind::Subscript => {
                if self.is_typing(id) {
                    self.strings_later(id);
                }
                self.children(id);
            }
            _ => self.children(id),
        }
    }

    /// Decorators, default values and types of a function: read where it is defined.
    fn signature(&mut self, id: NodeId) {
        let tree = self.tree;
        let mut tasks = Vec::new();
        for child in tree.children(id) {
            match (tree.node(child).kind, tree.node(child).role) {
                (Kind::Decorator, _) => tasks.push(Task::Visit(child)),
                (_, Role::Returns) => tasks.push(Task::Annotation(child)),
                (Kind::Parameter, _) => {
                    let parts =
                        tree.children(child).filter(|&part| tree.node(part).role != Role::Target);
                    tasks.extend(parts.map(|part| by_role(tree, part)));
                }
                _ => {}
            }
        }
        self.schedule(tasks);
    }

    fn class(&mut self, id: NodeId) {
        let tree = self.tree;
        self.tasks.push(Task::Define(id, BindingKind::Class));
        // The names of bases are read in the class's own scope, which has none yet: the same.
        self.tasks.push(Task::Leave);
        self.enter(ScopeKind::Class, id);
        let parts = tree.children(id).filter(|&child| tree.node(child).role != Role::Name);
        self.schedule(parts.map(|child| by_role(tree, child)));
    }

    /// The body of a function, or a string that holds a type.
    fn deferred(&mut self, id: NodeId) {
        let tree = self.tree;
        match tree.node(id).kind {
            Kind::String => {
                let value = string_value(tree, id, self.source).unwrap_or_default();
                for name in identifiers(&value) {
                    if let Some(symbol) = tree.symbol(name) {
                        self.read(symbol, None);
                    }
                }
            }
            _ => {
                self.enter(ScopeKind::Function, id);
                let mut tasks = Vec::new();
                for child in tree.children(id) {
                    let node = tree.node(child);
                    match (node.kind, node.role) {
                        (Kind::Parameter, _) if node.symbol != Symbol::NONE => {
                            self.bind(node.symbol, child, BindingKind::Parameter);
                        }
                        (Kind::Parameter, _) => {
                            let targets = tree
                                .children(child)
                                .filter(|&part| tree.node(part).role == Role::Target);
                            tasks.extend(targets.map(Task::Store));
                        }
                        (_, Role::Body | Role::TypeParameter) => tasks.push(Task::Visit(child)),
                        _ => {}
                    }
                }
                self.schedule(tasks);
            }
        }
    }

    fn store(&mut self, id: NodeId) {
        let node = *self.node(id);
        match node.kind {
            Kind::Name => match self.node(node.parent).kind {
                Kind::Delete => {
                    if let Some(&binding) = self.current.get(&(self.scope.0, node.symbol.0)) {
                        self.mark_used(binding);
                    }
                }
                Kind::Assign => {
                    // A type alone gives no value.
                    if let Some(value) = self.assigned(node.parent) {
                        self.bind(node.symbol, id, BindingKind::Value(value));
                    }
                }
                Kind::NamedExpression => {
                    let scope = self.scope;
                    while self.scope_kind(self.scope) == Some(ScopeKind::Comprehension) {
                        let parent = self
                            .names
                            .scopes
                            .get(self.scope.index())
                            .and_then(|scope| scope.parent);
                        self.scope = parent.unwrap_or(ScopeId::MODULE);
                    }
                    self.bind(node.symbol, id, BindingKind::Other);
                    self.scope = scope;
                }
                _ => self.bind(node.symbol, id, BindingKind::Other),
            },
            Kind::Tuple | Kind::List | Kind::Starred => {
                let tree = self.tree;
                self.schedule(tree.children(id).map(Task::Store));
            }
            _ => self.visit(id),
        }
    }

    fn assigned(&mut self, assign: NodeId) -> Option<NodeId> {
        match self.assigned {
            Some((known, value)) if known == assign => value,
            _ => {
                let value = self.tree.child(assign, Role::Value);
                self.assigned = Some((assign, value));
                value
            }
        }
    }

    fn scope_kind(&self, scope: ScopeId) -> Option<ScopeKind> {
        self.names.scopes.get(scope.index()).map(|scope| scope.kind)
    }

    fn declare(&mut self, id: NodeId, kind: Kind) {
        let tree = self.tree;
        let around = self.names.scopes.get(self.scope.index()).and_then(|scope| scope.parent);
        for child in tree.children(id) {
            let symbol = tree.node(child).symbol;
            let home = if kind == Kind::Global { Some(ScopeId::MODULE) } else { around };
            if let Some(home) = home.filter(|&home| home != self.scope) {
                self.outer.insert((self.scope.0, symbol.0), home);
                if let Some(&binding) = self.current.get(&(home.0, symbol.0)) {
                    self.mark_used(binding);
                }
            }
        }
    }

    fn bind(&mut self, name: Symbol, node: NodeId, kind: BindingKind) {
        let declared = self.outer.get(&(self.scope.0, name.0)).copied();
        let scope = declared.unwrap_or(self.scope);
        let id = BindingId(self.names.bindings.len() as u32);
        let previous = self.current.insert((scope.0, name.0), id);
        let mut used = declared.is_some();
        if let Some(replaced) =
            previous.and_then(|previous| self.names.bindings.get_mut(previous.index()))
        {
            replaced.next = Some(id);
            used |= replaced.used;
        }
        self.names.bindings.push(Binding { name, scope, node, kind, previous, next: None, used });
    }

    fn mark_used(&mut self, binding: BindingId) {
        if let Some(binding) = self.names.bindings.get_mut(binding.index()) {
            binding.used = true;
        }
    }

    fn read(&mut self, name: Symbol, node: Option<NodeId>) {
        let Some(binding) = self.find(name) else { return };
        self.mark_used(binding);
        if let Some(slot) = node.and_then(|node| self.names.reads.get_mut(node.index())) {
            *slot = binding.0 + 1;
        }
    }

    /// The binding of `name` that the current scope sees.
    fn find(&self, name: Symbol) -> Option<BindingId> {
        let mut at = self.scope;
        let mut sees_class = true;
        for _ in 0..DEPTH {
            let scope = self.names.scopes.get(at.index())?;
            if (scope.kind != ScopeKind::Class || sees_class)
                && let Some(&binding) = self.current.get(&(at.0, name.0))
            {
                return Some(binding);
            }
            sees_class &= scope.kind == ScopeKind::Comprehension;
            at = scope.parent?;
        }
        self.current.get(&(ScopeId::MODULE.0, name.0)).copied()
    }

    fn import(&mut self, statement: NodeId) {
        let tree = self.tree;
        for item in tree.children(statement) {
            let path = path_of(tree, item);
            let alias = tree.child(item, Role::Alias);
            let (Some(&first), Some(&last)) = (path.first(), path.last()) else { continue };
            let (name, target) = match alias {
                Some(alias) => (tree.node(alias).symbol, path.clone()),
                None => (first, vec![first]),
            };
            let is_reexport = alias.is_some() && path.len() == 1 && name == last;
            self.add_import(statement, item, name, path, target, ImportForm::Module, is_reexport);
        }
    }

    fn import_from(&mut self, statement: NodeId) {
        let tree = self.tree;
        let mut module = Vec::new();
        if tree.node(statement).symbol != Symbol::NONE {
            module.push(tree.node(statement).symbol);
        }
        module.extend(path_of(tree, statement));
        let is_future = module.len() == 1
            && module.first().is_some_and(|&name| tree.bytes(name) == b"__future__");
        for item in
            tree.children(statement).filter(|&child| tree.node(child).kind == Kind::ImportItem)
        {
            let alias = tree.child(item, Role::Alias);
            let everything = tree.node(item).symbol != Symbol::NONE;
            let imported =
                if everything { vec![tree.node(item).symbol] } else { path_of(tree, item) };
            let Some(&last) = imported.last() else { continue };
            let path = [module.as_slice(), &imported].concat();
            let name = alias.map_or(last, |alias| tree.node(alias).symbol);
            let form = match (everything, is_future) {
                (true, _) => ImportForm::Everything,
                (false, true) => ImportForm::Feature,
                (false, false) => ImportForm::Name,
            };
            self.add_import(
                statement,
                item,
                name,
                path.clone(),
                path,
                form,
                alias.is_some() && name == last,
            );
        }
    }

    #[expect(clippy::too_many_arguments, reason = "each is a fact of the one import that is added")]
    fn add_import(
        &mut self,
        statement: NodeId,
        item: NodeId,
        name: Symbol,
        path: Vec<Symbol>,
        target: Vec<Symbol>,
        form: ImportForm,
        is_reexport: bool,
    ) {
        let tree = self.tree;
        let (is_guarded, for_types_only) = surroundings(tree, statement);
        let alias = tree.child(item, Role::Alias);
        let index = self.names.imports.len() as u32;
        self.names.imports.push(Import {
            name,
            path,
            target,
            form,
            node: item,
            statement,
            span: tree.node(item).span(),
            statement_span: tree.node(statement).span(),
            alias_span: alias.map(|alias| tree.node(alias).span()),
            scope: self.scope,
            is_reexport,
            is_guarded,
            for_types_only,
            used: matches!(form, ImportForm::Feature | ImportForm::Everything),
            rebound: None,
        });
        if matches!(form, ImportForm::Module | ImportForm::Name) {
            self.bind(name, item, BindingKind::Import(index));
        }
    }

    /// `__all__ = [...]`, `__all__ += [...]`, also with sums of such lists.
    fn note_exports(&mut self, statement: NodeId) {
        let tree = self.tree;
        let is_export = |&child: &NodeId| {
            let node = tree.node(child);
            node.role == Role::Target
                && node.kind == Kind::Name
                && tree.bytes(node.symbol) == b"__all__"
        };
        if self.scope == ScopeId::MODULE && tree.children(statement).any(|child| is_export(&child))
        {
            self.add_exports(statement);
        }
    }

    /// `__all__.extend([...])` and `__all__.append("x")`.
    fn note_export_call(&mut self, call: NodeId) {
        let tree = self.tree;
        let exports = tree.child(call, Role::Callee).filter(|&callee| {
            let object = tree.child(callee, Role::Object).map(|object| tree.node(object).symbol);
            matches!(tree.bytes(tree.node(callee).symbol), b"extend" | b"append")
                && object.is_some_and(|name| tree.bytes(name) == b"__all__")
        });
        if self.scope == ScopeId::MODULE && exports.is_some() {
            self.add_exports(call);
        }
    }

    fn add_exports(&mut self, below: NodeId) {
        let tree = self.tree;
        for id in tree.subtree(below).filter(|&id| tree.node(id).kind == Kind::String) {
            let value = string_value(tree, id, self.source);
            self.exports.extend(value.and_then(|value| tree.symbol(&value)));
        }
    }

    /// Strings below `id` hold types, read when everything else is known.
    fn strings_later(&mut self, id: NodeId) {
        if self.typed.contains(&id) {
            return;
        }
        let tree = self.tree;
        self.typed = id..tree.node(id).subtree_end;
        let strings = tree.subtree(id).filter(|&id| tree.node(id).kind == Kind::String);
        self.later.extend(strings.map(|string| (string, self.scope)));
    }

    /// Whether a call's strings hold types, as those of `typing.cast` do.
    fn takes_types(&self, call: NodeId) -> bool {
        let tree = self.tree;
        let callee = tree.child(call, Role::Callee).map(|callee| tree.node(callee).symbol);
        callee.is_some_and(|name| {
            matches!(
                tree.bytes(name),
                b"cast" | b"TypeVar" | b"NewType" | b"NamedTuple" | b"TypedDict" | b"TypeAliasType"
            )
        })
    }

    /// Whether a subscript is of a name from the module `typing`, whose strings hold types.
    fn is_typing(&self, subscript: NodeId) -> bool {
        let tree = self.tree;
        let Some(value) = tree.child(subscript, Role::Value) else { return false };
        let name = match tree.node(value).kind {
            Kind::Name => tree.node(value).symbol,
            Kind::Attribute => match tree.child(value, Role::Object) {
                Some(object) => tree.node(object).symbol,
                None => return false,
            },
            _ => return false,
        };
        let import = self.find(name).and_then(|binding| {
            match self.names.bindings.get(binding.index())?.kind {
                BindingKind::Import(import) => self.names.imports.get(import as usize),
                _ => None,
            }
        });
        let module = import.and_then(|import| import.path.first());
        module.is_some_and(|&module| matches!(tree.bytes(module), b"typing" | b"typing_extensions"))
    }
}

/// How a child is done: types and targets apart, all else is read.
fn by_role(tree: &Tree, child: NodeId) -> Task {
    match tree.node(child).role {
        Role::Target => Task::Store(child),
        Role::Type | Role::Returns => Task::Annotation(child),
        _ => Task::Visit(child),
    }
}

/// The path names below an import statement or item.
fn path_of(tree: &Tree, id: NodeId) -> Vec<Symbol> {
    let names = tree.children(id).map(|child| tree.node(child));
    names
        .filter(|node| node.kind == Kind::Name && node.role == Role::Path)
        .map(|node| node.symbol)
        .collect()
}

/// Whether an import is tried with a handler for its failure, and whether it is for types only.
fn surroundings(tree: &Tree, statement: NodeId) -> (bool, bool) {
    let (mut guarded, mut types) = (false, false);
    let mut below = statement;
    for _ in 0..DEPTH {
        let at = tree.node(below).parent;
        match tree.node(at).kind {
            Kind::Try => {
                guarded |= tree.node(below).role == Role::Body && handles_import_errors(tree, at)
            }
            Kind::Handler => guarded |= names_import_error(tree, at),
            Kind::If => {
                let condition =
                    tree.child(at, Role::Condition).map(|condition| tree.node(condition).symbol);
                let checks = condition.is_some_and(|name| tree.bytes(name) == b"TYPE_CHECKING");
                types |= checks && tree.node(below).role == Role::Body;
            }
            _ => {}
        }
        if at == below {
            break;
        }
        below = at;
    }
    (guarded, types)
}

fn handles_import_errors(tree: &Tree, statement: NodeId) -> bool {
    let handlers = tree.children(statement).filter(|&child| tree.node(child).kind == Kind::Handler);
    handlers.take(DEPTH).any(|handler| names_import_error(tree, handler))
}

/// Whether a handler catches `ImportError` or its like; a bare one catches all.
fn names_import_error(tree: &Tree, handler: NodeId) -> bool {
    let Some(caught) = tree.child(handler, Role::Type) else { return true };
    tree.subtree(caught).any(|id| {
        matches!(
            tree.bytes(tree.node(id).symbol),
            b"ImportError" | b"ModuleNotFoundError" | b"Exception" | b"BaseException"
        )
    })
}

/// The identifiers of a type in a string, but for members.
fn identifiers(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80;
    let mut rest = text;
    let mut before = b' ';
    std::iter::from_fn(move || {
        loop {
            let &first = rest.first()?;
            if !is_part(&first) {
                before = first;
                rest = &rest[1..];
                continue;
            }
            let length = rest.iter().take_while(|byte| is_part(byte)).count();
            let (name, after) = rest.split_at(length);
            rest = after;
            let is_member = before == b'.';
            before = b' ';
            if !is_member && !first.is_ascii_digit() {
                return Some(name);
            }
        }
    })
}

type FastHash = BuildHasherDefault<PairHasher>;

/// FxHash for pairs of small numbers: the standard hasher costs more than the rest of a look-up.
#[derive(Clone, Copy, Debug, Default)]
struct PairHasher(u64);

impl Hasher for PairHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u32(u32::from(byte));
        }
    }

    fn write_u32(&mut self, number: u32) {
        let mixed = (self.0.rotate_left(5) ^ u64::from(number)).wrapping_mul(0x517c_c1b7_2722_0a95);
        // The table takes the lowest bits, the product is best in the highest.
        self.0 = mixed ^ (mixed >> 32);
    }
}
