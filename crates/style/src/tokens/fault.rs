//! Why text falls apart into no further tokens.

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
