//! The TOML form of the checks.

use super::{Check, Examples, NAME_PREFIX};
use crate::toml_file::{TomlFile, named};
use crate::{Header, RuleFileError};
use sdf_core::{Family, Reach, Rule, Text};
use serde::Deserialize;
use std::borrow::Cow;
use toml::Spanned;
use toml::de::DeTable;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    check: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    /// Bandit's id.
    test: String,
    /// Bandit's name.
    name: String,
    /// Whether ruff has it as well, as S with the same number.
    #[serde(default = "yes")]
    ruff: bool,
    #[serde(default)]
    default: bool,
    severity: String,
    confidence: String,
    title: String,
    why: String,
    help: String,
    cwe: Vec<u16>,
    references: Vec<String>,
    anchors: Vec<String>,
    #[serde(default)]
    calls: Vec<String>,
    #[serde(default)]
    imports: Vec<String>,
    bad: Vec<String>,
    good: Vec<String>,
}

fn yes() -> bool {
    true
}

/// Whether `text` holds checks, by its keys. A text that is no TOML holds none.
pub fn is_checks(text: &str) -> bool {
    DeTable::parse(text).is_ok_and(|table| table.get_ref().contains_key("check"))
}

/// Reads the checks of a file named `file_name`, each with its examples.
///
/// # Errors
/// With the line, when the text is no TOML, holds an unknown or lacks a needed key, or a value
/// means nothing.
pub fn parse(file_name: &str, text: &str) -> Result<Vec<(Check, Examples)>, RuleFileError> {
    let source = TomlFile::new(file_name, text);
    let file: File = source.read()?;
    let checks = file.check.into_iter().map(|entry| {
        let start = entry.span().start;
        let entry = entry.into_inner();
        let id = entry.id.clone();
        read(entry).map_err(|message| source.error(start, format!("check '{id}': {message}")))
    });
    checks.collect()
}

fn read(entry: Entry) -> Result<(Check, Examples), String> {
    let digits = entry.test.strip_prefix('B').filter(|digits| digits.len() == 3);
    let number = digits.and_then(|digits| digits.parse().ok());
    let test = number.ok_or_else(|| format!("'{}' is no id of bandit such as B301", entry.test))?;
    if entry.anchors.is_empty() || entry.anchors.iter().any(|anchor| anchor.len() < 3) {
        return Err("anchors are texts of at least three bytes, one at least".to_owned());
    }
    if entry.anchors.iter().any(|anchor| *anchor != anchor.to_ascii_lowercase()) {
        return Err("anchors are in lower case".to_owned());
    }
    let mut aliases = vec![entry.test];
    if entry.ruff {
        aliases.push(format!("S{test}"));
    }
    aliases.push(format!("{NAME_PREFIX}{}", entry.name));
    let header = Header {
        id: entry.id,
        aliases,
        severity: named(&entry.severity)?,
        confidence: named(&entry.confidence)?,
        title: entry.title,
        why: entry.why,
        help: entry.help,
        cwe: entry.cwe,
        owasp: Vec::new(),
        references: entry.references,
    };
    let rule = header.into_rule(Family::Sast, Reach::Document);
    let check = Check {
        rule: Rule { default: entry.default, ..rule },
        test,
        anchors: texts(entry.anchors),
        calls: texts(entry.calls),
        imports: texts(entry.imports),
    };
    Ok((check, Examples { bad: entry.bad, good: entry.good }))
}

fn texts(list: Vec<String>) -> Cow<'static, [Text]> {
    list.into_iter().map(Text::Owned).collect::<Vec<_>>().into()
}
