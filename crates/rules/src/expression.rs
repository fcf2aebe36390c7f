//! Regular expressions that cost little until they are used much.
//!
//! Most of the time to compile one goes into what makes long searches fast: literals to look for
//! first, an automaton that runs backwards. A commit asks an expression about a few lines, if at
//! all. So one is compiled without them at first, and again with them when enough was searched.

use regex::Error;
use regex_automata::meta::{Config, Regex};
use regex_automata::util::syntax;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

/// Bytes to search before compiling for speed pays: from a thousand to five thousand, fewest
/// instructions for commits of 10 and 100 files.
const MUCH: usize = 2_500;

/// How an expression is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Whether characters are matched, not bytes.
    pub unicode: bool,
    /// Whether `^` and `$` match at every line.
    pub multi_line: bool,
    /// Most bytes that it may take when it is compiled, and as many for what searches build up.
    pub size_limit: usize,
}

impl Default for Reading {
    /// Bytes, all of the text as one line, a megabyte.
    fn default() -> Self {
        Reading { unicode: false, multi_line: false, size_limit: 1 << 20 }
    }
}

/// A regular expression over bytes, with the notation and the matches of the crate regex.
#[derive(Clone, Debug)]
pub struct Expression(Arc<Engines>);

#[derive(Debug)]
struct Engines {
    text: String,
    reading: Reading,
    plain: Regex,
    fast: OnceLock<Regex>,
    searched: AtomicUsize,
}

impl Expression {
    /// Compiles `text` for a few short searches.
    ///
    /// # Errors
    /// When it is no regular expression or takes more than `reading` allows.
    pub fn new(text: &str, reading: Reading) -> Result<Self, Error> {
        let plain = build(text, reading, false)?;
        Ok(Expression(Arc::new(Engines {
            text: text.to_owned(),
            reading,
            plain,
            fast: OnceLock::new(),
            searched: AtomicUsize::new(0),
        })))
    }

    /// The engine to search `length` bytes with. All of them find the same.
    pub fn engine(&self, length: usize) -> &Regex {
        let Engines { text, reading, plain, fast, searched } = &*self.0;
        if let Some(fast) = fast.get() {
            return fast;
        }
        // Nothing depends on the exact count.
        let before = searched.fetch_add(length, Ordering::Relaxed);
        if before.saturating_add(length) < MUCH {
            return plain;
        }
        fast.get_or_init(|| build(text, *reading, true).unwrap_or_else(|_| plain.clone()))
    }

    /// Whether it matches anywhere in `text`.
    pub fn is_match(&self, text: &[u8]) -> bool {
        self.engine(text.len()).is_match(text)
    }

    /// The names of its groups, the first of which is the whole match.
    pub fn group_names(&self) -> impl Iterator<Item = Option<&str>> {
        self.0.plain.group_info().pattern_names(regex_automata::PatternID::ZERO)
    }
}

fn build(text: &str, reading: Reading, fast: bool) -> Result<Regex, Error> {
    let Reading { unicode, multi_line, size_limit } = reading;
    let config = Config::new()
        .utf8_empty(false)
        .nfa_size_limit(Some(size_limit))
        .hybrid_cache_capacity(size_limit)
        .auto_prefilter(fast)
        .hybrid(fast)
        .onepass(fast);
    let syntax = syntax::Config::new().utf8(false).unicode(unicode).multi_line(multi_line);
    let built = Regex::builder().configure(config).syntax(syntax).build(text);
    built.map_err(|error| match (error.size_limit(), error.syntax_error()) {
        (Some(limit), _) => Error::CompiledTooBig(limit),
        (None, Some(error)) => Error::Syntax(error.to_string()),
        (None, None) => Error::Syntax(error.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_engines_find_the_same() {
        let cases = [
            (r"(?i)\bkey\s*=\s*(\w{4,})", "a key = abcd, KEY=xyz12 monkey=abcd"),
            (r"\A(?:a|ab)(c|bcd)?", "abcd"),
            (r"(?m)^x$", "y\nx\nx"),
            (r"(a*)(?:b|$)", "aab aaa"),
        ];
        for (text, searched) in cases {
            let expression = Expression::new(text, Reading::default()).expect(text);
            let matches = |regex: &Regex| {
                let captures = regex.captures_iter(searched);
                captures.map(|groups| groups.iter().collect::<Vec<_>>()).collect::<Vec<_>>()
            };
            let first = matches(expression.engine(0));
            assert_eq!(first, matches(expression.engine(MUCH)), "{text}");
            assert!(!first.is_empty() && expression.is_match(searched.as_bytes()));
        }
    }

    #[test]
    fn what_cannot_be_compiled_says_why() {
        let error = Expression::new("(a", Reading::default()).expect_err("an open group");
        assert!(error.to_string().contains("unclosed group"), "{error}");
        let long = Expression::new(r"(?:\w{500}){500}", Reading::default());
        assert!(matches!(long, Err(Error::CompiledTooBig(_))));
    }
}
