//! no-commit-to-branch: branches that change by review alone.

use super::{PathFault, quoted};
use crate::{Check, RULES, Settings};
use regex::Regex;
use sdf_core::{BStr, Finding, RuleMask, Span};

/// Where HEAD is named in a report; in a linked work tree it is another file.
const HEAD: &str = ".git/HEAD";
const REFERENCE: &str = "ref: refs/heads/";

/// Judges a commit to `branch`.
///
/// # Errors
/// What is wrong with a pattern of the settings.
pub fn check_branch(
    branch: &BStr,
    settings: &Settings,
    enabled: &RuleMask,
) -> Result<Option<PathFault>, String> {
    let check = Check::NoCommitToBranch;
    if !enabled.contains(check as usize) {
        return Ok(None);
    }
    let name = String::from_utf8_lossy(branch);
    let mut is_protected = settings.protected_branches.iter().any(|it| *it == name);
    for pattern in &settings.protected_branch_patterns {
        is_protected |= branch_pattern(pattern)?.is_match(&name);
    }
    Ok(is_protected.then(|| {
        let text = [REFERENCE.as_bytes(), branch, b"\n"].concat();
        let span = Span::new(REFERENCE.len(), REFERENCE.len() + branch.len());
        let message = format!("commit to the protected branch {}", quoted(branch));
        let finding = Finding::new(&RULES[check as usize], span).saying(message);
        PathFault { path: HEAD.into(), text, finding }
    }))
}

/// The expression that the beginning of a name has to match, as Python's `re.match` does.
///
/// # Errors
/// What is wrong with `pattern`.
pub fn branch_pattern(pattern: &str) -> Result<Regex, String> {
    Regex::new(&format!(r"\A(?:{pattern})")).map_err(|error| error.to_string())
}
