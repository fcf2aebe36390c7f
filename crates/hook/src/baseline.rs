//! The file of findings that were accepted.

pub(crate) mod gitleaks;

use crate::failure::{Context, Failure};
use sdf_core::{Fingerprint, Located};
use serde::{Deserialize, Serialize};

/// The name under which `baseline create` writes unless told otherwise.
pub(crate) const FILE_NAME: &str = "sdf-baseline.json";

/// An accepted finding. Path and rule are for the reader; the fingerprint decides.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub(crate) path: String,
    pub(crate) rule: String,
    pub(crate) fingerprint: Fingerprint,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    findings: Vec<Written>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    path: String,
    rule: String,
    fingerprint: String,
}

/// Reads the baseline called `name`.
pub(crate) fn parse(name: &str, content: &[u8]) -> Result<Vec<Entry>, Failure> {
    let attempt = || format!("read the baseline {name}");
    let file: File = serde_json::from_slice(content).context(attempt)?;
    if file.version != 1 {
        return Err(Failure::new(format!("{name} is of version {}, not 1", file.version)));
    }
    let entry = |written: Written| {
        let fingerprint = written.fingerprint.parse().context(attempt)?;
        Ok(Entry { path: written.path, rule: written.rule, fingerprint })
    };
    file.findings.into_iter().map(entry).collect()
}

/// Writes `entries`, sorted, an entry a line: as few merge conflicts as there can be.
pub(crate) fn format(mut entries: Vec<Entry>) -> String {
    entries.sort();
    entries.dedup();
    let mut text = String::from("{\"version\":1,\"findings\":[");
    for (index, entry) in entries.into_iter().enumerate() {
        let written = Written {
            path: entry.path,
            rule: entry.rule,
            fingerprint: entry.fingerprint.to_string(),
        };
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        let line = serde_json::to_string(&written).expect("strings are always JSON");
        text.push_str(&line);
    }
    text.push_str("\n]}\n");
    text
}

impl From<&Located<'_>> for Entry {
    fn from(finding: &Located<'_>) -> Self {
        Entry {
            path: finding.path.to_string(),
            rule: finding.rule.id.to_string(),
            fingerprint: finding.fingerprint,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_what_it_writes() {
        let entry = |path: &str| Entry {
            path: path.to_owned(),
            rule: "E501".to_owned(),
            fingerprint: Fingerprint::new("E501", path.into(), b"x", 0),
        };
        let text = format(vec![entry("b"), entry("a"), entry("b")]);
        assert_eq!(parse("x", text.as_bytes()).expect("valid"), [entry("a"), entry("b")]);
        assert_eq!(parse("x", format(Vec::new()).as_bytes()).expect("valid"), []);
        assert!(parse("x", b"{\"version\":2,\"findings\":[]}").is_err());
        assert!(parse("x", b"[]").is_err());
    }
}
