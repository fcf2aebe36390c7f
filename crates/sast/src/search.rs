//! Where a pattern is tried: at the nodes that its key names.

use crate::environment::Environment;
use crate::formula::{Match, Nature};
use crate::matching::{Ending, Matcher};
use crate::pattern::{Key, Meaning, Pattern, Root};
use crate::ranges::{Outer, Wanted};
use crate::rule::CompiledRegex;
use sdf_core::Span;
use sdf_syntax::{Kind, NodeId, Role, Symbol};
use std::ops::Range;
use std::rc::Rc;

/// A pattern tried at one place after another.
pub(crate) struct Attempt<'a, 'f> {
    pub(crate) region: Span,
    /// The nodes that may lie there.
    pub(crate) nodes: Range<u32>,
    pub(crate) wanted: Wanted,
    /// What a match must touch.
    pub(crate) near: Option<Rc<Outer>>,
    pub(crate) given: Environment,
    pub(crate) found: Vec<Match>,
    pub(crate) ending: Ending,
    pub(crate) matcher: Matcher<'a, 'f>,
}

impl Attempt<'_, '_> {
    /// Tries the pattern wherever its key says that it can match.
    pub(crate) fn everywhere(&mut self, symbol: impl Fn(Symbol) -> Option<Symbol>) {
        let facts = self.matcher.facts;
        let pattern: &Pattern = self.matcher.pattern;
        // What a name stands for may be found under any name.
        let nodes = &self.nodes.clone();
        let exact = !self.matcher.options.symbolic_propagation;
        match (pattern.key, &pattern.root) {
            (Key::Callee(name), Root::Expression(root)) => {
                for callee in symbol(name).into_iter().flat_map(|name| facts.named(name, nodes)) {
                    self.called(*root, callee);
                }
                if !exact {
                    let name = symbol(name);
                    for &call in facts.of_kind(Kind::Call, nodes) {
                        let callee = facts.tree.child(call, Role::Callee);
                        let is_known = callee
                            .is_some_and(|callee| Some(facts.tree.node(callee).symbol) == name);
                        if !is_known {
                            self.expression(*root, call);
                        }
                    }
                }
                if pattern.is_print {
                    for &print in facts.of_kind(Kind::Print, nodes) {
                        self.expression(*root, print);
                    }
                }
            }
            (Key::Member(name), Root::Expression(root)) => match symbol(name) {
                Some(name) if exact => self.members(*root, name),
                None if exact => {}
                _ => self.of_kind(*root, Kind::Call),
            },
            (Key::Reference(name), Root::Expression(root)) => {
                for reference in symbol(name).into_iter().flat_map(|name| facts.named(name, nodes))
                {
                    self.expression(*root, reference);
                }
            }
            (Key::Kind(kind), Root::Expression(root)) => match self.words() {
                Some(words) if exact => self.named(*root, kind, &words),
                _ => self.of_kind(*root, kind),
            },
            (_, Root::Expression(root)) => {
                // Literal text of format strings is a string, too.
                let is_string = pattern.tree.node(*root).kind == Kind::String;
                for id in nodes.clone().map(NodeId) {
                    let is_text = is_string && facts.tree.node(id).kind == Kind::StringPart;
                    if is_text || facts.is_evaluated(id) {
                        self.expression(*root, id);
                    }
                }
            }
            (Key::Kind(kind), Root::Statements(list)) if list.len() == 1 => {
                let kinds: &[Kind] = match kind {
                    Kind::Import | Kind::ImportFrom => &[Kind::Import, Kind::ImportFrom],
                    Kind::Global | Kind::Nonlocal => &[Kind::Global, Kind::Nonlocal],
                    _ => &[kind],
                };
                for &kind in kinds {
                    for &id in facts.of_kind(kind, nodes) {
                        self.statement(list, id);
                    }
                }
                if kind == Kind::Return {
                    for &lambda in facts.of_kind(Kind::Lambda, nodes) {
                        if let Some(body) = facts.tree.child(lambda, Role::Body) {
                            self.statement(list, body);
                        }
                    }
                }
            }
            (_, Root::Statements(list)) => self.blocks(list),
        }
    }

    /// What the last name of the pattern, or of what it calls, must be one of, if a condition says
    /// so and what stands for it is no text.
    fn words(&self) -> Option<Vec<Symbol>> {
        let (pattern, tree) = (self.matcher.pattern, self.matcher.facts.tree);
        let Root::Expression(root) = pattern.root else { return None };
        let reference = match pattern.tree.node(root).kind {
            Kind::Call => pattern.tree.child(root, Role::Callee)?,
            _ => root,
        };
        let node = pattern.tree.node(reference);
        let Meaning::One(Some(number)) = pattern.meaning(node.symbol) else { return None };
        if node.kind != Kind::Attribute {
            return None;
        }
        let words = self.matcher.demanded(number).find_map(CompiledRegex::words)?;
        Some(words.iter().filter_map(|word| tree.symbol(word.as_bytes())).collect())
    }

    /// Tries an expression of a kind at what is last named by one of `words`, or at its calls.
    fn named(&mut self, root: NodeId, kind: Kind, words: &[Symbol]) {
        let facts = self.matcher.facts;
        let nodes = &self.nodes.clone();
        for id in words.iter().flat_map(|&word| facts.named(word, nodes)) {
            match kind {
                Kind::Call => self.called(root, id),
                _ => self.expression(root, id),
            }
        }
    }

    /// Tries an expression at the nodes of a kind, and of those that are matched like it.
    fn of_kind(&mut self, root: NodeId, kind: Kind) {
        let facts = self.matcher.facts;
        let nodes = &self.nodes.clone();
        let others: &[Kind] = match kind {
            Kind::Call => &[Kind::Print],
            Kind::List => &[Kind::ListComprehension],
            Kind::Dictionary | Kind::Set => &[
                Kind::Dictionary,
                Kind::Set,
                Kind::DictionaryComprehension,
                Kind::SetComprehension,
            ],
            Kind::Assign | Kind::NamedExpression => &[Kind::Assign, Kind::NamedExpression],
            Kind::Attribute => &[Kind::Name],
            _ => &[],
        };
        for &kind in others.iter().filter(|&&other| other != kind).chain([&kind]) {
            for &id in facts.of_kind(kind, nodes) {
                self.expression(root, id);
            }
        }
        if kind == Kind::Call {
            for &decorator in facts.of_kind(Kind::Decorator, nodes) {
                let inner = facts.tree.children(decorator).next();
                if let Some(inner) = inner
                    && facts.tree.node(inner).kind != Kind::Call
                {
                    self.expression(root, inner);
                }
            }
        }
    }

    /// Tries an expression at the calls of members of what is last named `object`, and of what is
    /// imported from there.
    fn members(&mut self, root: NodeId, object: Symbol) {
        let facts = self.matcher.facts;
        let nodes = &self.nodes.clone();
        for object in facts.named(object, nodes) {
            let node = facts.tree.node(object);
            if node.role == Role::Object && facts.tree.node(node.parent).kind == Kind::Attribute {
                self.called(root, node.parent);
            }
        }
        let imports = facts.names.imports().iter().filter(|import| {
            let module = import.target.split_last().and_then(|(_, module)| module.last());
            module == Some(&object)
        });
        let mut members: Vec<Symbol> = imports.map(|import| import.name).collect();
        members.sort_unstable();
        members.dedup();
        for member in members.into_iter().flat_map(|name| facts.named(name, nodes)) {
            if facts.tree.node(member).kind == Kind::Name {
                self.called(root, member);
            }
        }
    }

    /// Tries an expression at the call of `callee`, if it is called.
    fn called(&mut self, root: NodeId, callee: NodeId) {
        let tree = self.matcher.facts.tree;
        let node = tree.node(callee);
        let parent = tree.node(node.parent).kind;
        if node.role == Role::Callee && parent == Kind::Call {
            self.expression(root, node.parent);
        } else if parent == Kind::Decorator {
            self.expression(root, callee);
        }
    }

    fn is_wanted(&self, span: Span) -> bool {
        self.region.contains(span)
            && !self.matcher.budget.is_spent()
            && self.wanted.allows(span)
            && self.near.as_ref().is_none_or(|near| near.touches(span))
    }

    fn expression(&mut self, root: NodeId, target: NodeId) {
        let span = self.matcher.facts.tree.node(target).span();
        if self.matcher.facts.is_visited(target) && self.is_wanted(span) {
            let environments = self.matcher.root(root, target, &self.given);
            self.note(span, environments);
        }
    }

    fn statement(&mut self, list: &[NodeId], target: NodeId) {
        let Some(&only) = list.first() else { return };
        let (tree, pattern) = (self.matcher.facts.tree, &self.matcher.pattern.tree);
        let node = tree.node(target);
        let mut span = node.span();
        // The else branch of a loop is another statement, when the pattern has none.
        if matches!(node.kind, Kind::For | Kind::While)
            && pattern.child(only, Role::Else).is_none()
            && let Some(body) = tree.child(target, Role::Body)
        {
            span.end = tree.node(body).end as usize;
        }
        if self.is_wanted(span) {
            let environments = self.matcher.statement(only, target, &self.given);
            self.note(span, environments);
        }
    }

    fn note(&mut self, span: Span, environments: Vec<Environment>) {
        let nature = Nature::Place;
        self.matcher.budget.steps(environments.len());
        let matches =
            environments.into_iter().map(|environment| Match { span, environment, nature });
        self.found.extend(matches);
    }

    /// Statements that follow one another, from each statement of each block on.
    fn blocks(&mut self, list: &[NodeId]) {
        let facts = self.matcher.facts;
        let leads = list.first().is_some_and(|&first| self.matcher.pattern.is_dots(first));
        let all = 0..facts.tree.nodes().len() as u32;
        for kind in [Kind::Module, Kind::Block] {
            for &block in facts.of_kind(kind, &all) {
                // Blocks around the region count, too.
                if !self.matcher.budget.step() {
                    return;
                }
                let span = facts.tree.node(block).span();
                if !self.region.overlaps(span) {
                    continue;
                }
                let inner: Vec<NodeId> = facts.tree.children(block).collect();
                for start in 0..inner.len() {
                    let found = inner.get(start..).unwrap_or_default();
                    if !self.can_reach(found) {
                        continue;
                    }
                    self.statements(list, found);
                    // Leading dots let the rest be anywhere already.
                    if leads && self.ending == Ending::Longest || self.matcher.budget.is_spent() {
                        break;
                    }
                }
            }
        }
    }

    /// Whether statements from the first of `found` on can make a match that is wanted.
    fn can_reach(&self, found: &[NodeId]) -> bool {
        let (Some(&first), Some(&last)) = (found.first(), found.last()) else { return false };
        let tree = self.matcher.facts.tree;
        let (start, end) = (tree.node(first).start as usize, tree.node(last).end as usize);
        let span = Span::new(start, end.max(start));
        self.near.as_ref().is_none_or(|near| near.touches(span))
            && match &self.wanted {
                Wanted::Around(_) => self.wanted.allows(span),
                _ => true,
            }
    }

    fn statements(&mut self, list: &[NodeId], found: &[NodeId]) {
        let Some(&first) = found.first() else { return };
        let start = self.matcher.facts.tree.node(first).start as usize;
        for reached in self.matcher.statements(list, found, self.ending, &self.given) {
            let span = Span::new(start, reached.end.max(start));
            if self.is_wanted(span) {
                self.note(span, vec![reached.environment]);
            }
        }
    }
}
