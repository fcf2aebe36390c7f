//! E111 to E117: how far a logical line is indented.

use crate::Check;
use crate::pycodestyle::logical_line::LogicalLine;
use crate::pycodestyle::report::Report;

pub(super) const CHECKS: &[Check] =
    &[Check::E111, Check::E112, Check::E113, Check::E114, Check::E115, Check::E116, Check::E117];

pub(super) fn judge(line: &LogicalLine<'_>, report: &mut Report<'_, '_, '_>) {
    let size = line.settings.indent_size.max(1);
    let is_comment = line.text.is_empty();
    let of = |code: Check, comment: Check| if is_comment { comment } else { code };
    let (level, previous) = (line.indent_level, line.previous.indent_level);
    if level % size != 0 {
        let message = format!("indentation is not a multiple of {size}");
        report.at_text(of(Check::E111, Check::E114), 0, message);
    }
    if line.previous.ends_with_colon {
        if level <= previous {
            report.at_text(of(Check::E112, Check::E115), 0, "expected an indented block");
        }
        let step = if line.indent_char == Some(b'\t') { 8 } else { 4 };
        if level > previous + step {
            report.at_text(Check::E117, 0, "over-indented");
        }
    } else if level > previous {
        report.at_text(of(Check::E113, Check::E116), 0, "unexpected indentation");
    }
}
