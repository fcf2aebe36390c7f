//! Reads JSON without building anything.

use super::Dialect;
use crate::hygiene::fault::Fault;
use sdf_core::Span;

/// Deepest nesting; Python's reader gives up at about as much.
const DEEPEST: usize = 9_990;
/// Most digits of an integer that Python reads (`sys.int_info.default_max_str_digits`).
const MOST_DIGITS: usize = 4_300;

/// Takes what the reader finds, in the order of the file.
pub(super) trait Handler {
    fn begin_array(&mut self) {}
    fn end_array(&mut self) {}
    fn begin_object(&mut self) {}
    /// A name with its quotes.
    fn name(&mut self, name: Span);
    fn end_object(&mut self) -> Result<(), Fault>;
    /// A string with its quotes, a number or a word.
    fn scalar(&mut self, _scalar: Span) {}
}

/// Reads one value from `start` to the end of `text`.
pub(super) fn parse<H: Handler>(
    text: &[u8],
    start: usize,
    dialect: Dialect,
    handler: &mut H,
) -> Result<(), Fault> {
    Parser { text, at: start, dialect, handler }.run()
}

struct Parser<'t, 'h, H> {
    text: &'t [u8],
    at: usize,
    dialect: Dialect,
    handler: &'h mut H,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Array,
    Object,
}

impl<H: Handler> Parser<'_, '_, H> {
    fn run(mut self) -> Result<(), Fault> {
        let mut open = Vec::new();
        self.skip_space()?;
        loop {
            // At a value.
            let begun = match self.peek() {
                Some(b'[') => Some(Within::Array),
                Some(b'{') => Some(Within::Object),
                _ => None,
            };
            match begun {
                Some(_) if open.len() >= DEEPEST => {
                    return Err(self.fault("the nesting is too deep"));
                }
                Some(within) => {
                    self.at += 1;
                    self.skip_space()?;
                    open.push(within);
                    match within {
                        Within::Array => self.handler.begin_array(),
                        Within::Object => self.handler.begin_object(),
                    }
                    if !self.closes(within) {
                        if within == Within::Object {
                            self.name()?;
                        }
                        continue;
                    }
                }
                None => {
                    let scalar = self.scalar()?;
                    self.handler.scalar(scalar);
                }
            }
            // Behind a value, or within something empty.
            loop {
                self.skip_space()?;
                let Some(&within) = open.last() else {
                    return match self.peek() {
                        None => Ok(()),
                        Some(_) => Err(self.fault("something follows the value")),
                    };
                };
                if self.closes(within) {
                    self.at += 1;
                    open.pop();
                    match within {
                        Within::Array => self.handler.end_array(),
                        Within::Object => self.handler.end_object()?,
                    }
                } else if self.peek() == Some(b',') {
                    let comma = self.at;
                    self.at += 1;
                    self.skip_space()?;
                    if self.closes(within) {
                        if !self.dialect.comments {
                            let message = "a comma behind the last item";
                            return Err(Fault::at(self.text, comma, message));
                        }
                        continue;
                    }
                    if within == Within::Object {
                        self.name()?;
                    }
                    break;
                } else {
                    return Err(self.fault(match within {
                        Within::Array => "expected `,` or `]`",
                        Within::Object => "expected `,` or `}`",
                    }));
                }
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn closes(&self, within: Within) -> bool {
        self.peek() == Some(if within == Within::Array { b']' } else { b'}' })
    }

    fn fault(&self, message: &str) -> Fault {
        let message = match self.peek() {
            None => format!("{message}, but the file ends"),
            Some(_) => message.to_owned(),
        };
        Fault::at(self.text, self.at, message)
    }

    fn skip_space(&mut self) -> Result<(), Fault> {
        loop {
            while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
                self.at += 1;
            }
            if !self.dialect.comments || self.peek() != Some(b'/') {
                return Ok(());
            }
            let rest = &self.text[self.at..];
            let length = match rest.get(1) {
                Some(b'/') => memchr::memchr(b'\n', rest).unwrap_or(rest.len()),
                Some(b'*') => match memchr::memmem::find(&rest[2..], b"*/") {
                    Some(end) => end + 4,
                    None => return Err(self.fault("the comment is not closed")),
                },
                _ => return Ok(()),
            };
            self.at += length;
        }
    }

    /// A name and the colon behind it.
    fn name(&mut self) -> Result<(), Fault> {
        if self.peek() != Some(b'"') {
            return Err(self.fault("expected a name in double quotes"));
        }
        let name = self.string()?;
        self.handler.name(name);
        self.skip_space()?;
        if self.peek() != Some(b':') {
            return Err(self.fault("expected `:` behind the name"));
        }
        self.at += 1;
        self.skip_space()
    }

    fn scalar(&mut self) -> Result<Span, Fault> {
        match self.peek() {
            Some(b'"') => self.string(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Result<Span, Fault> {
        const WORDS: [&[u8]; 6] = [b"true", b"false", b"null", b"NaN", b"Infinity", b"-Infinity"];
        let rest = &self.text[self.at..];
        match WORDS.iter().find(|word| rest.starts_with(word)) {
            Some(word) => {
                let start = self.at;
                self.at += word.len();
                Ok(Span::new(start, self.at))
            }
            None => Err(self.fault("expected a value")),
        }
    }

    fn number(&mut self) -> Result<Span, Fault> {
        let start = self.at;
        let digits =
            |from: usize| self.text[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let byte = |at: usize| self.text.get(at).copied();
        let first = start + usize::from(byte(start) == Some(b'-'));
        let whole = match byte(first) {
            Some(b'0') => 1,
            _ => digits(first),
        };
        if whole == 0 {
            return self.word();
        }
        let mut end = first + whole;
        let mut is_integer = true;
        if byte(end) == Some(b'.') && digits(end + 1) > 0 {
            end += 1 + digits(end + 1);
            is_integer = false;
        }
        if let Some(b'e' | b'E') = byte(end) {
            let sign = usize::from(matches!(byte(end + 1), Some(b'+' | b'-')));
            let power = self.text.get(end + 1 + sign..).map_or(0, |_| digits(end + 1 + sign));
            if power > 0 {
                end += 1 + sign + power;
                is_integer = false;
            }
        }
        let span = Span::new(start, end);
        if is_integer && whole > MOST_DIGITS {
            return Err(Fault::new(span, format!("a number of more than {MOST_DIGITS} digits")));
        }
        self.at = end;
        Ok(span)
    }

    /// A string with its quotes.
    fn string(&mut self) -> Result<Span, Fault> {
        let start = self.at;
        let mut at = start + 1;
        loop {
            let rest = self.text.get(at..).unwrap_or_default();
            let ends = |byte: &u8| *byte < 0x20 || matches!(byte, b'"' | b'\\');
            let Some(length) = rest.iter().position(ends) else {
                return Err(Fault::at(self.text, start, "the string is not closed"));
            };
            at += length;
            match (rest[length], rest.get(length + 1)) {
                (b'"', _) => break,
                (b'\\', Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')) => at += 2,
                (b'\\', Some(b'u')) => {
                    let digits = rest.get(length + 2..length + 6);
                    if !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) {
                        let message = "`\\u` needs four hexadecimal digits";
                        return Err(Fault::new(Span::new(at, at + 2), message));
                    }
                    at += 6;
                }
                (b'\\', Some(_)) => {
                    let end = Fault::at(self.text, at + 1, "").span.end;
                    return Err(Fault::new(Span::new(at, end), "JSON has no such escape"));
                }
                (b'\\', None) => {
                    return Err(Fault::at(self.text, start, "the string is not closed"));
                }
                _ => {
                    let message = "a control character in a string must be escaped";
                    return Err(Fault::at(self.text, at, message));
                }
            }
        }
        self.at = at + 1;
        Ok(Span::new(start, self.at))
    }
}
