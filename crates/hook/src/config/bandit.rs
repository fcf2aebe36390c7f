//! What a configuration of bandit at the root says: `[tool.bandit]` of pyproject.toml, else
//! `.bandit`.
//!
//! It concerns the checks of bandit and the rules that better them: which are off (`skips`), which
//! are on though they are off by default (`tests`), where all are off (`exclude_dirs`), and their
//! options. Selectors on the command line stand above `tests`; a check that is named there is on
//! even if `skips` has it.

use super::Source;
use crate::args::Common;
use crate::builtin;
use crate::failure::Failure;
use sdf_core::{Notice, Weight};
use sdf_engine::{Override, PathSet, Selection, Settings};
use sdf_rules::bandit::{Check, NAME_PREFIX, Settings as Configuration};

const PROJECT: &str = "pyproject.toml";
/// The files that may hold a configuration of bandit, the first that does counts.
pub(crate) const FILES: [&str; 2] = [PROJECT, ".bandit"];
/// What selects every check of bandit, and every rule that betters one.
const ALL: &str = "bandit";
/// Bandit's id for all checks that are lists of names.
const LISTS: &str = "B001";

/// A configuration of bandit and the file that it stands in.
pub(crate) struct Bandit {
    file: &'static str,
    configuration: Configuration,
}

impl Bandit {
    /// The configuration at the root of `source`, if there is one.
    pub(crate) fn load(source: Source<'_>) -> Result<Option<Self>, Failure> {
        for file in FILES {
            if let Some(text) = source.read(file)?
                && let Some(configuration) = read(file, &text)?
            {
                return Ok(Some(Bandit { file, configuration }));
            }
        }
        Ok(None)
    }

    /// Lays it over `settings`; gives what is to be said about it.
    pub(crate) fn apply(
        self,
        settings: &mut Settings,
        common: &Common,
    ) -> Result<Vec<Notice>, Failure> {
        let Bandit { file, configuration } = self;
        let Configuration { tests, skips, exclude, options, unused } = configuration;
        settings.bandit = options;
        let mut notices: Vec<Notice> = Vec::new();
        let mut say = |weight, message: String| {
            notices.push(Notice::general(weight, format!("{file}: {message}")));
        };
        for key in unused {
            say(Weight::Detail, format!("bandit's '{key}' means nothing here"));
        }
        let mut known = |names: &[String]| {
            let mut found = Vec::new();
            for name in names {
                let named = selectors(name);
                if named.is_empty() {
                    say(Weight::Remark, format!("bandit has no check '{name}'"));
                }
                found.extend(named);
            }
            found
        };
        let (tests, skips) = (known(&tests), known(&skips));
        if common.select.is_empty() && !tests.is_empty() {
            let select = sdf_core::Family::NAMES.iter().map(|&family| family.to_owned());
            let keep = Selection {
                select: select.chain(tests.iter().cloned()).collect(),
                ignore: vec![ALL.to_owned()],
                ..Selection::default()
            };
            settings.overrides.extend(overriding(file, &["*".to_owned()], keep)?);
            settings.selection.extend.extend(tests);
        }
        let typed: Vec<String> = common.select.iter().flat_map(|name| selectors(name)).collect();
        let skips = skips.into_iter().filter(|skip| !typed.contains(skip));
        settings.selection.ignore.extend(skips);
        let patterns: Vec<String> = exclude.iter().filter_map(|path| pattern(path)).collect();
        let none = Selection { ignore: vec![ALL.to_owned()], ..Selection::default() };
        settings.overrides.extend(overriding(file, &patterns, none)?);
        Ok(notices)
    }
}

fn overriding(
    file: &str,
    patterns: &[String],
    selection: Selection,
) -> Result<Option<Override>, Failure> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let paths = PathSet::new(patterns.iter().map(String::as_str))
        .map_err(|error| Failure::new(format!("{file}: a path pattern cannot be read: {error}")))?;
    Ok(Some(Override { paths, selection, only: None }))
}

/// What the text of a file called `name` says of bandit.
pub(crate) fn read(name: &str, text: &[u8]) -> Result<Option<Configuration>, Failure> {
    if memchr::memmem::find(text, b"bandit").is_none() {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(text);
    Ok(match name {
        PROJECT => Configuration::of_pyproject(name, &text)?,
        _ => Configuration::of_ini(name, &text)?,
    })
}

/// The selectors of the checks that bandit's id or name means.
fn selectors(name: &str) -> Vec<String> {
    let is_list = |check: &Check| !check.calls.is_empty() || !check.imports.is_empty();
    let is_meant = |check: &&Check| match name {
        LISTS => is_list(check),
        _ => check.name() == Some(name) || name == format!("B{}", check.test),
    };
    let checks = builtin::BANDIT.iter().filter(is_meant);
    checks.filter_map(|check| Some(format!("{NAME_PREFIX}{}", check.name()?))).collect()
}

/// The pattern, as in a `.gitignore` file, for what bandit takes for a shell pattern or for any
/// part of a path; none for one without a name.
fn pattern(path: &str) -> Option<String> {
    let inner = path.trim_start_matches("./").trim_matches('/');
    if inner.is_empty() {
        return None;
    }
    if inner.contains(['*', '?', '[']) {
        let start = if inner.starts_with("*/") { "*" } else { "" };
        let end = if inner.ends_with("/*") { "*" } else { "" };
        return Some(format!("{start}{inner}{end}"));
    }
    let start = match path {
        _ if path.starts_with("./") => "/",
        _ if path.starts_with('/') => "**/",
        _ => "**/*",
    };
    let end = if path.ends_with('/') { "/" } else { "*" };
    Some(format!("{start}{inner}{end}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_excluded_as_bandit_does() {
        let excludes = |path: &str, file: &str| {
            let patterns = pattern(path);
            let set = PathSet::new(patterns.iter().map(String::as_str)).expect("a pattern");
            set.contains(file.into())
        };
        assert!(excludes("tests", "a/tests/x.py") && excludes("tests", "a/mytests.py"));
        assert!(excludes("/tests/", "a/tests/x.py") && !excludes("/tests/", "a/mytests/x.py"));
        assert!(excludes("./tests", "tests/x.py") && !excludes("./tests", "a/tests/x.py"));
        assert!(excludes("*/tests/*", "a/b/tests/c/x.py") && excludes("a/b", "x/a/b/c.py"));
        assert!(excludes("*_test.py", "a/b_test.py") && !excludes("/", "a.py"));
    }

    #[test]
    fn checks_are_named_by_id_name_or_all_lists() {
        assert_eq!(selectors("B101"), ["bandit.assert_used"]);
        assert_eq!(selectors("assert_used"), ["bandit.assert_used"]);
        assert_eq!(selectors("B001").len(), 33);
        assert!(selectors("B109").is_empty());
    }
}
