//! Why text falls apart into no further tokens.

use super::lexer::Lexer;

/// Where Python's tokenizer gives up, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The row, from 0.
    pub(crate) row: usize,
    /// The column that Python gives, in characters; it may lie behind the row.
    pub(crate) column: usize,
    /// How many rows Python had read by then.
    pub(crate) rows_read: usize,
    pub(crate) cause: Cause,
}

/// Why Python's tokenizer gives up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    UnterminatedString,
    UnterminatedInterpolation,
    MissingBrace,
    StrayBrace,
    UnmatchedBracket,
    EndOfFile,
    Continuation,
    Dedent,
    TabsAndSpaces,
    TooManyIndents,
    TooManyBrackets,
    TooManyStrings,
    TooDeepInterpolation,
    Number,
    ControlCharacter,
    NullByte,
}

impl Cause {
    pub(crate) fn message(self) -> &'static str {
        match self {
            Cause::UnterminatedString => "string is not closed",
            Cause::UnterminatedInterpolation => "f-string is not closed",
            Cause::MissingBrace => "replacement field of an f-string is not closed",
            Cause::StrayBrace => "single `}` in an f-string",
            Cause::UnmatchedBracket => "closing bracket without an opening one in an f-string",
            Cause::EndOfFile => "file ends inside a statement: a bracket is not closed",
            Cause::Continuation => "something follows the backslash that continues a line",
            Cause::Dedent => "indentation matches no outer block",
            Cause::TabsAndSpaces => {
                "indentation mixes tabs and spaces in a way that Python refuses"
            }
            Cause::TooManyIndents => "too many levels of indentation",
            Cause::TooManyBrackets => "too many nested brackets",
            Cause::TooManyStrings => "too many nested f-strings",
            Cause::TooDeepInterpolation => {
                "replacement fields of an f-string are nested too deeply"
            }
            Cause::Number => "number is malformed",
            Cause::ControlCharacter => "control character outside of strings and comments",
            Cause::NullByte => "NUL byte",
        }
    }
}

impl Lexer<'_> {
    /// A fault at the current byte, or wherever else on its row.
    pub(super) fn fault_at(&self, at: usize, cause: Cause) -> Fault {
        let row = self.rows.row_of(at.min(self.bytes.len().saturating_sub(1)));
        let before = self.bytes.get(self.rows.start(row)..at).unwrap_or_default();
        let column = self.rows.characters.count(before);
        Fault { row, column, rows_read: self.row + 1, cause }
    }

    /// A fault that CPython places behind all that is in its buffer.
    pub(super) fn fault_behind_buffer(&self, cause: Cause) -> Fault {
        let text = self.bytes.get(self.buffer..self.row_end).unwrap_or_default();
        let ends = memchr::memmem::find_iter(text, b"\r\n").count();
        let unended = !text.ends_with(b"\n") && !text.ends_with(b"\r");
        let column = match cause {
            Cause::EndOfFile => self.rows.characters.utf8_length(text),
            _ => self.rows.characters.count(text),
        };
        let column = column - ends + usize::from(unended);
        let row = self.row.min(self.rows.count().saturating_sub(1));
        Fault { row, column, rows_read: row + 1, cause }
    }

    /// Whether more follows that is not read for a NUL in it.
    pub(super) fn is_cut(&self) -> bool {
        self.bytes.len() < self.rows.start(self.rows.count())
    }

    /// Whether no row follows.
    pub(super) fn is_at_end(&self) -> bool {
        let before = self.at.checked_sub(1).map_or(b'\n', |at| self.byte(at));
        self.at == self.bytes.len() && matches!(before, b'\n' | b'\r')
    }

    pub(super) fn null_byte(&self, row: usize) -> Fault {
        Fault { row, column: 0, rows_read: row + 1, cause: Cause::NullByte }
    }

    /// What is wrong when the text ends where it must not.
    pub(super) fn fault_at_end(&self) -> Fault {
        if self.is_cut() {
            return self.null_byte(self.row);
        }
        if self.open.is_empty() && self.at == self.row_start {
            let row = self.rows.count().saturating_sub(1);
            return Fault { row, column: 0, rows_read: row + 1, cause: Cause::EndOfFile };
        }
        self.fault_behind_buffer(Cause::EndOfFile)
    }
}
