//! A logical line: a statement, or a comment on lines of its own.

use super::previous::Previous;
use crate::settings::Settings;
use crate::tokens::{Rows, Token, TokenKind};

/// A logical line as pycodestyle's checks see it.
///
/// Offsets into [`LogicalLine::text`] count bytes, which differ from characters only where the
/// source is not ASCII; inside a muted string they still are those of the source.
pub(crate) struct LogicalLine<'a> {
    /// The statement on one line: the contents of strings replaced by `x`, comments left out, line
    /// breaks joined; empty if the line holds nothing but a comment.
    pub(crate) text: &'a [u8],
    /// All tokens, comments and line ends included; at least one.
    pub(crate) tokens: &'a [Token],
    /// Where pieces of `text` come from: an offset in it and that in the document, ascending.
    pub(super) mapping: &'a [(u32, u32)],
    /// The document.
    pub(crate) bytes: &'a [u8],
    /// Its physical lines.
    pub(crate) rows: &'a Rows<'a>,
    /// How many rows were read by the end of the line: usually the number of its last one, from 1.
    pub(super) rows_read: usize,
    pub(crate) settings: &'a Settings,
    /// Whether it stands in a cell of a notebook, where a line may be a command of the notebook, and
    /// a semicolon at its end keeps a value from being shown.
    pub(crate) in_notebook: bool,
    /// Columns before the first token, tabs taken to the next multiple of eight.
    pub(crate) indent_level: usize,
    /// The first byte of the first indented line so far: a space, a tab, or what begins a no-break
    /// space.
    pub(crate) indent_char: Option<u8>,
    /// Blank lines directly before.
    pub(crate) blank_lines: usize,
    /// Blank lines before, those before comments in between included.
    pub(crate) blank_before: usize,
    /// What remains of the last line that was no comment.
    pub(crate) previous: Previous,
}

impl<'a> LogicalLine<'a> {
    /// The text of a token.
    pub(crate) fn text_of(&self, token: &Token) -> &'a [u8] {
        token.text(self.bytes)
    }

    /// What `tokenize` gives as the line of a token: its physical lines, with their line ends.
    pub(crate) fn physical(&self, token: &Token) -> &'a [u8] {
        let first = self.rows.range(token.start.line as usize).start;
        &self.bytes[first..self.rows.range(token.end.line as usize).end]
    }

    /// The offset in the document of what stands at `offset` in the text, found as pycodestyle
    /// finds it: counted back from the end of the token that holds it.
    pub(crate) fn document_offset(&self, offset: usize) -> usize {
        let offset = offset as u32;
        let next = self.mapping.partition_point(|&(known, _)| known < offset);
        let Some(&(known, place)) = self.mapping.get(next).or(self.mapping.last()) else {
            return 0;
        };
        let place = place.saturating_sub(known.saturating_sub(offset)) as usize;
        // The space that stands for a line break belongs to the row behind it.
        place + usize::from(known > offset && matches!(self.bytes.get(place), Some(b'\n' | b'\r')))
    }
}

/// The text of a logical line and where its pieces come from, made anew for each.
#[derive(Default)]
pub(super) struct Joined {
    pub(super) text: Vec<u8>,
    pub(super) mapping: Vec<(u32, u32)>,
}

impl Joined {
    /// Joins `tokens` as pycodestyle's `build_tokens_line` does.
    pub(super) fn join(&mut self, tokens: &[Token], bytes: &[u8]) {
        self.text.clear();
        self.mapping.clear();
        let mut before: Option<&Token> = None;
        for token in tokens.iter().filter(|token| !token.kind.is_layout()) {
            if self.mapping.is_empty() {
                self.mapping.push((0, token.from));
            }
            if token.kind == TokenKind::Comment {
                continue;
            }
            let text = token.text(bytes);
            if let Some(before) = before {
                self.part(before, token, text, bytes);
            }
            let end = match token.kind {
                TokenKind::String => self.mute_string(text, token.to),
                TokenKind::FStringMiddle | TokenKind::TStringMiddle => {
                    self.mute_text(text, token.to)
                }
                _ => {
                    self.text.extend_from_slice(text);
                    token.to
                }
            };
            self.mapping.push((self.text.len() as u32, end));
            before = Some(token);
        }
    }

    /// Writes what stands between two tokens.
    fn part(&mut self, before: &Token, token: &Token, text: &[u8], bytes: &[u8]) {
        if before.end.line != token.start.line {
            let last = bytes.get((before.to as usize).wrapping_sub(1)).copied().unwrap_or_default();
            let closes = matches!(text, b"}" | b"]" | b")" | b"");
            if last == b',' || (!matches!(last, b'{' | b'[' | b'(') && !closes) {
                self.text.push(b' ');
            }
        } else if !matches!(before.kind, TokenKind::FStringMiddle | TokenKind::TStringMiddle) {
            // Text of an f-string touches what follows, or a brace in between is part of it.
            let gap = bytes.get(before.to as usize..token.from as usize).unwrap_or_default();
            self.text.extend_from_slice(gap);
        }
    }

    fn mute_string(&mut self, text: &[u8], end: u32) -> u32 {
        let quote = text.last().copied().unwrap_or_default();
        let is_triple = text.len() >= 6 && text.ends_with(&[quote; 3]);
        let quotes = if is_triple { 3 } else { 1 };
        let open = memchr::memchr(quote, text).map_or(0, |prefix| prefix + quotes);
        let close = text.len().saturating_sub(quotes).max(open);
        self.text.extend_from_slice(&text[..open]);
        self.text.resize(self.text.len() + close - open, b'x');
        self.text.extend_from_slice(&text[close..]);
        end
    }

    /// Writes text of an f-string with its braces doubled again.
    fn mute_text(&mut self, text: &[u8], end: u32) -> u32 {
        let braces = memchr::memchr2_iter(b'{', b'}', text).count();
        self.text.resize(self.text.len() + text.len() + braces, b'x');
        end + braces as u32
    }
}
