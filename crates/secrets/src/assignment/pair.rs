//! A name and its value as two entries: `name: PASSWORD` with `value: x` below it.

use super::cursor::{Cursor, LONGEST_HEAD};
use super::name::Name;
use super::{Assignment, Tie};
use crate::place::Quoting;
use memchr::memmem;

/// Keys of the entry that holds the value, in lower case.
const KEYS: &[&str] = &["value", "default", "parametervalue", "data"];
/// Most bytes between the two entries.
const FARTHEST: usize = 96;

/// Whether what begins at `start` is itself a value: `name: `, `"key": "`, `<name>`.
pub(super) fn may_be_value(document: &[u8], start: usize) -> bool {
    let head = document.get(start.saturating_sub(LONGEST_HEAD)..start).unwrap_or_default();
    let is_blank = |byte: &u8| byte.is_ascii_whitespace() && *byte != b'\n';
    let mut before = head.iter().rev().skip_while(|byte| is_blank(byte)).copied().peekable();
    if before.next_if(|byte| b"\"'".contains(byte)).is_some() {
        while before.next_if(is_blank).is_some() {}
    }
    before.next().is_some_and(|byte| b":=>".contains(&byte))
}

impl<'a> Cursor<'a> {
    /// The value of the entry behind the one whose value is `name`.
    pub(super) fn pair(mut self, name: Name<'a>, quoting: Quoting) -> Option<Assignment<'a>> {
        if !may_be_value(self.document, name.span.start) {
            return None;
        }
        self.end = self.reach;
        let rest = &self.rest()[..self.rest().len().min(FARTHEST)];
        let lower = rest.to_ascii_lowercase();
        let key = KEYS
            .iter()
            .filter_map(|key| Some((memmem::find(&lower, key.as_bytes())?, key)))
            .min()?;
        let between = &lower[..key.0];
        let is_apart = between.iter().filter(|byte| **byte == b'\n').count() > 2
            || memmem::find(between, b"\n- ").is_some()
            || [b"}".as_slice(), b"{", b"- name", b"<name", b"key\"", b"name\""]
                .iter()
                .any(|mark| memmem::find(between, mark).is_some());
        let is_word =
            between.last().is_some_and(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
        if is_apart || !is_word {
            return None;
        }
        self.at += key.0 + key.1.len();
        let line = memchr::memchr(b'\n', self.rest()).unwrap_or(self.rest().len());
        self.end = self.at + line;
        if self.skip(b">") {
            return self.content(name);
        }
        let _ = self.quote();
        self.blanks();
        if !(self.skip(b":") || self.skip(b"=")) {
            return None;
        }
        self.blanks();
        if let Some(quote) = self.opening_quote() {
            return self.quoted(name, quote, Tie::Paired, false);
        }
        (quoting == Quoting::Optional)
            .then(|| self.bare(name, Tie::Paired, false, true, false, false))?
    }
}
