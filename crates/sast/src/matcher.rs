//! Whether a node of a file is what a node of a pattern says.
//!
//! Recursion follows the pattern, whose depth is bounded when it is compiled; a file is only
//! walked. A choice within a sequence is tried again when what follows it fails, and what failed
//! is remembered; a choice within a nested sequence is not tried again by what surrounds it. Every
//! comparison takes a step of a budget, so that no file makes a pattern slow.

use crate::environment::{Bound, Environment};
use crate::facts::Facts;
use crate::pattern::{Content, Meaning, Pattern};
use sdf_core::Span;
use sdf_rules::sast::NameMatching;
use sdf_syntax::{Kind, NodeId, Role, Symbol};
use std::borrow::Cow;

/// Steps left for a rule and a file; counted, not timed, so that two runs agree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget(u64);

impl Budget {
    /// One rule on one file: some tens of milliseconds at worst. A thousand times what the rules
    /// need on ordinary files.
    pub(crate) fn new() -> Self {
        Budget(2_000_000)
    }

    /// Takes a step; false when there is none left.
    pub(crate) fn step(&mut self) -> bool {
        self.0 = self.0.saturating_sub(1);
        self.0 > 0
    }

    pub(crate) fn is_spent(self) -> bool {
        self.0 == 0
    }
}

/// A pattern on a file.
pub(crate) struct Matcher<'m> {
    pub(crate) facts: &'m Facts<'m>,
    pub(crate) pattern: &'m Pattern,
    /// The file's symbol for each symbol of the pattern.
    pub(crate) symbols: &'m [Option<Symbol>],
    pub(crate) names: NameMatching,
    pub(crate) environment: Environment,
    /// Numbers of the metavariables in the order in which they were bound.
    pub(crate) bound: Vec<u16>,
    pub(crate) budget: &'m mut Budget,
    /// Where the last sequence of statements that matched ends.
    pub(crate) reached: usize,
}

impl Matcher<'_> {
    /// Forgets what was bound after the first `keep` bindings.
    pub(crate) fn undo(&mut self, keep: usize) {
        while self.bound.len() > keep {
            if let Some(number) = self.bound.pop() {
                self.environment.set(number, None);
            }
        }
    }

    /// Binds a metavariable, or compares with what it is bound to.
    pub(crate) fn bind(&mut self, number: Option<u16>, to: Bound) -> bool {
        let Some(number) = number else { return true };
        match self.environment.get(number) {
            Some(known) => known.equals(to, self.facts),
            None => {
                self.environment.set(number, Some(to));
                self.bound.push(number);
                true
            }
        }
    }

    pub(crate) fn kind(&self, target: NodeId) -> Kind {
        self.facts.tree.node(target).kind
    }

    pub(crate) fn symbol(&self, of_pattern: Symbol) -> Option<Symbol> {
        self.symbols.get(of_pattern.index()).copied().flatten()
    }

    pub(crate) fn children(&self, target: NodeId) -> Vec<NodeId> {
        self.facts.tree.children(target).collect()
    }

    pub(crate) fn parts(&self, pattern: NodeId) -> Vec<NodeId> {
        self.pattern.tree.children(pattern).collect()
    }

    /// Whether `target` is what `pattern` says; what was bound stays bound if so.
    pub(crate) fn node(&mut self, pattern: NodeId, target: NodeId) -> bool {
        if !self.budget.step() {
            return false;
        }
        let keep = self.bound.len();
        let matches = self.compare(pattern, target);
        if !matches {
            self.undo(keep);
        }
        matches
    }

    fn compare(&mut self, pattern: NodeId, target: NodeId) -> bool {
        let (wanted, found) = (*self.pattern.tree.node(pattern), *self.facts.tree.node(target));
        match wanted.kind {
            Kind::Name => match self.pattern.meaning(wanted.symbol) {
                Meaning::One(number) => {
                    !found.kind.is_statement() && self.bind(number, Bound::Node(target))
                }
                Meaning::Dots => true,
                _ => self.path(pattern, target),
            },
            Kind::Attribute => self.attribute(pattern, target),
            Kind::Call if self.deep(pattern, target) => true,
            Kind::Call => found.kind == Kind::Call && self.call(pattern, target),
            Kind::String | Kind::FormatString => self.string(pattern, target),
            Kind::Integer | Kind::Float | Kind::Boolean | Kind::None | Kind::Ellipsis => {
                let value = self.facts.value(target);
                self.kind(value) == wanted.kind
                    && self.facts.tree.source(value, self.facts.source)
                        == self.pattern.tree.source(pattern, &self.pattern.source)
            }
            kind if kind != found.kind => false,
            Kind::Function | Kind::Class => self.definition(pattern, target),
            Kind::Block => {
                let (wanted, found) = (self.parts(pattern), self.children(target));
                self.statements(&wanted, &found, false)
            }
            Kind::If | Kind::For | Kind::While | Kind::With | Kind::Try => {
                self.compound(pattern, target)
            }
            Kind::Assign => self.assign(pattern, target),
            Kind::Parameter => self.parameter(pattern, target),
            Kind::KeywordArgument => self.keyword(pattern, target),
            Kind::Dictionary | Kind::Set => self.unordered(pattern, target),
            Kind::Binary => self.binary(pattern, target),
            Kind::StringPart => self.content(pattern, target),
            _ => {
                self.same_symbol(wanted.symbol, found.symbol) && {
                    let (wanted, found) = (self.parts(pattern), self.children(target));
                    let slice = self.kind(target) == Kind::Slice;
                    (!slice || self.same_roles(&wanted, &found)) && self.sequence(&wanted, &found)
                }
            }
        }
    }

    pub(crate) fn same_symbol(&self, wanted: Symbol, found: Symbol) -> bool {
        match self.pattern.meaning(wanted) {
            Meaning::Literal => self.symbol(wanted) == Some(found),
            _ => true,
        }
    }

    fn same_roles(&self, wanted: &[NodeId], found: &[NodeId]) -> bool {
        let roles = wanted.iter().map(|&id| self.pattern.tree.node(id).role);
        roles.eq(found.iter().map(|&id| self.facts.tree.node(id).role))
    }

    /// A name, or `a.b.c` without metavariables.
    fn path(&self, pattern: NodeId, target: NodeId) -> bool {
        let Some(path) = self.pattern.path(pattern) else { return false };
        let path: Option<Vec<Symbol>> = path.into_iter().map(|name| self.symbol(name)).collect();
        let global = self.names == NameMatching::Global;
        path.is_some_and(|path| self.facts.is_path(target, &path, global))
    }

    fn attribute(&mut self, pattern: NodeId, target: NodeId) -> bool {
        if self.path(pattern, target) {
            return true;
        }
        let wanted = *self.pattern.tree.node(pattern);
        let Some(object) = self.pattern.tree.child(pattern, Role::Object) else { return false };
        if self.pattern.meaning(wanted.symbol) == Meaning::Dots {
            return self.chain(object, target);
        }
        let found = *self.facts.tree.node(target);
        if let (Kind::Name, Meaning::One(number)) =
            (found.kind, self.pattern.meaning(wanted.symbol))
        {
            return self.imported_member(object, number, target);
        }
        if found.kind != Kind::Attribute || self.pattern.path(pattern).is_some() {
            return false;
        }
        let end = found.end as usize;
        let length = self.facts.tree.bytes(found.symbol).len();
        let named = match self.pattern.meaning(wanted.symbol) {
            Meaning::One(number) => self.bind(
                number,
                Bound::Name(found.symbol, Span::new(end.saturating_sub(length), end)),
            ),
            _ => self.same_symbol(wanted.symbol, found.symbol),
        };
        named
            && self
                .facts
                .tree
                .child(target, Role::Object)
                .is_some_and(|inner| self.node(object, inner))
    }

    /// `module.$X` where the file has `from module import name`.
    fn imported_member(&mut self, object: NodeId, number: Option<u16>, target: NodeId) -> bool {
        let facts = self.facts;
        let Some(path) = self.pattern.path(object) else { return false };
        let path: Option<Vec<Symbol>> = path.into_iter().map(|name| self.symbol(name)).collect();
        let mut imports =
            facts.names.imported(target).filter_map(|import| import.target.split_last());
        let member =
            imports.find(|(_, module)| Some(*module) == path.as_deref()).map(|(member, _)| *member);
        member.is_some_and(|member| {
            self.bind(number, Bound::Name(member, facts.tree.node(target).span()))
        })
    }

    /// `a. ... .b`: what `b` is taken of, or what that is taken of or called on, and so on.
    fn chain(&mut self, object: NodeId, target: NodeId) -> bool {
        let mut at = Some(target);
        while let Some(inner) = at {
            if self.node(object, inner) {
                return true;
            }
            if self.budget.is_spent() {
                return false;
            }
            let role = match self.kind(inner) {
                Kind::Attribute => Role::Object,
                Kind::Call => Role::Callee,
                Kind::Subscript => Role::Value,
                _ => return false,
            };
            at = self.facts.tree.child(inner, role);
        }
        false
    }

    /// `<... P ...>`.
    fn deep(&mut self, pattern: NodeId, target: NodeId) -> bool {
        let mut parts = self.pattern.tree.children(pattern);
        let is_deep =
            parts.next().is_some_and(|callee| self.pattern.meaning_of(callee) == Meaning::Deep);
        let (true, Some(inner)) = (is_deep, parts.next()) else { return false };
        self.facts
            .tree
            .subtree(target)
            .any(|id| self.kind(id).is_expression() && self.node(inner, id))
    }

    /// Two operands; those of a sum are also found at the ends of a longer one.
    fn binary(&mut self, pattern: NodeId, target: NodeId) -> bool {
        let (wanted, found) = (*self.pattern.tree.node(pattern), *self.facts.tree.node(target));
        if !self.same_symbol(wanted.symbol, found.symbol) {
            return false;
        }
        let (parts, operands) = (self.parts(pattern), self.children(target));
        let keep = self.bound.len();
        if self.sequence(&parts, &operands) {
            return true;
        }
        self.undo(keep);
        let ([left, right], true) = (parts.as_slice(), self.facts.tree.bytes(found.symbol) == b"+")
        else {
            return false;
        };
        // a + b + c is (a + b) + c: go down to the first sum.
        let mut first = target;
        let is_sum = |id: NodeId| {
            let node = self.facts.tree.node(id);
            node.kind == Kind::Binary && node.symbol == found.symbol
        };
        while let Some(inner) =
            self.facts.tree.children(first).next().filter(|&inner| is_sum(inner))
        {
            if !self.budget.step() {
                return false;
            }
            first = inner;
        }
        let operands = self.children(first);
        first != target
            && match operands.as_slice() {
                [start, next] => self.node(*left, *start) && self.node(*right, *next),
                _ => false,
            }
    }

    fn string(&mut self, pattern: NodeId, target: NodeId) -> bool {
        let wanted = *self.pattern.tree.node(pattern);
        if wanted.kind == Kind::FormatString {
            let (parts, pieces) = (self.parts(pattern), self.children(target));
            return self.kind(target) == Kind::FormatString && self.sequence(&parts, &pieces);
        }
        let source = &self.pattern.source;
        let Some(text) = self.pattern.tree.string_value(pattern, source) else { return false };
        if &*text == b"..." {
            let formatted =
                matches!(self.pattern.tree.source(pattern, source).first(), Some(b'f' | b'F'));
            return if formatted {
                self.kind(target) == Kind::FormatString
            } else {
                self.facts.is_known_text(target)
            };
        }
        let value = self.facts.value(target);
        if self.kind(value) != Kind::String {
            return false;
        }
        match self.pattern.content(pattern) {
            Some(Content::Metavariable(number)) => self.bind(*number, Bound::Content(value)),
            Some(Content::Regex(regex)) => {
                self.string_value(value).is_some_and(|found| regex.is_match(&found))
            }
            None => self.string_value(value).is_some_and(|found| found == text),
        }
    }

    fn string_value(&self, target: NodeId) -> Option<Cow<'_, [u8]>> {
        self.facts.tree.string_value(target, self.facts.source)
    }

    /// Literal text within a format string.
    fn content(&self, pattern: NodeId, target: NodeId) -> bool {
        self.pattern.tree.source(pattern, &self.pattern.source)
            == self.facts.tree.source(target, self.facts.source)
    }
}
