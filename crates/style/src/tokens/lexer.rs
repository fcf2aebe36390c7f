//! From bytes to tokens.

use super::class::{CLASSES, Class, is_name};
use super::fault::{Cause, Fault};
use super::interpolation::Interpolation;
use super::rows::{Characters, Rows};
use super::{Position, Token, TokenKind};

/// Most nested brackets; `MAXLEVEL` of CPython's lexer.
const BRACKETS: u32 = 200;
/// Most levels of indentation; `MAXINDENT`.
const INDENTS: usize = 100;
/// Columns from one tab stop to the next.
const TAB: u32 = 8;

/// Reads the tokens of Python source one after another, as CPython's lexer does for `tokenize`:
/// any bytes have tokens, up to the first [`Fault`] or the end.
pub(crate) struct Lexer<'a> {
    pub(super) rows: &'a Rows<'a>,
    /// What is read: the document up to the row with its first NUL.
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    /// The row of `at` and where it begins and ends.
    pub(super) row: usize,
    pub(super) row_start: usize,
    row_end: usize,
    /// Whether columns on this row are to be counted in characters, and how far they are.
    is_wide: bool,
    counted: (usize, u32),
    /// Brackets that are open.
    pub(super) level: u32,
    /// The f-strings that are open, the innermost last.
    pub(super) open: Vec<Interpolation>,
    /// Columns of the indentations that are open, with tabs as wide as to the next stop, and as
    /// wide as a space.
    indents: Vec<(u32, u32)>,
    /// Indents (positive) or dedents (negative) to be told.
    pending: i32,
    is_line_start: bool,
    follows_own_comment: bool,
    /// Where CPython's buffer begins: it measures the places of some faults from there.
    buffer: usize,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(bytes: &'a [u8], rows: &'a Rows<'a>) -> Self {
        let end = memchr::memchr(0, bytes).map_or(bytes.len(), |nul| rows.start(rows.row_of(nul)));
        let mut lexer = Lexer {
            rows,
            bytes: &bytes[..end],
            at: rows.start(0).min(end),
            row: 0,
            row_start: 0,
            row_end: 0,
            is_wide: false,
            counted: (0, 0),
            level: 0,
            open: Vec::new(),
            indents: vec![(0, 0)],
            pending: 0,
            is_line_start: true,
            follows_own_comment: false,
            buffer: 0,
        };
        lexer.enter_row(0);
        lexer.buffer = lexer.row_start;
        lexer
    }

    /// The next token; an `EndMarker` for ever behind the last.
    pub(crate) fn read(&mut self) -> Result<Token, Fault> {
        match self.open.last() {
            Some(open) if open.in_text => self.read_interpolated_text(),
            _ => self.read_code(),
        }
    }

    /// Whether what comes next belongs to a string with replacement fields.
    pub(crate) fn is_in_string(&self) -> bool {
        !self.open.is_empty()
    }

    fn enter_row(&mut self, row: usize) {
        let range = self.rows.range(row);
        self.row = row;
        self.row_start = range.start;
        self.row_end = range.end;
        self.counted = (range.start, 0);
        self.is_wide = self.rows.characters == Characters::Utf8 && !self.rows.text(row).is_ascii();
    }

    /// Takes note of the rows between the current one and that of `at`.
    pub(super) fn catch_up(&mut self) {
        if self.at < self.row_end {
            return;
        }
        let mut row = self.row;
        while row + 1 < self.rows.count() && self.rows.start(row + 1) <= self.at {
            row += 1;
        }
        if row != self.row {
            self.enter_row(row);
        }
    }

    /// The byte at `at`, 0 behind the last: no other 0 is read.
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// How many bytes of line end are at `at`, if there is one or the text ends.
    pub(super) fn line_end(&self, at: usize) -> Option<usize> {
        match self.byte(at) {
            b'\n' => Some(1),
            b'\r' if self.byte(at + 1) == b'\n' => Some(2),
            b'\r' => Some(1),
            0 => Some(0),
            _ => None,
        }
    }

    /// The place of byte `at`, which is on the current row, not before an earlier one asked for.
    pub(super) fn position(&mut self, at: usize) -> Position {
        if self.is_wide {
            let (from, column) = self.counted;
            let more = Characters::Utf8.count(self.bytes.get(from..at).unwrap_or_default());
            self.counted = (at.max(from), column + more as u32);
            return Position { line: self.row as u32, column: self.counted.1 };
        }
        Position { line: self.row as u32, column: (at - self.row_start) as u32 }
    }

    /// The token from `from` to the current byte, all on one row.
    pub(super) fn token(&mut self, kind: TokenKind, from: usize) -> Token {
        let start = self.position(from);
        self.token_since(kind, from, start)
    }

    /// The token from `from`, which stands at `start`, to the current byte.
    pub(super) fn token_since(&mut self, kind: TokenKind, from: usize, start: Position) -> Token {
        let end = self.position(self.at);
        Token { kind, from: from as u32, to: self.at as u32, start, end }
    }

    /// A fault at the current byte, or wherever else on its row.
    pub(super) fn fault_at(&self, at: usize, cause: Cause) -> Fault {
        let row = self.rows.row_of(at.min(self.bytes.len().saturating_sub(1)));
        let before = self.bytes.get(self.rows.start(row)..at).unwrap_or_default();
        let column = self.rows.characters.count(before);
        Fault { row, column, rows_read: self.row + 1, cause }
    }

    /// A fault that CPython places behind all that is in its buffer.
    fn fault_behind_buffer(&self, cause: Cause) -> Fault {
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
    fn fault_at_end(&self) -> Fault {
        if self.is_cut() {
            return self.null_byte(self.row);
        }
        if self.open.is_empty() && self.at == self.row_start {
            let row = self.rows.count().saturating_sub(1);
            return Fault { row, column: 0, rows_read: row + 1, cause: Cause::EndOfFile };
        }
        self.fault_behind_buffer(Cause::EndOfFile)
    }

    pub(super) fn read_code(&mut self) -> Result<Token, Fault> {
        let mut is_blank = false;
        if self.is_line_start {
            self.is_line_start = false;
            is_blank = self.read_indentation()?;
        }
        if self.pending != 0 {
            return Ok(self.pending_token());
        }
        loop {
            while matches!(self.byte(self.at), b' ' | b'\t' | b'\x0c') {
                self.at += 1;
            }
            let from = self.at;
            let byte = self.byte(from);
            return match CLASSES[byte as usize] {
                Class::Name => {
                    self.at += 1;
                    while is_name(self.byte(self.at)) {
                        self.at += 1;
                    }
                    Ok(self.token(TokenKind::Name, from))
                }
                Class::Prefix => self.read_prefixed(),
                Class::Quote => self.read_string(from),
                Class::Digit => self.read_number(from),
                Class::Dot => self.read_dot(from),
                Class::Comment => {
                    let row = &self.bytes[from..self.row_end.min(self.bytes.len())];
                    self.at += super::rows::without_end(row).len();
                    self.follows_own_comment = is_blank;
                    Ok(self.token(TokenKind::Comment, from))
                }
                Class::LineEnd => {
                    if byte == 0 && self.at == self.row_start {
                        return self.read_end();
                    }
                    Ok(self.read_line_end(is_blank))
                }
                Class::Backslash => {
                    self.continue_line(false)?;
                    continue;
                }
                Class::Operator => self.read_operator(from),
                Class::Control => {
                    self.at += 1;
                    Err(self.fault_at(self.at, Cause::ControlCharacter))
                }
            };
        }
    }

    /// Reads what a line begins with and notes what it does to the indentation; whether nothing or
    /// but a comment follows.
    fn read_indentation(&mut self) -> Result<bool, Fault> {
        let (mut column, mut narrow, mut continued) = (0u32, 0u32, 0u32);
        loop {
            match self.byte(self.at) {
                b' ' => (column, narrow) = (column + 1, narrow + 1),
                b'\t' => (column, narrow) = ((column / TAB + 1) * TAB, narrow + 1),
                b'\x0c' => (column, narrow) = (0, 0),
                b'\\' => {
                    // The first backslash says how far a line is indented.
                    continued = if continued == 0 { column } else { continued };
                    self.continue_line(true)?;
                    continue;
                }
                _ => break,
            }
            self.at += 1;
        }
        let is_end = self.at == self.row_start && self.at == self.bytes.len();
        if self.byte(self.at) == b'#' || (self.line_end(self.at).is_some() && !is_end) {
            return Ok(true);
        }
        if self.level == 0 && !is_end {
            if continued != 0 {
                (column, narrow) = (continued, continued);
            }
            self.indent(column, narrow)?;
        }
        Ok(false)
    }

    fn indent(&mut self, column: u32, narrow: u32) -> Result<(), Fault> {
        let mut last = self.indents.last().copied().unwrap_or_default();
        if column > last.0 {
            if self.indents.len() >= INDENTS {
                return Err(self.fault_behind_buffer(Cause::TooManyIndents));
            }
            if narrow <= last.1 {
                return Err(self.fault_behind_buffer(Cause::TabsAndSpaces));
            }
            self.indents.push((column, narrow));
            self.pending = 1;
            return Ok(());
        }
        while column < last.0 && self.indents.len() > 1 {
            self.indents.pop();
            self.pending -= 1;
            last = self.indents.last().copied().unwrap_or_default();
        }
        if column != last.0 {
            return Err(self.fault_behind_buffer(Cause::Dedent));
        }
        if narrow != last.1 {
            return Err(self.fault_behind_buffer(Cause::TabsAndSpaces));
        }
        Ok(())
    }

    fn pending_token(&mut self) -> Token {
        if self.pending < 0 {
            self.pending += 1;
            return self.token(TokenKind::Dedent, self.at);
        }
        self.pending -= 1;
        self.token(TokenKind::Indent, self.row_start)
    }

    /// Reads a backslash and the line end that must follow, and which another line must follow.
    fn continue_line(&mut self, in_indentation: bool) -> Result<(), Fault> {
        let Some(length) = self.line_end(self.at + 1) else {
            return Err(self.fault_behind_buffer(Cause::Continuation));
        };
        let next = self.at + 1 + length;
        if next >= self.bytes.len() {
            if self.is_cut() {
                return Err(self.null_byte(self.row + 1));
            }
            let fault = self.fault_behind_buffer(Cause::EndOfFile);
            let is_empty = in_indentation && self.open.is_empty();
            return Err(Fault { column: if is_empty { 0 } else { fault.column }, ..fault });
        }
        self.at = next;
        self.enter_row(self.row + 1);
        if in_indentation && self.open.is_empty() {
            self.buffer = self.row_start;
        }
        Ok(())
    }

    fn read_line_end(&mut self, is_blank: bool) -> Token {
        let kind = if is_blank || self.level > 0 || self.follows_own_comment {
            TokenKind::Nl
        } else {
            TokenKind::Newline
        };
        self.follows_own_comment = false;
        self.is_line_start = true;
        let (from, start) = (self.at, self.position(self.at));
        self.at += self.line_end(self.at).unwrap_or_default();
        let end = Position { column: start.column + 1, ..start };
        self.enter_row(self.row + 1);
        if self.open.is_empty() {
            self.buffer = self.row_start;
        }
        Token { kind, from: from as u32, to: self.at as u32, start, end }
    }

    fn read_end(&mut self) -> Result<Token, Fault> {
        if self.is_cut() || self.level > 0 {
            return Err(self.fault_at_end());
        }
        self.is_line_start = true;
        Ok(self.token(TokenKind::EndMarker, self.at))
    }

    fn read_operator(&mut self, from: usize) -> Result<Token, Fault> {
        let byte = self.byte(from);
        if let Some(open) = self.open.last_mut()
            && byte == b':'
            && open.is_field_end()
        {
            open.begin_format();
            self.at += 1;
            return Ok(self.token(TokenKind::Operator, from));
        }
        let length = operator_length(byte, self.byte(from + 1), self.byte(from + 2));
        self.at += length;
        if length == 1 {
            match byte {
                b'(' | b'[' | b'{' => self.open_bracket()?,
                b')' | b']' | b'}' => self.close_bracket(byte)?,
                _ => {}
            }
        }
        Ok(self.token(TokenKind::Operator, from))
    }

    fn open_bracket(&mut self) -> Result<(), Fault> {
        if self.level >= BRACKETS {
            return Err(self.fault_at(self.at, Cause::TooManyBrackets));
        }
        self.level += 1;
        if let Some(open) = self.open.last_mut() {
            open.depth += 1;
        }
        Ok(())
    }

    /// Notes a bracket that closes, whether or not it is of the kind that was opened.
    fn close_bracket(&mut self, byte: u8) -> Result<(), Fault> {
        if let Some(open) = self.open.last_mut() {
            if open.depth == 0 {
                let stray = byte == b'}';
                let cause = if stray { Cause::StrayBrace } else { Cause::UnmatchedBracket };
                return Err(self.fault_at(self.at, cause));
            }
            open.close(byte);
        }
        self.level = self.level.saturating_sub(1);
        Ok(())
    }
}

/// How many bytes the operator that begins with these bytes has.
fn operator_length(first: u8, second: u8, third: u8) -> usize {
    match (first, second) {
        (b'*', b'*') | (b'/', b'/') | (b'<', b'<') | (b'>', b'>') if third == b'=' => 3,
        (b'*', b'*') | (b'/', b'/') | (b'<', b'<') | (b'>', b'>') => 2,
        (b'<', b'>') | (b'-', b'>') => 2,
        (
            b'!' | b'%' | b'&' | b'*' | b'+' | b'-' | b'/' | b'<' | b'=' | b'>' | b'@' | b'^'
            | b'|' | b':',
            b'=',
        ) => 2,
        _ => 1,
    }
}
