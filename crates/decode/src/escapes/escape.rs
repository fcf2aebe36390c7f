//! One escape.

use super::names;

/// Backslashes before an escape that belong to it: a text that was escaped again has several.
const MOST_BACKSLASHES: usize = 16;

/// An escape: so many bytes stand for one, or, where quoted-printable breaks a line, for none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Escape {
    pub(super) length: usize,
    pub(super) byte: Option<u8>,
}

/// The escape at the beginning of `text`, of which only those of printable ASCII, tab and line
/// ends count, and those of quoted-printable only where `quoted`.
#[inline]
pub(super) fn read(text: &[u8], quoted: bool) -> Option<Escape> {
    let (length, code) = match *text.first()? {
        b'\\' => return backslash(text),
        b'%' => match text.get(1)? {
            // A format, nearly always; of a byte of ASCII the first digit is at most 7.
            next if !matches!(next, b'0'..=b'7' | b'u') => return None,
            b'u' => (6, hexadecimal(text.get(2..6)?)?),
            _ => (3, hexadecimal(text.get(1..3)?)?),
        },
        b'&' => return entity(text),
        b'U' if text.get(1) == Some(&b'+') => return code_point(text),
        b'=' if quoted => match text.get(1..)? {
            [b'\n', ..] => return Some(Escape { length: 2, byte: None }),
            [b'\r', b'\n', ..] => return Some(Escape { length: 3, byte: None }),
            // RFC 2045 has capitals only.
            digits if digits.iter().take(2).any(u8::is_ascii_lowercase) => return None,
            digits => (3, hexadecimal(digits.get(..2)?)?),
        },
        _ => return None,
    };
    escape(length, code)
}

fn escape(length: usize, code: u32) -> Option<Escape> {
    let byte = u8::try_from(code).ok()?;
    let counts = matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r');
    counts.then_some(Escape { length, byte: Some(byte) })
}

/// `\x41`, `\u0041`, `\u{41}`, `\U00000041`, `\101`; `\/`, `\:` and `\=`, which JSON and Java
/// properties write in URLs; `\n`, `\r` and `\t` before a word, which would seem a part of it.
fn backslash(text: &[u8]) -> Option<Escape> {
    // The end of a line in a string, mostly.
    if let [_, b'n' | b'r' | b't', behind, ..] = text
        && !is_word(*behind)
    {
        return None;
    }
    let slashes = text.iter().take(MOST_BACKSLASHES).take_while(|&&byte| byte == b'\\').count();
    let rest = text.get(slashes..)?;
    let (length, code) = match *rest.first()? {
        b'x' | b'u' if rest.get(1) == Some(&b'{') => {
            let close = rest.iter().take(9).position(|&byte| byte == b'}')?;
            (close + 1, hexadecimal(rest.get(2..close)?)?)
        }
        b'x' => (3, hexadecimal(rest.get(1..3)?)?),
        b'u' => (5, hexadecimal(rest.get(1..5)?)?),
        b'U' => (9, hexadecimal(rest.get(1..9)?)?),
        b'0'..=b'3' => (3, number(rest.get(..3)?, 8)?),
        byte @ (b'/' | b':' | b'=') => (1, u32::from(byte)),
        byte @ (b'n' | b'r' | b't') if is_word(*rest.get(1)?) => (
            1,
            match byte {
                b'n' => 10,
                b'r' => 13,
                _ => 9,
            },
        ),
        _ => return None,
    };
    escape(slashes + length, code)
}

/// `&#65;`, `&#x41;`, `&commat;`
fn entity(text: &[u8]) -> Option<Escape> {
    let body = text.get(1..)?;
    // An operator before a name, nearly always.
    if let Some(near) = body.first_chunk::<{ names::LONGEST + 4 }>()
        && !near.iter().fold(false, |any, &byte| any | (byte == b';'))
    {
        return None;
    }
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'#';
    let close = body.iter().take(names::LONGEST + 3).take_while(is_name).count();
    let (name, _) = body.split_at_checked(close).filter(|(_, rest)| rest.first() == Some(&b';'))?;
    let code = match name {
        [b'#', b'x' | b'X', digits @ ..] => hexadecimal(digits)?,
        [b'#', digits @ ..] => number(digits, 10)?,
        _ => u32::from(names::character(name)?),
    };
    escape(close + 2, code)
}

/// `U+0041`, with the space or comma behind it if another follows.
fn code_point(text: &[u8]) -> Option<Escape> {
    let digits = text.get(2..)?.iter().take(6).take_while(|byte| byte.is_ascii_hexdigit()).count();
    let code = hexadecimal(text.get(2..2 + digits).filter(|_| digits >= 4)?)?;
    let behind = text.get(2 + digits..)?;
    let gap = behind.iter().take(2).take_while(|&&byte| byte == b' ' || byte == b',').count();
    let gap = if behind.get(gap..)?.starts_with(b"U+") { gap } else { 0 };
    escape(2 + digits + gap, code)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn hexadecimal(digits: &[u8]) -> Option<u32> {
    number(digits, 16)
}

fn number(digits: &[u8], radix: u32) -> Option<u32> {
    let add = |sum: u32, &digit: &u8| {
        sum.checked_mul(radix)?.checked_add(char::from(digit).to_digit(radix)?)
    };
    (!digits.is_empty()).then_some(())?;
    digits.iter().try_fold(0, add)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: bool = true;
    const FEW: bool = false;

    #[test]
    fn every_notation_is_read() {
        for text in [
            r"\x41",
            r"\u0041",
            r"\\u0041",
            r"\u{41}",
            r"\x{41}",
            r"\U00000041",
            r"\101",
            "%41",
            "%u0041",
            "&#65;",
            "&#x41;",
            "U+0041",
            "=41",
        ] {
            let expected = Escape { length: text.len(), byte: Some(b'A') };
            assert_eq!(read(text.as_bytes(), ALL), Some(expected), "{text}");
        }
        let two = read(b"U+0041 U+0042", ALL).map(|escape| escape.length);
        assert_eq!(two, Some(7));
        assert_eq!(read(b"=\r\nx", ALL), Some(Escape { length: 3, byte: None }));
        assert_eq!(read(br"\nkey", FEW), Some(Escape { length: 2, byte: Some(b'\n') }));
    }

    #[test]
    fn what_is_none_is_left() {
        for text in [
            "",
            "%",
            "%d",
            "%4",
            "%00",
            "%e4",
            "&a",
            "&x;",
            "&&",
            r"\",
            r"\n",
            r"\n ",
            r"\d",
            r"\x4",
            r"\u00e4",
            r"\400",
            r"\u{}",
            "U+",
            "U+41",
            "=3d",
            "&#;",
            "&#99999999;",
        ] {
            assert_eq!(read(text.as_bytes(), ALL), None, "{text}");
        }
        assert_eq!(read(b"=41", FEW), None);
    }
}
