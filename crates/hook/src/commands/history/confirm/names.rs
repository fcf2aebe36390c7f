//! Secrets in names of files and folders.

use super::Confirm;
use sdf_core::Report;
use sdf_git::{Attribution, Life};

/// The path of what stands in the name of a file, which would show it.
const FILE_NAME: &str = "file name";

impl<'r> Confirm<'_, '_, 'r> {
    /// Reports the secrets in names of files and folders.
    pub(super) fn names(&self, attribution: &Attribution, report: &mut Report<'r>) {
        for (name, life) in &attribution.names {
            let path = &life.introduced.path;
            // The paths would show it.
            let life = Life { paths: Vec::new(), ..life.clone() };
            let mut verdict: Vec<_> = self.verdict(FILE_NAME, path, report).into_iter().collect();
            verdict.sort_by(|(one, _), (other, _)| one.cmp(other));
            for (secret, finding) in verdict {
                if memchr::memmem::find(name, &secret.text).is_none() {
                    continue;
                }
                self.named.borrow_mut().insert(secret.text.to_vec());
                self.push(finding, &life, &secret, 1, report);
                if let Some(past) = report.findings.last_mut().and_then(|it| it.past.as_mut()) {
                    past.secret = Some(self.identity(FILE_NAME, &secret));
                }
            }
        }
    }
}
