//! What sort of text a document is, as far as style depends on it.

mod names;

use sdf_core::Document;
use sdf_syntax::Language;

/// What sort of text a document is, as far as style depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileType {
    /// No text: lines and white space mean nothing.
    Binary,
    /// Python source.
    Python,
    /// Markdown, where two spaces at the end of a line break it.
    Markdown,
    /// Text in which white space at the end of lines is content: patches, tab-separated tables.
    Verbatim,
    /// Any other text.
    Text,
}

const MARKDOWN_EXTENSIONS: [&[u8]; 4] = [b"md", b"markdown", b"mdown", b"mkd"];
const VERBATIM_EXTENSIONS: [&[u8]; 4] = [b"diff", b"patch", b"rej", b"tsv"];
/// How much of the beginning decides; as much as the identify library of pre-commit reads.
const HEAD: usize = 1024;

impl FileType {
    pub(crate) fn of(document: &Document<'_>) -> Self {
        let extension = document.extension().unwrap_or_default().to_ascii_lowercase();
        let is_one_of = |extensions: &[&[u8]]| extensions.contains(&extension.as_slice());
        let by_name = is_text_by_name(document, &extension);
        let is_text = by_name
            .unwrap_or_else(|| !document.is_binary() && !has_control_characters(document.bytes));
        if !is_text {
            FileType::Binary
        } else if Language::of(document) == Some(Language::Python) {
            FileType::Python
        } else if is_one_of(&MARKDOWN_EXTENSIONS) {
            FileType::Markdown
        } else if is_one_of(&VERBATIM_EXTENSIONS) {
            FileType::Verbatim
        } else {
            FileType::Text
        }
    }
}

/// What the name tells, if anything: it beats the content, as in the identify library.
fn is_text_by_name(document: &Document<'_>, extension: &[u8]) -> Option<bool> {
    let is_in = |table: &[&str], name: &[u8]| {
        table.binary_search_by(|entry| entry.as_bytes().cmp(name)).is_ok()
    };
    if is_in(&names::TEXT, extension) {
        return Some(true);
    }
    if is_in(&names::BINARY, extension) {
        return Some(false);
    }
    let name: &[u8] = document.file_name();
    let mut parts = std::iter::once(name).chain(name.split(|&byte| byte == b'.'));
    parts.any(|part| is_in(&names::NAMES, part)).then_some(true)
}

/// Whether the beginning holds a control character that texts do not have, in the notion of
/// the identify library: all but BEL, BS, HT, LF, VT, FF, CR and ESC.
fn has_control_characters(bytes: &[u8]) -> bool {
    let is_control = |&byte: &u8| matches!(byte, 0..=6 | 14..=26 | 28..=31 | 127);
    bytes[..bytes.len().min(HEAD)].iter().any(is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_contents_decide() {
        let of = |path: &'static str, bytes: &'static [u8]| {
            FileType::of(&Document::file(path.into(), bytes))
        };
        assert_eq!(of("a/b.py", b"\x01"), FileType::Python);
        assert_eq!(of("b.py", b"a\0"), FileType::Python);
        assert_eq!(of("b.TXT", b"a\0"), FileType::Text);
        assert_eq!(of("Dockerfile.dev", b"\x01"), FileType::Text);
        assert_eq!(of("b.foo", b"a\0"), FileType::Binary);
        assert_eq!(of("b.png", b"a"), FileType::Binary);
        assert_eq!(of("run", b"#!/usr/bin/env -S python3.12 -u\n"), FileType::Python);
        assert_eq!(of("run", b"#!/usr/bin/pythonic\n"), FileType::Text);
        assert_eq!(of("run", b"\x7fELF"), FileType::Binary);
        assert_eq!(of("a.md", b"x\x1b"), FileType::Markdown);
        assert_eq!(of("a.patch", b"x"), FileType::Verbatim);
        assert_eq!(of("doc.pdf", b"%PDF-1.4\n"), FileType::Binary);
    }
}
