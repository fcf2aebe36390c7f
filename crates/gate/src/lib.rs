//! The gate: one automaton over every literal that any rule needs.
//!
//! It decides which rules could match, and where. No regular expression is compiled and no file
//! parsed unless it hits.
//!
//! [`freeze`] builds an Aho-Corasick automaton and a filter to stand before it, and writes both
//! down as a table of bytes; a [`Gate`] reads such a table where it lies. The built-in rules' table is made at build time and mapped
//! with the binary, so that opening the gate costs nothing; a user's rules get theirs at run time.
//!
//! ```
//! use sdf_gate::{Anchor, Gate, freeze};
//!
//! let table = freeze(&[Anchor { literal: b"ghp_", rule: 0 }, Anchor { literal: b"eval", rule: 7 }])?;
//! let gate = Gate::open(&table)?;
//! let mut hits = Vec::new();
//! gate.scan(b"token = EVAL('1')", 0..17, &mut hits);
//! assert_eq!((hits[0].rule, hits[0].span.start), (7, 8));
//! # Ok::<(), sdf_gate::TableError>(())
//! ```

mod filter;
mod freeze;
mod rarity;
mod scan;
mod table;

pub use freeze::{Anchor, freeze};
pub use table::{Gate, TableError};

use sdf_core::Span;

/// Literals of a rule, found: one, or several so close to one another that what is looked at
/// round them would overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The rule that owns the literals.
    pub rule: u32,
    /// From the start of the first literal to the end of the last.
    pub span: Span,
}
