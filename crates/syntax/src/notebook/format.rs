//! The JSON of notebooks, as <https://nbformat.readthedocs.io/en/latest/format_description.html>
//! has it.

use crate::traced::Traced;
use sdf_core::Span;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// Why there are no cells to look at.
pub(super) enum Unread {
    /// What is wrong, and where.
    Malformed(String),
    /// The language of the cells.
    Foreign(String),
}

/// A code cell.
pub(super) struct Source {
    /// Among all cells, from 1.
    pub(super) number: usize,
    pub(super) text: Traced,
    /// Whether it says that it is in another language than Python.
    pub(super) is_foreign: bool,
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    metadata: Option<&'a RawValue>,
    #[serde(borrow, default)]
    cells: Vec<Cell<'a>>,
    /// In nbformat 3.
    #[serde(borrow, default)]
    worksheets: Vec<Worksheet<'a>>,
}

#[derive(Deserialize)]
struct Worksheet<'a> {
    #[serde(borrow, default)]
    cells: Vec<Cell<'a>>,
}

#[derive(Deserialize)]
struct Cell<'a> {
    #[serde(borrow)]
    cell_type: Cow<'a, str>,
    #[serde(borrow)]
    source: Option<&'a RawValue>,
    /// The source in nbformat 3.
    #[serde(borrow)]
    input: Option<&'a RawValue>,
    /// In nbformat 3.
    #[serde(borrow)]
    language: Option<&'a RawValue>,
}

#[derive(Deserialize, Default)]
struct Metadata {
    kernelspec: Option<Kernel>,
    language_info: Option<LanguageInfo>,
}

#[derive(Deserialize)]
struct Kernel {
    language: Option<String>,
}

#[derive(Deserialize)]
struct LanguageInfo {
    name: Option<String>,
}

/// The code cells of a file in their order.
pub(super) fn sources(bytes: &[u8]) -> Result<Vec<Source>, Unread> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| Unread::Malformed(format!("at byte {}: {error}", error.valid_up_to())))?;
    let json = text.strip_prefix('\u{feff}').unwrap_or(text);
    // An array would pass for the fields of an object in their order.
    if !json.trim_ascii_start().starts_with('{') {
        return Err(Unread::Malformed("it is no JSON object".to_owned()));
    }
    let malformed = |error: serde_json::Error| Unread::Malformed(error.to_string());
    let file: File<'_> = serde_json::from_str(json).map_err(malformed)?;
    if let Some(language) = foreign_language(&file) {
        return Err(Unread::Foreign(language));
    }
    let mut cells: Vec<&Cell<'_>> = file.cells.iter().collect();
    cells.extend(file.worksheets.iter().flat_map(|sheet| &sheet.cells));
    let mut sources: Vec<Source> = Vec::new();
    for (at, cell) in cells.into_iter().enumerate() {
        if cell.cell_type != "code" {
            continue;
        }
        let mut text = Traced::default();
        let mut parts: Vec<&RawValue> = [cell.source, cell.input].into_iter().flatten().collect();
        let within = |part: &RawValue| offset_in(bytes, part.get());
        parts.sort_by_key(|part| within(part));
        for part in parts {
            for string in strings(part).map_err(|error| {
                Unread::Malformed(format!("the source of cell {}: {error}", at + 1))
            })? {
                append_string(string.get(), within(string), &mut text);
            }
        }
        let language = cell.language.and_then(|raw| serde_json::from_str::<String>(raw.get()).ok());
        let is_foreign = language.is_some_and(|language| !is_python(&language));
        sources.push(Source { number: at + 1, text, is_foreign });
    }
    // A file may have its worksheets before its cells, whoever writes such a thing.
    sources.sort_by_key(|source| source.text.origin(Span::new(0, 0)).start);
    Ok(sources)
}

/// The language of the kernel, where one is named and none is Python. What says nothing that
/// could be understood is taken for Python.
fn foreign_language(file: &File<'_>) -> Option<String> {
    let metadata: Metadata = serde_json::from_str(file.metadata?.get()).ok()?;
    let named = metadata.language_info.and_then(|info| info.name);
    let of_kernel = metadata.kernelspec.and_then(|kernel| kernel.language);
    let languages: Vec<String> = [named, of_kernel].into_iter().flatten().collect();
    let foreign = languages.iter().all(|language| !is_python(language));
    languages.into_iter().next().filter(|_| foreign)
}

/// Also `ipython`, and `pyspark`, which is Python that runs elsewhere.
fn is_python(language: &str) -> bool {
    let language = language.to_ascii_lowercase();
    language.is_empty() || language.contains("python") || language == "pyspark"
}

/// The strings of a source, which is one or a list of them.
fn strings(source: &RawValue) -> serde_json::Result<Vec<&RawValue>> {
    let strings = match source.get().starts_with('"') {
        true => vec![source],
        false => serde_json::from_str::<Vec<&RawValue>>(source.get())?,
    };
    match strings.iter().find(|string| !string.get().starts_with('"')) {
        Some(other) => Err(serde::de::Error::custom(format!("{} is no string", brief(other)))),
        None => Ok(strings),
    }
}

fn brief(value: &RawValue) -> String {
    value.get().chars().take(20).collect()
}

/// Where `part`, a piece of `whole`, begins in it.
fn offset_in(whole: &[u8], part: &str) -> usize {
    part.as_ptr().addr().saturating_sub(whole.as_ptr().addr())
}

/// Adds what `json`, a string with its quotes at `offset` of the file, stands for.
fn append_string(json: &str, offset: usize, text: &mut Traced) {
    let content = json.as_bytes();
    let content = content.strip_prefix(b"\"").unwrap_or(content);
    let content = content.strip_suffix(b"\"").unwrap_or(content);
    let offset = offset + 1;
    let mut at = 0;
    while let Some(rest) = content.get(at..) {
        let plain = memchr::memchr(b'\\', rest).unwrap_or(rest.len());
        text.push_verbatim(&rest[..plain], offset + at);
        at += plain;
        let Some((character, length)) = content.get(at..).and_then(escape) else { break };
        let mut buffer = [0; 4];
        let encoded = character.encode_utf8(&mut buffer).as_bytes();
        text.push_instead(encoded, Span::new(offset + at, offset + at + length));
        at += length;
    }
}

/// What the escape at the beginning of `text` stands for, and its bytes. Half of a pair of
/// surrogates stands for the replacement character.
fn escape(text: &[u8]) -> Option<(char, usize)> {
    let character = match text.get(1)? {
        b'n' => '\n',
        b't' => '\t',
        b'r' => '\r',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'u' => {
            let unit = unit(text)?;
            let second = text.get(6..).and_then(self::unit).unwrap_or_default();
            let mut decoded = char::decode_utf16([unit, second]);
            return match decoded.next()? {
                Ok(character) => Some((character, 6 * character.len_utf16())),
                Err(_) => Some((char::REPLACEMENT_CHARACTER, 6)),
            };
        }
        &byte => char::from(byte),
    };
    Some((character, 2))
}

/// The code unit of an escape such as `\u00e4`.
fn unit(text: &[u8]) -> Option<u16> {
    let digits = text.strip_prefix(b"\\u")?.get(..4)?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}
