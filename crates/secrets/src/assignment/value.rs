//! What stands behind a name.

use super::Assignment;
use super::cursor::{Cursor, Quote, before};
use super::name::Name;
use crate::place::Quoting;
use sdf_core::Span;

/// Longest value that is read: it bounds what input that is nothing but names costs.
const LONGEST: usize = 512;
/// Most bytes between a name and its value.
const FARTHEST: usize = 64;

/// What may stand between a name and its value; longer ones first where one begins another.
const OPERATORS: &[&str] =
    &["===", "!==", "==", "!=", "=>", ":=", "->", "||", "??", "?:", "=", ":"];

/// Calls that return their argument in other clothes.
#[rustfmt::skip]
const WRAPPERS: &[&str] = &[
    "String::from(", "SecretStr(", "new String(", "b64decode(", "base64.b64decode(", "str(",
    "to_string(",
];

/// Words before a token in a header, which are no part of it.
const SCHEMES: &[&str] = &["Bearer ", "Basic ", "Token "];

/// What may follow a value on its line.
const COMMENTS: &[&str] = &["#", "//", ";", "\\", "--", "/*", "<!--", ",", "}"];

/// What ties a value to a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tie {
    /// `name = value`, and whether the name is the key of an element, as in `env["name"]`.
    Operator { element: bool },
    /// `--name value`
    Flag,
    /// `set_name("value")`
    Setter,
    /// `"name", "value"`; `PASSWORD 'value'`
    Order,
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
    match before(document, name.span) {
        // `AWS::ApiKey`, `arn:…:secret:…`: a part of a longer name.
        Some(b':') => return None,
        Some(b'<') if cursor.skip(b">") => return cursor.element(name),
        _ => {}
    }
    let tie = cursor.tie(&name, quoting)?;
    let spaced = cursor.blanks() > 0 || cursor.last() == Some(b' ');
    cursor.wrapper();
    if let Some(quote) = cursor.opening_quote() {
        return cursor.quoted(name, quote, tie != Tie::Order);
    }
    let within = inside_text(document, name.span);
    let bare = match (tie, quoting) {
        (Tie::Flag, _) => true,
        (Tie::Operator { element: false }, Quoting::Optional) => true,
        (Tie::Operator { element: false }, Quoting::Required) => {
            within && !spaced && cursor.last() == Some(b'=') && cursor.at == name.span.end + 1
        }
        _ => false,
    };
    let alone = spaced && !within && tie != Tie::Flag;
    bare.then(|| cursor.bare(name, within, alone))?
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
    /// Skips what ties a value to the name before the cursor.
    fn tie(&mut self, name: &Name<'_>, quoting: Quoting) -> Option<Tie> {
        let start = self.at;
        let name_quoted = self.quote().is_some();
        self.blanks();
        let element = self.skip(b"]") | self.skip(b")");
        self.blanks();
        if self.operator(quoting, element) {
            return Some(Tie::Operator { element });
        }
        let spaced = self.at > start;
        if spaced && !name_quoted && before(self.document, name.span) == Some(b'-') {
            return Some(Tie::Flag);
        }
        if name.is_setter() && self.skip(b"(") {
            return Some(Tie::Setter);
        }
        let listed = name_quoted && self.skip(b",");
        let attribute = name_quoted && self.skip_ignoring_case(b"value=");
        let sql = !name_quoted && spaced && self.peek() == Some(b'\'');
        (listed || attribute || sql).then_some(Tie::Order)
    }

    /// Skips an operator, with the type between `:` and `=` in languages that have one there.
    fn operator(&mut self, quoting: Quoting, element: bool) -> bool {
        let found = OPERATORS.iter().any(|operator| self.skip(operator.as_bytes()))
            || (element && (self.skip(b"or ") || self.skip(b",")));
        if found && quoting == Quoting::Required && self.last() == Some(b':') {
            self.skip_type();
        }
        found
    }

    /// Skips a type and the `=` behind it, if that is what follows.
    fn skip_type(&mut self) {
        let head = &self.rest()[..self.rest().len().min(FARTHEST)];
        let is_type = |byte: &&u8| byte.is_ascii_alphanumeric() || b" _.[]<>|&?'".contains(byte);
        let length = head.iter().take_while(is_type).count();
        let is_plain = head.get(length) == Some(&b'=') && head.get(length + 1) != Some(&b'=');
        if length > 0 && is_plain {
            self.at += length + 1;
        }
    }

    fn wrapper(&mut self) {
        let _ = WRAPPERS.iter().any(|wrapper| self.skip(wrapper.as_bytes()));
    }

    /// The value up to the quote that closes it; none where it is a part of an expression.
    fn quoted(mut self, name: Name<'a>, quote: Quote, bound: bool) -> Option<Assignment<'a>> {
        let _ = SCHEMES.iter().any(|scheme| self.skip_ignoring_case(scheme.as_bytes()));
        let start = self.at;
        let value = Span::new(start, self.closing_quote(quote)?);
        self.blanks();
        let is_expression = match self.rest() {
            [b'+' | b'%', ..] => true,
            [b'.', next, ..] => next.is_ascii_alphabetic() || *next == b' ',
            _ => false,
        };
        let assignment = Assignment { name, value, quoted: true, bound };
        (!value.is_empty() && !is_expression).then_some(assignment)
    }

    /// A value without quotes: up to white space, or `within` a longer text up to what separates
    /// there. Where white space stands before it, nothing but a comment may follow it.
    fn bare(mut self, name: Name<'a>, within: bool, alone: bool) -> Option<Assignment<'a>> {
        let start = self.at;
        self.skip_while(|byte| {
            let separates = within && b"&;\\<>,)".contains(&byte);
            !(byte.is_ascii_whitespace() || b"\"'`".contains(&byte) || separates)
        });
        let text = &self.document[start..self.at];
        let closes = |byte: u8| match byte {
            b',' | b';' | b')' => true,
            b'}' => !text.contains(&b'{'),
            b']' => !text.contains(&b'['),
            _ => false,
        };
        let end = self.at - text.iter().rev().take_while(|&&byte| closes(byte)).count();
        let value = Span::new(start, end);
        let is_part = self.is_cut() || (alone && !self.is_over());
        let assignment = Assignment { name, value, quoted: false, bound: true };
        (!value.is_empty() && !is_part).then_some(assignment)
    }

    /// Whether nothing but white space or a comment follows.
    fn is_over(&self) -> bool {
        let rest = self.rest().trim_ascii();
        rest.is_empty() || COMMENTS.iter().any(|mark| rest.starts_with(mark.as_bytes()))
    }

    /// The text of an XML element.
    fn element(mut self, name: Name<'a>) -> Option<Assignment<'a>> {
        self.skip_while(|byte| byte.is_ascii_whitespace());
        let length = memchr::memmem::find(self.rest(), b"</")?;
        let text = &self.rest()[..length];
        let value = Span::new(self.at, self.at + text.trim_ascii_end().len());
        let assignment = Assignment { name, value, quoted: true, bound: true };
        (!value.is_empty() && !text.contains(&b'<')).then_some(assignment)
    }
}
