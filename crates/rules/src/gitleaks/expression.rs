//! Filters of betterleaks: a small language of its own, Expr, and what is left in it of CEL.
//!
//! Read is what filters use: texts, numbers, lists, `attributes` and `finding`, `let`, the
//! operators, and the functions of [`Function`]. What needs the network or a shell is no part of a
//! filter and none here.

mod parser;
mod token;

use super::Pattern;
use std::sync::Arc;

/// An expression, read and checked.
#[derive(Clone, Debug)]
pub struct Expression {
    /// As it is written.
    pub source: String,
    /// What it says.
    pub node: Arc<Node>,
}

/// A part of an expression.
#[derive(Clone, Debug)]
pub enum Node {
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// No value.
    Nothing,
    /// A list.
    List(Vec<Node>),
    /// `attributes`, what is known of a document, or `finding`, what is known of a finding.
    Map(Map),
    /// A name that a [`Node::Let`] around binds, by the number of those further out.
    Variable(usize),
    /// `let name = value; body`.
    Let(Box<Node>, Box<Node>),
    /// `container[key]`, `container.key`; for a map also `get(container, key, default)`.
    Index(Box<Node>, Box<Node>, Option<Box<Node>>),
    /// `text[from:to]`.
    Slice(Box<Node>, Option<Box<Node>>, Option<Box<Node>>),
    /// `condition ? yes : no`.
    Choice(Box<Node>, Box<Node>, Box<Node>),
    /// `!value`.
    Not(Box<Node>),
    /// `left operator right`.
    Binary(Operator, Box<Node>, Box<Node>),
    /// `function(arguments)`.
    Call(Function, Vec<Node>),
    /// Whether a text matches.
    Matches(Box<Node>, Pattern),
    /// The part of a text that matches first, or an empty one.
    FindMatch(Box<Node>, Pattern),
}

/// What an expression can ask about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Map {
    /// `attributes`: path and commit.
    Attributes,
    /// `finding`: secret, match, line.
    Finding,
}

/// What stands between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `||`.
    Or,
    /// `&&`.
    And,
    /// `??`.
    Otherwise,
    /// `==`.
    Equal,
    /// `!=`.
    Unequal,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
    /// `in`.
    In,
    /// `contains`.
    Contains,
    /// `startsWith`.
    StartsWith,
    /// `endsWith`.
    EndsWith,
    /// `+`.
    Plus,
    /// `-`.
    Minus,
    /// `*`.
    Times,
    /// `/`.
    Over,
    /// `%`.
    Rest,
}

/// What can be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `filter.containsAny(text, terms)`: whether a term stands in the text in lower case.
    ContainsAny,
    /// `filter.entropy(text)`: Shannon entropy in bits a byte.
    Entropy,
    /// `filter.failsTokenEfficiency(text)`: whether it reads like language.
    FailsTokenEfficiency,
    /// `len(value)`.
    Length,
    /// `lower(text)`.
    Lower,
    /// `upper(text)`.
    Upper,
    /// `trim(text)`.
    Trim,
    /// `min(a, b)`.
    Least,
    /// `max(a, b)`.
    Most,
    /// `abs(number)`.
    Magnitude,
}

impl Expression {
    /// Reads `source`.
    ///
    /// # Errors
    /// What is wrong and where, as the end of a sentence.
    pub fn parse(source: &str) -> Result<Self, String> {
        let node = parser::parse(source)?;
        Ok(Expression { source: source.trim().to_owned(), node: Arc::new(node) })
    }

    /// The filter that `tokenEfficiency = true` stands for.
    pub fn fails_token_efficiency() -> Self {
        let key = Box::new(Node::Text("secret".to_owned()));
        let secret = Node::Index(Box::new(Node::Map(Map::Finding)), key, None);
        let node = Node::Call(Function::FailsTokenEfficiency, vec![secret]);
        Expression { source: "tokenEfficiency = true".to_owned(), node: Arc::new(node) }
    }
}
