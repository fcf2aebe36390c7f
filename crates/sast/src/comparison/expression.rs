//! The parts of a comparison.

use super::Operand;
use regex::bytes::Regex;

/// An expression. Its depth is bounded by the parser.
#[derive(Clone, Debug)]
pub(super) enum Expression {
    Constant(Operand),
    Metavariable(String),
    List(Vec<Expression>),
    /// All hold.
    And(Vec<Expression>),
    /// One holds.
    Or(Vec<Expression>),
    Unary(Unary, Box<Expression>),
    Binary(Binary, Box<Expression>, Box<Expression>),
    Int(Box<Expression>),
    Str(Box<Expression>),
    /// Seconds since 1970 of a day.
    Date(Box<Expression>),
    /// The same of now.
    Today,
    Match(Regex, Box<Expression>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unary {
    Not,
    Minus,
    Plus,
    Invert,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binary {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
    BitAnd,
    BitOr,
    BitXor,
    ShiftLeft,
    ShiftRight,
}
