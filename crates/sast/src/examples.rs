//! Runs rules on annotated code, as Semgrep's own tests do.
//!
//! A comment says what a rule should do on the line below it, or below the comments that follow:
//!
//! | comment | the rule |
//! |---|---|
//! | `# ruleid: a, b` | reports the line |
//! | `# ok: a` | does not |
//! | `# todoruleid: a` | should report the line and does not yet: whatever it does is fine |
//! | `# todook: a` | should not, but still does: the same |
//!
//! On lines without a comment a rule has nothing to report.

use crate::{Scanner, Unfinished};
use sdf_core::{BStr, Document, LineIndex, RuleMask};
use sdf_rules::sast::SastRule;
use sdf_syntax::{Language, Limits, parse};
use std::collections::BTreeSet;
use std::fmt;

/// A rule's name and a line, from 1.
pub type Place = (String, usize);

/// What the comments of an example say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotations {
    /// What is to be reported.
    pub expected: BTreeSet<Place>,
    /// What is not.
    pub allowed: BTreeSet<Place>,
    /// What is known to be wrong.
    pub undecided: BTreeSet<Place>,
}

/// What rules make of an example.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// What the comments say.
    pub annotations: Annotations,
    /// What should have been reported and was not.
    pub missed: BTreeSet<Place>,
    /// What was reported and should not have been.
    pub surplus: BTreeSet<Place>,
}

/// An example that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExampleError {
    /// Its name tells of no language that is known.
    Language,
    /// It could not be parsed.
    Parse(String),
    /// A rule could not be matched, or not to the end.
    Unfinished(Unfinished),
}

impl fmt::Display for ExampleError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExampleError::Language => formatter.write_str("is in no language that is known"),
            ExampleError::Parse(reason) => write!(formatter, "cannot be parsed: {reason}"),
            ExampleError::Unfinished(unfinished) => unfinished.fmt(formatter),
        }
    }
}

impl std::error::Error for ExampleError {}

impl Annotations {
    /// Reads the comments of `source`.
    pub fn read(source: &str) -> Self {
        let mut annotations = Annotations::default();
        // Comments in a row speak of the line below the last.
        let mut pending: Vec<(&str, &str)> = Vec::new();
        for (index, line) in source.lines().enumerate() {
            if let Some(annotation) = annotation(line) {
                pending.push(annotation);
                continue;
            }
            for (word, rules) in pending.drain(..) {
                let set = match word {
                    "ruleid" => &mut annotations.expected,
                    "ok" => &mut annotations.allowed,
                    _ => &mut annotations.undecided,
                };
                let names = rules.split(',').map(str::trim).filter(|name| !name.is_empty());
                set.extend(names.map(|name| (name.to_owned(), index + 1)));
            }
        }
        annotations
    }

    /// Writes out ids of which a comment has the last part alone, or more parts than the rule.
    fn complete(&mut self, rules: &[SastRule]) {
        let ends = |long: &str, short: &str| {
            long.strip_suffix(short).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        for set in [&mut self.expected, &mut self.allowed, &mut self.undecided] {
            let complete = |(named, line): Place| {
                let is_meant = |rule: &&SastRule| {
                    let id = &*rule.rule.id;
                    ends(id, &named) || ends(&named, id)
                };
                let id = rules.iter().find(is_meant).map(|rule| rule.rule.id.to_string());
                (id.unwrap_or(named), line)
            };
            *set = std::mem::take(set).into_iter().map(complete).collect();
        }
    }
}

/// The word of an annotation and the rules that it names.
fn annotation(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let text = ["#", "//", "/*", "<!--", "--", ";", "%"]
        .iter()
        .find_map(|sign| line.strip_prefix(sign))?
        .trim_start();
    let (word, rules) = text.split_once(':')?;
    let known = ["ruleid", "ok", "todoruleid", "todook"].contains(&word);
    let rules = rules.trim().trim_end_matches("*/").trim_end_matches("-->");
    known.then_some((word, rules.trim()))
}

/// Runs `rules` on the example `source` of this name, wherever they are confined to.
///
/// # Errors
/// When the example cannot be parsed, or a rule not be run on it.
pub fn compare(rules: &[SastRule], name: &BStr, source: &[u8]) -> Result<Comparison, ExampleError> {
    let document = Document::file(name, source);
    let language = Language::of(&document).ok_or(ExampleError::Language)?;
    let parsed = parse(language, source, &Limits::default());
    let tree = parsed.map_err(|error| ExampleError::Parse(error.to_string()))?;
    if !tree.errors().is_empty() {
        return Err(ExampleError::Parse("it has syntax errors".to_owned()));
    }
    let everywhere = |rule: &SastRule| SastRule {
        include: [].as_slice().into(),
        exclude: [].as_slice().into(),
        ..rule.clone()
    };
    let rules: Vec<SastRule> = rules.iter().map(everywhere).collect();
    let lower = source.to_ascii_lowercase();
    let has = |anchor: &str| memchr::memmem::find(&lower, anchor.as_bytes()).is_some();
    let candidates = RuleMask::new(rules.len(), |at| rules[at].could_match(has));
    let mut findings = Vec::new();
    let unfinished = Scanner::new(&rules).scan(&document, &tree, &candidates, &mut findings);
    if let Some(unfinished) = unfinished.into_iter().next() {
        return Err(ExampleError::Unfinished(unfinished));
    }
    let lines = LineIndex::new(source);
    let found: BTreeSet<Place> = findings
        .iter()
        .map(|finding| (finding.rule.id.to_string(), lines.line_of(finding.span.start) + 1))
        .collect();
    let mut annotations = Annotations::read(&String::from_utf8_lossy(source));
    annotations.complete(&rules);
    let decided = |place: &&Place| !annotations.undecided.contains(*place);
    Ok(Comparison {
        missed: annotations.expected.difference(&found).filter(decided).cloned().collect(),
        surplus: found.difference(&annotations.expected).filter(decided).cloned().collect(),
        annotations,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_in_a_row_speak_of_the_line_below() {
        let source = "# ruleid: a, b\n# ok: c\nx\n  // todook: a\ny\n# ruleid is a word\n";
        let read = Annotations::read(source);
        let place = |rule: &str, line| (rule.to_owned(), line);
        assert_eq!(read.expected, BTreeSet::from([place("a", 3), place("b", 3)]));
        assert_eq!(read.allowed, BTreeSet::from([place("c", 3)]));
        assert_eq!(read.undecided, BTreeSet::from([place("a", 5)]));
    }
}
