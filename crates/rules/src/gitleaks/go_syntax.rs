//! Regular expressions in Go's syntax (RE2), rewritten for the crate `regex`.
//!
//! Source: the documentation of Go's package `regexp/syntax`. What differs: perl classes and word
//! boundaries are ASCII in Go, a brace that opens no counted repetition and a bracket within a
//! class are literal, `\Q…\E` quotes, `\123` is octal, and `\<` is no boundary.

mod class;

use std::fmt;
use std::iter::Peekable;
use std::str::CharIndices;

/// An expression that is none, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Byte of the expression.
    pub offset: usize,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "at character {}: {}", self.offset + 1, self.message)
    }
}

impl std::error::Error for SyntaxError {}

/// An expression in the syntax of the crate `regex`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translated {
    /// The expression.
    pub pattern: String,
    /// Number of its groups.
    pub groups: usize,
    /// Whether it names classes of characters by their Unicode properties.
    pub has_properties: bool,
}

/// `pattern` with the same meaning in the syntax of the crate `regex`.
///
/// # Errors
/// The first construct that Go does not know. What only the crate `regex` refuses, such as a
/// repetition of nothing, is left for it to refuse.
pub fn translate(pattern: &str) -> Result<Translated, SyntaxError> {
    let mut translator = Translator {
        pattern,
        rest: pattern.char_indices().peekable(),
        out: String::with_capacity(pattern.len() + 16),
        groups: 0,
        has_properties: false,
    };
    while let Some((at, character)) = translator.rest.next() {
        match character {
            '\\' => translator.escape(at)?,
            '[' => translator.class(at)?,
            '(' => translator.group(at)?,
            '{' => translator.brace(at),
            // Plain in both, or an operator in both.
            _ => translator.out.push(character),
        }
    }
    let Translator { out, groups, has_properties, .. } = translator;
    Ok(Translated { pattern: out, groups, has_properties })
}

struct Translator<'p> {
    pattern: &'p str,
    rest: Peekable<CharIndices<'p>>,
    out: String,
    groups: usize,
    has_properties: bool,
}

impl Translator<'_> {
    fn error<T>(&self, offset: usize, message: impl Into<String>) -> Result<T, SyntaxError> {
        Err(SyntaxError { offset, message: message.into() })
    }

    fn peek(&mut self) -> Option<char> {
        self.rest.peek().map(|&(_, character)| character)
    }

    /// Passes over `text`, if it comes next.
    fn take(&mut self, text: &str) -> bool {
        let Some(&(at, _)) = self.rest.peek() else { return false };
        let found = self.pattern[at..].starts_with(text);
        if found {
            self.rest.by_ref().take(text.chars().count()).for_each(|_| ());
        }
        found
    }

    /// What stands behind a backslash outside of a class.
    fn escape(&mut self, at: usize) -> Result<(), SyntaxError> {
        match self.peek() {
            Some('Q') => {
                self.rest.next();
                while self.rest.peek().is_some() && !self.take("\\E") {
                    if let Some((_, quoted)) = self.rest.next() {
                        push_literal(&mut self.out, quoted);
                    }
                }
            }
            // A stray end of a quotation means nothing.
            Some('E') => {
                self.rest.next();
            }
            Some(edge @ ('A' | 'z')) => {
                self.rest.next();
                self.out.push('\\');
                self.out.push(edge);
            }
            Some(edge @ ('b' | 'B')) => {
                self.rest.next();
                self.out.push_str(&format!(r"(?-u:\{edge})"));
            }
            _ => {
                let item = self.escaped(at)?;
                match item {
                    Item::Set(set) => self.out.push_str(&format!("[{set}]")),
                    Item::Character(character) => push_literal(&mut self.out, character),
                }
            }
        }
        Ok(())
    }

    /// An escape that stands for a character or a set of them; the backslash at `at` is read.
    fn escaped(&mut self, at: usize) -> Result<Item, SyntaxError> {
        let Some((_, character)) = self.rest.next() else {
            return self.error(at, "a backslash at the end escapes nothing");
        };
        let set = |set: &str| Ok(Item::Set(set.to_owned()));
        match character {
            'd' => set("0-9"),
            'D' => set("[^0-9]"),
            's' => set(r"\t\n\x0C\r\x20"),
            'S' => set(r"[^\t\n\x0C\r\x20]"),
            'w' => set("0-9A-Za-z_"),
            'W' => set("[^0-9A-Za-z_]"),
            'p' | 'P' => self.property(at, character),
            'x' => self.hexadecimal(at).map(Item::Character),
            '0'..='7' => self.octal(at, character).map(Item::Character),
            'a' => Ok(Item::Character('\x07')),
            'f' => Ok(Item::Character('\x0C')),
            'n' => Ok(Item::Character('\n')),
            'r' => Ok(Item::Character('\r')),
            't' => Ok(Item::Character('\t')),
            'v' => Ok(Item::Character('\x0B')),
            _ if character.is_ascii() && !character.is_ascii_alphanumeric() => {
                Ok(Item::Character(character))
            }
            _ => self.error(at, format!("Go knows no escape '\\{character}'")),
        }
    }

    /// `\pN`, `\p{Greek}`, `\p{^Greek}`.
    fn property(&mut self, at: usize, letter: char) -> Result<Item, SyntaxError> {
        self.has_properties = true;
        let mut negated = letter == 'P';
        let mut name = String::new();
        match self.rest.next() {
            Some((_, '{')) => loop {
                match self.rest.next() {
                    Some((_, '}')) => break,
                    Some((_, '^')) if name.is_empty() => negated = !negated,
                    Some((_, character)) => name.push(character),
                    None => {
                        return self.error(at, "the name of a class of characters is not closed");
                    }
                }
            },
            Some((_, character)) => name.push(character),
            None => return self.error(at, "the name of a class of characters is missing"),
        }
        Ok(Item::Set(format!(r"\{}{{{name}}}", if negated { 'P' } else { 'p' })))
    }

    /// `\x60`, `\x{10FFFF}`.
    fn hexadecimal(&mut self, at: usize) -> Result<char, SyntaxError> {
        let mut digits = String::new();
        if self.take("{") {
            while let Some((_, character)) = self.rest.next()
                && character != '}'
            {
                digits.push(character);
            }
        } else {
            digits.extend(self.rest.by_ref().take(2).map(|(_, character)| character));
            if digits.len() != 2 {
                digits.clear();
            }
        }
        let character = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
        match character {
            Some(character) => Ok(character),
            None => self.error(at, "'\\x' wants two hexadecimal digits, or some in braces"),
        }
    }

    /// Up to three octal digits; a single one other than zero would be a back reference.
    fn octal(&mut self, at: usize, first: char) -> Result<char, SyntaxError> {
        let is_octal = |next: Option<char>| next.is_some_and(|digit| ('0'..='7').contains(&digit));
        if first != '0' && !is_octal(self.peek()) {
            return self.error(at, format!("'\\{first}' refers back, which Go cannot do"));
        }
        let mut value = first.to_digit(8).unwrap_or_default();
        for _ in 0..2 {
            let Some(digit) = self.peek().and_then(|next| next.to_digit(8)) else { break };
            self.rest.next();
            value = value * 8 + digit;
        }
        Ok(char::from_u32(value).unwrap_or_default())
    }

    /// A group, whose parenthesis at `at` is read. Names are dropped: nothing asks for them.
    fn group(&mut self, at: usize) -> Result<(), SyntaxError> {
        self.out.push('(');
        if !self.take("?") {
            self.groups += 1;
            return Ok(());
        }
        if self.take("P<") || self.peek() == Some('<') {
            self.take("<");
            let name: String = self
                .rest
                .by_ref()
                .map(|(_, character)| character)
                .take_while(|&character| character != '>')
                .collect();
            let is_name = |name: &str| {
                !name.is_empty() && name.chars().all(|one| one.is_alphanumeric() || one == '_')
            };
            return match name.as_bytes().first() {
                Some(b'=' | b'!') => self.error(at, "Go's expressions cannot look behind"),
                _ if is_name(&name) => {
                    self.groups += 1;
                    Ok(())
                }
                _ => self.error(at, "this is no name for a group"),
            };
        }
        self.out.push('?');
        loop {
            match self.rest.next() {
                Some((_, flag @ ('i' | 'm' | 's' | 'U' | '-'))) => self.out.push(flag),
                Some((_, end @ (':' | ')'))) => {
                    self.out.push(end);
                    return Ok(());
                }
                Some((_, '=' | '!')) => {
                    return self.error(at, "Go's expressions cannot look ahead");
                }
                Some((offset, other)) => {
                    return self.error(offset, format!("Go knows no flag '{other}'"));
                }
                None => return self.error(at, "the group is not closed with ')'"),
            }
        }
    }

    /// A brace at `at`: an operator if it opens `{2}`, `{2,}` or `{2,5}`, else literal.
    fn brace(&mut self, at: usize) {
        let counts = self.pattern[at + 1..].split('}').next().unwrap_or_default();
        let is_closed = self.pattern[at + 1..].contains('}');
        let is_count = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let is_repetition = match counts.split_once(',') {
            None => is_count(counts),
            Some((least, most)) => is_count(least) && (most.is_empty() || is_count(most)),
        };
        self.out.push_str(if is_closed && is_repetition { "{" } else { r"\{" });
    }
}

/// A member of a class, or what stands for one.
enum Item {
    Character(char),
    /// Written to stand between brackets.
    Set(String),
}

/// Every sign is escaped: within classes the crate `regex` has operators of its own.
fn push_literal(out: &mut String, character: char) {
    if character.is_ascii_control() || character == ' ' {
        out.push_str(&format!(r"\x{:02X}", character as u32));
        return;
    }
    if character.is_ascii_punctuation() && !"<>".contains(character) {
        out.push('\\');
    }
    out.push(character);
}

#[cfg(test)]
mod tests;
