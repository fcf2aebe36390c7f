//! All that is told of a rule.

use super::samples::Shown;
use sdf_core::Rule;
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// Columns that the names of things take.
const NAMES: usize = 10;

/// What `rules show` prints; `message` is what a finding says, where that is more than the title.
pub(super) fn page(rule: &Rule, message: Option<&str>, shown: &Shown) -> String {
    let mut text = format!("{}: {}\n\n", rule.id, rule.title);
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(text, "  {name:NAMES$}  {value}");
        }
    };
    line("family", rule.family.name());
    line("severity", rule.severity.name());
    line("confidence", rule.confidence.name());
    line("also", &rule.aliases.join(", "));
    for number in rule.cwe.iter() {
        line("cwe", &format!("CWE-{number}  {}", weakness(*number)));
    }
    line("owasp", &rule.owasp.join(", "));
    line("default", if rule.default { "on" } else { "off, until it is selected" });
    for address in rule.references.iter() {
        line("reference", address);
    }
    for (name, told) in
        [("says", message.unwrap_or_default()), ("why", &rule.why), ("mend", &rule.help)]
    {
        if !told.is_empty() {
            let told: Vec<&str> = told.lines().map(str::trim).collect();
            let _ = write!(text, "\n  {name}\n{}", indented(&told.join("\n")));
        }
    }
    for (name, code) in [("found", &shown.bad), ("not found", &shown.good)] {
        if let Some(code) = code.as_deref().filter(|code| !code.trim().is_empty()) {
            let _ = write!(text, "\n  {name}\n{}", indented(code));
        }
    }
    let _ = write!(text, "\n  when it is wrong\n{}", indented(&silence(rule)));
    text
}

/// The same for programs, without examples.
pub(super) fn described(rule: &Rule) -> Map<String, Value> {
    let description = json!({
        "rule": rule.id,
        "family": rule.family.name(),
        "aliases": rule.aliases,
        "severity": rule.severity.name(),
        "confidence": rule.confidence.name(),
        "default": rule.default,
        "title": rule.title,
        "why": rule.why,
        "help": rule.help,
        "cwe": rule.cwe,
        "owasp": rule.owasp,
        "references": rule.references,
    });
    match description {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// The same with all that [`page`] shows.
pub(super) fn described_whole(rule: &Rule, message: Option<&str>, shown: &Shown) -> Value {
    let mut map = described(rule);
    if let Some(message) = message {
        map.insert("message".to_owned(), message.into());
    }
    map.insert("cwe_links".to_owned(), rule.cwe.iter().map(|&number| weakness(number)).collect());
    map.insert("silence".to_owned(), silence(rule).into());
    let examples = [("bad", &shown.bad), ("good", &shown.good)];
    let examples = examples.into_iter().filter_map(|(key, code)| Some((key, code.as_deref()?)));
    let examples: Map<_, _> = examples.map(|(key, code)| (key.to_owned(), code.into())).collect();
    if !examples.is_empty() {
        map.insert("examples".to_owned(), examples.into());
    }
    map.into()
}

/// Where MITRE describes a weakness.
fn weakness(number: u16) -> String {
    format!("https://cwe.mitre.org/data/definitions/{number}.html")
}

fn silence(rule: &Rule) -> String {
    format!("sdf:ignore[{}] reason, in a comment on the line", rule.id)
}

/// The lines of `text` behind spaces; what cannot be seen is written as an escape.
fn indented(text: &str) -> String {
    let mut out = String::new();
    for line in text.trim_end().lines() {
        let line = line.replace('\t', "    ");
        let line = sdf_report::harmless(&line);
        let _ = writeln!(out, "{}", format!("    {line}").trim_end());
    }
    out
}
