//! `sdf-hook rules test`: rule files against their own examples.

mod bandit;
mod semgrep;
mod tally;

use crate::TROUBLE;
use crate::config::rule_files;
use crate::failure::Failure;
use crate::output::print;
use sdf_rules::kingfisher::{self, KingfisherRule};
use sdf_rules::sast::Library;
use sdf_rules::secret::{Examples, Requirement, SecretRule};
use sdf_rules::{YamlRules, gitleaks, parse_yaml};
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use tally::{Fault, Tally};

/// Tests the rules of `files`: 0 when all behave, 1 when some do not, 2 when a file cannot be used.
pub(crate) fn run(files: &[PathBuf], quiet: bool, format: &str) -> Result<ExitCode, Failure> {
    let as_json = match format {
        "text" => false,
        "json" => true,
        other => {
            return Err(Failure::new(format!("rules test has no format '{other}'"))
                .hint("text and json are there"));
        }
    };
    let mut tally = Tally::new(quiet);
    let mut all = Vec::new();
    for path in files {
        all.extend(rule_files::on_disk(path)?);
    }
    let libraries = semgrep::libraries(&all);
    for (name, content) in &all {
        tally.file(name);
        if let Err(failure) = file(name, content, &libraries, &mut tally) {
            tally.broken(&failure.to_string());
        }
    }
    let (failed, broken) = (tally.failed, tally.broken);
    if tally.passed + tally.untested + failed + broken == 0 {
        return Err(Failure::new("there is no rule in what was named: nothing was tested"));
    }
    print(&tally.finish(as_json))?;
    Ok(match (broken, failed) {
        (0, 0) => ExitCode::SUCCESS,
        (0, _) => ExitCode::FAILURE,
        _ => ExitCode::from(TROUBLE),
    })
}

fn file(
    name: &str,
    content: &[u8],
    libraries: &[Library],
    tally: &mut Tally,
) -> Result<(), Failure> {
    let text = std::str::from_utf8(content)
        .map_err(|error| Failure::new(format!("{name}: not UTF-8: {error}")))?;
    if name.ends_with(".yaml") || name.ends_with(".yml") {
        return match parse_yaml(name, text)? {
            YamlRules::Kingfisher(file) => of_kingfisher(file, tally),
            YamlRules::Semgrep(file) => semgrep::file(name, text, file, libraries, tally),
        };
    }
    if gitleaks::is_gitleaks(text) {
        return of_gitleaks(name, text, tally);
    }
    if sdf_rules::bandit::is_checks(text) {
        return bandit::file(name, text, tally);
    }
    ours(sdf_rules::secret::parse(name, text)?, tally)
}

/// Files of gitleaks hold no examples: that they can be used is all that there is to know.
fn of_gitleaks(name: &str, text: &str, tally: &mut Tally) -> Result<(), Failure> {
    let mut read = |path: &str| fs::read_to_string(path).map_err(|error| error.to_string());
    let configuration =
        gitleaks::Configuration::new(gitleaks::File::parse(name, text)?, &mut read)?;
    for remark in &configuration.remarks {
        tally.remark(&remark.to_string());
    }
    tally.remark("files of gitleaks hold no examples: the rules were read and compiled");
    configuration.rules.iter().for_each(|rule| tally.add(&rule.rule.id, 0, &[]));
    Ok(())
}

/// Rules of our own form are tried together: of two that find the same, one has to yield.
fn ours(rules: Vec<(SecretRule, Examples)>, tally: &mut Tally) -> Result<(), Failure> {
    let (rules, examples): (Vec<_>, Vec<_>) = rules.into_iter().unzip();
    let failures = sdf_secrets::examples::failures(&rules, &examples)?;
    for (index, (rule, examples)) in rules.iter().zip(&examples).enumerate() {
        let of_rule = failures.iter().filter(|failure| failure.rule == index);
        let faults: Vec<Fault> =
            of_rule.map(|failure| Fault::new(failure.message.clone())).collect();
        let count = examples.positive.len() + examples.negative.len();
        tally.add(&rule.rule.id, count, &faults);
    }
    Ok(())
}

/// Rules of other tools are tried one by one, as those tools do, and wherever they are confined to.
fn of_kingfisher(file: kingfisher::RuleFile, tally: &mut Tally) -> Result<(), Failure> {
    for warning in &file.unknown {
        tally.remark(&warning.to_string());
    }
    for KingfisherRule { mut rule, examples, .. } in file.rules {
        let anywhere = |it: &Requirement| !matches!(it, Requirement::Path(_));
        rule.requirements = rule.requirements.iter().filter(|it| anywhere(it)).cloned().collect();
        ours(vec![(rule, examples)], tally)?;
    }
    Ok(())
}
