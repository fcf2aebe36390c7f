//! UTF-16 to UTF-8, so that scanners see text.

use std::borrow::Cow;

/// Bytes that are looked at to tell UTF-16 without a byte order mark from binary content.
const SAMPLE: usize = 4096;

/// A document as scanners see it.
#[derive(Clone, Debug)]
pub struct Decoded<'a> {
    /// The text: the stored bytes, or their translation to UTF-8.
    pub text: Cow<'a, [u8]>,
    /// How to find the way back to the stored bytes, where they were translated.
    origin: Option<Origin>,
}

/// Where characters of a translation stand in the stored bytes.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    /// Offset of the first code unit: 2 behind a byte order mark.
    start: usize,
    /// A character that takes other than one byte for two: offset behind it in the text, and in
    /// the stored bytes. Sorted.
    marks: Vec<(u32, u32)>,
}

impl Decoded<'_> {
    /// The offset in the stored bytes of `offset` in the text.
    pub fn stored(&self, offset: usize) -> usize {
        self.origin.as_ref().map_or(offset, |origin| origin.stored(offset))
    }

    /// Whether the text is not the stored bytes.
    pub fn is_translated(&self) -> bool {
        self.origin.is_some()
    }
}

impl Origin {
    pub(crate) fn stored(&self, offset: usize) -> usize {
        let before = self.marks.partition_point(|&(text, _)| text as usize <= offset);
        let (text, stored) = match before.checked_sub(1).and_then(|last| self.marks.get(last)) {
            Some(&(text, stored)) => (text as usize, stored as usize),
            None => (0, self.start),
        };
        // Inside of a character there is nothing to lead back to but its end.
        let next = self.marks.get(before).map_or(usize::MAX, |&(_, stored)| stored as usize);
        (stored + (offset - text) * 2).min(next)
    }
}

/// The translation of `bytes` if they are UTF-16.
pub(crate) fn translation(bytes: &[u8]) -> Option<(Vec<u8>, Origin)> {
    let decoded = decode(bytes);
    decoded.origin.map(|origin| (decoded.text.into_owned(), origin))
}

/// Translates UTF-16, little or big endian, with or without byte order mark; other content is
/// taken as it is.
pub fn decode(stored: &[u8]) -> Decoded<'_> {
    let as_is = Decoded { text: Cow::Borrowed(stored), origin: None };
    // Offsets of a translation are kept in four bytes.
    if u32::try_from(stored.len()).is_err() {
        return as_is;
    }
    match stored {
        [0xff, 0xfe, 0, 0, ..] => as_is,
        [0xff, 0xfe, ..] => translate(stored, 2, u16::from_le_bytes),
        [0xfe, 0xff, ..] => translate(stored, 2, u16::from_be_bytes),
        _ => match unmarked(&stored[..stored.len().min(SAMPLE)]) {
            Some(Endian::Little) => translate(stored, 0, u16::from_le_bytes),
            Some(Endian::Big) => translate(stored, 0, u16::from_be_bytes),
            None => as_is,
        },
    }
}

enum Endian {
    Little,
    Big,
}

/// UTF-16 of mostly Latin text has a zero in every other place and none between.
fn unmarked(sample: &[u8]) -> Option<Endian> {
    let pairs = sample.len() / 2;
    if pairs < 4 || memchr::memchr(0, sample).is_none() {
        return None;
    }
    let zeros =
        |first: usize| sample.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count();
    let mostly = |count: usize| count * 10 >= pairs * 7;
    match (zeros(0), zeros(1)) {
        (0, odd) if mostly(odd) => Some(Endian::Little),
        (even, 0) if mostly(even) => Some(Endian::Big),
        _ => None,
    }
}

fn translate(stored: &[u8], start: usize, unit: fn([u8; 2]) -> u16) -> Decoded<'_> {
    let units = stored[start..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let mut text = String::with_capacity(stored.len() / 2);
    let mut marks = Vec::new();
    let mut at = start;
    for character in char::decode_utf16(units) {
        let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
        at += if (character as u32) < 0x1_0000 { 2 } else { 4 };
        text.push(character);
        if !character.is_ascii() {
            marks.push((text.len() as u32, at as u32));
        }
    }
    Decoded { text: Cow::Owned(text.into_bytes()), origin: Some(Origin { start, marks }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    proptest! {
        #[test]
        fn every_character_leads_back_to_its_code_unit(text: String) {
            let stored = [&[0xfe, 0xff], utf16(&text, u16::to_be_bytes).as_slice()].concat();
            let decoded = decode(&stored);
            prop_assert_eq!(&*decoded.text, text.as_bytes());
            let mut at = 2;
            for (offset, character) in text.char_indices() {
                prop_assert_eq!(decoded.stored(offset), at);
                at += character.len_utf16() * 2;
            }
        }

        #[test]
        fn any_bytes_are_taken(stored: Vec<u8>) {
            let decoded = decode(&stored);
            prop_assert!(decoded.stored(decoded.text.len()) <= stored.len() + 2);
        }
    }

    #[test]
    fn utf_16_without_a_mark_is_recognised_and_binary_is_not() {
        assert!(decode(&utf16("password = x\n", u16::to_le_bytes)).is_translated());
        assert!(decode(&utf16("password = x\n", u16::to_be_bytes)).is_translated());
        assert!(!decode(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0").is_translated());
        assert!(!decode(b"plain text").is_translated());
    }
}
