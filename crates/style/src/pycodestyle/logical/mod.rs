//! The checks of logical lines, one module an idea.

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
pub(super) const CHECKS: &[LogicalCheck] = &[];
