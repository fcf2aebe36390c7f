//! Findings that were accepted before, in the ignore lists and reports of gitleaks.

use sdf_core::{BString, Document, Finding, Fingerprint, LineIndex, Span};
use std::collections::{HashMap, HashSet};

/// Findings that such lists accept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exceptions {
    /// By path, and by what the rule is called.
    by_path: HashMap<BString, HashMap<String, HashSet<By>>>,
}

/// What an accepted finding is known by beside its file and rule.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
        let by_rule = self.by_path.entry(path.into()).or_default();
        by_rule.entry(rule.into()).or_default().insert(by);
    }

    /// Whether `finding` in `document` is among them.
    pub(crate) fn contains(
        &self,
        document: &Document<'_>,
        lines: &LineIndex,
        finding: &Finding<'_>,
    ) -> bool {
        let Some(by_rule) = self.by_path.get(document.path) else { return false };
        let rule = finding.rule;
        let names = std::iter::once(&rule.id).chain(rule.aliases.iter());
        let accepted: Vec<_> = names.filter_map(|name| by_rule.get(&**name)).collect();
        if accepted.is_empty() {
            return false;
        }
        let secret = finding.secret.unwrap_or(finding.span);
        let line = |span: Span| By::Line(lines.line_of(span.start) + 1);
        let text = |span: Span| By::Text(Fingerprint::normalise(span.of(document.bytes)));
        let of_path = finding.span.is_empty().then_some(By::Line(0));
        let known = [line(finding.span), line(secret), text(secret), text(finding.span)];
        let mut known = known.iter().chain(&of_path);
        known.any(|by| accepted.iter().any(|accepted| accepted.contains(by)))
    }
}
