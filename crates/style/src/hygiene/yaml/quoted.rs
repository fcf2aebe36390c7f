//! Scans scalars in quotes.

use super::cursor::{Cursor, line_break};
use super::scanner::Scanner;
use super::text::{Breaks, Text, push_break};
use super::tokens::{Kind, Scalar, Token};
use crate::hygiene::fault::Fault;
use crate::hygiene::json::push_code;

impl<'t> Scanner<'t> {
    pub(super) fn quoted_scalar(&mut self) -> Result<Token<'t>, Fault> {
        let start = self.cursor.clone();
        let quote = start.peek();
        let mut text = Text::default();
        self.cursor.pass(1);
        loop {
            let rest = self.cursor.rest(0);
            let length = unquoted_length(rest, quote);
            text.push(&rest[..length]);
            self.cursor.pass_characters(length);
            match self.cursor.peek() {
                b'\'' if quote == b'\'' && self.cursor.byte(1) == b'\'' => {
                    text.own().push(b'\'');
                    self.cursor.pass(2);
                }
                byte if byte == quote && byte != 0 => break,
                b'\\' if quote == b'"' => {
                    self.cursor.pass(1);
                    self.escape(&start, &mut text)?;
                }
                0 if self.cursor.at >= self.cursor.text.len() => {
                    return Err(Fault::at(start.text, start.at, "the quote is not closed"));
                }
                _ => self.quoted_space(&start, &mut text)?,
            }
        }
        self.cursor.pass(1);
        let scalar = Scalar { value: text.finish(), is_plain: false };
        Ok(self.token(Kind::Scalar(scalar), &start))
    }

    fn escape(&mut self, start: &Cursor<'t>, text: &mut Text<'t>) -> Result<(), Fault> {
        let backslash = self.cursor.at - 1;
        let byte = self.cursor.peek();
        let digits = match byte {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            _ => 0,
        };
        if digits > 0 {
            self.cursor.pass(1);
            let written = self.cursor.rest(0).get(..digits).unwrap_or_default();
            let code = std::str::from_utf8(written).ok();
            let is_hexadecimal =
                written.len() == digits && written.iter().all(u8::is_ascii_hexdigit);
            let code =
                code.filter(|_| is_hexadecimal).and_then(|code| u32::from_str_radix(code, 16).ok());
            let Some(code) = code.filter(|code| *code <= 0x10_ffff) else {
                let message = format!("expected the {digits} hexadecimal digits of a character");
                return Err(Fault::at(start.text, backslash, message));
            };
            push_code(text.own(), code);
            self.cursor.pass(digits);
            return Ok(());
        }
        let said = match byte {
            b'0' => "\0",
            b'a' => "\x07",
            b'b' => "\x08",
            b't' | b'\t' => "\t",
            b'n' => "\n",
            b'v' => "\x0b",
            b'f' => "\x0c",
            b'r' => "\r",
            b'e' => "\x1b",
            b' ' => " ",
            b'"' => "\"",
            b'/' => "/",
            b'\\' => "\\",
            b'N' => "\u{85}",
            b'_' => "\u{a0}",
            b'L' => "\u{2028}",
            b'P' => "\u{2029}",
            _ if self.cursor.pass_break().is_some() => {
                let breaks = self.quoted_breaks(start)?;
                text.own().extend(breaks);
                return Ok(());
            }
            _ => return Err(Fault::at(start.text, backslash, "YAML has no such escape")),
        };
        text.own().extend_from_slice(said.as_bytes());
        self.cursor.pass(1);
        Ok(())
    }

    /// White space within quotes, and what a line end there reads as.
    fn quoted_space(&mut self, start: &Cursor<'t>, text: &mut Text<'t>) -> Result<(), Fault> {
        let rest = self.cursor.rest(0);
        let spaces = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        self.cursor.pass(spaces);
        let first_at = self.cursor.at;
        match self.cursor.pass_break() {
            first @ Some(_) => {
                let breaks = Breaks { first, first_at, rest: self.quoted_breaks(start)? };
                breaks.fold(&self.cursor, text);
            }
            None => text.push(&rest[..spaces]),
        }
        Ok(())
    }

    /// Empty lines and indentation within quotes.
    fn quoted_breaks(&mut self, start: &Cursor<'t>) -> Result<Vec<u8>, Fault> {
        let mut breaks = Vec::new();
        loop {
            if self.cursor.is_document_marker() {
                let message = "the quote is not closed where the document ends";
                return Err(Fault::at(start.text, start.at, message));
            }
            let rest = self.cursor.rest(0);
            let spaces = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            self.cursor.pass(spaces);
            let at = self.cursor.at;
            match self.cursor.pass_break() {
                Some(found) => push_break(&self.cursor, at, found, &mut breaks),
                None => return Ok(breaks),
            }
        }
    }
}

/// How many bytes there are before white space, a line end, the quote or, if it is double, a
/// backslash.
fn unquoted_length(text: &[u8], quote: u8) -> usize {
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let ends = match byte {
            b' ' | b'\t' | b'\n' | b'\r' => true,
            b'\\' => quote == b'"',
            0xc2 | 0xe2 => line_break(&text[at..]).is_some(),
            _ => byte == quote,
        };
        if ends {
            return at;
        }
        at += 1;
    }
    at
}
