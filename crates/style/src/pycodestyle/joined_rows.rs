//! Rows that belong together for comments which silence findings.

use crate::tokens::{Rows, Token};
use sdf_core::{Finding, Span};

/// Rows that strings and backslashes join, so that a comment behind the last of them is about all,
/// as flake8 has it (`_noqa_line_mapping`).
#[derive(Default)]
pub(super) struct JoinedRows {
    first: Option<u32>,
    /// First and last, where they differ.
    groups: Vec<(u32, u32)>,
}

impl JoinedRows {
    pub(super) fn take(&mut self, token: &Token) {
        let first = *self.first.get_or_insert(token.start.line);
        if token.kind.is_newline() {
            if first < token.end.line {
                self.groups.push((first, token.end.line));
            }
            self.first = None;
        }
    }

    /// Tells the findings that comments on all rows of their group are about them.
    pub(super) fn mark(&self, findings: &mut [Finding<'_>], rows: &Rows<'_>) {
        if self.groups.is_empty() {
            return;
        }
        for finding in findings {
            let row = rows.row_of(finding.span.start) as u32;
            let next = self.groups.partition_point(|&(_, last)| last < row);
            if let Some(&(first, last)) = self.groups.get(next).filter(|&&(first, _)| first <= row)
            {
                let end = rows.range(last as usize).end;
                finding.extent = Some(Span::new(rows.start(first as usize), end));
            }
        }
    }
}
