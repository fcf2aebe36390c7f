//! Runs rules against their own examples.

use crate::Scanner;
use sdf_core::{Document, RuleMask};
use sdf_gate::{Anchor, Gate, Hit, TableError, freeze};
use sdf_rules::examples::expand;
use sdf_rules::secret::{Example, Examples, SecretRule};

/// What is wrong with the examples of `rules[index]` under all `rules`: a sentence each.
///
/// A positive example must give a finding of this very rule, a negative one none of it.
///
/// # Errors
/// When the keywords of the rules do not fit into one automaton.
pub fn failures(
    rules: &[SecretRule],
    index: usize,
    examples: &Examples,
) -> Result<Vec<String>, TableError> {
    let Some(rule) = rules.get(index) else { return Ok(Vec::new()) };
    let anchors = anchors(rules);
    let table = freeze(&anchors)?;
    let gate = Gate::open(&table)?;
    let scanner = Scanner::new(rules);
    let finds = |example: &Example, number: usize| -> Result<bool, String> {
        let seed = format!("{}/{number}", rule.rule.id);
        let text = expand(&example.template, &seed).map_err(|error| error.to_string())?;
        let document = Document::file(example.file.as_bytes().into(), text.as_bytes());
        let mut hits: Vec<Hit> = Vec::new();
        gate.scan(document.bytes, 0..document.bytes.len(), &mut hits);
        let mut findings = Vec::new();
        scanner.scan(&document, &hits, &RuleMask::new(rules.len(), |_| true), &mut findings);
        Ok(findings.iter().any(|finding| finding.rule.id == rule.rule.id))
    };
    let mut failures = Vec::new();
    let kinds = [
        (&examples.positive, true, "finds nothing in"),
        (&examples.negative, false, "finds something in"),
    ];
    for (list, wanted, fault) in kinds {
        for (number, example) in list.iter().enumerate() {
            match finds(example, number) {
                Ok(found) if found == wanted => {}
                Ok(_) => failures.push(format!("{fault} '{}'", example.template.escape_debug())),
                Err(error) => failures.push(error),
            }
        }
    }
    Ok(failures)
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

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use sdf_rules::secret::parse;

    /// A rule with these keys.
    pub(crate) fn rule(keys: &str) -> SecretRule {
        let text = format!(
            "severity = 'high'\nconfidence = 'high'\nhelp = 'h'\n[[rule]]\nid = 'x'\ntitle = 'X'\nwhy = 'w'\n{keys}"
        );
        parse("test.toml", &text).expect("a sound rule").remove(0).0
    }
}
