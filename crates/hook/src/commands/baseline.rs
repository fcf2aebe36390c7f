//! `sdf-hook baseline`: accept today's findings.

use super::fix::Mend;
use super::scan::Disk;
use crate::args::{BaselineCommand, BaselineFile};
use crate::baseline::{self, Entry};
use crate::config::{Effective, Source, detect_secrets};
use crate::failure::{Context, Failure};
use crate::output::print;
use crate::place::Place;
use crate::rule_table::RuleTable;
use sdf_engine::Engine;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Creates or prunes.
pub(crate) fn run(command: &BaselineCommand) -> Result<ExitCode, Failure> {
    let (BaselineCommand::Create(arguments) | BaselineCommand::Prune(arguments)) = command;
    let place = Place::current()?;
    // The file to write need not exist yet, and accepted findings must be found again.
    let effective = Effective::load_unaccepted(Source::Folder(&place.root), &arguments.common)?;
    let path = arguments
        .common
        .baseline
        .clone()
        .or(arguments.common.presentation.output.clone())
        .unwrap_or_else(|| {
            let name = effective.merged.baseline.as_deref().unwrap_or(baseline::FILE_NAME);
            place.root.join(name)
        });
    if fs::read(&path).is_ok_and(|content| detect_secrets::is_one(&content)) {
        let name = path.display();
        return Err(Failure::new(format!(
            "{name} is a baseline of detect-secrets: it is left alone"
        ))
        .hint("--output names another file; both hold side by side"));
    }
    let found = find(arguments, &place, effective)?;
    match command {
        BaselineCommand::Create(_) => create(&path, found),
        BaselineCommand::Prune(_) => prune(&path, &found),
    }
}

fn find(
    arguments: &BaselineFile,
    place: &Place,
    effective: Effective,
) -> Result<Vec<Entry>, Failure> {
    let rules = RuleTable::new(&effective)?;
    let engine = Engine::new(rules.catalogue(&effective)?, effective.settings);
    let disk = Disk { engine: &engine, place, common: &arguments.common, mend: Mend::Nothing };
    let report = disk.scan(&arguments.paths, Path::new("-"), true)?;
    if report.in_trouble() {
        let trouble =
            report.notices.iter().filter(|notice| notice.weight == sdf_core::Weight::Trouble);
        let list: Vec<String> = trouble
            .map(|notice| {
                format!("{}: {}", notice.path.clone().unwrap_or_default(), notice.message)
            })
            .collect();
        return Err(Failure::new(format!(
            "not everything could be scanned:\n  {}",
            list.join("\n  ")
        )));
    }
    Ok(report.findings.iter().map(Entry::from).collect())
}

fn create(path: &PathBuf, found: Vec<Entry>) -> Result<ExitCode, Failure> {
    let count = found.len();
    write(path, found)?;
    print(&format!("accepted {count} findings in {}\n", path.display()))?;
    Ok(ExitCode::SUCCESS)
}

fn prune(path: &PathBuf, found: &[Entry]) -> Result<ExitCode, Failure> {
    let name = path.display().to_string();
    let content = fs::read(path).context(|| format!("read the baseline {name}"))?;
    let mut entries = baseline::parse(&name, &content)?;
    let still: HashSet<_> = found.iter().map(|entry| entry.fingerprint).collect();
    let before = entries.len();
    entries.retain(|entry| still.contains(&entry.fingerprint));
    let gone = before - entries.len();
    write(path, entries)?;
    print(&format!("took {gone} of {before} findings out of {name}\n"))?;
    Ok(ExitCode::SUCCESS)
}

fn write(path: &PathBuf, entries: Vec<Entry>) -> Result<(), Failure> {
    fs::write(path, baseline::format(entries)).context(|| format!("write {}", path.display()))
}
