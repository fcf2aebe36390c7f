//! The TOML form of secret rules.

mod name;

use super::{
    Companion, Example, Examples, Matcher, SecretRule, Sort, Specificity, Validator, compile,
};
use crate::toml_file::TomlFile;
use crate::{Header, RuleFileError};
use name::Name;
use sdf_core::{Confidence, Family, Reach, Severity, Text};
use serde::Deserialize;
use std::borrow::Cow;
use toml::Spanned;

/// Bytes before and behind a keyword where the rule says nothing.
const WINDOW: u32 = 512;
/// How far away a companion may stand where the rule says nothing.
const COMPANION_LINES: u32 = 20;
const COMPANION_BYTES: u32 = 2000;
/// Hard-coded credentials.
const CWE: u16 = 798;
/// Name of an example's file where the example says nothing.
const FILE: &str = "example.txt";

/// A file: what its rules have in common, then the rules.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    severity: Option<Name<Severity>>,
    confidence: Option<Name<Confidence>>,
    help: Option<String>,
    #[serde(default)]
    references: Vec<String>,
    #[serde(default)]
    rule: Vec<Spanned<Entry>>,
}

/// A rule; what it leaves out is taken from the head of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Entry {
    id: String,
    #[serde(default)]
    aliases: Vec<String>,
    severity: Option<Name<Severity>>,
    confidence: Option<Name<Confidence>>,
    title: String,
    why: String,
    help: Option<String>,
    cwe: Option<Vec<u16>>,
    references: Option<Vec<String>>,
    reach: Option<Name<Reach>>,
    keywords: Vec<String>,
    exact_keywords: Option<bool>,
    pattern: Option<String>,
    assigned: Option<String>,
    judged: Option<Name<Sort>>,
    url: Option<bool>,
    judge: Option<Name<Sort>>,
    before: Option<u32>,
    after: Option<u32>,
    min_entropy: Option<f32>,
    #[serde(default)]
    validators: Vec<Name<Validator>>,
    with: Option<With>,
    specificity: Option<Name<Specificity>>,
    #[serde(default)]
    paths: Vec<String>,
    #[serde(default)]
    positive: Vec<Sample>,
    #[serde(default)]
    negative: Vec<Sample>,
}

/// The other part of a secret.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct With {
    name: String,
    pattern: String,
    within_lines: Option<u32>,
    within_bytes: Option<u32>,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    validators: Vec<Name<Validator>>,
}

/// An example as a plain string or with the file it stands in.
#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Sample {
    Plain(String),
    InFile { file: String, text: String },
}

/// Reads the rules of a file named `file_name` with their examples.
///
/// # Errors
/// With the line, when the text is no TOML, holds an unknown or lacks a needed key, or a pattern
/// does not compile.
pub fn parse(file_name: &str, text: &str) -> Result<Vec<(SecretRule, Examples)>, RuleFileError> {
    let source = TomlFile::new(file_name, text);
    let file: File = source.read()?;
    let rules = file.rule.iter().map(|entry| {
        let rule = entry.get_ref();
        read(rule, &file).map_err(|message| {
            source.error(entry.span().start, format!("rule '{}': {message}", rule.id))
        })
    });
    rules.collect()
}

fn read(entry: &Entry, file: &File) -> Result<(SecretRule, Examples), String> {
    let missing = |key: &str| format!("give '{key}' here or at the head of the file");
    let header = Header {
        id: entry.id.clone(),
        aliases: entry.aliases.clone(),
        severity: entry.severity.or(file.severity).ok_or_else(|| missing("severity"))?.0,
        confidence: entry.confidence.or(file.confidence).ok_or_else(|| missing("confidence"))?.0,
        title: entry.title.clone(),
        why: entry.why.clone(),
        help: entry.help.clone().or(file.help.clone()).ok_or_else(|| missing("help"))?,
        cwe: entry.cwe.clone().unwrap_or_else(|| vec![CWE]),
        owasp: Vec::new(),
        references: entry.references.clone().unwrap_or_else(|| file.references.clone()),
    };
    let matcher = matcher(entry)?;
    let judge = judge(entry, &matcher)?;
    let with = entry.with.as_ref().map(companion).transpose()?;
    // A companion may come or go on another line.
    let reach = if with.is_some() { Reach::Document } else { Reach::Line };
    let rule = SecretRule {
        rule: header.into_rule(Family::Secrets, entry.reach.map_or(reach, |name| name.0)),
        keywords: keywords(entry),
        literals: literals(entry),
        matcher,
        before: entry.before.unwrap_or(WINDOW),
        after: entry.after.unwrap_or(WINDOW),
        judge,
        min_entropy: entry.min_entropy,
        validators: validators(&entry.validators),
        with,
        specificity: entry.specificity.map_or(Specificity::Provider, |name| name.0),
        paths: texts(&entry.paths),
        requirements: Cow::Borrowed(&[]),
        verbatim: false,
    };
    let examples =
        Examples { positive: samples(&entry.positive), negative: samples(&entry.negative) };
    Ok((rule, examples))
}

/// The one matcher that the entry names, its pattern compiled once to see that it can be.
fn matcher(entry: &Entry) -> Result<Matcher, String> {
    let owned = |text: &String| Text::Owned(text.clone());
    let matcher = match (&entry.pattern, &entry.assigned, entry.judged, entry.url) {
        (Some(pattern), None, None, None) => Matcher::Pattern(owned(pattern)),
        (None, Some(pattern), None, None) => Matcher::Assigned(owned(pattern)),
        (None, None, Some(sort), None) => Matcher::Judged(sort.0),
        (None, None, None, Some(true)) => Matcher::Url,
        _ => {
            let one = "'pattern', 'assigned', 'judged', 'url = true'";
            return Err(format!("give one, and only one, of {one}"));
        }
    };
    if let Some(pattern) = matcher.regex() {
        compile(&pattern).map_err(|error| format!("the pattern does not compile: {error}"))?;
    }
    Ok(matcher)
}

/// What the text found is judged as; the other matchers judge for themselves.
fn judge(entry: &Entry, matcher: &Matcher) -> Result<Option<Sort>, String> {
    match (entry.judge, matcher) {
        (None, _) => Ok(None),
        (Some(sort), Matcher::Pattern(_) | Matcher::Assigned(_)) => Ok(Some(sort.0)),
        (Some(_), _) => Err("'judge' goes with 'pattern' and 'assigned' alone".to_owned()),
    }
}

fn companion(with: &With) -> Result<Companion, String> {
    compile(&with.pattern)
        .map_err(|error| format!("the companion's pattern does not compile: {error}"))?;
    Ok(Companion {
        name: Text::Owned(with.name.clone()),
        pattern: Text::Owned(with.pattern.clone()),
        lines: with.within_lines.unwrap_or(COMPANION_LINES),
        bytes: with.within_bytes.unwrap_or(COMPANION_BYTES),
        required: with.required,
        validators: validators(&with.validators),
    })
}

fn validators(names: &[Name<Validator>]) -> Cow<'static, [Validator]> {
    names.iter().map(|name| name.0).collect::<Vec<_>>().into()
}

/// The keywords in lower case, as the gate compares them.
fn keywords(entry: &Entry) -> Cow<'static, [Text]> {
    let mut keywords: Vec<_> = entry.keywords.iter().map(|one| one.to_ascii_lowercase()).collect();
    keywords.sort();
    keywords.dedup();
    texts(&keywords)
}

/// The keywords as spelled where the case of letters counts: in a pattern without `(?i)`, unless
/// the rule says that they are not a part of it.
fn literals(entry: &Entry) -> Cow<'static, [Text]> {
    let exact = entry.pattern.as_deref().is_some_and(|pattern| !ignores_case(pattern));
    if entry.exact_keywords.unwrap_or(exact) { texts(&entry.keywords) } else { texts(&[]) }
}

/// Whether a part of the pattern is told to ignore case.
fn ignores_case(pattern: &str) -> bool {
    let groups = pattern.split("(?").skip(1);
    let mut flags = groups.filter_map(|group| group.split([':', ')', '<', 'P', '-']).next());
    flags.any(|flags| flags.contains('i'))
}

fn texts(list: &[String]) -> Cow<'static, [Text]> {
    list.iter().map(|text| Text::Owned(text.clone())).collect::<Vec<_>>().into()
}

fn samples(list: &[Sample]) -> Vec<Example> {
    let example = |sample: &Sample| match sample {
        Sample::Plain(text) => {
            Example { file: FILE.to_owned(), template: text.clone(), plain: false }
        }
        Sample::InFile { file, text } => {
            Example { file: file.clone(), template: text.clone(), plain: false }
        }
    };
    list.iter().map(example).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "severity = 'high'\nconfidence = 'high'\nhelp = 'h'\n";

    fn error(rule: &str) -> String {
        let text = format!("{HEAD}[[rule]]\nid = 'x'\ntitle = 't'\nwhy = 'w'\n{rule}");
        parse("f.toml", &text).expect_err("a faulty rule").to_string()
    }

    #[test]
    fn errors_name_the_line_and_what_was_expected() {
        let unknown = error("keywords = []\npatern = 'a'\n");
        assert!(unknown.starts_with("f.toml:9: unknown field `patern`"), "{unknown}");
        let none = error("keywords = ['abc']\n");
        assert!(none.starts_with("f.toml:4: rule 'x': give one, and only one, of"), "{none}");
        let broken = error("keywords = ['abc']\npattern = '('\n");
        assert!(broken.contains("the pattern does not compile"), "{broken}");
        let judge = error("keywords = ['abc']\njudged = 'token'\njudge = 'token'\n");
        assert!(judge.contains("'judge' goes with 'pattern'"), "{judge}");
        let name = error("keywords = ['abc']\nseverity = 'huge'\npattern = 'abc'\n");
        assert!(name.starts_with("f.toml:9: 'huge' is none of low"), "{name}");
    }

    #[test]
    fn what_a_rule_leaves_out_comes_from_the_head() {
        let text = format!(
            "{HEAD}[[rule]]\nid = 'x'\ntitle = 't'\nwhy = 'w'\nkeywords = ['abc']\npattern = 'abc'\n\
             positive = ['a', {{ file = 'b.py', text = 'c' }}]\n"
        );
        let rules = parse("f.toml", &text).expect("a sound file");
        let (rule, examples) = &rules[0];
        assert_eq!(rule.rule.severity, Severity::High);
        assert_eq!(rule.rule.reach, Reach::Line);
        assert_eq!(examples.positive[0].file, "example.txt");
        assert_eq!(examples.positive[1].file, "b.py");
    }

    #[test]
    fn the_case_of_keywords_counts_unless_the_pattern_says_otherwise() {
        let of = |pattern: &str| {
            let text = format!(
                "{HEAD}[[rule]]\nid = 'x'\ntitle = 't'\nwhy = 'w'\nkeywords = ['ABc', 'abc']\n\
                 pattern = '{pattern}'\n"
            );
            let (rule, _) = parse("f.toml", &text).expect("a sound file").remove(0);
            assert_eq!(*rule.keywords, ["abc"]);
            rule.literals.len()
        };
        assert_eq!((of("ABc(?:i)"), of("(?<i>ABc)"), of("(?-i)ABc")), (2, 2, 2));
        assert_eq!((of("(?i)abc"), of("(?xi) abc"), of("a(?i:bc)")), (0, 0, 0));
    }
}
