//! git-secrets: its settings in the config of git, and `.gitallowed`.

use super::Source;
use crate::failure::{Context, Failure};
use regex::bytes::Regex;
use sdf_core::{ByteSlice, Notice, Weight};
use sdf_git::{GitSecrets, Repository};
use sdf_rules::extended::translate;
use sdf_rules::secret::SecretRule;
use std::path::Path;
use std::process::{Command, Stdio};

/// The file of allowed expressions, at the root of the repository.
pub(crate) const ALLOWED: &str = ".gitallowed";

/// What git-secrets was told.
#[derive(Default)]
pub(crate) struct Settings {
    /// What is prohibited.
    pub(crate) rule: Option<SecretRule>,
    /// What is allowed, after all.
    pub(crate) allowed: Vec<Regex>,
    /// What is to be said about it.
    pub(crate) notices: Vec<Notice>,
}

/// Reads the settings for `source`. Its providers, which are commands, are run only if the user
/// said so: `run_providers`. Who said nothing is told that they were not.
pub(crate) fn load(source: Source<'_>, run_providers: Option<bool>) -> Result<Settings, Failure> {
    let mut settings = Settings::default();
    if let Some(text) = source.read(ALLOWED)? {
        settings.allowed.extend(expressions(ALLOWED, allowed_lines(&text))?);
    }
    let opened = match source {
        Source::Index(repository) | Source::Commit(repository, _) => Some(repository.clone()),
        // What is not a repository that git would open has no settings.
        Source::Folder(root) => {
            root.join(".git").exists().then(|| Repository::discover(root).ok()).flatten()
        }
    };
    let Some(repository) = opened else { return Ok(settings) };
    let found = repository.git_secrets()?;
    if found.is_empty() {
        return Ok(settings);
    }
    let GitSecrets { patterns, allowed, providers } = found;
    let allowed = allowed.iter().map(|text| text.as_bytes()).enumerate();
    let allowed = allowed.map(|(index, text)| (index + 1, text));
    settings.allowed.extend(expressions("secrets.allowed of git config, value", allowed)?);
    let mut patterns: Vec<Vec<u8>> = patterns.into_iter().map(Vec::from).collect();
    patterns.retain(|pattern| !pattern.is_empty());
    let own = patterns.len();
    if run_providers == Some(true) {
        let root = repository.work_tree().unwrap_or(repository.git_dir());
        for command in &providers {
            match provided(&command.to_str_lossy(), root) {
                Ok(more) => patterns.extend(more),
                Err(notice) => settings.notices.push(notice),
            }
        }
    } else if run_providers.is_none() && !providers.is_empty() {
        settings.notices.push(Notice::general(
            Weight::Remark,
            "the provider commands of git-secrets (secrets.providers in git config) were not run: \
             `git-secrets-providers = true` in sdf-hook.toml lets them, false is content without",
        ));
    }
    let rule = sdf_rules::git_secrets::rule(patterns.iter().map(Vec::as_slice));
    settings.rule = rule.map_err(|error| {
        let from = match error.index {
            Some(index) if index >= own => "of a provider of git-secrets",
            _ => "of secrets.patterns in git config",
        };
        Failure::new(format!("a pattern {from} cannot be used: {error}"))
            .hint("`git config --show-origin --get-all secrets.patterns` lists them in order")
    })?;
    Ok(settings)
}

/// The expressions of a `.gitallowed`, with their lines from 1: what is neither blank nor a comment.
pub(crate) fn allowed_lines(text: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line));
    lines.filter(|(_, line)| {
        let line = line.trim_start();
        !line.is_empty() && !line.starts_with(b"#")
    })
}

/// Compiles extended expressions; `name` and the number tell where a faulty one stands.
fn expressions<'t>(
    name: &str,
    texts: impl Iterator<Item = (usize, &'t [u8])>,
) -> Result<Vec<Regex>, Failure> {
    let separator = if name == ALLOWED { ":" } else { " " };
    let compiled = texts.filter(|(_, text)| !text.is_empty()).map(|(number, text)| {
        let attempt = || format!("use the expression at {name}{separator}{number}");
        Regex::new(&translate(text).context(attempt)?).context(attempt)
    });
    compiled.collect()
}

/// The patterns that a provider prints, a line each. It is split at white space and given to no
/// shell, as git-secrets does.
fn provided(command: &str, root: &Path) -> Result<Vec<Vec<u8>>, Notice> {
    let failed = |reason: String| {
        let message = format!("the provider '{command}' of git-secrets failed: {reason}");
        Notice::general(Weight::Trouble, message)
    };
    let mut words = command.split_whitespace();
    let Some(program) = words.next() else { return Ok(Vec::new()) };
    let output = Command::new(program)
        .args(words)
        .current_dir(root)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| failed(error.to_string()))?;
    if !output.status.success() {
        let said = output.stderr.to_str_lossy();
        return Err(failed(format!("{} {}", output.status, said.trim())));
    }
    let lines = output.stdout.lines().map(|line| line.trim_end().to_owned());
    Ok(lines.filter(|line| !line.is_empty()).collect())
}
