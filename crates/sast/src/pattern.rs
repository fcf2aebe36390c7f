//! Patterns, compiled: the same tree as code has, with some of its names standing for more.

use crate::constants::{Constants, Value};
use crate::metavariables::Metavariables;
use crate::substitute::{DEEP, DOTS, METAVARIABLE, RUN, TYPED, metavariable, substitute};
use crate::text::TextPattern;
use sdf_syntax::{Kind, Language, Limits, NodeId, Role, Symbol, Tree, parse};
use std::fmt;

/// A pattern that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// The rule it belongs to.
    pub rule: String,
    /// The pattern or regular expression.
    pub pattern: String,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for PatternError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = self.pattern.trim().lines();
        let first = lines.next().unwrap_or_default();
        let more = if lines.next().is_some() { " …" } else { "" };
        write!(formatter, "rule {}: `{first}{more}` {}", self.rule, self.reason)
    }
}

impl std::error::Error for PatternError {}

/// What a name in a pattern stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Itself.
    Literal,
    /// Whatever the metavariable of this number is bound to; none for `$_`.
    One(Option<u16>),
    /// A run of things, bound to the metavariable of this number.
    Run(u16),
    /// Any run of things.
    Dots,
    /// Anything that holds what is in its parentheses.
    Deep,
    /// What the first argument says, of the type that the second one is.
    Typed,
}

/// What the content of a string in a pattern stands for.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// `"$X"`: what the metavariable of this number is bound to; none for `"$_"`.
    Metavariable(Option<u16>),
    /// `"=~/…/"`: text that matches.
    Regex(TextPattern),
}

/// The value of a number, a truth value or the null value in a pattern.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    /// An integer.
    Integer(i128),
    /// A floating-point number.
    Float(f64),
    /// A truth value.
    Boolean(bool),
    /// The null value.
    None,
    /// What has no value that is known, as it is written.
    Other(Vec<u8>),
}

/// What a pattern is matched with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Root {
    /// Any expression.
    Expression(NodeId),
    /// Statements that follow one another.
    Statements(Vec<NodeId>),
}

/// Where matches of a pattern can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// Calls of what is last named so.
    Callee(Symbol),
    /// Calls of any member of what is last named so.
    Member(Symbol),
    /// What is last named so.
    Reference(Symbol),
    /// Nodes of a kind.
    Kind(Kind),
    /// Any expression.
    Expression,
    /// Any statement.
    Statement,
}

/// A compiled pattern.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    pub(crate) tree: Tree,
    pub(crate) source: Vec<u8>,
    pub(crate) root: Root,
    pub(crate) key: Key,
    /// By symbol of the pattern's tree.
    meanings: Vec<Meaning>,
    /// Strings that stand for more than their text, by node.
    contents: Vec<(NodeId, Content)>,
    /// Names that a matching tree must have, or a name is imported from there.
    pub(crate) needed: Vec<Symbol>,
    /// Whether it is a call of `print`, which was a statement once.
    pub(crate) is_print: bool,
}

/// The largest pattern, in bytes, and the deepest, in nodes: matching recurses as deep.
const LARGEST: usize = 20_000;
const DEEPEST: usize = 100;

impl Pattern {
    /// Compiles `text`, with the number that `number` gives each of its metavariables; the error
    /// says what is wrong with it.
    pub(crate) fn new(
        text: &str,
        language: Language,
        number: &mut dyn FnMut(&str) -> u16,
    ) -> Result<Pattern, String> {
        if text.len() > LARGEST {
            return Err(format!("is longer than {LARGEST} bytes"));
        }
        let mut source = substitute(text.trim()).into_bytes();
        let read = |source: &[u8]| {
            parse(language, source, &Limits::default()).map_err(|error| format!("is {error}"))
        };
        let mut tree = read(&source)?;
        if is_bare_tuple(&tree) {
            source = [b"(".as_slice(), &source, b")"].concat();
            tree = read(&source)?;
        }
        if !tree.errors().is_empty() {
            return Err(format!("cannot be parsed as {}", language.name()));
        }
        if deepest(&tree) > DEEPEST {
            return Err(format!("nests deeper than {DEEPEST}"));
        }
        let meanings = (0..tree.symbol_count() as u32)
            .map(|symbol| meaning(&tree.text(Symbol(symbol)), number))
            .collect::<Vec<_>>();
        let contents = contents(&tree, &source, number)?;
        let statements: Vec<_> = tree.children(NodeId::ROOT).collect();
        let root = match statements.as_slice() {
            [] => return Err("is empty".to_owned()),
            [only] if tree.node(*only).kind == Kind::ExpressionStatement => {
                match tree.children(*only).next() {
                    Some(expression) => Root::Expression(expression),
                    None => return Err("is empty".to_owned()),
                }
            }
            // Assignments are expressions, as Semgrep has them.
            [only] if matches!(tree.node(*only).kind, Kind::Assign | Kind::AugmentedAssign) => {
                Root::Expression(*only)
            }
            _ => Root::Statements(statements),
        };
        let mut pattern = Pattern {
            tree,
            source,
            root,
            key: Key::Expression,
            meanings,
            contents,
            needed: Vec::new(),
            is_print: false,
        };
        pattern.key = pattern.find_key();
        pattern.is_print =
            matches!(pattern.key, Key::Callee(name) if pattern.tree.bytes(name) == b"print");
        pattern.needed = pattern.find_needed();
        Ok(pattern)
    }

    pub(crate) fn meaning(&self, symbol: Symbol) -> Meaning {
        self.meanings.get(symbol.index()).copied().unwrap_or(Meaning::Literal)
    }

    /// What the string at the node stands for, if not for its text.
    pub(crate) fn content(&self, id: NodeId) -> Option<&Content> {
        let at = self.contents.binary_search_by_key(&id, |&(known, _)| known).ok()?;
        self.contents.get(at).map(|(_, content)| content)
    }

    /// The value of the literal at the node.
    pub(crate) fn literal(&self, id: NodeId) -> Literal {
        let names = sdf_syntax::names(&self.tree, &self.source);
        match Constants::of(&self.tree, &self.source, names).value(id) {
            Some(Value::Integer(number)) => Literal::Integer(number),
            Some(Value::Float(number)) => Literal::Float(number),
            Some(Value::Boolean(value)) => Literal::Boolean(value),
            Some(Value::None) => Literal::None,
            _ => Literal::Other(self.tree.source(id, &self.source).to_vec()),
        }
    }

    /// What the name that is the node, or the statement that is only this name, stands for.
    pub(crate) fn meaning_of(&self, id: NodeId) -> Meaning {
        let node = self.tree.node(id);
        match node.kind {
            Kind::Name | Kind::Parameter => self.meaning(node.symbol),
            Kind::DoubleStarred | Kind::ExpressionStatement | Kind::Decorator => {
                match self.tree.children(id).next() {
                    Some(inner) if self.tree.node(inner).kind == Kind::Name => {
                        match self.meaning_of(inner) {
                            Meaning::One(_) if node.kind != Kind::ExpressionStatement => {
                                Meaning::Literal
                            }
                            meaning => meaning,
                        }
                    }
                    _ => Meaning::Literal,
                }
            }
            _ => Meaning::Literal,
        }
    }

    pub(crate) fn is_dots(&self, id: NodeId) -> bool {
        self.meaning_of(id) == Meaning::Dots
    }

    /// The components of `a.b.c`, when none of them is a metavariable.
    pub(crate) fn path(&self, id: NodeId) -> Option<Vec<Symbol>> {
        let mut path = Vec::new();
        let mut at = id;
        loop {
            let node = self.tree.node(at);
            if self.meaning(node.symbol) != Meaning::Literal {
                return None;
            }
            path.push(node.symbol);
            match node.kind {
                Kind::Name => break,
                Kind::Attribute => at = self.tree.child(at, Role::Object)?,
                _ => return None,
            }
        }
        path.reverse();
        Some(path)
    }

    /// Whether the last name of a reference is a metavariable for one.
    fn is_one(&self, id: NodeId) -> bool {
        let node = self.tree.node(id);
        node.kind == Kind::Attribute && matches!(self.meaning(node.symbol), Meaning::One(_))
    }

    fn find_key(&self) -> Key {
        let id = match &self.root {
            Root::Expression(id) => *id,
            Root::Statements(list) => match list.as_slice() {
                [only] => *only,
                _ => return Key::Statement,
            },
        };
        let node = self.tree.node(id);
        let last_name = |id: NodeId| {
            let node = self.tree.node(id);
            let is_reference = matches!(node.kind, Kind::Name | Kind::Attribute);
            (is_reference && self.meaning(node.symbol) == Meaning::Literal).then_some(node.symbol)
        };
        match node.kind {
            Kind::Name | Kind::Attribute => last_name(id).map_or_else(
                || if node.kind == Kind::Name { Key::Expression } else { Key::Kind(node.kind) },
                Key::Reference,
            ),
            Kind::Call => match self.tree.child(id, Role::Callee) {
                Some(callee)
                    if matches!(self.meaning_of(callee), Meaning::Deep | Meaning::Typed) =>
                {
                    Key::Expression
                }
                Some(callee) => match (last_name(callee), self.tree.child(callee, Role::Object)) {
                    (Some(name), _) => Key::Callee(name),
                    (None, Some(object)) if self.is_one(callee) => {
                        last_name(object).map_or(Key::Kind(Kind::Call), Key::Member)
                    }
                    (None, _) => Key::Kind(Kind::Call),
                },
                None => Key::Kind(Kind::Call),
            },
            Kind::ExpressionStatement => Key::Statement,
            // A literal is also matched by what is known to be one.
            Kind::String
            | Kind::Integer
            | Kind::Float
            | Kind::Boolean
            | Kind::None
            | Kind::Unary
            | Kind::Ellipsis => Key::Expression,
            kind => Key::Kind(kind),
        }
    }

    fn find_needed(&self) -> Vec<Symbol> {
        // A type need not be written where it holds.
        let types: Vec<NodeId> = self
            .tree
            .subtree(NodeId::ROOT)
            .filter(|&id| {
                self.tree
                    .child(id, Role::Callee)
                    .is_some_and(|callee| self.meaning_of(callee) == Meaning::Typed)
            })
            .collect();
        let is_type = |node: &sdf_syntax::Node| {
            types.iter().any(|&id| self.tree.node(id).span().contains(node.span()))
        };
        let names = self.tree.nodes().iter().filter(|&node| {
            !is_type(node)
                && matches!(node.kind, Kind::Name | Kind::Attribute | Kind::KeywordArgument)
                && node.symbol != Symbol::NONE
                && self.meaning(node.symbol) == Meaning::Literal
        });
        let mut needed: Vec<_> = names.map(|node| node.symbol).collect();
        needed.sort_unstable();
        needed.dedup();
        needed
    }
}

fn meaning(text: &str, number: &mut dyn FnMut(&str) -> u16) -> Meaning {
    if let Some(name) = text.strip_prefix(METAVARIABLE) {
        Meaning::One((name != "_").then(|| number(name)))
    } else if let Some(name) = text.strip_prefix(RUN) {
        Meaning::Run(number(&format!("...{name}")))
    } else if text == DOTS {
        Meaning::Dots
    } else if text == DEEP {
        Meaning::Deep
    } else if text == TYPED {
        Meaning::Typed
    } else {
        Meaning::Literal
    }
}

/// The strings whose content stands for more than itself.
fn contents(
    tree: &Tree,
    source: &[u8],
    number: &mut dyn FnMut(&str) -> u16,
) -> Result<Vec<(NodeId, Content)>, String> {
    let mut contents = Vec::new();
    for id in tree
        .subtree(NodeId::ROOT)
        .filter(|&id| matches!(tree.node(id).kind, Kind::String | Kind::StringPart))
    {
        let value = tree.string_value(id, source).unwrap_or_default();
        let value = String::from_utf8_lossy(&value);
        let name = value.strip_prefix('$').filter(|name| metavariable(name) == Some(name));
        let regex = value.strip_prefix("=~/").and_then(|text| text.rsplit_once('/'));
        let regex =
            regex.filter(|(_, flags)| flags.chars().all(|flag| matches!(flag, 'i' | 'm' | 's')));
        if let Some(name) = name {
            let number = (name != "_").then(|| number(name));
            contents.push((id, Content::Metavariable(number)));
        } else if let Some((regex, flags)) = regex {
            let flags = if flags.is_empty() { String::new() } else { format!("(?{flags})") };
            // Its groups bind nothing.
            let mut groups = Metavariables::default();
            let number = |name: &str| groups.number(name);
            let regex = TextPattern::new(&format!("{flags}{regex}"), false, number)
                .map_err(|reason| format!("holds a string that {reason}"))?;
            contents.push((id, Content::Regex(regex)));
        }
    }
    Ok(contents)
}

/// Whether a pattern is `a, b`, several expressions that stand as one statement.
fn is_bare_tuple(tree: &Tree) -> bool {
    let mut statements = tree.children(NodeId::ROOT);
    match (statements.next(), statements.next()) {
        (Some(only), None) => {
            tree.node(only).kind == Kind::ExpressionStatement && tree.children(only).count() > 1
        }
        _ => false,
    }
}

fn deepest(tree: &Tree) -> usize {
    let mut depths = vec![0_usize; tree.nodes().len()];
    for (at, node) in tree.nodes().iter().enumerate().skip(1) {
        depths[at] = depths.get(node.parent.index()).map_or(0, |depth| depth + 1);
    }
    depths.into_iter().max().unwrap_or(0)
}
