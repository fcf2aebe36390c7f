//! Secrets that are let off by what other tools have written down.

use crate::accepted_secrets::AcceptedHere;
use crate::{AcceptedSecrets, Settings};
use regex::bytes::Regex;
use sdf_core::{Document, Finding, LineIndex};
use std::collections::HashMap;

/// What lets secrets of one document off.
pub(crate) struct Waiver<'a> {
    document: &'a Document<'a>,
    lines: &'a LineIndex,
    accepted: Option<AcceptedHere<'a>>,
    excluded: &'a AcceptedSecrets,
    /// Whether all of the file is excluded.
    whole_file: bool,
    /// Whether all findings of the document are asked about, not only the new ones.
    all: bool,
    allowed: &'a [Regex],
    /// What was found out of a line: a long one may hold many secrets.
    known: HashMap<usize, bool>,
}

impl<'a> Waiver<'a> {
    /// What `settings` say of `document`.
    pub(crate) fn new(
        settings: &'a Settings,
        document: &'a Document<'a>,
        lines: &'a LineIndex,
        all: bool,
    ) -> Self {
        let accepted = settings.accepted_secrets.of(document.path);
        let excluded = &settings.accepted_secrets;
        let whole_file = excluded.files.iter().any(|it| it.is_match(document.path));
        let allowed = settings.allowed_lines.as_slice();
        let known = HashMap::new();
        Waiver { document, lines, accepted, excluded, whole_file, all, allowed, known }
    }

    /// Whether `finding` is let off.
    pub(crate) fn covers(&mut self, finding: &Finding<'_>) -> bool {
        let Some(secret) = finding.secret else { return false };
        let (text, all) = (self.document.bytes, self.all);
        let is_accepted = |here: &mut AcceptedHere<'_>| here.accepts(text, secret, all);
        self.whole_file
            || self.accepted.as_mut().is_some_and(is_accepted)
            || self.excluded.is_hash(secret.of(text))
            || self.excluded.secrets.iter().any(|it| it.is_match(secret.of(text)))
            || self.lets_off_line(self.lines.line_of(secret.start))
    }

    /// Whether an expression matches the line, or the line as `grep -nH` shows it.
    fn lets_off_line(&mut self, line: usize) -> bool {
        let excluded = &self.excluded.lines;
        if self.allowed.is_empty() && excluded.is_empty() {
            return false;
        }
        *self.known.entry(line).or_insert_with(|| {
            let text = self.lines.text(self.document.bytes, line);
            if excluded.iter().any(|it| it.is_match(text)) {
                return true;
            }
            let number = (line + 1).to_string();
            let path: &[u8] = self.document.path;
            let shown = [path, b":", number.as_bytes(), b":", text].concat();
            self.allowed.iter().any(|expression| expression.is_match(&shown))
        })
    }
}
