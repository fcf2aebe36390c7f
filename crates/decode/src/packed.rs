//! Runs of digits that stand for text, or for something that can be unpacked.

use crate::digits::{self, Alphabet, Group};
use crate::inflate;
use crate::joint;
use crate::readable::{self, Reader};
use crate::runs::{self, SHORTEST};
use sdf_core::Span;

/// Least decoded bytes that are worth a look.
const LEAST: usize = 12;
/// Decoded bytes that tell what the content is.
const HEAD: usize = 12;

/// Decoded bytes that are tried, where these say that they are compressed.
const TRIAL: usize = 128;

/// Decoded digits.
#[derive(Debug)]
pub(crate) struct Packed {
    pub(crate) bytes: Vec<u8>,
    /// Whether all of it is text.
    pub(crate) is_text: bool,
    /// Whether it is to be unpacked: it is compressed, or UTF-16.
    pub(crate) unpacks: bool,
    pub(crate) places: Places,
}

/// Where digits stand that were decoded.
#[derive(Debug)]
pub(crate) struct Places {
    pub(crate) alphabet: Alphabet,
    /// A stretch of digits: the number of digits before it, and its offset. Sorted.
    lines: Vec<(u32, u32)>,
}

impl Places {
    /// The digits that the decoded bytes of `span` come from.
    pub(crate) fn origin(&self, span: Span) -> Span {
        let bits = self.alphabet.bits();
        let first = self.place(span.start * 8 / bits);
        if span.is_empty() {
            return Span::new(first, first);
        }
        let last = (span.end * 8).div_ceil(bits) - 1;
        Span::new(first, self.place(last) + 1)
    }

    /// Where digit number `digit` stands.
    fn place(&self, digit: usize) -> usize {
        let next = self.lines.partition_point(|&(first, _)| first as usize <= digit);
        let (first, offset) = self.lines[..next].last().copied().unwrap_or((0, 0));
        offset as usize + digit.saturating_sub(first as usize)
    }
}

/// Calls `found` with everything in `text` that is written in base 64 or hexadecimal and decodes
/// to text, or to something that can be unpacked. Stops when `found` says no.
pub(crate) fn each(text: &[u8], mut found: impl FnMut(Packed) -> bool) {
    let mut at = 0;
    while let Some(run) = runs::next(text, at) {
        at = run.end;
        let mut start = run.start;
        while run.end.saturating_sub(start) >= SHORTEST {
            let packed = decode_at(text, start, run.end);
            match packed {
                Some((packed, end)) => {
                    if !found(packed) {
                        return;
                    }
                    start = end;
                    at = at.max(end);
                }
                None => start = next_start(text, start, run.end),
            }
        }
    }
}

/// Where digits may begin anew in a run: behind a slash, a dash or an underscore, which separate
/// words more often than they are digits, and behind the `x` of `0x`.
fn next_start(text: &[u8], start: usize, end: usize) -> usize {
    let rest = text.get(start..end).unwrap_or_default();
    if rest.starts_with(b"0x") || rest.starts_with(b"0X") {
        return start + 2;
    }
    // `\n` written out: the letter is no digit.
    if start > 0 && text[start - 1] == b'\\' && matches!(rest.first(), Some(b'n' | b'r' | b't')) {
        return start + 1;
    }
    let is_separator = |byte: &u8| b"/-_+".contains(byte);
    let word = rest.iter().take_while(|byte| !is_separator(byte)).count();
    let gap = rest[word..].iter().take_while(|byte| is_separator(byte)).count();
    start + word + gap
}

/// What the digits from `start` on decode to, first as hexadecimal, and where they end.
fn decode_at(text: &[u8], start: usize, end: usize) -> Option<(Packed, usize)> {
    let run = text.get(start..end)?;
    let hex = run.iter().take_while(|&&digit| Alphabet::Hex.accepts(digit)).count();
    // A letter behind the digits makes them a part of something else.
    if hex >= SHORTEST
        && run.get(hex).is_none_or(|next| !next.is_ascii_alphanumeric())
        && let Some(found) = decode(text, start, start + hex, Alphabet::Hex)
    {
        return Some(found);
    }
    decode(text, start, end, Alphabet::Base64)
}

fn decode(text: &[u8], start: usize, end: usize, alphabet: Alphabet) -> Option<(Packed, usize)> {
    // Most of what looks like digits is an identifier or noise, and is dismissed here.
    if !may_begin(digits::head(&text[start..end], alphabet)) {
        return None;
    }
    let head = digits::head::<HEAD>(&text[start..end], alphabet);
    let unpacks = is_utf16(&head) || inflates(&text[start..end], &head, alphabet);
    if !unpacks && !readable::is_text(&head) {
        return None;
    }
    let (mut bytes, mut lines, mut count) = (Vec::new(), Vec::new(), 0);
    let (mut reader, mut group) = (Reader::default(), Group::new(alphabet));
    let mut line = start..end;
    let close = loop {
        lines.push((u32::try_from(count).ok()?, u32::try_from(line.start).ok()?));
        count += line.len();
        let reader = (!unpacks).then_some(&mut reader);
        if !group.decode(&text[line.clone()], &mut bytes, reader) {
            break line.end;
        }
        match joint::next_line(text, &line, count, |byte| alphabet.accepts(byte)) {
            Some(next) => line = next,
            None => break line.end,
        }
    };
    let mut is_text = false;
    if !unpacks {
        let (length, faultless) = reader.text();
        is_text = faultless;
        bytes.truncate(length);
    }
    if bytes.len() < LEAST {
        return None;
    }
    let places = Places { alphabet, lines };
    let close = match bytes.len() * 8 / alphabet.bits() {
        _ if unpacks => close,
        digits => close.min(places.place(digits.saturating_sub(1)) + 1),
    };
    Some((Packed { bytes, is_text, unpacks, places }, close.max(start + 1)))
}

/// Whether with `bytes` text, compressed data or UTF-16 may begin, as [`readable::is_text`],
/// [`inflate::is_compressed`] and [`is_utf16`] tell for sure.
fn may_begin(bytes: [u8; 3]) -> bool {
    let unpacks = |[first, second, third]: [u8; 3]| match first {
        0 | 0x78 | 0xfe | 0xff => true,
        0x1f => second == 0x8b && third == 8,
        _ => second == 0,
    };
    unpacks(bytes) || readable::is_text(&bytes)
}

/// Whether the digits `run`, which decode to what begins with `head`, hold compressed data.
fn inflates(run: &[u8], head: &[u8; HEAD], alphabet: Alphabet) -> bool {
    let length = (run.len() * alphabet.bits() / 8).min(TRIAL);
    inflate::is_compressed(head)
        && inflate::begins_well(&digits::head::<TRIAL>(run, alphabet)[..length])
}

/// Whether `head` is the beginning of UTF-16 with a byte order mark, or of Latin text in it.
fn is_utf16(head: &[u8; HEAD]) -> bool {
    let (head, _) = head.as_chunks::<2>();
    let is_text = |byte: u8| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r');
    match head.split_first() {
        Some((&([0xff, 0xfe] | [0xfe, 0xff]), rest)) => rest.first() != Some(&[0, 0]),
        _ => {
            head.iter().all(|&[low, high]| high == 0 && is_text(low))
                || head.iter().all(|&[high, low]| high == 0 && is_text(low))
        }
    }
}

/// The text that `value`, as a whole, is the base 64 of (either alphabet, padded or not), if it
/// is: at least four bytes of UTF-8 without control characters but tab and line ends.
///
/// ```
/// assert_eq!(sdf_decode::decoded_base64_text(b"UzNjcjN0UHch"), Some(b"S3cr3tPw!".to_vec()));
/// assert_eq!(sdf_decode::decoded_base64_text(b"S3cr3tPw!"), None);
/// ```
pub fn decoded_base64_text(value: &[u8]) -> Option<Vec<u8>> {
    let padding = value.iter().rev().take_while(|&&byte| byte == b'=').count();
    let digits = &value[..value.len() - padding];
    // What is padded is padded to a multiple of four; one digit alone holds no byte.
    if padding > 2 || (padding > 0 && !value.len().is_multiple_of(4)) || digits.len() % 4 == 1 {
        return None;
    }
    let (mut bytes, mut reader) = (Vec::new(), Reader::default());
    let mut group = Group::new(Alphabet::Base64);
    let is_text = digits.iter().all(|&digit| Alphabet::Base64.accepts(digit))
        && group.decode(digits, &mut bytes, Some(&mut reader));
    let whole = is_text && reader.text() == (bytes.len(), true) && group.rest() == 0;
    (bytes.len() >= 4 && whole).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_begins_but_as_it_may(bytes: [u8; HEAD], zeros in 0u8..4) {
            let mut head = bytes;
            // Half of them are nearly UTF-16.
            if let 0 | 1 = zeros {
                head.iter_mut().skip(zeros.into()).step_by(2).for_each(|byte| *byte = 0);
                head.iter_mut().for_each(|byte| *byte &= 0x7f);
            }
            let unpacks = inflate::is_compressed(&head) || is_utf16(&head);
            let begins = unpacks || readable::is_text(&head);
            let [first, second, third, ..] = head;
            prop_assert!(!begins || may_begin([first, second, third]));
        }
    }
}
