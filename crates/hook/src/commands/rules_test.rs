//! `sdf-hook rules test`: rule files against their own examples.

use crate::TROUBLE;
use crate::config::rule_files;
use crate::failure::{Context, Failure};
use crate::output::print;
use sdf_rules::kingfisher::{self, KingfisherRule};
use sdf_rules::sast::RuleFile;
use sdf_rules::secret::{Examples, Requirement, SecretRule};
use sdf_rules::{YamlRules, gitleaks, parse_yaml};
use sdf_sast::examples::{Comparison, compare};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What became of the rules.
#[derive(Default)]
struct Tally {
    text: String,
    /// The file whose name is still to be printed.
    heading: Option<String>,
    quiet: bool,
    passed: usize,
    untested: usize,
    failed: usize,
}

impl Tally {
    /// One line for a rule, and below it one for each example that does not behave.
    fn add(&mut self, rule: &str, examples: usize, failures: &[String]) {
        let (word, count) = match (failures, examples) {
            ([], 0) => ("untested", &mut self.untested),
            ([], _) => ("ok", &mut self.passed),
            _ => ("FAILED", &mut self.failed),
        };
        *count += 1;
        if self.quiet && failures.is_empty() {
            return;
        }
        let plural = if examples == 1 { "" } else { "s" };
        self.line(format!("  {word:8}  {rule} ({examples} example{plural})"));
        for failure in failures {
            self.line(format!("            {failure}"));
        }
    }

    fn line(&mut self, line: String) {
        if let Some(name) = self.heading.take() {
            self.line(name);
        }
        writeln!(self.text, "{line}").expect("writing to a string cannot fail");
    }
}

/// Tests the rules of `files`: 0 when all behave, 1 when some do not, 2 when a file cannot be used.
pub(crate) fn run(files: &[PathBuf], quiet: bool) -> Result<ExitCode, Failure> {
    let mut tally = Tally { quiet, ..Tally::default() };
    let mut in_trouble = false;
    for path in files {
        for (name, content) in rule_files::on_disk(path)? {
            tally.heading = Some(name.clone());
            if let Err(failure) = file(&name, &content, &mut tally) {
                in_trouble = true;
                tally.line(format!("  {failure}"));
            }
        }
    }
    let Tally { passed, untested, failed, .. } = tally;
    if passed + untested + failed == 0 && !in_trouble {
        return Err(Failure::new("there is no rule in what was named: nothing was tested"));
    }
    tally.heading = None;
    tally.line(format!("{passed} ok, {failed} failed, {untested} untested"));
    print(&tally.text)?;
    Ok(match (in_trouble, failed) {
        (true, _) => ExitCode::from(TROUBLE),
        (false, 0) => ExitCode::SUCCESS,
        (false, _) => ExitCode::FAILURE,
    })
}

fn file(name: &str, content: &[u8], tally: &mut Tally) -> Result<(), Failure> {
    let text = std::str::from_utf8(content)
        .map_err(|error| Failure::new(format!("{name}: not UTF-8: {error}")))?;
    if name.ends_with(".yaml") || name.ends_with(".yml") {
        return match parse_yaml(name, text)? {
            YamlRules::Kingfisher(file) => of_kingfisher(file, tally),
            YamlRules::Semgrep(file) => of_semgrep(name, file, tally),
        };
    }
    if gitleaks::is_gitleaks(text) {
        return of_gitleaks(name, text, tally);
    }
    ours(sdf_rules::secret::parse(name, text)?, tally)
}

/// Files of gitleaks hold no examples: that they can be used is all that there is to know.
fn of_gitleaks(name: &str, text: &str, tally: &mut Tally) -> Result<(), Failure> {
    let mut read = |path: &str| fs::read_to_string(path).map_err(|error| error.to_string());
    let configuration =
        gitleaks::Configuration::new(gitleaks::File::parse(name, text)?, &mut read)?;
    for remark in &configuration.remarks {
        tally.line(format!("  {remark}"));
    }
    tally.line("  files of gitleaks hold no examples: the rules were read and compiled".to_owned());
    configuration.rules.iter().for_each(|rule| tally.add(&rule.rule.id, 0, &[]));
    Ok(())
}

/// Rules of our own form are tried together: of two that find the same, one has to yield.
fn ours(rules: Vec<(SecretRule, Examples)>, tally: &mut Tally) -> Result<(), Failure> {
    let (rules, examples): (Vec<_>, Vec<_>) = rules.into_iter().unzip();
    let failures = sdf_secrets::examples::failures(&rules, &examples)?;
    for (index, (rule, examples)) in rules.iter().zip(&examples).enumerate() {
        let of_rule = failures.iter().filter(|failure| failure.rule == index);
        let messages: Vec<String> = of_rule.map(|failure| failure.message.clone()).collect();
        let count = examples.positive.len() + examples.negative.len();
        tally.add(&rule.rule.id, count, &messages);
    }
    Ok(())
}

/// Rules of other tools are tried one by one, as those tools do, and wherever they are confined to.
fn of_kingfisher(file: kingfisher::RuleFile, tally: &mut Tally) -> Result<(), Failure> {
    for warning in &file.unknown {
        tally.line(format!("  {warning}"));
    }
    for KingfisherRule { mut rule, examples, .. } in file.rules {
        let anywhere = |it: &Requirement| !matches!(it, Requirement::Path(_));
        rule.requirements = rule.requirements.iter().filter(|it| anywhere(it)).cloned().collect();
        ours(vec![(rule, examples)], tally)?;
    }
    Ok(())
}

fn of_semgrep(name: &str, file: RuleFile, tally: &mut Tally) -> Result<(), Failure> {
    for left_out in &file.left_out {
        tally.line(format!("  {left_out}"));
    }
    let rules = file.rules;
    sdf_sast::check(&rules).map_err(|error| Failure::new(format!("{name}: {error}")))?;
    let mut comparisons: Vec<(String, Comparison)> = Vec::new();
    for example in beside(Path::new(name))? {
        let shown = example.display().to_string();
        let source = fs::read(&example).context(|| format!("read {shown}"))?;
        let file = example.file_name().unwrap_or_default().as_encoded_bytes();
        let comparison = compare(&rules, file.into(), &source);
        let comparison =
            comparison.map_err(|error| Failure::new(format!("the example {shown} {error}")))?;
        comparisons.push((shown, comparison));
    }
    if comparisons.is_empty() {
        let stem = Path::new(name).with_extension("py");
        tally.line(format!("  no annotated code beside it, such as {}", stem.display()));
    }
    for rule in &rules {
        let id = &*rule.rule.id;
        let (mut count, mut failures) = (0, Vec::new());
        for (shown, comparison) in &comparisons {
            let annotations = &comparison.annotations;
            let spoken = annotations.expected.iter().chain(&annotations.allowed);
            count += spoken.filter(|(named, _)| named == id).count();
            let mut tell = |places: &std::collections::BTreeSet<(String, usize)>, what: &str| {
                let of_rule = places.iter().filter(|(named, _)| named == id);
                failures.extend(of_rule.map(|(_, line)| format!("{shown}:{line}: {what}")));
            };
            tell(&comparison.missed, "not reported, but should be");
            tell(&comparison.surplus, "reported, but should not be");
        }
        tally.add(id, count, &failures);
    }
    for (shown, comparison) in &comparisons {
        let annotations = &comparison.annotations;
        for (named, line) in annotations.expected.iter().chain(&annotations.allowed) {
            if !rules.iter().any(|rule| *rule.rule.id == **named) {
                let failure = format!("{shown}:{line}: the file has no such rule");
                tally.add(named, 1, &[failure]);
            }
        }
    }
    Ok(())
}

/// The files beside a rule file that have its name and the extension of a language.
fn beside(rule_file: &Path) -> Result<Vec<PathBuf>, Failure> {
    let folder = rule_file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let attempt = || format!("read the folder {}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).context(attempt)? {
        let path = entry.context(attempt)?.path();
        let is_code = path.extension().is_some_and(|it| it == "py");
        if is_code && path.file_stem() == rule_file.file_stem() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
