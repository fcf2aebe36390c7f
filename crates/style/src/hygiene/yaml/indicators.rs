//! What single characters mean to the scanner.

use super::scanner::{OLD, Scanner};
use super::tokens::{Kind, Token};
use crate::hygiene::fault::Fault;

const MISPLACED: &str =
    "a `:` cannot stand here: it is a second one on the line, or the indentation is off";

impl<'t> Scanner<'t> {
    pub(super) fn flow_start(&mut self, bracket: u8, kind: Kind<'t>) -> Result<(), Fault> {
        self.save_key()?;
        self.flows.push(bracket);
        self.key_allowed = true;
        self.push_indicator(kind, 1);
        Ok(())
    }

    pub(super) fn flow_end(&mut self, kind: Kind<'t>) -> Result<(), Fault> {
        self.forget_key()?;
        self.flows.pop();
        self.key_allowed = false;
        self.push_indicator(kind, 1);
        Ok(())
    }

    pub(super) fn block_entry(&mut self) -> Result<(), Fault> {
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

    pub(super) fn key(&mut self) -> Result<(), Fault> {
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

    pub(super) fn value(&mut self) -> Result<(), Fault> {
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
    pub(super) fn is_value(&self) -> bool {
        let Some(bracket) = self.flows.last() else { return self.cursor.is_blank(1) };
        let follows_value = self.tokens.back().is_some_and(|token| token.kind == Kind::Value);
        self.version == OLD || !(*bracket == b'[' || follows_value) || self.cursor.is_blank(1)
    }

    /// Whether a plain scalar begins here.
    pub(super) fn is_plain(&self) -> bool {
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
