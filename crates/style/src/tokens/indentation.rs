//! Indentation, and lines that go on behind a backslash.

use super::fault::{Cause, Fault};
use super::lexer::Lexer;
use super::{Token, TokenKind};

/// Most levels of indentation; `MAXINDENT` of CPython's lexer.
const INDENTS: usize = 100;
/// Columns from one tab stop to the next.
const TAB: u32 = 8;

impl Lexer<'_> {
    /// Reads what a line begins with and notes what it does to the indentation; whether nothing or
    /// but a comment follows.
    pub(super) fn read_indentation(&mut self) -> Result<bool, Fault> {
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

    pub(super) fn pending_token(&mut self) -> Token {
        if self.pending < 0 {
            self.pending += 1;
            return self.token(TokenKind::Dedent, self.at);
        }
        self.pending -= 1;
        self.token(TokenKind::Indent, self.row_start)
    }

    /// Reads a backslash and the line end that must follow, and which another line must follow.
    pub(super) fn continue_line(&mut self, in_indentation: bool) -> Result<(), Fault> {
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
}
