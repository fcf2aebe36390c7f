//! Which languages there are, and which module knows each.

use crate::{Names, NodeId, Tree, python};
use sdf_core::{Document, Kind};
use std::borrow::Cow;

/// A language that can be parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Python 3, and Python 2 as far as it still parses.
    Python,
}

impl Language {
    /// All of them.
    pub const ALL: &'static [Language] = &[Language::Python];

    /// The name.
    pub fn name(self) -> &'static str {
        match self {
            Language::Python => "python",
        }
    }

    /// The language of this [name](Language::name). What else rule files call it, their reader knows.
    pub fn named(name: &str) -> Option<Language> {
        Language::ALL.iter().copied().find(|language| language.name() == name)
    }

    /// The language of a document, by its extension or else by the interpreter it names.
    pub fn of(document: &Document<'_>) -> Option<Language> {
        match document.kind {
            Kind::Symlink => return None,
            Kind::Cells => return Some(Language::Python),
            Kind::File | Kind::Executable => {}
        }
        match document.extension() {
            Some(b"py" | b"pyi" | b"pyw") => Some(Language::Python),
            Some(_) => None,
            None => by_interpreter(document.bytes),
        }
    }
}

/// The language of a file that starts with `#!`.
fn by_interpreter(bytes: &[u8]) -> Option<Language> {
    let line = bytes.strip_prefix(b"#!")?;
    // A kernel reads 256 bytes of such a line at most.
    let line = line.split(|&byte| byte == b'\n').next()?;
    let line = line.get(..256).unwrap_or(line);
    let words =
        line.split(|&byte| matches!(byte, b' ' | b'\t' | b'\r')).filter(|word| !word.is_empty());
    let mut names = words.map(|word| word.rsplit(|&byte| byte == b'/').next().unwrap_or(word));
    let first = names.next()?;
    let interpreter = match first {
        b"env" => names.find(|name| !name.starts_with(b"-") && !name.contains(&b'='))?,
        _ => first,
    };
    let version =
        interpreter.strip_prefix(b"python").or_else(|| interpreter.strip_prefix(b"pypy"))?;
    version.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.').then_some(Language::Python)
}

pub(crate) fn grammar(language: Language) -> tree_sitter::Language {
    match language {
        Language::Python => tree_sitter_python::LANGUAGE.into(),
    }
}

/// What a parser made for the language alone, which is fast, makes of valid code.
pub(crate) fn is_valid(language: Language, source: &[u8]) -> bool {
    match language {
        Language::Python => python::is_valid(source),
    }
}

pub(crate) fn parse_valid(language: Language, source: &[u8]) -> python::Outcome {
    match language {
        Language::Python => python::parse_valid(source),
    }
}

/// `source` with what the grammar does not know written in another way, if there is any.
pub(crate) fn rewrite(language: Language, source: &[u8]) -> Option<python::Rewritten> {
    match language {
        Language::Python => python::rewrite(source),
    }
}

pub(crate) fn lower(language: Language, concrete: &tree_sitter::Tree, source: &[u8]) -> Tree {
    match language {
        Language::Python => python::lower(concrete, source),
    }
}

pub(crate) fn names(tree: &Tree, source: &[u8]) -> Names {
    match tree.language {
        Language::Python => python::names(tree, source),
    }
}

pub(crate) fn string_value<'s>(tree: &Tree, id: NodeId, source: &'s [u8]) -> Option<Cow<'s, [u8]>> {
    match tree.language {
        Language::Python => python::string_value(tree, id, source),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_extension_or_interpreter() {
        let of = |path: &'static str, bytes| Language::of(&Document::file(path.into(), bytes));
        assert_eq!(of("a/b.pyi", b""), Some(Language::Python));
        assert_eq!(of("run", b"#!/usr/bin/env -S A=1 python3.12 -u\n"), Some(Language::Python));
        assert_eq!(of("run", b"#! /usr/bin/python\r\n"), Some(Language::Python));
        assert_eq!(of("run", b"#!/usr/bin/pythonista\n"), None);
        assert_eq!(of("run.sh", b"#!/usr/bin/python\n"), None);
        assert_eq!(of("run", b"#!"), None);
    }
}
