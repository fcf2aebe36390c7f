//! Patterns and regular expressions, compiled when they are first needed.
//!
//! Of what a rule can match, nearly nothing is in the file at hand. A pattern is not parsed before
//! a file has the names that are written in it, nor a regular expression compiled before there is
//! something to match.

use super::compile::Fault;
use super::words;
use crate::environment::Environment;
use crate::facts::Facts;
use crate::matching::Budget;
use crate::metavariables::Metavariables;
use crate::pattern::{Key, Pattern};
use crate::substitute::metavariable;
use crate::text::TextPattern;
use sdf_core::{Span, Text};
use sdf_syntax::{Language, Tree};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// The first thing that was found wrong with what was compiled late.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults(Arc<OnceLock<Fault>>);

impl Faults {
    pub(crate) fn first(&self) -> Option<&Fault> {
        self.0.get()
    }

    /// What there is; a fault is kept.
    fn keep<T>(&self, compiled: Result<T, Fault>) -> Option<Box<T>> {
        // The first one is enough.
        compiled.map_err(|fault| self.0.get_or_init(|| fault)).ok().map(Box::new)
    }
}

/// A pattern and what it is for.
#[derive(Clone, Debug)]
pub(crate) struct CompiledPattern {
    text: Text,
    language: Language,
    /// Names without which in a file it matches nothing there, by their place in the text.
    names: Box<[Range<usize>]>,
    /// Whether others are looked for inside of its matches.
    pub(crate) inside: bool,
    faults: Faults,
    pattern: OnceLock<Option<Box<Pattern>>>,
}

impl CompiledPattern {
    /// A pattern that is yet to be parsed. Its metavariables have their numbers from here on.
    pub(super) fn new(
        text: &Text,
        language: Language,
        inside: bool,
        variables: &mut Metavariables,
        faults: &Faults,
    ) -> Self {
        let names = words(text, variables);
        let (text, faults) = (text.clone(), faults.clone());
        CompiledPattern { text, language, names, inside, faults, pattern: OnceLock::new() }
    }

    /// Parses it at once.
    pub(super) fn parse(&self, variables: &mut Metavariables) -> Result<(), Fault> {
        let pattern = self.read(&mut |name| variables.number(name))?;
        // Nobody else has it yet.
        let _ = self.pattern.set(Some(Box::new(pattern)));
        Ok(())
    }

    fn read(&self, number: &mut dyn FnMut(&str) -> u16) -> Result<Pattern, Fault> {
        let pattern = Pattern::new(&self.text, self.language, number);
        pattern.map_err(|reason| (self.text.to_string(), reason))
    }

    /// The pattern; `variables` are those of its rule. None if it is faulty, which is kept.
    pub(crate) fn pattern(&self, variables: &Metavariables) -> Option<&Pattern> {
        let number = &mut |name: &str| variables.find(name).unwrap_or(u16::MAX);
        self.pattern.get_or_init(|| self.faults.keep(self.read(number))).as_deref()
    }

    /// Whether it could match `tree`. Parses nothing.
    pub(crate) fn is_possible(&self, tree: &Tree) -> bool {
        match self.pattern.get() {
            Some(Some(pattern)) => {
                let has = |name| tree.symbol(pattern.tree.bytes(name)).is_some();
                pattern.needed.iter().all(|&name| has(name))
            }
            _ => self.names().all(|name| tree.symbol(name.as_bytes()).is_some()),
        }
    }

    /// Where its matches can be in `tree`, if it could have any.
    pub(crate) fn key(&self, tree: &Tree, variables: &Metavariables) -> Option<Key> {
        if !self.is_possible(tree) {
            return None;
        }
        self.pattern(variables).map(|pattern| pattern.key)
    }

    /// Whether it is a metavariable alone.
    pub(super) fn is_metavariable(&self) -> bool {
        let text = self.text.trim().trim_matches(['(', ')']);
        let name = text.strip_prefix('$');
        name.is_some_and(|name| metavariable(name) == Some(name))
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().filter_map(|range| self.text.get(range.clone()))
    }
}

/// A regular expression.
#[derive(Clone, Debug)]
pub(crate) struct CompiledRegex {
    /// The key that it stands under.
    key: &'static str,
    text: Text,
    /// Whether it matches at the start of what it is asked about only.
    anchored: bool,
    /// What it matches, where that is a list of words.
    words: OnceLock<Option<Box<[String]>>>,
    /// The metavariables of its groups.
    groups: Box<[(String, u16)]>,
    faults: Faults,
    regex: OnceLock<Option<Box<TextPattern>>>,
}

impl CompiledRegex {
    /// One that is yet to be compiled. Its groups have their numbers from here on.
    pub(super) fn new(
        (key, text, anchored): (&'static str, &Text, bool),
        variables: &mut Metavariables,
        faults: &Faults,
    ) -> Self {
        let number = |name: String| (variables.number_of_text(&name), name);
        let groups = groups(text).into_iter().map(number).map(|(number, name)| (name, number));
        let groups = groups.collect();
        let (text, faults) = (text.clone(), faults.clone());
        let (words, regex) = (OnceLock::new(), OnceLock::new());
        CompiledRegex { key, text, anchored, words, groups, faults, regex }
    }

    /// What it matches, in order, where that is a list of words.
    pub(crate) fn words(&self) -> Option<&[String]> {
        let read = || self.anchored.then(|| words::words(&self.text)).flatten();
        self.words.get_or_init(read).as_deref()
    }

    /// Compiles it at once.
    pub(super) fn compile(&self) -> Result<(), Fault> {
        let regex = self.read()?;
        // Nobody else has it yet.
        let _ = self.regex.set(Some(Box::new(regex)));
        Ok(())
    }

    fn read(&self) -> Result<TextPattern, Fault> {
        let number = |name: &str| {
            let known = self.groups.iter().find(|(known, _)| known == name);
            known.map_or(u16::MAX, |&(_, number)| number)
        };
        let regex = TextPattern::new(&self.text, self.anchored, number);
        regex.map_err(|reason| (format!("{}: {}", self.key, self.text), reason))
    }

    fn regex(&self) -> Option<&TextPattern> {
        self.regex.get_or_init(|| self.faults.keep(self.read())).as_deref()
    }

    /// Whether it matches `text`.
    pub(crate) fn is_match(&self, text: &[u8]) -> bool {
        if let Some(words) = self.words() {
            return words.binary_search_by(|word| word.as_bytes().cmp(text)).is_ok();
        }
        self.regex().is_some_and(|regex| regex.is_match(text))
    }

    /// Where it matches within `region`, with its groups bound as `given` allows.
    pub(crate) fn find(
        &self,
        facts: &Facts<'_>,
        region: Span,
        given: &Environment,
        budget: &mut Budget,
    ) -> Vec<(Span, Environment)> {
        self.regex().map_or_else(Vec::new, |regex| regex.find(facts, region, given, budget))
    }
}

/// The names of the groups that an expression may have, and their places, from 1.
fn groups(regex: &str) -> Vec<String> {
    let mut groups = Vec::new();
    for (at, _) in regex.match_indices('(') {
        let behind = &regex[at + 1..];
        let Some(special) = behind.strip_prefix('?') else {
            groups.push((groups.len() + 1).to_string());
            continue;
        };
        let name = special.strip_prefix('P').unwrap_or(special).strip_prefix('<');
        if let Some((name, _)) = name.and_then(|name| name.split_once('>')) {
            groups.push((groups.len() + 1).to_string());
            groups.push(name.to_owned());
        }
    }
    groups
}

/// Whether code that is this word alone is a literal, a statement or nothing, but no name.
pub(crate) fn is_keyword(word: &str) -> bool {
    is_of_language(word) || is_defining(word)
}

/// Whether it is a word of the language itself, beside which names are names of the file.
fn is_of_language(word: &str) -> bool {
    // Thousands of words are asked about before a first finding: this is a jump by length.
    matches!(
        word,
        "False"
            | "None"
            | "True"
            | "and"
            | "as"
            | "assert"
            | "async"
            | "await"
            | "break"
            | "continue"
            | "del"
            | "elif"
            | "else"
            | "finally"
            | "for"
            | "from"
            | "if"
            | "in"
            | "is"
            | "not"
            | "or"
            | "pass"
            | "raise"
            | "return"
            | "try"
            | "while"
            | "with"
            | "yield"
    )
}

/// Whether beside it names are no names of the file, or not for certain.
fn is_defining(word: &str) -> bool {
    matches!(word, "class" | "def" | "except" | "global" | "import" | "lambda" | "nonlocal")
}

/// The same where something follows that is no bracket.
fn is_sometimes_defining(word: &str) -> bool {
    matches!(word, "case" | "exec" | "match" | "print" | "type")
}

/// The places of the names in a pattern that a file must have, outside its strings; none where
/// that takes a parser to tell. Its metavariables get their numbers.
fn words(text: &str, variables: &mut Metavariables) -> Box<[Range<usize>]> {
    let mut names = Vec::new();
    let mut is_plain = true;
    let mut at = 0;
    // What is not ASCII counts as part of a word, and leaves that to the parser.
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || !byte.is_ascii();
    while let Some(&first) = text.as_bytes().get(at) {
        if first == b'$' {
            let rest = &text[at..];
            let run = rest[1..].starts_with("...");
            let start = at + if run { "$...".len() } else { 1 };
            let Some(name) = text.get(start..).and_then(metavariable) else {
                at += 1;
                continue;
            };
            match run {
                true => drop(variables.number(&format!("...{name}"))),
                false if name == "_" => {}
                false => drop(variables.number(name)),
            }
            at = start + name.len();
            // `($X: T)` may match without a word of the type.
            let (before, behind) = (text[..start].trim_end_matches(['$', '.', ' ']), &text[at..]);
            is_plain &= !before.ends_with('(') || !behind.trim_start().starts_with(':');
        } else if first == b'"' || first == b'\'' {
            let rest = &text[at..];
            // What strings hold is left to the parser, with all that follows.
            let length = string(rest, first.into());
            mention(&rest[..length], variables);
            at += length;
        } else if first == b'#' {
            at = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |end| at + end);
        } else if is_part(&first) {
            let rest = &text.as_bytes()[at..];
            let length = rest.iter().position(|byte| !is_part(byte)).unwrap_or(rest.len());
            let word = &text[at..at + length];
            let behind = rest.get(length);
            let is_prefix = length <= 2 && matches!(behind, Some(b'"' | b'\''));
            let is_alone = matches!(behind, Some(b' ' | b'\t'));
            is_plain &= !is_defining(word) && word.is_ascii();
            is_plain &= !(is_alone && is_sometimes_defining(word));
            if !first.is_ascii_digit() && !is_prefix && !is_of_language(word) {
                names.push(at..at + length);
            }
            at += length;
        } else {
            at += 1;
        }
    }
    if is_plain { names.into() } else { Box::default() }
}

/// Gives the metavariables in a string their numbers.
fn mention(string: &str, variables: &mut Metavariables) {
    for (at, _) in string.match_indices('$') {
        let behind = &string[at + 1..];
        let (run, behind) = match behind.strip_prefix("...") {
            Some(behind) => ("...", behind),
            None => ("", behind),
        };
        if let Some(name) = metavariable(behind).filter(|&name| name != "_") {
            variables.number_of_text(&format!("{run}{name}"));
        }
    }
}

/// How long the string literal is that starts `text`.
fn string(text: &str, quote: char) -> usize {
    let triple = quote.to_string().repeat(3);
    if let Some(inside) = text.strip_prefix(triple.as_str()) {
        return inside.find(triple.as_str()).map_or(text.len(), |end| end + 2 * triple.len());
    }
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &'static str) -> (Vec<&'static str>, Vec<String>) {
        let mut variables = Metavariables::default();
        let names = words(text, &mut variables);
        let known = ["X", "Y", "...ARGS"].into_iter().filter(|name| variables.find(name).is_some());
        (
            names.iter().map(|range| &text[range.clone()]).collect(),
            known.map(str::to_owned).collect(),
        )
    }

    #[test]
    fn names_and_metavariables_are_known_without_a_parser() {
        assert_eq!(
            named("a.b($X, c=$Y) if d else 0x1f"),
            (vec!["a", "b", "c", "d"], vec!["X".to_owned(), "Y".to_owned()])
        );
        assert_eq!(named("f(b'x', \"$X\", f'''{g($Y)}''', $...ARGS) # h").0, ["f"]);
        assert_eq!(named("f(b'x', \"$X\", f'''{g($Y)}''', $...ARGS)").1, ["X", "Y", "...ARGS"]);
        assert!(named("def f($X): ...").0.is_empty());
        assert!(named("f(($X: flask.Response))").0.is_empty());
        assert_eq!(groups("(?:a)(b)(?P<c>d)\\("), ["1", "2", "c", "4"]);
    }

    /// Of every pattern of the built-in rules no name is asked for that its tree does not need.
    #[test]
    fn what_is_asked_for_is_needed() {
        let folder =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/sast/python");
        let mut count = 0;
        for entry in std::fs::read_dir(folder).expect("the rules") {
            let path = entry.expect("an entry").path();
            if path.extension().is_none_or(|it| it != "yaml") {
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a readable file");
            for line in text.lines() {
                let pattern = line.trim_start_matches([' ', '-']);
                let Some(pattern) = pattern.strip_prefix("pattern: ") else { continue };
                let pattern = pattern.trim_matches(['\'', '|']).trim();
                let mut variables = Metavariables::default();
                let (late, faults) = (Text::Owned(pattern.to_owned()), Faults::default());
                let late =
                    CompiledPattern::new(&late, Language::Python, false, &mut variables, &faults);
                let Some(parsed) = late.pattern(&variables) else { continue };
                count += 1;
                let needed: Vec<_> =
                    parsed.needed.iter().map(|&name| parsed.tree.text(name)).collect();
                for name in late.names() {
                    assert!(needed.iter().any(|needed| needed == name), "{name} of {pattern}");
                }
            }
        }
        assert!(count > 100, "{count} patterns");
    }
}
