//! The gate: one automaton over every literal that any rule needs.
//!
//! It decides which rules could match, and where. No regular expression is compiled and no file
//! parsed unless it hits.

use sdf_core::Span;

/// A literal of a rule, found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// The index of the rule that owns the literal.
    pub rule: u32,
    /// Where the literal stands.
    pub span: Span,
}
