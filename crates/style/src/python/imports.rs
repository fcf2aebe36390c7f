//! The names that a Python file imports, by its tokens.

use super::debug_statements::is_debugger;
use super::tokens::{Token, TokenKind, is_word};
use memchr::memmem;
use sdf_core::Span;
use std::collections::BTreeSet;

/// More names than this are not looked up one by one.
const MOST_NAMES: usize = 200;
/// Places at which names are looked up, all together.
const MOST_PLACES: usize = 20_000;
/// How far behind a name an equals sign is looked for.
const NEAR: usize = 16;

/// The names that a Python file imports.
pub(crate) struct ImportedNames<'a> {
    names: BTreeSet<&'a [u8]>,
    /// Where no name stands that is read: imports, strings, comments; in order.
    elsewhere: Vec<Span>,
    /// Whether a debugger's name stands in an import.
    pub(crate) has_debugger: bool,
    /// Whether a statement begins here.
    at_start: bool,
    /// The words and commas of the import that is being read.
    import: Option<Vec<&'a [u8]>>,
}

impl<'a> ImportedNames<'a> {
    pub(crate) fn new() -> Self {
        ImportedNames {
            names: BTreeSet::new(),
            elsewhere: Vec::new(),
            has_debugger: false,
            at_start: true,
            import: None,
        }
    }

    /// Takes the next token of `bytes`.
    pub(crate) fn take(&mut self, token: &Token, bytes: &'a [u8]) {
        let text = token.span.of(bytes);
        let ends = matches!(token.kind, TokenKind::LineEnd | TokenKind::Sign(b';'));
        if let Some(import) = &mut self.import {
            match token.kind {
                _ if ends => self.finish(),
                TokenKind::Word | TokenKind::Sign(b',') => import.push(text),
                _ => {}
            }
            if let (false, Some(span)) = (ends, self.elsewhere.last_mut()) {
                span.end = token.span.end;
            }
        } else if self.at_start && matches!(text, b"import" | b"from") {
            self.import = Some(vec![text]);
            self.elsewhere.push(token.span);
        } else if matches!(token.kind, TokenKind::Comment | TokenKind::String { .. }) {
            self.elsewhere.push(token.span);
        }
        self.at_start = ends || token.kind == TokenKind::Sign(b':');
    }

    /// Says that there are no more tokens of this import or at all.
    pub(crate) fn finish(&mut self) {
        let Some(words) = self.import.take() else { return };
        self.has_debugger |= words.iter().any(|word| is_debugger(word));
        let is_import = |word: &&[u8]| *word == b"import";
        let items = match words.as_slice() {
            [b"from", b"__future__", ..] => return,
            [b"from", rest @ ..] => rest.splitn(2, is_import).nth(1).unwrap_or_default(),
            words => words.get(1..).unwrap_or_default(),
        };
        for item in items.split(|word| *word == b",") {
            match item {
                // Written to be imported from here.
                [name, b"as", alias] if name == alias => {}
                [.., b"as", alias] => _ = self.names.insert(alias),
                [first, ..] => _ = self.names.insert(first),
                [] => {}
            }
        }
    }

    /// Whether one of the names stands nowhere else in `bytes` as a name that could be read.
    pub(crate) fn may_be_unused(&self, bytes: &[u8]) -> bool {
        let mut places = MOST_PLACES;
        self.names.len() > MOST_NAMES
            || self.names.iter().any(|name| !self.is_read(name, bytes, &mut places))
    }

    fn is_read(&self, name: &[u8], bytes: &[u8], places: &mut usize) -> bool {
        for at in memmem::find_iter(bytes, name) {
            let Some(left) = places.checked_sub(1) else { return false };
            *places = left;
            let before = at.checked_sub(1).map_or(b'\n', |before| bytes[before]);
            let behind = &bytes[at + name.len()..];
            let is_name = !is_word(before)
                && before != b'.'
                && !behind.first().is_some_and(|&byte| is_word(byte));
            // A named argument or a target: neither reads the name.
            let behind = &behind[..behind.len().min(NEAR)];
            let behind = behind.trim_ascii_start();
            let is_given = behind.starts_with(b"=") && !behind.starts_with(b"==");
            if is_name && !is_given && !self.is_elsewhere(at) {
                return true;
            }
        }
        false
    }

    fn is_elsewhere(&self, at: usize) -> bool {
        let next = self.elsewhere.partition_point(|span| span.end <= at);
        self.elsewhere.get(next).is_some_and(|span| span.start <= at)
    }
}
