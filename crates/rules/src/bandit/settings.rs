//! Bandit's configuration: `[tool.bandit]` of pyproject.toml, its YAML file and `.bandit`.
//!
//! Source: the documentation of bandit, "Configuration". Paths are matched as bandit does: by shell
//! patterns, or by any part of them.

use super::Options;
use super::options::KeySizes;
use crate::RuleFileError;
use crate::yaml::{self, Mapping};

/// What a configuration of bandit says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The only checks that are on, by id or name; empty for all.
    pub tests: Vec<String>,
    /// Checks that are off, by id or name.
    pub skips: Vec<String>,
    /// Paths that are not looked at.
    pub exclude: Vec<String>,
    /// Options of the checks.
    pub options: Options,
    /// Keys that mean nothing here: profiles, and how bandit is run.
    pub unused: Vec<String>,
}

/// A value of a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Value {
    Texts(Vec<String>),
    Number(i64),
    Truth(bool),
    Table(Vec<(String, Value)>),
    /// None of these.
    Other,
}

impl Settings {
    /// Those of `[tool.bandit]` in the text of a pyproject.toml; none without such a table.
    ///
    /// # Errors
    /// When the text is no TOML, or a value is not what its key asks for.
    pub fn of_pyproject(file: &str, text: &str) -> Result<Option<Self>, RuleFileError> {
        let parsed: toml::Table = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start));
            let line = before.map(|before| 1 + before.matches('\n').count());
            RuleFileError::new(file, line, error.message())
        })?;
        let table = parsed.get("tool").and_then(|tool| tool.get("bandit"));
        let Some(table) = table else { return Ok(None) };
        let Value::Table(entries) = of_toml(table, 2) else {
            return Err(RuleFileError::new(file, None, "tool.bandit: expected a table"));
        };
        Self::read(file, entries).map(Some)
    }

    /// Those of a YAML file, as `bandit -c` takes it.
    ///
    /// # Errors
    /// When the text is no YAML mapping, or a value is not what its key asks for.
    pub fn of_yaml(file: &str, text: &str) -> Result<Self, RuleFileError> {
        let document = yaml::load(file, text)?;
        Self::read(file, of_mapping(yaml::Value::root(file, &document).mapping()?))
    }

    /// Those of the section `[bandit]` of an INI file; none without such a section.
    ///
    /// # Errors
    /// When a line of the section is none of `key = value`, a comment and white space.
    pub fn of_ini(file: &str, text: &str) -> Result<Option<Self>, RuleFileError> {
        let (mut entries, mut inside, mut seen) = (Vec::<(String, Value)>::new(), false, false);
        for (number, line) in text.lines().enumerate() {
            let is_continued = line.starts_with([' ', '\t']);
            let line = line.trim();
            if line.is_empty() || line.starts_with(['#', ';']) {
                continue;
            }
            if let Some(header) = line.strip_prefix('[') {
                inside = header.strip_suffix(']').is_some_and(|name| name.trim() == "bandit");
                seen |= inside;
                continue;
            }
            if !inside {
                continue;
            }
            let last = entries.last_mut().filter(|_| is_continued);
            match (last, line.split_once(['=', ':'])) {
                (Some((_, Value::Texts(texts))), _) => texts.push(line.to_owned()),
                (_, Some((key, value))) => {
                    let key = key.trim().to_lowercase();
                    entries.push((key, Value::Texts(vec![value.trim().to_owned()])));
                }
                _ => {
                    let message = "expected key = value";
                    return Err(RuleFileError::new(file, Some(number + 1), message));
                }
            }
        }
        match seen {
            true => Self::read(file, entries).map(Some),
            false => Ok(None),
        }
    }

    fn read(file: &str, entries: Vec<(String, Value)>) -> Result<Self, RuleFileError> {
        let mut settings = Settings::default();
        for (key, value) in entries {
            let wrong = |expected: &str| {
                RuleFileError::new(file, None, format!("{key}: expected {expected}"))
            };
            let list = match key.as_str() {
                "tests" => &mut settings.tests,
                "skips" => &mut settings.skips,
                "exclude" | "exclude_dirs" => &mut settings.exclude,
                _ => {
                    let Value::Table(options) = value else {
                        settings.unused.push(key);
                        continue;
                    };
                    for (option, value) in options {
                        let name = format!("{key}.{option}");
                        settings.option(file, name, value)?;
                    }
                    continue;
                }
            };
            let Value::Texts(texts) = value else { return Err(wrong("a list of texts")) };
            let parts = texts.iter().flat_map(|text| text.split(',')).map(str::trim);
            list.extend(parts.filter(|part| !part.is_empty()).map(str::to_owned));
        }
        Ok(settings)
    }

    /// Takes over the option called `name`.
    fn option(&mut self, file: &str, name: String, value: Value) -> Result<(), RuleFileError> {
        let wrong =
            |expected: &str| RuleFileError::new(file, None, format!("{name}: expected {expected}"));
        let options = &mut self.options;
        if let Some(list) = list(options, &name) {
            let Value::Texts(texts) = value else { return Err(wrong("a list of texts")) };
            *list = texts;
        } else if let Some(truth) = truth(options, &name) {
            let Value::Truth(value) = value else { return Err(wrong("true or false")) };
            *truth = value;
        } else if let Some(size) = size(&mut options.key_sizes, &name) {
            let Value::Number(value) = value else { return Err(wrong("a number of bits")) };
            *size = value;
        } else {
            self.unused.push(name);
        }
        Ok(())
    }
}

fn list<'o>(options: &'o mut Options, name: &str) -> Option<&'o mut Vec<String>> {
    Some(match name {
        "assert_used.skips" => &mut options.assert_skips,
        "hardcoded_tmp_directory.tmp_dirs" => &mut options.temporary_directories,
        "shell_injection.subprocess" => &mut options.subprocess,
        "shell_injection.shell" => &mut options.shell,
        "shell_injection.no_shell" => &mut options.no_shell,
        "ssl_with_bad_version.bad_protocol_versions" => &mut options.bad_protocol_versions,
        "markupsafe_xss.extend_markup_names" => &mut options.markup_names,
        "markupsafe_xss.allowed_calls" => &mut options.markup_allowed,
        _ => return None,
    })
}

fn truth<'o>(options: &'o mut Options, name: &str) -> Option<&'o mut bool> {
    Some(match name {
        "try_except_pass.check_typed_exception" => &mut options.pass_of_typed_exceptions,
        "try_except_continue.check_typed_exception" => &mut options.continue_of_typed_exceptions,
        _ => return None,
    })
}

fn size<'o>(sizes: &'o mut KeySizes, name: &str) -> Option<&'o mut i64> {
    Some(match name.strip_prefix("weak_cryptographic_key.weak_key_size_")? {
        "dsa_high" => &mut sizes.dsa[0],
        "dsa_medium" => &mut sizes.dsa[1],
        "rsa_high" => &mut sizes.rsa[0],
        "rsa_medium" => &mut sizes.rsa[1],
        "ec_high" => &mut sizes.ec[0],
        "ec_medium" => &mut sizes.ec[1],
        _ => return None,
    })
}

/// A value of TOML; tables are read down to `depth`.
fn of_toml(value: &toml::Value, depth: usize) -> Value {
    match value {
        toml::Value::String(text) => Value::Texts(vec![text.clone()]),
        toml::Value::Integer(number) => Value::Number(*number),
        toml::Value::Boolean(truth) => Value::Truth(*truth),
        toml::Value::Array(items) => {
            let texts = items.iter().map(|item| item.as_str().map(str::to_owned));
            texts.collect::<Option<_>>().map_or(Value::Other, Value::Texts)
        }
        toml::Value::Table(table) if depth > 0 => {
            let entry = |(key, value): (&String, _)| (key.clone(), of_toml(value, depth - 1));
            Value::Table(table.iter().map(entry).collect())
        }
        _ => Value::Other,
    }
}

fn of_mapping(mut mapping: Mapping<'_>) -> Vec<(String, Value)> {
    let mut entries = Vec::new();
    while let Some((key, value)) = mapping.take_first() {
        let read = match value.mapping() {
            Ok(inner) => Value::Table(of_options(inner)),
            Err(_) => of_scalar(&value),
        };
        entries.push((key.to_owned(), read));
    }
    entries
}

fn of_options(mut mapping: Mapping<'_>) -> Vec<(String, Value)> {
    let mut entries = Vec::new();
    while let Some((key, value)) = mapping.take_first() {
        entries.push((key.to_owned(), of_scalar(&value)));
    }
    entries
}

fn of_scalar(value: &yaml::Value<'_>) -> Value {
    match (value.text(), value.texts()) {
        (Ok(text), _) => match (text.parse(), text.parse()) {
            (Ok(number), _) => Value::Number(number),
            (_, Ok(truth)) => Value::Truth(truth),
            _ => Value::Texts(vec![text]),
        },
        (_, Ok(texts)) => Value::Texts(texts),
        _ => Value::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_forms_say_the_same() {
        let toml = "[tool.bandit]\nexclude_dirs = [\"tests\", \"docs\"]\nskips = [\"B101\", \"B404\"]\n\
                    [tool.bandit.hardcoded_tmp_directory]\ntmp_dirs = [\"/scratch\"]\n\
                    [tool.bandit.try_except_pass]\ncheck_typed_exception = true\n\
                    [tool.bandit.weak_cryptographic_key]\nweak_key_size_ec_high = 200\n";
        let of_toml = Settings::of_pyproject("pyproject.toml", toml).expect("read").expect("some");
        let yaml = "exclude_dirs: [tests, docs]\nskips: [B101, B404]\n\
                    hardcoded_tmp_directory:\n  tmp_dirs: [/scratch]\n\
                    try_except_pass: {check_typed_exception: true}\n\
                    weak_cryptographic_key: {weak_key_size_ec_high: 200}\n";
        assert_eq!(Settings::of_yaml("bandit.yaml", yaml).expect("read"), of_toml);
        assert_eq!(of_toml.options.key_sizes.ec, [200, 224]);
        let ini = "[other]\nx\n[bandit]\n# why\nexclude = tests,docs\nskips: B101,\n  B404\n";
        let of_ini = Settings::of_ini(".bandit", ini).expect("read").expect("some");
        assert_eq!((of_ini.exclude, of_ini.skips), (of_toml.exclude, of_toml.skips));
    }

    #[test]
    fn what_is_wrong_is_said_and_what_means_nothing_is_told() {
        let error = Settings::of_pyproject("p.toml", "[tool.bandit]\nskips = 3\n").expect_err("no");
        assert_eq!(error.to_string(), "p.toml: skips: expected a list of texts");
        let error = Settings::of_yaml("b.yaml", "assert_used: {skips: 3}").expect_err("no list");
        assert_eq!(error.to_string(), "b.yaml: assert_used.skips: expected a list of texts");
        assert_eq!(Settings::of_ini(".bandit", "[bandit]\nskips\n").expect_err("no").line, Some(2));
        assert_eq!(Settings::of_ini(".bandit", "skips: B101").expect("read"), None);
        assert_eq!(Settings::of_pyproject("p.toml", "[tool.x]").expect("read"), None);
        let yaml = "profiles: {a: {b: c}}\nnumber: 4\n";
        let unused = Settings::of_yaml("b.yaml", yaml).expect("read").unused;
        assert_eq!(unused, ["profiles.a", "number"]);
    }
}
