//! Takes a document apart into physical and logical lines and has them judged.

use super::interest::Interest;
use super::joined_rows::JoinedRows;
use super::judges::Judges;
use super::logical_line::{Joined, LogicalLine};
use super::physical::{Physical, PhysicalLine};
use super::previous::{Previous, is_statement};
use super::report::at;
use super::text::{Text, expand_indent};
use crate::Check;
use crate::settings::Settings;
use crate::sink::Sink;
use crate::tokens::{Fault, Lexer, Passed, Rows, Token, TokenKind};
use sdf_core::{Document, Kind};

/// Judges the lines of a Python file, or of the cells of a notebook.
pub(crate) fn check(document: &Document<'_>, settings: &Settings, sink: &mut Sink<'_>) {
    let judges = Judges::new(sink, document.kind != Kind::Cells);
    let is_wanted = !judges.are_none() || Physical::is_wanted(sink) || sink.wants(Check::E901);
    if !is_wanted || document.bytes.is_empty() || u32::try_from(document.bytes.len()).is_err() {
        return;
    }
    let rows = Rows::new(document.bytes);
    if rows.count() > 0 {
        Checker::new(document, &rows, settings, judges, sink).run();
    }
}

struct Checker<'a, 's, 'f> {
    bytes: &'a [u8],
    rows: &'a Rows<'a>,
    settings: &'a Settings,
    in_notebook: bool,
    sink: &'s mut Sink<'f>,
    lexer: Lexer<'a>,
    interest: Interest<'a>,
    physical: Physical,
    judges: Judges,
    joined_rows: JoinedRows,
    /// The tokens of the logical line so far.
    tokens: Vec<Token>,
    /// Where the line before ended.
    line_start: usize,
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
        document: &'a Document<'a>,
        rows: &'a Rows<'a>,
        settings: &'a Settings,
        judges: Judges,
        sink: &'s mut Sink<'f>,
    ) -> Self {
        let is_file = document.kind != Kind::Cells;
        Checker {
            in_notebook: !is_file,
            bytes: document.bytes,
            rows,
            settings,
            lexer: Lexer::new(document.bytes, rows),
            interest: Interest::new(&document.focus),
            physical: Physical::new(rows, settings, is_file, sink),
            judges,
            joined_rows: JoinedRows::default(),
            sink,
            tokens: Vec::with_capacity(64),
            line_start: 0,
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
        let first = self.sink.count();
        let passes = !self.physical.wants_all_rows() && !self.sink.wants(Check::E901);
        let rows_read = loop {
            if passes && self.tokens.is_empty() && self.depth == 0 {
                self.pass_lines();
            }
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
        self.joined_rows.mark(self.sink.since(first), self.rows);
    }

    /// Passes over lines of no interest, taking note of what matters to those behind.
    fn pass_lines(&mut self) {
        while let Some(limit) = self.interest.passes_until(self.line_start) {
            let row = self.lexer.offset();
            let is_unindented = self.bytes.get(row).is_some_and(|byte| !b" \t\r\n#".contains(byte));
            if is_unindented && self.judges.want_unindented() {
                return;
            }
            match self.lexer.pass_line(limit) {
                None => return,
                Some(Passed::Blank) => {
                    self.blank_lines += 1;
                    continue;
                }
                Some(Passed::Comment) => {
                    self.blank_before = self.blank_before.max(self.blank_lines);
                }
                Some(Passed::Statement { first, last }) => {
                    let level = expand_indent(&self.bytes[row..first], self.rows.characters);
                    let ends_with_colon = self.bytes[..last].ends_with(b":");
                    let text = &self.bytes[first..];
                    self.previous = self.previous.after_text(text, ends_with_colon, level);
                    self.blank_before = 0;
                }
            }
            self.blank_lines = 0;
            self.line_start = self.lexer.offset();
        }
    }

    fn take(&mut self, token: Token) {
        self.judge_rows(&token);
        self.joined_rows.take(&token);
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
                    let text = Text { bytes: text, characters: self.rows.characters };
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
        let is_changed = self.interest.wants_row(self.rows.range(row));
        let line = PhysicalLine {
            rows: self.rows,
            source,
            row,
            text: self.rows.text(source),
            ends_in_string: is_multiline || self.lexer.is_in_string(),
            is_multiline,
            is_changed,
            settings: self.settings,
        };
        self.physical.judge(&line, self.sink);
    }

    /// Has the logical line judged whose tokens are complete.
    fn judge_logical(&mut self, rows_read: usize) {
        let Some(first) = self.tokens.iter().find(|token| !token.kind.is_layout()) else { return };
        self.blank_before = self.blank_before.max(self.blank_lines);
        let row = self.rows.start(first.start.line as usize);
        let indentation = &self.bytes[row..first.from as usize];
        let indent_level = expand_indent(indentation, self.rows.characters);
        let end = self.rows.start(rows_read);
        let is_comment = !is_statement(&self.tokens);
        let is_near = self.interest.wants_line(self.line_start..end, is_comment);
        if is_near || (indent_level == 0 && !is_comment && self.judges.want_unindented()) {
            self.joined.join(&self.tokens, self.bytes);
            let line = LogicalLine {
                text: &self.joined.text,
                tokens: &self.tokens,
                mapping: &self.joined.mapping,
                bytes: self.bytes,
                rows: self.rows,
                rows_read,
                settings: self.settings,
                in_notebook: self.in_notebook,
                indent_level,
                indent_char: self.physical.indent_char,
                blank_lines: self.blank_lines,
                blank_before: self.blank_before,
                previous: self.previous,
            };
            self.judges.judge(&line, is_near, self.sink);
        }
        self.previous = self.previous.after(&self.tokens, self.bytes, indent_level);
        self.line_start = end;
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
