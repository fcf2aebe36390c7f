//! The checks of physical lines, one module an idea.

mod end_of_file;
mod indentation;
mod line_length;
mod whitespace;

pub(super) use indentation::first_indent_char;

use crate::Check;
use crate::settings::Settings;
use crate::sink::Sink;
use crate::tokens::{Rows, without_end};

/// A physical line as pycodestyle's checks see it.
pub(super) struct PhysicalLine<'a> {
    pub(super) rows: &'a Rows<'a>,
    /// The row whose text it is.
    pub(super) source: usize,
    /// The row to report it at: another one only where pycodestyle mixes them up.
    pub(super) row: usize,
    /// The text with its line end.
    pub(super) text: &'a [u8],
    /// Whether the line end is inside of a string.
    pub(super) ends_in_string: bool,
    /// Whether it is a line of a string that spans lines, other than its last.
    pub(super) is_multiline: bool,
    /// Whether it is to be judged on its own account.
    pub(super) is_changed: bool,
    pub(super) settings: &'a Settings,
}

impl<'a> PhysicalLine<'a> {
    /// The text without its line end.
    fn line(&self) -> &'a [u8] {
        without_end(self.text)
    }

    /// Where byte `at` of the text is to be reported.
    fn place(&self, at: usize) -> usize {
        let range = self.rows.range(self.row);
        (range.start + at).min(range.start + self.rows.line(self.row).len())
    }

    /// Whether it stands where it is reported, so that an edit there changes it.
    fn is_in_place(&self) -> bool {
        self.source == self.row
    }
}

/// Which checks of physical lines are on, and what they remember.
pub(super) struct Physical {
    /// What the lines so far are indented with.
    pub(super) indent_char: Option<u8>,
    /// The first row that is indented.
    first_indented: usize,
    judges_indentation: bool,
    limit: usize,
    judges_end: bool,
}

/// What they can report.
const CHECKS: &[Check] =
    &[Check::E101, Check::E501, Check::W191, Check::W291, Check::W292, Check::W293, Check::W391];

impl Physical {
    pub(super) fn is_wanted(sink: &Sink<'_>) -> bool {
        sink.wants_any(CHECKS)
    }

    /// `is_file` where the last line ends a file.
    pub(super) fn new(
        rows: &Rows<'_>,
        settings: &Settings,
        is_file: bool,
        sink: &Sink<'_>,
    ) -> Self {
        let (first_indented, indent_char) = first_indent_char(rows);
        let has_tabs = || memchr::memchr(b'\t', rows.bytes()).is_some();
        let judges_indentation = sink.wants_any(&[Check::E101, Check::W191])
            && (indent_char.is_some_and(|first| first != b' ') || has_tabs());
        let limit = if sink.wants(Check::E501) { settings.max_line_length } else { usize::MAX };
        Physical { indent_char, first_indented, judges_indentation, limit, judges_end: is_file }
    }

    /// Whether each row matters for those behind it.
    pub(super) fn wants_all_rows(&self) -> bool {
        self.judges_indentation
    }

    /// Takes note that no row from `row` on was read: what indents them does not count.
    pub(super) fn forget_behind(&mut self, row: usize) {
        if self.first_indented >= row && self.indent_char.take().is_some() {
            self.judges_indentation = true;
        }
    }

    pub(super) fn judge(&mut self, line: &PhysicalLine<'_>, sink: &mut Sink<'_>) {
        if self.judges_indentation {
            indentation::check(line, &mut self.indent_char, sink);
        }
        if line.is_changed {
            whitespace::check(line, sink);
            // No character takes less than a byte.
            if line.text.len() > self.limit {
                line_length::check(line, sink);
            }
        }
        if self.judges_end && line.row + 1 == line.rows.count() {
            end_of_file::check(line, sink);
        }
    }
}
