//! The rules in force: the built-in ones and those that a user adds.

use crate::builtin;
use crate::config::Effective;
use crate::failure::Failure;
use sdf_engine::Catalogue;
use sdf_gate::{Anchor, Gate, freeze};
use sdf_rules::gitleaks::Configuration;
use sdf_rules::sast::SastRule;
use sdf_rules::secret::SecretRule;
use std::borrow::Cow;

/// Rules of every family with the automaton over their literals.
pub(crate) struct RuleTable {
    secrets: Cow<'static, [SecretRule]>,
    sast: Cow<'static, [SastRule]>,
    gitleaks: Vec<Configuration>,
    gate: Cow<'static, [u8]>,
}

impl RuleTable {
    /// The rules that `effective` asks for. Costs nothing unless it adds some.
    pub(crate) fn new(effective: &Effective) -> Result<Self, Failure> {
        let built_in = RuleTable {
            secrets: Cow::Borrowed(builtin::SECRETS),
            sast: Cow::Borrowed(builtin::SAST),
            gitleaks: effective.gitleaks.clone(),
            gate: Cow::Borrowed(builtin::GATE),
        };
        let gitleaks = built_in.gitleaks.clone();
        let has_rules = gitleaks.iter().any(|configuration| !configuration.rules.is_empty());
        if effective.rule_files.is_empty() && effective.builtin && !has_rules {
            return Ok(built_in);
        }
        let (mut secrets, mut sast) = match effective.builtin {
            true => (built_in.secrets.into_owned(), built_in.sast.into_owned()),
            false => (Vec::new(), Vec::new()),
        };
        for (name, content) in &effective.rule_files {
            add(name, content, &mut secrets, &mut sast)?;
        }
        if secrets.is_empty() && sast.is_empty() && !has_rules {
            return Err(Failure::new("--no-builtin leaves no rule: nothing would be found")
                .hint("add a rule file with --rules FILE"));
        }
        let anchors = sdf_rules::literals(&secrets, &sast);
        let first = (secrets.len() + sast.len()) as u32;
        let more = sdf_rules::gitleaks::literals(&gitleaks);
        let anchors = anchors.chain(more.map(|(rule, literal)| (first + rule, literal)));
        let anchors: Vec<_> = anchors.map(|(rule, literal)| Anchor { literal, rule }).collect();
        let gate = freeze(&anchors)?;
        Ok(RuleTable { secrets: secrets.into(), sast: sast.into(), gitleaks, gate: gate.into() })
    }

    /// The same for the engine, every selector of `effective` checked against it.
    pub(crate) fn catalogue(&self, effective: &Effective) -> Result<Catalogue<'_>, Failure> {
        let gate = Gate::open(&self.gate)?;
        let catalogue =
            Catalogue { secrets: &self.secrets, sast: &self.sast, gitleaks: &self.gitleaks, gate };
        effective.settings.check(&catalogue).map_err(|error| effective.unknown_rule(&error))?;
        Ok(catalogue)
    }
}

fn add(
    name: &str,
    content: &[u8],
    secrets: &mut Vec<SecretRule>,
    sast: &mut Vec<SastRule>,
) -> Result<(), Failure> {
    let text = std::str::from_utf8(content)
        .map_err(|error| Failure::new(format!("{name}: not UTF-8: {error}")))?;
    match name.rsplit('.').next() {
        Some("yaml" | "yml") => {
            let rules = sdf_rules::sast::parse(name, text)?;
            sdf_sast::check(&rules).map_err(|error| Failure::new(format!("{name}: {error}")))?;
            sast.extend(rules);
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
    Ok(())
}
