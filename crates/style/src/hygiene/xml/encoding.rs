//! The encoding of an XML file.

use crate::hygiene::fault::{Fault, utf8};
use sdf_core::Span;
use std::borrow::Cow;

/// A document as text.
pub(super) struct Text<'a> {
    pub(super) text: Cow<'a, str>,
    /// Whether each character was one byte.
    is_translated: bool,
}

/// What a declaration calls for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Charset {
    Utf8,
    Ascii,
    /// One byte a character, of which those beyond ASCII are taken for ISO 8859-1.
    OneByte,
    Unknown,
}

impl<'a> Text<'a> {
    pub(super) fn decode(stored: &'a [u8]) -> Result<Self, Fault> {
        let (charset, declared) = match declared(stored) {
            Some(span) => (Charset::named(span.of(stored)), span),
            None => (Charset::Utf8, Span::new(0, 0)),
        };
        let is_one_byte = charset == Charset::OneByte && !stored.starts_with(b"\xef\xbb\xbf");
        match charset {
            Charset::Unknown => {
                let message = "the encoding is unknown, or has characters of several bytes";
                Err(Fault::new(declared, message))
            }
            Charset::Ascii if !stored.is_ascii() => {
                let at = stored.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
                Err(Fault::at(stored, at, "the declared encoding has no such character"))
            }
            _ if is_one_byte && !stored.is_ascii() => {
                let text = stored.iter().map(|byte| char::from(*byte)).collect::<String>();
                Ok(Text { text: Cow::Owned(text), is_translated: true })
            }
            _ => Ok(Text { text: Cow::Borrowed(utf8(stored)?), is_translated: false }),
        }
    }

    /// Where a span of the text was stored.
    pub(super) fn stored(&self, span: Span) -> Span {
        let offset = |offset: usize| match self.is_translated {
            true => {
                self.text.as_bytes()[..offset].iter().filter(|byte| *byte & 0xc0 != 0x80).count()
            }
            false => offset,
        };
        Span::new(offset(span.start), offset(span.end))
    }
}

/// Where the declaration names the encoding.
fn declared(stored: &[u8]) -> Option<Span> {
    let mark = if stored.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let rest = stored[mark..].strip_prefix(b"<?xml")?;
    let start = mark + b"<?xml".len();
    let declaration = &rest[..memchr::memmem::find(rest, b"?>")?];
    let name = start + memchr::memmem::find(declaration, b"encoding")? + b"encoding".len();
    let value = stored.get(name..start + declaration.len())?;
    let quote = value.iter().position(|byte| matches!(byte, b'"' | b'\''))?;
    let length = value[quote + 1..].iter().position(|byte| *byte == value[quote])?;
    Some(Span::new(name + quote + 1, name + quote + 1 + length))
}

impl Charset {
    fn named(name: &[u8]) -> Self {
        let name = String::from_utf8_lossy(name).to_ascii_lowercase().replace(['-', ' '], "_");
        // UTF-16 was translated before, if it was any.
        const UTF: [&str; 4] = ["utf_8", "utf_16", "utf_16le", "utf_16be"];
        const ASCII: [&str; 6] = ["ascii", "us_ascii", "utf8", "646", "cp65001", "utf_8_sig"];
        const SEVERAL: [&str; 6] = ["cp932", "cp936", "cp949", "cp950", "cp1361", "cp65001"];
        const ONE: [&str; 10] = [
            "iso8859",
            "iso_8859",
            "latin",
            "windows_125",
            "cp",
            "koi8",
            "mac",
            "ibm",
            "tis",
            "l1",
        ];
        if UTF.contains(&&*name) {
            Charset::Utf8
        } else if ASCII.contains(&&*name) {
            Charset::Ascii
        } else if ONE.iter().any(|start| name.starts_with(start)) && !SEVERAL.contains(&&*name) {
            Charset::OneByte
        } else {
            Charset::Unknown
        }
    }
}
