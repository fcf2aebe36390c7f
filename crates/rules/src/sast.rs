//! Rules for insecure code: Semgrep's YAML.
//!
//! ```yaml
//! rules:
//!   - id: python.pickle-load
//!     message: Loading a pickle runs code that it names
//!     severity: ERROR
//!     languages: [python]
//!     metadata:
//!       confidence: HIGH
//!       cwe: "CWE-502: Deserialization of untrusted data"
//!       why: Who writes the pickle runs commands here.
//!       help: Exchange data as JSON.
//!       aliases: [B301]
//!       names: global
//!     pattern: pickle.load(...)
//! ```
//!
//! A key that is not supported is an error with file and line: nothing is ignored but `metadata`
//! that is for people. Keys of `metadata` that mean something here: `confidence`, `cwe`, `why`,
//! `help`, `aliases`, `by-alias`, `references`, `anchors` and `names`.

mod anchors;
mod formula;

pub use formula::{Filter, Formula};

use crate::emit::emit_struct;
use crate::yaml::{self, Mapping, Value};
use crate::{Emit, Header, RuleFileError};
use sdf_core::{Confidence, Family, Reach, Rule, Severity, Text};
use std::borrow::Cow;

/// A rule for insecure code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SastRule {
    /// What it says of itself.
    pub rule: Rule,
    /// Names of the languages it is for.
    pub languages: Cow<'static, [Text]>,
    /// What a finding says; `$X` stands for what the metavariable is bound to.
    pub message: Text,
    /// What is looked for.
    pub formula: Formula,
    /// Literals, in lower case, without any of which in a document the rule cannot match it.
    pub anchors: Cow<'static, [Text]>,
    /// Which names the names of a pattern stand for.
    pub names: NameMatching,
    /// Globs of paths to which it is confined, all if there are none.
    pub include: Cow<'static, [Text]>,
    /// Globs of paths where it is off.
    pub exclude: Cow<'static, [Text]>,
    /// What to put in place of a match; `$X` stands for what the metavariable is bound to.
    pub fix: Option<Text>,
}

/// Which names of a document the first name of a pattern's `a.b.c` stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameMatching {
    /// Any of the same text, and what was imported under another name. Semgrep's meaning.
    Any,
    /// What is imported from there, or the language's own: not a name that the document gives
    /// another meaning. `metadata.names: global`.
    Global,
}

impl Emit for SastRule {
    fn emit(&self, out: &mut String) {
        emit_struct!(out, "::sdf_rules::sast::SastRule", self, {
            rule, languages, message, formula, anchors, names, include, exclude, fix
        });
    }
}

impl Emit for NameMatching {
    fn emit(&self, out: &mut String) {
        out.push_str(match self {
            NameMatching::Any => "::sdf_rules::sast::NameMatching::Any",
            NameMatching::Global => "::sdf_rules::sast::NameMatching::Global",
        });
    }
}

/// The languages that rules can be for, with the other names they go by.
const LANGUAGES: &[&str] = &["python", "py", "python2", "python3"];

/// The rules of a Semgrep rule file. `file` is its name as the user gave it.
///
/// The texts of patterns are not looked into: compile them to know whether they can be used.
pub fn parse(file: &str, text: &str) -> Result<Vec<SastRule>, RuleFileError> {
    let document = yaml::load(file, text)?;
    let mut top = Value::root(file, &document).mapping()?;
    let rules = top.require("rules")?.list()?;
    top.finish()?;
    rules.into_iter().map(|rule| parse_rule(rule.mapping()?)).collect()
}

fn parse_rule(mut rule: Mapping<'_>) -> Result<SastRule, RuleFileError> {
    let id = rule.require("id")?.text()?;
    let message = rule.require("message")?.text()?;
    let severity = severity(&rule.require("severity")?)?;
    let languages = rule.require("languages")?;
    let names = languages.texts()?;
    if let Some(unknown) = names.iter().find(|name| !LANGUAGES.contains(&name.as_str())) {
        let known = LANGUAGES.join(", ");
        return Err(languages.error(format!("language '{unknown}' is not supported, only {known}")));
    }
    if let Some(mode) = rule.take("mode")
        && mode.text()? != "search"
    {
        return Err(mode.error("only 'mode: search' is supported"));
    }
    let formula = formula::parse_rule(&mut rule)?;
    let metadata = Metadata::read(rule.take("metadata"))?;
    let anchors = match metadata.anchors {
        Some(anchors) => anchors,
        None => anchors::of(&formula).ok_or_else(|| {
            rule.error(format!(
                "nothing in the patterns of '{id}' must occur in every match: list literals of at \
                 least three bytes, one of which does, as metadata.anchors"
            ))
        })?,
    };
    let (include, exclude) = match rule.take("paths") {
        Some(paths) => paths_of(paths.mapping()?)?,
        None => Default::default(),
    };
    let fix = rule.take("fix").map(|fix| fix.text()).transpose()?;
    rule.finish()?;
    let header = Header {
        id,
        aliases: metadata.aliases,
        severity,
        confidence: metadata.confidence,
        title: title(&message),
        why: metadata.why.unwrap_or_else(|| message.trim().to_owned()),
        help: metadata
            .help
            .unwrap_or_else(|| "See the message and the references of the rule.".to_owned()),
        cwe: metadata.cwe,
        references: metadata.references,
    };
    Ok(SastRule {
        rule: Rule {
            by_alias: metadata.by_alias,
            ..header.into_rule(Family::Sast, Reach::Document)
        },
        languages: owned(names),
        message: Text::Owned(message.trim().to_owned()),
        formula,
        anchors: owned(anchors),
        names: metadata.names,
        include: owned(include),
        exclude: owned(exclude),
        fix: fix.map(Text::Owned),
    })
}

/// Semgrep's severities, the old and the new names.
fn severity(value: &Value<'_>) -> Result<Severity, RuleFileError> {
    let name = value.text()?;
    Ok(match name.as_str() {
        "CRITICAL" => Severity::Critical,
        "ERROR" | "HIGH" => Severity::High,
        "WARNING" | "MEDIUM" => Severity::Medium,
        "INFO" | "LOW" => Severity::Low,
        _ => {
            return Err(value.error(format!(
                "severity '{name}' is none of CRITICAL, HIGH, MEDIUM, LOW, ERROR, WARNING, INFO"
            )));
        }
    })
}

/// The first sentence of a message on one line, without its full stop.
fn title(message: &str) -> String {
    let line = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = line.split(". ").next().unwrap_or(&line);
    sentence.strip_suffix('.').unwrap_or(sentence).to_owned()
}

fn paths_of(mut paths: Mapping<'_>) -> Result<(Vec<String>, Vec<String>), RuleFileError> {
    let mut globs = |key| paths.take(key).map_or(Ok(Vec::new()), |value| value.texts());
    let found = (globs("include")?, globs("exclude")?);
    paths.finish()?;
    Ok(found)
}

fn owned(texts: Vec<String>) -> Cow<'static, [Text]> {
    texts.into_iter().map(Text::Owned).collect::<Vec<_>>().into()
}

/// What of `metadata` means something here.
struct Metadata {
    confidence: Confidence,
    cwe: Vec<u16>,
    why: Option<String>,
    help: Option<String>,
    aliases: Vec<String>,
    by_alias: bool,
    references: Vec<String>,
    anchors: Option<Vec<String>>,
    names: NameMatching,
}

impl Metadata {
    fn read(value: Option<Value<'_>>) -> Result<Metadata, RuleFileError> {
        let mut metadata = Metadata {
            confidence: Confidence::Medium,
            cwe: Vec::new(),
            why: None,
            help: None,
            aliases: Vec::new(),
            by_alias: true,
            references: Vec::new(),
            anchors: None,
            names: NameMatching::Any,
        };
        let Some(value) = value else { return Ok(metadata) };
        let mut fields = value.mapping()?;
        if let Some(confidence) = fields.take("confidence") {
            let name = confidence.text()?.to_ascii_lowercase();
            metadata.confidence =
                name.parse().map_err(|error| confidence.error(format!("{error}")))?;
        }
        if let Some(cwe) = fields.take("cwe") {
            metadata.cwe = cwe.texts()?.iter().filter_map(|text| weakness(text)).collect();
        }
        metadata.why =
            fields.take("why").map(|why| why.text()).transpose()?.map(|why| one_line(&why));
        metadata.help =
            fields.take("help").map(|help| help.text()).transpose()?.map(|help| one_line(&help));
        metadata.aliases = fields.take("aliases").map_or(Ok(Vec::new()), |list| list.texts())?;
        if let Some(by_alias) = fields.take("by-alias") {
            metadata.by_alias = match by_alias.text()?.as_str() {
                "true" => true,
                "false" => false,
                other => return Err(by_alias.error(format!("'{other}' is none of true, false"))),
            };
        }
        metadata.references =
            fields.take("references").map_or(Ok(Vec::new()), |list| list.texts())?;
        if let Some(list) = fields.take("anchors") {
            let mut anchors = list.texts()?;
            anchors.iter_mut().for_each(|anchor| anchor.make_ascii_lowercase());
            if anchors.is_empty()
                || anchors.iter().any(|anchor| anchor.len() < 3 || !anchor.is_ascii())
            {
                return Err(list.error("anchors are ASCII texts of at least three bytes"));
            }
            metadata.anchors = Some(anchors);
        }
        if let Some(names) = fields.take("names") {
            metadata.names = match names.text()?.as_str() {
                "any" => NameMatching::Any,
                "global" => NameMatching::Global,
                other => return Err(names.error(format!("'{other}' is none of any, global"))),
            };
        }
        Ok(metadata)
    }
}

/// The number in `CWE-502: Deserialization of untrusted data` or `502`.
fn weakness(text: &str) -> Option<u16> {
    let digits = text.trim_start_matches(|character: char| !character.is_ascii_digit());
    digits.split(|character: char| !character.is_ascii_digit()).next()?.parse().ok()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
