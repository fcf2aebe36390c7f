//! Passes over lines that nobody asks about, without making tokens of them.

use super::class::{CLASSES, Class, is_name};
use super::lexer::{BRACKETS, Lexer};
use super::rows::without_end;
use super::string::prefix_length;

/// What was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Passed {
    /// A line with nothing on it.
    Blank,
    /// A line with nothing but a comment.
    Comment,
    /// A statement, from its first byte to behind its last.
    Statement { first: usize, last: usize },
}

/// Where a walk over a statement has come to.
struct Walk {
    at: usize,
    row: usize,
    level: u32,
    /// Behind the last byte that is neither white space nor a comment.
    last: usize,
}

impl Lexer<'_> {
    /// Passes over a logical line that ends before `limit`. None, and nothing is passed over, where
    /// none does, or where it takes a closer look to find its end.
    pub(crate) fn pass_line(&mut self, limit: usize) -> Option<Passed> {
        if !self.is_line_start || self.level > 0 || !self.open.is_empty() || self.pending != 0 {
            return None;
        }
        let mut first = self.at;
        while matches!(self.byte(first), b' ' | b'\t') {
            first += 1;
        }
        let (row, passed) = match self.byte(first) {
            0 | b'\\' | b'\x0c' => return None,
            b'\n' | b'\r' => (self.row + 1, Passed::Blank),
            b'#' => (self.row + 1, Passed::Comment),
            _ => {
                let walk = self.walk_statement(first, limit)?;
                (walk.row, Passed::Statement { first, last: walk.last })
            }
        };
        let end = self.rows.start(row);
        // The last line has more to tell.
        if end >= limit.min(self.bytes.len()) {
            return None;
        }
        if let Passed::Statement { .. } = passed {
            match self.read_indentation() {
                Ok(_) => self.pending = 0,
                Err(fault) => {
                    self.fault = Some(fault);
                    return None;
                }
            }
        }
        self.at = end;
        self.enter_row(row);
        self.buffer = end;
        Some(passed)
    }

    /// Walks from `at` to the end of the statement.
    fn walk_statement(&self, at: usize, limit: usize) -> Option<Walk> {
        let mut walk = Walk { at, row: self.row, level: 0, last: at };
        while walk.at < limit {
            let from = walk.at;
            match CLASSES[self.byte(from) as usize] {
                Class::Name | Class::Prefix => self.walk_name(&mut walk)?,
                Class::Quote => self.walk_string(&mut walk)?,
                Class::Digit => self.walk_number(&mut walk)?,
                Class::Comment => {
                    let row = self.bytes.get(from..self.rows.start(walk.row + 1))?;
                    walk.at += without_end(row).len();
                    continue;
                }
                Class::LineEnd | Class::Backslash => {
                    let is_continued = self.byte(from) == b'\\';
                    let behind = from + usize::from(is_continued);
                    let length = self.line_end(behind).filter(|&length| length > 0)?;
                    walk.at = behind + length;
                    walk.row += 1;
                    if walk.level == 0 && !is_continued {
                        return Some(walk);
                    }
                    continue;
                }
                Class::Control => return None,
                Class::Operator | Class::Dot => {
                    walk.at += 1;
                    match self.byte(from) {
                        b' ' | b'\t' | b'\x0c' => continue,
                        b'(' | b'[' | b'{' => walk.level += 1,
                        b')' | b']' | b'}' => walk.level = walk.level.checked_sub(1)?,
                        _ => {}
                    }
                    if walk.level > BRACKETS {
                        return None;
                    }
                }
            }
            walk.last = walk.at;
        }
        None
    }

    /// Walks over a name, or a string with a prefix that promises no replacement fields.
    fn walk_name(&self, walk: &mut Walk) -> Option<()> {
        let from = walk.at;
        while is_name(self.byte(walk.at)) {
            walk.at += 1;
        }
        if !matches!(self.byte(walk.at), b'"' | b'\'') {
            return Some(());
        }
        let word = self.bytes.get(from..walk.at)?;
        let has_fields = || word.iter().any(|byte| matches!(byte, b'f' | b'F' | b't' | b'T'));
        if prefix_length(word) == word.len() && has_fields() {
            return None;
        }
        self.walk_string(walk)
    }

    fn walk_string(&self, walk: &mut Walk) -> Option<()> {
        let (at, quote) = (walk.at, self.byte(walk.at));
        walk.at = if self.byte(at + 1) == quote && self.byte(at + 2) == quote {
            self.end_of_triple(at + 3, quote)?
        } else {
            self.end_of_single(at + 1, quote).ok()?
        };
        while walk.row + 1 < self.rows.count() && self.rows.start(walk.row + 1) <= walk.at {
            walk.row += 1;
        }
        Some(())
    }

    /// Walks over digits; a number that has more may be malformed.
    fn walk_number(&self, walk: &mut Walk) -> Option<()> {
        while self.byte(walk.at).is_ascii_digit() {
            walk.at += 1;
        }
        (!is_name(self.byte(walk.at))).then_some(())
    }
}
