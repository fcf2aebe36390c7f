//! What IPython adds to Python: magics, shell commands, questions.
//!
//! Only where a statement begins: within brackets, strings and continued lines a `%` is Python's.
//! See <https://ipython.readthedocs.io/en/stable/interactive/reference.html>.

use crate::traced::Traced;
use sdf_core::{ByteSlice, Span};

/// Cell magics whose cells are Python all the same.
const CELLS: &[&[u8]] = &[
    b"capture", b"debug", b"memit", b"prun", b"pypy", b"python", b"python2", b"python3", b"time",
    b"timeit",
];
/// Line magics whose arguments are a statement of Python, perhaps behind options.
const STATEMENTS: &[&[u8]] = &[b"memit", b"prun", b"time", b"timeit"];

/// Adds the Python of `cell` to `code`, whole lines of balanced brackets and closed strings, so
/// that what is broken in a cell breaks no other; false if the cell is not Python.
pub(super) fn append(cell: &Traced, code: &mut Traced) -> bool {
    let text = cell.text();
    let mut lines = Lines { text, at: 0, open: Vec::new() };
    let blank = text.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    if let Some(magic) = text.get(blank..).and_then(|rest| rest.strip_prefix(b"%%")) {
        if !CELLS.contains(&word(magic)) {
            return false;
        }
        let line = text[..blank].rfind_byte(b'\n').map_or(0, |newline| newline + 1);
        code.push_part(cell, 0..line);
        lines.command(blank, blank).replace(cell, b"pass", code);
    }
    while lines.at < text.len() {
        let start = lines.at;
        let indent = text[start..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let first = start + indent;
        match text.get(first) {
            Some(b'%') if let Some(statement) = statement_of_magic(text, first) => {
                code.push_part(cell, start..first);
                lines.at = statement;
                lines.statement(statement, cell, code);
            }
            Some(b'%' | b'!' | b'?' | b',' | b';' | b'/') => {
                code.push_part(cell, start..first);
                lines.command(first, first).replace(cell, b"pass", code);
            }
            _ => lines.statement(start, cell, code),
        }
    }
    lines.finish(cell, code);
    true
}

/// Where the statement begins that the magic at `at` runs.
fn statement_of_magic(text: &[u8], at: usize) -> Option<usize> {
    let name = word(text.get(at + 1..)?);
    if !STATEMENTS.contains(&name) {
        return None;
    }
    let skip_blanks = |mut at: usize| {
        while matches!(text.get(at), Some(b' ' | b'\t')) {
            at += 1;
        }
        at
    };
    let mut at = skip_blanks(at + 1 + name.len());
    while text.get(at) == Some(&b'-') {
        let option = word(&text[at..]);
        at = skip_blanks(at + option.len());
        // `-n 10` as well as `-n10`.
        if option.len() == 2 && text.get(at).is_some_and(u8::is_ascii_digit) {
            at = skip_blanks(at + word(&text[at..]).len());
        }
    }
    matches!(text.get(at), Some(byte) if !byte.is_ascii_whitespace()).then_some(at)
}

/// What `text` begins with, up to white space.
fn word(text: &[u8]) -> &[u8] {
    let length = text.iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
    &text[..length]
}

/// A walk over the lines of a cell.
struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    /// What closes the brackets that are open, and a string of several lines, the innermost last.
    open: Vec<&'static [u8]>,
}

/// A part of a cell that is not Python.
struct Command(Span);

impl Command {
    /// Adds `statement` in its place, and as many line ends as it had.
    fn replace(&self, cell: &Traced, statement: &[u8], code: &mut Traced) {
        let lines = memchr::memchr_iter(b'\n', self.0.of(cell.text())).count();
        let instead = [statement, &b"\n".repeat(lines)].concat();
        code.push_instead(&instead, cell.origin(self.0));
    }
}

impl Lines<'_> {
    /// Passes the command that begins at `start`: up to the end of the line of `at`, or of the last
    /// that a backslash joins to it.
    fn command(&mut self, start: usize, at: usize) -> Command {
        let mut end = at;
        loop {
            let rest = self.text.get(end..).unwrap_or_default();
            let Some(length) = memchr::memchr(b'\n', rest) else {
                end = self.text.len();
                break;
            };
            end += length;
            if !self.text[at..end].trim_ascii_end().ends_with(b"\\") {
                break;
            }
            end += 1;
        }
        self.at = end;
        Command(Span::new(start, end))
    }

    /// Passes the statement at `start`, to the end of its last line, and adds it to `code`.
    fn statement(&mut self, start: usize, cell: &Traced, code: &mut Traced) {
        self.at = start;
        // The last byte of code, so far, and where what follows an assignment begins.
        let mut last = 0;
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b'\n' => {
                    self.at += 1;
                    if self.open.is_empty() {
                        break;
                    }
                }
                b'\\' => self.at += self.line_break().max(2),
                b'#' => self.at += self.rest_of_line(),
                b'"' | b'\'' => self.string(byte),
                b'(' => self.opening(b")"),
                b'[' => self.opening(b"]"),
                b'{' => self.opening(b"}"),
                b')' | b']' | b'}' => {
                    self.open.pop();
                    self.at += 1;
                }
                // `files = !ls` and `out = %magic`.
                b'!' | b'%' if last == b'=' && self.open.is_empty() => {
                    code.push_part(cell, start..self.at);
                    let command = self.command(self.at, self.at);
                    return command.replace(cell, b"None", code);
                }
                // `name?`
                b'?' if self.open.is_empty() => {
                    let blank = |byte: &&u8| byte.is_ascii_whitespace();
                    let first = start + self.text[start..].iter().take_while(blank).count();
                    code.push_part(cell, start..first);
                    return self.command(first, self.at).replace(cell, b"pass", code);
                }
                _ => self.at += 1,
            }
            if !byte.is_ascii_whitespace() {
                last = byte;
            }
        }
        self.at = self.at.min(self.text.len());
        code.push_part(cell, start..self.at);
    }

    fn opening(&mut self, closing: &'static [u8]) {
        self.open.push(closing);
        self.at += 1;
    }

    /// Passes the string at the cursor; one of a single line ends with it.
    fn string(&mut self, quote: u8) {
        let rest = &self.text[self.at..];
        let closing: &'static [u8] = match (rest, quote) {
            ([a, b, c, ..], b'"') if a == b && b == c => b"\"\"\"",
            ([a, b, c, ..], _) if a == b && b == c => b"'''",
            (_, b'"') => b"\"",
            _ => b"'",
        };
        self.at += closing.len();
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b'\\' => self.at += self.line_break().max(2),
                b'\n' if closing.len() == 1 => return,
                _ if self.text[self.at..].starts_with(closing) => {
                    self.at += closing.len();
                    return;
                }
                _ => self.at += 1,
            }
        }
        if closing.len() == 3 {
            self.open.push(closing);
        }
    }

    /// Bytes of the line break behind the backslash at the cursor with it, 0 without one.
    fn line_break(&self) -> usize {
        match self.text.get(self.at + 1..) {
            Some([b'\n', ..]) => 2,
            Some([b'\r', b'\n', ..]) => 3,
            _ => 0,
        }
    }

    fn rest_of_line(&self) -> usize {
        let rest = self.text.get(self.at..).unwrap_or_default();
        memchr::memchr(b'\n', rest).unwrap_or(rest.len())
    }

    /// Ends the last line and what is open.
    fn finish(self, cell: &Traced, code: &mut Traced) {
        let end = cell.origin(Span::new(self.text.len(), self.text.len()));
        if !self.text.is_empty() && !code.text().ends_with(b"\n") {
            code.push_instead(b"\n", end);
        }
        if self.text.trim_ascii_end().ends_with(b"\\") {
            code.push_instead(b"\n", end);
        }
        if !self.open.is_empty() {
            let closing: Vec<&[u8]> = self.open.into_iter().rev().collect();
            code.push_instead(&[&closing.concat(), b"\n".as_slice()].concat(), end);
        }
    }
}
