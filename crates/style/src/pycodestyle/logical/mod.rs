//! The checks of logical lines, one module an idea.

mod around_comma;
mod around_keyword;
mod around_operator;
mod backslash;
mod blank_line_edits;
pub(super) mod blank_lines;
mod comments;
mod comparison;
mod compound;
mod continuation;
mod doc_length;
mod edits;
mod escapes;
mod extraneous;
pub(super) mod imports;
mod indentation;
mod lexeme;
mod line_break;
mod missing;
mod names;
mod negation;
mod parameters;
mod statement;

use super::logical_line::LogicalLine;
use super::report::Report;
use crate::Check;
use crate::sink::Sink;
use lexeme::Lexeme;
use statement::{Reading, Statement};

/// Something that judges logical lines one by one.
pub(super) struct LogicalCheck {
    /// What it can report; it is not called where all of them are off.
    pub(super) checks: &'static [Check],
    pub(super) judge: fn(&LogicalLine<'_>, &mut Report<'_, '_, '_>),
}

/// All of them but those of [`Statements`]; the order means nothing.
pub(super) const CHECKS: &[LogicalCheck] = &[
    LogicalCheck { checks: indentation::CHECKS, judge: indentation::judge },
    LogicalCheck { checks: &[Check::E401], judge: imports::judge_separate },
    LogicalCheck { checks: &[Check::E502], judge: backslash::judge },
    LogicalCheck { checks: &[Check::W505], judge: doc_length::judge },
    LogicalCheck { checks: &[Check::W605], judge: escapes::judge },
];

type Judge = fn(&Statement<'_>, &mut Tables, &mut Report<'_, '_, '_>);

/// The checks that want the tokens sorted; the order means nothing.
const OF_STATEMENTS: &[(&[Check], Judge)] = &[
    (around_comma::CHECKS, |line, _, report| around_comma::judge(line, report)),
    (around_keyword::MISSING, |line, _, report| around_keyword::judge_missing(line, report)),
    (around_keyword::WIDE, |line, _, report| around_keyword::judge_wide(line, report)),
    (around_operator::CHECKS, |line, _, report| around_operator::judge(line, report)),
    (comments::CHECKS, |line, _, report| comments::judge(line, report)),
    (comparison::EXCEPT, |line, _, report| comparison::judge_except(line, report)),
    (comparison::SINGLETONS, |line, _, report| comparison::judge_singletons(line, report)),
    (comparison::TYPES, |line, _, report| comparison::judge_types(line, report)),
    (compound::CHECKS, |line, _, report| compound::judge(line, report)),
    (continuation::CHECKS, |line, tables, report| {
        continuation::judge(line, &mut tables.continuation, report);
    }),
    (extraneous::CHECKS, |line, _, report| extraneous::judge(line, report)),
    (line_break::CHECKS, |line, _, report| line_break::judge(line, report)),
    (missing::CHECKS, |line, tables, report| missing::judge(line, &mut tables.enclosing, report)),
    (names::CHECKS, |line, _, report| names::judge(line, report)),
    (negation::CHECKS, |line, _, report| negation::judge(line, report)),
    (parameters::BEFORE, |line, _, report| parameters::judge_before(line, report)),
    (parameters::EQUALS, |line, _, report| parameters::judge_equals(line, report)),
];

/// Tables that checks fill anew for every line.
#[derive(Default)]
struct Tables {
    continuation: continuation::Continuation,
    enclosing: Vec<Lexeme>,
}

/// The checks that want the tokens of a logical line sorted, those that are on.
pub(super) struct Statements {
    judges: Vec<Judge>,
    reading: Reading,
    tables: Tables,
}

impl Statements {
    pub(super) fn new(sink: &Sink<'_>) -> Self {
        let is_on = |checks: &[Check]| sink.wants_any(checks);
        let judges = OF_STATEMENTS.iter().filter(|(checks, _)| is_on(checks));
        Statements {
            judges: judges.map(|&(_, judge)| judge).collect(),
            reading: Reading::default(),
            tables: Tables::default(),
        }
    }

    /// Whether any is on.
    pub(super) fn are_wanted(&self) -> bool {
        !self.judges.is_empty()
    }

    pub(super) fn judge(&mut self, line: &LogicalLine<'_>, report: &mut Report<'_, '_, '_>) {
        if self.judges.is_empty() {
            return;
        }
        let statement = Statement::read(line, &mut self.reading);
        for judge in &self.judges {
            judge(&statement, &mut self.tables, report);
        }
    }
}
