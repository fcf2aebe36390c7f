//! How a check of a logical line says what it found.

use super::logical_line::LogicalLine;
use crate::Check;
use crate::sink::{Sink, finding};
use sdf_core::{Fix, Span};
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

    /// Whether any of `checks` is on: a check that costs something asks first.
    pub(crate) fn wants_any(&self, checks: &[Check]) -> bool {
        self.sink.wants_any(checks)
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
            let rows = self.line.rows;
            let row = rows.range(rows.row_of(offset));
            let fault = finding(check, Span::new(offset, offset), row.into()).saying(message);
            self.sink.add(check, sdf_core::Finding { fix, ..fault });
        }
    }
}
