//! Scans anchors, aliases and tags.

use super::scanner::{OLD, Scanner};
use super::tokens::{Kind, TagName, Token};
use crate::hygiene::fault::Fault;
use std::borrow::Cow;

impl<'t> Scanner<'t> {
    /// `&name` or `*name`.
    pub(super) fn anchor(&mut self) -> Result<Token<'t>, Fault> {
        let start = self.cursor.clone();
        self.cursor.pass(1);
        let rest = self.cursor.rest(0);
        let name = &rest[..name_length(rest)];
        self.cursor.pass_characters(name.len());
        let ends = match self.cursor.peek() {
            b'?' | b':' | b',' | b'[' | b']' | b'{' | b'}' | b'%' | b'@' | b'`' => true,
            _ => self.cursor.is_blank(0),
        };
        if name.is_empty() || !ends {
            let message = "expected a name behind `*` or `&`; text that begins so needs quotes";
            return Err(Fault::at(start.text, start.at, message));
        }
        let kind = if start.peek() == b'*' { Kind::Alias(name) } else { Kind::Anchor(name) };
        Ok(self.token(kind, &start))
    }

    /// A tag, in any of its ways to be written.
    pub(super) fn tag(&mut self) -> Result<Token<'t>, Fault> {
        let start = self.cursor.clone();
        let mut short: &'static [u8] = b"!";
        if self.cursor.byte(1) == b'!' {
            short = b"!!";
            self.cursor.pass(1);
        }
        let name = if self.cursor.byte(1) == b'<' {
            self.cursor.pass(2);
            let suffix = self.tag_uri()?;
            if self.cursor.peek() != b'>' {
                return Err(self.cursor.fault("expected `>` at the end of the tag"));
            }
            self.cursor.pass(1);
            TagName { handle: None, suffix }
        } else if self.cursor.is_blank(1) {
            self.cursor.pass(1);
            TagName { handle: None, suffix: Cow::Borrowed(short) }
        } else {
            let rest = self.cursor.rest(1);
            let ends = |byte: &u8| matches!(byte, b' ' | b'!' | b'\n' | b'\r');
            let handle = match rest.iter().find(|byte| ends(byte)) {
                Some(b'!') => self.tag_handle()?,
                _ => {
                    self.cursor.pass(1);
                    short
                }
            };
            TagName { handle: Some(handle), suffix: self.tag_uri()? }
        };
        if !self.is_space_or_end() {
            return Err(self.cursor.fault("expected a space behind the tag"));
        }
        Ok(self.token(Kind::Tag(name), &start))
    }

    /// `!`, `!!` or `!name!`.
    pub(super) fn tag_handle(&mut self) -> Result<&'t [u8], Fault> {
        let rest = self.cursor.rest(0);
        if rest.first() != Some(&b'!') {
            return Err(self.cursor.fault("expected `!`"));
        }
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_".contains(byte);
        let length = match rest.get(1) {
            Some(b' ') => 1,
            _ => {
                let name = rest[1..].iter().take_while(|byte| is_name(byte)).count();
                if rest.get(1 + name) != Some(&b'!') {
                    self.cursor.pass(1 + name);
                    return Err(self.cursor.fault("expected `!` at the end of the handle"));
                }
                name + 2
            }
        };
        self.cursor.pass(length);
        Ok(&rest[..length])
    }

    /// The rest of a tag, its escapes decoded.
    pub(super) fn tag_uri(&mut self) -> Result<Cow<'t, [u8]>, Fault> {
        let is_old = self.version == OLD;
        let is_uri = |byte: &u8| {
            byte.is_ascii_alphanumeric()
                || b"-;/?:@&=+$,_.!~*'()[]%".contains(byte)
                || (*byte == b'#' && !is_old)
        };
        let rest = self.cursor.rest(0);
        let uri = &rest[..rest.iter().take_while(|byte| is_uri(byte)).count()];
        if uri.is_empty() {
            return Err(self.cursor.fault("expected the name of a tag"));
        }
        let decoded = match memchr::memchr(b'%', uri) {
            None => Cow::Borrowed(uri),
            Some(_) => match unescaped(uri) {
                Some(decoded) => Cow::Owned(decoded),
                None => return Err(self.cursor.fault("the tag has a broken escape")),
            },
        };
        self.cursor.pass(uri.len());
        Ok(decoded)
    }
}

/// How many bytes of `text` may be the name of an anchor: no white space, no brackets or commas,
/// no control characters or byte order mark.
fn name_length(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let ends = match byte {
            ..=b' ' | 0x7f | b',' | b'[' | b']' | b'{' | b'}' => true,
            0xc2 => text.get(at + 1).is_some_and(|second| *second < 0xa0),
            0xef => text[at..].starts_with("\u{feff}".as_bytes()),
            _ => false,
        };
        if ends {
            break;
        }
        at += 1;
    }
    at
}

/// `uri` with its escapes decoded; each run of them must be UTF-8.
fn unescaped(uri: &[u8]) -> Option<Vec<u8>> {
    let mut decoded = Vec::new();
    let mut rest = uri;
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'%' {
            decoded.push(*first);
            continue;
        }
        let digit = |digit: u8| char::from(digit).to_digit(16);
        let (high, low) = (rest.first().copied()?, rest.get(1).copied()?);
        decoded.push((digit(high)? << 4 | digit(low)?) as u8);
        rest = &rest[2..];
    }
    std::str::from_utf8(&decoded).ok()?;
    Some(decoded)
}
