//! Base 64 and hexadecimal: digits that hold a fixed number of bits each.

use crate::inflate;
use crate::joint;
use crate::readable::{self, Reader};
use crate::runs::{self, SHORTEST, is_digit};
use sdf_core::Span;

/// Least decoded bytes that are worth a look.
const LEAST: usize = 12;
/// Decoded bytes that tell what the content is.
const HEAD: usize = 12;

/// Decoded bytes that are tried, where these say that they are compressed.
const TRIAL: usize = 128;

/// Which digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alphabet {
    /// Both alphabets of RFC 4648, which are told apart by nothing else.
    Base64,
    Hex,
}

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

impl Alphabet {
    const fn bits(self) -> usize {
        match self {
            Alphabet::Base64 => 6,
            Alphabet::Hex => 4,
        }
    }

    fn value(self, digit: u8) -> Option<u8> {
        const TABLES: [[u8; 256]; 2] = [table(Alphabet::Base64), table(Alphabet::Hex)];
        let value = TABLES[self as usize][usize::from(digit)];
        (value != NONE).then_some(value)
    }

    fn accepts(self, digit: u8) -> bool {
        self.value(digit).is_some()
    }
}

const NONE: u8 = 0xff;

const fn table(alphabet: Alphabet) -> [u8; 256] {
    let mut table = [NONE; 256];
    let mut byte = 0u8;
    loop {
        let value = match (alphabet, byte) {
            (Alphabet::Base64, b'A'..=b'Z') => byte - b'A',
            (Alphabet::Base64, b'a'..=b'z') => byte - b'a' + 26,
            (Alphabet::Base64, b'0'..=b'9') => byte - b'0' + 52,
            (Alphabet::Base64, b'+' | b'-') => 62,
            (Alphabet::Base64, b'/' | b'_') => 63,
            (Alphabet::Hex, b'0'..=b'9') => byte - b'0',
            (Alphabet::Hex, b'a'..=b'f') => byte - b'a' + 10,
            (Alphabet::Hex, b'A'..=b'F') => byte - b'A' + 10,
            _ => NONE,
        };
        table[byte as usize] = value;
        if byte == u8::MAX {
            return table;
        }
        byte += 1;
    }
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
    let digits = text.get(start..end)?;
    let hex = digits.iter().take_while(|&&digit| Alphabet::Hex.accepts(digit)).count();
    // A letter behind the digits makes them a part of something else.
    if hex >= SHORTEST
        && digits.get(hex).is_none_or(|next| !next.is_ascii_alphanumeric())
        && let Some(found) = decode(text, start, start + hex, Alphabet::Hex)
    {
        return Some(found);
    }
    decode(text, start, end, Alphabet::Base64)
}

fn decode(text: &[u8], start: usize, end: usize, alphabet: Alphabet) -> Option<(Packed, usize)> {
    let head = head::<HEAD>(&text[start..end], alphabet);
    let unpacks = is_utf16(&head) || inflates(&text[start..end], &head, alphabet);
    // Most of what looks like digits is an identifier or noise, and is dismissed here.
    if !unpacks && !readable::is_text(&head) {
        return None;
    }
    let (mut bytes, mut lines, mut count) = (Vec::new(), Vec::new(), 0u32);
    let (mut reader, mut bits, mut buffer) = (Reader::default(), 0, 0u32);
    let mut line = start..end;
    let mut close = end;
    'lines: loop {
        lines.push((count, u32::try_from(line.start).ok()?));
        for &digit in text.get(line.clone())? {
            let Some(value) = alphabet.value(digit) else { break 'lines };
            buffer = buffer << alphabet.bits() | u32::from(value);
            bits += alphabet.bits();
            count = count.checked_add(1)?;
            if bits >= 8 {
                bits -= 8;
                let byte = (buffer >> bits) as u8;
                bytes.push(byte);
                if !unpacks && !reader.take(byte) {
                    break 'lines;
                }
            }
        }
        close = line.end;
        let is_digit =
            |byte| if alphabet == Alphabet::Hex { alphabet.accepts(byte) } else { is_digit(byte) };
        match joint::next_line(text, &line, count as usize, is_digit) {
            Some(next) => line = next,
            None => break,
        }
    }
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

/// Whether `digits`, which decode to what begins with `head`, hold compressed data.
fn inflates(digits: &[u8], head: &[u8; HEAD], alphabet: Alphabet) -> bool {
    let length = (digits.len() * alphabet.bits() / 8).min(TRIAL);
    inflate::is_compressed(head)
        && inflate::begins_well(&self::head::<TRIAL>(digits, alphabet)[..length])
}

/// The first bytes that `digits` decode to.
fn head<const LENGTH: usize>(digits: &[u8], alphabet: Alphabet) -> [u8; LENGTH] {
    let mut head = [0; LENGTH];
    let (mut bits, mut buffer) = (0, 0u32);
    let mut bytes = head.iter_mut();
    for value in digits.iter().map_while(|&digit| alphabet.value(digit)) {
        buffer = buffer << alphabet.bits() | u32::from(value);
        bits += alphabet.bits();
        if bits >= 8 {
            bits -= 8;
            match bytes.next() {
                Some(byte) => *byte = (buffer >> bits) as u8,
                None => break,
            }
        }
    }
    head
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
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    let (mut bits, mut buffer, mut reader) = (0, 0u32, Reader::default());
    for &digit in digits {
        buffer = buffer << 6 | u32::from(Alphabet::Base64.value(digit)?);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            let byte = (buffer >> bits) as u8;
            bytes.push(byte);
            if !reader.take(byte) {
                return None;
            }
        }
    }
    let unused = buffer & ((1 << bits) - 1);
    (bytes.len() >= 4 && unused == 0 && reader.text() == (bytes.len(), true)).then_some(bytes)
}
