//! `sdf-hook rules`: the catalogue.

use crate::args::Common;
use crate::config::{Effective, Source};
use crate::failure::Failure;
use crate::output::print;
use crate::place::Place;
use crate::rule_table::RuleTable;
use sdf_core::Rule;
use serde_json::{Value, json};
use std::fmt::Write;
use std::process::ExitCode;

/// One line a rule, of those that are on.
pub(crate) fn list(common: &Common) -> Result<ExitCode, Failure> {
    with_rules(common, |effective, catalogue| {
        let selection = &effective.settings.selection;
        let rules: Vec<&Rule> = catalogue.rules().filter(|rule| selection.includes(rule)).collect();
        match common.format.as_str() {
            "json" => {
                Ok(format!("{:#}\n", Value::from_iter(rules.iter().map(|rule| described(rule)))))
            }
            "jsonl" => Ok(rules.iter().map(|rule| format!("{}\n", described(rule))).collect()),
            "text" => Ok(lines(&rules)),
            other => Err(no_format("list", other)),
        }
    })
}

/// All there is to know of the rules that `names` name.
pub(crate) fn show(names: &[String], common: &Common) -> Result<ExitCode, Failure> {
    with_rules(common, |_, catalogue| {
        let mut text = String::new();
        for name in names {
            let rules = catalogue.find(name);
            if rules.is_empty() {
                return Err(catalogue.unknown(name).into());
            }
            for rule in rules {
                match common.format.as_str() {
                    "json" => writeln!(text, "{:#}", described(rule)),
                    "jsonl" => writeln!(text, "{}", described(rule)),
                    "text" => writeln!(text, "{}", page(rule, catalogue.message(rule))),
                    other => return Err(no_format("show", other)),
                }
                .expect("writing to a string cannot fail");
            }
        }
        Ok(text)
    })
}

fn no_format(command: &str, format: &str) -> Failure {
    Failure::new(format!("rules {command} has no format '{format}'"))
        .hint("text, json and jsonl are there")
}

fn with_rules(
    common: &Common,
    text: impl FnOnce(&Effective, &sdf_engine::Catalogue<'_>) -> Result<String, Failure>,
) -> Result<ExitCode, Failure> {
    let place = Place::current()?;
    let effective = Effective::load(Source::Folder(&place.root), common)?;
    let rules = RuleTable::new(&effective)?;
    let catalogue = rules.catalogue(&effective)?;
    print(&text(&effective, &catalogue)?)?;
    Ok(ExitCode::SUCCESS)
}

fn lines(rules: &[&Rule]) -> String {
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let line = |rule: &&Rule| {
        let Rule { id, family, severity, title, .. } = rule;
        format!("{id:width$}  {family:7}  {severity:8}  {title}\n")
    };
    rules.iter().map(line).collect()
}

fn page(rule: &Rule, message: Option<&str>) -> String {
    let mut text = format!(
        "{}: {}\n\n  family      {}\n  severity    {}\n  confidence  {}\n",
        rule.id, rule.title, rule.family, rule.severity, rule.confidence
    );
    let mut line = |name: &str, values: Vec<String>| {
        if !values.is_empty() {
            text.push_str(&format!("  {name:10}  {}\n", values.join(", ")));
        }
    };
    line("also", rule.aliases.iter().map(ToString::to_string).collect());
    line("cwe", rule.cwe.iter().map(|number| format!("CWE-{number}")).collect());
    line("references", rule.references.iter().map(ToString::to_string).collect());
    line(
        "default",
        (!rule.default).then(|| "off, until it is selected".to_owned()).into_iter().collect(),
    );
    text.push('\n');
    for (name, told) in
        [("says", message.unwrap_or_default()), ("why", &rule.why), ("mend", &rule.help)]
    {
        if !told.is_empty() {
            let told = told.lines().map(str::trim).collect::<Vec<_>>().join("\n        ");
            text.push_str(&format!("  {name:4}  {told}\n"));
        }
    }
    text + &format!(
        "  when it is wrong: sdf:ignore[{}] reason, in a comment on the line\n",
        rule.id
    )
}

fn described(rule: &Rule) -> Value {
    json!({
        "rule": rule.id,
        "family": rule.family.name(),
        "aliases": rule.aliases,
        "severity": rule.severity.name(),
        "confidence": rule.confidence.name(),
        "title": rule.title,
        "why": rule.why,
        "help": rule.help,
        "cwe": rule.cwe,
        "owasp": rule.owasp,
        "references": rule.references,
    })
}
