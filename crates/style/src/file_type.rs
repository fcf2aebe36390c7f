//! What sort of text a document is, as far as style depends on it.

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

/// Formats whose first bytes can pass for text.
const BINARY_EXTENSIONS: [&[u8]; 3] = [b"ai", b"eps", b"pdf"];
const MARKDOWN_EXTENSIONS: [&[u8]; 4] = [b"md", b"markdown", b"mdown", b"mkd"];
const VERBATIM_EXTENSIONS: [&[u8]; 4] = [b"diff", b"patch", b"rej", b"tsv"];
/// How much of the beginning decides; as much as the identify library of pre-commit reads.
const HEAD: usize = 1024;

impl FileType {
    pub(crate) fn of(document: &Document<'_>) -> Self {
        if document.is_binary() {
            return FileType::Binary;
        }
        let extension = document.extension().unwrap_or_default().to_ascii_lowercase();
        let is_one_of = |extensions: &[&[u8]]| extensions.contains(&extension.as_slice());
        if Language::of(document) == Some(Language::Python) {
            FileType::Python
        } else if is_one_of(&BINARY_EXTENSIONS) || has_control_characters(document.bytes) {
            FileType::Binary
        } else if is_one_of(&MARKDOWN_EXTENSIONS) {
            FileType::Markdown
        } else if is_one_of(&VERBATIM_EXTENSIONS) {
            FileType::Verbatim
        } else {
            FileType::Text
        }
    }
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
        assert_eq!(of("b.py", b"a\0"), FileType::Binary);
        assert_eq!(of("run", b"#!/usr/bin/env -S python3.12 -u\n"), FileType::Python);
        assert_eq!(of("run", b"#!/usr/bin/pythonic\n"), FileType::Text);
        assert_eq!(of("run", b"\x7fELF"), FileType::Binary);
        assert_eq!(of("a.md", b"x\x1b"), FileType::Markdown);
        assert_eq!(of("a.patch", b"x"), FileType::Verbatim);
        assert_eq!(of("doc.pdf", b"%PDF-1.4\n"), FileType::Binary);
    }
}
