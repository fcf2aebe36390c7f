//! Configurations of gitleaks and betterleaks: where they are found, and what they mean beside our
//! own rules.
//!
//! A configuration that was found where those tools look for it means what it means to them: its
//! rules alone, unless `useDefault` keeps the default ones, which are our built-in ones here. A
//! team that moves gets what it had. One that is named as a rule file adds to the built-in rules,
//! as every rule file does.

use super::Source;
use crate::args::Common;
use crate::builtin;
use crate::failure::{Context, Failure};
use sdf_core::{Notice, Rule, Weight};
use sdf_engine::{By, Exceptions};
use sdf_rules::gitleaks::{Configuration, File, ignore_file, is_gitleaks};
use std::collections::BTreeSet;
use std::{env, fs};

/// The names that are looked for at the root, in this order.
pub(crate) const CONFIGURATIONS: [&str; 2] = [".betterleaks.toml", ".gitleaks.toml"];
/// Lists of accepted findings at the root.
const IGNORE_FILES: [&str; 2] = [".betterleaksignore", ".gitleaksignore"];
/// Variables that name a configuration, and such that hold one.
const PATHS: [&str; 2] = ["BETTERLEAKS_CONFIG", "GITLEAKS_CONFIG"];
const CONTENTS: [&str; 2] = ["BETTERLEAKS_CONFIG_TOML", "GITLEAKS_CONFIG_TOML"];

/// What the configurations of gitleaks say.
#[derive(Default)]
pub(crate) struct Gitleaks {
    pub(crate) configurations: Vec<Configuration>,
    /// Ids of built-in rules that are off.
    pub(crate) off: BTreeSet<String>,
    /// Findings that were accepted.
    pub(crate) exceptions: Exceptions,
    pub(crate) notices: Vec<Notice>,
}

impl Gitleaks {
    /// Takes what is a configuration of gitleaks out of the rule files, of which the first
    /// `configured` come from `source` and the others from the command line, and looks for one
    /// where gitleaks does.
    pub(crate) fn load(
        source: Source<'_>,
        common: &Common,
        rule_files: &mut Vec<(String, Vec<u8>)>,
        configured: usize,
    ) -> Result<Self, Failure> {
        let mut gitleaks = Gitleaks::default();
        for (index, (name, content)) in std::mem::take(rule_files).into_iter().enumerate() {
            match text(&name, &content) {
                Ok(text) if name.ends_with(".toml") && is_gitleaks(text) => {
                    let on_disk = index >= configured;
                    let mut file = File::parse(&name, text)?;
                    file.extends_default |= !common.no_builtin;
                    gitleaks.add(file, on_disk, source)?;
                }
                _ => rule_files.push((name, content)),
            }
        }
        if gitleaks.configurations.is_empty() && !common.no_builtin {
            gitleaks.discover(source)?;
        }
        gitleaks.read_ignored(source)?;
        Ok(gitleaks)
    }

    /// The configuration that gitleaks would find by itself.
    fn discover(&mut self, source: Source<'_>) -> Result<(), Failure> {
        let variable = |names: [&'static str; 2]| {
            names.into_iter().find_map(|name| {
                let value = env::var(name).ok().filter(|value| !value.is_empty());
                value.map(|value| (name, value))
            })
        };
        let (name, content, on_disk) = if let Some((variable, path)) = variable(PATHS) {
            let attempt = || format!("read {path}, which {variable} names");
            (path.clone(), fs::read(&path).context(attempt)?, true)
        } else if let Some((variable, content)) = variable(CONTENTS) {
            (variable.to_owned(), content.into_bytes(), true)
        } else {
            let mut found = None;
            for name in CONFIGURATIONS {
                if found.is_none() {
                    found = source.read(name)?.map(|content| (name.to_owned(), content, false));
                }
            }
            match found {
                Some(found) => found,
                None => return Ok(()),
            }
        };
        let file = File::parse(&name, text(&name, &content)?)?;
        self.add(file, on_disk, source)
    }

    /// Adds the configuration that begins with `file`.
    fn add(&mut self, file: File, on_disk: bool, source: Source<'_>) -> Result<(), Failure> {
        let mut read = |path: &str| {
            let is_absolute = std::path::Path::new(path).is_absolute();
            let content = match on_disk || is_absolute {
                true => fs::read(path).map(Some).map_err(|error| error.to_string()),
                false => source
                    .read(path.strip_prefix("./").unwrap_or(path))
                    .map_err(|failure| failure.to_string()),
            };
            let content = content?.ok_or(
                "it is not there; paths begin at the root, and it has to be in git as well",
            )?;
            text(path, &content).map(str::to_owned).map_err(|failure| failure.to_string())
        };
        let configuration = Configuration::new(file, &mut read)?;
        let name = &configuration.name;
        let remark = |remark: &String| Notice::general(Weight::Remark, remark.clone());
        self.notices.extend(configuration.remarks.iter().map(remark));
        let place = match configuration.extends_default {
            true => "beside the built-in ones",
            false => {
                "in the place of the built-in ones, for it does not set useDefault in [extend]"
            }
        };
        let used = format!("rules for secrets: {} of {name}, {place}", configuration.rules.len());
        self.notices.push(Notice::general(Weight::Detail, used));
        self.switch_off(&configuration);
        let is_on = |rule: &Rule| !self.off.contains(&*rule.id);
        let built_in = || builtin::SECRETS.iter().any(|rule| is_on(&rule.rule));
        if configuration.rules.iter().all(|rule| rule.skip_report) && !built_in() {
            return Err(Failure::new(format!(
                "{name} leaves no rule for secrets: nothing would be found"
            ))
            .hint("set useDefault = true under [extend], or give it rules"));
        }
        self.configurations.push(configuration);
        Ok(())
    }

    /// Finds out which built-in rules are off.
    fn switch_off(&mut self, configuration: &Configuration) {
        let rules = builtin::SECRETS.iter().map(|rule| &rule.rule);
        if !configuration.extends_default {
            self.off.extend(rules.map(|rule| rule.id.to_string()));
            return;
        }
        let own = configuration.rules.iter().filter(|rule| rule.regex.is_some());
        let own = own.map(|rule| &*rule.rule.id);
        let out: BTreeSet<&str> =
            configuration.disabled.iter().map(String::as_str).chain(own).collect();
        let name = &configuration.name;
        let mut known = BTreeSet::new();
        for rule in rules {
            let names: Vec<&str> = peer_names(rule).collect();
            known.extend(names.iter().copied().chain([&*rule.id]));
            let rest: Vec<&str> =
                names.iter().copied().filter(|alias| !out.contains(alias)).collect();
            let named = out.contains(&*rule.id);
            if named || !names.is_empty() && rest.is_empty() {
                self.off.insert(rule.id.to_string());
            } else if let Some(part) =
                names.iter().find(|alias| configuration.disabled.iter().any(|it| it == *alias))
            {
                let message = format!(
                    "{name}: disabledRules names '{part}', which is a part of the rule '{}'; that \
                     stays on, for it finds {} as well; ignore = [\"{}\"] in sdf-hook.toml switches \
                     it off",
                    rule.id,
                    rest.join(", "),
                    rule.id
                );
                self.notices.push(Notice::general(Weight::Remark, message));
            }
        }
        let amended = configuration.amendments.iter().map(|one| &one.rule);
        for id in configuration.disabled.iter().chain(amended) {
            if !known.contains(id.as_str()) {
                let message = format!("{name} names '{id}': no built-in rule goes by that name");
                self.notices.push(Notice::general(Weight::Detail, message));
            }
        }
    }

    /// Reads the findings that were accepted by their place.
    fn read_ignored(&mut self, source: Source<'_>) -> Result<(), Failure> {
        for name in IGNORE_FILES {
            let Some(content) = source.read(name)? else { continue };
            let (entries, strange) = ignore_file(text(name, &content)?);
            for entry in entries {
                self.exceptions.add(entry.path, entry.rule, By::Line(entry.line));
            }
            for (line, entry) in strange {
                let message = format!(
                    "{name}:{line}: '{entry}' accepts nothing: it is neither file:rule:line nor \
                     commit:file:rule:line"
                );
                self.notices.push(Notice::general(Weight::Remark, message));
            }
        }
        Ok(())
    }
}

/// The ids that gitleaks may have for `rule`: words in lower case, unlike the codes of linters.
fn peer_names(rule: &Rule) -> impl Iterator<Item = &str> {
    let is_id = |name: &&str| {
        name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    rule.aliases.iter().map(|alias| &**alias).filter(is_id)
}

fn text<'t>(name: &str, content: &'t [u8]) -> Result<&'t str, Failure> {
    let text = std::str::from_utf8(content);
    text.map_err(|error| Failure::new(format!("{name}: not UTF-8: {error}")))
}
