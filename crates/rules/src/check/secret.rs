//! Rules about secret rules.

use super::texts;
use crate::secret::{Example, Examples, SecretRule};

/// A keyword shorter than this hits everywhere.
const SHORTEST_KEYWORD: usize = 3;

/// What is wrong with a rule or its examples, a sentence each.
///
/// Whether the examples behave is for the scanner to say.
pub fn problems(rule: &SecretRule, examples: &Examples) -> Vec<String> {
    let mut problems = texts::problems(&rule.rule);
    if rule.keywords.is_empty() {
        problems.push("has no keyword, so that it would never be looked at".to_owned());
    }
    for keyword in rule.keywords.iter() {
        if keyword.len() < SHORTEST_KEYWORD {
            problems.push(format!("keyword '{keyword}' is shorter than {SHORTEST_KEYWORD} bytes"));
        }
        if !keyword.is_ascii() || keyword.bytes().any(|byte| byte.is_ascii_uppercase()) {
            problems.push(format!("keyword '{keyword}' is not lower-case ASCII"));
        }
    }
    for path in rule.paths.iter().filter(|path| **path != path.to_ascii_lowercase()) {
        problems.push(format!("path ending '{path}' is not in lower case"));
    }
    if examples.positive.is_empty() {
        problems.push("has no positive example".to_owned());
    }
    if examples.negative.is_empty() {
        problems.push("has no negative example".to_owned());
    }
    for example in &examples.positive {
        problems.extend(keyword_problem(rule, example));
    }
    for example in &examples.negative {
        problems.extend(example.text("").err().map(|error| error.to_string()));
    }
    problems
}

fn keyword_problem(rule: &SecretRule, example: &Example) -> Option<String> {
    let text = match example.text("") {
        Ok(text) => text,
        Err(error) => return Some(error.to_string()),
    };
    let lower = text.to_ascii_lowercase();
    let gated = rule.keywords.iter().any(|keyword| lower.contains(&**keyword));
    let spelled =
        rule.literals.is_empty() || rule.literals.iter().any(|literal| text.contains(&**literal));
    let hit = gated && spelled;
    (!hit).then(|| format!("positive example '{}' holds no keyword", example.template))
}
