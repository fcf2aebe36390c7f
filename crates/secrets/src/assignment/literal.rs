//! Values in quotes.

use super::cursor::{Cursor, Quote};
use super::name::Name;
use super::value::LONGEST;
use super::{Assignment, Tie};
use sdf_core::Span;
use std::borrow::Cow;

/// Calls that return their argument in other clothes.
#[rustfmt::skip]
const WRAPPERS: &[&str] = &[
    "[]byte(", "String::from(", "SecretStr(", "new String(", "b64decode(", "base64.b64decode(",
    "str(", "to_string(", "Buffer.from(", "bytes(", "bytearray(", "Some(", "Secret(",
    "SecretString::new(", "Sensitive(", "ConvertTo-SecureString -String ", "ConvertTo-SecureString ", "F(", "PSTR(", "_T(", "TEXT(", "String(", "Text(", "[", "(", "{",
];

/// Words before a token in a header, which are no part of it.
const SCHEMES: &[&str] = &["Bearer ", "Basic ", "Token ", "FlyV1 "];

/// Most pieces of one value.
const MOST_PIECES: usize = 16;

/// Operators that join texts; longer ones first where one begins another.
const JOINS: &[&str] = &["+", "..", ".", "&", "\\"];

/// A text with something joined to it that is no constant.
struct NoConstant;

impl<'a> Cursor<'a> {
    /// Skips calls round the value.
    pub(super) fn wrapper(&mut self) {
        while WRAPPERS.iter().any(|wrapper| self.skip_ignoring_case(wrapper.as_bytes())) {
            self.blanks();
        }
    }

    /// Skips the scheme of a header's credentials.
    pub(super) fn scheme(&mut self) {
        let _ = SCHEMES.iter().any(|scheme| self.skip_ignoring_case(scheme.as_bytes()));
    }

    /// The value up to the quote that closes it, with further pieces that are joined to it; none
    /// where it is a part of an expression.
    pub(super) fn quoted(
        mut self,
        name: Name<'a>,
        quote: Quote,
        tie: Tie,
        commented: bool,
    ) -> Option<Assignment<'a>> {
        self.scheme();
        let start = self.at;
        if quote.is_long() {
            self.end = self.reach;
        }
        let mut value = Span::new(start, self.closing_quote(quote)?);
        let mut text = Cow::Borrowed(value.of(self.document));
        for _ in 0..MOST_PIECES {
            let Some(piece) = self.piece().ok()? else { break };
            text.to_mut().extend_from_slice(piece.of(self.document));
            value = Span::new(start, piece.end);
        }
        if quote.is_long() {
            let trimmed = text.trim_ascii();
            let offset = text.len() - text.trim_ascii_start().len();
            value = Span::new(value.start + offset, value.start + offset + trimmed.len());
            text = Cow::Owned(trimmed.to_vec());
        }
        self.blanks();
        let is_expression = match self.rest() {
            [b'+' | b'%', ..] => true,
            [b'.', next, ..] => next.is_ascii_alphabetic() || *next == b' ',
            _ => false,
        };
        (!value.is_empty() && text.len() <= LONGEST && !is_expression).then_some(Assignment {
            name,
            value,
            text,
            quoted: true,
            tie,
            followed: false,
            commented,
        })
    }

    /// The next piece of a text that is written in several: behind an operator that joins, or
    /// right behind on a line that is indented. An error if something else is joined.
    fn piece(&mut self) -> Result<Option<Span>, NoConstant> {
        let mut next = self.over_line_end();
        let adjacent = next.at > self.at;
        let operator = JOINS.iter().find(|operator| next.skip(operator.as_bytes()));
        if operator.is_some() {
            next = next.over_line_end();
        }
        let Some(quote) = next.opening_quote() else {
            let is_name =
                next.peek().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'$');
            return match operator {
                Some(&"+" | &"..") => Err(NoConstant),
                Some(&".") if is_name => Err(NoConstant),
                _ => Ok(None),
            };
        };
        let start = next.at;
        let Some(end) = next.closing_quote(quote) else { return Ok(None) };
        let is_key =
            next.rest().trim_ascii_start().first().is_some_and(|byte| b":=".contains(byte));
        if quote.is_escaped() || (operator.is_none() && (!adjacent || is_key)) {
            return Ok(None);
        }
        *self = next;
        Ok(Some(Span::new(start, end)))
    }

    /// Behind white space, which may hold one line end if the next line is indented.
    fn over_line_end(self) -> Self {
        let mut next = self;
        next.blanks();
        if !next.rest().trim_ascii().is_empty() {
            return next;
        }
        let line = next.end + 1;
        let Some(rest) = next.document.get(line..next.reach) else { return next };
        let indent = rest.iter().take_while(|byte| **byte == b' ' || **byte == b'\t').count();
        if indent == 0 {
            return next;
        }
        next.at = line + indent;
        next.end = line + memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        next
    }
}
