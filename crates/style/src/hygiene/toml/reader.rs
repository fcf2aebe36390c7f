//! Where in the text the parser is.

use crate::hygiene::fault::Fault;

/// A place in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'t> {
    pub(super) text: &'t [u8],
    pub(super) at: usize,
}

impl<'t> Reader<'t> {
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    pub(super) fn rest(&self) -> &'t [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Passes `expected` if it stands here.
    pub(super) fn take(&mut self, expected: &[u8]) -> bool {
        let is_here = self.rest().starts_with(expected);
        if is_here {
            self.at += expected.len();
        }
        is_here
    }

    /// Passes bytes that `accept` takes; those.
    pub(super) fn run(&mut self, accept: impl Fn(u8) -> bool) -> &'t [u8] {
        let rest = self.rest();
        let count = rest.iter().take_while(|byte| accept(**byte)).count();
        self.at += count;
        &rest[..count]
    }

    pub(super) fn skip_blanks(&mut self) {
        self.run(|byte| matches!(byte, b' ' | b'\t'));
    }

    /// Passes a comment up to the end of its line.
    pub(super) fn skip_comment(&mut self) -> Result<(), Fault> {
        if self.peek() == Some(b'#') {
            self.run(|byte| !is_control(byte));
            if self.peek().is_some_and(|byte| byte != b'\n') {
                return Err(self.fault("a control character in a comment"));
            }
        }
        Ok(())
    }

    /// Passes blanks, line ends and comments.
    pub(super) fn skip_lines(&mut self) -> Result<(), Fault> {
        loop {
            self.run(|byte| matches!(byte, b' ' | b'\t' | b'\n'));
            if self.peek() != Some(b'#') {
                return Ok(());
            }
            self.skip_comment()?;
        }
    }

    pub(super) fn fault(&self, message: impl Into<String>) -> Fault {
        Fault::at(self.text, self.at, message)
    }
}

/// Whether TOML allows the byte in no string of one line and in no comment.
pub(super) fn is_control(byte: u8) -> bool {
    byte != b'\t' && byte.is_ascii_control()
}
