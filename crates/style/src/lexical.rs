//! Which parts of source code are comments and strings, in languages that have no lexer here.
//!
//! Good enough to tell code from what people write into it; a file is read only when a check asks.

use crate::file_type::FileType;
use crate::python::end_of_string;
use sdf_core::{Document, Span};
use std::cell::OnceCell;

/// What a byte of source code belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Region {
    Code,
    String,
    Comment,
}

/// How comments and strings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Syntax {
    Python,
    /// `#`, where it begins a word.
    Hash,
    /// `//` and `/* */`.
    Slash,
    /// `--` and `/* */`.
    Dash,
}

const HASH: [&[u8]; 25] = [
    b"bash", b"bzl", b"cfg", b"cmake", b"conf", b"fish", b"graphql", b"hcl", b"ini", b"jl", b"ksh",
    b"mk", b"nix", b"pl", b"pm", b"ps1", b"pyx", b"r", b"rb", b"sh", b"tf", b"toml", b"yaml",
    b"yml", b"zsh",
];
const SLASH: [&[u8]; 39] = [
    b"c", b"cc", b"cjs", b"cpp", b"cs", b"css", b"cu", b"cxx", b"dart", b"frag", b"glsl", b"go",
    b"gradle", b"groovy", b"h", b"hh", b"hpp", b"java", b"js", b"jsx", b"kt", b"kts", b"less",
    b"m", b"mjs", b"mm", b"mts", b"php", b"proto", b"rs", b"sass", b"scala", b"scss", b"sol",
    b"swift", b"ts", b"tsx", b"v", b"zig",
];
const DASH: [&[u8]; 4] = [b"elm", b"hs", b"lua", b"sql"];
const HASH_NAMES: [&[u8]; 4] = [b"Dockerfile", b"Jenkinsfile", b"Makefile", b"Vagrantfile"];

/// A file of source code, and what of it is none.
pub(crate) struct Lexical<'a> {
    bytes: &'a [u8],
    syntax: Syntax,
    found: OnceCell<Vec<(Span, Region)>>,
}

impl<'a> Lexical<'a> {
    /// None for what is no source code.
    pub(crate) fn new(document: &Document<'a>, file_type: FileType) -> Option<Self> {
        let extension = document.extension().unwrap_or_default().to_ascii_lowercase();
        let is_one_of = |extensions: &[&[u8]]| extensions.contains(&extension.as_slice());
        let name: &[u8] = document.file_name();
        let syntax = if file_type == FileType::Python {
            Syntax::Python
        } else if is_one_of(&HASH) || HASH_NAMES.contains(&name) || names_shell(document.bytes) {
            Syntax::Hash
        } else if is_one_of(&SLASH) {
            Syntax::Slash
        } else if is_one_of(&DASH) {
            Syntax::Dash
        } else {
            return None;
        };
        Some(Lexical { bytes: document.bytes, syntax, found: OnceCell::new() })
    }

    /// What the byte at `offset` belongs to.
    pub(crate) fn region(&self, offset: usize) -> Region {
        let found = self.found.get_or_init(|| self.find());
        let next = found.partition_point(|(span, _)| span.end <= offset);
        found
            .get(next)
            .filter(|(span, _)| span.start <= offset)
            .map_or(Region::Code, |&(_, region)| region)
    }

    fn find(&self) -> Vec<(Span, Region)> {
        let bytes = self.bytes;
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let end = match byte {
                b'"' | b'\'' | b'`' => self.end_of_string(at).map(|end| (end, Region::String)),
                b'#' | b'/' | b'-' => self.end_of_comment(at).map(|end| (end, Region::Comment)),
                _ => None,
            };
            match end {
                Some((end, region)) => {
                    found.push((Span::new(at, end), region));
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    /// Where the string ends that begins at `at`, if one does.
    fn end_of_string(&self, at: usize) -> Option<usize> {
        let bytes = self.bytes;
        match (self.syntax, bytes[at]) {
            (Syntax::Python, b'`') => None,
            (Syntax::Python, _) => Some(end_of_string(bytes, at).0),
            (Syntax::Slash, b'`') => {
                let end = memchr::memchr(b'`', &bytes[at + 1..]);
                Some(end.map_or(bytes.len(), |end| at + end + 2))
            }
            (_, b'`') => None,
            // An apostrophe that nothing closes on its line is none: `'a` in Rust, `don't`.
            (_, quote) => {
                let (end, _) = end_of_string(bytes, at);
                (end > at + 1 && bytes[end - 1] == quote).then_some(end)
            }
        }
    }

    /// Where the comment ends that begins at `at`, if one does.
    fn end_of_comment(&self, at: usize) -> Option<usize> {
        let rest = &self.bytes[at..];
        let begins_word = at == 0 || self.bytes[at - 1].is_ascii_whitespace();
        let is_line = match self.syntax {
            Syntax::Python => rest[0] == b'#',
            Syntax::Hash => rest[0] == b'#' && begins_word,
            Syntax::Slash => rest.starts_with(b"//"),
            Syntax::Dash => rest.starts_with(b"--"),
        };
        if is_line {
            return Some(memchr::memchr(b'\n', rest).map_or(self.bytes.len(), |end| at + end));
        }
        let has_blocks = matches!(self.syntax, Syntax::Slash | Syntax::Dash);
        if has_blocks && rest.starts_with(b"/*") {
            let end = memchr::memmem::find(&rest[2..], b"*/");
            return Some(end.map_or(self.bytes.len(), |end| at + end + 4));
        }
        None
    }
}

/// Whether the first line names a shell.
fn names_shell(bytes: &[u8]) -> bool {
    let line = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    line.starts_with(b"#!") && line.trim_ascii_end().ends_with(b"sh")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regions(path: &'static str, text: &str) -> String {
        let document = Document::file(path.into(), text.as_bytes());
        let lexical = Lexical::new(&document, FileType::of(&document)).expect("code");
        let letter = |at: usize| match lexical.region(at) {
            Region::Code => '.',
            Region::String => 's',
            Region::Comment => 'c',
        };
        (0..text.len()).map(letter).collect()
    }

    #[test]
    fn comments_and_strings_are_told_from_code() {
        assert_eq!(regions("a.py", "x='a' # b\n'''\n'''"), "..sss.ccc.sssssss");
        assert_eq!(regions("a.c", "x='a'; // b\n/* ' */y"), "..sss..cccc.ccccccc.");
        assert_eq!(regions("a.rs", "&'a x\n"), "......");
        assert_eq!(regions("a.sh", "a#b # c\n$#"), "....ccc...");
        assert_eq!(regions("a.js", "`a\n`+1"), "ssss..");
    }
}
