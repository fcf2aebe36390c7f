//! Strings with replacement fields: f-strings (PEP 701) and t-strings (PEP 750).

use super::fault::{Cause, Fault};
use super::lexer::Lexer;
use super::{Token, TokenKind};

/// Most f-strings in one another; `MAXFSTRINGLEVEL` of CPython's lexer counts the code around.
const STRINGS: usize = 149;
/// Most replacement fields in one another; `MAX_EXPR_NESTING`.
const FIELDS: i32 = 3;

/// An f-string that is not closed yet.
pub(super) struct Interpolation {
    /// Where its prefix begins.
    from: usize,
    pub(super) quote: u8,
    pub(super) is_triple: bool,
    is_raw: bool,
    is_template: bool,
    /// Brackets that are open in its replacement fields, theirs included.
    pub(super) depth: i32,
    /// How many brackets were open when the innermost replacement field began; -1 outside.
    field: i32,
    /// Whether literal text comes next, not code.
    pub(super) in_text: bool,
    in_format: bool,
}

impl Interpolation {
    /// Whether a colon would end the expression of the replacement field.
    pub(super) fn is_field_end(&self) -> bool {
        self.field >= 0 && self.depth - 1 == self.field
    }

    pub(super) fn begin_format(&mut self) {
        self.in_text = true;
        self.in_format = true;
    }

    /// Notes a bracket that closes; `depth` is above 0.
    pub(super) fn close(&mut self, byte: u8) {
        self.depth -= 1;
        if byte == b'}' && self.depth == self.field {
            self.field -= 1;
            self.in_text = true;
            self.in_format = false;
        }
    }

    fn kind(&self, of_format: TokenKind, of_template: TokenKind) -> TokenKind {
        if self.is_template { of_template } else { of_format }
    }
}

impl Lexer<'_> {
    /// Reads the quotes that open an f-string; `from` is where its prefix begins.
    pub(super) fn open_interpolation(
        &mut self,
        from: usize,
        is_template: bool,
        is_raw: bool,
    ) -> Result<Token, Fault> {
        let quote = self.byte(self.at);
        let is_triple = self.byte(self.at + 1) == quote && self.byte(self.at + 2) == quote;
        self.at += if is_triple { 3 } else { 1 };
        if self.open.len() >= STRINGS {
            return Err(self.fault_at(self.at, Cause::TooManyStrings));
        }
        let open = Interpolation {
            from,
            quote,
            is_triple,
            is_raw,
            is_template,
            depth: 0,
            field: -1,
            in_text: true,
            in_format: false,
        };
        let kind = open.kind(TokenKind::FStringStart, TokenKind::TStringStart);
        self.open.push(open);
        Ok(self.token(kind, from))
    }

    /// Reads what comes next where text of an f-string may: text, the quotes that close it, or the
    /// brace that opens a replacement field.
    pub(super) fn read_interpolated_text(&mut self) -> Result<Token, Fault> {
        let from = self.at;
        if self.byte(from) == b'{' && self.byte(from + 1) != b'{' {
            self.begin_field()?;
            return self.read_code();
        }
        let Some(open) = self.open.last() else { return self.read_code() };
        let middle = open.kind(TokenKind::FStringMiddle, TokenKind::TStringMiddle);
        let end = open.kind(TokenKind::FStringEnd, TokenKind::TStringEnd);
        if self.closes(from) {
            self.at += if open.is_triple { 3 } else { 1 };
            self.open.pop();
            return Ok(self.token(end, from));
        }
        let start = self.position(from);
        let next = self.read_text()?;
        self.catch_up();
        let token = self.token_since(middle, from, start);
        self.at = next;
        Ok(token)
    }

    /// Whether the quotes at `at` close the innermost f-string.
    fn closes(&self, at: usize) -> bool {
        self.open.last().is_some_and(|open| {
            let is_quote = |at: usize| self.byte(at) == open.quote;
            is_quote(at) && (!open.is_triple || (is_quote(at + 1) && is_quote(at + 2)))
        })
    }

    fn begin_field(&mut self) -> Result<(), Fault> {
        let Some(open) = self.open.last_mut() else { return Ok(()) };
        open.field += 1;
        open.in_text = false;
        open.in_format = false;
        if open.field >= FIELDS {
            return Err(self.fault_at(self.at, Cause::TooDeepInterpolation));
        }
        Ok(())
    }

    /// Moves behind the text that comes next; where to go on, which is further if the text ends
    /// with the first of two braces.
    fn read_text(&mut self) -> Result<usize, Fault> {
        let Some(open) = self.open.last_mut() else { return Ok(self.at) };
        let in_format = open.in_format && open.field >= 0;
        let (is_raw, is_triple, depth, from) = (open.is_raw, open.is_triple, open.depth, open.from);
        let mut in_name = false;
        loop {
            if self.closes(self.at) {
                return Ok(self.at);
            }
            match self.byte(self.at) {
                b'{' if self.byte(self.at + 1) != b'{' || in_format => {
                    self.begin_field()?;
                    return Ok(self.at);
                }
                b'}' if in_name => {
                    self.at += 1;
                    return Ok(self.at);
                }
                b'}' if self.byte(self.at + 1) != b'}' || in_format || depth != 0 => {
                    self.end_text();
                    return Ok(self.at);
                }
                b'{' | b'}' => {
                    self.at += 1;
                    return Ok(self.at + 1);
                }
                b'\\' if matches!(self.byte(self.at + 1), b'{' | b'}') => self.at += 1,
                b'\\' if !is_raw && self.bytes[self.at..].starts_with(b"\\N{") => {
                    in_name = true;
                    self.at += 3;
                }
                b'\\' => match self.behind_escaped(self.at) {
                    Some(next) => self.at = next,
                    None => return Err(self.unclosed(from)),
                },
                // The last line may end without a line end.
                b'\n' | b'\r' | 0 if !is_triple && in_format && !self.is_at_end() => {
                    self.end_text();
                    return Ok(self.at);
                }
                b'\n' | b'\r' if is_triple => self.at += 1,
                b'\n' | b'\r' | 0 => {
                    return Err(self.unclosed(from));
                }
                _ => self.at += 1,
            }
        }
    }

    fn unclosed(&self, from: usize) -> Fault {
        self.broken_off(from, self.at, Cause::UnterminatedInterpolation)
    }

    /// Code comes next.
    fn end_text(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.in_text = false;
            open.in_format = false;
        }
    }
}
