//! The baseline of detect-secrets, `.secrets.baseline`.

use crate::failure::{Context, Failure};
use regex::bytes::Regex;
use sdf_core::{BString, Notice, Weight};
use sdf_engine::{AcceptedSecrets, SecretHash};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::BTreeMap;

/// The name that its documentation gives to the file, at the root of the repository.
pub(crate) const FILE_NAME: &str = ".secrets.baseline";

/// What a file says.
pub(crate) struct Baseline {
    /// What it lets off.
    pub(crate) accepted: AcceptedSecrets,
    /// Its filters, by name and expression.
    pub(crate) filters: Vec<(String, String)>,
    /// What cannot be used of it.
    pub(crate) notices: Vec<Notice>,
}

/// As much of the file as decides; plugins and heuristics are for the tool itself.
#[derive(Deserialize)]
struct File {
    results: BTreeMap<String, Vec<Entry>>,
    #[serde(default)]
    filters_used: Vec<Filter>,
}

/// A filter; those that matter here hold expressions of what the user excludes.
#[derive(Deserialize)]
struct Filter {
    path: String,
    pattern: Option<OneOrMore>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

/// An entry that was audited (`is_secret`) counts like any other, as it does in their hook.
#[derive(Deserialize)]
struct Entry {
    filename: Option<String>,
    hashed_secret: String,
}

/// Keys that tell one sort of baseline from another.
#[derive(Deserialize)]
struct Keys {
    results: Option<IgnoredAny>,
    findings: Option<IgnoredAny>,
}

/// Whether `content` is such a baseline and not one of ours.
pub(crate) fn is_one(content: &[u8]) -> bool {
    let keys = serde_json::from_slice::<Keys>(content);
    keys.is_ok_and(|keys| keys.results.is_some() && keys.findings.is_none())
}

/// Reads the baseline called `name`.
pub(crate) fn parse(name: &str, content: &[u8]) -> Result<Baseline, Failure> {
    let file: File = serde_json::from_slice(content)
        .context(|| format!("read {name} as a baseline of detect-secrets"))?;
    let mut accepted = AcceptedSecrets::default();
    for (path, entries) in file.results {
        for Entry { filename, hashed_secret } in entries {
            let path = filename.as_ref().unwrap_or(&path);
            let hash = digest(&hashed_secret).ok_or_else(|| {
                Failure::new(format!("{name}: a hashed_secret of {path} is no SHA-1"))
                    .hint("a SHA-1 has 40 hexadecimal digits")
            })?;
            accepted.insert(normal(path), hash);
        }
    }
    let (mut filters, mut notices) = (Vec::new(), Vec::new());
    for Filter { path, pattern } in file.filters_used {
        let Some(filter) = path.strip_prefix("detect_secrets.filters.regex.") else { continue };
        let list = match filter {
            "should_exclude_file" => &mut accepted.files,
            "should_exclude_line" => &mut accepted.lines,
            "should_exclude_secret" => &mut accepted.secrets,
            _ => continue,
        };
        let patterns = match pattern {
            Some(OneOrMore::One(pattern)) => vec![pattern],
            Some(OneOrMore::More(patterns)) => patterns,
            None => Vec::new(),
        };
        for pattern in patterns {
            match Regex::new(&pattern) {
                Ok(expression) => list.push(expression),
                // Python's expressions can do more, in more time.
                Err(_) => notices.push(Notice::general(
                    Weight::Remark,
                    format!(
                        "{name}: the expression '{}' of {filter} is not supported and excludes \
                         nothing: say it in other words, or as an [[allow]] in sdf-hook.toml",
                        pattern.escape_debug()
                    ),
                )),
            }
            filters.push((filter.to_owned(), pattern));
        }
    }
    Ok(Baseline { accepted, filters, notices })
}

/// The path as git has it: the file may have been written on Windows.
fn normal(path: &str) -> BString {
    let path = path.replace('\\', "/");
    path.strip_prefix("./").unwrap_or(&path).into()
}

fn digest(text: &str) -> Option<SecretHash> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|digit| digit.to_digit(16).map(|value| value as u8)).collect();
    let digits = digits.filter(|digits| digits.len() == 40)?;
    let mut hash = SecretHash::default();
    for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = pair[0] << 4 | pair[1];
    }
    Some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_known_by_file_and_hash() {
        let hash = "0a".repeat(20);
        let text = format!(
            r#"{{"version": "1.5.0", "plugins_used": [], "results": {{"a\\b.py": [{{"type": "x",
               "hashed_secret": "{hash}", "is_secret": false, "line_number": 3}},
               {{"type": "y", "filename": "c.py", "hashed_secret": "{hash}"}}]}}}}"#
        );
        assert!(is_one(text.as_bytes()) && !is_one(b"{\"version\":1,\"findings\":[]}"));
        let Baseline { accepted, .. } = parse("b", text.as_bytes()).expect("a baseline");
        let entries: Vec<_> =
            accepted.iter().map(|(path, hash)| (path.to_string(), hash[0])).collect();
        assert_eq!(entries, [("a/b.py".to_owned(), 10), ("c.py".to_owned(), 10)]);
        let filters = text.replace(
            "\"results\"",
            r#""filters_used": [{"path": "detect_secrets.filters.heuristic.is_lock_file"},
               {"path": "detect_secrets.filters.regex.should_exclude_line", "pattern": ["x", "(?=y)"]}],
               "results""#,
        );
        let Baseline { accepted, filters, notices } =
            parse("b", filters.as_bytes()).expect("a baseline");
        assert_eq!((accepted.lines.len(), filters.len(), notices.len()), (1, 2, 1));
        let short = text.replace(&hash, "0a");
        assert!(parse("b", short.as_bytes()).is_err());
    }
}
