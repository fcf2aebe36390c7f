//! Runs rules against their own examples.

use crate::Scanner;
use sdf_core::{Document, RuleMask};
use sdf_gate::{Anchor, Gate, TableError, freeze};
use sdf_rules::examples::{TemplateError, expand};
use sdf_rules::secret::{Example, Examples, SecretRule};

/// An example that does not behave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Index of the rule.
    pub rule: usize,
    /// What is wrong, in a sentence.
    pub message: String,
}

/// The examples that do not behave: a positive one must give a finding of its very rule under all
/// `rules`, a negative one none of it. `examples[i]` are those of `rules[i]`.
///
/// # Errors
/// When the keywords of the rules do not fit into one automaton.
pub fn failures(rules: &[SecretRule], examples: &[Examples]) -> Result<Vec<Failure>, TableError> {
    let table = freeze(&anchors(rules))?;
    let trial = Trial { rules, gate: Gate::open(&table)?, scanner: Scanner::new(rules) };
    let mut failures = Vec::new();
    for (rule, its) in examples.iter().enumerate() {
        let positive = its.positive.iter().map(|example| (example, true));
        let negative = its.negative.iter().map(|example| (example, false));
        for (number, (example, wanted)) in positive.chain(negative).enumerate() {
            let message = match trial.finds(rule, example, number) {
                Ok(found) if found == wanted => continue,
                Ok(true) => format!("finds something in '{}'", example.template.escape_debug()),
                Ok(false) => format!("finds nothing in '{}'", example.template.escape_debug()),
                Err(error) => error.to_string(),
            };
            failures.push(Failure { rule, message });
        }
    }
    Ok(failures)
}

struct Trial<'r> {
    rules: &'r [SecretRule],
    gate: Gate<'r>,
    scanner: Scanner<'r>,
}

impl Trial<'_> {
    /// Whether the rule at index `rule` finds something in its example.
    fn finds(&self, rule: usize, example: &Example, number: usize) -> Result<bool, TemplateError> {
        let Some(rule) = self.rules.get(rule).map(|rule| &rule.rule) else { return Ok(false) };
        let text = expand(&example.template, &format!("{}/{number}", rule.id))?;
        let document = Document::file(example.file.as_bytes().into(), text.as_bytes());
        let (mut hits, mut findings) = (Vec::new(), Vec::new());
        self.gate.scan(document.bytes, 0..document.bytes.len(), &mut hits);
        let every = RuleMask::new(self.rules.len(), |_| true);
        self.scanner.scan(&document, &hits, &every, &mut findings);
        Ok(findings.iter().any(|finding| finding.rule.id == rule.id))
    }
}

/// The keywords of all rules for the gate; a rule's number is its index.
pub fn anchors(rules: &[SecretRule]) -> Vec<Anchor<'_>> {
    let mut anchors = Vec::new();
    for (rule, one) in (0u32..).zip(rules) {
        let literals = one.keywords.iter().map(|keyword| keyword.as_bytes());
        anchors.extend(literals.map(|literal| Anchor { literal, rule }));
    }
    anchors
}
