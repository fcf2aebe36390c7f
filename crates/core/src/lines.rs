//! Where a byte stands, as people count.

use bstr::ByteSlice;
use std::ops::Range;

/// The line starts of a document. Lines end at LF; CRLF and a lone CR stay part of the line.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
    length: usize,
}

/// A place in a document as people count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// From 1, in characters (Unicode scalar values; each undecodable sequence counts as one).
    pub column: usize,
    /// In bytes of the stored content, from 0.
    pub offset: usize,
}

impl LineIndex {
    /// Finds every line of `document`; one pass with memchr.
    pub fn new(document: &[u8]) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', document).map(|newline| newline + 1));
        LineIndex { starts, length: document.len() }
    }

    /// Number of lines, counting an empty one behind a final line end.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line that holds byte `offset`, from 0.
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// The bytes of line `line` (from 0) with its line end; empty past the last line.
    pub fn range(&self, line: usize) -> Range<usize> {
        let start = self.starts.get(line).copied().unwrap_or(self.length);
        start..self.starts.get(line + 1).copied().unwrap_or(self.length)
    }

    /// The text of line `line` (from 0) without its line end.
    pub fn text<'a>(&self, document: &'a [u8], line: usize) -> &'a [u8] {
        let text = &document[self.range(line)];
        let text = text.strip_suffix(b"\n").unwrap_or(text);
        text.strip_suffix(b"\r").unwrap_or(text)
    }

    /// The position of byte `offset`.
    pub fn position(&self, document: &[u8], offset: usize) -> Position {
        let offset = offset.min(self.length);
        let line = self.line_of(offset);
        let column = document[self.range(line).start..offset].chars().count() + 1;
        Position { line: line + 1, column, offset }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "eins\nzwölf = 'ß'\n".as_bytes();
        let lines = LineIndex::new(text);
        let at = text.find("'").expect("a quote");
        assert_eq!(lines.position(text, at), Position { line: 2, column: 9, offset: at });
        assert_eq!(lines.text(text, 1), "zwölf = 'ß'".as_bytes());
        assert_eq!(lines.position(text, 99).line, 3);
    }
}
