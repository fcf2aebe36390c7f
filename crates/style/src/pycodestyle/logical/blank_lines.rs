//! E301 to E306: blank lines around definitions.

use super::blank_line_edits::{insert, remove};
use crate::Check;
use crate::pycodestyle::logical_line::LogicalLine;
use crate::pycodestyle::report::Report;
use crate::pycodestyle::text::{Text, expand_indent};
use crate::tokens::Rows;

pub(crate) const CHECKS: &[Check] =
    &[Check::E301, Check::E302, Check::E303, Check::E304, Check::E305, Check::E306];

/// Blank lines around what stands at the top level, and around methods.
const TOP_LEVEL: usize = 2;
const METHOD: usize = 1;

/// Judges blank lines. Remembers what it saw of the physical lines, for it looks far ahead and back.
#[derive(Default)]
pub(crate) struct BlankLines {
    outline: Outline,
    /// The first row from a known one on that begins a definition.
    definition: Ahead,
}

impl BlankLines {
    pub(crate) fn judge(&mut self, line: &LogicalLine<'_>, report: &mut Report<'_, '_, '_>) {
        let previous = &line.previous;
        // The first line needs none before.
        if !previous.exists && line.blank_before < TOP_LEVEL {
            return;
        }
        let (blank, before) = (line.blank_lines, line.blank_before);
        if previous.is_decorator {
            if blank > 0 {
                let message = format!("blank lines after decorator ({blank})");
                report.at_text_mended(Check::E304, 0, message, |_| remove(line, 0));
            }
        } else if blank > TOP_LEVEL || (line.indent_level > 0 && blank > METHOD) {
            let kept = if line.indent_level > 0 { METHOD } else { TOP_LEVEL };
            let message = format!("too many blank lines ({blank})");
            report.at_text_mended(Check::E303, 0, message, |_| remove(line, kept));
        } else if begins_definition(line.text) {
            self.judge_definition(line, report);
        } else if !line.text.is_empty()
            && line.indent_level == 0
            && before != TOP_LEVEL
            && previous.unindented_is_definition
        {
            let message = format!("expected 2 blank lines after class or function, found {before}");
            report.at_text_mended(Check::E305, 0, message, |_| insert(line, TOP_LEVEL));
        }
    }

    fn judge_definition(&mut self, line: &LogicalLine<'_>, report: &mut Report<'_, '_, '_>) {
        let (before, previous) = (line.blank_before, &line.previous);
        if line.indent_level == 0 {
            if before != TOP_LEVEL && !(before == 0 && self.is_one_liner(line)) {
                let message = format!("expected 2 blank lines, found {before}");
                report.at_text_mended(Check::E302, 0, message, |_| insert(line, TOP_LEVEL));
            }
            return;
        }
        let is_apart = before == METHOD || previous.indent_level < line.indent_level;
        if is_apart || previous.is_docstring || (before == 0 && self.is_one_liner(line)) {
            return;
        }
        if self.outline.is_nested(line) {
            let message = "expected 1 blank line before a nested definition";
            report.at_text_mended(Check::E306, 0, message, |_| insert(line, METHOD));
        } else {
            let message = format!("expected 1 blank line, found {before}");
            report.at_text_mended(Check::E301, 0, message, |_| insert(line, METHOD));
        }
    }

    /// Whether the definition has its body on its own line, as far as the lines around tell: such
    /// may stand together.
    fn is_one_liner(&mut self, line: &LogicalLine<'_>) -> bool {
        let (rows, last) = (line.rows, line.rows_read.saturating_sub(1));
        let indent = |row: usize| expand_indent(rows.text(row), rows.characters);
        if last > 0 && indent(last - 1) > line.indent_level {
            return false;
        }
        let begins = |row: usize| {
            let text = rows.text(row).trim_ascii();
            !text.starts_with(b"@") && begins_definition(text)
        };
        let Some(definition) = self.definition.find(last, rows.count(), begins) else {
            return false;
        };
        let mut next = definition + 1..rows.count();
        next.find(|&row| !is_blank(rows, row)).is_none_or(|row| indent(row) <= line.indent_level)
    }
}

/// Where a row with some property is, asked for from rising rows on, so that none is looked at
/// twice.
#[derive(Default)]
struct Ahead {
    known: Option<(usize, Option<usize>)>,
}

impl Ahead {
    fn find(&mut self, from: usize, end: usize, is: impl Fn(usize) -> bool) -> Option<usize> {
        match self.known {
            Some((since, found)) if since <= from && found.is_none_or(|row| from <= row) => found,
            _ => {
                let found = (from..end).find(|&row| is(row));
                self.known = Some((from, found));
                found
            }
        }
    }
}

/// The rows that enclose the current one by their indentation.
#[derive(Default)]
struct Outline {
    /// How many rows are taken in.
    rows: usize,
    /// Indentation of each and whether it begins a function, the outermost first.
    open: Vec<(usize, bool)>,
}

impl Outline {
    /// Whether a function encloses the line.
    fn is_nested(&mut self, line: &LogicalLine<'_>) -> bool {
        let rows = line.rows;
        // pycodestyle counts back from the last row of the line.
        let end = line.rows_read.saturating_sub(1);
        for row in self.rows.min(end)..end {
            if is_blank(rows, row) {
                continue;
            }
            let indent = expand_indent(rows.text(row), rows.characters);
            while self.open.last().is_some_and(|&(outer, _)| outer >= indent) {
                self.open.pop();
            }
            self.open.push((indent, begins_function(rows.text(row).trim_ascii_start())));
        }
        self.rows = self.rows.max(end);
        let mut enclosing = self.open.iter().filter(|(indent, _)| *indent < line.indent_level);
        enclosing.any(|&(_, is_function)| is_function)
    }
}

fn is_blank(rows: &Rows<'_>, row: usize) -> bool {
    let bytes = rows.text(row);
    let is_solid = |byte: &u8| byte.is_ascii_graphic();
    !bytes.iter().any(is_solid)
        && Text { bytes, characters: rows.characters }.trim_end().bytes.is_empty()
}

/// Whether `text` begins with a class, a function or a decorator.
fn begins_definition(text: &[u8]) -> bool {
    let spaced = |text: &[u8]| text.first().is_some_and(|&byte| is_space(byte));
    match text.first() {
        Some(b'@') => true,
        Some(b'c') => text.strip_prefix(b"class").is_some_and(spaced),
        Some(b'd') => text.strip_prefix(b"def").is_some_and(spaced),
        Some(b'a') => {
            behind_async(text).and_then(|text| text.strip_prefix(b"def")).is_some_and(spaced)
        }
        _ => false,
    }
}

/// Whether `text` begins with a function.
fn begins_function(text: &[u8]) -> bool {
    let text = behind_async(text).unwrap_or(text);
    let ends = |text: &[u8]| {
        text.first()
            .is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_' && byte.is_ascii())
    };
    text.strip_prefix(b"def").is_some_and(ends)
}

/// What follows the word `async` and white space.
fn behind_async(text: &[u8]) -> Option<&[u8]> {
    let rest = text.strip_prefix(b"async")?;
    let spaces = rest.iter().take_while(|&&byte| is_space(byte)).count();
    (spaces > 0).then(|| &rest[spaces..])
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r' | 0x1c..=0x1f)
}
