//! Where a byte stands, as people count.

use bstr::ByteSlice;
use std::ops::Range;

/// Bytes between the places of a long line whose columns are kept.
const STRIDE: usize = 1024;

/// The line starts of a document. Lines end at LF; CRLF and a lone CR stay part of the line.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
    /// About one a stride in lines that are longer: offset, and characters before it on its line.
    columns: Vec<(usize, usize)>,
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
    /// Finds every line of `document`: one pass with memchr, another over long lines alone.
    pub fn new(document: &[u8]) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', document).map(|newline| newline + 1));
        let mut index = LineIndex { starts, columns: Vec::new(), length: document.len() };
        for line in 0..index.count() {
            let range = index.range(line);
            if range.len() > STRIDE {
                index.columns.extend(columns(&document[range.clone()], range.start));
            }
        }
        index
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

    /// The position of byte `offset`, at the same cost wherever it stands on its line.
    pub fn position(&self, document: &[u8], offset: usize) -> Position {
        let offset = offset.min(self.length);
        let line = self.line_of(offset);
        let start = self.range(line).start;
        let before = self.columns.partition_point(|&(known, _)| known <= offset);
        let known = self.columns[..before].last().filter(|(known, _)| *known >= start);
        let (from, column) = known.copied().unwrap_or((start, 0));
        let column = column + document[from..offset].chars().count() + 1;
        Position { line: line + 1, column, offset }
    }
}

/// The first place of every stride of `line`, which begins at `start`, that a character begins at.
fn columns(line: &[u8], start: usize) -> Vec<(usize, usize)> {
    let (mut at, mut column, mut known) = (0, 0, Vec::with_capacity(line.len() / STRIDE));
    while let Some(rest) = line.get(at..).filter(|rest| rest.len() > STRIDE) {
        let ascii = &rest[..STRIDE];
        let (bytes, characters) = if ascii.is_ascii() {
            (STRIDE, STRIDE)
        } else {
            let upto = rest.char_indices().take_while(|&(from, ..)| from < STRIDE);
            upto.fold((0, 0), |(_, count), (_, to, _)| (to, count + 1))
        };
        at += bytes;
        column += characters;
        known.push((start + at, column));
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn columns_of_long_lines_are_counted_from_their_start(
            pieces in proptest::collection::vec(
                prop_oneof![
                    "[a ß漢🦀]{0,700}".prop_map(String::into_bytes),
                    "a{900,1100}\n?".prop_map(String::into_bytes),
                    proptest::collection::vec(any::<u8>(), 0..40),
                ],
                0..12,
            ),
            at in any::<proptest::sample::Index>(),
        ) {
            let text = pieces.concat();
            let lines = LineIndex::new(&text);
            let offset = at.index(text.len() + 1);
            let start = text[..offset].rfind_byte(b'\n').map_or(0, |newline| newline + 1);
            let column = text[start..offset].chars().count() + 1;
            prop_assert_eq!(lines.position(&text, offset).column, column);
        }
    }

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
