//! The tokens of Python source, as the `tokenize` module of CPython 3.13 gives them.

mod class;
mod fault;
mod indentation;
mod interpolation;
mod lexer;
mod number;
mod pass;
mod rows;
mod string;

pub(crate) use fault::Fault;
pub(crate) use lexer::Lexer;
pub(crate) use pass::Passed;
pub(crate) use rows::{Characters, Rows, without_end};

use sdf_core::Span;

/// What sort of token; the names are those of Python's `token` module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// An identifier or a keyword.
    Name,
    Number,
    /// A string without replacement fields, prefix and quotes included.
    String,
    /// Prefix and opening quotes of an f-string.
    FStringStart,
    /// Literal text in an f-string; ends behind the first brace of a doubled one, the second
    /// belongs to no token.
    FStringMiddle,
    /// The closing quotes of an f-string.
    FStringEnd,
    TStringStart,
    TStringMiddle,
    TStringEnd,
    /// An operator, a bracket, a comma and the like, and any character that begins no other token,
    /// such as `$`, `?` and the backtick.
    Operator,
    /// From `#` to the line end, which is left out.
    Comment,
    /// The line end of a statement; empty where the file ends without one.
    Newline,
    /// A line end that ends no statement: of a blank line, a comment, or inside brackets.
    Nl,
    Indent,
    Dedent,
    EndMarker,
}

impl TokenKind {
    /// Whether it ends a line: `Newline` or `Nl`.
    pub(crate) fn is_newline(self) -> bool {
        matches!(self, TokenKind::Newline | TokenKind::Nl)
    }

    /// Whether it belongs to the layout alone: pycodestyle's `SKIP_TOKENS`.
    pub(crate) fn is_layout(self) -> bool {
        self.is_newline() || matches!(self, TokenKind::Indent | TokenKind::Dedent)
    }
}

/// A place as `tokenize` counts, but for the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    /// From 0.
    pub(crate) line: u32,
    /// From 0, in characters.
    pub(crate) column: u32,
}

/// A piece of Python source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    /// Offset of the first byte in the document.
    pub(crate) from: u32,
    /// Offset behind the last byte.
    pub(crate) to: u32,
    pub(crate) start: Position,
    pub(crate) end: Position,
}

impl Token {
    pub(crate) fn span(&self) -> Span {
        Span::new(self.from as usize, self.to as usize)
    }

    /// The text of the token in the document it was read from.
    pub(crate) fn text<'a>(&self, document: &'a [u8]) -> &'a [u8] {
        self.span().of(document)
    }
}
