//! What git-secrets prohibits, as a rule.

use crate::extended::{NotExtended, translate};
use crate::secret::{Matcher, Requirement, SecretRule, Specificity, compile};
use crate::{Header, needed};
use sdf_core::{Confidence, Family, Reach, Severity, Text};
use std::borrow::Cow;

/// How far from a keyword a match without a bound may begin and end.
const UNBOUNDED: u32 = 1 << 16;

/// A pattern that cannot be used. It may be a secret itself, so it goes by its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadPattern {
    /// Which of the patterns, from 0; none for all of them together.
    pub index: Option<usize>,
    /// What is wrong with it.
    pub reason: String,
}

impl std::fmt::Display for BadPattern {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.index {
            Some(index) => write!(formatter, "pattern {}: {}", index + 1, self.reason),
            None => write!(formatter, "all patterns together: {}", self.reason),
        }
    }
}

impl std::error::Error for BadPattern {}

/// The rule that finds what one of `patterns`, extended regular expressions, matches as whole
/// words of a line, as `grep -nwHEI` does. None without patterns.
///
/// # Errors
/// The first pattern that cannot be used.
pub fn rule<'p>(
    patterns: impl IntoIterator<Item = &'p [u8]>,
) -> Result<Option<SecretRule>, BadPattern> {
    let mut alternatives = Vec::new();
    for (index, pattern) in patterns.into_iter().enumerate() {
        let bad = |reason: String| BadPattern { index: Some(index), reason };
        let translated = translate(pattern).map_err(|NotExtended(reason)| bad(reason))?;
        let regex = compile(&translated).map_err(|error| bad(error.to_string()))?;
        if regex.is_match(b"") {
            return Err(bad("it matches empty text, which is everywhere".to_owned()));
        }
        alternatives.push(translated);
    }
    if alternatives.is_empty() {
        return Ok(None);
    }
    let words = format!(r"\b{{start-half}}(?:{})\b{{end-half}}", alternatives.join("|"));
    compile(&words).map_err(|error| BadPattern { index: None, reason: error.to_string() })?;
    let known = needed(&words);
    let bound = known.longest.and_then(|longest| u32::try_from(longest).ok());
    let reach = bound.unwrap_or(UNBOUNDED).min(UNBOUNDED);
    let header = Header {
        id: "git-secrets.pattern".to_owned(),
        aliases: vec!["git-secrets".to_owned()],
        severity: Severity::High,
        confidence: Confidence::High,
        title: "Text that git-secrets prohibits".to_owned(),
        why: "The git config of this repository or of its user prohibits it (secrets.patterns)."
            .to_owned(),
        help: "Take it out; if it is harmless, allow it by an expression in .gitallowed."
            .to_owned(),
        cwe: vec![798],
        owasp: Vec::new(),
        references: vec!["https://github.com/awslabs/git-secrets".to_owned()],
    };
    Ok(Some(SecretRule {
        rule: header.into_rule(Family::Secrets, Reach::Line),
        keywords: known.keywords.into_iter().map(Text::Owned).collect::<Vec<_>>().into(),
        literals: Cow::Borrowed(&[]),
        matcher: Matcher::Pattern(words.into()),
        before: reach,
        after: reach,
        min_entropy: None,
        judge: None,
        validators: Cow::Borrowed(&[]),
        with: None,
        // Rules that know the issuer have more to say.
        specificity: Specificity::Format,
        paths: Cow::Borrowed(&[]),
        requirements: vec![Requirement::InText].into(),
        verbatim: true,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_gated_and_match_whole_words() {
        let patterns: [&[u8]; 2] = [b"(AKIA|ASIA)[A-Z0-9]{4}", b"pass(word|phrase)=.+"];
        let rule = rule(patterns).expect("sound patterns").expect("a rule");
        assert_eq!(*rule.keywords, ["akia", "asia", "pass"]);
        let regex = compile(&rule.matcher.regex().expect("a pattern")).expect("it compiles");
        assert!(regex.is_match(b"x=AKIA1234") && !regex.is_match(b"xAKIA1234"));
        assert!(!regex.is_match(b"AKIA12345"));
    }

    #[test]
    fn a_pattern_that_cannot_be_used_goes_by_its_number() {
        let patterns: [&[u8]; 2] = [b"a", br"(b)\1"];
        let error = rule(patterns).expect_err("a back-reference").to_string();
        assert!(error.starts_with("pattern 2: the back-reference") && !error.contains("(b)"));
        let error = rule([b"a|b*".as_slice()]).expect_err("an empty match").to_string();
        assert!(error.contains("empty text"), "{error}");
        assert_eq!(rule([]), Ok(None));
    }
}
