//! The front end for valid Python 3: ruff's parser, lowered to the tree that the grammar gives.
//!
//! What it refuses goes to the grammar, which finds its way around errors and knows Python 2; what
//! is nested deeper than a thread's stack allows goes there too.

mod clauses;
mod complaints;
mod compound;
mod depth;
mod expressions;
mod gaps;
mod patterns;
pub(super) mod quotes;
mod statements;
mod strings;

use crate::lower::Builder;
use crate::{Complaint, Kind, Language, NodeId, Role, Symbol, Tree};
use depth::Shape;
pub(super) use gaps::token_after;
use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{Mod, PythonVersion};
use ruff_python_parser::{Mode, ParseOptions, Parsed, parse_unchecked};
use ruff_text_size::{Ranged, TextRange};
use sdf_core::Span;

/// What came of the attempt.
pub(crate) enum Outcome {
    /// The file is valid.
    Valid(Box<Tree>),
    /// The file is not valid, for this reason.
    Refused(Complaint),
    /// Brackets or quotes seem not to match; the grammar has the last word.
    Suspect(Complaint),
    /// Not tried, or in vain: nested too deep, not UTF-8, refused for no reason.
    Declined,
}

/// Whether `source` is valid; false where that takes more than this parser to tell.
pub(crate) fn is_valid(source: &[u8]) -> bool {
    let shallow = || matches!(depth::shape(source), Shape::Shallow);
    std::str::from_utf8(source).is_ok_and(|text| {
        memchr::memchr(0, source).is_none() && shallow() && parse_module(text).errors().is_empty()
    })
}

/// Parses and lowers `source`.
pub(crate) fn parse(source: &[u8]) -> Outcome {
    let Ok(text) = std::str::from_utf8(source) else { return Outcome::Declined };
    // The parser takes it for the end of the file, and what follows would go unseen.
    if let Some(at) = memchr::memchr(0, source) {
        let message = "A null byte".to_owned();
        return Outcome::Refused(Complaint { span: Span::new(at, at + 1), message });
    }
    match depth::shape(source) {
        Shape::Shallow => {}
        Shape::Deep => return Outcome::Declined,
        Shape::Broken(found) => return Outcome::Suspect(complaints::of_break(text, found)),
    }
    let parsed = parse_module(text);
    if let Some(error) = parsed.errors().first() {
        if complaints::is_unfounded(error, text) {
            return Outcome::Declined;
        }
        return Outcome::Refused(complaints::of_error(error));
    }
    let Mod::Module(module) = parsed.syntax() else { return Outcome::Declined };
    let mut lowering =
        Lowering { builder: Builder::new(Language::Python, source), declined: false };
    lowering.statements(NodeId::ROOT, &module.body);
    if lowering.declined {
        return Outcome::Declined;
    }
    let comments = parsed.tokens().iter().filter(|token| token.kind() == TokenKind::Comment);
    lowering.builder.tree.comments = comments.map(|token| span(token.range())).collect();
    Outcome::Valid(Box::new(lowering.builder.finish()))
}

/// Only for text that is known not to be deep.
fn parse_module(text: &str) -> Parsed<Mod> {
    let options = ParseOptions::from(Mode::Module).with_target_version(PythonVersion::latest());
    parse_unchecked(text, options)
}

fn span(range: TextRange) -> Span {
    Span::new(range.start().to_usize(), range.end().to_usize())
}

/// One file on its way.
struct Lowering<'s> {
    builder: Builder<'s>,
    /// Whether there is syntax that is left to the grammar.
    declined: bool,
}

impl Lowering<'_> {
    fn source(&self) -> &[u8] {
        self.builder.source
    }

    /// Opens a node over `range`; whoever gives it children closes it.
    fn open(&mut self, parent: NodeId, kind: Kind, role: Role, range: TextRange) -> NodeId {
        self.builder.open(parent, kind, role, range.start().to_u32(), range.end().to_u32())
    }

    /// A node without children whose symbol is its text.
    fn named(&mut self, parent: NodeId, kind: Kind, role: Role, range: TextRange) -> NodeId {
        let id = self.open(parent, kind, role, range);
        self.name(id, range);
        id
    }

    /// Makes the text of `range` the symbol of `id`.
    fn name(&mut self, id: NodeId, range: TextRange) {
        let symbol = self.builder.intern(range.start().to_u32(), range.end().to_u32());
        self.builder.node(id).symbol = symbol;
    }

    fn operator(&mut self, id: NodeId, text: &str) {
        let symbol: Symbol = self.builder.tree.symbols.intern(text.as_bytes());
        self.builder.node(id).symbol = symbol;
    }
}
