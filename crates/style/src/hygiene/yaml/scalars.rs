//! Scans scalars: quoted, in blocks and plain.

use super::cursor::{Break, Cursor, line_break, line_length};
use super::scanner::{OLD, Scanner};
use super::tokens::{Kind, Scalar, Token};
use crate::hygiene::fault::Fault;
use crate::hygiene::json::push_code;
use std::borrow::Cow;

/// Text that is a slice of the file for as long as it can be.
#[derive(Default)]
struct Text<'t> {
    slice: &'t [u8],
    owned: Vec<u8>,
}

impl<'t> Text<'t> {
    fn push(&mut self, piece: &'t [u8]) {
        if self.slice.is_empty() && self.owned.is_empty() {
            self.slice = piece;
        } else if !piece.is_empty() {
            self.own().extend_from_slice(piece);
        }
    }

    fn own(&mut self) -> &mut Vec<u8> {
        if self.owned.is_empty() {
            self.owned.extend_from_slice(std::mem::take(&mut self.slice));
        }
        &mut self.owned
    }

    fn finish(self) -> Cow<'t, [u8]> {
        if self.owned.is_empty() { Cow::Borrowed(self.slice) } else { Cow::Owned(self.owned) }
    }
}

/// The line ends between two pieces of a scalar.
#[derive(Default)]
struct Breaks {
    first: Option<Break>,
    first_at: usize,
    /// Those behind the first, as they read.
    rest: Vec<u8>,
}

impl Breaks {
    /// Appends them folded: one line end is a space.
    fn fold(self, cursor: &Cursor<'_>, text: &mut Text<'_>) {
        match self.first {
            Some(Break::Separator(length)) => {
                let separator = &cursor.text[self.first_at..self.first_at + length];
                text.own().extend_from_slice(separator);
            }
            _ if self.rest.is_empty() => text.own().push(b' '),
            _ => {}
        }
        text.own().extend(self.rest);
    }
}

/// Appends the line end at `at` as it reads.
fn push_break(cursor: &Cursor<'_>, at: usize, found: Break, text: &mut Vec<u8>) {
    match found {
        Break::Line(_) => text.push(b'\n'),
        Break::Separator(length) => text.extend_from_slice(&cursor.text[at..at + length]),
    }
}

impl<'t> Scanner<'t> {
    pub(super) fn quoted_scalar(&mut self) -> Result<Token<'t>, Fault> {
        let start = self.cursor.clone();
        let quote = start.peek();
        let mut text = Text::default();
        self.cursor.pass(1);
        loop {
            let rest = self.cursor.rest(0);
            let length = unquoted_length(rest, quote);
            text.push(&rest[..length]);
            self.cursor.pass_characters(length);
            match self.cursor.peek() {
                b'\'' if quote == b'\'' && self.cursor.byte(1) == b'\'' => {
                    text.own().push(b'\'');
                    self.cursor.pass(2);
                }
                byte if byte == quote && byte != 0 => break,
                b'\\' if quote == b'"' => {
                    self.cursor.pass(1);
                    self.escape(&start, &mut text)?;
                }
                0 if self.cursor.at >= self.cursor.text.len() => {
                    return Err(Fault::at(start.text, start.at, "the quote is not closed"));
                }
                _ => self.quoted_space(&start, &mut text)?,
            }
        }
        self.cursor.pass(1);
        let scalar = Scalar { value: text.finish(), is_plain: false };
        Ok(self.token(Kind::Scalar(scalar), &start))
    }

    fn escape(&mut self, start: &Cursor<'t>, text: &mut Text<'t>) -> Result<(), Fault> {
        let backslash = self.cursor.at - 1;
        let byte = self.cursor.peek();
        let digits = match byte {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            _ => 0,
        };
        if digits > 0 {
            self.cursor.pass(1);
            let written = self.cursor.rest(0).get(..digits).unwrap_or_default();
            let code = std::str::from_utf8(written).ok();
            let is_hexadecimal =
                written.len() == digits && written.iter().all(u8::is_ascii_hexdigit);
            let code =
                code.filter(|_| is_hexadecimal).and_then(|code| u32::from_str_radix(code, 16).ok());
            let Some(code) = code.filter(|code| *code <= 0x10_ffff) else {
                let message = format!("expected the {digits} hexadecimal digits of a character");
                return Err(Fault::at(start.text, backslash, message));
            };
            push_code(text.own(), code);
            self.cursor.pass(digits);
            return Ok(());
        }
        let said = match byte {
            b'0' => "\0",
            b'a' => "\x07",
            b'b' => "\x08",
            b't' | b'\t' => "\t",
            b'n' => "\n",
            b'v' => "\x0b",
            b'f' => "\x0c",
            b'r' => "\r",
            b'e' => "\x1b",
            b' ' => " ",
            b'"' => "\"",
            b'/' => "/",
            b'\\' => "\\",
            b'N' => "\u{85}",
            b'_' => "\u{a0}",
            b'L' => "\u{2028}",
            b'P' => "\u{2029}",
            _ if self.cursor.pass_break().is_some() => {
                let breaks = self.quoted_breaks(start)?;
                text.own().extend(breaks);
                return Ok(());
            }
            _ => return Err(Fault::at(start.text, backslash, "YAML has no such escape")),
        };
        text.own().extend_from_slice(said.as_bytes());
        self.cursor.pass(1);
        Ok(())
    }

    /// White space within quotes, and what a line end there reads as.
    fn quoted_space(&mut self, start: &Cursor<'t>, text: &mut Text<'t>) -> Result<(), Fault> {
        let rest = self.cursor.rest(0);
        let spaces = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        self.cursor.pass(spaces);
        let first_at = self.cursor.at;
        match self.cursor.pass_break() {
            first @ Some(_) => {
                let breaks = Breaks { first, first_at, rest: self.quoted_breaks(start)? };
                breaks.fold(&self.cursor, text);
            }
            None => text.push(&rest[..spaces]),
        }
        Ok(())
    }

    /// Empty lines and indentation within quotes.
    fn quoted_breaks(&mut self, start: &Cursor<'t>) -> Result<Vec<u8>, Fault> {
        let mut breaks = Vec::new();
        loop {
            if self.cursor.is_document_marker() {
                let message = "the quote is not closed where the document ends";
                return Err(Fault::at(start.text, start.at, message));
            }
            let rest = self.cursor.rest(0);
            let spaces = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            self.cursor.pass(spaces);
            let at = self.cursor.at;
            match self.cursor.pass_break() {
                Some(found) => push_break(&self.cursor, at, found, &mut breaks),
                None => return Ok(breaks),
            }
        }
    }

    pub(super) fn plain_scalar(&mut self) -> Result<Token<'t>, Fault> {
        let start = self.cursor.clone();
        let mut end = start.at;
        let mut text = Text::default();
        // What stands between the pieces: spaces in the line, or line ends.
        let mut space = Space::None;
        while self.cursor.peek() != b'#' {
            let length = self.plain_length();
            if length == 0 {
                break;
            }
            self.key_allowed = false;
            match std::mem::replace(&mut space, Space::None) {
                Space::None => {}
                Space::InLine(spaces) => text.push(spaces),
                Space::Breaks(breaks) => breaks.fold(&self.cursor, &mut text),
            }
            text.push(&self.cursor.rest(0)[..length]);
            self.cursor.pass_characters(length);
            end = self.cursor.at;
            space = self.plain_space();
            let is_outside = !self.in_flow() && (self.cursor.column as isize) < self.indent + 1;
            if matches!(space, Space::None) || is_outside {
                break;
            }
        }
        let scalar = Scalar { value: text.finish(), is_plain: true };
        Ok(Token { end, ..self.token(Kind::Scalar(scalar), &start) })
    }

    /// How many bytes of a plain scalar follow without white space.
    fn plain_length(&self) -> usize {
        let (rest, in_flow) = (self.cursor.rest(0), self.in_flow());
        let mut at = 0;
        while let Some(byte) = rest.get(at) {
            let ends = match byte {
                b' ' | b'\t' | b'\n' | b'\r' => true,
                b':' => self.cursor.is_blank(at + 1),
                b',' | b'[' | b']' | b'{' | b'}' => in_flow,
                b'?' => in_flow && self.version == OLD,
                0xc2 | 0xe2 => line_break(&rest[at..]).is_some(),
                _ => false,
            };
            if ends {
                return at;
            }
            at += 1;
        }
        at
    }

    fn plain_space(&mut self) -> Space<'t> {
        let rest = self.cursor.rest(0);
        let spaces = rest.iter().take_while(|byte| **byte == b' ').count();
        self.cursor.pass(spaces);
        let mut breaks = Breaks { first_at: self.cursor.at, ..Breaks::default() };
        breaks.first = self.cursor.pass_break();
        if breaks.first.is_none() {
            return if spaces > 0 { Space::InLine(&rest[..spaces]) } else { Space::None };
        }
        self.key_allowed = true;
        loop {
            if self.cursor.is_document_marker() {
                return Space::None;
            }
            let spaces = self.cursor.rest(0).iter().take_while(|byte| **byte == b' ').count();
            self.cursor.pass(spaces);
            let at = self.cursor.at;
            match self.cursor.pass_break() {
                Some(found) => push_break(&self.cursor, at, found, &mut breaks.rest),
                None => return Space::Breaks(breaks),
            }
        }
    }

    pub(super) fn block_scalar(&mut self) -> Result<Token<'t>, Fault> {
        let start = self.cursor.clone();
        let is_folded = start.peek() == b'>';
        self.cursor.pass(1);
        let (keeps, increment) = self.block_header()?;
        let at_root = self.indent < 0;
        let mut breaks = Vec::new();
        let indent = match increment {
            None => {
                let deepest = self.first_indentation(&mut breaks)?;
                deepest.max(usize::try_from(self.indent + 1).unwrap_or(0))
            }
            Some(increment) => {
                let least = usize::try_from(self.indent + 1).unwrap_or(0).max(1);
                let indent = least + increment - 1;
                self.block_breaks(indent, &mut breaks);
                indent
            }
        };
        let may_be_document_end = at_root && increment.is_none();
        let mut text = Vec::new();
        let mut last = None;
        while self.cursor.column == indent && self.cursor.at < self.cursor.text.len() {
            text.append(&mut breaks);
            let is_spaced = |byte: u8| matches!(byte, b' ' | b'\t');
            let begins_spaced = is_spaced(self.cursor.peek());
            let rest = self.cursor.rest(0);
            let length = line_length(rest);
            text.extend_from_slice(&rest[..length]);
            self.cursor.pass_characters(length);
            let at = self.cursor.at;
            last = self.cursor.pass_break().map(|found| (at, found));
            self.block_breaks(indent, &mut breaks);
            let ends =
                may_be_document_end && self.cursor.column == 0 && self.cursor.is_document_marker();
            if ends || self.cursor.column != indent || self.cursor.at >= self.cursor.text.len() {
                break;
            }
            if let Some((at, found)) = last {
                let folds = is_folded && matches!(found, Break::Line(_)) && !begins_spaced;
                if !folds || is_spaced(self.cursor.peek()) {
                    push_break(&self.cursor, at, found, &mut text);
                } else if breaks.is_empty() {
                    text.push(b' ');
                }
            }
        }
        if keeps != Some(false)
            && let Some((at, found)) = last
        {
            push_break(&self.cursor, at, found, &mut text);
        }
        let has_trailing = !breaks.is_empty();
        if keeps == Some(true) {
            text.append(&mut breaks);
        }
        let scalar = Scalar { value: Cow::Owned(text), is_plain: false };
        let token = self.token(Kind::Scalar(scalar), &start);
        if keeps != Some(true) && has_trailing {
            self.skip_to_token();
        }
        Ok(token)
    }

    /// What stands behind `|` or `>`: whether line ends at the end are kept, and an indentation.
    fn block_header(&mut self) -> Result<(Option<bool>, Option<usize>), Fault> {
        let (mut keeps, mut increment) = (None, None);
        for _ in 0..2 {
            match self.cursor.peek() {
                sign @ (b'+' | b'-') if keeps.is_none() => keeps = Some(sign == b'+'),
                digit @ b'0'..=b'9' if increment.is_none() => {
                    if digit == b'0' {
                        return Err(self.cursor.fault("an indentation of 0"));
                    }
                    increment = Some(usize::from(digit - b'0'));
                }
                _ => break,
            }
            self.cursor.pass(1);
        }
        if self.cursor.peek() != b' ' && !self.cursor.is_end(0) {
            return Err(self.cursor.fault("nothing but `+`, `-` or a digit may stand here"));
        }
        let spaces = self.cursor.rest(0).iter().take_while(|byte| **byte == b' ').count();
        self.cursor.pass(spaces);
        if self.cursor.peek() == b'#' {
            self.cursor.pass_line();
        }
        if !self.cursor.is_end(0) {
            return Err(self.cursor.fault("expected a comment or the end of the line"));
        }
        self.cursor.pass_break();
        Ok((keeps, increment))
    }

    /// Passes empty lines and the indentation of the first other line; the deepest one.
    fn first_indentation(&mut self, breaks: &mut Vec<u8>) -> Result<usize, Fault> {
        let (mut first, mut deepest) = (None, 0);
        loop {
            let spaces = self.cursor.rest(0).iter().take_while(|byte| **byte == b' ').count();
            self.cursor.pass(spaces);
            if spaces > 0 {
                deepest = deepest.max(self.cursor.column);
            }
            let (at, column) = (self.cursor.at, self.cursor.column);
            let Some(found) = self.cursor.pass_break() else { break };
            first.get_or_insert(column);
            push_break(&self.cursor, at, found, breaks);
        }
        if first.is_some_and(|first| first > 0 && deepest > first) {
            let message = "the block begins with an empty line of less indentation";
            return Err(self.cursor.fault(message));
        }
        Ok(deepest)
    }

    /// Passes empty lines and up to `indent` columns of indentation.
    fn block_breaks(&mut self, indent: usize, breaks: &mut Vec<u8>) {
        loop {
            let room = indent.saturating_sub(self.cursor.column);
            let rest = self.cursor.rest(0);
            let spaces = rest.iter().take(room).take_while(|byte| **byte == b' ').count();
            self.cursor.pass(spaces);
            let at = self.cursor.at;
            match self.cursor.pass_break() {
                Some(found) => push_break(&self.cursor, at, found, breaks),
                None => return,
            }
        }
    }
}

/// What stands between the pieces of a plain scalar.
enum Space<'t> {
    None,
    InLine(&'t [u8]),
    Breaks(Breaks),
}

/// How many bytes there are before white space, a line end, the quote or, if it is double, a
/// backslash.
fn unquoted_length(text: &[u8], quote: u8) -> usize {
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let ends = match byte {
            b' ' | b'\t' | b'\n' | b'\r' => true,
            b'\\' => quote == b'"',
            0xc2 | 0xe2 => line_break(&text[at..]).is_some(),
            _ => byte == quote,
        };
        if ends {
            return at;
        }
        at += 1;
    }
    at
}
