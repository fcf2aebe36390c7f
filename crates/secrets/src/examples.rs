//! Runs rules against their own examples.

use crate::Scanner;
use crate::pattern::Pattern;
use crate::requirement::unmet;
use crate::validate::{Verdict, verdict};
use sdf_core::{Document, RuleMask};
use sdf_gate::{Anchor, Gate, TableError, freeze};
use sdf_rules::examples::TemplateError;
use sdf_rules::secret::{Example, Examples, Matcher, SecretRule};

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
                Ok(true) => format!("finds something in {}", shown(&example.template)),
                Ok(false) => {
                    let reason = trial.reason(rule, example, number).unwrap_or_default();
                    format!("finds nothing in {}: {reason}", shown(&example.template))
                }
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
        let text = example.text(&seed(rule, number))?;
        let document = Document::file(example.file.as_bytes().into(), text.as_bytes());
        let (mut hits, mut findings) = (Vec::new(), Vec::new());
        self.gate.scan(document.bytes, 0..document.bytes.len(), &mut hits);
        let every = RuleMask::new(self.rules.len(), |_| true);
        self.scanner.scan(&document, &hits, &every, &mut findings);
        Ok(findings.iter().any(|finding| finding.rule.id == rule.id))
    }

    /// Why the rule at index `rule` finds nothing in its example.
    fn reason(&self, rule: usize, example: &Example, number: usize) -> Option<String> {
        let rule = self.rules.get(rule)?;
        let text = example.text(&seed(&rule.rule, number)).ok()?;
        let lower = text.to_ascii_lowercase();
        if !rule.keywords.is_empty() && !rule.keywords.iter().any(|it| lower.contains(&**it)) {
            return Some(format!("it holds no keyword ({})", rule.keywords.join(", ")));
        }
        let Matcher::Pattern(_) = rule.matcher else {
            return Some("no value in it is assigned to such a name and fits".to_owned());
        };
        let document = Document::file(example.file.as_bytes().into(), text.as_bytes());
        let mut reasons = Vec::new();
        let pattern = Pattern::new(&rule.matcher.regex()?, "secret")?;
        pattern.each_match(document.bytes, 0..text.len(), |found| {
            let secret = found.secret.of(document.bytes);
            let unmet = rule.requirements.iter().find_map(|one| unmet(one, &document, found));
            let entropy = entropy::shannon_entropy(secret);
            reasons.push(match (unmet, rule.min_entropy) {
                (Some(reason), _) => format!("what matches {reason}"),
                (None, Some(least)) if entropy < least => {
                    format!("what matches has an entropy of {entropy:.2}, less than {least:.2}")
                }
                _ if verdict(rule, secret) == Verdict::Rejected => {
                    "what matches is malformed or a placeholder".to_owned()
                }
                _ => "another rule of the file finds the same, or it lies too far from a keyword"
                    .to_owned(),
            });
        });
        let reason = reasons.into_iter().next();
        Some(reason.unwrap_or_else(|| "the pattern does not match".to_owned()))
    }
}

fn seed(rule: &sdf_core::Rule, number: usize) -> String {
    format!("{}/{number}", rule.id)
}

/// The beginning of an example, in quotes.
fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let start: String = text.chars().take(LONGEST).collect();
    let more = if start.len() < text.len() { "…" } else { "" };
    format!("'{}{more}'", start.escape_debug())
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
