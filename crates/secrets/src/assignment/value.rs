//! What stands behind a name.

use super::Assignment;
use super::name::Name;
use crate::place::Quoting;
use sdf_core::Span;

/// Longest value that is read.
const LONGEST: usize = 4096;
/// Most bytes between a name and its value.
const FARTHEST: usize = 64;

/// What may stand between a name and its value; longer ones first where one begins another.
const OPERATORS: &[&str] =
    &["===", "!==", "==", "!=", "=>", ":=", "->", "||", "??", "?:", "=", ":"];

/// Calls that return their argument in other clothes.
const WRAPPERS: &[&str] = &[
    "String::from(",
    "SecretStr(",
    "new String(",
    "b64decode(",
    "base64.b64decode(",
    "str(",
    "to_string(",
];

/// Reads on from byte to byte within one line.
#[derive(Clone, Copy)]
struct Cursor<'a> {
    document: &'a [u8],
    at: usize,
    end: usize,
}

/// The quotes round a value: so many backslashes, then one or three of the same mark.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Quote {
    backslashes: usize,
    mark: u8,
    count: usize,
}

/// The value assigned to `name`, if one follows it on its line.
pub(super) fn read<'a>(
    document: &'a [u8],
    name: Name<'a>,
    quoting: Quoting,
) -> Option<Assignment<'a>> {
    let reach = (name.span.end + FARTHEST + LONGEST).min(document.len());
    let rest = document.get(name.span.end..reach)?;
    let end = name.span.end + memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    let mut cursor = Cursor { document, at: name.span.end, end };

    // `AWS::ApiKey`, `arn:…:secret:…`: a part of a longer name.
    if before(document, name.span) == Some(b':') {
        return None;
    }
    let element = before(document, name.span) == Some(b'<') && cursor.skip(b">");
    if element {
        return cursor.element(name);
    }
    let name_quoted = cursor.quote().is_some();
    cursor.blanks();
    let bracketed = cursor.skip(b"]") | cursor.skip(b")");
    cursor.blanks();
    let spaced = cursor.at > name.span.end;
    let bound = cursor.operator(quoting, bracketed);
    if !bound {
        let listed = name_quoted && cursor.skip(b",");
        let attribute = name_quoted && cursor.skip_ignoring_case(b"value=");
        let sql = !name_quoted && spaced && matches!(cursor.peek(), Some(b'\''));
        let flag = before(document, name.span) == Some(b'-') && spaced;
        if flag {
            return cursor.bare(name, false);
        }
        if !(listed || attribute || sql) {
            return None;
        }
    }
    let blanks = cursor.blanks();
    cursor.wrapper();
    if let Some(quote) = cursor.opening_quote() {
        return cursor.quoted(name, quote, bound);
    }
    let within = inside_text(document, name.span);
    let bare = match quoting {
        Quoting::Optional => true,
        Quoting::Required => within && !spaced && blanks == 0 && cursor.last() == Some(b'='),
    };
    (bare && bound && !bracketed).then(|| cursor.bare(name, within))?
}

fn before(document: &[u8], span: Span) -> Option<u8> {
    document.get(span.start.checked_sub(1)?).copied()
}

/// Whether `name` stands inside a longer text: a part of a connection string or of a query.
fn inside_text(document: &[u8], name: Span) -> bool {
    let floor = name.start.saturating_sub(256);
    let line = &document[floor..name.start];
    let start = memchr::memrchr(b'\n', line).map_or(0, |at| at + 1);
    let open = |mark: u8| memchr::memchr_iter(mark, &line[start..]).count() % 2 == 1;
    matches!(before(document, name), Some(b'&' | b'?' | b';')) || open(b'"') || open(b'\'')
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a [u8] {
        &self.document[self.at..self.end]
    }

    fn peek(&self) -> Option<u8> {
        self.rest().first().copied()
    }

    fn last(&self) -> Option<u8> {
        self.document.get(self.at.checked_sub(1)?).copied()
    }

    fn skip(&mut self, text: &[u8]) -> bool {
        let found = self.rest().starts_with(text);
        self.at += if found { text.len() } else { 0 };
        found
    }

    fn skip_ignoring_case(&mut self, text: &[u8]) -> bool {
        let head = self.rest().get(..text.len());
        let found = head.is_some_and(|head| head.eq_ignore_ascii_case(text));
        self.at += if found { text.len() } else { 0 };
        found
    }

    /// Skips spaces and tabs and counts them.
    fn blanks(&mut self) -> usize {
        let blanks = self.rest().iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        self.at += blanks;
        blanks
    }

    /// Skips an operator, with the type between `:` and `=` in languages that have one there.
    fn operator(&mut self, quoting: Quoting, bracketed: bool) -> bool {
        let found = OPERATORS.iter().any(|operator| self.skip(operator.as_bytes()))
            || (bracketed && (self.skip(b"or ") || self.skip(b",")));
        if found && quoting == Quoting::Required && self.last() == Some(b':') {
            self.skip_type();
        }
        found
    }

    fn skip_type(&mut self) {
        let head = &self.rest()[..self.rest().len().min(FARTHEST)];
        let is_type = |byte: u8| {
            byte.is_ascii_alphanumeric()
                || matches!(
                    byte,
                    b' ' | b'_' | b'.' | b'[' | b']' | b'<' | b'>' | b'|' | b'&' | b'?' | b'\''
                )
        };
        let length = head.iter().take_while(|&&byte| is_type(byte)).count();
        let is_plain = head.get(length) == Some(&b'=') && head.get(length + 1) != Some(&b'=');
        if length > 0 && is_plain {
            self.at += length + 1;
        }
    }

    fn wrapper(&mut self) {
        let _ = WRAPPERS.iter().any(|wrapper| self.skip(wrapper.as_bytes()));
    }

    /// Skips one quote, with backslashes before it when it stands in a quoted text itself.
    fn quote(&mut self) -> Option<Quote> {
        let backslashes = self.rest().iter().take(4).take_while(|&&byte| byte == b'\\').count();
        let mark = *self.rest().get(backslashes)?;
        if !matches!(mark, b'"' | b'\'' | b'`') {
            return None;
        }
        self.at += backslashes + 1;
        Some(Quote { backslashes, mark, count: 1 })
    }

    /// Skips the quotes that open a value, and a prefix such as Python's `b`.
    fn opening_quote(&mut self) -> Option<Quote> {
        let start = self.at;
        let is_prefix = |byte: &&u8| {
            matches!(
                **byte,
                b'b' | b'B' | b'r' | b'R' | b'u' | b'U' | b'f' | b'F' | b'@' | b'$' | b'L'
            )
        };
        self.at += self.rest().iter().take(2).take_while(is_prefix).count();
        let prefix = &self.document[start..self.at];
        let Some(mut quote) = self.quote() else {
            self.at = start;
            return None;
        };
        // What is interpolated is no constant.
        if prefix.iter().any(|byte| matches!(byte, b'f' | b'F' | b'$'))
            && memchr::memchr(b'{', self.rest()).is_some()
        {
            self.at = self.end;
        }
        if quote.backslashes == 0 && self.skip(&[quote.mark; 2]) {
            quote.count = 3;
        }
        Some(quote)
    }

    /// The value up to the quote that closes it; none where it is a part of an expression.
    fn quoted(mut self, name: Name<'a>, quote: Quote, bound: bool) -> Option<Assignment<'a>> {
        let start = self.at;
        let end = self.closing(quote)?;
        let value = Span::new(start, end);
        self.at = end + (quote.backslashes + 1) * quote.count;
        self.blanks();
        let goes_on = match self.peek() {
            Some(b'+' | b'%') => true,
            Some(b'.') => {
                self.rest().get(1).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b' ')
            }
            _ => false,
        };
        (!value.is_empty() && !goes_on).then_some(Assignment { name, value, quoted: true, bound })
    }

    fn closing(&self, quote: Quote) -> Option<usize> {
        let mut at = self.at;
        while let Some(found) = memchr::memchr2(quote.mark, b'\\', self.document.get(at..self.end)?)
        {
            let start = at + found;
            let run =
                self.document[start..self.end].iter().take_while(|&&byte| byte == b'\\').count();
            let closes =
                self.document.get(start + run) == Some(&quote.mark) && start + run < self.end;
            let escaped = run > quote.backslashes && quote.backslashes == 0 && run % 2 == 1;
            let marks = self.document[start + run..self.end]
                .iter()
                .take(quote.count)
                .filter(|&&byte| byte == quote.mark)
                .count();
            match closes {
                true if quote.backslashes > 0 && run <= quote.backslashes => return Some(start),
                true if quote.backslashes == 0 && !escaped && marks == quote.count => {
                    return Some(start + run);
                }
                _ => at = start + run + 1,
            }
        }
        None
    }

    /// A value without quotes: up to white space, or in a longer text up to what separates there.
    fn bare(mut self, name: Name<'a>, within: bool) -> Option<Assignment<'a>> {
        self.blanks();
        let start = self.at;
        let ends = |byte: u8| {
            byte.is_ascii_whitespace()
                || matches!(byte, b'"' | b'\'' | b'`')
                || (within && matches!(byte, b'&' | b';' | b'\\' | b'<' | b'>' | b',' | b')'))
        };
        self.at += self.rest().iter().take_while(|&&byte| !ends(byte)).count();
        let tail = self.document[start..self.at].iter().rev();
        let end = self.at - tail.take_while(|byte| matches!(byte, b',' | b';' | b')')).count();
        let value = Span::new(start, end);
        let opened = self.last_before(start);
        let follows = !within && opened && !self.is_over();
        (!value.is_empty() && !follows).then_some(Assignment {
            name,
            value,
            quoted: false,
            bound: true,
        })
    }

    /// Whether white space stands before `start`: then the value is the rest of the line.
    fn last_before(&self, start: usize) -> bool {
        let byte = start.checked_sub(1).and_then(|at| self.document.get(at));
        let operator =
            self.document[..start].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t'));
        byte.is_some_and(|byte| matches!(byte, b' ' | b'\t'))
            && operator.is_some_and(|byte| matches!(byte, b'=' | b':'))
    }

    /// Whether nothing but white space or a comment follows.
    fn is_over(mut self) -> bool {
        self.blanks();
        let rest = self.rest().trim_ascii();
        rest.is_empty()
            || [b"#".as_slice(), b"//", b";", b"\\", b"--", b"/*", b"<!--", b",", b"}"]
                .iter()
                .any(|mark| rest.starts_with(mark))
    }

    /// The text of an XML element.
    fn element(self, name: Name<'a>) -> Option<Assignment<'a>> {
        let text = self.rest();
        let length = memchr::memchr(b'<', text)?;
        let blanks = text[..length].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let value = text[..length].trim_ascii();
        let start = self.at + blanks;
        let closed = text.get(length + 1) == Some(&b'/');
        (!value.is_empty() && closed).then(|| Assignment {
            name,
            value: Span::new(start, start + value.len()),
            quoted: true,
            bound: true,
        })
    }
}
