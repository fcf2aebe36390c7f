//! `sdf-hook rules`: the catalogue.

mod page;
mod samples;

use crate::args::Common;
use crate::config::{Effective, Source};
use crate::failure::Failure;
use crate::output::print;
use crate::place::Place;
use crate::rule_table::RuleTable;
use page::{described, described_whole, page};
use samples::Known;
use sdf_core::Rule;
use serde_json::Value;
use std::fmt::Write;
use std::process::ExitCode;

/// One line a rule, of those that are on.
pub(crate) fn list(common: &Common) -> Result<ExitCode, Failure> {
    with_rules(common, |effective, catalogue| {
        let selection = &effective.settings.selection;
        let rules: Vec<&Rule> = catalogue.rules().filter(|rule| selection.includes(rule)).collect();
        match common.presentation.format.as_str() {
            "json" => {
                let all = Value::from_iter(rules.iter().map(|rule| described(rule)));
                Ok(format!("{all:#}\n"))
            }
            "jsonl" => {
                Ok(rules.iter().map(|rule| format!("{}\n", Value::from(described(rule)))).collect())
            }
            "text" => Ok(lines(&rules)),
            other => Err(no_format("list", other)),
        }
    })
}

/// All there is to know of the rules that `names` name.
pub(crate) fn show(names: &[String], common: &Common) -> Result<ExitCode, Failure> {
    with_rules(common, |_, catalogue| {
        let (mut text, known) = (String::new(), Known::new(catalogue));
        for name in names {
            let rules = catalogue.find(name);
            if rules.is_empty() {
                return Err(catalogue.unknown(name).into());
            }
            for rule in rules {
                let (message, shown) = (catalogue.message(rule), known.of(rule));
                let described = || described_whole(rule, message, &shown);
                let parted = if text.is_empty() { "" } else { "\n" };
                match common.presentation.format.as_str() {
                    "json" => writeln!(text, "{:#}", described()),
                    "jsonl" => writeln!(text, "{}", described()),
                    "text" => write!(text, "{parted}{}", page(rule, message, &shown)),
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
