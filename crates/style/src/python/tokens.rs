//! The tokens of a Python file, as far as layout and names go.
//!
//! Fast and forgiving: any bytes have tokens, and a mistake in them goes no further than its line
//! or its bracket. A format string is one token; quotes nested in it by PEP 701 are taken for its
//! end, which misleads on that line alone.

use sdf_core::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A name, keyword, number or prefix of a string.
    Word,
    /// A string with its quotes.
    String {
        /// Whether its closing quote is there.
        is_closed: bool,
        /// Whether it holds a line end.
        spans_lines: bool,
    },
    /// A comment without its line end.
    Comment,
    /// A line end that may end a statement: one outside brackets that no backslash hides.
    LineEnd,
    /// Any other byte that is no white space.
    Sign(u8),
}

/// A token and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
    /// Where the line begins on which the token does.
    pub(crate) line_start: usize,
}

/// The tokens of a file, in order.
pub(crate) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
    line_start: usize,
    depth: usize,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let at = if bytes.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
        Tokens { bytes, at, line_start: at, depth: 0 }
    }

    /// Moves behind the line end at the current place.
    fn pass_line_end(&mut self) {
        self.at += 1;
        self.line_start = self.at;
    }

    fn string(&mut self) -> TokenKind {
        let start = self.at;
        let end = end_of_string(self.bytes, start);
        let text = self.bytes.get(start..end.offset).unwrap_or_default();
        if let Some(last) = memchr::memrchr(b'\n', text) {
            self.line_start = start + last + 1;
        }
        self.at = end.offset;
        TokenKind::String { is_closed: end.is_closed, spans_lines: end.spans_lines }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            let rest = self.bytes.get(self.at..)?;
            let (&first, start, line_start) = (rest.first()?, self.at, self.line_start);
            let kind = match first {
                b' ' | b'\t' | b'\r' | b'\x0c' => {
                    self.at += 1;
                    continue;
                }
                b'\n' if self.depth > 0 => {
                    self.pass_line_end();
                    continue;
                }
                b'\\' if rest.starts_with(b"\\\n") || rest.starts_with(b"\\\r\n") => {
                    self.at += if rest[1] == b'\r' { 2 } else { 1 };
                    self.pass_line_end();
                    continue;
                }
                b'\n' => {
                    self.pass_line_end();
                    TokenKind::LineEnd
                }
                b'#' => {
                    self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                    TokenKind::Comment
                }
                b'"' | b'\'' => self.string(),
                _ if is_word(first) => {
                    let length = rest.iter().position(|&byte| !is_word(byte));
                    self.at += length.unwrap_or(rest.len());
                    TokenKind::Word
                }
                sign => {
                    match sign {
                        b'(' | b'[' | b'{' => self.depth += 1,
                        b')' | b']' | b'}' => self.depth = self.depth.saturating_sub(1),
                        _ => {}
                    }
                    self.at += 1;
                    TokenKind::Sign(sign)
                }
            };
            return Some(Token { kind, span: Span::new(start, self.at), line_start });
        }
    }
}

/// Whether the byte can be part of a name or number.
pub(crate) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// How a string ends.
pub(super) struct EndOfString {
    /// Behind its last byte.
    pub(super) offset: usize,
    /// Whether its closing quote is there.
    is_closed: bool,
    /// Whether it holds a line end.
    pub(super) spans_lines: bool,
}

/// Where the string whose quote stands at `start` ends.
///
/// Prefixes need no look: a backslash keeps a quote from ending a raw string too. A string with
/// single quotes that is not closed ends with its line, so that a mistake there stays there.
pub(super) fn end_of_string(bytes: &[u8], start: usize) -> EndOfString {
    let quote = bytes[start];
    let triple = bytes[start..].starts_with(&[quote; 3]);
    let mut spans_lines = false;
    let mut at = start + if triple { 3 } else { 1 };
    let next = |at: usize| memchr::memchr3(quote, b'\\', b'\n', bytes.get(at..)?);
    while let Some(distance) = next(at) {
        at += distance;
        match bytes[at] {
            b'\\' => {
                let skipped = if bytes[at..].starts_with(b"\\\r\n") { 3 } else { 2 };
                spans_lines |= bytes[at..].iter().take(skipped).any(|&byte| byte == b'\n');
                at += skipped;
            }
            b'\n' if triple => {
                spans_lines = true;
                at += 1;
            }
            b'\n' => return EndOfString { offset: at, is_closed: false, spans_lines },
            _ if !triple => return EndOfString { offset: at + 1, is_closed: true, spans_lines },
            _ if bytes[at..].starts_with(&[quote; 3]) => {
                return EndOfString { offset: at + 3, is_closed: true, spans_lines };
            }
            _ => at += 1,
        }
    }
    EndOfString { offset: bytes.len(), is_closed: false, spans_lines }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(source: &str) -> Vec<&str> {
        Tokens::new(source.as_bytes())
            .map(|token| &source[token.span.start..token.span.end])
            .collect()
    }

    #[test]
    fn brackets_and_backslashes_join_lines() {
        assert_eq!(
            texts("a = (1,\n  'x')  # y\nb \\\n+ c\n"),
            ["a", "=", "(", "1", ",", "'x'", ")", "# y", "\n", "b", "+", "c", "\n"]
        );
    }

    #[test]
    fn strings_end_where_they_must() {
        assert_eq!(texts("r'''\\''' '''"), ["r", "'''\\''' '''"]);
        assert_eq!(texts("'x\ny'"), ["'x", "\n", "y", "'"]);
        assert_eq!(texts("'x\\\r\ny' z"), ["'x\\\r\ny'", "z"]);
        assert_eq!(texts("\"\"\"\"a\" \\\"\"\" \"\"\"'"), ["\"\"\"\"a\" \\\"\"\" \"\"\"", "'"]);
        assert_eq!(texts("'\\"), ["'\\"]);
    }

    proptest! {
        #[test]
        fn tokens_go_forward_and_hold_all_but_space(bytes in prop::collection::vec(
            prop::sample::select(b"a1 \t\r\n\\'\"#()[]:\x0c\xff".to_vec()), 0..40
        )) {
            let mut at = 0;
            for token in Tokens::new(&bytes) {
                prop_assert!(token.span.start >= at && !token.span.is_empty());
                prop_assert!(token.line_start <= token.span.start);
                prop_assert!(bytes[at..token.span.start].iter().all(|byte| b" \t\r\n\\\x0c".contains(byte)));
                at = token.span.end;
            }
            prop_assert!(at <= bytes.len());
        }
    }
}
