//! What is known about the file that is scanned.

use crate::comparison::Operand;
use crate::constants::{Constants, Value};
use crate::pattern::Literal;
use crate::taint::{FlowCache, Flows};
use sdf_core::Span;
use sdf_syntax::flow::{Flow, Variables};
use sdf_syntax::{Binding, ImportForm, Kind, Names, NodeId, Role, ScopeId, Symbol, Tree};
use std::borrow::Cow;
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

impl Facts<'_> {
    /// The bytes between the quotes of a string.
    pub(crate) fn content_span(&self, string: NodeId) -> Span {
        let span = self.tree.node(string).span();
        let text = span.of(self.source);
        let prefix = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let quotes = match text.get(prefix..) {
            Some([a, b, c, ..]) if a == b && b == c && text.len() >= prefix + 6 => 3,
            Some([b'"' | b'\'', ..]) => 1,
            _ => return span,
        };
        let start = span.start + prefix + quotes;
        Span::new(start, span.end.saturating_sub(quotes).max(start))
    }

    /// Whether two names, or the parameters they stand for, may be the same variable: one that
    /// nothing in the file binds may be any.
    pub(crate) fn same_binding(&self, a: NodeId, b: NodeId) -> bool {
        match (self.scope_of(a), self.scope_of(b)) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        }
    }

    /// The binding that the name at a node makes.
    fn binding_at(&self, id: NodeId) -> Option<&Binding> {
        let bindings = self.names.bindings();
        let by_node = self.by_node.get_or_init(|| {
            let mut by_node = vec![0; self.tree.nodes().len()];
            for (at, binding) in bindings.iter().enumerate() {
                if let Some(slot) = by_node.get_mut(binding.node.index()) {
                    *slot = at as u32 + 1;
                }
            }
            by_node
        });
        bindings.get(by_node.get(id.index())?.checked_sub(1)? as usize)
    }

    /// The scope that a name belongs to.
    fn scope_of(&self, id: NodeId) -> Option<NodeId> {
        let node = self.tree.node(id);
        match node.kind {
            Kind::Parameter => Some(node.parent),
            Kind::Name => {
                let binding = self.names.read(id).or_else(|| self.binding_at(id))?;
                self.names.scopes().get(binding.scope.index()).map(|scope| scope.node)
            }
            _ => None,
        }
    }

    /// Whether two subtrees are the same code: kinds, names that mean the same, values.
    pub(crate) fn same_code(&self, a: NodeId, b: NodeId) -> bool {
        let tree = self.tree;
        if a == b {
            return true;
        }
        let (x, y) = (tree.node(a).kind, tree.node(b).kind);
        if (x == Kind::Name) != (y == Kind::Name) {
            // A name that is known to be a literal is the same as this literal.
            let (name, literal) = if x == Kind::Name { (a, b) } else { (b, a) };
            let kind = tree.node(literal).kind;
            return is_literal(kind)
                && self.literal(name, kind).is_some_and(|value| self.same_subtree(value, literal));
        }
        self.same_subtree(a, b)
    }

    /// The letters before the quotes of a string.
    fn prefix(&self, string: NodeId) -> &[u8] {
        prefix(self.tree.source(string, self.source))
    }

    fn same_subtree(&self, a: NodeId, b: NodeId) -> bool {
        let tree = self.tree;
        let size = |id: NodeId| tree.node(id).subtree_end.0 - id.0;
        if size(a) != size(b) {
            let is_string = |id: NodeId| tree.node(id).kind == Kind::String;
            return is_string(a)
                && is_string(b)
                && tree.string_value(a, self.source) == tree.string_value(b, self.source);
        }
        tree.subtree(a).zip(tree.subtree(b)).all(|(left, right)| {
            let (x, y) = (tree.node(left), tree.node(right));
            let is_leaf = x.subtree_end.0 == left.0 + 1;
            let same_symbol = x.symbol == y.symbol || x.kind == Kind::Integer;
            let alike = x.kind == y.kind && same_symbol && size(left) == size(right);
            alike
                && match x.kind {
                    Kind::Name => self.same_binding(left, right),
                    Kind::String if is_leaf => {
                        self.prefix(left).eq_ignore_ascii_case(self.prefix(right))
                            && tree.string_value(left, self.source)
                                == tree.string_value(right, self.source)
                    }
                    Kind::Integer if self.known_text(left).is_some() => {
                        self.known_text(left) == self.known_text(right)
                    }
                    _ if is_leaf => {
                        tree.source(left, self.source) == tree.source(right, self.source)
                    }
                    _ => true,
                }
        })
    }
}

pub(crate) fn is_literal(kind: Kind) -> bool {
    matches!(kind, Kind::String | Kind::Integer | Kind::Float | Kind::Boolean | Kind::None)
}

impl<'t> Facts<'t> {
    /// What a name stands for, as code; none if that is not one thing.
    pub(crate) fn symbolic(&self, id: NodeId) -> Option<NodeId> {
        self.constants.symbolic(id)
    }

    /// The literal of this kind that an expression is known to be.
    pub(crate) fn literal(&self, id: NodeId, kind: Kind) -> Option<NodeId> {
        let literal = self.constants.literal(id)?;
        (self.tree.node(literal).kind == kind).then_some(literal)
    }

    /// The literal that an expression is or stands for.
    pub(crate) fn any_literal(&self, id: NodeId) -> Option<NodeId> {
        self.constants.literal(id)
    }

    /// Whether the expression is known to be text, whatever it says.
    pub(crate) fn is_text(&self, id: NodeId) -> bool {
        self.constants.value(id).is_some_and(|value| value.is_text())
    }

    /// What a string says, or an expression that is known to be text.
    pub(crate) fn content(&self, id: NodeId) -> Option<Cow<'t, [u8]>> {
        self.tree.string_value(id, self.source).or_else(|| self.text(id))
    }

    /// The text that an expression is known to be.
    pub(crate) fn text(&self, id: NodeId) -> Option<Cow<'t, [u8]>> {
        match self.constants.value(id)? {
            Value::Text(text) => Some(Cow::Owned(text.to_vec())),
            _ => None,
        }
    }

    /// The value of an expression as text: of a string its content, of a number its digits.
    pub(crate) fn known_text(&self, id: NodeId) -> Option<Cow<'t, [u8]>> {
        Some(Cow::Owned(match self.constants.value(id)? {
            Value::Text(text) => text.to_vec(),
            Value::Integer(number) => number.to_string().into_bytes(),
            Value::Float(number) => number.to_string().into_bytes(),
            Value::Boolean(true) => b"True".to_vec(),
            Value::Boolean(false) => b"False".to_vec(),
            _ => return None,
        }))
    }

    /// What an expression is known to be, for comparisons.
    pub(crate) fn operand(&self, id: NodeId) -> Option<Operand> {
        match self.constants.value(id)? {
            Value::Text(text) => Some(Operand::Text(text.to_vec())),
            Value::Integer(number) => Some(Operand::Integer(number)),
            Value::Float(number) => Some(Operand::Float(number)),
            Value::Boolean(value) => Some(Operand::Boolean(value)),
            Value::None => Some(Operand::None),
            _ => None,
        }
    }

    /// Whether an expression is known to be the literal at a node of a pattern, or just is it:
    /// without `propagated` it has to be written there.
    pub(crate) fn same_value(&self, id: NodeId, literal: &Literal, propagated: bool) -> bool {
        if !propagated
            && !is_literal(self.tree.node(id).kind)
            && self.tree.node(id).kind != Kind::Unary
        {
            return false;
        }
        let value = self.constants.value(id);
        match (literal, value) {
            (Literal::Integer(a), Some(Value::Integer(b))) => *a == b,
            (Literal::Float(a), Some(Value::Float(b))) => *a == b,
            (Literal::Boolean(a), Some(Value::Boolean(b))) => *a == b,
            (Literal::None, Some(Value::None)) => true,
            // What is too large for a number is compared as it is written.
            (Literal::Other(text), _) => self.tree.source(id, self.source) == text.as_slice(),
            _ => false,
        }
    }

    /// Whether an expression is known to be of a type, by its name: a literal, a call of
    /// the type, or a name that is declared so.
    pub(crate) fn is_of_type(&self, id: NodeId, wanted: &[u8]) -> bool {
        let names: &[&[u8]] = match self.tree.node(id).kind {
            Kind::String | Kind::FormatString => &[b"str", b"string"],
            Kind::Integer => &[b"int"],
            Kind::Float => &[b"float"],
            Kind::Boolean => &[b"bool", b"boolean"],
            Kind::List | Kind::ListComprehension => &[b"list"],
            Kind::Dictionary | Kind::DictionaryComprehension => &[b"dict"],
            Kind::Call => return self.is_made_by(id, wanted),
            Kind::Name => return self.is_declared(id, wanted),
            _ => return false,
        };
        names.contains(&wanted)
    }

    /// Whether a call makes an object of the type.
    fn is_made_by(&self, call: NodeId, wanted: &[u8]) -> bool {
        let callee = self.tree.child(call, Role::Callee);
        callee.is_some_and(|callee| self.names_type(callee, wanted))
    }

    /// Whether the parameter or variable of a name is declared with the type.
    fn is_declared(&self, name: NodeId, wanted: &[u8]) -> bool {
        let Some(binding) = self.names.read(name) else { return false };
        let declaration = match self.tree.node(binding.node).kind {
            Kind::Parameter => binding.node,
            _ => self.tree.node(binding.node).parent,
        };
        match self.tree.child(declaration, Role::Type) {
            Some(declared) => self.names_type(declared, wanted),
            None => false,
        }
    }

    /// Whether a reference is to the type, as it is written or as it was imported.
    fn names_type(&self, id: NodeId, wanted: &[u8]) -> bool {
        let written = self.tree.source(id, self.source);
        if written == wanted {
            return true;
        }
        let path: Option<Vec<Symbol>> =
            wanted.split(|&byte| byte == b'.').map(|part| self.tree.symbol(part)).collect();
        path.is_some_and(|path| self.is_path(id, &path, false))
    }

    /// Whether a node is an expression that is evaluated: no name of a definition, no import, no
    /// type.
    pub(crate) fn is_evaluated(&self, id: NodeId) -> bool {
        let kind = self.tree.node(id).kind;
        (kind.is_expression() || kind == Kind::Assign) && self.is_visited(id)
    }

    /// Whether patterns for expressions are tried at a node: not at the names of definitions and
    /// imports, at what patterns of loops and handlers bind, nor at the beginning of a
    /// chain of `and` or `or`, which is one expression.
    pub(crate) fn is_visited(&self, id: NodeId) -> bool {
        let node = self.tree.node(id);
        let parent = self.tree.node(node.parent);
        let is_name =
            matches!(node.role, Role::Name | Role::Path | Role::Alias | Role::TypeParameter)
                || matches!(parent.kind, Kind::Global | Kind::Nonlocal);
        if is_name || self.is_inner_of_chain(id) {
            return false;
        }
        let mut at = id;
        for _ in 0..DEEPEST_TARGET {
            let node = self.tree.node(at);
            match (node.role, self.tree.node(node.parent).kind) {
                (
                    Role::Target,
                    Kind::For | Kind::ComprehensionFor | Kind::WithItem | Kind::Handler,
                ) => return false,
                // `a: int` alone says something of a name.
                (Role::Target, Kind::Assign) => {
                    return self.tree.child(node.parent, Role::Value).is_some();
                }
                (role, Kind::Case) => return matches!(role, Role::Guard | Role::Body),
                (_, Kind::Tuple | Kind::List | Kind::Starred | Kind::Pattern) => at = node.parent,
                _ => return true,
            }
        }
        true
    }

    /// Whether a node is `a and b` of `a and b and c`.
    pub(crate) fn is_inner_of_chain(&self, id: NodeId) -> bool {
        let node = self.tree.node(id);
        let parent = self.tree.node(node.parent);
        node.kind == Kind::BooleanOperation
            && parent.kind == Kind::BooleanOperation
            && parent.symbol == node.symbol
            && parent.start == node.start
    }
}

/// The letters before the quotes of a string literal.
pub(crate) fn prefix(literal: &[u8]) -> &[u8] {
    let end = literal.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    literal.get(..end).unwrap_or_default()
}

/// How deep in what is bound, as `a, (b, c)`, a name is looked for.
const DEEPEST_TARGET: usize = 32;

/// Whether a definition is marked `async`: the word stands before its name, behind decorators.
pub(crate) fn is_asynchronous(tree: &Tree, source: &[u8], id: NodeId) -> bool {
    let mut start = tree.node(id).start;
    for child in tree.children(id) {
        let node = tree.node(child);
        if node.kind == Kind::Decorator {
            start = node.end;
        } else if node.role == Role::Name {
            let head = Span::new(start as usize, node.start as usize).of(source);
            return head.split(u8::is_ascii_whitespace).any(|word| word == b"async");
        }
    }
    false
}

impl Facts<'_> {
    /// Whether a definition is marked `async`.
    pub(crate) fn is_asynchronous(&self, id: NodeId) -> bool {
        is_asynchronous(self.tree, self.source, id)
    }
}

impl Facts<'_> {
    /// Control flow, for the analysis of taint.
    pub(crate) fn flows(&self) -> &dyn Flows {
        self
    }
}

impl Flows for Facts<'_> {
    fn variables(&self) -> &Variables {
        self.flows.variables()
    }

    fn flow(&self, owner: NodeId) -> &Flow {
        self.flows.flow(owner)
    }

    fn always(&self, condition: NodeId) -> Option<bool> {
        // What a module sets, such as whether to debug, somebody will set otherwise.
        let is_setting = |id: NodeId| {
            self.tree.node(id).kind == Kind::Name
                && self.names.read(id).is_some_and(|binding| binding.scope == ScopeId::MODULE)
        };
        if self.tree.subtree(condition).any(is_setting) {
            return None;
        }
        self.constants.always(condition)
    }
}
