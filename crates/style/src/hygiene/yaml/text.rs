//! The text of scalars, and the line ends in it.

use super::cursor::{Break, Cursor};
use std::borrow::Cow;

/// Text that is a slice of the file for as long as it can be.
#[derive(Default)]
pub(super) struct Text<'t> {
    slice: &'t [u8],
    owned: Vec<u8>,
}

impl<'t> Text<'t> {
    pub(super) fn push(&mut self, piece: &'t [u8]) {
        if self.slice.is_empty() && self.owned.is_empty() {
            self.slice = piece;
        } else if !piece.is_empty() {
            self.own().extend_from_slice(piece);
        }
    }

    pub(super) fn own(&mut self) -> &mut Vec<u8> {
        if self.owned.is_empty() {
            self.owned.extend_from_slice(std::mem::take(&mut self.slice));
        }
        &mut self.owned
    }

    pub(super) fn finish(self) -> Cow<'t, [u8]> {
        if self.owned.is_empty() { Cow::Borrowed(self.slice) } else { Cow::Owned(self.owned) }
    }
}

/// The line ends between two pieces of a scalar.
#[derive(Default)]
pub(super) struct Breaks {
    pub(super) first: Option<Break>,
    pub(super) first_at: usize,
    /// Those behind the first, as they read.
    pub(super) rest: Vec<u8>,
}

impl Breaks {
    /// Appends them folded: one line end is a space.
    pub(super) fn fold(self, cursor: &Cursor<'_>, text: &mut Text<'_>) {
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
pub(super) fn push_break(cursor: &Cursor<'_>, at: usize, found: Break, text: &mut Vec<u8>) {
    match found {
        Break::Line(_) => text.push(b'\n'),
        Break::Separator(length) => text.extend_from_slice(&cursor.text[at..at + length]),
    }
}
