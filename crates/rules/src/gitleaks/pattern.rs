//! Regular expressions that are compiled when they are first needed.

use super::go_syntax::translate;
use regex::bytes::{Regex, RegexBuilder};
use regex_syntax::ast::parse::Parser;
use std::sync::{Arc, OnceLock};

/// Memory that a compiled expression may take: a counted repetition of a large class is the
/// largest that anybody writes.
const SIZE_LIMIT: usize = 32 << 20;

/// What the bytes of a text are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Valid UTF-8 with characters beyond ASCII: one character, one step of an expression.
    Utf8,
    /// ASCII, or no UTF-8: one byte, one step.
    Bytes,
}

impl Encoding {
    /// The encoding of `text`.
    pub fn of(text: &[u8]) -> Self {
        match !text.is_ascii() && std::str::from_utf8(text).is_ok() {
            true => Encoding::Utf8,
            false => Encoding::Bytes,
        }
    }
}

/// A regular expression in Go's syntax, checked when it is read and compiled at its first use:
/// for bytes, which is fast, and for characters where a text has other than ASCII.
#[derive(Clone)]
pub struct Pattern {
    /// In the syntax of the crate `regex`.
    translated: Arc<str>,
    /// Number of groups.
    groups: usize,
    compiled: Arc<[OnceLock<Option<Regex>>; 2]>,
}

impl std::fmt::Debug for Pattern {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Pattern").field(&self.translated).finish()
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.translated == other.translated
    }
}

impl Pattern {
    /// Reads `source`.
    ///
    /// # Errors
    /// What is wrong with it and where, as the end of a sentence.
    pub fn new(source: &str) -> Result<Self, String> {
        let translated = translate(source).map_err(|error| error.to_string())?;
        let pattern = &translated.pattern;
        // What a class of this name holds takes long to find out and is needed at the first use.
        let fault = match translated.has_properties {
            true => {
                let mut parser = regex_syntax::ParserBuilder::new().utf8(false).build();
                parser.parse(pattern).err().map(|error| error.to_string())
            }
            false => Parser::new().parse(pattern).err().map(|error| error.to_string()),
        };
        if let Some(fault) = fault {
            // The last line says what is wrong; those before draw the expression.
            let reason = fault.lines().last().unwrap_or_default();
            return Err(reason.strip_prefix("error: ").unwrap_or(reason).to_owned());
        }
        let groups = translated.groups;
        Ok(Pattern { translated: translated.pattern.into(), groups, compiled: Arc::default() })
    }

    /// One expression that matches where one of `sources` does, as gitleaks joins them: a flag
    /// that is set in one holds for those behind it as well. None without any.
    ///
    /// # Errors
    /// The first that is no expression, its place in the list, and what is wrong with it.
    pub fn any(sources: &[String]) -> Result<Option<Self>, String> {
        for source in sources {
            Pattern::new(source).map_err(|error| format!("'{source}': {error}"))?;
        }
        match sources.is_empty() {
            true => Ok(None),
            false => Pattern::new(&format!("(?:{})", sources.join("|"))).map(Some),
        }
    }

    /// Number of groups.
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// The expression for a text in `encoding`; none if it takes too much memory.
    pub fn regex(&self, encoding: Encoding) -> Option<&Regex> {
        let build = |unicode: bool| {
            RegexBuilder::new(&self.translated).unicode(unicode).size_limit(SIZE_LIMIT).build().ok()
        };
        let [bytes, characters] = &*self.compiled;
        let by_characters = || characters.get_or_init(|| build(true)).as_ref();
        match encoding {
            Encoding::Utf8 => by_characters(),
            // A class with letters beyond ASCII cannot be one of bytes.
            Encoding::Bytes => bytes.get_or_init(|| build(false)).as_ref().or_else(by_characters),
        }
    }

    /// Whether it matches in `text`; not, if it takes too much memory.
    pub fn is_match(&self, text: &[u8]) -> bool {
        self.regex(Encoding::of(text)).is_some_and(|regex| regex.is_match(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_is_one_step_in_utf_8_and_a_byte_elsewhere() {
        let two = Pattern::new("^.{2}$").expect("an expression");
        assert!(two.is_match("äö".as_bytes()) && two.is_match(b"\xe4\xf6") && two.is_match(b"ao"));
        let class = Pattern::new("^[äö]+$").expect("an expression");
        assert!(class.is_match("äö".as_bytes()) && !class.is_match(b"ao"));
    }

    #[test]
    fn a_fault_is_told_in_a_line() {
        let fault = |source: &str| Pattern::new(source).expect_err(source);
        assert_eq!(fault("(a"), "unclosed group");
        assert_eq!(fault("*a"), "repetition operator missing expression");
        assert!(fault("(?=a)").contains("look ahead"));
        assert!(fault(r"\p{Klingon}").contains("not found"));
        assert_eq!(Pattern::new(r"(a)(?P<b>\()(?:c)[(]").expect("an expression").groups(), 2);
    }

    #[test]
    fn a_flag_holds_for_the_expressions_behind_it() {
        let list = ["a(?i)b".to_owned(), "c".to_owned()];
        let any = Pattern::any(&list).expect("expressions").expect("some");
        assert!(any.is_match(b"C") && !any.is_match(b"A") && any.is_match(b"aB"));
    }
}
