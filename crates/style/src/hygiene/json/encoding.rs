//! The encoding of a JSON file, found as Python finds it.

use crate::hygiene::fault::Fault;
use sdf_core::Span;
use std::borrow::Cow;

/// A JSON text in UTF-8, in which lone surrogates are encoded as if they were characters.
pub(super) struct Text<'a> {
    pub(super) bytes: Cow<'a, [u8]>,
    /// Where the text begins in `bytes`, behind a byte order mark.
    pub(super) start: usize,
    width: Width,
    /// Bytes of a mark that `bytes` no longer has.
    mark: usize,
}

/// The size of a unit of the encoding.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Width {
    One,
    Two { big: bool },
    Four { big: bool },
}

impl<'a> Text<'a> {
    pub(super) fn decode(stored: &'a [u8]) -> Result<Self, Fault> {
        let (width, mark) = detect(stored);
        let (bytes, start) = match width {
            Width::One => (Cow::Borrowed(check_utf8(stored)?), mark),
            Width::Two { big } => (Cow::Owned(utf16(&stored[mark..], big, stored)?), 0),
            Width::Four { big } => (Cow::Owned(utf32(&stored[mark..], big, stored)?), 0),
        };
        Ok(Text { bytes, start, width, mark })
    }

    /// Where a span of `bytes` was stored.
    pub(super) fn stored(&self, span: Span) -> Span {
        Span::new(self.stored_offset(span.start), self.stored_offset(span.end))
    }

    fn stored_offset(&self, offset: usize) -> usize {
        let before = &self.bytes[..offset];
        let first_bytes = || before.iter().filter(|byte| *byte & 0xc0 != 0x80);
        self.mark
            + match self.width {
                Width::One => return offset,
                Width::Two { .. } => {
                    2 * (first_bytes().count()
                        + first_bytes().filter(|byte| **byte >= 0xf0).count())
                }
                Width::Four { .. } => 4 * first_bytes().count(),
            }
    }
}

/// The encoding and the length of the mark: by the mark, else by where the zeros are in the first
/// four bytes, of which two at least are ASCII in JSON.
fn detect(stored: &[u8]) -> (Width, usize) {
    match *stored {
        [0xff, 0xfe, 0, 0, ..] => (Width::Four { big: false }, 4),
        [0, 0, 0xfe, 0xff, ..] => (Width::Four { big: true }, 4),
        [0xff, 0xfe, ..] => (Width::Two { big: false }, 2),
        [0xfe, 0xff, ..] => (Width::Two { big: true }, 2),
        [0xef, 0xbb, 0xbf, ..] => (Width::One, 3),
        [0, second, _, _, ..] => match second {
            0 => (Width::Four { big: true }, 0),
            _ => (Width::Two { big: true }, 0),
        },
        [_, 0, third, fourth, ..] => match (third, fourth) {
            (0, 0) => (Width::Four { big: false }, 0),
            _ => (Width::Two { big: false }, 0),
        },
        [0, _] => (Width::Two { big: true }, 0),
        [_, 0] => (Width::Two { big: false }, 0),
        _ => (Width::One, 0),
    }
}

/// UTF-8, encoded surrogates let pass.
fn check_utf8(stored: &[u8]) -> Result<&[u8], Fault> {
    let mut from = 0;
    while let Err(error) = std::str::from_utf8(&stored[from..]) {
        let at = from + error.valid_up_to();
        match stored[at..] {
            [0xed, 0xa0..=0xbf, 0x80..=0xbf, ..] => from = at + 3,
            _ => return Err(Fault::at(stored, at, "the file is not valid UTF-8")),
        }
    }
    Ok(stored)
}

fn utf16(units: &[u8], big: bool, stored: &[u8]) -> Result<Vec<u8>, Fault> {
    let (pairs, rest) = units.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(Fault::at(stored, stored.len() - 1, "the file is not valid UTF-16"));
    }
    let unit =
        |pair: &[u8; 2]| if big { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) };
    let mut text = Vec::with_capacity(units.len());
    for character in char::decode_utf16(pairs.iter().map(unit)) {
        let code = character.map_or_else(|error| error.unpaired_surrogate().into(), u32::from);
        push(&mut text, code);
    }
    Ok(text)
}

fn utf32(units: &[u8], big: bool, stored: &[u8]) -> Result<Vec<u8>, Fault> {
    let (fours, rest) = units.as_chunks::<4>();
    let unit =
        |four: &[u8; 4]| if big { u32::from_be_bytes(*four) } else { u32::from_le_bytes(*four) };
    let mark = stored.len() - units.len();
    let mut text = Vec::with_capacity(units.len());
    for (number, four) in fours.iter().enumerate() {
        let code = unit(four);
        if code > 0x10_ffff {
            return Err(Fault::at(stored, mark + 4 * number, "the file is not valid UTF-32"));
        }
        push(&mut text, code);
    }
    if !rest.is_empty() {
        return Err(Fault::at(stored, stored.len() - 1, "the file is not valid UTF-32"));
    }
    Ok(text)
}

/// Appends the character or surrogate `code` in UTF-8.
pub(crate) fn push(text: &mut Vec<u8>, code: u32) {
    match char::from_u32(code) {
        Some(character) => text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
        None => text.extend([0xed, 0x80 | (code >> 6 & 0x3f) as u8, 0x80 | (code & 0x3f) as u8]),
    }
}

/// The characters and surrogates of what [`push`] wrote.
pub(super) fn codes(text: &[u8]) -> impl Iterator<Item = u32> {
    let starts = (0..text.len()).filter(|&at| text[at] & 0xc0 != 0x80);
    starts.map(|at| {
        let first = match text[at] {
            byte @ 0xf0.. => byte & 0x07,
            byte @ 0xe0.. => byte & 0x0f,
            byte @ 0xc0.. => byte & 0x1f,
            byte => byte,
        };
        let inside = text[at + 1..].iter().take_while(|byte| **byte & 0xc0 == 0x80);
        inside.fold(u32::from(first), |code, byte| code << 6 | u32::from(byte & 0x3f))
    })
}
