//! The checks of logical lines, one module an idea.

mod backslash;
pub(super) mod blank_lines;
mod doc_length;
mod escapes;
pub(super) mod imports;
mod indentation;

use super::logical_line::LogicalLine;
use super::report::Report;
use crate::Check;

/// Something that judges logical lines one by one.
pub(super) struct LogicalCheck {
    /// What it can report; it is not called where all of them are off.
    pub(super) checks: &'static [Check],
    pub(super) judge: fn(&LogicalLine<'_>, &mut Report<'_, '_, '_>),
}

/// All of them; the order means nothing.
pub(super) const CHECKS: &[LogicalCheck] = &[
    LogicalCheck { checks: indentation::CHECKS, judge: indentation::judge },
    LogicalCheck { checks: &[Check::E401], judge: imports::judge_separate },
    LogicalCheck { checks: &[Check::E502], judge: backslash::judge },
    LogicalCheck { checks: &[Check::W505], judge: doc_length::judge },
    LogicalCheck { checks: &[Check::W605], judge: escapes::judge },
];
