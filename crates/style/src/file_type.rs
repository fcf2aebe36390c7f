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

/// A format of data that the name of a file tells, as the identify library knows names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Yaml,
    Toml,
    Xml,
}

impl Format {
    pub(crate) fn of(document: &Document<'_>) -> Option<Self> {
        let name: &[u8] = document.file_name();
        let by_name = match name {
            b".babelrc" | b".bowerrc" | b".csslintrc" | b".jshintrc" | b".mention-bot"
            | b"Pipfile.lock" => Some(Format::Json),
            b".ansible-lint" | b".clang-format" | b".clang-tidy" | b".salt-lint" | b".yamllint" => {
                Some(Format::Yaml)
            }
            b"Cargo.lock" | b"poetry.lock" | b"uv.lock" => Some(Format::Toml),
            _ if name.split(|byte| *byte == b'.').any(|part| part == b"Pipfile") => {
                Some(Format::Toml)
            }
            _ => None,
        };
        by_name.or_else(|| Self::of_extension(&document.extension()?.to_ascii_lowercase()))
    }

    fn of_extension(extension: &[u8]) -> Option<Self> {
        Some(match extension {
            b"ejson" | b"geojson" | b"ipynb" | b"json" | b"jsonld" | b"piskel" | b"topojson"
            | b"webmanifest" | b"xctestplan" => Format::Json,
            b"eyaml" | b"yaml" | b"yamlld" | b"yml" => Format::Yaml,
            b"toml" => Format::Toml,
            b"csproj" | b"fsproj" | b"gpx" | b"inx" | b"kml" | b"lpi" | b"mscx" | b"pom"
            | b"props" | b"pyproj" | b"resx" | b"rng" | b"slnx" | b"svg" | b"targets" | b"urdf"
            | b"vbproj" | b"vcxproj" | b"wixproj" | b"wsdl" | b"wxi" | b"wxl" | b"wxs"
            | b"xacro" | b"xaml" | b"xcscheme" | b"xcworkspacedata" | b"xhtml" | b"xlf"
            | b"xliff" | b"xml" | b"xsd" | b"xsl" | b"xslt" | b"yin" | b"zcml" => Format::Xml,
            _ => return None,
        })
    }
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

    #[test]
    fn names_tell_formats() {
        let of = |path: &'static str| Format::of(&Document::file(path.into(), b""));
        assert_eq!(of("a/b.JSON"), Some(Format::Json));
        assert_eq!(of("Pipfile.lock"), Some(Format::Json));
        assert_eq!(of("Pipfile"), Some(Format::Toml));
        assert_eq!(of(".clang-format"), Some(Format::Yaml));
        assert_eq!(of("a.svg"), Some(Format::Xml));
        assert_eq!(of("a.json5"), None);
        assert_eq!(of("json"), None);
    }
}
