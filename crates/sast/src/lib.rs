//! Finds insecure code on the lowered tree.
//!
//! A [`Scanner`] borrows rules whose formulas and patterns are Semgrep's. A pattern is parsed and
//! lowered as code is, when its rule is first a candidate; matching compares two trees of the same
//! make. What each name of a file stands for decides whether `s(x)` is a call of `os.system`.
//!
//! ```
//! use sdf_core::{Document, RuleMask};
//! use sdf_sast::Scanner;
//! use sdf_syntax::{Language, Limits, parse};
//!
//! let rules = sdf_rules::sast::parse("rules.yaml", r#"
//! rules:
//!   - id: python.os-system
//!     message: $COMMAND is run by a shell
//!     severity: ERROR
//!     languages: [python]
//!     pattern: os.system($COMMAND)
//! "#)?.rules;
//! sdf_sast::check(&rules)?;
//! let document = Document::file(b"app.py".as_slice().into(), b"from os import system as s\ns(line)\n");
//! let tree = parse(Language::Python, document.bytes, &Limits::default())?;
//! let mut findings = Vec::new();
//! Scanner::new(&rules).scan(&document, &tree, &RuleMask::new(1, |_| true), &mut findings);
//! assert_eq!(findings[0].message, "line is run by a shell");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod analysis;
pub mod bandit;
mod comparison;
mod condition;
mod conjunction;
mod constants;
mod environment;
pub mod examples;
mod facts;
mod fix;
mod formula;
mod generic;
mod glob;
mod libraries;
mod matching;
mod message;
mod metavariables;
mod parentheses;
mod pattern;
mod project;
mod prospect;
mod ranges;
mod replaced;
mod report;
mod rule;
mod search;
mod substitute;
mod tables;
pub mod taint;
mod tainted;
mod text;
mod way;

pub use pattern::PatternError;
pub use project::{Parallel, Project};

use facts::Facts;
use formula::{Evaluation, Match};
use libraries::{Libraries, LibraryMatches, OnFile};
use matching::Budget;
use replaced::Replaced;
use report::Reporter;
use rule::{CompiledMode, CompiledRule, When};
use sdf_core::{Document, Finding, Kind, RuleMask};
use sdf_rules::sast::{Library, SastRule};
use sdf_rules::table::Rules;
use sdf_syntax::Tree;
use std::cell::LazyCell;
use std::fmt;
use std::sync::OnceLock;

/// Rules ready to be matched; their patterns are compiled when first needed.
#[derive(Debug)]
pub struct Scanner<'r> {
    rules: Rules<'r, SastRule>,
    libraries: Libraries<'r>,
    compiled: OnceLock<Box<[Compilation]>>,
}

/// A rule and the indices of the libraries that it uses. Boxed: most rules are never compiled.
type Compilation = OnceLock<Box<Result<(CompiledRule, Vec<usize>), PatternError>>>;

/// A rule that could not be matched, or not to the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfinished {
    /// A pattern of the rule cannot be used.
    Pattern(PatternError),
    /// The rule took too many steps on the document: it may have more matches.
    Steps {
        /// Its id.
        rule: String,
    },
}

impl fmt::Display for Unfinished {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unfinished::Pattern(error) => error.fmt(formatter),
            Unfinished::Steps { rule } => {
                write!(
                    formatter,
                    "rule {rule} was given up: it takes too many steps here and may have missed something"
                )
            }
        }
    }
}

impl std::error::Error for Unfinished {}

/// Compiles every pattern of `rules`, to know at once whether all can be used.
pub fn check(rules: &[SastRule]) -> Result<(), PatternError> {
    rules.iter().try_for_each(|rule| CompiledRule::new(rule, When::Now).map(drop))
}

/// Compiles every pattern of `libraries`, to know at once whether all can be used.
pub fn check_libraries(libraries: &[Library]) -> Result<(), PatternError> {
    let check = |library| CompiledRule::of_library(library, When::Now).map(drop);
    libraries.iter().try_for_each(check)
}

impl<'r> Scanner<'r> {
    /// A scanner for `rules`; costs nothing.
    pub fn new(rules: impl Into<Rules<'r, SastRule>>) -> Self {
        let libraries = Libraries::new(Rules::NONE);
        Scanner { rules: rules.into(), libraries, compiled: OnceLock::new() }
    }

    /// The same for rules that use `libraries`. A rule that uses another cannot be matched.
    pub fn with_libraries(self, libraries: impl Into<Rules<'r, Library>>) -> Self {
        Scanner { libraries: Libraries::new(libraries.into()), ..self }
    }

    /// Adds to `findings`, by rule and place, what those of the rules find that `candidates` has
    /// by their index. Says which rules could not be matched to the end.
    pub fn scan(
        &self,
        document: &Document<'_>,
        tree: &Tree,
        candidates: &RuleMask,
        findings: &mut Vec<Finding<'r>>,
    ) -> Vec<Unfinished> {
        self.scan_within(None, document, tree, candidates, findings)
    }

    /// The same for a document that may be a module of `project`: with flows from it into other
    /// modules and back.
    pub fn scan_within(
        &self,
        project: Option<&Project>,
        document: &Document<'_>,
        tree: &Tree,
        candidates: &RuleMask,
        findings: &mut Vec<Finding<'r>>,
    ) -> Vec<Unfinished> {
        let mut unfinished = Vec::new();
        let first = findings.len();
        let mut replaced = Replaced::default();
        let within = project.and_then(|project| project.within(document.path));
        let facts = LazyCell::new(|| Facts::within(tree, document.bytes, within));
        let libraries = self.libraries.on_file();
        let is_tried = |at| within.is_some_and(|within| within.tries(at));
        let mut places = Places::default();
        for (at, rule) in self.candidates(candidates, |_| true) {
            if is_for(rule, tree) {
                match self.compiled(at, rule, &libraries, Some(tree).filter(|_| !is_tried(at))) {
                    // Most rules that are candidates fail at the names that they need.
                    Some(Ok((compiled, used)))
                        if (is_tried(at) || compiled.is_possible(&used, tree))
                            && places.allow(rule, document) =>
                    {
                        let before = findings.len();
                        let rule_at = (at, rule);
                        unfinished.extend(run(rule_at, compiled, &used, &facts, findings));
                        replaced.note(&rule.replaces, findings.get(before..).unwrap_or_default());
                    }
                    Some(Ok(_)) | None => {}
                    Some(Err(error)) => unfinished.push(Unfinished::Pattern(error)),
                }
            }
        }
        replaced.remove_from(first, findings);
        unfinished
    }

    /// The same for rules on text of any sort, those of the languages `regex` and `generic`.
    pub fn scan_text(
        &self,
        document: &Document<'_>,
        candidates: &RuleMask,
        findings: &mut Vec<Finding<'r>>,
    ) -> Vec<Unfinished> {
        if document.kind != Kind::File {
            return Vec::new();
        }
        let is_wanted = |(_, rule): &(usize, &SastRule)| {
            TextRule::of(rule)
                .is_some_and(|kind| kind == TextRule::Regex || generic::is_readable(document.bytes))
                && names_path(rule, document)
        };
        let is_for_text = |at| self.rules.is_for_text(at);
        let wanted: Vec<_> = self.candidates(candidates, is_for_text).filter(is_wanted).collect();
        if wanted.is_empty() {
            return Vec::new();
        }
        let tree = Tree::of_text(document.bytes);
        let facts = Facts::new(&tree, document.bytes);
        let libraries = self.libraries.on_file();
        let mut unfinished = Vec::new();
        for (at, rule) in wanted {
            match self.compiled(at, rule, &libraries, None) {
                Some(Ok((compiled, used))) => {
                    unfinished.extend(run((at, rule), compiled, &used, &facts, findings));
                }
                Some(Err(error)) => unfinished.push(Unfinished::Pattern(error)),
                None => {}
            }
        }
        unfinished
    }

    /// Rule `at` with the libraries that it uses; none where it has no sink in `tree`, if there is
    /// one to look at, which is found out before any library is compiled.
    fn compiled<'l>(
        &self,
        at: usize,
        rule: &SastRule,
        libraries: &'l OnFile<'_>,
        tree: Option<&Tree>,
    ) -> Option<Result<Usable<'_, 'l>, PatternError>> {
        let empty = || (0..self.rules.len()).map(|_| OnceLock::new()).collect();
        let slot = self.compiled.get_or_init(empty).get(at)?;
        let compiled = slot.get_or_init(|| {
            let compiled = CompiledRule::new(rule, When::Later);
            Box::new(compiled.and_then(|compiled| Ok((compiled, self.libraries.used(rule)?))))
        });
        let compiled = compiled.as_ref().as_ref().map_err(PatternError::clone);
        if let (Ok((compiled, used)), Some(tree)) = (&compiled, tree)
            && !self.libraries.have_sinks(used)
            && !compiled.could_have_own_sink(tree)
        {
            return None;
        }
        Some(compiled.and_then(|(compiled, used)| Ok((compiled, libraries.used(used)?))))
    }

    /// The rules that `candidates` has and whose index is `wanted`, with their indices. Reads no
    /// other rule.
    fn candidates(
        &self,
        candidates: &RuleMask,
        wanted: impl Fn(usize) -> bool,
    ) -> impl Iterator<Item = (usize, &'r SastRule)> {
        let rules = self.rules;
        (0..rules.len())
            .filter(move |&at| candidates.contains(at) && wanted(at))
            .filter_map(move |at| Some((at, rules.get(at)?)))
    }
}

/// A rule and the libraries that it uses.
type Usable<'c, 'l> = (&'c CompiledRule, Vec<&'l LibraryMatches<'l>>);

/// Adds what one rule finds.
fn run<'r>(
    (at, rule): (usize, &'r SastRule),
    compiled: &CompiledRule,
    libraries: &[&LibraryMatches<'_>],
    facts: &Facts<'_>,
    findings: &mut Vec<Finding<'r>>,
) -> Option<Unfinished> {
    let mut budget = Budget::new();
    let before = findings.len();
    let mut reporter = Reporter::new(rule, compiled, facts);
    match &compiled.mode {
        CompiledMode::Search(formula) => {
            let mut evaluation = Evaluation::new(facts, compiled, &mut budget);
            let found = formula::reported(evaluation.evaluate(formula));
            let finding = |found: Match| reporter.finding(found.span, &found.environment, None);
            findings.extend(found.into_iter().map(finding));
        }
        CompiledMode::Taint(taint) => {
            let outcome = tainted::flows(facts, (at, compiled), taint, libraries, &mut budget);
            // One finding to a place is enough to mend it.
            let places = outcome.findings.chunk_by(|a, b| a.span == b.span);
            findings.extend(places.filter_map(|flows| reporter.of_flows(flows)));
            if outcome.unfinished {
                budget.spend();
            }
        }
    }
    if let Some(most) = compiled.options.max_match_per_file {
        findings.truncate(before.saturating_add(most as usize));
    }
    if let Some((pattern, reason)) = compiled.faults.first() {
        let (rule, pattern, reason) = (rule.rule.id.to_string(), pattern.clone(), reason.clone());
        return Some(Unfinished::Pattern(PatternError { rule, pattern, reason }));
    }
    budget.is_spent().then(|| Unfinished::Steps { rule: rule.rule.id.to_string() })
}

/// Whether the rule is for the language of the tree.
fn is_for(rule: &SastRule, tree: &Tree) -> bool {
    let is_language =
        |name: &sdf_core::Text| sdf_syntax::Language::named(name) == Some(tree.language());
    rule.languages.iter().any(is_language)
}

/// Which rules are for the path of a document: many rules exclude the same ones.
#[derive(Default)]
struct Places<'r> {
    known: Option<(&'r SastRule, bool)>,
}

impl<'r> Places<'r> {
    fn allow(&mut self, rule: &'r SastRule, document: &Document<'_>) -> bool {
        if rule.include.is_empty() && rule.exclude.is_empty() {
            return true;
        }
        match self.known {
            Some((like, allowed))
                if like.exclude == rule.exclude && like.include == rule.include =>
            {
                allowed
            }
            _ => {
                let allowed = names_path(rule, document);
                self.known = Some((rule, allowed));
                allowed
            }
        }
    }
}

/// Whether the rule is for the path of the document.
fn names_path(rule: &SastRule, document: &Document<'_>) -> bool {
    let names = |glob: &sdf_core::Text| glob::names(glob, document.path);
    (rule.include.is_empty() || rule.include.iter().any(names)) && !rule.exclude.iter().any(names)
}

/// How a rule reads text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TextRule {
    Regex,
    Generic,
}

impl TextRule {
    fn of(rule: &SastRule) -> Option<TextRule> {
        rule.languages.iter().find_map(|name| match &**name {
            "regex" => Some(TextRule::Regex),
            "generic" => Some(TextRule::Generic),
            _ => None,
        })
    }
}
