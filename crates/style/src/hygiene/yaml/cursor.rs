//! Where in the text the scanner is.

use crate::hygiene::fault::Fault;

/// A place in a text. Offsets count bytes, columns and indexes characters.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'t> {
    pub(super) text: &'t [u8],
    pub(super) at: usize,
    /// Characters before this one.
    pub(super) index: usize,
    /// Line ends before this one, those of ASCII.
    pub(super) line: usize,
    pub(super) column: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t [u8]) -> Self {
        Cursor { text, at: 0, index: 0, line: 0, column: 0 }
    }

    /// The byte here; 0 at the end, which no text that is let in has.
    pub(super) fn peek(&self) -> u8 {
        self.byte(0)
    }

    /// The byte `ahead` of here; 0 at the end.
    pub(super) fn byte(&self, ahead: usize) -> u8 {
        self.text.get(self.at + ahead).copied().unwrap_or(0)
    }

    /// The rest of the text from `ahead` of here.
    pub(super) fn rest(&self, ahead: usize) -> &'t [u8] {
        self.text.get(self.at + ahead..).unwrap_or_default()
    }

    pub(super) fn fault(&self, message: impl Into<String>) -> Fault {
        Fault::at(self.text, self.at, message)
    }

    /// Passes `count` bytes of ASCII, none of them a line end.
    pub(super) fn pass(&mut self, count: usize) {
        self.at += count;
        self.index += count;
        self.column += count;
    }

    /// Passes `count` bytes of whole characters, none of them a line end of ASCII. A byte order
    /// mark takes no column.
    pub(super) fn pass_characters(&mut self, count: usize) {
        let passed = &self.text[self.at..self.at + count];
        let inside = passed.iter().filter(|byte| **byte & 0xc0 == 0x80).count();
        self.at += count;
        self.index += count - inside;
        self.column += count - inside;
        if inside >= MARK.len() - 1 {
            self.column -= memchr::memmem::find_iter(passed, MARK).count();
        }
    }

    /// Passes a line end; which one it was.
    pub(super) fn pass_break(&mut self) -> Option<Break> {
        let found = line_break(self.rest(0))?;
        match found {
            Break::Line(length) if self.peek() < 0x80 => {
                self.at += length;
                self.index += 1;
                self.line += 1;
                self.column = 0;
            }
            Break::Line(length) | Break::Separator(length) => self.pass_characters(length),
        }
        Some(found)
    }

    /// Whether the byte `ahead` of here begins white space or a line end, or the text ends there.
    pub(super) fn is_blank(&self, ahead: usize) -> bool {
        match self.byte(ahead) {
            0 | b' ' | b'\t' => true,
            _ => line_break(self.rest(ahead)).is_some(),
        }
    }

    /// Whether a line or the text ends `ahead` of here.
    pub(super) fn is_end(&self, ahead: usize) -> bool {
        self.byte(ahead) == 0 || line_break(self.rest(ahead)).is_some()
    }

    /// Whether `---` or `...` with a blank behind stand here.
    pub(super) fn is_document_marker(&self) -> bool {
        let rest = self.rest(0);
        (rest.starts_with(b"---") || rest.starts_with(b"...")) && self.is_blank(3)
    }

    /// Passes all up to the end of the line.
    pub(super) fn pass_line(&mut self) {
        self.pass_characters(line_length(self.rest(0)));
    }
}

const MARK: &[u8] = "\u{feff}".as_bytes();

/// A line end and its length in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Break {
    /// Which reads as a line feed.
    Line(usize),
    /// U+2028 and U+2029, which read as themselves.
    Separator(usize),
}

/// The line end that `text` begins with.
pub(super) fn line_break(text: &[u8]) -> Option<Break> {
    match text {
        [b'\r', b'\n', ..] => Some(Break::Line(2)),
        [b'\n' | b'\r', ..] => Some(Break::Line(1)),
        [0xc2, 0x85, ..] => Some(Break::Line(2)),
        [0xe2, 0x80, 0xa8 | 0xa9, ..] => Some(Break::Separator(3)),
        _ => None,
    }
}

/// How many bytes of `text` lie before a line end.
pub(super) fn line_length(text: &[u8]) -> usize {
    let mut from = 0;
    loop {
        let may_end = |byte: &u8| matches!(byte, b'\n' | b'\r' | 0xc2 | 0xe2);
        match text[from..].iter().position(may_end) {
            None => return text.len(),
            Some(length) if line_break(&text[from + length..]).is_some() => return from + length,
            Some(length) => from += length + 1,
        }
    }
}

/// Refuses characters that YAML has no place for: control characters and U+FFFE, U+FFFF.
pub(super) fn check_printable(text: &str) -> Result<(), Fault> {
    let bytes = text.as_bytes();
    let mut from = 0;
    let may_fail = |byte: &u8| match byte {
        b'\t' | b'\n' | b'\r' => false,
        0..0x20 | 0x7f | 0xc2 | 0xef => true,
        _ => false,
    };
    while let Some(length) = bytes[from..].iter().position(may_fail) {
        let at = from + length;
        let fails = match bytes[at..] {
            [0xc2, second, ..] => second < 0xa0 && second != 0x85,
            [0xef, 0xbf, 0xbe | 0xbf, ..] => true,
            [0xef, ..] => false,
            _ => true,
        };
        if fails {
            return Err(Fault::at(bytes, at, "YAML does not allow this character"));
        }
        from = at + 1;
    }
    Ok(())
}
