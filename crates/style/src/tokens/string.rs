//! Strings without replacement fields, and the prefixes of all strings.

use super::class::is_name;
use super::fault::{Cause, Fault};
use super::lexer::Lexer;
use super::{Token, TokenKind};

impl Lexer<'_> {
    /// Reads a name or a string with a prefix.
    pub(super) fn read_prefixed(&mut self) -> Result<Token, Fault> {
        let from = self.at;
        let length = prefix_length(&self.bytes[from..]);
        if matches!(self.byte(from + length), b'"' | b'\'') {
            let prefix = &self.bytes[from..from + length];
            let of = |letter: u8| prefix.iter().any(|byte| byte.to_ascii_lowercase() == letter);
            self.at += length;
            return match (of(b'f'), of(b't')) {
                (false, false) => self.read_string(from),
                (_, is_template) => self.open_interpolation(from, is_template, of(b'r')),
            };
        }
        self.at += length;
        while is_name(self.byte(self.at)) {
            self.at += 1;
        }
        Ok(self.token(TokenKind::Name, from))
    }

    /// Reads a string from its quote on; `from` is where its prefix begins.
    pub(super) fn read_string(&mut self, from: usize) -> Result<Token, Fault> {
        let quote = self.byte(self.at);
        let start = self.position(from);
        let is_triple = self.byte(self.at + 1) == quote && self.byte(self.at + 2) == quote;
        let inside = self.at + if is_triple { 3 } else { 1 };
        let end = if is_triple {
            self.end_of_triple(inside, quote).ok_or(self.bytes.len())
        } else {
            self.end_of_single(inside, quote)
        };
        self.at = end.map_err(|stop| self.unterminated(from, stop, quote, is_triple))?;
        self.catch_up();
        Ok(self.token_since(TokenKind::String, from, start))
    }

    /// Where a string that begins at `at` ends if one such quote ends it; otherwise where it breaks
    /// off.
    pub(super) fn end_of_single(&self, mut at: usize, quote: u8) -> Result<usize, usize> {
        loop {
            match self.byte(at) {
                byte if byte == quote => return Ok(at + 1),
                b'\\' => at = self.behind_escaped(at).ok_or(self.bytes.len())?,
                b'\n' | b'\r' | 0 => return Err(at),
                _ => at += 1,
            }
        }
    }

    /// Where a string that begins at `at` ends if three such quotes end it.
    pub(super) fn end_of_triple(&self, mut at: usize, quote: u8) -> Option<usize> {
        loop {
            at += memchr::memchr2(quote, b'\\', self.bytes.get(at..)?)?;
            if self.byte(at) == b'\\' {
                at = self.behind_escaped(at)?;
            } else if self.byte(at + 1) == quote && self.byte(at + 2) == quote {
                return Some(at + 3);
            } else {
                at += 1;
            }
        }
    }

    /// What follows the character behind the backslash at `at`, unless the text ends there.
    pub(super) fn behind_escaped(&self, at: usize) -> Option<usize> {
        match self.line_end(at + 1) {
            Some(0) => None,
            Some(length) => Some(at + 1 + length),
            None => Some(at + 2),
        }
    }

    /// The fault of a string that begins at `from` and breaks off at `stop`: CPython counts to
    /// behind its first byte.
    pub(super) fn broken_off(&self, from: usize, stop: usize, cause: Cause) -> Fault {
        if self.is_cut() && stop >= self.bytes.len() {
            return self.null_byte(self.rows.row_of(self.bytes.len()));
        }
        let rows_read = self.rows.row_of(stop.min(self.bytes.len().saturating_sub(1))) + 1;
        Fault { rows_read, ..self.fault_at(from + 1, cause) }
    }

    fn unterminated(&self, from: usize, stop: usize, quote: u8, is_triple: bool) -> Fault {
        let is_same = |open: &super::interpolation::Interpolation| {
            open.quote == quote && open.is_triple == is_triple
        };
        let cause = match self.open.last() {
            Some(open) if is_same(open) => Cause::MissingBrace,
            _ => Cause::UnterminatedString,
        };
        self.broken_off(from, stop, cause)
    }
}

/// How many letters at the start of `text` may be the prefix of a string.
pub(super) fn prefix_length(text: &[u8]) -> usize {
    let (mut bytes, mut raw, mut unicode, mut fields) = (false, false, false, false);
    for (length, byte) in text.iter().enumerate() {
        match byte.to_ascii_lowercase() {
            b'b' if !(bytes || unicode || fields) => bytes = true,
            b'u' if !(bytes || unicode || raw || fields) => unicode = true,
            b'r' if !(raw || unicode) => raw = true,
            b'f' | b't' if !(fields || bytes || unicode) => fields = true,
            _ => return length,
        }
    }
    text.len()
}
