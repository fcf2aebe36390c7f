//! What rules of other tools ask of a match beside its pattern.

use crate::pattern::Pattern;
use regex::bytes::Regex;
use regex_automata::util::captures::Captures;
use sdf_core::{ByteSlice, Document, Span};
use sdf_rules::kingfisher::Template;
use sdf_rules::secret::{Requirement, SecretRule};

/// A match of a pattern.
pub(crate) struct Match<'a> {
    /// The secret in it.
    pub(crate) secret: Span,
    /// All of it.
    pub(crate) whole: Span,
    pub(crate) groups: &'a Captures,
    pub(crate) pattern: &'a Pattern,
}

/// Whether `rule` is for documents such as `document`.
pub(crate) fn suits(rule: &SecretRule, document: &Document<'_>) -> bool {
    rule.requirements.iter().all(|requirement| match requirement {
        Requirement::Path(pattern) => {
            Regex::new(pattern).is_ok_and(|regex| regex.is_match(document.path))
        }
        Requirement::InText => !document.is_binary(),
        _ => true,
    })
}

/// How a match fails `requirement`, in words that follow "it"; none if it meets it.
pub(crate) fn unmet(
    requirement: &Requirement,
    document: &Document<'_>,
    found: &Match<'_>,
) -> Option<String> {
    let secret = found.secret.of(document.bytes);
    match requirement {
        Requirement::Characters { least, of, called } => {
            let count = secret.iter().filter(|byte| of.as_bytes().contains(byte)).count();
            let short = count < *least as usize;
            short.then(|| format!("has {count} {called}, fewer than {least}"))
        }
        Requirement::Without(words) => {
            let lower = secret.to_ascii_lowercase();
            let word = words.iter().find(|word| lower.contains_str(word.as_bytes()))?;
            Some(format!("holds '{word}'"))
        }
        Requirement::Checksum { actual, expected, capture, optional } => {
            let value = |name: &str| found.value(name, document.bytes);
            let absent = |what: &str| (!optional).then(|| format!("lacks {what} for its checksum"));
            if let Some(name) = capture.as_deref().filter(|name| value(name).is_none()) {
                return absent(&format!("the group '{name}'"));
            }
            let render = |text: &str| Template::parse(text).ok()?.render(&value);
            match (render(actual), render(expected)) {
                (Some(actual), Some(expected)) if actual == expected => None,
                (Some(_), Some(_)) => Some("has a checksum that does not fit".to_owned()),
                _ => absent("a value"),
            }
        }
        // Of the document, not of the match.
        Requirement::Path(_) | Requirement::InText => None,
    }
}

impl Match<'_> {
    /// The value of a template's variable: `MATCH` and `TOKEN` are the secret, `FULL_MATCH` is all
    /// of the match, and every group goes by its name, as written or in upper case.
    fn value(&self, name: &str, document: &[u8]) -> Option<String> {
        let text = |span: Span| span.of(document).to_str_lossy().into_owned();
        let group = |wanted: &dyn Fn(&str) -> bool| {
            let mut names = self.pattern.regex.group_names();
            let index = names.position(|name| name.is_some_and(wanted))?;
            self.groups.get_group(index).map(|at| text(Span::new(at.start, at.end)))
        };
        group(&|known| known == name)
            .or_else(|| group(&|known| known.to_ascii_uppercase() == name))
            .or_else(|| match name {
                "MATCH" | "TOKEN" => Some(text(self.secret)),
                "FULL_MATCH" => Some(text(self.whole)),
                _ => None,
            })
    }
}
