//! A name and its value as two entries: `name: PASSWORD` with `value: x` below it.

use super::cursor::Cursor;
use super::name::Name;
use super::{Assignment, Tie};
use crate::place::Quoting;
use memchr::memmem;

/// Keys of the entry that holds the value, in lower case.
const KEYS: &[&str] = &["value", "default", "parametervalue", "data"];
/// Most bytes between the two entries.
const FARTHEST: usize = 96;

impl<'a> Cursor<'a> {
    /// The value of the entry behind the one whose value is `name`.
    pub(super) fn pair(mut self, name: Name<'a>, quoting: Quoting) -> Option<Assignment<'a>> {
        let head = self.line_before(name.span.start);
        let head = head.trim_ascii_end();
        let head = head.strip_suffix(b"\"").or(head.strip_suffix(b"'")).unwrap_or(head);
        let head = head.trim_ascii_end();
        // The name is itself a value: `name: `, `"key": "`, `<name>`.
        if !head.last().is_some_and(|byte| b":=>".contains(byte)) {
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
