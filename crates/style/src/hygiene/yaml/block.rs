//! Scans scalars behind `|` and `>`.

use super::cursor::{Break, line_length};
use super::scanner::Scanner;
use super::text::push_break;
use super::tokens::{Kind, Scalar, Token};
use crate::hygiene::fault::Fault;
use std::borrow::Cow;

impl<'t> Scanner<'t> {
    pub(super) fn block_scalar(&mut self) -> Result<Token<'t>, Fault> {
        let start = self.cursor.clone();
        let is_folded = start.peek() == b'>';
        self.cursor.pass(1);
        let (keeps, increment) = self.block_header()?;
        let at_root = self.indent < 0;
        let mut breaks = Vec::new();
        let indent = match increment {
            None => {
                let deepest = self.first_indentation(&mut breaks)?;
                deepest.max(usize::try_from(self.indent + 1).unwrap_or(0))
            }
            Some(increment) => {
                let least = usize::try_from(self.indent + 1).unwrap_or(0).max(1);
                let indent = least + increment - 1;
                self.block_breaks(indent, &mut breaks);
                indent
            }
        };
        let may_be_document_end = at_root && increment.is_none();
        let mut text = Vec::new();
        let mut last = None;
        while self.cursor.column == indent && self.cursor.at < self.cursor.text.len() {
            text.append(&mut breaks);
            let is_spaced = |byte: u8| matches!(byte, b' ' | b'\t');
            let begins_spaced = is_spaced(self.cursor.peek());
            let rest = self.cursor.rest(0);
            let length = line_length(rest);
            text.extend_from_slice(&rest[..length]);
            self.cursor.pass_characters(length);
            let at = self.cursor.at;
            last = self.cursor.pass_break().map(|found| (at, found));
            self.block_breaks(indent, &mut breaks);
            let ends =
                may_be_document_end && self.cursor.column == 0 && self.cursor.is_document_marker();
            if ends || self.cursor.column != indent || self.cursor.at >= self.cursor.text.len() {
                break;
            }
            if let Some((at, found)) = last {
                let folds = is_folded && matches!(found, Break::Line(_)) && !begins_spaced;
                if !folds || is_spaced(self.cursor.peek()) {
                    push_break(&self.cursor, at, found, &mut text);
                } else if breaks.is_empty() {
                    text.push(b' ');
                }
            }
        }
        if keeps != Some(false)
            && let Some((at, found)) = last
        {
            push_break(&self.cursor, at, found, &mut text);
        }
        let has_trailing = !breaks.is_empty();
        if keeps == Some(true) {
            text.append(&mut breaks);
        }
        let scalar = Scalar { value: Cow::Owned(text), is_plain: false };
        let token = self.token(Kind::Scalar(scalar), &start);
        if keeps != Some(true) && has_trailing {
            self.skip_to_token();
        }
        Ok(token)
    }

    /// What stands behind `|` or `>`: whether line ends at the end are kept, and an indentation.
    fn block_header(&mut self) -> Result<(Option<bool>, Option<usize>), Fault> {
        let (mut keeps, mut increment) = (None, None);
        for _ in 0..2 {
            match self.cursor.peek() {
                sign @ (b'+' | b'-') if keeps.is_none() => keeps = Some(sign == b'+'),
                digit @ b'0'..=b'9' if increment.is_none() => {
                    if digit == b'0' {
                        return Err(self.cursor.fault("an indentation of 0"));
                    }
                    increment = Some(usize::from(digit - b'0'));
                }
                _ => break,
            }
            self.cursor.pass(1);
        }
        if self.cursor.peek() != b' ' && !self.cursor.is_end(0) {
            return Err(self.cursor.fault("nothing but `+`, `-` or a digit may stand here"));
        }
        let spaces = self.cursor.rest(0).iter().take_while(|byte| **byte == b' ').count();
        self.cursor.pass(spaces);
        if self.cursor.peek() == b'#' {
            self.cursor.pass_line();
        }
        if !self.cursor.is_end(0) {
            return Err(self.cursor.fault("expected a comment or the end of the line"));
        }
        self.cursor.pass_break();
        Ok((keeps, increment))
    }

    /// Passes empty lines and the indentation of the first other line; the deepest one.
    fn first_indentation(&mut self, breaks: &mut Vec<u8>) -> Result<usize, Fault> {
        let (mut first, mut deepest) = (None, 0);
        loop {
            let spaces = self.cursor.rest(0).iter().take_while(|byte| **byte == b' ').count();
            self.cursor.pass(spaces);
            if spaces > 0 {
                deepest = deepest.max(self.cursor.column);
            }
            let (at, column) = (self.cursor.at, self.cursor.column);
            let Some(found) = self.cursor.pass_break() else { break };
            first.get_or_insert(column);
            push_break(&self.cursor, at, found, breaks);
        }
        if first.is_some_and(|first| first > 0 && deepest > first) {
            let message = "the block begins with an empty line of less indentation";
            return Err(self.cursor.fault(message));
        }
        Ok(deepest)
    }

    /// Passes empty lines and up to `indent` columns of indentation.
    fn block_breaks(&mut self, indent: usize, breaks: &mut Vec<u8>) {
        loop {
            let room = indent.saturating_sub(self.cursor.column);
            let rest = self.cursor.rest(0);
            let spaces = rest.iter().take(room).take_while(|byte| **byte == b' ').count();
            self.cursor.pass(spaces);
            let at = self.cursor.at;
            match self.cursor.pass_break() {
                Some(found) => push_break(&self.cursor, at, found, breaks),
                None => return,
            }
        }
    }
}
