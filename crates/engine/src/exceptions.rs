//! Findings that were accepted before, in the ignore lists and reports of gitleaks.

use sdf_core::{BString, Document, Finding, Fingerprint, LineIndex, Span};
use std::collections::HashMap;

/// Findings that such lists accept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exceptions {
    by_path: HashMap<BString, Vec<(String, By)>>,
}

/// What an accepted finding is known by beside its file and rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// The line from 1 that it begins in; 0 for a finding on a path.
    Line(usize),
    /// The secret, or all that was matched with it, whatever its white space.
    Text(Vec<u8>),
}

impl Exceptions {
    /// Accepts what `rule`, by its id or an alias, finds in the file at `path` from the root.
    pub fn add(&mut self, path: impl Into<BString>, rule: impl Into<String>, by: By) {
        let by = match by {
            By::Text(text) => By::Text(Fingerprint::normalise(&text)),
            line => line,
        };
        self.by_path.entry(path.into()).or_default().push((rule.into(), by));
    }

    /// Whether `finding` in `document` is among them.
    pub(crate) fn contains(
        &self,
        document: &Document<'_>,
        lines: &LineIndex,
        finding: &Finding<'_>,
    ) -> bool {
        let Some(entries) = self.by_path.get(document.path) else { return false };
        let secret = finding.secret.unwrap_or(finding.span);
        let begins = |span: Span, line: usize| lines.line_of(span.start) + 1 == line;
        let is_text =
            |span: Span, text: &[u8]| Fingerprint::normalise(span.of(document.bytes)) == text;
        let rule = finding.rule;
        let is_known =
            |name: &str| rule.id == name || rule.aliases.iter().any(|alias| *alias == name);
        entries.iter().any(|(name, by)| {
            is_known(name)
                && match by {
                    By::Line(0) => finding.span.is_empty(),
                    By::Line(line) => begins(finding.span, *line) || begins(secret, *line),
                    By::Text(text) => is_text(secret, text) || is_text(finding.span, text),
                }
        })
    }
}
