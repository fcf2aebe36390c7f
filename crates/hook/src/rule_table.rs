//! The rules in force: the built-in ones and those that a user adds.

use crate::builtin;
use crate::config::Effective;
use crate::failure::Failure;
use sdf_core::{Notice, Weight};
use sdf_engine::Catalogue;
use sdf_gate::{Anchor, Gate, freeze};
use sdf_rules::bandit::Check;
use sdf_rules::gitleaks::Configuration;
use sdf_rules::sast::SastRule;
use sdf_rules::secret::SecretRule;
use sdf_rules::{RuleFileError, kingfisher};
use std::borrow::Cow;

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
        let (built_in_secrets, mut notices) = (secrets.len(), Vec::new());
        for (name, content) in &effective.rule_files {
            notices.extend(add(name, content, &mut secrets, &mut sast)?);
        }
        secrets.extend(effective.git_secrets.clone());
        // Of two rules that find the same the first is kept: what a user adds.
        secrets.rotate_left(built_in_secrets);
        if secrets.is_empty() && sast.is_empty() && !has_rules {
            return Err(Failure::new("--no-builtin leaves no rule: nothing would be found")
                .hint("add a rule file with --rules FILE"));
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

/// Adds the rules of the file `name`, and tells what is to be said about it.
fn add(
    name: &str,
    content: &[u8],
    secrets: &mut Vec<SecretRule>,
    sast: &mut Vec<SastRule>,
) -> Result<Vec<Notice>, Failure> {
    let text = std::str::from_utf8(content)
        .map_err(|error| Failure::new(format!("{name}: not UTF-8: {error}")))?;
    let note = |weight| move |said: RuleFileError| Notice::general(weight, said.to_string());
    match name.rsplit('.').next() {
        Some("yaml" | "yml") if kingfisher::is_one(name, text) => {
            let file = kingfisher::parse(name, text)?;
            let visible = file.rules.into_iter().filter(|rule| rule.visible);
            secrets.extend(visible.map(|rule| rule.rule));
            let unknown = file.unknown.into_iter().map(note(Weight::Remark));
            return Ok(unknown
                .chain(file.left_out.into_iter().map(note(Weight::Detail)))
                .collect());
        }
        Some("yaml" | "yml") => {
            let file = sdf_rules::sast::parse(name, text)?;
            sdf_sast::check(&file.rules)
                .map_err(|error| Failure::new(format!("{name}: {error}")))?;
            sast.extend(file.rules);
            return Ok(file.left_out.into_iter().map(note(Weight::Remark)).collect());
        }
        Some("toml") => {
            let rules = sdf_rules::secret::parse(name, text)?;
            secrets.extend(rules.into_iter().map(|(rule, _)| rule));
        }
        _ => {
            return Err(Failure::new(format!("{name}: not a rule file by its name"))
                .hint("rules for code end in .yaml or .yml, rules for secrets in .toml"));
        }
    }
    Ok(Vec::new())
}
