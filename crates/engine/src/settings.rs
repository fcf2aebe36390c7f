//! What a configuration decides.

use crate::selection::exactness;
use crate::{AcceptedSecrets, Catalogue, Exceptions, Selection, UnknownRule};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use regex::bytes::Regex;
use sdf_core::{BStr, ByteSlice, Confidence, Family, Fingerprint, Rule, Severity};
use std::collections::{BTreeSet, HashSet};

/// Everything that a configuration decides but where the documents come from.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Which rules are on.
    pub selection: Selection,
    /// Ids of built-in rules for secrets that are off, whatever the selection says of them.
    pub off: BTreeSet<String>,
    /// The only family that is on, whatever the selection says of the others.
    pub only: Option<Family>,
    /// Only rules that a user adds are on: none of those that are part of the scanners.
    pub only_added: bool,
    /// Paths that are not scanned.
    pub exclude: Option<PathSet>,
    /// Which rules for style are on where `selection` selects nothing: what the configuration of
    /// another tool says.
    pub style_selection: Option<Selection>,
    /// Rules that look at some paths only, by id.
    pub only_in: Vec<(String, PathSet)>,
    /// Rules switched off for some paths, in order.
    pub overrides: Vec<Override>,
    /// What is let off.
    pub allowances: Vec<Allowance>,
    /// Severities other than the rules' own: selector, severity. The last that fits counts.
    pub severities: Vec<(String, Severity)>,
    /// Findings below are not reported.
    pub min_severity: Option<Severity>,
    /// Findings below are not reported.
    pub min_confidence: Option<Confidence>,
    /// Findings accepted before.
    pub baseline: HashSet<Fingerprint>,
    /// Findings accepted before, in lists of gitleaks.
    pub exceptions: Exceptions,
    /// Secrets accepted before, in a baseline of detect-secrets.
    pub accepted_secrets: AcceptedSecrets,
    /// Expressions that let the secrets of a line off, which they are shown as `path:line:text`.
    pub allowed_lines: Vec<Regex>,
    /// Options of the checks of bandit.
    pub bandit: sdf_rules::bandit::Options,
    /// Limits of the style checks.
    pub style: sdf_style::Settings,
    /// Secrets are shown as they are.
    pub show_secrets: bool,
    /// Inline comments silence nothing.
    pub ignore_comments: bool,
}

/// Rules for some paths.
#[derive(Clone, Debug)]
pub struct Override {
    /// Which paths.
    pub paths: PathSet,
    /// Which rules stay on there.
    pub selection: Selection,
    /// The only family that it is about, if there is one.
    pub only: Option<Family>,
}

/// Findings that are let off: those to which every given condition applies.
#[derive(Clone, Debug)]
pub struct Allowance {
    /// Selectors of rules; empty for all.
    pub rules: Vec<String>,
    /// Which paths; none for all.
    pub paths: Option<PathSet>,
    /// Expressions of which one matches what was found; empty for anything.
    pub matching: Vec<Regex>,
}

impl Settings {
    /// Makes sure that every selector names something in `catalogue`.
    ///
    /// # Errors
    /// The first that does not.
    pub fn check(&self, catalogue: &Catalogue<'_>) -> Result<(), UnknownRule> {
        self.selection.check(catalogue)?;
        // What other tools call their rules need not be known.
        let own = self.overrides.iter().filter(|it| it.only.is_none());
        own.into_iter().try_for_each(|it| it.selection.check(catalogue))?;
        let rules = self.allowances.iter().flat_map(|allowance| &allowance.rules);
        let rules = rules.chain(self.severities.iter().map(|(selector, _)| selector));
        rules.into_iter().try_for_each(|selector| crate::selection::check(selector, catalogue))
    }

    /// Whether `path` is not scanned.
    pub fn excludes(&self, path: &BStr) -> bool {
        self.exclude.as_ref().is_some_and(|paths| paths.contains(path))
    }

    /// Whether `rule` is on for `path`.
    pub(crate) fn applies(&self, rule: &Rule, path: &BStr) -> bool {
        let off = |it: &Override| {
            it.only.is_none_or(|family| family == rule.family)
                && !it.selection.keeps(rule)
                && it.paths.contains(path)
        };
        let elsewhere = |(id, paths): &(String, PathSet)| *id == rule.id && !paths.contains(path);
        !self.overrides.iter().any(off) && !self.only_in.iter().any(elsewhere)
    }

    /// The severity in force for a finding of `rule` that has `severity` of its own.
    pub(crate) fn severity(&self, rule: &Rule, severity: Severity) -> Severity {
        let fits = |(selector, _): &&(String, Severity)| exactness(selector, rule).is_some();
        self.severities.iter().rev().find(fits).map_or(severity, |&(_, severity)| severity)
    }

    /// Whether an allowance lets `text`, found by `rule` in `path`, off.
    pub(crate) fn allows(&self, rule: &Rule, path: &BStr, text: &[u8]) -> bool {
        let in_paths = |it: &Allowance| it.paths.as_ref().is_none_or(|paths| paths.contains(path));
        self.allowances.iter().any(|it| in_paths(it) && it.fits(rule, text))
    }
}

impl Settings {
    /// Whether an allowance lets `text`, found by `rule`, off at every path.
    pub(crate) fn allows_everywhere(&self, rule: &Rule, text: &[u8]) -> bool {
        self.allowances.iter().filter(|it| it.paths.is_none()).any(|it| it.fits(rule, text))
    }
}

impl Allowance {
    /// Whether it is for `text`, found by `rule`, whatever its paths.
    fn fits(&self, rule: &Rule, text: &[u8]) -> bool {
        let of_rule = || self.rules.iter().any(|it| exactness(it, rule).is_some());
        let matching = || self.matching.iter().any(|regex| regex.is_match(text));
        (self.rules.is_empty() || of_rule()) && (self.matching.is_empty() || matching())
    }
}

/// Paths, described as in a `.gitignore` file: `vendor/`, `*.min.js`, `/docs/**`, `!docs/conf.py`.
#[derive(Clone, Debug)]
pub struct PathSet {
    patterns: Gitignore,
}

impl PathSet {
    /// The paths that `patterns` describe; a later pattern overrides an earlier one.
    ///
    /// # Errors
    /// What is wrong with the first pattern that cannot be read.
    pub fn new<'p>(patterns: impl IntoIterator<Item = &'p str>) -> Result<Self, String> {
        let mut builder = GitignoreBuilder::new("");
        for pattern in patterns {
            builder.add_line(None, pattern).map_err(|error| error.to_string())?;
        }
        let patterns = builder.build().map_err(|error| error.to_string())?;
        Ok(PathSet { patterns })
    }

    /// Whether the file at `path`, `/` between folders, is in the set.
    pub fn contains(&self, path: &BStr) -> bool {
        // Patterns are relative; an absolute path is one that lies outside of the repository.
        let relative = path.trim_start_with(|character| character == '/');
        let path = relative.to_path_lossy();
        self.patterns.matched_path_or_any_parents(path, false).is_ignore()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_matched_as_git_ignores_them() {
        let set =
            PathSet::new(["vendor/", "*.min.js", "/docs/**", "!docs/conf.py"]).expect("patterns");
        let contains = |path: &str| set.contains(path.into());
        assert!(contains("a/vendor/b.py") && contains("x/y.min.js") && contains("docs/a/b"));
        assert!(!contains("docs/conf.py") && !contains("a/docs/b") && !contains("vendor.py"));
        assert!(contains("/vendor/b") && contains("../vendor/x"));
        assert!(PathSet::new(["[z-a]"]).is_err());
    }
}
