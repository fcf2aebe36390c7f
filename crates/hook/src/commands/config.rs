//! `sdf-hook config show`: the settings in force.

use crate::args::Common;
use crate::config::{Effective, FixStaged, Origin, Source};
use crate::failure::Failure;
use crate::output::print;
use crate::place::Place;
use crate::rule_table::RuleTable;
use sdf_core::{Confidence, Severity};
use std::process::ExitCode;

/// Prints each setting, its value and where it came from.
pub(crate) fn show(common: &Common) -> Result<ExitCode, Failure> {
    let place = Place::current()?;
    let effective = Effective::load(Source::Folder(&place.root), common)?;
    RuleTable::new(&effective)?.catalogue(&effective)?;
    let merged = &effective.merged;
    let mut text = match &effective.file {
        Some(name) => format!("# {name}, and the command line over it\n"),
        None => "# no configuration file\n".to_owned(),
    };
    let mut line = |name: &str, value: String, in_file: bool, typed: bool| {
        let origin = effective.origin(in_file, typed);
        text.push_str(&format!("{:56}  # {origin}\n", format!("{name} = {value}")));
    };
    let list = |values: &[String]| format!("{values:?}");
    let path =
        |path: &Option<std::path::PathBuf>| path.as_ref().map(|path| path.display().to_string());
    let text_of = |value: Option<String>| format!("{:?}", value.unwrap_or_default());
    line("select", list(&merged.select), !merged.select.is_empty(), !common.select.is_empty());
    line("ignore", list(&merged.ignore), !merged.ignore.is_empty(), !common.ignore.is_empty());
    line("exclude", list(&merged.exclude), !merged.exclude.is_empty(), false);
    let severity = merged.min_severity.unwrap_or(Severity::Low);
    line(
        "min-severity",
        format!("\"{severity}\""),
        merged.min_severity.is_some(),
        common.min_severity.is_some(),
    );
    let confidence = merged.min_confidence.unwrap_or(Confidence::Low);
    line(
        "min-confidence",
        format!("\"{confidence}\""),
        merged.min_confidence.is_some(),
        common.min_confidence.is_some(),
    );
    let baseline = path(&common.baseline).or_else(|| merged.baseline.clone());
    line("baseline", text_of(baseline), merged.baseline.is_some(), common.baseline.is_some());
    let rules: Vec<String> = effective.rule_files.iter().map(|(name, _)| name.clone()).collect();
    line("rules", list(&rules), !merged.rules.is_empty(), !common.rules.is_empty());
    let gitleaks: Vec<String> = effective.gitleaks.iter().map(|it| it.name.clone()).collect();
    if !gitleaks.is_empty() {
        line("rules of gitleaks", list(&gitleaks), false, false);
    }
    for (selector, severity) in &merged.severity {
        line(&format!("severity.{selector}"), format!("\"{severity}\""), true, false);
    }
    let fix = merged.fix;
    line("fix", format!("{:?}", fix.name()), fix != FixStaged::No, false);
    let providers = common.git_secrets_providers || merged.git_secrets_providers == Some(true);
    let in_file = merged.git_secrets_providers.is_some();
    line("git-secrets-providers", providers.to_string(), in_file, common.git_secrets_providers);
    let style = &effective.settings.style;
    line(
        "hygiene.max-file-kib",
        (style.max_file_size / 1024).to_string(),
        merged.hygiene.max_file_kib.is_some(),
        false,
    );
    for section in &merged.paths {
        let value = format!("select {:?}, ignore {:?}", section.select, section.ignore);
        line(&format!("paths {:?}", section.paths), value, true, false);
    }
    for section in &merged.allow {
        let value = format!(
            "rules {:?}, paths {:?}, matching {:?}",
            section.rules, section.paths, section.matching
        );
        line(&format!("allow {:?}", section.reason), value, true, false);
    }
    let ours = merged.style.max_line_length.is_some();
    let origin = match effective.line_length {
        Some(file) => Origin::File(file.to_owned()),
        None => effective.origin(ours, false),
    };
    let setting = format!("style.max-line-length = {}", style.max_line_length);
    text.push_str(&format!("{setting:56}  # {origin}\n"));
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}
