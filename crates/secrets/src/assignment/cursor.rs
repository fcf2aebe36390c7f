//! Reading on from byte to byte within one line.

use sdf_core::Span;

/// A place in a document, and where its line ends.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub(super) document: &'a [u8],
    pub(super) at: usize,
    /// Where the line ends.
    pub(super) end: usize,
    /// Where reading ends, whatever the line.
    pub(super) reach: usize,
}

/// Longest part of a line that is looked at before a name.
pub(super) const LONGEST_HEAD: usize = 256;

/// What comments begin with.
const COMMENTS: &[&[u8]] = &[b"#", b"//", b"*", b"/*", b"--", b";", b"<!--", b"%", b"REM "];

/// The quotes round a value: so many backslashes, then one or three of the same mark.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Quote {
    backslashes: usize,
    mark: u8,
    count: usize,
}

/// The byte before `span`.
pub(super) fn before(document: &[u8], span: Span) -> Option<u8> {
    document.get(span.start.checked_sub(1)?).copied()
}

fn backslashes(text: &[u8]) -> usize {
    text.iter().take_while(|&&byte| byte == b'\\').count()
}

impl Quote {
    /// Whether it is one of three marks, in which a text may go over lines.
    pub(super) fn is_long(self) -> bool {
        self.count == 3
    }

    /// Whether it stands in a quoted text itself.
    pub(super) fn is_escaped(self) -> bool {
        self.backslashes > 0
    }
}

impl<'a> Cursor<'a> {
    /// What stands before `at` on its line.
    pub(super) fn line_before(&self, at: usize) -> &'a [u8] {
        let head = self.document.get(at.saturating_sub(LONGEST_HEAD)..at).unwrap_or_default();
        let start = memchr::memrchr(b'\n', head).map_or(0, |end| end + 1);
        &head[start..]
    }

    /// Whether the line of `at` is a comment before it.
    pub(super) fn is_comment(&self, at: usize) -> bool {
        let head = self.line_before(at).trim_ascii_start();
        COMMENTS.iter().any(|mark| head.starts_with(mark)) && !head.starts_with(b"#define")
    }

    /// Whether `name` stands inside a longer text: a part of a connection string or of a query.
    pub(super) fn is_inside_text(&self, name: Span) -> bool {
        let line = self.line_before(name.start);
        let open = |mark: u8| memchr::memchr_iter(mark, line).count() % 2 == 1;
        matches!(before(self.document, name), Some(b'&' | b'?' | b';')) || open(b'"') || open(b'\'')
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.document.get(self.at..self.end).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.rest().first().copied()
    }

    pub(super) fn last(&self) -> Option<u8> {
        self.document.get(self.at.checked_sub(1)?).copied()
    }

    /// Whether the text was cut before the end of its line.
    pub(super) fn is_cut(&self) -> bool {
        self.at >= self.end && self.document.get(self.end).is_some_and(|&byte| byte != b'\n')
    }

    pub(super) fn skip(&mut self, text: &[u8]) -> bool {
        let found = self.rest().starts_with(text);
        self.at += if found { text.len() } else { 0 };
        found
    }

    pub(super) fn skip_ignoring_case(&mut self, text: &[u8]) -> bool {
        let head = self.rest().get(..text.len());
        let found = head.is_some_and(|head| head.eq_ignore_ascii_case(text));
        self.at += if found { text.len() } else { 0 };
        found
    }

    /// Skips the bytes for which `wanted` holds and counts them.
    pub(super) fn skip_while(&mut self, wanted: impl Fn(u8) -> bool) -> usize {
        let count = self.rest().iter().take_while(|&&byte| wanted(byte)).count();
        self.at += count;
        count
    }

    /// Skips spaces and tabs and counts them.
    pub(super) fn blanks(&mut self) -> usize {
        self.skip_while(|byte| byte == b' ' || byte == b'\t')
    }

    /// Skips one quote, with backslashes before it when it stands in a quoted text itself.
    pub(super) fn quote(&mut self) -> Option<Quote> {
        let backslashes = backslashes(&self.rest()[..self.rest().len().min(4)]);
        let mark = *self.rest().get(backslashes)?;
        if !b"\"'`".contains(&mark) {
            return None;
        }
        self.at += backslashes + 1;
        Some(Quote { backslashes, mark, count: 1 })
    }

    /// Skips the quotes that open a value, and a prefix such as Python's `b`. A text in which
    /// something is interpolated is no constant: the rest of its line is skipped too.
    pub(super) fn opening_quote(&mut self) -> Option<Quote> {
        let start = self.at;
        let length = self.rest().iter().take(2).take_while(|byte| b"bBrRuUfF@$L".contains(byte));
        self.at += length.count();
        let prefix = &self.document[start..self.at];
        let Some(mut quote) = self.quote() else {
            self.at = start;
            return None;
        };
        let interpolates = prefix.iter().any(|byte| b"fF$".contains(byte));
        if interpolates && self.rest().contains(&b'{') {
            self.at = self.end;
        }
        if quote.backslashes == 0 && self.skip(&[quote.mark; 2]) {
            quote.count = 3;
        }
        Some(quote)
    }

    /// Skips to behind the quote that closes `quote`; gives where the text before it ends.
    pub(super) fn closing_quote(&mut self, quote: Quote) -> Option<usize> {
        let mut at = self.at;
        loop {
            at += memchr::memchr2(quote.mark, b'\\', self.document.get(at..self.end)?)?;
            let run = backslashes(&self.document[at..self.end]);
            let mark = at + run;
            let marks = self.document.get(mark..self.end)?;
            let closes = marks.len() >= quote.count
                && marks.iter().take(quote.count).all(|&byte| byte == quote.mark);
            if quote.backslashes > 0 && closes && run <= quote.backslashes {
                self.at = mark + 1;
                return Some(at);
            }
            if quote.backslashes == 0 && closes && run.is_multiple_of(2) {
                self.at = mark + quote.count;
                return Some(mark);
            }
            at = mark + 1;
        }
    }
}
