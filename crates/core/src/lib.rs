//! The nouns of sdf-hook.
//!
//! A source yields a [`Document`]: a path, bytes, and a [`Focus`] that says which bytes are new.
//! A scanner turns it into [`Finding`]s, each a [`Span`] of the document and the [`Rule`] it
//! breaks. The engine keeps those that matter here and places them, as [`Located`] findings with
//! lines, a masked excerpt and a [`Fingerprint`], into a [`Report`]. Trouble with one input is a
//! [`Notice`]: reported, never fatal to the rest, never silent.
//!
//! ```
//! use sdf_core::{Document, Focus, LineIndex, Span};
//!
//! let document = Document::file(b"app.py".as_slice().into(), b"import os\nexec(code)\n");
//! let lines = LineIndex::new(document.bytes);
//! let span = Span::new(10, 20);
//! assert_eq!(lines.position(document.bytes, span.start).line, 2);
//! assert!(Focus::Everything.touches(span));
//! ```
//!
//! No I/O, no regular expressions.

mod document;
mod finding;
mod fingerprint;
mod lines;
mod mask;
mod node;
mod notice;
mod report;
mod rule;
mod span;

pub use bstr::{BStr, BString, ByteSlice, ByteVec};
pub use document::{Document, Focus, Kind};
pub use finding::{Edit, Elsewhere, Finding, Fix, Step, Way};
pub use fingerprint::Fingerprint;
pub use lines::{LineIndex, Position};
pub use mask::{mask, visible_characters};
pub use node::Node;
pub use notice::{Notice, Weight};
pub use report::{
    Commit, Excerpt, Located, LocatedStep, Orders, Past, Report, Shard, Totals, Traversal,
};
pub use rule::{Confidence, Family, Reach, Rule, RuleMask, Severity, Text, UnknownName};
pub use span::Span;
