//! Runs rules on annotated code, as Semgrep's own tests do.
//!
//! A comment, alone on its line, says what a rule should do on the line below it, or below the
//! comments that follow:
//!
//! | comment | the rule |
//! |---|---|
//! | `# ruleid: a, b` | reports the line |
//! | `# ok: a` | does not |
//! | `# todoruleid: a` | should report the line and does not yet |
//! | `# todook: a` | should not, but still does |
//!
//! On other lines a rule has nothing to report. When an engine has learned better, its `todo`
//! comments are to be changed: a report where there is a `todoruleid` is an error, as is none where
//! there is a `todook`.

mod annotations;
mod excerpt;

pub use annotations::Annotations;
pub use excerpt::{Extent, excerpt};

use crate::{Scanner, TextRule, Unfinished, fix};
use sdf_core::{BStr, Document, LineIndex, RuleMask};
use sdf_rules::sast::{Library, SastRule};
use sdf_syntax::{Language, Limits, parse};
use std::collections::BTreeSet;
use std::fmt;

/// A rule's name and a line, from 1.
pub type Place = (String, usize);

/// What rules make of an example.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// What the comments say.
    pub annotations: Annotations,
    /// The ids of the rules that were run: those for the example's language.
    pub ran: BTreeSet<String>,
    /// What should have been reported and was not, by rules that were run.
    pub missed: BTreeSet<Place>,
    /// What was reported and should not have been.
    pub surplus: BTreeSet<Place>,
    /// The example with all fixes made.
    pub fixed: Vec<u8>,
    /// How many fixes could not be made for others.
    pub overlapping: usize,
}

/// An example that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExampleError {
    /// It could not be parsed.
    Parse(String),
    /// A rule could not be matched, or not to the end.
    Unfinished(Unfinished),
}

impl fmt::Display for ExampleError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExampleError::Parse(reason) => write!(formatter, "cannot be parsed: {reason}"),
            ExampleError::Unfinished(unfinished) => unfinished.fmt(formatter),
        }
    }
}

impl std::error::Error for ExampleError {}

/// Runs `rules`, which use `libraries`, on the example `source` of this name, wherever they are
/// confined to. An example in
/// a language that is not parsed is one that no rule was run on; around faults of syntax, rules
/// find what they find.
///
/// # Errors
/// When the example cannot be parsed, or a rule not be run on it.
pub fn compare(
    rules: &[SastRule],
    libraries: &[Library],
    name: &BStr,
    source: &[u8],
) -> Result<Comparison, ExampleError> {
    let document = Document::file(name, source);
    let mut annotations = Annotations::read(&String::from_utf8_lossy(source));
    annotations.complete(rules);
    let language = Language::of(&document);
    let parsed = language.map(|language| parse(language, source, &Limits::default())).transpose();
    let tree = parsed.map_err(|error| ExampleError::Parse(error.to_string()))?;
    let is_for = |rule: &&SastRule| {
        TextRule::of(rule).is_some()
            || language.is_some()
                && rule.languages.iter().any(|name| Language::named(name) == language)
    };
    let everywhere = |rule: &SastRule| SastRule {
        include: [].as_slice().into(),
        exclude: [].as_slice().into(),
        ..rule.clone()
    };
    let rules: Vec<SastRule> = rules.iter().filter(is_for).map(everywhere).collect();
    let lower = source.to_ascii_lowercase();
    let has = |anchor: &str| memchr::memmem::find(&lower, anchor.as_bytes()).is_some();
    let candidates = RuleMask::new(rules.len(), |at| rules[at].could_match(has));
    let mut findings = Vec::new();
    let scanner = Scanner::new(&rules).with_libraries(libraries);
    let mut unfinished = scanner.scan_text(&document, &candidates, &mut findings);
    if let Some(tree) = &tree {
        unfinished.extend(scanner.scan(&document, tree, &candidates, &mut findings));
    }
    if let Some(unfinished) = unfinished.into_iter().next() {
        return Err(ExampleError::Unfinished(unfinished));
    }
    let lines = LineIndex::new(source);
    let found: BTreeSet<Place> = findings
        .iter()
        .map(|finding| (finding.rule.id.to_string(), lines.line_of(finding.span.start) + 1))
        .collect();
    let ran: BTreeSet<String> = rules.iter().map(|rule| rule.rule.id.to_string()).collect();
    let edits = findings.iter().filter_map(|finding| finding.fix.as_ref());
    let edits: Vec<_> = edits.flat_map(|fix| fix.edits.iter().cloned()).collect();
    let (fixed, overlapping) = fix::apply(source, &edits);
    let was_run = |(rule, _): &&Place| ran.contains(rule);
    Ok(Comparison {
        missed: annotations.expected.difference(&found).filter(was_run).cloned().collect(),
        surplus: found.difference(&annotations.expected).cloned().collect(),
        annotations,
        ran,
        fixed,
        overlapping,
    })
}
