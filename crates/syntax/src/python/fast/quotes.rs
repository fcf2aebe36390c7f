//! Strings, words and numbers, as far as it takes to know where they end.

/// What opens a string, and how its text is read.
#[derive(Clone, Copy, Debug)]
pub(in crate::python) struct Quote {
    quote: u8,
    /// Three quotes.
    pub(in crate::python) is_long: bool,
    is_raw: bool,
    pub(in crate::python) interpolates: bool,
    /// Whether this is a format: a closing brace ends it.
    is_format: bool,
}

/// A bound on the length of a character's name with what is around it; they have 88 letters.
const LONGEST_NAME: usize = 128;

/// What comes next in a string with interpolations, with the number of bytes up to its end.
pub(in crate::python) enum Text {
    /// The end of the string or format.
    End(usize),
    /// An opening brace.
    Interpolation(usize),
    /// Nothing: the string is not closed.
    Never,
}

impl Quote {
    /// The quote that `rest` starts with, behind the letters of a prefix.
    pub(in crate::python) fn at(rest: &[u8], prefix: &[u8]) -> Quote {
        let quote = rest.first().copied().unwrap_or(b'"');
        Quote {
            quote,
            is_long: matches!(rest, [a, b, c, ..] if a == b && b == c),
            is_raw: prefix.iter().any(|byte| matches!(byte, b'r' | b'R')),
            interpolates: prefix.iter().any(|byte| matches!(byte, b'f' | b'F' | b't' | b'T')),
            is_format: false,
        }
    }

    /// The text of a format within a string of this quote.
    pub(in crate::python) fn of_format(self) -> Quote {
        Quote { is_format: true, ..self }
    }

    pub(in crate::python) fn length(&self) -> usize {
        if self.is_long { 3 } else { 1 }
    }

    /// The length of a string's text with its closing quote; none if there is none.
    pub(in crate::python) fn end(&self, text: &[u8]) -> Option<usize> {
        let mut at = 0;
        loop {
            let rest = text.get(at..)?;
            let stop = if self.is_long {
                memchr::memchr2(self.quote, b'\\', rest)?
            } else {
                rest.iter()
                    .position(|&byte| byte == self.quote || matches!(byte, b'\\' | b'\n' | b'\r'))?
            };
            at += stop;
            match text.get(at)? {
                b'\\' => at += escape_length(text.get(at..)?),
                b'\n' | b'\r' => return None,
                _ if self.closes(text.get(at..)?) => return Some(at + self.length()),
                _ => at += 1,
            }
        }
    }

    fn closes(&self, rest: &[u8]) -> bool {
        !self.is_long || matches!(rest, [a, b, c, ..] if a == b && b == c)
    }

    /// What comes next behind an opening quote or interpolation.
    pub(in crate::python) fn text(&self, text: &[u8]) -> Text {
        let mut at = 0;
        while let Some(&byte) = text.get(at) {
            let rest = text.get(at..).unwrap_or_default();
            match byte {
                b'{' if rest.get(1) == Some(&b'{') && !self.is_format => at += 2,
                b'{' => return Text::Interpolation(at + 1),
                b'}' if self.is_format => return Text::End(at + 1),
                // A name in braces, not an interpolation.
                b'\\' if !self.is_raw && rest.get(1..3) == Some(b"N{") => {
                    let name = rest.get(..LONGEST_NAME).unwrap_or(rest);
                    at += memchr::memchr(b'}', name).map_or(3, |end| end + 1);
                }
                // A backslash does not keep a brace from opening.
                b'\\' if matches!(rest.get(1), Some(b'{' | b'}')) => at += 1,
                b'\\' => at += escape_length(rest),
                b'\n' | b'\r' if !self.is_long => return Text::Never,
                _ if byte == self.quote && self.closes(rest) => {
                    // A format that its string ends before is broken.
                    return if self.is_format {
                        Text::Never
                    } else {
                        Text::End(at + self.length())
                    };
                }
                _ => at += 1,
            }
        }
        Text::Never
    }
}

/// The length of a backslash and what it keeps from having a meaning.
fn escape_length(rest: &[u8]) -> usize {
    if rest.get(1..3) == Some(b"\r\n") { 3 } else { 2 }
}

/// The length of the line break that `rest` starts with; 0 if it starts with none.
pub(in crate::python) fn line_break(rest: &[u8]) -> usize {
    match rest {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

/// The bytes to the end of the line.
pub(in crate::python) fn line_length(rest: &[u8]) -> usize {
    memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())
}

/// Which bytes are of words: letters, digits, the underscore, all beyond ASCII.
static WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = byte >= 0x80 || byte == b'_' as usize || (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

fn is_word(byte: &u8) -> bool {
    WORD[*byte as usize]
}

pub(in crate::python) fn word_length(rest: &[u8]) -> usize {
    rest.iter().position(|byte| !is_word(byte)).unwrap_or(rest.len())
}

/// The length of a number: letters, digits and points; a sign counts as an operator.
pub(in crate::python) fn number_length(rest: &[u8]) -> usize {
    rest.iter().position(|byte| !is_word(byte) && *byte != b'.').unwrap_or(rest.len())
}

pub(in crate::python) fn is_prefix(word: &[u8]) -> bool {
    let is_letter = |byte: &u8| b"rRbBuUfFtT".contains(byte);
    word.len() <= 2 && word.iter().all(is_letter)
}

/// Whether a statement starts here that cannot be part of an expression.
pub(in crate::python) fn starts_statement(rest: &[u8]) -> bool {
    if !rest.first().is_some_and(u8::is_ascii_lowercase) {
        return false;
    }
    let length = rest.iter().take(9).take_while(|byte| is_word(byte)).count();
    matches!(
        rest.get(..length).unwrap_or_default(),
        b"assert"
            | b"break"
            | b"class"
            | b"continue"
            | b"def"
            | b"del"
            | b"elif"
            | b"except"
            | b"finally"
            | b"global"
            | b"import"
            | b"nonlocal"
            | b"pass"
            | b"raise"
            | b"return"
            | b"try"
            | b"while"
            | b"with"
    )
}
