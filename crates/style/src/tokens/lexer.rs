//! From bytes to tokens.

use super::Token;

/// Reads the tokens of Python source one after another.
pub(crate) struct Tokens<'a> {
    bytes: &'a [u8],
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Tokens { bytes }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.bytes = &[];
        None
    }
}
