//! A text as a tree of blocks, kept flat.

use super::Options;
use super::comments::blank_comments;
use super::token::{Line, Token, lines};
use sdf_core::Span;

/// A region of a document, ready for patterns to be searched in.
#[derive(Debug)]
pub(crate) struct Text<'s> {
    pub(super) source: &'s [u8],
    pub(super) offset: usize,
    pub(super) items: Vec<Item>,
}

/// A word, a symbol, or an end of a block. Offsets are within the region, lines from 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) kind: ItemKind,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) line: u32,
    /// The item that closes the block around this one: of a `Close` itself.
    pub(super) list_end: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ItemKind {
    Word,
    Symbol(u8),
    /// A block begins; the index of its `Close`.
    Open(u32),
    Close,
}

impl<'s> Text<'s> {
    /// Reads the `region` of a document; none when it has more than 2³² bytes.
    pub(crate) fn new(source: &'s [u8], region: Span, options: &Options) -> Option<Text<'s>> {
        let source = region.of(source);
        u32::try_from(source.len()).ok()?;
        let blanked = options.comments.map(|style| blank_comments(source, style));
        let mut builder = Builder::default();
        for line in lines(blanked.as_deref().unwrap_or(source)) {
            builder.line(&line);
        }
        Some(Text { source, offset: region.start, items: builder.finish() })
    }

    /// Where the block ends that position `at` is in.
    pub(super) fn list_end(&self, at: usize) -> usize {
        self.items.get(at).map_or(self.items.len(), |item| item.list_end as usize)
    }

    pub(super) fn slice(&self, start: u32, end: u32) -> &'s [u8] {
        Span::new(start as usize, end as usize).of(self.source)
    }

    pub(super) fn span(&self, start: u32, end: u32) -> Span {
        Span::new(self.offset + start as usize, self.offset + end as usize)
    }
}

#[derive(Default)]
struct Builder {
    items: Vec<Item>,
    /// Indices of the blocks that are open.
    open: Vec<u32>,
    /// The indentation of each that comes of one.
    indents: Vec<usize>,
}

impl Builder {
    fn line(&mut self, line: &Line) {
        while self.indents.last().is_some_and(|&indent| indent > line.indent) {
            self.indents.pop();
            self.close();
        }
        if line.indent > self.indents.last().copied().unwrap_or(0) {
            self.indents.push(line.indent);
            self.open();
        }
        let partners = partners(&line.tokens);
        for (token, partner) in line.tokens.iter().zip(partners) {
            let (kind, start, end) = match *token {
                Token::Word { start, end } => (ItemKind::Word, start, end),
                Token::Symbol { byte, at } => (ItemKind::Symbol(byte), at, at + 1),
            };
            if partner == Partner::Before {
                self.close();
            }
            self.push(kind, start as u32, end as u32, line.number as u32);
            if partner == Partner::Behind {
                self.open();
            }
        }
    }

    fn push(&mut self, kind: ItemKind, start: u32, end: u32, line: u32) {
        self.items.push(Item { kind, start, end, line, list_end: u32::MAX });
    }

    fn open(&mut self) {
        self.open.push(self.items.len() as u32);
        self.push(ItemKind::Open(0), 0, 0, 0);
    }

    fn close(&mut self) {
        let close = self.items.len() as u32;
        self.push(ItemKind::Close, 0, 0, 0);
        if let Some(item) = self.open.pop().and_then(|open| self.items.get_mut(open as usize)) {
            item.kind = ItemKind::Open(close);
        }
    }

    fn finish(mut self) -> Vec<Item> {
        while !self.open.is_empty() {
            self.close();
        }
        let mut ends = Vec::new();
        let all = self.items.len() as u32;
        for (at, item) in self.items.iter_mut().enumerate() {
            item.list_end = ends.last().copied().unwrap_or(all);
            match item.kind {
                ItemKind::Open(close) => ends.push(close),
                ItemKind::Close => {
                    ends.pop();
                    item.list_end = at as u32;
                }
                _ => {}
            }
        }
        self.items
    }
}

/// Whether a bracket has its partner on the line, with something between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Partner {
    None,
    Behind,
    Before,
}

/// A closing bracket closes the last that is open, if that is of its kind; otherwise it is a
/// symbol like others.
fn partners(tokens: &[Token]) -> Vec<Partner> {
    let mut partners = vec![Partner::None; tokens.len()];
    let mut open = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let Token::Symbol { byte, .. } = *token else { continue };
        let closing = match byte {
            b'(' => b')',
            b'[' => b']',
            b'{' => b'}',
            _ => {
                if let Some((begins, _)) = open.pop_if(|(_, closing)| *closing == byte)
                    && begins + 1 < index
                {
                    partners[begins] = Partner::Behind;
                    partners[index] = Partner::Before;
                }
                continue;
            }
        };
        open.push((index, closing));
    }
    partners
}

/// Whether a file looks like text that somebody wrote: semgrep's generic mode leaves out others.
/// By its first 4096 bytes: control characters are fewer than one in a hundred of what is ASCII,
/// and lines no longer than 150 on average unless there are 500 bytes at most (`File_type.ml`).
pub(crate) fn is_readable(source: &[u8]) -> bool {
    let head = &source[..source.len().min(4096)];
    let mut lines = 1;
    let (mut printable, mut control) = (0usize, 0usize);
    for &byte in head {
        match byte {
            b'\n' => {
                lines += 1;
                printable += 1;
            }
            b'\t' | b'\r' | b' '..=b'~' => printable += 1,
            0x80.. => {}
            _ => control += 1,
        }
    }
    let is_binary = control > 0 && control * 100 >= printable + control;
    !is_binary && (lines * 150 >= head.len() || head.len() <= 500)
}
