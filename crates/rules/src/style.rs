//! What the checks of style and file hygiene say of themselves; how they judge is code.

use crate::toml_file::{TomlFile, named};
use crate::{Header, RuleFileError};
use sdf_core::{Family, Reach, Rule};
use serde::Deserialize;
use toml::Spanned;

/// A check and its examples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StyleCheck {
    /// What it says of itself.
    pub rule: Rule,
    /// What shows it.
    pub examples: Examples,
}

/// Texts that show what a check does, all as content of a file at `path`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examples {
    /// Path of the file.
    pub path: String,
    /// With a finding each; none where a text alone cannot show it.
    pub bad: Vec<String>,
    /// Without one.
    pub good: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    check: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    #[serde(default)]
    aliases: Vec<String>,
    severity: String,
    #[serde(default = "high")]
    confidence: String,
    reach: String,
    #[serde(default = "yes")]
    default: bool,
    title: String,
    why: String,
    help: String,
    #[serde(default)]
    cwe: Vec<u16>,
    references: Vec<String>,
    path: Option<String>,
    #[serde(default)]
    bad: Vec<String>,
    #[serde(default)]
    good: Vec<String>,
}

fn yes() -> bool {
    true
}

fn high() -> String {
    "high".to_owned()
}

/// Reads the checks of `family` in a file named `file_name`.
///
/// # Errors
/// With the line, when the text is no TOML, holds an unknown or lacks a needed key, or a value
/// means nothing.
pub fn parse(
    file_name: &str,
    text: &str,
    family: Family,
) -> Result<Vec<StyleCheck>, RuleFileError> {
    let source = TomlFile::new(file_name, text);
    let file: File = source.read()?;
    let checks = file.check.into_iter().map(|entry| {
        let start = entry.span().start;
        let entry = entry.into_inner();
        let id = entry.id.clone();
        read(entry, family)
            .map_err(|message| source.error(start, format!("check '{id}': {message}")))
    });
    checks.collect()
}

fn read(entry: Entry, family: Family) -> Result<StyleCheck, String> {
    let reach = match &*entry.reach {
        "line" => Reach::Line,
        "document" => Reach::Document,
        other => return Err(format!("reach '{other}' is none of line, document")),
    };
    let header = Header {
        id: entry.id,
        aliases: entry.aliases,
        severity: named(&entry.severity)?,
        confidence: named(&entry.confidence)?,
        title: entry.title,
        why: entry.why,
        help: entry.help,
        cwe: entry.cwe,
        owasp: Vec::new(),
        references: entry.references,
    };
    let rule = Rule { default: entry.default, ..header.into_rule(family, reach) };
    let usual = if family == Family::Style { "a.py" } else { "a.txt" };
    let path = entry.path.unwrap_or_else(|| usual.to_owned());
    Ok(StyleCheck { rule, examples: Examples { path, bad: entry.bad, good: entry.good } })
}
