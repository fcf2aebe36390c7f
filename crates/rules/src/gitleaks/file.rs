//! One file of gitleaks or betterleaks as it is written.

mod allowlist;

use super::fields::{Fields, Found, Source};
use super::{Allowlist, Expression, GitleaksRule, Pattern, Required};
use crate::meta::{Header, RuleFileError};
use allowlist::read_allowlists;
use sdf_core::{Confidence, Family, Reach, Severity};
use toml::de::DeTable;

/// Hard-coded credentials.
const CWE: u16 = 798;
/// betterleaks' specificity of a rule that gives none.
const SPECIFICITY: i64 = 100;
/// Rules whose id says so yield to all others (detect/utils.go of gitleaks).
const GENERIC: &str = "generic";

const TOP: &[&str] = &[
    "title",
    "description",
    "extend",
    "rules",
    "allowlist",
    "allowlists",
    "minVersion",
    "betterleaksMinVersion",
    "prefilter",
    "filter",
];
const EXTEND: &[&str] = &["path", "url", "useDefault", "disabledRules"];
const RULE: &[&str] = &[
    "id",
    "description",
    "path",
    "regex",
    "secretGroup",
    "entropy",
    "keywords",
    "tags",
    "allowlist",
    "allowlists",
    "required",
    "skipReport",
    "specificity",
    "validate",
    "tokenEfficiency",
    "filter",
];
const REQUIRED: &[&str] = &["id", "withinLines", "withinColumns"];

/// A configuration as it is written, without what it extends.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// Its name.
    pub name: String,
    /// The file that it extends, and the line that says so.
    pub extends: Option<(String, usize)>,
    /// Whether it extends gitleaks' own rules, for which the built-in ones stand.
    pub extends_default: bool,
    /// Rules of what it extends that it does not want.
    pub disabled: Vec<String>,
    /// Its rules; one without expression and path changes a rule of what the file extends.
    pub rules: Vec<GitleaksRule>,
    /// What it lets off whatever the rule.
    pub allowlists: Vec<Allowlist>,
    /// Documents for which one of them is true are not looked at.
    pub prefilters: Vec<Expression>,
    /// Findings for which one of them is true are let off.
    pub filters: Vec<Expression>,
    /// What its author should know, each with file and line.
    pub remarks: Vec<String>,
}

impl File {
    /// Reads the configuration called `name`.
    ///
    /// # Errors
    /// With the line, when the text is no TOML, a value is not of its type, an expression is
    /// none, or two things are said that exclude one another.
    pub fn parse(name: &str, text: &str) -> Result<Self, RuleFileError> {
        let mut source = Source { name, text, remarks: Vec::new() };
        let table = DeTable::parse(text).map_err(|error| {
            source.error(error.span().map_or(0, |span| span.start), error.message())
        })?;
        let top = Fields::new(table.get_ref(), 0);
        top.remark_unknown(&mut source, "the configuration", TOP);
        let mut file = File { name: name.to_owned(), ..File::default() };
        read_extend(&mut file, &mut source, top)?;
        for fields in top.tables(&source, "rules")? {
            let rule = read_rule(&mut source, fields)?;
            if file.rules.iter().any(|other| other.rule.id == rule.rule.id) {
                let message =
                    format!("the rule '{}' is given twice: the last one counts", rule.rule.id);
                source.remark(fields.offset, &message);
                file.rules.retain(|other| other.rule.id != rule.rule.id);
            }
            file.rules.push(rule);
        }
        file.allowlists = read_allowlists(&mut source, top, "[allowlist]")?;
        file.prefilters.extend(read_expression(&source, top, "prefilter")?);
        file.filters.extend(read_expression(&source, top, "filter")?);
        file.remarks = source.remarks;
        Ok(file)
    }
}

fn read_extend(
    file: &mut File,
    source: &mut Source<'_>,
    top: Fields<'_>,
) -> Result<(), RuleFileError> {
    let Some(&extend) = top.tables(source, "extend")?.first() else { return Ok(()) };
    extend.remark_unknown(source, "[extend]", EXTEND);
    file.extends_default = extend.boolean(source, "useDefault")?;
    file.disabled = extend.texts(source, "disabledRules")?.value;
    if let Some(path) = extend.text(source, "path")? {
        if file.extends_default {
            let message = "[extend] names a path and has useDefault: keep one of them; the file under the path can have useDefault itself";
            return Err(source.error(path.offset, message));
        }
        let line = source.error(path.offset, "").line.unwrap_or_default();
        file.extends = Some((path.value, line));
    }
    if let Some(url) = extend.text(source, "url")? {
        source.remark(url.offset, "[extend] url is not read, as gitleaks does not read it: keep a copy of the file here and name it under path");
    }
    Ok(())
}

fn read_rule(source: &mut Source<'_>, fields: Fields<'_>) -> Result<GitleaksRule, RuleFileError> {
    fields.remark_unknown(source, "[[rules]]", RULE);
    let missing = || source.error(fields.offset, "the rule has no id: give it one");
    let id = fields.text(source, "id")?.filter(|id| !id.value.trim().is_empty());
    let id = id.ok_or_else(missing)?.value;
    let regex = read_pattern(source, fields, "regex", &id)?;
    let path = read_pattern(source, fields, "path", &id)?;
    let secret_group = fields.count(source, "secretGroup")?.unwrap_or_default() as usize;
    let groups = regex.as_ref().map_or(usize::MAX, Pattern::groups);
    if secret_group > groups {
        let message = format!(
            "rule '{id}': secretGroup is {secret_group}, but the regex has {groups} groups"
        );
        return Err(source.error(fields.offset, message));
    }
    let keywords = fields.texts(source, "keywords")?.value;
    if keywords.iter().any(String::is_empty) {
        let message = format!(
            "rule '{id}': a keyword is empty, so that every file is looked at; take it out"
        );
        source.remark(fields.offset, &message);
    }
    let mut filters: Vec<Expression> =
        read_expression(source, fields, "filter")?.into_iter().collect();
    if fields.boolean(source, "tokenEfficiency")? {
        filters.push(Expression::fails_token_efficiency());
    }
    let mut required = Vec::new();
    for one in fields.tables(source, "required")? {
        one.remark_unknown(source, "[[rules.required]]", REQUIRED);
        let missing =
            || source.error(one.offset, format!("rule '{id}': [[rules.required]] has no id"));
        required.push(Required {
            rule: one.text(source, "id")?.ok_or_else(missing)?.value,
            within_lines: one.count(source, "withinLines")?,
            within_columns: one.count(source, "withinColumns")?,
        });
    }
    let named = match id.to_lowercase().contains(GENERIC) {
        true => 0,
        false => SPECIFICITY,
    };
    let description = fields.text(source, "description")?.map(|found| found.value);
    Ok(GitleaksRule {
        rule: header(source.name, &id, description).into_rule(Family::Secrets, Reach::Document),
        regex,
        path,
        secret_group,
        entropy: fields.number(source, "entropy")?.unwrap_or_default(),
        keywords: keywords.iter().map(|keyword| keyword.to_lowercase()).collect(),
        allowlists: read_allowlists(source, fields, &format!("rule '{id}'"))?,
        filters,
        required,
        skip_report: fields.boolean(source, "skipReport")?,
        specificity: fields.number(source, "specificity")?.map_or(named, |given| given as i64),
    })
}

fn header(file: &str, id: &str, description: Option<String>) -> Header {
    let description = description.unwrap_or_else(|| format!("Matches the rule '{id}'"));
    let title = description.split('\n').next().unwrap_or_default().trim_end_matches('.');
    Header {
        id: id.to_owned(),
        aliases: Vec::new(),
        severity: Severity::High,
        confidence: Confidence::Medium,
        title: title.to_owned(),
        why: format!("A rule of {file} calls it a secret."),
        help: format!(
            "Revoke it where it was issued, then read the new one from the environment or a \
             secret store; if it is none, let it off in an allowlist of {file}."
        ),
        cwe: vec![CWE],
        owasp: Vec::new(),
        references: Vec::new(),
    }
}

fn read_pattern(
    source: &Source<'_>,
    fields: Fields<'_>,
    key: &str,
    rule: &str,
) -> Result<Option<Pattern>, RuleFileError> {
    let Some(Found { value, offset }) = fields.text(source, key)? else { return Ok(None) };
    let pattern = Pattern::new(&value);
    pattern.map(Some).map_err(|fault| {
        source.error(
            offset,
            format!("rule '{rule}': the {key} is no regular expression of Go's: {fault}"),
        )
    })
}

fn read_expression(
    source: &Source<'_>,
    fields: Fields<'_>,
    key: &str,
) -> Result<Option<Expression>, RuleFileError> {
    let Some(Found { value, offset }) = fields.text(source, key)? else { return Ok(None) };
    if value.trim().is_empty() {
        return Ok(None);
    }
    let expression = Expression::parse(&value);
    expression
        .map(Some)
        .map_err(|fault| source.error(offset, format!("the {key} cannot be read: {fault}")))
}

#[cfg(test)]
mod tests {
    use super::super::{Condition, Target};
    use super::*;

    fn fault(text: &str) -> String {
        File::parse("g.toml", text).expect_err("a fault").to_string()
    }

    #[test]
    fn faults_are_told_with_their_line_and_what_to_do() {
        let rule = "[[rules]]\nid = 'a'\n";
        for (text, beginning) in [
            (format!("{rule}regex = '('"), "g.toml:3: rule 'a': the regex is no regular"),
            (format!("{rule}entropy = 'much'"), "g.toml:3: 'entropy' is string where a number"),
            (format!("{rule}keywords = [1]"), "g.toml:3: 'keywords' is integer where a list"),
            (format!("{rule}regex = 'a'\nsecretGroup = 1"), "g.toml:1: rule 'a': secretGroup is 1"),
            ("[[rules]]\nregex = 'a'".to_owned(), "g.toml:1: the rule has no id"),
            ("[allowlist]\npaths = []".to_owned(), "g.toml:1: [allowlist]: an allowlist is empty"),
            ("[allowlist]\npaths = ['a', '[']".to_owned(), "g.toml:2: [allowlist]: paths holds"),
            (
                "[allowlist]\npaths = ['a']\ncondition = 'XOR'".to_owned(),
                "g.toml:3: [allowlist]: the condition 'XOR'",
            ),
            (
                "[extend]\nuseDefault = true\npath = 'x'".to_owned(),
                "g.toml:3: [extend] names a path",
            ),
            (
                "[allowlist]\npaths = ['a']\n[[allowlists]]\npaths = ['a']".to_owned(),
                "g.toml:1: [allowlist]: 'allowlist'",
            ),
            ("title = ".to_owned(), "g.toml:1: "),
        ] {
            let fault = fault(&text);
            assert!(fault.starts_with(beginning), "{fault}");
        }
    }

    #[test]
    fn unknown_keys_are_told_and_the_case_of_known_ones_does_not_count() {
        let text = "Title = 'x'\n[[RULES]]\nID = 'a'\nregex = 'a'\nsecretgroup = 0\nKeyWords = ['AB']\nreportGroup = 1\n";
        let file = File::parse("g.toml", text).expect("a configuration");
        assert_eq!(file.rules[0].keywords, ["ab"]);
        assert_eq!(file.remarks.len(), 1);
        assert!(file.remarks[0].starts_with("g.toml:7: the key 'reportGroup' of [[rules]]"));
    }

    #[test]
    fn both_forms_of_allowlists_are_read() {
        let text = "[allowlist]\nstopwords = ['Abc']\n[[rules]]\nid = 'a'\nregex = 'a'\n[rules.allowlist]\nregexTarget = 'line'\nregexes = ['x']\n[[rules]]\nid = 'b'\nregex = 'b'\n[[rules.allowlists]]\ncommits = [' AB ']\n[[rules.allowlists]]\ncondition = '&&'\npaths = ['p']\n";
        let file = File::parse("g.toml", text).expect("a configuration");
        assert_eq!(file.allowlists[0].stopwords, ["abc"]);
        assert_eq!(file.rules[0].allowlists[0].target, Target::Line);
        assert_eq!(file.rules[1].allowlists[0].commits, ["ab"]);
        assert_eq!(file.rules[1].allowlists[1].condition, Condition::All);
    }
}
