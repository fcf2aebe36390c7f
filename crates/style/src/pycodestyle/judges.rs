//! The checks of logical lines that are on.

use super::logical::blank_lines::{self, BlankLines};
use super::logical::imports::ImportsFirst;
use super::logical::{CHECKS, LogicalCheck, Statements};
use super::logical_line::LogicalLine;
use super::report::Report;
use crate::Check;
use crate::sink::Sink;

/// The checks of logical lines that are on, and what they remember.
pub(super) struct Judges {
    single: Vec<&'static LogicalCheck>,
    statements: Statements,
    blank_lines: Option<BlankLines>,
    imports: Option<ImportsFirst>,
}

impl Judges {
    /// `is_file` where lines follow one another as in a file: cells of a notebook stand apart,
    /// whatever is between them.
    pub(super) fn new(sink: &Sink<'_>, is_file: bool) -> Self {
        let wants_lines = is_file && sink.wants_any(blank_lines::CHECKS);
        Judges {
            single: CHECKS.iter().filter(|check| sink.wants_any(check.checks)).collect(),
            statements: Statements::new(sink),
            blank_lines: wants_lines.then(BlankLines::default),
            imports: (is_file && sink.wants(Check::E402)).then(ImportsFirst::default),
        }
    }

    pub(super) fn are_none(&self) -> bool {
        self.single.is_empty()
            && !self.statements.are_wanted()
            && self.blank_lines.is_none()
            && self.imports.is_none()
    }

    /// Whether a line without indentation says something of others, which need not be near.
    pub(super) fn want_unindented(&self) -> bool {
        self.imports.as_ref().is_some_and(ImportsFirst::wants_more)
    }

    /// Judges `line`, which a change touches or is next to if `is_near`.
    pub(super) fn judge(&mut self, line: &LogicalLine<'_>, is_near: bool, sink: &mut Sink<'_>) {
        let report = &mut Report::new(sink, line);
        if let Some(check) = &mut self.imports {
            check.judge(line, is_near, report);
        }
        if !is_near {
            return;
        }
        for check in &self.single {
            (check.judge)(line, report);
        }
        self.statements.judge(line, report);
        if let Some(check) = &mut self.blank_lines {
            check.judge(line, report);
        }
    }
}
