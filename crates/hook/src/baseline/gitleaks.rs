//! A report of gitleaks as a baseline.
//!
//! gitleaks compares reports to the letter, lines and dates included; here a finding was accepted
//! when rule, file and secret are the same, wherever it stands. Where the report does not show
//! secrets, the line decides.

use crate::failure::{Context, Failure};
use crate::place::Place;
use sdf_core::BStr;
use sdf_engine::By;
use serde::Deserialize;
use std::path::Path;

/// A finding as gitleaks reports it, as far as it is needed (report/finding.go).
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Reported {
    #[serde(rename = "RuleID")]
    rule: String,
    start_line: usize,
    #[serde(rename = "Match", default)]
    matched: String,
    #[serde(default)]
    secret: String,
    file: String,
}

/// Whether `content` can be a report of gitleaks: a list, where our baselines are objects.
pub(crate) fn is_report(content: &[u8]) -> bool {
    content.trim_ascii_start().starts_with(b"[")
}

/// The findings of the report called `name`: path, rule, what they are known by.
pub(crate) fn parse(name: &str, content: &[u8]) -> Result<Vec<(String, String, By)>, Failure> {
    let attempt = || format!("read {name} as a report of gitleaks in JSON");
    let reported: Vec<Reported> = serde_json::from_slice(content).context(attempt)?;
    let mut accepted = Vec::new();
    for one in reported {
        let path = from_root(&one.file);
        if is_shown(&one.secret) {
            for text in [one.secret, one.matched] {
                accepted.push((path.clone(), one.rule.clone(), By::Text(text.into_bytes())));
            }
        } else {
            accepted.push((path, one.rule, By::Line(one.start_line)));
        }
    }
    Ok(accepted)
}

/// Whether a secret is reported as it is: `--redact` puts a word in its place, or cuts it off.
fn is_shown(secret: &str) -> bool {
    !secret.is_empty() && secret != "REDACTED" && !secret.ends_with("...")
}

/// The path of `file` from the root; gitleaks reports the path that it was called with.
fn from_root(file: &str) -> String {
    let file = file.replace('\\', "/");
    if Path::new(&file).is_absolute()
        && let Ok(place) = Place::current()
    {
        return place.path_from_root(Path::new(&file)).to_string();
    }
    BStr::new(file.strip_prefix("./").unwrap_or(&file)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_decide_where_they_are_shown_and_lines_where_not() {
        let report = br#" [{"RuleID":"jwt","StartLine":3,"Match":"k=abc","Secret":"abc","File":"./a.py","Tags":[]},
            {"RuleID":"jwt","StartLine":4,"Match":"k=REDACTED","Secret":"REDACTED","File":"b\\c.py"}]"#;
        assert!(is_report(report));
        let accepted = parse("r.json", report).expect("a report");
        let entry = |path: &str, by| (path.to_owned(), "jwt".to_owned(), by);
        let text = |text: &str| By::Text(text.into());
        assert_eq!(
            accepted,
            [
                entry("a.py", text("abc")),
                entry("a.py", text("k=abc")),
                entry("b/c.py", By::Line(4))
            ]
        );
        assert!(parse("r.json", b"[{}]").is_err());
    }
}
