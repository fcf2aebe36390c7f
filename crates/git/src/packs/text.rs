//! A version as its delta describes it, before it is put together.

use super::delta::{Delta, Piece};
use std::ops::Range;

/// How far the end of a line is looked for.
const LINE: usize = 4096;

/// git looks for a NUL in so many bytes to tell binary content (`buffer_is_binary` in git's
/// xdiff-interface.c).
const HEAD: usize = 8000;

/// Whether git would call the content binary.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    memchr::memchr(0, &bytes[..bytes.len().min(HEAD)]).is_some()
}

/// The pieces of a version and what they are taken from.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) base: &'a [u8],
    pub(super) delta: &'a [u8],
    pub(super) read: &'a Delta,
}

impl Text<'_> {
    /// Puts the whole version together. `out` has as many bytes as the version.
    pub(super) fn assemble(&self, mut out: &mut [u8]) {
        for piece in &self.read.pieces {
            let bytes = self.bytes(piece, 0..piece.len as usize);
            let Some((place, rest)) = out.split_at_mut_checked(bytes.len()) else { return };
            place.copy_from_slice(bytes);
            out = rest;
        }
    }

    /// Puts a part of the version together, instead of what `out` holds.
    pub(super) fn assemble_part(&self, part: &Range<usize>, out: &mut Vec<u8>) {
        out.clear();
        let first = self.read.pieces.partition_point(|piece| piece.end() <= part.start);
        for piece in self.read.pieces.iter().skip(first) {
            let at = piece.at as usize;
            if at >= part.end {
                return;
            }
            let (from, to) = (part.start.max(at), part.end.min(piece.end()));
            out.extend_from_slice(self.bytes(piece, from - at..to - at));
        }
    }

    /// Whether git would call the version binary.
    pub(super) fn is_binary(&self) -> bool {
        self.read.pieces.iter().take_while(|piece| (piece.at as usize) < HEAD).any(|piece| {
            let len = (piece.len as usize).min(HEAD - piece.at as usize);
            memchr::memchr(0, self.bytes(piece, 0..len)).is_some()
        })
    }

    /// The stretches round what is new: `context` bytes on both sides and up to the ends of their
    /// lines, unless these are more than 4096 bytes further; those that touch are one. `out` is
    /// cleared before.
    pub(super) fn stretches(&self, context: usize, out: &mut Vec<Range<usize>>) {
        out.clear();
        let mut novel = self.read.novel.iter().map(|novel| {
            novel.start.saturating_sub(context)
                ..novel.end.saturating_add(context).min(self.read.len)
        });
        let Some(mut wide) = novel.next() else { return };
        loop {
            // The ends of lines are looked for where no other stretch covers them anyway.
            let next = novel.by_ref().find(|next| match next.start <= wide.end {
                true => {
                    wide.end = next.end;
                    false
                }
                false => true,
            });
            let end = self.line_end(wide.end);
            match out.last_mut() {
                Some(last) if wide.start <= last.end => last.end = end,
                _ => match (self.line_start(wide.start), out.last_mut()) {
                    (start, Some(last)) if start <= last.end => last.end = end,
                    (start, _) => out.push(start..end),
                },
            }
            match next {
                Some(next) => wide = next,
                None => break,
            }
        }
        out.retain(|stretch| !stretch.is_empty());
    }

    /// Where the line that holds the byte before `at` begins, or 4096 bytes before.
    fn line_start(&self, at: usize) -> usize {
        let floor = at.saturating_sub(LINE);
        let after = self.read.pieces.partition_point(|piece| (piece.at as usize) < at);
        let mut end = at;
        for piece in self.read.pieces[..after].iter().rev() {
            let (first, start) = (piece.at as usize, floor.max(piece.at as usize));
            let bytes = self.bytes(piece, start - first..end - first);
            if let Some(newline) = memchr::memrchr(b'\n', bytes) {
                return start + newline + 1;
            }
            if start == floor {
                break;
            }
            end = start;
        }
        floor
    }

    /// Behind the end of the line that holds the byte at `at`, or 4096 bytes further.
    fn line_end(&self, at: usize) -> usize {
        let ceiling = (at + LINE).min(self.read.len);
        let first = self.read.pieces.partition_point(|piece| piece.end() <= at);
        let mut start = at;
        for piece in self.read.pieces.iter().skip(first) {
            let (first, end) = (piece.at as usize, ceiling.min(piece.end()));
            if end <= start {
                break;
            }
            let bytes = self.bytes(piece, start - first..end - first);
            if let Some(newline) = memchr::memchr(b'\n', bytes) {
                return start + newline + 1;
            }
            start = end;
        }
        ceiling
    }

    /// Bytes of a piece. [`Delta::read`] has checked that they are there.
    fn bytes(&self, piece: &Piece, part: Range<usize>) -> &[u8] {
        let source = if piece.inserted { self.delta } else { self.base };
        let from = piece.from as usize;
        source.get(from + part.start..from + part.end).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Instructions: copies of a base of 100 bytes, and insertions.
    fn delta() -> impl Strategy<Value = Vec<u8>> {
        let copy = (0u8..80, 1u8..20).prop_map(|(from, len)| vec![0x91, from, len]);
        let insert = proptest::collection::vec(prop_oneof![Just(b'\n'), Just(b'x')], 1..30)
            .prop_map(|bytes| [vec![bytes.len() as u8], bytes].concat());
        proptest::collection::vec(prop_oneof![copy, insert], 0..12).prop_map(|instructions| {
            let len: usize = instructions
                .iter()
                .map(|it| if it[0] & 0x80 == 0 { it[0].into() } else { usize::from(it[2]) })
                .sum();
            let head = vec![100, len as u8 | 0x80, (len >> 7) as u8];
            [head, instructions.concat()].concat()
        })
    }

    proptest! {
        #[test]
        fn parts_are_parts_of_the_whole(
            base in proptest::collection::vec(prop_oneof![Just(b'\n'), Just(b'y'), Just(0)], 100),
            delta in delta(),
            context in 0usize..20,
        ) {
            let mut read = Delta::default();
            read.read(&delta, base.len(), 1000).expect("a delta");
            let text = Text { base: &base, delta: &delta, read: &read };
            let mut whole = vec![0; read.len];
            text.assemble(&mut whole);
            prop_assert_eq!(text.is_binary(), is_binary(&whole));
            let (mut stretches, mut part) = (Vec::new(), Vec::new());
            text.stretches(context, &mut stretches);
            prop_assert!(stretches.windows(2).all(|pair| pair[0].end < pair[1].start));
            for stretch in &stretches {
                text.assemble_part(stretch, &mut part);
                prop_assert_eq!(&part, &whole[stretch.clone()]);
                prop_assert!(stretch.start == 0 || whole[stretch.start - 1] == b'\n');
                prop_assert!(stretch.end == whole.len() || whole[stretch.end - 1] == b'\n');
            }
            for novel in read.novel.iter().filter(|_| !whole.is_empty()) {
                let start = novel.start.saturating_sub(context);
                let end = (novel.end + context).min(whole.len());
                let holds = |stretch: &Range<usize>| stretch.start <= start && end <= stretch.end;
                prop_assert!(start == end || stretches.iter().any(holds));
            }
        }
    }
}
