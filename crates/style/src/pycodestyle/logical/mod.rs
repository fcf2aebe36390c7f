//! The checks of logical lines, one module an idea.

use super::logical_line::LogicalLine;
use super::report::Report;

/// A check of logical lines. Its order among others means nothing.
pub(super) type LogicalCheck = fn(&LogicalLine<'_>, &mut Report<'_, '_, '_>);

/// All of them.
pub(super) const CHECKS: &[LogicalCheck] = &[];
