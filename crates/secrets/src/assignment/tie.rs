//! What binds a value to a name.

use super::cursor::{Cursor, before};
use super::name::Name;
use super::pair;
use crate::place::Quoting;
use sdf_core::Span;

/// Most bytes of a type between a name and its value.
const LONGEST_TYPE: usize = 48;

/// What may stand between a name and its value; longer ones first where one begins another.
const OPERATORS: &[&str] =
    &["===", "!==", "==", "!=", "=>", ":=", "?=", "+=", "->", "<-", "||", "??", "?:", "=", ":"];

/// Operators that compare or choose rather than assign.
const COMPARISONS: &[&str] = &["===", "!==", "==", "!="];

/// Words that begin a line on which a name and its value follow one another.
const DIRECTIVES: &[&str] =
    &["#define", "arg", "const", "define", "env", "export", "set", "setenv", "setx", "user_pref"];

/// Words between a name and its value in sentences.
const COPULAS: &[&str] = &["is ", "of ", "to ", "as ", "by "];

/// What binds a value to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Tie {
    /// `name = value`, `name: value`, `<name>value</name>`
    Assigned,
    /// `env["name"] = value`, `env["name"] or value`
    Element,
    /// `name == value`, `name.equals(value)`
    Compared,
    /// `--name value`
    Flag,
    /// `set_name("value")`, `builder.name("value")`
    Setter,
    /// `"name", "value"`
    Listed,
    /// `#define NAME "value"`; `PASSWORD 'value'`
    Adjacent,
    /// `name: NAME` and `value: value`
    Paired,
}

impl Tie {
    /// Whether an operator binds the two, not merely their order.
    pub(crate) fn binds(self) -> bool {
        !matches!(self, Tie::Listed | Tie::Adjacent)
    }
}

/// Whether a value can be assigned to a name at `name` at all, by the byte behind it or, of two
/// entries, those before it. Most names are dismissed by that.
pub(super) fn may_follow(document: &[u8], name: Span) -> bool {
    let begins_tie = |byte: &u8| b"\"'`\\ \t*[]{()=!:?+-<>|".contains(byte);
    document.get(name.end).is_some_and(begins_tie) || pair::may_be_value(document, name.start)
}

impl<'a> Cursor<'a> {
    /// Skips what ties a value to the name before the cursor.
    pub(super) fn tie(&mut self, name: &Name<'_>, quoting: Quoting) -> Option<Tie> {
        let start = self.at;
        let name_quoted = self.quote().is_some();
        self.emphasis();
        self.blanks();
        if !name_quoted {
            self.dimension();
            self.property();
        }
        let element = self.skip(b"]") | self.skip(b")");
        self.blanks();
        if let Some(compares) = self.operator(quoting, element) {
            self.emphasis();
            return Some(match (compares, element) {
                (true, _) => Tie::Compared,
                (_, true) => Tie::Element,
                _ => Tie::Assigned,
            });
        }
        let spaced = self.at > start;
        if spaced && !name_quoted && before(self.document, name.span) == Some(b'-') {
            return Some(Tie::Flag);
        }
        if !spaced && self.peek() == Some(b'(') {
            let member = before(self.document, name.span) == Some(b'.')
                || name.span.of(self.document).contains(&b'.');
            let tie = match (name.is_comparison(), name.is_setter() || member) {
                (true, _) => Some(Tie::Compared),
                (_, true) => Some(Tie::Setter),
                _ => None,
            };
            self.at += 1;
            return tie;
        }
        if name_quoted {
            if self.skip(b">") {
                return Some(Tie::Paired);
            }
            let listed = self.skip(b",");
            if listed && (self.is_key_next() || self.is_in_list(name)) {
                return None;
            }
            if listed && !self.default() {
                self.keyword();
            }
            return (listed || self.attribute()).then_some(Tie::Listed);
        }
        if spaced && COPULAS.iter().any(|word| self.skip_ignoring_case(word.as_bytes())) {
            return self
                .peek()
                .is_some_and(|byte| b"\"'`".contains(&byte))
                .then_some(Tie::Adjacent);
        }
        if spaced && quoting == Quoting::Required && self.typed() {
            return Some(Tie::Assigned);
        }
        let adjacent = spaced
            && match self.peek()? {
                b'\'' | b'"' => true,
                _ => quoting == Quoting::Optional || self.is_directive(name),
            };
        adjacent.then_some(Tie::Adjacent)
    }

    /// Whether the line of `name` begins with a word after which a name and its value follow.
    fn is_directive(&self, name: &Name<'_>) -> bool {
        let head = self.line_before(name.span.start).trim_ascii();
        let word = head.split(|byte| *byte == b' ' || *byte == b'(').next().unwrap_or_default();
        DIRECTIVES.iter().any(|one| one.as_bytes().eq_ignore_ascii_case(word))
    }

    /// Skips an operator, with the type between `:` and `=` in languages that have one there.
    /// Gives whether it compares.
    fn operator(&mut self, quoting: Quoting, element: bool) -> Option<bool> {
        let operator = OPERATORS.iter().find(|operator| self.skip(operator.as_bytes()));
        if operator.is_none() && !(element && (self.skip(b"or ") || self.skip(b","))) {
            return None;
        }
        if operator == Some(&":") && quoting == Quoting::Required {
            self.skip_type();
        }
        Some(operator.is_some_and(|operator| COMPARISONS.contains(operator)))
    }

    /// Skips a type and the `=` behind it, if that is what follows.
    fn skip_type(&mut self) -> bool {
        let head = &self.rest()[..self.rest().len().min(LONGEST_TYPE)];
        let is_type = |byte: &&u8| byte.is_ascii_alphanumeric() || b" _.[]<>|&?'*".contains(byte);
        let length = head.iter().take_while(is_type).count();
        let is_plain = head.get(length) == Some(&b'=') && head.get(length + 1) != Some(&b'=');
        if length > 0 && is_plain {
            self.at += length + 1;
        }
        length > 0 && is_plain
    }

    /// Skips `string =` in `var name string = "value"`.
    fn typed(&mut self) -> bool {
        let is_name = self.peek().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'*');
        is_name && self.skip_type()
    }

    /// Skips to behind the `default=` of the same call: `option("--name", default="value")`.
    fn default(&mut self) -> bool {
        let head = &self.rest()[..self.rest().len().min(LONGEST_TYPE * 2)];
        let found = ["default=", "default:", "defaultValue:", "defaultValue="]
            .iter()
            .find_map(|key| Some(memchr::memmem::find(head, key.as_bytes())? + key.len()));
        self.at += found.unwrap_or_default();
        found.is_some()
    }

    /// Whether `name` in its quotes is an element of a list, rather than the first argument of a
    /// call or the first of a pair.
    fn is_in_list(&self, name: &Name<'_>) -> bool {
        let head = self.line_before(name.span.start).trim_ascii_end();
        let edges = head.iter().rev().take_while(|byte| b".-".contains(byte)).count();
        let quote = head.len().saturating_sub(edges + 1);
        let opening = head[..quote].trim_ascii_end().last().copied();
        let mut next = *self;
        next.blanks();
        let value = next.opening_quote().and_then(|quote| next.closing_quote(quote));
        next.blanks();
        match opening {
            Some(b'(') => false,
            // `file = "password", text = "x"`
            Some(b'=' | b':') => true,
            Some(b'[' | b'{') => value.is_none() || !(next.skip(b"]") || next.skip(b"}")),
            _ => next.skip(b",") || next.skip(b"]") || next.skip(b"}"),
        }
    }

    /// Whether a key in quotes follows, as the next entry of an object.
    fn is_key_next(&self) -> bool {
        let mut next = *self;
        next.skip_while(|byte| byte.is_ascii_whitespace());
        let key = next.quote().and_then(|quote| next.closing_quote(quote));
        next.blanks();
        key.is_some() && (next.skip(b":") || next.skip(b"=>"))
    }

    /// Skips the name of an argument: `fill_in "name", with: "value"`.
    fn keyword(&mut self) {
        let start = self.at;
        self.blanks();
        let length = self.skip_while(|byte| byte.is_ascii_alphabetic() || byte == b'_');
        self.blanks();
        let names = length > 0 && (self.skip(b"=>") || self.skip(b":") || self.skip(b"="));
        if !names {
            self.at = start;
        }
    }

    /// Skips the dimension of an array: `char name[32] = "value"`.
    fn dimension(&mut self) {
        let digits = self.rest().iter().skip(1).take_while(|byte| byte.is_ascii_digit()).count();
        let is_dimension = self.peek() == Some(b'[') && self.rest().get(digits + 1) == Some(&b']');
        self.at += if is_dimension { digits + 2 } else { 0 };
    }

    /// Skips the accessors of a property: `Name { get; set; } = "value"`.
    fn property(&mut self) {
        let start = self.at;
        self.blanks();
        let head = &self.rest()[..self.rest().len().min(LONGEST_TYPE)];
        match memchr::memchr(b'}', head) {
            Some(close) if head.starts_with(b"{ get;") => self.at += close + 1,
            _ => self.at = start,
        }
    }

    /// Skips to behind the `value=` of the same tag.
    fn attribute(&mut self) -> bool {
        let head = &self.rest()[..self.rest().len().min(LONGEST_TYPE * 2)];
        let tag = &head[..memchr::memchr2(b'>', b',', head).unwrap_or(head.len())];
        let found = memchr::memmem::find(&tag.to_ascii_lowercase(), b"value=");
        let starts = found.filter(|&at| at == 0 || !tag[at - 1].is_ascii_alphanumeric());
        self.at += starts.map_or(0, |at| at + b"value=".len());
        starts.is_some()
    }

    /// Skips the marks of bold type.
    fn emphasis(&mut self) {
        if self.rest().starts_with(b"**") {
            self.at += 2;
        }
    }
}
