//! From YAML to rules.

use super::{KingfisherRule, RuleFile, Template, owned};
use crate::secret::{Example, Examples, Matcher, Requirement, SecretRule, Specificity, compile};
use crate::yaml::{Mapping, Value};
use crate::{Header, Needed, RuleFileError, needed};
use sdf_core::{Confidence, Family, Reach, Severity, Text};
use std::borrow::Cow;

/// Hard-coded credentials.
const CWE: u16 = 798;
/// How far from a keyword a match without a bound may begin and end.
const UNBOUNDED: u32 = 1 << 16;
/// Characters that kingfisher calls special where a rule does not say.
const SPECIAL: &str = "!@#$%^&*()_+-=[]{}|;:'\",.<>?/\\`~";
/// Keys of a rule that need the network.
const ONLINE: [&str; 4] = ["validation", "revocation", "tls_mode", "depends_on_rule"];

/// The rules of the file.
pub(crate) fn read(root: Value<'_>) -> Result<RuleFile, RuleFileError> {
    let mut top = root.mapping()?;
    let mut found = RuleFile::default();
    if let Some(sets) = top.take("rulesets") {
        found.left_out.push(sets.error("rulesets are left out: --select names rules"));
    }
    let rules = top.take("rules").map_or(Ok(Vec::new()), |rules| rules.list())?;
    unknown(&top, &mut found);
    for rule in rules {
        let rule = read_rule(rule.mapping()?, &mut found)?;
        found.rules.push(rule);
    }
    Ok(found)
}

/// Notes what nobody took.
fn unknown(mapping: &Mapping<'_>, found: &mut RuleFile) {
    for entry in mapping.rest() {
        found.unknown.push(entry.error(format!("key '{}' is not known and left out", entry.key())));
    }
}

fn read_rule(mut rule: Mapping<'_>, found: &mut RuleFile) -> Result<KingfisherRule, RuleFileError> {
    let name = rule.require("name")?.text()?;
    let id = rule.require("id")?.text()?;
    let (pattern, known) = pattern(&rule.require("pattern")?)?;
    let confidence = match rule.take("confidence") {
        None => Confidence::Medium,
        Some(value) => {
            let name = value.text()?.to_ascii_lowercase();
            name.parse().map_err(|error| value.error(format!("confidence: {error}")))?
        }
    };
    let mut requirements = Vec::new();
    if let Some(path) = rule.take("path") {
        let text = path.text()?;
        compile(&text).map_err(|error| path.error(format!("path does not compile: {error}")))?;
        requirements.push(Requirement::Path(text.into()));
    }
    if let Some(list) = rule.take("pattern_requirements") {
        requirements.extend(read_requirements(list.mapping()?, found)?);
    }
    let min_entropy = rule.take("min_entropy").map(|value| number(&value)).transpose()?;
    let visible = match rule.take("visible") {
        None => true,
        Some(value) => truth(&value)?,
    };
    let mut texts = |key| rule.take(key).map_or(Ok(Vec::new()), |value| value.texts());
    let examples = Examples {
        positive: samples(texts("examples")?),
        negative: samples(texts("negative_examples")?),
    };
    let references = texts("references")?;
    // For people.
    texts("categories")?;
    let why = rule.take("description").map(|value| value.text()).transpose()?;
    for key in ONLINE {
        if let Some(value) = rule.take(key) {
            found.left_out.push(
                value.error(format!("{key} of '{id}' is left out: nothing here uses the network")),
            );
        }
    }
    if !visible {
        let message = format!("'{id}' is not visible: what it finds is not reported");
        found.left_out.push(rule.error(message));
    }
    unknown(&rule, found);
    let header = Header {
        id,
        aliases: Vec::new(),
        severity: Severity::High,
        confidence,
        title: one_line(&name),
        why: why.as_deref().map(one_line).unwrap_or_else(|| {
            "Whoever reads it can use it, now or from the history of the repository.".to_owned()
        }),
        help: "Revoke it where it was issued, then read a new one from the environment or a \
               secret store."
            .to_owned(),
        cwe: vec![CWE],
        owasp: Vec::new(),
        references,
    };
    let bound = known.longest.and_then(|longest| u32::try_from(longest).ok());
    let reach = bound.unwrap_or(UNBOUNDED).min(UNBOUNDED);
    let rule = SecretRule {
        rule: header.into_rule(Family::Secrets, Reach::Document),
        keywords: owned(known.keywords),
        literals: Cow::Borrowed(&[]),
        matcher: Matcher::Pattern(pattern.into()),
        before: reach,
        after: reach,
        judge: None,
        // A match of the very entropy is none (see the head of this module).
        min_entropy: Some(min_entropy.unwrap_or(0.0).next_up()),
        validators: Cow::Borrowed(&[]),
        with: None,
        specificity: Specificity::Provider,
        paths: Cow::Borrowed(&[]),
        requirements: requirements.into(),
        verbatim: true,
    };
    Ok(KingfisherRule { rule, examples, visible })
}

/// The pattern without `(?# … )` comments, and what it says of its matches.
fn pattern(value: &Value<'_>) -> Result<(String, Needed), RuleFileError> {
    let pattern = without_comments(&value.text()?);
    compile(&pattern)
        .map_err(|error| value.error(format!("the pattern does not compile: {error}")))?;
    let needed = needed(&pattern);
    Ok((pattern, needed))
}

fn without_comments(pattern: &str) -> String {
    let mut parts = pattern.split("(?#");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.split_once(')').map_or("", |(_, rest)| rest));
    }
    kept
}

fn read_requirements(
    mut keys: Mapping<'_>,
    found: &mut RuleFile,
) -> Result<Vec<Requirement>, RuleFileError> {
    let special = keys.take("special_chars").map(|value| value.text()).transpose()?;
    let special = special.unwrap_or_else(|| SPECIAL.to_owned());
    let mut requirements = Vec::new();
    for (key, of, called) in [
        ("min_digits", "0123456789", "digits"),
        ("min_uppercase", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "upper-case letters"),
        ("min_lowercase", "abcdefghijklmnopqrstuvwxyz", "lower-case letters"),
        ("min_special_chars", &special, "special characters"),
    ] {
        let Some(value) = keys.take(key) else { continue };
        let least = value.text()?.parse().ok();
        let least = least.ok_or_else(|| value.error(format!("{key}: expected a whole number")))?;
        let (of, called) = (Text::Owned(of.to_owned()), called.to_owned().into());
        requirements.push(Requirement::Characters { least, of, called });
    }
    if let Some(value) = keys.take("ignore_if_contains") {
        let words = value.texts()?.iter().map(|word| word.trim().to_ascii_lowercase()).collect();
        let words: Vec<String> = words;
        let words = words.into_iter().filter(|word| !word.is_empty()).collect();
        requirements.push(Requirement::Without(owned(words)));
    }
    if let Some(checksum) = keys.take("checksum") {
        requirements.push(read_checksum(checksum.mapping()?, found)?);
    }
    unknown(&keys, found);
    Ok(requirements)
}

fn read_checksum(
    mut keys: Mapping<'_>,
    found: &mut RuleFile,
) -> Result<Requirement, RuleFileError> {
    let template = |value: Value<'_>, key: &str| {
        let text = value.text()?;
        Template::parse(&text).map_err(|error| value.error(format!("{key}: {error}")))?;
        Ok(Text::Owned(text))
    };
    let mut actual = keys.require("actual")?.mapping()?;
    let observed = template(actual.require("template")?, "checksum.actual.template")?;
    let capture = actual.take("requires_capture").map(|value| value.text()).transpose()?;
    unknown(&actual, found);
    let expected = template(keys.require("expected")?, "checksum.expected")?;
    let optional = keys.take("skip_if_missing").map_or(Ok(false), |value| truth(&value))?;
    unknown(&keys, found);
    let capture = capture.map(Text::Owned);
    Ok(Requirement::Checksum { actual: observed, expected, capture, optional })
}

fn number(value: &Value<'_>) -> Result<f32, RuleFileError> {
    let number = value.text()?.parse().ok().filter(|number: &f32| number.is_finite());
    number.ok_or_else(|| value.error(format!("{}: expected a number", value.key())))
}

fn truth(value: &Value<'_>) -> Result<bool, RuleFileError> {
    let truth = value.text()?.to_ascii_lowercase().parse().ok();
    truth.ok_or_else(|| value.error(format!("{}: expected true or false", value.key())))
}

fn samples(texts: Vec<String>) -> Vec<Example> {
    let example = |text| Example { file: "example.txt".to_owned(), template: text, plain: true };
    texts.into_iter().map(example).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
