//! Strings, of which only keys need to be known.

use super::reader::{Reader, is_control};
use crate::hygiene::fault::Fault;
use sdf_core::Span;
use std::borrow::Cow;

impl<'t> Reader<'t> {
    /// A string of any kind, at its first quote.
    pub(super) fn string(&mut self) -> Result<(), Fault> {
        let rest = self.rest();
        if rest.starts_with(b"\"\"\"") || rest.starts_with(b"'''") {
            self.long_string(rest[0])
        } else {
            self.short_string().map(|_| ())
        }
    }

    /// A string in one line; what it says.
    pub(super) fn short_string(&mut self) -> Result<Cow<'t, [u8]>, Fault> {
        let start = self.at;
        let quote = self.peek().unwrap_or(b'"');
        self.at += 1;
        let mut said: Cow<'t, [u8]> = Cow::Borrowed(b"");
        loop {
            let is_basic = quote == b'"';
            let run =
                self.run(|byte| byte != quote && !is_control(byte) && !(is_basic && byte == b'\\'));
            match &mut said {
                Cow::Borrowed([]) => said = Cow::Borrowed(run),
                _ => said.to_mut().extend_from_slice(run),
            }
            match self.peek() {
                Some(byte) if byte == quote => break,
                Some(b'\\') if is_basic => self.escape(said.to_mut())?,
                Some(_) => return Err(self.fault("a line end or control character in a string")),
                None => return Err(Fault::at(self.text, start, "the string is not closed")),
            }
        }
        self.at += 1;
        Ok(said)
    }

    /// A string over several lines. Up to two quotes may stand before those that close it.
    fn long_string(&mut self, quote: u8) -> Result<(), Fault> {
        let start = self.at;
        self.at += 3;
        let is_basic = quote == b'"';
        loop {
            self.run(|byte| {
                byte != quote
                    && !(is_control(byte) && byte != b'\n')
                    && !(is_basic && byte == b'\\')
            });
            match self.peek() {
                Some(byte) if byte == quote => {
                    if self.take(&[quote; 3]) {
                        break;
                    }
                    self.at += 1;
                }
                Some(b'\\') if is_basic => self.long_escape()?,
                Some(_) => return Err(self.fault("a control character in a string")),
                None => return Err(Fault::at(self.text, start, "the string is not closed")),
            }
        }
        if self.take(&[quote]) {
            self.take(&[quote]);
        }
        Ok(())
    }

    /// A backslash in a long string: at the end of a line, white space behind it counts for nothing.
    fn long_escape(&mut self) -> Result<(), Fault> {
        match self.text.get(self.at + 1) {
            Some(b' ' | b'\t' | b'\n') => {
                let backslash = self.at;
                self.at += 1;
                self.skip_blanks();
                if self.peek().is_some_and(|byte| byte != b'\n') {
                    let message = "TOML has no such escape";
                    return Err(Fault::new(Span::new(backslash, backslash + 2), message));
                }
                self.run(|byte| matches!(byte, b' ' | b'\t' | b'\n'));
                Ok(())
            }
            _ => self.escape(&mut Vec::new()),
        }
    }

    fn escape(&mut self, said: &mut Vec<u8>) -> Result<(), Fault> {
        let start = self.at;
        let digits = match self.text.get(start + 1) {
            Some(b'u') => 4,
            Some(b'U') => 8,
            Some(escape) => {
                let byte = match escape {
                    b'b' => 8,
                    b't' => b'\t',
                    b'n' => b'\n',
                    b'f' => 12,
                    b'r' => b'\r',
                    b'"' | b'\\' => *escape,
                    _ => {
                        let end = Fault::at(self.text, start + 1, "").span.end;
                        return Err(Fault::new(Span::new(start, end), "TOML has no such escape"));
                    }
                };
                said.push(byte);
                self.at += 2;
                return Ok(());
            }
            None => return Err(self.fault("the string is not closed")),
        };
        let written = self.text.get(start + 2..start + 2 + digits).unwrap_or_default();
        let is_number = written.len() == digits && written.iter().all(u8::is_ascii_hexdigit);
        let code = std::str::from_utf8(written).ok().filter(|_| is_number);
        let code = code.and_then(|code| u32::from_str_radix(code, 16).ok());
        match code.and_then(char::from_u32) {
            Some(character) => {
                said.extend(character.encode_utf8(&mut [0; 4]).bytes());
                self.at += 2 + digits;
                Ok(())
            }
            None => {
                let message = format!("expected the {digits} hexadecimal digits of a character");
                Err(Fault::new(Span::new(start, start + 2), message))
            }
        }
    }
}
