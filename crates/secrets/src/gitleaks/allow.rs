//! What allowlists and filters let off.

use super::evaluate::is_true;
use super::matching::Context;
use sdf_core::BStr;
use sdf_rules::gitleaks::{Allowlist, Condition, Expression, Target};

/// Whether a document at `path` is not looked at. A list of which every check must apply decides
/// only if paths are all that it has. Commits are for [`allows_commit`]: a document has none.
pub(super) fn skips(prefilters: &[Expression], lists: &[Allowlist], path: &BStr) -> bool {
    let in_paths = |list: &Allowlist| list.paths.as_ref().is_some_and(|paths| paths.is_match(path));
    let skips = |list: &Allowlist| match list.condition {
        Condition::Any => in_paths(list),
        Condition::All => {
            list.commits.is_empty()
                && list.regexes.is_none()
                && list.stopwords.is_empty()
                && in_paths(list)
        }
    };
    // gitleaks matches no path that is empty.
    !path.is_empty() && lists.iter().any(skips)
        || prefilters.iter().any(|prefilter| is_true(prefilter, path, None))
}

/// Whether `list` lets off all that `commit` brought to `path`. A list that asks for more than
/// these two as well lets nothing off here.
pub(super) fn allows_commit(list: &Allowlist, path: &BStr, commit: &str) -> bool {
    let is_listed = list.commits.iter().any(|listed| listed.eq_ignore_ascii_case(commit));
    is_listed
        && match list.condition {
            Condition::Any => true,
            Condition::All => {
                list.regexes.is_none()
                    && list.stopwords.is_empty()
                    && list.paths.as_ref().is_none_or(|paths| paths.is_match(path))
            }
        }
}

/// Whether a finding is let off.
pub(super) fn lets_off(filters: &[Expression], lists: &[Allowlist], found: &Context<'_>) -> bool {
    lists.iter().any(|list| is_on(list, found))
        || filters.iter().any(|filter| is_true(filter, BStr::new(found.path), Some(found)))
}

fn is_on(list: &Allowlist, found: &Context<'_>) -> bool {
    let target = match list.target {
        Target::Secret => found.secret,
        Target::Match => found.matched,
        Target::Line => found.line,
    };
    // An empty text is on no list.
    let matches = || {
        let regexes = list.regexes.as_ref().filter(|_| !target.is_empty());
        regexes.is_some_and(|regexes| regexes.is_match(target))
    };
    let stops = || {
        let secret = String::from_utf8_lossy(found.secret).to_lowercase();
        list.stopwords.iter().any(|word| secret.contains(word.as_str()))
    };
    match list.condition {
        Condition::Any => matches() || stops(),
        Condition::All => {
            list.commits.is_empty()
                && list.paths.as_ref().is_none_or(|paths| paths.is_match(found.path))
                && (list.regexes.is_none() || matches())
                && (list.stopwords.is_empty() || stops())
        }
    }
}
