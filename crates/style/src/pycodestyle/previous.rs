//! What is remembered of a logical line.

use crate::tokens::{Token, TokenKind};

/// What is remembered of a logical line that was no comment.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Previous {
    /// Whether there was one.
    pub(crate) exists: bool,
    pub(crate) indent_level: usize,
    /// Whether its text begins with `@`.
    pub(crate) is_decorator: bool,
    /// Whether its text ends with a colon.
    pub(crate) ends_with_colon: bool,
    /// Whether its text begins with a string that may be a docstring.
    pub(crate) is_docstring: bool,
    /// Whether the last line without indentation begins with `def ` or `class `.
    pub(crate) unindented_is_definition: bool,
}

/// Whether a token is part of the text of its logical line.
fn has_text(token: &&Token) -> bool {
    !token.kind.is_layout() && token.kind != TokenKind::Comment && token.from < token.to
}

/// Whether the logical line of `tokens` is no comment.
pub(super) fn is_statement(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| has_text(&token))
}

impl Previous {
    /// What the lines behind the one of `tokens` have to know of it, if it is no comment.
    pub(super) fn after(self, tokens: &[Token], bytes: &[u8], indent_level: usize) -> Self {
        let Some(first) = tokens.iter().find(has_text) else { return self };
        let last = tokens.iter().rev().find(has_text).unwrap_or(first);
        let ends_with_colon = last.kind == TokenKind::Operator && last.text(bytes) == b":";
        let text = bytes.get(first.from as usize..).unwrap_or_default();
        self.after_text(text, ends_with_colon, indent_level)
    }

    /// The same of a statement that `text` begins with.
    pub(super) fn after_text(
        self,
        text: &[u8],
        ends_with_colon: bool,
        indent_level: usize,
    ) -> Self {
        let unprefixed = text.strip_prefix(b"u").unwrap_or(text);
        let unprefixed = unprefixed.strip_prefix(b"r").unwrap_or(unprefixed);
        // A space stands for a line break behind a backslash.
        let is_word = |word: &[u8]| {
            text.strip_prefix(word).is_some_and(|rest| matches!(rest, [b' ' | b'\\', ..]))
        };
        Previous {
            exists: true,
            indent_level,
            is_decorator: text.starts_with(b"@"),
            ends_with_colon,
            is_docstring: matches!(unprefixed.first(), Some(b'"' | b'\'')),
            unindented_is_definition: match indent_level {
                0 => is_word(b"def") || is_word(b"class"),
                _ => self.unindented_is_definition,
            },
        }
    }
}
