//! The rule files that a configuration or the command line names, folders of them included.

use super::Source;
use crate::failure::{Context, Failure};
use ignore::WalkBuilder;
use sdf_rules::RuleFileError;
use sdf_rules::sast::{self, line_of};
use std::fs;
use std::path::{Path, PathBuf};

/// A rule file: its name as the user knows it, and its content.
pub(crate) type RuleFile = (String, Vec<u8>);

/// The rule files at `name` in `source`; none if there is no such file or folder.
pub(crate) fn of_source(source: Source<'_>, name: &str) -> Result<Vec<RuleFile>, Failure> {
    if let Source::Folder(root) = source {
        let path = root.join(name);
        if path.is_dir() {
            let relative = |file: &PathBuf| file.strip_prefix(root).unwrap_or(file).to_owned();
            return in_folder(&path, &|file| relative(file).display().to_string());
        }
    }
    if let Some(content) = source.read(name)? {
        return Ok(vec![(name.to_owned(), content)]);
    }
    let mut files = Vec::new();
    for path in source.files_below(name)?.into_iter().filter(|path| is_rule_file(path)) {
        if let Some(content) = source.read(&path)?
            && has_rules(Path::new(&path), &content)
        {
            files.push((path, content));
        }
    }
    Ok(files)
}

/// The rule files at `path` on disk.
pub(crate) fn on_disk(path: &Path) -> Result<Vec<RuleFile>, Failure> {
    let shown = |path: &PathBuf| path.display().to_string();
    if path.is_dir() {
        let files = in_folder(path, &shown)?;
        if files.is_empty() {
            return Err(Failure::new(format!("{} holds no rule file", path.display()))
                .hint("rule files end in .toml, .yaml or .yml"));
        }
        return Ok(files);
    }
    let name = path.display().to_string();
    let content = fs::read(path).context(|| format!("read the rule file {name}"))?;
    Ok(vec![(name, content)])
}

/// Makes sure that what is for code in the file `name`, whose content is `text`, can be used.
pub(crate) fn check(name: &str, text: &str, file: &sast::RuleFile) -> Result<(), Failure> {
    let checked = sdf_sast::check_libraries(&file.libraries);
    checked.and_then(|()| sdf_sast::check(&file.rules)).map_err(|error| {
        let line = line_of(text, &error.rule, &error.pattern);
        RuleFileError::new(name, line, error.to_string()).into()
    })
}

fn in_folder(folder: &Path, name: &dyn Fn(&PathBuf) -> String) -> Result<Vec<RuleFile>, Failure> {
    let attempt = || format!("read the rule files in {}", folder.display());
    let mut paths = Vec::new();
    for entry in WalkBuilder::new(folder).standard_filters(false).build() {
        let entry = entry.context(attempt)?;
        if entry.file_type().is_some_and(|it| it.is_file()) {
            paths.push(entry.into_path());
        }
    }
    paths.retain(|path| is_rule_file(&path.to_string_lossy()));
    paths.sort();
    let mut files = Vec::new();
    for path in &paths {
        let content = fs::read(path).context(attempt)?;
        if has_rules(path, &content) {
            files.push((name(path), content));
        }
    }
    Ok(files)
}

/// By its name. `x.test.yaml` is what Semgrep tests the rules in `x.yaml` on, `x.fixed.yaml` what
/// their fixes make of it.
fn is_rule_file(path: &str) -> bool {
    let is = |ending: &str| path.ends_with(ending);
    let is_yaml = is(".yaml") || is(".yml");
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let is_test = [".test", ".fixed"].into_iter().any(|ending| stem.ends_with(ending));
    is(".toml") || is_yaml && !is_test
}

/// Whether a file that was found in a folder of rules has rules: a folder may hold other YAML and
/// TOML.
fn has_rules(path: &Path, content: &[u8]) -> bool {
    let keys: [&[u8]; 6] = [b"rules:", b"libraries:", b"rulesets:", b"\"rules\"", b"'rules'", b"{"];
    let tables: [&[u8]; 3] = [b"rule", b"extend", b"allowlist"];
    let is_toml = path.extension().is_some_and(|extension| extension == "toml");
    content.split(|&byte| byte == b'\n').any(|line| match is_toml {
        false => keys.iter().any(|key| line.starts_with(key)),
        true => {
            let is_mark = |byte: &u8| b" \t[\"'".contains(byte);
            let name =
                line.iter().position(|byte| !is_mark(byte)).map_or(&line[..0], |at| &line[at..]);
            tables.iter().any(|table| name.starts_with(table))
        }
    })
}
