//! Regular expressions in Go's syntax (RE2), rewritten for the crate `regex`.
//!
//! Source: the documentation of Go's package `regexp/syntax`. What differs: perl classes and word
//! boundaries are ASCII in Go, a brace that opens no counted repetition and a bracket within a
//! class are literal, `\Q…\E` quotes, `\123` is octal, and `\<` is no boundary.

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

/// `pattern` with the same meaning in the syntax of the crate `regex`.
///
/// # Errors
/// The first construct that Go does not know. What only the crate `regex` refuses, such as a
/// repetition of nothing, is left for it to refuse.
pub fn translate(pattern: &str) -> Result<String, SyntaxError> {
    let mut translator = Translator {
        pattern,
        rest: pattern.char_indices().peekable(),
        out: String::with_capacity(pattern.len() + 16),
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
    Ok(translator.out)
}

struct Translator<'p> {
    pattern: &'p str,
    rest: Peekable<CharIndices<'p>>,
    out: String,
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

    /// A class, whose bracket at `at` is read.
    fn class(&mut self, at: usize) -> Result<(), SyntaxError> {
        self.out.push('[');
        if self.take("^") {
            self.out.push('^');
        }
        let mut is_first = true;
        loop {
            let Some((from, character)) = self.rest.next() else {
                return self.error(at, "the class is not closed with ']'");
            };
            match character {
                ']' if !is_first => break,
                '[' if self.peek() == Some(':') => self.named_class(from)?,
                _ => {
                    let low = self.class_item(from, character)?;
                    self.range(low)?;
                }
            }
            is_first = false;
        }
        self.out.push(']');
        Ok(())
    }

    /// `[:alnum:]`, `[:^alnum:]`; a bracket and a colon that begin no such name are literal.
    fn named_class(&mut self, at: usize) -> Result<(), SyntaxError> {
        let Some(end) = self.pattern[at + 2..].find(":]") else {
            return self.range(Item::Character('['));
        };
        let name = &self.pattern[at..at + 2 + end + 2];
        while let Some(&(next, _)) = self.rest.peek()
            && next < at + name.len()
        {
            self.rest.next();
        }
        self.out.push_str(name);
        Ok(())
    }

    fn class_item(&mut self, at: usize, character: char) -> Result<Item, SyntaxError> {
        match character {
            '\\' => self.escaped(at),
            _ => Ok(Item::Character(character)),
        }
    }

    /// `low`, or the range that begins with it.
    fn range(&mut self, low: Item) -> Result<(), SyntaxError> {
        let low = match low {
            Item::Set(set) => {
                self.out.push_str(&set);
                return Ok(());
            }
            Item::Character(low) => low,
        };
        push_in_class(&mut self.out, low);
        let mut ahead = self.rest.clone();
        let is_range = ahead.next().is_some_and(|(_, dash)| dash == '-')
            && ahead.next().is_some_and(|(_, end)| end != ']');
        if !is_range {
            return Ok(());
        }
        self.rest.next();
        if let Some((at, character)) = self.rest.next() {
            match self.class_item(at, character)? {
                Item::Character(high) if low <= high => {
                    self.out.push('-');
                    push_in_class(&mut self.out, high);
                }
                Item::Character(_) => {
                    return self.error(at, "the range ends before it begins");
                }
                Item::Set(_) => return self.error(at, "a range cannot end with a class"),
            }
        }
        Ok(())
    }

    /// A group, whose parenthesis at `at` is read. Names are dropped: nothing asks for them.
    fn group(&mut self, at: usize) -> Result<(), SyntaxError> {
        self.out.push('(');
        if !self.take("?") {
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
                _ if is_name(&name) => Ok(()),
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

/// Every sign is escaped: the crate `regex` has operators within classes.
fn push_in_class(out: &mut String, character: char) {
    push_literal(out, character);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use regex::bytes::RegexBuilder;

    fn finds(pattern: &str, text: &str) -> Option<String> {
        let translated = translate(pattern).expect("Go's syntax");
        let regex = RegexBuilder::new(&translated).build().expect(&translated);
        let found = regex.find(text.as_bytes())?;
        Some(String::from_utf8_lossy(found.as_bytes()).into_owned())
    }

    #[test]
    fn what_only_go_reads_that_way() {
        for (pattern, text, found) in [
            (r"\${[A-Z]+}", "x ${HOME}", Some("${HOME}")),
            (r"a{,2}", "aa a{,2}", Some("a{,2}")),
            (r"a{2}b{1,}c{0,1}", "aabb", Some("aabb")),
            (r"\w+", "é_a1é", Some("_a1")),
            (r"\bkey\b", "ékeyé", Some("key")),
            (r"[[a]+", "a[", Some("a[")),
            (r"[]a]+", "]a", Some("]a")),
            (r"[^]a]+", "]b]", Some("b")),
            (r"[a&&b]+", "b&a", Some("b&a")),
            (r"[\w.-]{3}", "a.-", Some("a.-")),
            (r"[+--]+", "+,-.", Some("+,-")),
            (r"[a-]+", "-a", Some("-a")),
            (r"[[:alnum:]_]+", "--a_9", Some("a_9")),
            (r"[[:^alnum:]]+", "a--a", Some("--")),
            (r"\Qa.b\E+", "a.bb a.b", Some("a.bb")),
            (r"\Q(x", "(x", Some("(x")),
            (r"\x60\x{2603}\041", "`☃!", Some("`☃!")),
            (r"[\x60'\x22]+", "a`'\"", Some("`'\"")),
            (r"a(?i)b(?-i:C)", "aBC abC", Some("aBC")),
            (r"(?P<n>a)(?<m>b)", "ab", Some("ab")),
            (r"\<a\>\_", "<a>_", Some("<a>_")),
            (r"\pL+\P{Greek}", "éa1", Some("éa1")),
            (r"\p{^Greek}", "αa", Some("a")),
            (r"(?s)a.b\z", "a\nb", Some("a\nb")),
            (r"[^\S\n]+", "a \t\nb", Some(" \t")),
            (r"[^\x00-\x7F]+", "aéa", Some("é")),
        ] {
            assert_eq!(finds(pattern, text).as_deref(), found, "{pattern}");
        }
    }

    #[test]
    fn what_go_does_not_know_is_named_with_its_place() {
        for (pattern, place, message) in [
            (r"a(?=b)", 2, "look ahead"),
            (r"(?<!a)b", 1, "look behind"),
            (r"(a)\1", 4, "refers back"),
            (r"\Z", 1, "no escape '\\Z'"),
            (r"\C", 1, "no escape"),
            (r"a\", 2, "escapes nothing"),
            ("[a", 1, "not closed"),
            ("(?x)a", 3, "no flag 'x'"),
            (r"\x6", 1, "hexadecimal"),
            ("[b-a]", 4, "before it begins"),
        ] {
            let error = translate(pattern).expect_err(pattern).to_string();
            assert!(error.starts_with(&format!("at character {place}: ")), "{pattern}: {error}");
            assert!(error.contains(message), "{pattern}: {error}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken(pattern: String) {
            let _ = translate(&pattern);
        }

        #[test]
        fn a_quoted_text_finds_itself(text in "[^\\\\]{1,20}") {
            prop_assert_eq!(finds(&format!(r"\Q{text}\E"), &text), Some(text));
        }
    }
}
