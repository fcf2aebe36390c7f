//! Where in the text the parser is.

use super::names::{begins, continues};
use crate::hygiene::fault::Fault;
use sdf_core::Span;

/// A place in a text: the document, or what an entity stands for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
}

/// What a reference stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reference<'t> {
    Character(char),
    Entity(&'t str),
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Reader { text, at: 0 }
    }

    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Passes `expected` if it stands here.
    pub(super) fn take(&mut self, expected: &str) -> bool {
        let is_here = self.rest().starts_with(expected);
        if is_here {
            self.at += expected.len();
        }
        is_here
    }

    /// Passes white space; whether there was any.
    pub(super) fn skip_space(&mut self) -> bool {
        let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        let count = self.rest().bytes().take_while(is_space).count();
        self.at += count;
        count > 0
    }

    pub(super) fn fault(&self, message: impl Into<String>) -> Fault {
        self.fault_at(self.at, message)
    }

    pub(super) fn fault_at(&self, at: usize, message: impl Into<String>) -> Fault {
        Fault::at(self.text.as_bytes(), at, message)
    }

    /// A name; empty if none begins here.
    pub(super) fn name(&mut self) -> &'t str {
        let rest = self.rest();
        if !rest.starts_with(begins) {
            return "";
        }
        self.name_token()
    }

    /// What names may have anywhere.
    pub(super) fn name_token(&mut self) -> &'t str {
        let rest = self.rest();
        let length = rest.find(|character| !continues(character)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// Passes characters up to one of `ends`, all of which are ASCII, or to the end.
    pub(super) fn skip_until(&mut self, ends: &[u8]) -> Result<(), Fault> {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            match byte {
                _ if ends.contains(&byte) => return Ok(()),
                b'\t' | b'\n' | b'\r' => {}
                0..0x20 => return Err(self.fault("XML does not allow this character")),
                0xef if matches!(bytes[self.at..], [_, 0xbf, 0xbe | 0xbf, ..]) => {
                    return Err(self.fault("XML does not allow this character"));
                }
                _ => {}
            }
            self.at += 1;
        }
        Ok(())
    }

    /// White space, comments and processing instructions, as they may stand around the outermost
    /// element (`Misc*` of the XML recommendation).
    pub(super) fn skip_misc(&mut self) -> Result<(), Fault> {
        loop {
            self.skip_space();
            let start = self.at;
            if self.take("<!--") {
                self.comment(start)?;
            } else if self.take("<?") {
                self.instruction(start)?;
            } else {
                return Ok(());
            }
        }
    }

    /// A comment, behind `<!--`.
    pub(super) fn comment(&mut self, start: usize) -> Result<(), Fault> {
        loop {
            self.skip_until(b"-")?;
            if self.peek().is_none() {
                return Err(self.fault_at(start, "the comment is not closed"));
            }
            if self.take("-->") {
                return Ok(());
            }
            if self.rest().starts_with("--") {
                return Err(self.fault("`--` within a comment"));
            }
            self.at += 1;
        }
    }

    /// A processing instruction, behind `<?`.
    pub(super) fn instruction(&mut self, start: usize) -> Result<(), Fault> {
        let target = self.name();
        if target.is_empty() {
            return Err(self.fault("expected the name of a processing instruction"));
        }
        if target.eq_ignore_ascii_case("xml") {
            let message = "the XML declaration must be the very first thing in the file";
            return Err(self.fault_at(start, message));
        }
        if self.take("?>") {
            return Ok(());
        }
        if !self.skip_space() {
            return Err(self.fault("expected a space or `?>`"));
        }
        loop {
            self.skip_until(b"?")?;
            if self.peek().is_none() {
                return Err(self.fault_at(start, "the processing instruction is not closed"));
            }
            if self.take("?>") {
                return Ok(());
            }
            self.at += 1;
        }
    }

    /// A reference, at its `&`, and where it stands.
    pub(super) fn reference(&mut self) -> Result<(Reference<'t>, Span), Fault> {
        let start = self.at;
        self.at += 1;
        let found = if self.take("#") {
            let (radix, digits) = match self.take("x") {
                true => (16, self.name_token()),
                false => (10, self.name_token()),
            };
            let is_number = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix));
            let code = u32::from_str_radix(digits, radix).ok().filter(|_| is_number);
            code.and_then(char::from_u32)
                .filter(|found| is_allowed(*found))
                .map(Reference::Character)
        } else {
            Some(self.name()).filter(|name| !name.is_empty()).map(Reference::Entity)
        };
        match found {
            Some(reference) if self.take(";") => Ok((reference, Span::new(start, self.at))),
            _ => {
                let message = "`&` begins a reference, and this is none; as text it is `&amp;`";
                Err(self.fault_at(start, message))
            }
        }
    }
}

/// Whether XML allows the character.
fn is_allowed(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        _ => character >= ' ',
    }
}
