//! What the grammar does not know of Python 2, written as calls: `exec a in b` as `exec(a, b)`, and
//! an expression in backticks as `repr(…)`.

use super::fast::quotes::{Quote, line_break, line_length, starts_statement, word_length};
use crate::traced::Traced;
use sdf_core::Span;

/// A source in which such things are calls.
pub(crate) struct Rewritten {
    /// The text, which knows where it comes from.
    pub(crate) text: Traced,
    /// The statements in the source.
    pub(crate) statements: Vec<Span>,
}

/// Rewrites `source`; none if there is nothing to rewrite. Linear in its length.
pub(crate) fn rewrite(source: &[u8]) -> Option<Rewritten> {
    let has_statement = || memchr::memmem::find(source, b"exec").is_some();
    if memchr::memchr(b'`', source).is_none() && !has_statement() {
        return None;
    }
    let mut pass = Pass {
        source,
        at: 0,
        copied: 0,
        behind: 0,
        depth: 0,
        begins: true,
        statement: None,
        takes_scope: false,
        is_quoted: false,
        text: Traced::default(),
        statements: Vec::new(),
    };
    pass.run();
    pass.end_statement();
    let is_changed = pass.copied > 0;
    pass.replace(Span::new(source.len(), source.len()), b"");
    is_changed.then_some(Rewritten { text: pass.text, statements: pass.statements })
}

struct Pass<'s> {
    source: &'s [u8],
    at: usize,
    /// Up to where the source is in the text.
    copied: usize,
    /// Behind the last token.
    behind: usize,
    /// Brackets that are open.
    depth: usize,
    /// Whether a statement may begin here.
    begins: bool,
    /// Where the exec statement began that goes on here.
    statement: Option<usize>,
    /// Whether it may yet name the scope it runs in.
    takes_scope: bool,
    /// Whether a backtick is open.
    is_quoted: bool,
    text: Traced,
    statements: Vec<Span>,
}

impl Pass<'_> {
    fn run(&mut self) {
        while let Some(&byte) = self.source.get(self.at) {
            let begins = std::mem::take(&mut self.begins);
            match byte {
                b' ' | b'\t' | 0x0c => {
                    self.begins = begins;
                    self.at += 1;
                    continue;
                }
                b'\\' if line_break(self.rest(1)) > 0 => {
                    self.at += 1 + line_break(self.rest(1));
                    continue;
                }
                b'\n' | b'\r' => {
                    self.at += 1;
                    self.end_line();
                    continue;
                }
                b'#' => {
                    self.at += line_length(self.rest(0));
                    continue;
                }
                b';' if self.depth == 0 => {
                    self.end_statement();
                    self.begins = true;
                    self.at += 1;
                }
                b':' if self.depth == 0 => {
                    self.begins = true;
                    self.at += 1;
                }
                b'"' | b'\'' => {
                    let quote = Quote::at(self.rest(0), b"");
                    let text = self.rest(quote.length());
                    // One that is not closed ends with its line, or the file.
                    let length = quote.end(text).unwrap_or_else(|| match quote.is_long {
                        true => text.len(),
                        false => line_length(text),
                    });
                    self.at += quote.length() + length;
                }
                b'(' | b'[' | b'{' => {
                    self.depth += 1;
                    self.at += 1;
                }
                b')' | b']' | b'}' => {
                    self.depth = self.depth.saturating_sub(1);
                    self.at += 1;
                }
                b'`' => self.backtick(),
                b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => self.word(begins),
                _ => self.at += 1,
            }
            self.behind = self.at.min(self.source.len());
        }
    }

    /// What stands `ahead` of the cursor.
    fn rest(&self, ahead: usize) -> &[u8] {
        self.source.get(self.at + ahead..).unwrap_or_default()
    }

    /// Puts `instead` in the place of `span`.
    fn replace(&mut self, span: Span, instead: &[u8]) {
        let before = self.source.get(self.copied..span.start).unwrap_or_default();
        self.text.push_verbatim(before, self.copied);
        self.text.push_instead(instead, span);
        self.copied = span.end;
    }

    fn end_line(&mut self) {
        let indent = self.rest(0).iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        // A bracket that was never closed ends where it cannot go on.
        if self.depth > 0 && starts_statement(self.rest(indent)) {
            self.depth = 0;
        }
        if self.depth == 0 {
            self.end_statement();
            self.begins = true;
        }
    }

    fn end_statement(&mut self) {
        let end = Span::new(self.behind, self.behind);
        if std::mem::take(&mut self.is_quoted) {
            self.replace(end, b")");
        }
        self.takes_scope = false;
        if let Some(start) = self.statement.take() {
            self.replace(end, b")");
            self.statements.push(Span::new(start, end.end));
        }
    }

    fn backtick(&mut self) {
        let tick = Span::new(self.at, self.at + 1);
        self.at += 1;
        if self.is_quoted {
            self.replace(tick, b")");
            self.is_quoted = false;
        } else if memchr::memchr2(b'`', b'\n', self.rest(0))
            .is_some_and(|end| self.rest(end).first() == Some(&b'`'))
        {
            self.replace(tick, b"repr(");
            self.is_quoted = true;
        }
    }

    fn word(&mut self, begins: bool) {
        let start = self.at;
        self.at += word_length(self.rest(0));
        match self.source.get(start..self.at) {
            Some(b"exec") if begins && self.depth == 0 && self.statement.is_none() => {
                let blanks = self.rest(0).iter().take_while(|byte| matches!(byte, b' ' | b'\t'));
                let blanks = Span::new(self.at, self.at + blanks.count());
                if starts_expression(&self.source[blanks.end..]) {
                    self.replace(blanks, b"(");
                    self.at = blanks.end;
                    self.statement = Some(start);
                    self.takes_scope = true;
                }
            }
            Some(b"in") if self.depth == 0 && std::mem::take(&mut self.takes_scope) => {
                self.replace(Span::new(start, self.at), b",");
            }
            _ => {}
        }
    }
}

/// Whether what stands behind `exec` makes it a statement, and no name or call. The grammar knows
/// `exec (a)` as the call that it is in both versions.
fn starts_expression(rest: &[u8]) -> bool {
    let word = rest.get(..word_length(rest)).unwrap_or_default();
    let is_operator = matches!(word, b"in" | b"is" | b"and" | b"or" | b"not" | b"if" | b"else");
    match rest.first() {
        Some(b'"' | b'\'' | b'`') => true,
        _ => !word.is_empty() && !word[0].is_ascii_digit() && !is_operator,
    }
}
