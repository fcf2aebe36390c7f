//! Scans scalars without quotes.

use super::cursor::line_break;
use super::scanner::{OLD, Scanner};
use super::text::{Breaks, Text, push_break};
use super::tokens::{Kind, Scalar, Token};
use crate::hygiene::fault::Fault;

/// What stands between the pieces of a plain scalar.
enum Space<'t> {
    None,
    InLine(&'t [u8]),
    Breaks(Breaks),
}

impl<'t> Scanner<'t> {
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
}
