//! Escapes: single characters written as something else, in text that is otherwise plain.

mod escape;
mod names;
mod notations;
mod search;

use escape::Escape;
use sdf_core::Span;
use search::Search;
use std::ops::Range;

/// Bytes of an escape's line that are decoded with it: names stand before values.
const BEFORE: usize = 256;
/// The same behind it.
const BEHIND: usize = 512;
/// Escapes from which on a text is passed on before the next line begins.
const MANY: usize = 1 << 16;

/// Lines in which there were escapes, without them.
#[derive(Debug, Default)]
pub(crate) struct Unescaped {
    pub(crate) bytes: Vec<u8>,
    pub(crate) marks: Marks,
}

/// Where the text is not, byte for byte, that in which it stood. Sorted.
#[derive(Debug, Default)]
pub(crate) struct Marks(Vec<Mark>);

/// A place where as many bytes as `length` stand for as many as [`Mark::width`].
#[derive(Clone, Copy, Debug)]
struct Mark {
    decoded: u32,
    encoded: u32,
    length: u8,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The beginning of the decoded text.
    Start,
    /// A line end between two pieces that do not stand side by side.
    Seam,
    /// An escape with this sign that stands for a byte.
    Escape(u8),
    /// A line break of quoted-printable, which stands for nothing.
    SoftBreak,
}

impl Mark {
    fn width(&self) -> usize {
        match self.kind {
            Kind::Start | Kind::SoftBreak => 0,
            Kind::Seam | Kind::Escape(_) => 1,
        }
    }

    /// Behind it, in the decoded text and in the encoded.
    fn ends(&self) -> (usize, usize) {
        (self.decoded as usize + self.width(), self.encoded as usize + usize::from(self.length))
    }
}

impl Marks {
    /// Where the decoded bytes of `span` stand in the encoded text.
    pub(crate) fn origin(&self, span: Span) -> Span {
        let start = self.place(span.start).start;
        if span.is_empty() {
            return Span::new(start, start);
        }
        Span::new(start, self.place(span.end - 1).end)
    }

    /// What stands for the byte `at`.
    fn place(&self, at: usize) -> Span {
        let next = self.0.partition_point(|mark| mark.decoded as usize <= at);
        let Some(mark) = self.0[..next].last() else { return Span::new(at, at + 1) };
        let (decoded, encoded) = mark.ends();
        if at < decoded {
            return Span::new(mark.encoded as usize, encoded);
        }
        let start = encoded + (at - decoded);
        Span::new(start, start + 1)
    }

    /// The escapes in `span` and at both of its ends: how many, and the sign of the first.
    pub(crate) fn escapes(&self, span: Span) -> (usize, Option<u8>) {
        let first = self.0.partition_point(|mark| (mark.decoded as usize) + 1 < span.start);
        let behind = self.0.partition_point(|mark| mark.decoded as usize <= span.end);
        let within = self.0.get(first..behind).unwrap_or_default();
        let mut signs = within.iter().filter_map(|mark| match mark.kind {
            Kind::Escape(sign) => Some(sign),
            Kind::SoftBreak => Some(b'='),
            Kind::Start | Kind::Seam => None,
        });
        let sign = signs.next();
        (usize::from(sign.is_some()) + signs.count(), sign)
    }
}

/// The name of the notation that `sign` begins an escape of.
pub(crate) fn notation(sign: u8) -> &'static str {
    match sign {
        b'%' => "percent encoding",
        b'&' => "HTML entities",
        b'=' => "quoted-printable",
        b'U' => "code points",
        _ => "escapes",
    }
}

/// Calls `found` with the lines of `text` in which there are escapes, decoded. Lines that are far
/// longer than what stands round a secret count as several. Stops when `found` says no.
pub(crate) fn each(text: &[u8], mut found: impl FnMut(Unescaped) -> bool) {
    // Offsets are kept in four bytes.
    if u32::try_from(text.len()).is_err() {
        return;
    }
    let mut search = Search::new(text);
    let mut unescaped = Unescaped::default();
    let (mut at, mut next) = (0, search.next(0));
    while let Some((first, _)) = next {
        if unescaped.marks.0.len() >= MANY && !found(std::mem::take(&mut unescaped)) {
            return;
        }
        at = line_start(text, at, first);
        unescaped.begin(at);
        let mut end = at;
        while let Some((start, escape)) = next.filter(|&(start, _)| start <= end || start == first)
        {
            unescaped.append(text, at..start, escape);
            at = start + escape.length;
            end = line_end(text, at);
            next = search.next(at);
        }
        unescaped.bytes.extend_from_slice(&text[at..end]);
        at = end;
    }
    if !unescaped.bytes.is_empty() {
        found(unescaped);
    }
}

impl Unescaped {
    /// Begins a piece that stands at `at` in the encoded text.
    fn begin(&mut self, at: usize) {
        if self.bytes.is_empty() {
            self.mark(at, 0, Kind::Start);
        } else {
            self.mark(at, 0, Kind::Seam);
            self.bytes.push(b'\n');
        }
    }

    /// Appends `plain` and the escape behind it.
    fn append(&mut self, text: &[u8], plain: Range<usize>, escape: Escape) {
        let start = plain.end;
        self.bytes.extend_from_slice(&text[plain]);
        let length = escape.length as u8;
        match escape.byte {
            Some(byte) => {
                self.mark(start, length, Kind::Escape(text[start]));
                self.bytes.push(byte);
            }
            None => self.mark(start, length, Kind::SoftBreak),
        }
    }

    fn mark(&mut self, encoded: usize, length: u8, kind: Kind) {
        let (decoded, encoded) = (self.bytes.len() as u32, encoded as u32);
        self.marks.0.push(Mark { decoded, encoded, length, kind });
    }
}

/// The beginning of what is decoded before the escape at `at`.
fn line_start(text: &[u8], floor: usize, at: usize) -> usize {
    let floor = floor.max(at.saturating_sub(BEFORE));
    memchr::memrchr(b'\n', &text[floor..at]).map_or(floor, |line_end| floor + line_end + 1)
}

/// The end of what is decoded behind `at`.
fn line_end(text: &[u8], at: usize) -> usize {
    let end = text.len().min(at.saturating_add(BEHIND));
    memchr::memchr(b'\n', &text[at..end]).map_or(end, |line_end| at + line_end)
}
