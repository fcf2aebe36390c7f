//! Physical lines as Python counts them.

use std::ops::Range;

/// The physical lines of a document. Unlike in [`sdf_core::LineIndex`] a lone carriage return ends
/// a line too, as Python reads it, and nothing follows a final line end.
pub(crate) struct Rows<'a> {
    bytes: &'a [u8],
    /// Where each begins, and the length of the document behind the last.
    starts: Vec<u32>,
    pub(crate) characters: Characters,
}

/// What counts as a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Characters {
    /// Each byte: ASCII, or text that Python takes for Latin-1.
    Bytes,
    /// What UTF-8 says.
    Utf8,
}

impl<'a> Rows<'a> {
    /// The rows of a document of less than 4 GiB, without the byte order mark that it may begin
    /// with.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let first = if bytes.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
        let mut starts = Vec::with_capacity(bytes.len() / 32 + 2);
        starts.push(first);
        if memchr::memchr(b'\r', bytes).is_none() {
            starts.extend(memchr::memchr_iter(b'\n', bytes).map(|at| at as u32 + 1));
        } else {
            let is_end = |&at: &usize| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n');
            let ends = memchr::memchr2_iter(b'\n', b'\r', bytes).filter(is_end);
            starts.extend(ends.map(|at| at as u32 + 1));
        }
        if starts.last() != Some(&(bytes.len() as u32)) {
            starts.push(bytes.len() as u32);
        }
        Rows { bytes, starts, characters: Characters::of(bytes) }
    }

    /// The document.
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.starts.len() - 1
    }

    /// Where row `row` (from 0) begins; the length of the document past the last.
    pub(crate) fn start(&self, row: usize) -> usize {
        self.starts.get(row).map_or(self.bytes.len(), |&at| at as usize)
    }

    /// The bytes of row `row` (from 0) with its line end; empty past the last.
    pub(crate) fn range(&self, row: usize) -> Range<usize> {
        self.start(row)..self.start(row.saturating_add(1))
    }

    /// The number of the row that holds byte `offset`; that of the last where none does.
    pub(crate) fn row_of(&self, offset: usize) -> usize {
        let next = self.starts.partition_point(|&start| start as usize <= offset);
        next.saturating_sub(1).min(self.count().saturating_sub(1))
    }

    /// The text of row `row` (from 0) with its line end; empty past the last.
    pub(crate) fn text(&self, row: usize) -> &'a [u8] {
        &self.bytes[self.range(row)]
    }

    /// Row `row` (from 0) without its line end.
    pub(crate) fn line(&self, row: usize) -> &'a [u8] {
        without_end(self.text(row))
    }
}

/// `row` without its line end.
pub(crate) fn without_end(row: &[u8]) -> &[u8] {
    let row = row.strip_suffix(b"\n").unwrap_or(row);
    row.strip_suffix(b"\r").unwrap_or(row)
}

impl Characters {
    /// How Python reads a document: as UTF-8, or as Latin-1 if it says so in a comment of its first
    /// two lines, or is no UTF-8, for then pycodestyle reads it so.
    fn of(bytes: &[u8]) -> Self {
        if bytes.is_ascii() || std::str::from_utf8(bytes).is_err() || declares_latin(bytes) {
            Characters::Bytes
        } else {
            Characters::Utf8
        }
    }

    /// How many characters `text` has.
    pub(crate) fn count(self, text: &[u8]) -> usize {
        match self {
            Characters::Bytes => text.len(),
            Characters::Utf8 => text.iter().filter(|&&byte| byte & 0xC0 != 0x80).count(),
        }
    }

    /// How many bytes `text` takes in UTF-8.
    pub(crate) fn utf8_length(self, text: &[u8]) -> usize {
        match self {
            Characters::Bytes => text.len() + text.iter().filter(|byte| !byte.is_ascii()).count(),
            Characters::Utf8 => text.len(),
        }
    }

    /// How many bytes the first `count` characters of `text` take.
    pub(crate) fn prefix(self, text: &[u8], count: usize) -> usize {
        match self {
            Characters::Bytes => count.min(text.len()),
            Characters::Utf8 => {
                let starts = text.iter().enumerate().filter(|&(_, byte)| byte & 0xC0 != 0x80);
                starts.map(|(at, _)| at).nth(count).unwrap_or(text.len())
            }
        }
    }
}

/// Whether a comment in the first two lines declares Latin-1, as PEP 263 has it.
fn declares_latin(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|&byte| byte == b'\n').take(2);
    let (first, second) = (lines.next(), lines.next());
    let declared = |line: &[u8]| {
        let line = line.trim_ascii_start();
        let after = line.starts_with(b"#").then(|| memchr::memmem::find(line, b"coding"))??;
        let name = line[after + 6..].strip_prefix(b":").or(line[after + 6..].strip_prefix(b"="))?;
        let name = name.trim_ascii_start();
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
        let length = name.iter().position(|byte| !is_part(byte)).unwrap_or(name.len());
        Some(name[..length].to_ascii_lowercase())
    };
    let is_blank = |line: &[u8]| {
        let line = line.trim_ascii_start();
        line.is_empty() || line.starts_with(b"#")
    };
    let name = first.and_then(|line| {
        declared(line).or_else(|| second.filter(|_| is_blank(line)).and_then(declared))
    });
    name.is_some_and(|name| {
        let name: Vec<u8> =
            name.iter().map(|&byte| if byte == b'_' { b'-' } else { byte }).collect();
        LATIN.iter().any(|latin| name == latin.as_bytes())
            || [b"latin-1-".as_slice(), b"iso-8859-1-"].iter().any(|start| name.starts_with(start))
    })
}

/// What Latin-1 is called.
const LATIN: [&str; 7] =
    ["latin-1", "latin1", "latin", "iso-8859-1", "iso8859-1", "l1", "iso-latin-1"];
