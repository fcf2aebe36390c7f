//! The rules in force: the built-in ones and those that a user adds.

use crate::builtin;
use crate::config::{Effective, rule_files};
use crate::failure::Failure;
use sdf_core::{Notice, Weight};
use sdf_engine::{Catalogue, map_in_order};
use sdf_gate::{Anchor, Gate, freeze};
use sdf_rules::bandit::Check;
use sdf_rules::gitleaks::Configuration;
use sdf_rules::sast::SastRule;
use sdf_rules::secret::SecretRule;
use sdf_rules::{RuleFileError, YamlRules, parse_yaml};
use std::borrow::Cow;

/// Fewer files are read before another thread has started.
const FILES_A_THREAD: usize = 16;

/// Rules of every family with the automaton over their literals.
pub(crate) struct RuleTable {
    secrets: Cow<'static, [SecretRule]>,
    sast: Cow<'static, [SastRule]>,
    bandit: &'static [Check],
    gitleaks: Vec<Configuration>,
    gate: Cow<'static, [u8]>,
    /// What is to be said about the rule files.
    pub(crate) notices: Vec<Notice>,
}

impl RuleTable {
    /// The rules that `effective` asks for. Costs nothing unless it adds some.
    pub(crate) fn new(effective: &Effective) -> Result<Self, Failure> {
        let built_in = RuleTable {
            secrets: Cow::Borrowed(builtin::SECRETS),
            sast: Cow::Borrowed(builtin::SAST),
            bandit: builtin::BANDIT,
            gitleaks: effective.gitleaks.clone(),
            gate: Cow::Borrowed(builtin::GATE),
            notices: Vec::new(),
        };
        let gitleaks = built_in.gitleaks.clone();
        let has_rules = gitleaks.iter().any(|configuration| !configuration.rules.is_empty());
        let adds = !effective.rule_files.is_empty() || effective.git_secrets.is_some();
        if !adds && effective.builtin && !has_rules {
            return Ok(built_in);
        }
        let bandit: &[Check] = if effective.builtin { built_in.bandit } else { &[] };
        let (mut secrets, mut sast) = match effective.builtin {
            true => (built_in.secrets.into_owned(), built_in.sast.into_owned()),
            false => (Vec::new(), Vec::new()),
        };
        let (built_in_secrets, mut notices, mut left_out) = (secrets.len(), Vec::new(), 0);
        for added in read_all(&effective.rule_files) {
            let mut added = added?;
            secrets.append(&mut added.secrets);
            sast.append(&mut added.sast);
            notices.append(&mut added.notices);
            left_out += added.left_out;
        }
        if left_out > 0 {
            let rules =
                if left_out == 1 { "rule or part of one is" } else { "rules or parts of them are" };
            let message = format!("{left_out} {rules} left out of the rule files; -v tells which");
            notices.push(Notice::general(Weight::Remark, message));
        }
        secrets.extend(effective.git_secrets.clone());
        // Of two rules that find the same the first is kept: what a user adds.
        secrets.rotate_left(built_in_secrets);
        if secrets.is_empty() && sast.is_empty() && !has_rules {
            let failure = Failure::new("--no-builtin leaves no rule: nothing would be found");
            return Err(match notices.first() {
                Some(notice) => failure.hint(&*notice.message),
                None if adds => failure.hint("the rule files that were named hold none"),
                None => failure.hint("add a rule file with --rules FILE"),
            });
        }
        let anchors = sdf_rules::literals(&secrets, &sast, bandit);
        let groups = sdf_rules::anchor_groups(&sast);
        let first = (secrets.len() + groups + bandit.len()) as u32;
        let more = sdf_rules::gitleaks::literals(&gitleaks);
        let anchors = anchors.chain(more.map(|(rule, literal)| (first + rule, literal)));
        let anchors: Vec<_> = anchors.map(|(rule, literal)| Anchor { literal, rule }).collect();
        let gate = freeze(&anchors)?;
        let (secrets, sast, gate) = (secrets.into(), sast.into(), gate.into());
        Ok(RuleTable { secrets, sast, bandit, gitleaks, gate, notices })
    }

    /// The same for the engine, every selector of `effective` checked against it.
    pub(crate) fn catalogue(&self, effective: &Effective) -> Result<Catalogue<'_>, Failure> {
        let gate = Gate::open(&self.gate)?;
        let catalogue = Catalogue {
            secrets: &self.secrets,
            sast: &self.sast,
            bandit: self.bandit,
            gitleaks: &self.gitleaks,
            gate,
        };
        effective.settings.check(&catalogue).map_err(|error| effective.unknown_rule(&error))?;
        Ok(catalogue)
    }
}

/// What a rule file adds.
#[derive(Default)]
struct Added {
    secrets: Vec<SecretRule>,
    sast: Vec<SastRule>,
    notices: Vec<Notice>,
    /// How many rules for code, or parts of them, are not used here.
    left_out: usize,
}

/// The rules of the files, in order, read on several threads where there are many.
fn read_all(files: &[(String, Vec<u8>)]) -> Vec<Result<Added, Failure>> {
    let machine = std::thread::available_parallelism().map_or(1, |count| count.get());
    let threads = machine.min(files.len() / FILES_A_THREAD).max(1);
    map_in_order(files, vec![(); threads], |(), (name, content)| read(name, content))
}

/// The rules of the file `name`, and what is to be said about it.
fn read(name: &str, content: &[u8]) -> Result<Added, Failure> {
    let text = std::str::from_utf8(content)
        .map_err(|error| Failure::new(format!("{name}: not UTF-8: {error}")))?;
    let note = |weight| move |said: RuleFileError| Notice::general(weight, said.to_string());
    let mut added = Added::default();
    match name.rsplit('.').next() {
        Some("yaml" | "yml") => match parse_yaml(name, text)? {
            YamlRules::Kingfisher(file) => {
                let visible = file.rules.into_iter().filter(|rule| rule.visible);
                added.secrets.extend(visible.map(|rule| rule.rule));
                added.notices.extend(file.unknown.into_iter().map(note(Weight::Remark)));
                added.notices.extend(file.left_out.into_iter().map(note(Weight::Detail)));
            }
            YamlRules::Semgrep(file) => {
                rule_files::check(name, text, &file.rules)?;
                added.sast = file.rules;
                added.left_out = file.left_out.len();
                added.notices.extend(file.left_out.into_iter().map(note(Weight::Detail)));
            }
        },
        Some("toml") => {
            let rules = sdf_rules::secret::parse(name, text)?;
            added.secrets.extend(rules.into_iter().map(|(rule, _)| rule));
        }
        _ => {
            return Err(Failure::new(format!("{name}: not a rule file by its name"))
                .hint("rules for code end in .yaml or .yml, rules for secrets in .toml"));
        }
    }
    Ok(added)
}
