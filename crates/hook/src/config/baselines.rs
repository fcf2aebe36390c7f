//! Baselines, ours and those of other tools.

use super::effective::missing;
use super::{ConfigFile, Source, detect_secrets};
use crate::args::Common;
use crate::baseline;
use crate::failure::{Context, Failure};
use sdf_core::{Fingerprint, Notice};
use sdf_engine::{AcceptedSecrets, By};
use std::collections::HashSet;
use std::fs;

/// What was accepted before.
#[derive(Default)]
pub(super) struct Accepted {
    pub(super) baseline: HashSet<Fingerprint>,
    /// Findings of a report of gitleaks: path, rule, what they are known by.
    pub(super) findings: Vec<(String, String, By)>,
    pub(super) secrets: AcceptedSecrets,
    pub(super) notices: Vec<Notice>,
}

impl Accepted {
    fn add(&mut self, found: detect_secrets::Baseline) {
        self.secrets.extend(found.accepted);
        self.notices.extend(found.notices);
    }
}

/// Reads the baseline that was named, of whichever tool it is, and that of detect-secrets.
pub(super) fn read(
    source: Source<'_>,
    common: &Common,
    file: &Option<String>,
    config: &ConfigFile,
) -> Result<Accepted, Failure> {
    let mut accepted = Accepted::default();
    if let Some(content) = source.read(detect_secrets::FILE_NAME)? {
        accepted.add(detect_secrets::parse(detect_secrets::FILE_NAME, &content)?);
    }
    let (name, content) = match (&common.baseline, &config.baseline) {
        (Some(path), _) => {
            let name = path.display().to_string();
            let content = fs::read(path).context(|| format!("read the baseline {name}"))?;
            (name, content)
        }
        (None, Some(name)) => {
            let content = source.read(name)?.ok_or_else(|| missing(file, name, "baseline"))?;
            (name.clone(), content)
        }
        (None, None) => return Ok(accepted),
    };
    if detect_secrets::is_one(&content) {
        accepted.add(detect_secrets::parse(&name, &content)?);
    } else if baseline::gitleaks::is_report(&content) {
        accepted.findings = baseline::gitleaks::parse(&name, &content)?;
    } else {
        let entries = baseline::parse(&name, &content)?;
        accepted.baseline = entries.into_iter().map(|entry| entry.fingerprint).collect();
    }
    Ok(accepted)
}
