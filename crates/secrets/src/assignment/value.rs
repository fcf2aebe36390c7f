//! What stands behind a name.

use super::cursor::{Cursor, before};
use super::name::Name;
use super::{Assignment, Tie};
use crate::place::{Quoting, Reading};
use sdf_core::Span;

/// Longest value that is read: it bounds what input that is nothing but names costs.
pub(super) const LONGEST: usize = 512;
/// Most bytes between a name and its value.
pub(super) const FARTHEST: usize = 96;

/// The value assigned to `name`, if one follows it.
pub(super) fn read<'a>(
    document: &'a [u8],
    name: Name<'a>,
    reading: Reading,
) -> Option<Assignment<'a>> {
    let reach = (name.span.end + FARTHEST + LONGEST).min(document.len());
    let rest = document.get(name.span.end..reach)?;
    let end = name.span.end + memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    let mut cursor = Cursor { document, at: name.span.end, end, reach };
    let lead = before(document, name.span);
    match lead {
        // `AWS::ApiKey`, `arn:…:secret:…`: a part of a longer name.
        Some(b':') if cursor.is_part_of_name(name.span) => return None,
        Some(b'<') if cursor.peek() == Some(b'>') => {
            cursor.at += 1;
            return cursor.element(name);
        }
        _ => {}
    }
    let commented = cursor.is_comment(name.span.start);
    let quoting = if commented { Quoting::Optional } else { reading.quoting };
    let start = cursor.at;
    let Some(tie) = cursor.tie(&name, quoting) else {
        cursor.at = start;
        return cursor.pair(name, quoting);
    };
    if tie == Tie::Paired {
        return cursor.content(name);
    }
    let within = cursor.is_inside_text(name.span);
    let operator_end = cursor.at;
    let spaced = cursor.blanks() > 0 || cursor.last() == Some(b' ');
    let block = cursor.next_line(matches!(tie, Tie::Assigned | Tie::Element));
    let unwrapped = cursor;
    cursor.wrapper();
    if let Some(quote) = cursor.opening_quote() {
        return cursor.quoted(name, quote, tie, commented);
    }
    cursor = unwrapped;
    let bare = match (tie, quoting) {
        (Tie::Flag, _) => true,
        (Tie::Assigned, Quoting::Optional) => true,
        (Tie::Adjacent, _) => !within,
        (Tie::Assigned, Quoting::Required) => {
            within && !spaced && cursor.last() == Some(b'=') && operator_end == name.span.end + 1
        }
        _ => false,
    };
    let alone = spaced && !within && tie != Tie::Flag;
    (bare && block != Some(false))
        .then(|| cursor.bare(name, tie, within, alone, commented, reading.prose || commented))?
}

impl<'a> Cursor<'a> {
    /// Whether the colon before `name` joins it to a longer name that nothing is assigned to.
    fn is_part_of_name(&self, name: Span) -> bool {
        let head = self.line_before(name.start - 1);
        let rest = self.rest().trim_ascii_start();
        let assigned = rest.starts_with(b"(") || rest.starts_with(b"=");
        match head.last() {
            Some(b':') => !assigned,
            Some(byte) => byte.is_ascii_alphanumeric() && !assigned,
            None => false,
        }
    }

    /// The text of an XML element.
    fn element(mut self, name: Name<'a>) -> Option<Assignment<'a>> {
        self.end = self.reach;
        self.skip_while(|byte| byte.is_ascii_whitespace());
        let length = memchr::memmem::find(self.rest(), b"</")?;
        let text = &self.rest()[..length];
        if text.contains(&b'<') {
            // `<string name="x">` or a CDATA section.
            let inner = text.strip_prefix(b"<![CDATA[")?.trim_ascii_end().strip_suffix(b"]]>")?;
            let start = self.at + b"<![CDATA[".len();
            return self.whole(name, Span::new(start, start + inner.len()));
        }
        let value = Span::new(self.at, self.at + text.trim_ascii_end().len());
        if value.is_empty() && length > 0 {
            return None;
        }
        if value.is_empty() {
            self.at += length;
            return self.pair(name, Quoting::Required);
        }
        self.whole(name, value)
    }

    /// The text of an element whose tag has just ended, of another name than its own.
    pub(super) fn content(&self, name: Name<'a>) -> Option<Assignment<'a>> {
        let length = memchr::memchr(b'<', self.rest())?;
        let text = &self.rest()[..length];
        let lead = text.len() - text.trim_ascii_start().len();
        let start = self.at + lead;
        let value = Span::new(start, start + text.trim_ascii().len());
        let whole = self.whole(name, value)?;
        Some(Assignment { tie: Tie::Paired, ..whole })
    }

    fn whole(&self, name: Name<'a>, value: Span) -> Option<Assignment<'a>> {
        let text = self.document.get(value.start..value.end)?.into();
        let tie = Tie::Assigned;
        let (followed, commented) = (false, false);
        (!value.is_empty()).then_some(Assignment {
            name,
            value,
            text,
            quoted: true,
            tie,
            followed,
            commented,
        })
    }

    /// Where a name is followed by the end of its line, goes to the next one. Gives whether a
    /// block of text begins there, if there is such a line.
    fn next_line(&mut self, allowed: bool) -> Option<bool> {
        let rest = self.rest().trim_ascii();
        let block = matches!(rest, b"|" | b">" | b"|-" | b">-" | b"|+" | b">+");
        if !allowed || !(block || matches!(rest, b"" | b"(" | b"\\" | b"[")) {
            return None;
        }
        let mut at = self.end;
        at += self
            .document
            .get(at..self.reach)?
            .iter()
            .take_while(|b| b.is_ascii_whitespace())
            .count();
        let rest = self.document.get(at..self.reach)?;
        self.at = at;
        self.end = at + memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        Some(block)
    }
}
