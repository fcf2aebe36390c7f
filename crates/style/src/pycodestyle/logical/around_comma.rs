//! E241 and E242: more than a space after a comma, semicolon or colon.

use super::edits::set_gap;
use super::statement::{Statement, skip_space};
use crate::Check;
use crate::pycodestyle::report::Report;

pub(super) const CHECKS: &[Check] = &[Check::E241, Check::E242];

pub(super) fn judge(statement: &Statement<'_>, report: &mut Report<'_, '_, '_>) {
    if !statement.traits.wide_gap {
        return;
    }
    let text = statement.text();
    let mut at = 0;
    while let Some(distance) = memchr::memchr3(b',', b';', b':', &text[at..]) {
        let start = at + distance + 1;
        at = skip_space(text, start);
        let gap = &text[start..at];
        let (check, message) = if gap.contains(&b'\t') {
            (Check::E242, "tab after a comma, semicolon or colon")
        } else if gap.windows(2).any(|pair| pair == b"  ") {
            (Check::E241, "several spaces after a comma, semicolon or colon")
        } else {
            continue;
        };
        report.at_text_mended(check, start, message, |at| set_gap(statement, at, b" "));
    }
}
