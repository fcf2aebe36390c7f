//! Takes a document apart into physical and logical lines and has them judged.

use super::logical::blank_lines::{self, BlankLines};
use super::logical::imports::ImportsFirst;
use super::logical::{CHECKS, LogicalCheck, Statements};
use super::logical_line::{Joined, LogicalLine, Previous};
use super::physical::{Physical, PhysicalLine};
use super::report::{Report, at};
use super::text::expand_indent;
use crate::Check;
use crate::settings::Settings;
use crate::sink::Sink;
use crate::tokens::{Fault, Lexer, Rows, Token, TokenKind};
use sdf_core::{Document, Kind};

/// The checks of physical lines.
const OF_ROWS: &[Check] =
    &[Check::E101, Check::E501, Check::W191, Check::W291, Check::W292, Check::W293, Check::W391];

/// Judges the lines of a Python file.
pub(crate) fn check(document: &Document<'_>, settings: &Settings, sink: &mut Sink<'_>) {
    let own = CHECKS.iter().flat_map(|check| check.checks);
    let others = OF_ROWS.iter().chain(blank_lines::CHECKS).chain(&[Check::E402, Check::E901]);
    let statements = Statements::new(sink);
    let is_wanted = statements.are_wanted() || own.chain(others).any(|&check| sink.wants(check));
    if !is_wanted || document.bytes.is_empty() || u32::try_from(document.bytes.len()).is_err() {
        return;
    }
    let rows = Rows::new(document.bytes);
    if rows.count() > 0 {
        Checker::new(document, &rows, settings, statements, sink).run();
    }
}

struct Checker<'a, 's, 'f> {
    bytes: &'a [u8],
    rows: &'a Rows<'a>,
    settings: &'a Settings,
    sink: &'s mut Sink<'f>,
    lexer: Lexer<'a>,
    physical: Physical,
    /// The checks of logical lines that are on.
    checks: Vec<&'static LogicalCheck>,
    statements: Statements,
    blank_lines_check: Option<BlankLines>,
    imports_check: Option<ImportsFirst>,
    /// The tokens of the logical line so far.
    tokens: Vec<Token>,
    joined: Joined,
    previous: Previous,
    blank_lines: usize,
    blank_before: usize,
    /// Brackets that are open, below 0 if more were closed than opened.
    depth: i64,
    /// Where the last f-string or t-string began.
    fstring_row: u32,
    tstring_row: u32,
    /// The row of the last token, and from where on nothing but a backslash follows on it.
    row: u32,
    backslash: u32,
}

impl<'a, 's, 'f> Checker<'a, 's, 'f> {
    fn new(
        document: &Document<'a>,
        rows: &'a Rows<'a>,
        settings: &'a Settings,
        statements: Statements,
        sink: &'s mut Sink<'f>,
    ) -> Self {
        let bytes = document.bytes;
        // Cells of a notebook stand apart, whatever is between them.
        let is_file = document.kind != Kind::Cells;
        let has_tabs = memchr::memchr(b'\t', bytes).is_some();
        let on = CHECKS.iter().filter(|check| sink.wants_any(check.checks));
        Checker {
            bytes,
            rows,
            settings,
            lexer: Lexer::new(bytes, rows),
            physical: Physical::new(rows, settings, has_tabs, sink),
            checks: on.collect(),
            statements,
            blank_lines_check: (is_file && sink.wants_any(blank_lines::CHECKS))
                .then(BlankLines::default),
            imports_check: (is_file && sink.wants(Check::E402)).then(ImportsFirst::default),
            sink,
            tokens: Vec::with_capacity(64),
            joined: Joined::default(),
            previous: Previous::default(),
            blank_lines: 0,
            blank_before: 0,
            depth: 0,
            fstring_row: 0,
            tstring_row: 0,
            row: u32::MAX,
            backslash: u32::MAX,
        }
    }

    fn run(mut self) {
        let rows_read = loop {
            match self.lexer.read() {
                Ok(token) if token.kind == TokenKind::EndMarker => break self.rows.count(),
                Ok(token) => self.take(token),
                Err(fault) => {
                    self.report_fault(&fault);
                    break fault.rows_read;
                }
            }
        };
        // What is left over at the end is judged all the same, with the last line of the file.
        if !self.tokens.is_empty() {
            self.physical.forget_behind(rows_read);
            self.judge_row(self.rows.count() - 1, rows_read.saturating_sub(1), false);
            self.judge_logical(rows_read);
        }
    }

    fn take(&mut self, token: Token) {
        self.judge_rows(&token);
        self.tokens.push(token);
        match token.kind {
            TokenKind::Operator => match token.text(self.bytes) {
                b"(" | b"[" | b"{" => self.depth += 1,
                b")" | b"]" | b"}" => self.depth -= 1,
                _ => {}
            },
            TokenKind::Newline if self.depth == 0 => {
                self.judge_logical(token.end.line as usize + 1);
                self.blank_before = 0;
            }
            TokenKind::Nl if self.depth == 0 => {
                if self.tokens.len() == 1 {
                    self.blank_lines += 1;
                    self.tokens.clear();
                } else {
                    self.judge_logical(token.end.line as usize + 1);
                }
            }
            _ => {}
        }
    }

    /// Judges the physical lines that end with `token`, or with a backslash behind it.
    fn judge_rows(&mut self, token: &Token) {
        match token.kind {
            TokenKind::FStringStart => return self.fstring_row = token.start.line,
            TokenKind::TStringStart => return self.tstring_row = token.start.line,
            _ => {}
        }
        let spans_rows = token.start.line != token.end.line;
        if token.kind.is_newline() || (!spans_rows && self.precedes_backslash(token)) {
            let row = token.end.line as usize;
            return self.judge_row(row, row, false);
        }
        let start = match token.kind {
            TokenKind::String if spans_rows => token.start.line,
            TokenKind::FStringEnd => self.fstring_row,
            TokenKind::TStringEnd => self.tstring_row,
            _ => return,
        };
        for row in start..token.end.line {
            self.judge_row(row as usize, row as usize, true);
        }
    }

    /// Whether nothing but a backslash follows the token on its row.
    fn precedes_backslash(&mut self, token: &Token) -> bool {
        if token.end.line != self.row {
            self.row = token.end.line;
            let row = self.rows.line(self.row as usize);
            let is_ended = row.len() < self.rows.text(self.row as usize).len();
            self.backslash = match row.strip_suffix(b"\\") {
                Some(text) if is_ended => {
                    let text = super::text::Text { bytes: text, characters: self.rows.characters };
                    self.rows.start(self.row as usize) as u32 + text.trim_end().bytes.len() as u32
                }
                _ => u32::MAX,
            };
        }
        token.to >= self.backslash && (token.to as usize) < self.row_end()
    }

    fn row_end(&self) -> usize {
        self.rows.start(self.row as usize) + self.rows.line(self.row as usize).len()
    }

    fn judge_row(&mut self, source: usize, row: usize, is_multiline: bool) {
        let line = PhysicalLine {
            rows: self.rows,
            source,
            row,
            text: self.rows.text(source),
            ends_in_string: is_multiline || self.lexer.is_in_string(),
            is_multiline,
            settings: self.settings,
        };
        self.physical.judge(&line, self.sink);
    }

    fn judge_logical(&mut self, rows_read: usize) {
        if !self.joined.join(&self.tokens, self.bytes) {
            return;
        }
        self.blank_before = self.blank_before.max(self.blank_lines);
        let start = self.joined.mapping.first().map_or(0, |&(_, start)| start as usize);
        let row = self.rows.row_of(start);
        let indentation = &self.bytes[self.rows.start(row)..start];
        let line = LogicalLine {
            text: &self.joined.text,
            tokens: &self.tokens,
            mapping: &self.joined.mapping,
            bytes: self.bytes,
            rows: self.rows,
            rows_read,
            settings: self.settings,
            indent_level: expand_indent(indentation, self.rows.characters),
            indent_char: self.physical.indent_char,
            blank_lines: self.blank_lines,
            blank_before: self.blank_before,
            previous: self.previous,
        };
        let report = &mut Report::new(self.sink, &line);
        for check in &self.checks {
            (check.judge)(&line, report);
        }
        self.statements.judge(&line, report);
        if let Some(check) = &mut self.blank_lines_check {
            check.judge(&line, report);
        }
        if let Some(check) = &mut self.imports_check {
            check.judge(&line, report);
        }
        if !line.text.is_empty() {
            self.previous = remember(&line);
        }
        self.blank_lines = 0;
        self.tokens.clear();
    }

    fn report_fault(&mut self, fault: &Fault) {
        if self.sink.wants(Check::E901) {
            let line = self.rows.line(fault.row);
            let column = self.rows.characters.prefix(line, fault.column);
            let place = self.rows.start(fault.row) + column;
            let found = at(Check::E901, self.bytes, self.rows, place);
            self.sink.add(Check::E901, found.saying(fault.cause.message()));
        }
    }
}

/// What the lines behind `line` have to know of it.
fn remember(line: &LogicalLine<'_>) -> Previous {
    let text = line.text;
    let unprefixed = text.strip_prefix(b"u").unwrap_or(text);
    let unprefixed = unprefixed.strip_prefix(b"r").unwrap_or(unprefixed);
    let is_definition = text.starts_with(b"def ") || text.starts_with(b"class ");
    Previous {
        exists: true,
        indent_level: line.indent_level,
        is_decorator: text.starts_with(b"@"),
        ends_with_colon: text.ends_with(b":"),
        is_docstring: matches!(unprefixed.first(), Some(b'"' | b'\'')),
        unindented_is_definition: match line.indent_level {
            0 => is_definition,
            _ => line.previous.unindented_is_definition,
        },
    }
}
