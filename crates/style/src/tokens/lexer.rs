//! From bytes to tokens.

use super::class::{CLASSES, Class, is_name};
use super::fault::{Cause, Fault};
use super::interpolation::Interpolation;
use super::rows::{Characters, Rows};
use super::{Position, Token, TokenKind};

/// Most nested brackets; `MAXLEVEL` of CPython's lexer.
pub(super) const BRACKETS: u32 = 200;

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
    pub(super) row_end: usize,
    /// Whether columns on this row are to be counted in characters, and how far they are.
    is_wide: bool,
    counted: (usize, u32),
    /// Brackets that are open.
    pub(super) level: u32,
    /// The f-strings that are open, the innermost last.
    pub(super) open: Vec<Interpolation>,
    /// Columns of the indentations that are open, with tabs as wide as to the next stop, and as
    /// wide as a space.
    pub(super) indents: Vec<(u32, u32)>,
    /// Indents (positive) or dedents (negative) to be told.
    pub(super) pending: i32,
    pub(super) is_line_start: bool,
    /// What was wrong with a line that was to be passed over.
    pub(super) fault: Option<Fault>,
    follows_own_comment: bool,
    /// Where CPython's buffer begins: it measures the places of some faults from there.
    pub(super) buffer: usize,
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
            fault: None,
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

    /// Where it is: behind the last token.
    pub(crate) fn offset(&self) -> usize {
        self.at
    }

    /// Whether what comes next belongs to a string with replacement fields.
    pub(crate) fn is_in_string(&self) -> bool {
        !self.open.is_empty()
    }

    pub(super) fn enter_row(&mut self, row: usize) {
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

    pub(super) fn read_code(&mut self) -> Result<Token, Fault> {
        let mut is_blank = false;
        if self.is_line_start {
            if let Some(fault) = self.fault {
                return Err(fault);
            }
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
