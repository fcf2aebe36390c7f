//! The schema of `sdf-hook.toml` and of `[tool.sdf-hook]` in `pyproject.toml`.

use crate::failure::Failure;
use sdf_core::{Confidence, Severity};
use sdf_style::{TestNames, branch_pattern};
use serde::{Deserialize, Deserializer, de};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

/// A configuration file as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ConfigFile {
    /// Rules that are on; all by default.
    pub(crate) select: Vec<String>,
    /// Rules that are on beside those, though they are off by default.
    pub(crate) extend_select: Vec<String>,
    /// Rules that are off.
    pub(crate) ignore: Vec<String>,
    /// Paths that are not scanned, as in a `.gitignore`.
    pub(crate) exclude: Vec<String>,
    /// Findings below are not reported.
    #[serde(deserialize_with = "named")]
    pub(crate) min_severity: Option<Severity>,
    /// Findings below are not reported.
    #[serde(deserialize_with = "named")]
    pub(crate) min_confidence: Option<Confidence>,
    /// A file of findings accepted before, relative to the root.
    pub(crate) baseline: Option<String>,
    /// Rule files to add, relative to the root.
    pub(crate) rules: Vec<String>,
    /// What the installed hooks do about staged findings that can be fixed safely.
    pub(crate) fix: FixStaged,
    /// Whether the commands that git-secrets takes patterns from are run.
    pub(crate) git_secrets_providers: Option<bool>,
    /// Severities other than the rules' own, by selector.
    #[serde(deserialize_with = "severities")]
    pub(crate) severity: BTreeMap<String, Severity>,
    /// Limits of style checks.
    pub(crate) style: Style,
    /// Limits of file checks.
    pub(crate) hygiene: Hygiene,
    /// Settings for some paths.
    pub(crate) paths: Vec<Paths>,
    /// What is let off.
    pub(crate) allow: Vec<Allow>,
}

/// What an installed hook does about staged findings that can be fixed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum FixStaged {
    /// It reports them.
    #[default]
    No,
    /// It fixes them and stops the commit.
    Stop,
    /// It fixes them, and the commit goes on with that.
    Restage,
}

impl FixStaged {
    /// As it is written.
    pub(crate) fn name(self) -> &'static str {
        match self {
            FixStaged::No => "no",
            FixStaged::Stop => "stop",
            FixStaged::Restage => "restage",
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Style {
    /// Characters of a line of code.
    pub(crate) max_line_length: Option<usize>,
    /// Characters of a line of a comment or docstring.
    pub(crate) max_doc_length: Option<usize>,
    /// Columns of a level of indentation.
    pub(crate) indent_size: Option<usize>,
    /// Whether closing brackets are indented like what they close.
    pub(crate) hang_closing: Option<bool>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Hygiene {
    /// Size of a file, in units of 1024 bytes.
    pub(crate) max_file_kib: Option<u64>,
    /// Whether that holds for files that were there before, too.
    pub(crate) enforce_all_large_files: Option<bool>,
    /// Branches that nobody commits to.
    pub(crate) protected_branches: Option<Vec<String>>,
    /// Expressions for the beginning of the names of further ones.
    #[serde(deserialize_with = "branch_patterns")]
    pub(crate) protected_branch_patterns: Vec<String>,
    /// What files of tests are to be called.
    #[serde(deserialize_with = "test_names")]
    pub(crate) test_names: Option<TestNames>,
    /// Whether files that have comments by custom may have none.
    pub(crate) json_strict: Option<bool>,
    /// What pretty-format-json indents each level by.
    pub(crate) json_indent: Option<Indent>,
    /// Whether it writes what is not ASCII as escapes.
    pub(crate) json_ensure_ascii: Option<bool>,
    /// Whether it sorts names.
    pub(crate) json_sort_keys: Option<bool>,
    /// Names that it puts first.
    pub(crate) json_top_keys: Vec<String>,
    /// Whether a YAML file may hold several documents.
    pub(crate) yaml_multiple_documents: Option<bool>,
    /// Whether only the syntax of YAML counts.
    pub(crate) yaml_unsafe: Option<bool>,
    /// Tags of YAML that are let off.
    pub(crate) yaml_tags: Vec<String>,
    /// Whether templates are judged as YAML.
    pub(crate) yaml_templates: Option<bool>,
}

/// What JSON is indented by.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged, expecting = "a number of spaces or a text")]
pub(crate) enum Indent {
    Spaces(u8),
    Text(String),
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Paths {
    /// Which paths, as in a `.gitignore`.
    pub(crate) paths: Vec<String>,
    /// Rules that stay on there.
    #[serde(default)]
    pub(crate) select: Vec<String>,
    /// Rules that are off there.
    #[serde(default)]
    pub(crate) ignore: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Allow {
    /// Why; for the next reader.
    pub(crate) reason: String,
    /// Which rules; all by default.
    #[serde(default)]
    pub(crate) rules: Vec<String>,
    /// Which paths; all by default.
    #[serde(default)]
    pub(crate) paths: Vec<String>,
    /// Regular expressions of which one matches what was found.
    #[serde(default)]
    pub(crate) matching: Vec<String>,
}

/// `pyproject.toml`, of which only our table matters.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Project {
    tool: Tool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Tool {
    #[serde(rename = "sdf-hook")]
    ours: Option<ConfigFile>,
}

impl ConfigFile {
    /// Reads the text of a file called `name`. None if it is a `pyproject.toml` without our table.
    pub(crate) fn parse(name: &str, text: &[u8]) -> Result<Option<Self>, Failure> {
        let text = std::str::from_utf8(text)
            .map_err(|error| Failure::new(format!("{name}: not UTF-8: {error}")))?;
        let parsed = if name.ends_with("pyproject.toml") {
            // Reading all of a large pyproject.toml costs more than a small commit takes.
            if !text.contains("sdf-hook") {
                return Ok(None);
            }
            toml::from_str::<Project>(text).map(|project| project.tool.ours)
        } else {
            toml::from_str::<ConfigFile>(text).map(Some)
        };
        parsed.map_err(|error| {
            let (line, column) = place(text, error.span().map_or(0, |span| span.start));
            Failure::new(format!("{name}:{line}:{column}: {}", error.message().trim_end()))
                .hint("`sdf-hook init` writes a file with every key explained")
        })
    }
}

fn branch_patterns<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let patterns = Vec::<String>::deserialize(deserializer)?;
    for pattern in &patterns {
        branch_pattern(pattern).map_err(de::Error::custom)?;
    }
    Ok(patterns)
}

fn test_names<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<TestNames>, D::Error> {
    let name = String::deserialize(deserializer)?;
    let names = name.parse().map_err(|()| {
        let known = TestNames::NAMES.join(", ");
        de::Error::custom(format!("'{}' is none of {known}", name.escape_debug()))
    })?;
    Ok(Some(names))
}

fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
    (line, column)
}

fn named<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    let name = String::deserialize(deserializer)?;
    name.parse().map(Some).map_err(de::Error::custom)
}

fn severities<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Severity>, D::Error> {
    let names = BTreeMap::<String, String>::deserialize(deserializer)?;
    let parsed = names.into_iter().map(|(selector, name)| Ok((selector, name.parse()?)));
    parsed.collect::<Result<_, sdf_core::UnknownName>>().map_err(de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        ConfigFile::parse("sdf-hook.toml", text.as_bytes()).expect_err("a mistake").to_string()
    }

    #[test]
    fn a_mistake_is_named_with_its_place_and_what_would_do() {
        let unknown = error("select = []\nignroe = ['E501']\n");
        assert!(
            unknown.starts_with("error: sdf-hook.toml:2:1: unknown field `ignroe`"),
            "{unknown}"
        );
        let severity = error("min-severity = 'huge'\n");
        assert!(
            severity.contains(":1:16: 'huge' is none of low, medium, high, critical"),
            "{severity}"
        );
        let open = error("\n\nselect = [\n");
        assert!(open.starts_with("error: sdf-hook.toml:"), "{open}");
        let reason = error("[[allow]]\nrules = ['E501']\n");
        assert!(reason.contains("missing field `reason`"), "{reason}");
    }

    #[test]
    fn our_table_of_a_pyproject_is_read_and_others_are_left_alone() {
        let parse = |text: &str| ConfigFile::parse("pyproject.toml", text.as_bytes());
        let ours = parse("[tool.other]\nx = 1\n[tool.sdf-hook]\nignore = ['E501']\n");
        assert_eq!(ours.expect("valid").expect("a table").ignore, ["E501"]);
        assert!(parse("[tool.other]\nx = 1\n").expect("valid").is_none());
        assert!(parse("[tool.sdf-hook]\nx = 1\n").is_err());
    }
}
