//! The grammar of TOML.

use super::reader::Reader;
use super::tables::{Clash, Part, Tables};
use crate::hygiene::fault::{Fault, line_of};
use sdf_core::Span;

/// How deep arrays and inline tables may lie in each other, in calls of Python's reader: it makes
/// two for each array and three for each inline table, and gives up at about as many.
const MOST_CALLS: usize = 992;

pub(super) struct Parser<'t> {
    reader: Reader<'t>,
    tables: Tables<'t>,
}

/// A dotted key and where it stands.
struct Key<'t> {
    parts: Vec<Part<'t>>,
    span: Span,
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t [u8]) -> Self {
        Parser { reader: Reader { text, at: 0 }, tables: Tables::new() }
    }

    pub(super) fn check(mut self) -> Result<(), Fault> {
        loop {
            self.reader.run(|byte| matches!(byte, b' ' | b'\t' | b'\n'));
            match self.reader.peek() {
                None => return Ok(()),
                Some(b'#') => {}
                Some(b'[') => self.header()?,
                Some(_) => {
                    let (key, is_whole) = self.pair(0)?;
                    let clash = self.tables.define(key.parts, key.span.start, is_whole);
                    clash.map_err(|clash| self.clash(clash, key.span))?;
                }
            }
            self.reader.skip_blanks();
            self.reader.skip_comment()?;
            if self.reader.peek().is_some_and(|byte| byte != b'\n') {
                return Err(self.reader.fault("expected the end of the line"));
            }
        }
    }

    fn header(&mut self) -> Result<(), Fault> {
        let is_item = self.reader.take(b"[[");
        let end: &[u8] = if is_item { b"]]" } else { b"]" };
        if !is_item {
            self.reader.at += 1;
        }
        self.reader.skip_blanks();
        let key = self.key()?;
        let clash = self.tables.begin(key.parts, key.span.start, is_item);
        clash.map_err(|clash| self.clash(clash, key.span))?;
        if !self.reader.take(end) {
            let end = if is_item { "`]]`" } else { "`]`" };
            return Err(self.reader.fault(format!("expected {end} behind the name of the table")));
        }
        Ok(())
    }

    fn clash(&self, clash: Clash, span: Span) -> Fault {
        let line = |at| line_of(self.reader.text, at);
        let message = match clash {
            Clash::Twice(at) => return Fault::twice(self.reader.text, "the key", span, at),
            Clash::Closed(at) => {
                format!("the table of line {} takes no more keys here", line(at))
            }
            Clash::NoTable(at) => format!("the value of line {} is no table", line(at)),
        };
        Fault::new(span, message)
    }

    /// A key with its value; whether that is an array or inline table.
    fn pair(&mut self, calls: usize) -> Result<(Key<'t>, bool), Fault> {
        let key = self.key()?;
        if !self.reader.take(b"=") {
            return Err(self.reader.fault("expected `=` behind the key"));
        }
        self.reader.skip_blanks();
        let is_whole = self.value(calls)?;
        Ok((key, is_whole))
    }

    fn key(&mut self) -> Result<Key<'t>, Fault> {
        let start = self.reader.at;
        let mut parts = Vec::new();
        loop {
            parts.push(self.key_part()?);
            let end = self.reader.at;
            self.reader.skip_blanks();
            if !self.reader.take(b".") {
                return Ok(Key { parts, span: Span::new(start, end) });
            }
            self.reader.skip_blanks();
        }
    }

    fn key_part(&mut self) -> Result<Part<'t>, Fault> {
        if let Some(b'"' | b'\'') = self.reader.peek() {
            return self.reader.short_string();
        }
        let part =
            self.reader.run(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if part.is_empty() {
            return Err(self
                .reader
                .fault("expected a key, of letters, digits, `-` and `_`, or in quotes"));
        }
        Ok(part.into())
    }

    /// A value; whether it is an array or inline table.
    fn value(&mut self, calls: usize) -> Result<bool, Fault> {
        if calls > MOST_CALLS {
            return Err(self.reader.fault("the nesting is too deep"));
        }
        match self.reader.peek() {
            Some(b'[') => self.array(calls + 2)?,
            Some(b'{') => self.inline_table(calls + 3)?,
            Some(b'"' | b'\'') => {
                self.reader.string()?;
                return Ok(false);
            }
            _ => {
                self.reader.plain_value()?;
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn array(&mut self, calls: usize) -> Result<(), Fault> {
        self.reader.at += 1;
        loop {
            self.reader.skip_lines()?;
            if self.reader.take(b"]") {
                return Ok(());
            }
            self.value(calls)?;
            self.reader.skip_lines()?;
            if self.reader.take(b"]") {
                return Ok(());
            }
            if !self.reader.take(b",") {
                return Err(self.reader.fault("expected `,` or `]`"));
            }
        }
    }

    fn inline_table(&mut self, calls: usize) -> Result<(), Fault> {
        let mut tables = Tables::new();
        self.reader.at += 1;
        self.reader.skip_blanks();
        if self.reader.take(b"}") {
            return Ok(());
        }
        loop {
            let (key, is_whole) = self.pair(calls)?;
            let clash = tables.define(key.parts, key.span.start, is_whole);
            clash.map_err(|clash| self.clash(clash, key.span))?;
            self.reader.skip_blanks();
            if self.reader.take(b"}") {
                return Ok(());
            }
            if !self.reader.take(b",") {
                return Err(self
                    .reader
                    .fault("expected `,` or `}`; line ends are not allowed here"));
            }
            self.reader.skip_blanks();
        }
    }
}
