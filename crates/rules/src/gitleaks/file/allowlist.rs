//! Allowlists as they are written.

use super::super::fields::{Fields, Found, Source};
use super::super::{Allowlist, Condition, Pattern, Target};
use crate::meta::RuleFileError;

const ALLOWLIST: &[&str] = &[
    "description",
    "condition",
    "commits",
    "paths",
    "regexTarget",
    "regexes",
    "stopwords",
    "targetRules",
];

/// The allowlists of the table that users know as `owner`, in the old form and in the new.
pub(super) fn read_allowlists(
    source: &mut Source<'_>,
    fields: Fields<'_>,
    owner: &str,
) -> Result<Vec<Allowlist>, RuleFileError> {
    if fields.has("allowlist") && fields.has("allowlists") {
        let message = format!(
            "{owner}: 'allowlist' and 'allowlists' exclude one another: write [[…allowlists]] for both"
        );
        return Err(source.error(fields.offset, message));
    }
    let mut lists = Vec::new();
    for key in ["allowlist", "allowlists"] {
        for one in fields.tables(source, key)? {
            lists.push(read_allowlist(source, one, owner)?);
        }
    }
    Ok(lists)
}

fn read_allowlist(
    source: &mut Source<'_>,
    fields: Fields<'_>,
    owner: &str,
) -> Result<Allowlist, RuleFileError> {
    fields.remark_unknown(source, "the allowlist", ALLOWLIST);
    let source = &*source;
    let word = |key: &str| -> Result<Found<String>, RuleFileError> {
        let empty = Found { value: String::new(), offset: fields.offset };
        Ok(fields.text(source, key)?.unwrap_or(empty))
    };
    let condition = word("condition")?;
    let condition = match condition.value.to_ascii_uppercase().as_str() {
        "" | "OR" | "||" => Condition::Any,
        "AND" | "&&" => Condition::All,
        _ => {
            return Err(source.error(
                condition.offset,
                format!("{owner}: the condition '{}' is neither OR nor AND", condition.value),
            ));
        }
    };
    let target = word("regexTarget")?;
    let target = match target.value.as_str() {
        "" | "secret" => Target::Secret,
        "match" => Target::Match,
        "line" => Target::Line,
        _ => {
            return Err(source.error(
                target.offset,
                format!(
                    "{owner}: the regexTarget '{}' is none of secret, match, line",
                    target.value
                ),
            ));
        }
    };
    let any = |key: &str| -> Result<(Option<Pattern>, Vec<String>), RuleFileError> {
        let Found { value, offset } = fields.texts(source, key)?;
        let pattern = Pattern::any(&value).map_err(|fault| {
            source.error(
                offset,
                format!("{owner}: {key} holds what is no regular expression of Go's: {fault}"),
            )
        })?;
        Ok((pattern, value))
    };
    let (paths, path_sources) = any("paths")?;
    let (regexes, regex_sources) = any("regexes")?;
    let commits = fields.texts(source, "commits")?.value;
    let stopwords = fields.texts(source, "stopwords")?.value;
    let target_rules = fields.texts(source, "targetRules")?.value;
    if paths.is_none() && regexes.is_none() && commits.is_empty() && stopwords.is_empty() {
        let message = format!(
            "{owner}: an allowlist is empty: give it commits, paths, regexes or stopwords, or take it out"
        );
        return Err(source.error(fields.offset, message));
    }
    Ok(Allowlist {
        condition,
        source: format!(
            "paths {path_sources:?}, regexes {regex_sources:?} against {target:?}, \
             stopwords {stopwords:?}, commits {commits:?}, {condition:?}, rules {target_rules:?}"
        ),
        commits: commits.iter().map(|commit| commit.trim().to_lowercase()).collect(),
        paths,
        regexes,
        target,
        stopwords: stopwords.iter().map(|word| word.to_lowercase()).collect(),
        target_rules,
    })
}
