//! Rules about what a rule says of itself.

use crate::owasp;
use sdf_core::Rule;

/// Longest title, in characters: it has to fit a line of a terminal.
const LONGEST_TITLE: usize = 80;

/// What is wrong with the descriptive fields, a sentence each.
pub fn problems(rule: &Rule) -> Vec<String> {
    let mut problems = Vec::new();
    let mut must = |holds: bool, problem: &str| {
        if !holds {
            problems.push(problem.to_owned());
        }
    };
    must(is_identifier(&rule.id), "the id is not lower-case words joined by '-' or '.'");
    must(!rule.title.is_empty() && !rule.title.ends_with('.'), "the title is empty or ends in '.'");
    must(rule.title.chars().count() <= LONGEST_TITLE, "the title is longer than 80 characters");
    must(rule.why.ends_with('.'), "'why' is not a sentence that ends in '.'");
    must(rule.help.ends_with('.'), "'help' is not a sentence that ends in '.'");
    must(!rule.cwe.is_empty(), "names no CWE");
    must(
        !rule.owasp.is_empty() || owasp::categories(&rule.cwe).is_empty(),
        "names no category of OWASP, though its weakness is in one",
    );
    must(
        rule.owasp.iter().all(|category| owasp::is_category(category)),
        "a category is none of OWASP's, such as 'A03:2021 Injection'",
    );
    for text in [&rule.title, &rule.why, &rule.help] {
        must(text.trim() == &**text && !text.contains('\n'), "a text has stray white space");
    }
    must(
        rule.references.iter().all(|address| address.starts_with("https://")),
        "a reference is not an https address",
    );
    problems
}

/// Lower-case words of letters and digits, joined by single `-` or `.`.
fn is_identifier(id: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    id.split(['-', '.']).all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers() {
        assert!(is_identifier("python.pickle-load"));
        assert!(!is_identifier("Python.x") && !is_identifier("a--b") && !is_identifier(""));
    }
}
