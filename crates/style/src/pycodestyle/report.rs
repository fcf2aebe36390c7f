//! How a check of a logical line says what it found.

use super::logical_line::LogicalLine;
use crate::Check;
use crate::sink::{Sink, finding};
use crate::tokens::Rows;
use sdf_core::{Finding, Fix, Span};
use std::borrow::Cow;

/// Takes what the checks of a logical line find.
pub(crate) struct Report<'r, 's, 'l> {
    sink: &'r mut Sink<'s>,
    line: &'r LogicalLine<'l>,
}

impl<'r, 's, 'l> Report<'r, 's, 'l> {
    pub(super) fn new(sink: &'r mut Sink<'s>, line: &'r LogicalLine<'l>) -> Self {
        Report { sink, line }
    }

    /// Takes a finding at an offset in the text of the logical line.
    pub(crate) fn at_text(
        &mut self,
        check: Check,
        offset: usize,
        message: impl Into<Cow<'static, str>>,
    ) {
        let offset = self.line.document_offset(offset);
        self.add(check, offset, message.into(), None);
    }

    /// Takes a finding at an offset in the document, such as `token.from as usize`.
    pub(crate) fn at_byte(
        &mut self,
        check: Check,
        offset: usize,
        message: impl Into<Cow<'static, str>>,
    ) {
        self.add(check, offset, message.into(), None);
    }

    /// Takes a finding at an offset in the text, with what mends it if anything does: `fix` gets
    /// the offset in the document.
    pub(crate) fn at_text_mended(
        &mut self,
        check: Check,
        offset: usize,
        message: impl Into<Cow<'static, str>>,
        fix: impl FnOnce(usize) -> Option<Fix>,
    ) {
        let offset = self.line.document_offset(offset);
        self.at_byte_mended(check, offset, message, || fix(offset));
    }

    /// Takes a finding at an offset in the document, with what mends it if anything does.
    pub(crate) fn at_byte_mended(
        &mut self,
        check: Check,
        offset: usize,
        message: impl Into<Cow<'static, str>>,
        fix: impl FnOnce() -> Option<Fix>,
    ) {
        if self.sink.wants(check) {
            self.add(check, offset, message.into(), fix());
        }
    }

    fn add(&mut self, check: Check, offset: usize, message: Cow<'static, str>, fix: Option<Fix>) {
        if self.sink.wants(check) {
            let fault = at(check, self.line.bytes, self.line.rows, offset).saying(message);
            self.sink.add(check, Finding { fix, ..fault });
        }
    }
}

/// A finding at the character at `offset`, known by its row.
pub(super) fn at(check: Check, bytes: &[u8], rows: &Rows<'_>, offset: usize) -> Finding<'static> {
    let row = rows.range(rows.row_of(offset));
    let more = bytes.get(offset + 1..).unwrap_or_default();
    let tail = more.iter().take(3).take_while(|&&byte| byte & 0xC0 == 0x80).count();
    let width = match bytes.get(offset) {
        None | Some(b'\n' | b'\r') => 0,
        Some(..0x80) => 1,
        Some(_) => 1 + tail,
    };
    finding(check, Span::new(offset, offset + width), row.into())
}
