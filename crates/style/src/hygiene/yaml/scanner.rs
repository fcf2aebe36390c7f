//! Makes tokens of characters.

use super::cursor::Cursor;
use super::simple_keys::{SimpleKey, SimpleKeys};
use super::tokens::{Kind, Token};
use crate::hygiene::fault::Fault;
use std::collections::VecDeque;

/// Reads tokens, as many ahead as it takes to tell keys from values.
pub(super) struct Scanner<'t> {
    pub(super) cursor: Cursor<'t>,
    /// Read, but not taken.
    tokens: VecDeque<Token<'t>>,
    taken: usize,
    done: bool,
    /// The flow collections that are open, each by its bracket.
    flows: Vec<u8>,
    /// The column of the block; below 0 outside of all.
    pub(super) indent: isize,
    /// Those of the blocks around it.
    indents: Vec<isize>,
    /// Whether a key may begin here; in a block, whether a block may.
    pub(super) key_allowed: bool,
    keys: SimpleKeys,
    /// What a `%YAML` said last, else 1.2.
    pub(super) version: (u32, u32),
}

const MISPLACED: &str =
    "a `:` cannot stand here: it is a second one on the line, or the indentation is off";

/// The version whose rules are the old ones.
pub(super) const OLD: (u32, u32) = (1, 1);
/// The version of files that name none.
pub(super) const NEW: (u32, u32) = (1, 2);

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Scanner {
            cursor: Cursor::new(text.as_bytes()),
            tokens: VecDeque::new(),
            taken: 0,
            done: false,
            flows: Vec::new(),
            indent: -1,
            indents: Vec::new(),
            key_allowed: true,
            keys: SimpleKeys::default(),
            version: NEW,
        }
    }

    /// The next token. Behind the last one, `StreamEnd`, it comes again and again.
    pub(super) fn peek(&mut self) -> Result<&Token<'t>, Fault> {
        while self.needs_more()? {
            self.fetch()?;
        }
        if self.tokens.is_empty() {
            self.end_stream();
        }
        Ok(&self.tokens[0])
    }

    /// Takes the next token.
    pub(super) fn next(&mut self) -> Result<Token<'t>, Fault> {
        self.peek()?;
        self.taken += 1;
        Ok(self.tokens.pop_front().expect("a token was there to look at"))
    }

    fn needs_more(&mut self) -> Result<bool, Fault> {
        if self.done {
            return Ok(false);
        }
        if self.tokens.is_empty() {
            return Ok(true);
        }
        self.keys.forget_stale(&self.cursor)?;
        Ok(self.keys.first_token() == Some(self.taken))
    }

    pub(super) fn in_flow(&self) -> bool {
        !self.flows.is_empty()
    }

    pub(super) fn token(&self, kind: Kind<'t>, start: &Cursor<'t>) -> Token<'t> {
        Token { kind, start: start.at, end: self.cursor.at, line: start.line }
    }

    fn push_here(&mut self, kind: Kind<'t>) {
        let token = self.token(kind, &self.cursor);
        self.tokens.push_back(token);
    }

    /// Appends a token of `length` characters of ASCII.
    fn push_indicator(&mut self, kind: Kind<'t>, length: usize) {
        let start = self.cursor.clone();
        self.cursor.pass(length);
        let token = self.token(kind, &start);
        self.tokens.push_back(token);
    }

    /// Reads at least one token.
    fn fetch(&mut self) -> Result<(), Fault> {
        self.skip_to_token();
        self.keys.forget_stale(&self.cursor)?;
        self.unwind(self.cursor.column as isize);
        let at_line_start = self.cursor.column == 0;
        match self.cursor.peek() {
            0 => {
                self.unwind(-1);
                self.forget_key()?;
                self.end_stream();
                Ok(())
            }
            b'%' if at_line_start => {
                self.unwind(-1);
                self.forget_key()?;
                self.key_allowed = false;
                let start = self.cursor.clone();
                let directive = self.directive()?;
                let token = self.token(Kind::Directive(directive), &start);
                self.tokens.push_back(token);
                Ok(())
            }
            b'-' if at_line_start && self.cursor.is_document_marker() => {
                self.document_marker(Kind::DocumentStart)
            }
            b'.' if at_line_start && self.cursor.is_document_marker() => {
                self.document_marker(Kind::DocumentEnd)
            }
            b'[' => self.flow_start(b'[', Kind::FlowSequenceStart),
            b'{' => self.flow_start(b'{', Kind::FlowMappingStart),
            b']' => self.flow_end(Kind::FlowSequenceEnd),
            b'}' => self.flow_end(Kind::FlowMappingEnd),
            b',' => {
                self.key_allowed = true;
                self.forget_key()?;
                self.push_indicator(Kind::FlowEntry, 1);
                Ok(())
            }
            b'-' if self.cursor.is_blank(1) => self.block_entry(),
            b'?' if self.in_flow() || self.cursor.is_blank(1) => self.key(),
            b':' if self.is_value() => self.value(),
            b'*' | b'&' => self.fetch_with(Self::anchor),
            b'!' => self.fetch_with(Self::tag),
            b'|' | b'>' if !self.in_flow() => {
                self.key_allowed = true;
                self.forget_key()?;
                let token = self.block_scalar()?;
                self.tokens.push_back(token);
                Ok(())
            }
            b'\'' | b'"' => self.fetch_with(Self::quoted_scalar),
            _ if self.is_plain() => self.fetch_with(Self::plain_scalar),
            byte => {
                let sort = if byte == b'\t' { "a tab" } else { "this character" };
                Err(self.cursor.fault(format!("{sort} cannot begin a value here")))
            }
        }
    }

    /// Passes spaces, comments and line ends; in flow collections tabs, too.
    pub(super) fn skip_to_token(&mut self) {
        if self.cursor.at == 0 && self.cursor.rest(0).starts_with("\u{feff}".as_bytes()) {
            self.cursor.pass_characters(3);
        }
        loop {
            let in_flow = self.in_flow();
            let is_space = |byte: &u8| *byte == b' ' || (*byte == b'\t' && in_flow);
            let spaces = self.cursor.rest(0).iter().take_while(|byte| is_space(byte)).count();
            self.cursor.pass(spaces);
            if self.cursor.peek() == b'#' {
                self.cursor.pass_line();
            }
            if self.cursor.pass_break().is_none() {
                return;
            }
            if !in_flow {
                self.key_allowed = true;
            }
        }
    }

    /// Ends the blocks that are indented further than `column`.
    fn unwind(&mut self, column: isize) {
        if self.in_flow() {
            return;
        }
        while self.indent > column {
            self.indent = self.indents.pop().unwrap_or(-1);
            self.push_here(Kind::BlockEnd);
        }
    }

    /// Whether a block begins at `column`.
    fn indents_to(&mut self, column: usize) -> bool {
        let column = column as isize;
        let is_deeper = self.indent < column;
        if is_deeper {
            self.indents.push(std::mem::replace(&mut self.indent, column));
        }
        is_deeper
    }

    fn forget_key(&mut self) -> Result<(), Fault> {
        self.keys.forget(self.flows.len(), &self.cursor)
    }

    /// Remembers that the next token may begin a key.
    fn save_key(&mut self) -> Result<(), Fault> {
        if self.key_allowed {
            self.forget_key()?;
            let required = !self.in_flow() && self.indent == self.cursor.column as isize;
            let token = self.taken + self.tokens.len();
            self.keys.push(SimpleKey::new(&self.cursor, token, self.flows.len(), required));
        }
        Ok(())
    }

    /// Appends the token that `scan` reads, which may begin a key.
    fn fetch_with(
        &mut self,
        scan: impl FnOnce(&mut Self) -> Result<Token<'t>, Fault>,
    ) -> Result<(), Fault> {
        self.save_key()?;
        self.key_allowed = false;
        let token = scan(self)?;
        self.tokens.push_back(token);
        Ok(())
    }

    fn end_stream(&mut self) {
        self.key_allowed = false;
        self.keys = SimpleKeys::default();
        self.push_here(Kind::StreamEnd);
        self.done = true;
    }

    fn document_marker(&mut self, kind: Kind<'t>) -> Result<(), Fault> {
        self.unwind(-1);
        self.forget_key()?;
        self.key_allowed = false;
        self.push_indicator(kind, 3);
        Ok(())
    }

    fn flow_start(&mut self, bracket: u8, kind: Kind<'t>) -> Result<(), Fault> {
        self.save_key()?;
        self.flows.push(bracket);
        self.key_allowed = true;
        self.push_indicator(kind, 1);
        Ok(())
    }

    fn flow_end(&mut self, kind: Kind<'t>) -> Result<(), Fault> {
        self.forget_key()?;
        self.flows.pop();
        self.key_allowed = false;
        self.push_indicator(kind, 1);
        Ok(())
    }

    fn block_entry(&mut self) -> Result<(), Fault> {
        if !self.in_flow() {
            if !self.key_allowed {
                return Err(self.cursor.fault("a list item cannot begin here"));
            }
            if self.indents_to(self.cursor.column) {
                self.push_here(Kind::BlockSequenceStart);
            }
        }
        self.key_allowed = true;
        self.forget_key()?;
        self.push_indicator(Kind::BlockEntry, 1);
        Ok(())
    }

    fn key(&mut self) -> Result<(), Fault> {
        if !self.in_flow() {
            if !self.key_allowed {
                return Err(self.cursor.fault("a key cannot begin here"));
            }
            if self.indents_to(self.cursor.column) {
                self.push_here(Kind::BlockMappingStart);
            }
        }
        self.key_allowed = !self.in_flow();
        self.forget_key()?;
        self.push_indicator(Kind::Key, 1);
        Ok(())
    }

    fn value(&mut self) -> Result<(), Fault> {
        if let Some(key) = self.keys.take(self.flows.len()) {
            let here = |kind| Token { kind, start: key.at, end: key.at, line: key.line };
            let place = key.token.saturating_sub(self.taken).min(self.tokens.len());
            self.tokens.insert(place, here(Kind::Key));
            if !self.in_flow() && self.indents_to(key.column) {
                self.tokens.insert(place, here(Kind::BlockMappingStart));
            }
            self.key_allowed = false;
        } else {
            if !self.in_flow() {
                if !self.key_allowed {
                    return Err(self.cursor.fault(MISPLACED));
                }
                if self.indents_to(self.cursor.column) {
                    self.push_here(Kind::BlockMappingStart);
                }
            }
            self.key_allowed = !self.in_flow();
            self.forget_key()?;
        }
        self.push_indicator(Kind::Value, 1);
        Ok(())
    }

    /// Whether the `:` here parts a key from a value.
    fn is_value(&self) -> bool {
        let Some(bracket) = self.flows.last() else { return self.cursor.is_blank(1) };
        let follows_value = self.tokens.back().is_some_and(|token| token.kind == Kind::Value);
        self.version == OLD || !(*bracket == b'[' || follows_value) || self.cursor.is_blank(1)
    }

    /// Whether a plain scalar begins here.
    fn is_plain(&self) -> bool {
        let (byte, in_flow) = (self.cursor.peek(), self.in_flow());
        let is_indicator = matches!(
            byte,
            b' ' | b'\t'
                | b'-'
                | b'?'
                | b':'
                | b','
                | b'['
                | b']'
                | b'{'
                | b'}'
                | b'#'
                | b'&'
                | b'*'
                | b'!'
                | b'|'
                | b'>'
                | b'\''
                | b'"'
                | b'%'
                | b'@'
                | b'`'
        );
        if !is_indicator {
            return true;
        }
        let may_begin = byte == b'-' || (!in_flow && matches!(byte, b'?' | b':'));
        let next = self.cursor.byte(1);
        (may_begin && !self.cursor.is_blank(1))
            || (self.version != OLD && byte == b':' && in_flow && !matches!(next, b' ' | b'\t'))
    }
}
