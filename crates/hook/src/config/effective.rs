//! The settings in force, and where each came from.

use super::bandit::Bandit;
use super::baselines::{self, Accepted};
use super::pycodestyle::Pycodestyle;
use super::{ConfigFile, Found, Gitleaks, Source, find, git_secrets, peers, rule_files};
use crate::args::Common;
use crate::cache::Key;
use crate::failure::Failure;
use regex::bytes::Regex;
use sdf_core::Notice;
use sdf_engine::{
    AcceptedSecrets, Allowance, Catalogue, Override, PathSet, Selection, Settings, UnknownRule,
};
use sdf_rules::gitleaks::Configuration;
use sdf_rules::secret::SecretRule;
use std::collections::HashSet;
use std::fmt;

/// Files beside our own that decide what counts as a finding.
const IDENTITY_FILES: [&str; 8] = [
    "sdf-hook.toml",
    "pyproject.toml",
    ".gitleaks.toml",
    ".betterleaks.toml",
    ".gitleaksignore",
    ".betterleaksignore",
    ".secrets.baseline",
    ".gitallowed",
];

/// Where a setting came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Default,
    File(String),
    CommandLine,
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Default => formatter.write_str("default"),
            Origin::File(name) => formatter.write_str(name),
            Origin::CommandLine => formatter.write_str("command line"),
        }
    }
}

/// The configuration file and the command line, brought together.
pub(crate) struct Effective {
    /// For the engine.
    pub(crate) settings: Settings,
    /// Configurations of gitleaks.
    pub(crate) gitleaks: Vec<Configuration>,
    /// Other rule files to add: name, content.
    pub(crate) rule_files: Vec<(String, Vec<u8>)>,
    /// The rule for what git-secrets prohibits.
    pub(crate) git_secrets: Option<SecretRule>,
    /// What is to be said about the configuration.
    pub(crate) notices: Vec<Notice>,
    /// Whether the built-in rules are on.
    pub(crate) builtin: bool,
    /// What was read, with the command line laid over it.
    pub(crate) merged: ConfigFile,
    /// The file that was read.
    pub(crate) file: Option<String>,
    /// The file of another tool that the length of lines was taken from.
    pub(crate) line_length: Option<&'static str>,
    /// The content of our file.
    text: Vec<u8>,
    /// Selectors of the command line.
    typed: Vec<String>,
}

impl Effective {
    /// Reads the configuration of `source` and lays the command line over it.
    pub(crate) fn load(source: Source<'_>, common: &Common) -> Result<Self, Failure> {
        Self::load_with(source, common, true)
    }

    /// The same without the baseline, which need not exist.
    pub(crate) fn load_unaccepted(source: Source<'_>, common: &Common) -> Result<Self, Failure> {
        Self::load_with(source, common, false)
    }

    fn load_with(
        source: Source<'_>,
        common: &Common,
        with_baseline: bool,
    ) -> Result<Self, Failure> {
        let (file, text, mut config) = match find(source, common.config.as_ref())? {
            Some(Found { name, text, config }) => (Some(name), text, config),
            None => (None, Vec::new(), ConfigFile::default()),
        };
        let mut rule_files = Vec::new();
        for name in &config.rules {
            let found = rule_files::of_source(source, name)?;
            if found.is_empty() {
                return Err(missing(&file, name, "rule file"));
            }
            rule_files.extend(found);
        }
        let configured = rule_files.len();
        for path in &common.rules {
            rule_files.extend(rule_files::on_disk(path)?);
        }
        let gitleaks = Gitleaks::load(source, common, &mut rule_files, configured)?;
        let mut accepted = match with_baseline {
            true => baselines::read(source, common, &file, &config)?,
            false => Accepted::default(),
        };
        let typed = common.git_secrets_providers.then_some(true);
        let mut notices = std::mem::take(&mut accepted.notices);
        let git_secrets = git_secrets::load(source, typed.or(config.git_secrets_providers))?;
        overlay(&mut config, common);
        let line_length = match config.style.max_line_length {
            Some(_) => None,
            None => peers::max_line_length(source)?,
        };
        let mut settings = settings(&config, common, file.as_deref(), accepted.baseline)?;
        settings.off = gitleaks.off;
        settings.exceptions = gitleaks.exceptions;
        for (path, rule, by) in accepted.findings {
            settings.exceptions.add(path, rule, by);
        }
        settings.accepted_secrets = accepted.secrets;
        settings.allowed_lines = git_secrets.allowed;
        if let Some(pycodestyle) = Pycodestyle::load(source)? {
            pycodestyle.apply(&mut settings, &config)?;
        }
        if let Some(bandit) = Bandit::load(source)? {
            notices.extend(bandit.apply(&mut settings, common)?);
        }
        notices.extend(git_secrets.notices);
        notices.extend(gitleaks.notices);
        if let Some((length, _)) = line_length {
            settings.style.max_line_length = length;
        }
        let line_length = line_length.map(|(_, file)| file);
        let typed = common.select.iter().chain(&common.extend_select).chain(&common.ignore);
        let typed = typed.cloned().collect();
        let builtin = !common.no_builtin;
        settings.only_added = common.no_builtin;
        Ok(Effective {
            settings,
            gitleaks: gitleaks.configurations,
            rule_files,
            git_secrets: git_secrets.rule,
            notices,
            builtin,
            merged: config,
            file,
            line_length,
            text,
            typed,
        })
    }

    /// Makes sure that some rule of `catalogue` is on.
    pub(crate) fn require_rules(&self, catalogue: &Catalogue<'_>) -> Result<(), Failure> {
        let selection = &self.settings.selection;
        if catalogue.rules().any(|rule| selection.includes(rule)) {
            return Ok(());
        }
        Err(Failure::new("what is selected leaves no rule: nothing would be found")
            .hint("`sdf-hook config show` tells what --select, --ignore and the configuration say"))
    }

    /// Stands for this build, the rules and all that decides what counts as a finding: two equal
    /// ones find the same in the same content.
    pub(crate) fn identity(&self, source: Source<'_>, common: &Common) -> Result<String, Failure> {
        let mut parts: Vec<Vec<u8>> = vec![self.text.clone()];
        for name in IDENTITY_FILES {
            parts.push(source.read(name)?.unwrap_or_default());
        }
        if let Some(name) = &self.merged.baseline {
            parts.push(source.read(name)?.unwrap_or_default());
        }
        if let Some(path) = &common.baseline {
            parts.push(std::fs::read(path).unwrap_or_default());
        }
        for (name, content) in &self.rule_files {
            parts.extend([name.clone().into_bytes(), content.clone()]);
        }
        parts.push(format!("{:?} {:?}", self.gitleaks, self.git_secrets).into_bytes());
        let Common { select, ignore, no_builtin, min_severity, min_confidence, .. } = common;
        let Common { no_suppressions, archives, extend_select, .. } = common;
        let selected = (select, extend_select, ignore);
        let typed = (selected, no_builtin, min_severity, min_confidence, no_suppressions, archives);
        parts.push(format!("{typed:?}").into_bytes());
        let lines =
            self.settings.allowed_lines.iter().map(|line| line.as_str().as_bytes().to_vec());
        parts.extend(lines);
        Ok(Key::of("rules", parts.iter().map(Vec::as_slice)).to_string())
    }

    /// The error for a selector that names nothing, with the place where it is written.
    pub(crate) fn unknown_rule(&self, error: &UnknownRule) -> Failure {
        let written = || memchr::memmem::find(&self.text, error.selector.as_bytes());
        match (&self.file, written()) {
            (Some(file), Some(at)) if !self.typed.contains(&error.selector) => {
                let line = memchr::memchr_iter(b'\n', &self.text[..at]).count() + 1;
                Failure::new(format!("{file}:{line}: {error}"))
            }
            _ => Failure::new(error.to_string()),
        }
    }

    /// Where the setting came from that the file has if `in_file` and the command line if `typed`.
    pub(crate) fn origin(&self, in_file: bool, typed: bool) -> Origin {
        match &self.file {
            _ if typed => Origin::CommandLine,
            Some(name) if in_file => Origin::File(name.clone()),
            _ => Origin::Default,
        }
    }
}

pub(super) fn missing(file: &Option<String>, name: &str, what: &str) -> Failure {
    let file = file.as_deref().unwrap_or_default();
    Failure::new(format!("{file} names the {what} '{name}', which does not exist"))
        .hint("paths in the configuration are relative to the root of the repository")
}

/// Lays the command line over the file: a selection replaces, exclusions add up.
fn overlay(config: &mut ConfigFile, common: &Common) {
    if !common.select.is_empty() {
        config.select.clone_from(&common.select);
    }
    config.extend_select.extend(common.extend_select.iter().cloned());
    config.ignore.extend(common.ignore.iter().cloned());
    config.min_severity = common.min_severity.or(config.min_severity);
    config.min_confidence = common.min_confidence.or(config.min_confidence);
}

fn selection(select: &[String], ignore: &[String]) -> Selection {
    Selection { select: select.to_vec(), ignore: ignore.to_vec(), ..Selection::default() }
}

fn settings(
    config: &ConfigFile,
    common: &Common,
    file: Option<&str>,
    baseline: HashSet<sdf_core::Fingerprint>,
) -> Result<Settings, Failure> {
    let file = file.unwrap_or_default();
    let paths = |patterns: &[String]| -> Result<Option<PathSet>, Failure> {
        if patterns.is_empty() {
            return Ok(None);
        }
        let set = PathSet::new(patterns.iter().map(String::as_str));
        set.map(Some).map_err(|error| {
            Failure::new(format!("{file}: a path pattern cannot be read: {error}"))
        })
    };
    let mut overrides = Vec::new();
    for section in &config.paths {
        let selection = selection(&section.select, &section.ignore);
        overrides.extend(paths(&section.paths)?.map(|paths| Override {
            paths,
            selection,
            only: None,
        }));
    }
    let mut allowances = Vec::new();
    for section in &config.allow {
        let mut matching = Vec::new();
        for pattern in &section.matching {
            matching.push(
                Regex::new(pattern).map_err(|error| {
                    Failure::new(format!("{file}: [[allow]] matching: {error}"))
                })?,
            );
        }
        if section.rules.is_empty() && section.paths.is_empty() && matching.is_empty() {
            return Err(Failure::new(format!(
                "{file}: [[allow]] ({}) lets everything off",
                section.reason
            ))
            .hint("give it rules, paths or matching"));
        }
        allowances.push(Allowance {
            rules: section.rules.clone(),
            paths: paths(&section.paths)?,
            matching,
        });
    }
    let mut style = sdf_style::Settings::default();
    if let Some(length) = config.style.max_line_length {
        style.max_line_length = length;
    }
    style.max_doc_length = config.style.max_doc_length;
    if let Some(size) = config.style.indent_size {
        style.indent_size = size.max(1);
    }
    style.hang_closing = config.style.hang_closing.unwrap_or(style.hang_closing);
    if let Some(size) = config.hygiene.max_file_kib {
        style.max_file_size = size.saturating_mul(1024);
    }
    style.all_large_files = config.hygiene.enforce_all_large_files.unwrap_or_default();
    if let Some(branches) = &config.hygiene.protected_branches {
        style.protected_branches.clone_from(branches);
    }
    style.protected_branch_patterns.clone_from(&config.hygiene.protected_branch_patterns);
    style.test_names = config.hygiene.test_names.unwrap_or_default();
    style.formats = config.hygiene.formats();
    Ok(Settings {
        bandit: Default::default(),
        selection: Selection {
            extend: config.extend_select.clone(),
            ..selection(&config.select, &config.ignore)
        },
        only: None,
        style_selection: None,
        only_added: false,
        exclude: paths(&config.exclude)?,
        overrides,
        allowances,
        off: Default::default(),
        exceptions: Default::default(),
        severities: config
            .severity
            .iter()
            .map(|(selector, &severity)| (selector.clone(), severity))
            .collect(),
        min_severity: config.min_severity,
        min_confidence: config.min_confidence,
        baseline,
        accepted_secrets: AcceptedSecrets::default(),
        allowed_lines: Vec::new(),
        style,
        show_secrets: common.show_secrets,
        ignore_comments: common.no_suppressions,
    })
}
