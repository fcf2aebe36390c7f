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
    let (extended, typed) = (&merged.extend_select, !common.extend_select.is_empty());
    line("extend-select", list(extended), !extended.is_empty(), typed);
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
    let own = &merged.style;
    if let Some(limit) = style.max_doc_length {
        line("style.max-doc-length", limit.to_string(), own.max_doc_length.is_some(), false);
    }
    line("style.indent-size", style.indent_size.to_string(), own.indent_size.is_some(), false);
    line("style.hang-closing", style.hang_closing.to_string(), own.hang_closing.is_some(), false);
    let hygiene = &merged.hygiene;
    let all = style.all_large_files.to_string();
    line("hygiene.enforce-all-large-files", all, hygiene.enforce_all_large_files.is_some(), false);
    let (branches, in_file) = (&style.protected_branches, hygiene.protected_branches.is_some());
    line("hygiene.protected-branches", list(branches), in_file, false);
    let patterns = &style.protected_branch_patterns;
    line("hygiene.protected-branch-patterns", list(patterns), !patterns.is_empty(), false);
    let names = format!("{:?}", style.test_names.name());
    line("hygiene.test-names", names, hygiene.test_names.is_some(), false);
    let formats = &style.formats;
    let mut flag = |name: &str, value: bool, in_file: Option<bool>| {
        line(&format!("hygiene.{name}"), value.to_string(), in_file.is_some(), false);
    };
    flag("json-strict", formats.json_strict, hygiene.json_strict);
    flag("json-ensure-ascii", formats.json_ensure_ascii, hygiene.json_ensure_ascii);
    flag("json-sort-keys", formats.json_sort_keys, hygiene.json_sort_keys);
    let documents = formats.yaml_multiple_documents;
    flag("yaml-multiple-documents", documents, hygiene.yaml_multiple_documents);
    flag("yaml-unsafe", formats.yaml_unsafe, hygiene.yaml_unsafe);
    flag("yaml-templates", formats.yaml_templates, hygiene.yaml_templates);
    let indent = format!("{:?}", formats.json_indent);
    line("hygiene.json-indent", indent, hygiene.json_indent.is_some(), false);
    let (top, tags) = (&hygiene.json_top_keys, &hygiene.yaml_tags);
    line("hygiene.json-top-keys", list(top), !top.is_empty(), false);
    line("hygiene.yaml-tags", list(tags), !tags.is_empty(), false);
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
