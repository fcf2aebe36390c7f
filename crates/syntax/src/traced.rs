//! Text that knows which bytes of a file it was made of.

use sdf_core::Span;
use std::ops::Range;

/// Text made of pieces of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Traced {
    text: Vec<u8>,
    /// Sorted, in the text and in the file.
    pieces: Vec<Piece>,
}

/// A piece of the text; it goes up to the next.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Its first byte in the text.
    text: usize,
    /// The bytes of the file that it was made of.
    file: Span,
    /// Whether it is these bytes; if not it is one thing, such as an escape.
    verbatim: bool,
}

impl Traced {
    pub(crate) fn text(&self) -> &[u8] {
        &self.text
    }

    /// Adds `bytes`, which stand in the file at `file`.
    pub(crate) fn push_verbatim(&mut self, bytes: &[u8], file: usize) {
        if bytes.is_empty() {
            return;
        }
        let text = self.text.len();
        self.text.extend_from_slice(bytes);
        if let Some(last) = self.pieces.last_mut()
            && last.verbatim
            && last.file.end == file
        {
            last.file.end += bytes.len();
            return;
        }
        let file = Span::new(file, file + bytes.len());
        self.pieces.push(Piece { text, file, verbatim: true });
    }

    /// Adds `bytes`, which stand for those at `file` as a whole.
    pub(crate) fn push_instead(&mut self, bytes: &[u8], file: Span) {
        if !bytes.is_empty() {
            self.pieces.push(Piece { text: self.text.len(), file, verbatim: false });
            self.text.extend_from_slice(bytes);
        }
    }

    /// Adds `range` of `other`; a piece that is not verbatim is added whole or not at all.
    pub(crate) fn push_part(&mut self, other: &Traced, range: Range<usize>) {
        let mut at = other.piece_at(range.start).unwrap_or_default();
        while let Some(piece) = other.pieces.get(at).filter(|piece| piece.text < range.end) {
            let (from, to) = (piece.text.max(range.start), other.end_of(at).min(range.end));
            let bytes = other.text.get(from..to).unwrap_or_default();
            if piece.verbatim {
                self.push_verbatim(bytes, piece.file.start + (from - piece.text));
            } else {
                self.push_instead(bytes, piece.file);
            }
            at += 1;
        }
    }

    /// The bytes of the file from the first to the last that `span` was made of.
    pub(crate) fn origin(&self, span: Span) -> Span {
        let start = self.file_offset(span.start, false);
        match span.end.checked_sub(1) {
            Some(last) if last >= span.start => Span::new(start, self.file_offset(last, true)),
            _ => Span::new(start, start),
        }
    }

    /// The offset in the text of the piece's part that was made of byte `offset` of the file.
    pub(crate) fn offset_of(&self, offset: usize) -> Option<usize> {
        let before = self.pieces.partition_point(|piece| piece.file.start <= offset);
        let piece = self.pieces[..before].iter().rev().find(|piece| !piece.file.is_empty())?;
        let inside = offset - piece.file.start;
        (offset < piece.file.end).then_some(piece.text + if piece.verbatim { inside } else { 0 })
    }

    /// Whether `span` begins and ends between characters, and between pieces or in verbatim ones.
    pub(crate) fn can_cut(&self, span: Span) -> bool {
        [span.start, span.end].into_iter().all(|offset| {
            let is_inside = self.text.get(offset).is_some_and(|byte| byte & 0xc0 == 0x80);
            let piece = self.piece_at(offset).and_then(|at| self.pieces.get(at));
            let is_between =
                |piece: &Piece| piece.verbatim || piece.text == offset || offset >= self.text.len();
            !is_inside && piece.is_some_and(is_between)
        })
    }

    /// Where byte `offset` of the text begins in the file, or ends if `behind`.
    fn file_offset(&self, offset: usize, behind: bool) -> usize {
        let Some(piece) = self.piece_at(offset).and_then(|at| self.pieces.get(at)) else {
            return 0;
        };
        match piece.verbatim {
            true => {
                (piece.file.start + (offset - piece.text) + usize::from(behind)).min(piece.file.end)
            }
            false if behind || offset >= self.text.len() => piece.file.end,
            false => piece.file.start,
        }
    }

    /// The piece that byte `offset` of the text belongs to, the last for one behind the end.
    fn piece_at(&self, offset: usize) -> Option<usize> {
        self.pieces.partition_point(|piece| piece.text <= offset).checked_sub(1)
    }

    fn end_of(&self, at: usize) -> usize {
        self.pieces.get(at + 1).map_or(self.text.len(), |next| next.text)
    }
}
