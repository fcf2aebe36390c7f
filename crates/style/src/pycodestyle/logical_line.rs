//! A logical line: a statement, or a comment on lines of its own.

use crate::settings::Settings;
use crate::tokens::{Rows, Token};

/// A logical line as pycodestyle's checks see it.
///
/// Offsets into [`LogicalLine::text`] count bytes, which differ from characters only where the
/// source is not ASCII; inside a muted string they still are those of the source.
pub(crate) struct LogicalLine<'a> {
    /// The statement on one line: the contents of strings replaced by `x`, comments left out, line
    /// breaks joined; empty if the line holds nothing but a comment.
    pub(crate) text: &'a [u8],
    /// All tokens, comments and line ends included; at least one.
    pub(crate) tokens: &'a [Token],
    /// Where pieces of `text` come from: an offset in it and that in the document, ascending.
    pub(super) mapping: &'a [(u32, u32)],
    /// The document.
    pub(crate) bytes: &'a [u8],
    /// Its physical lines.
    pub(crate) rows: &'a Rows<'a>,
    pub(crate) settings: &'a Settings,
    /// Columns before the first token, tabs taken to the next multiple of eight.
    pub(crate) indent_level: usize,
    /// The first byte of the first indented line so far: a space, a tab, or what begins a no-break
    /// space.
    pub(crate) indent_char: Option<u8>,
    /// Blank lines directly before.
    pub(crate) blank_lines: usize,
    /// Blank lines before, those before comments in between included.
    pub(crate) blank_before: usize,
    /// What remains of the last line that was no comment.
    pub(crate) previous: Previous,
}

/// What is remembered of a logical line that was no comment.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Previous {
    /// Whether there was one.
    pub(crate) exists: bool,
    pub(crate) indent_level: usize,
    /// Whether its text begins with `@`.
    pub(crate) is_decorator: bool,
    /// Whether its text ends with a colon.
    pub(crate) ends_with_colon: bool,
    /// Whether its text begins with a string that may be a docstring.
    pub(crate) is_docstring: bool,
    /// Whether the last line without indentation begins with `def ` or `class `.
    pub(crate) unindented_is_definition: bool,
}

impl<'a> LogicalLine<'a> {
    /// The text of a token.
    pub(crate) fn text_of(&self, token: &Token) -> &'a [u8] {
        token.text(self.bytes)
    }

    /// What `tokenize` gives as the line of a token: its physical lines, with their line ends.
    pub(crate) fn physical(&self, token: &Token) -> &'a [u8] {
        let first = self.rows.range(token.start.line as usize).start;
        &self.bytes[first..self.rows.range(token.end.line as usize).end]
    }

    /// The offset in the document of what stands at `offset` in the text, found as pycodestyle
    /// finds it: counted back from the end of the token that holds it.
    pub(crate) fn document_offset(&self, offset: usize) -> usize {
        let offset = offset as u32;
        let next = self.mapping.partition_point(|&(known, _)| known < offset);
        let found = self.mapping.get(next).or(self.mapping.last());
        found.map_or(0, |&(known, place)| place.saturating_sub(known.saturating_sub(offset)))
            as usize
    }
}
