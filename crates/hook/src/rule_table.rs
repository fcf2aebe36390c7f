//! The rules in force: the built-in ones and those that a user adds.

mod added;

use crate::builtin;
use crate::cache::{Cache, Key};
use crate::config::Effective;
use crate::failure::Failure;
use added::Added;
use sdf_core::{Notice, Weight};
use sdf_engine::Catalogue;
use sdf_gate::{Anchor, Gate, TableError, freeze};
use sdf_rules::bandit::Check;
use sdf_rules::gitleaks::Configuration;
use sdf_rules::sast::{Library, SastRule};
use sdf_rules::secret::SecretRule;
use sdf_rules::table::Rules;
use std::borrow::Cow;

/// Rules of every family with the automaton over their literals.
pub(crate) struct RuleTable {
    /// Beside the built-in rules, and before them: of two that find the same the first is kept.
    own_secrets: Vec<SecretRule>,
    own_sast: Vec<SastRule>,
    own_libraries: Vec<Library>,
    builtin: bool,
    bandit: &'static [Check],
    gitleaks: Vec<Configuration>,
    gate: Cow<'static, [u8]>,
    /// What is to be said about the rule files.
    pub(crate) notices: Vec<Notice>,
}

impl RuleTable {
    /// The rules that `effective` asks for. Costs nothing unless it adds some.
    pub(crate) fn new(effective: &Effective) -> Result<Self, Failure> {
        let mut table = RuleTable {
            own_secrets: Vec::new(),
            own_sast: Vec::new(),
            own_libraries: Vec::new(),
            builtin: effective.builtin,
            bandit: if effective.builtin { builtin::BANDIT } else { &[] },
            gitleaks: effective.gitleaks.clone(),
            gate: Cow::Borrowed(builtin::GATE),
            notices: Vec::new(),
        };
        let has_rules = table.gitleaks.iter().any(|configuration| !configuration.rules.is_empty());
        let adds = !effective.rule_files.is_empty() || effective.git_secrets.is_some();
        if !adds && effective.builtin && !has_rules {
            return Ok(table);
        }
        let cache = Cache::of_user();
        let added = Added::read(&effective.rule_files, &cache)?;
        let Added { secrets, sast, libraries, mut notices, left_out } = added;
        (table.own_secrets, table.own_sast) = (secrets, sast);
        table.own_libraries = libraries;
        if left_out > 0 {
            let rules =
                if left_out == 1 { "rule or part of one is" } else { "rules or parts of them are" };
            let message = format!("{left_out} {rules} left out of the rule files; -v tells which");
            notices.push(Notice::general(Weight::Remark, message));
        }
        table.own_secrets.extend(effective.git_secrets.clone());
        let (secrets, sast) = (table.secrets(), table.sast());
        if secrets.is_empty() && sast.is_empty() && !has_rules {
            let failure = Failure::new("--no-builtin leaves no rule: nothing would be found");
            return Err(match notices.first() {
                Some(notice) => failure.hint(&*notice.message),
                None if adds => failure.hint("the rule files that were named hold none"),
                None => failure.hint("add a rule file with --rules FILE"),
            });
        }
        let anchors = sdf_rules::literals(secrets, sast, table.bandit);
        let groups = sdf_rules::anchor_groups(sast);
        let first = (secrets.len() + groups + table.bandit.len()) as u32;
        let more = sdf_rules::gitleaks::literals(&table.gitleaks);
        let anchors = anchors.chain(more.map(|(rule, literal)| (first + rule, literal)));
        let anchors: Vec<_> = anchors.map(|(rule, literal)| Anchor { literal, rule }).collect();
        let gate = gate(&anchors, &cache)?.into();
        Ok(RuleTable { gate, notices, ..table })
    }

    fn secrets(&self) -> Rules<'_, SecretRule> {
        Rules::new(&self.own_secrets, self.builtin.then_some(&builtin::SECRETS))
    }

    fn sast(&self) -> Rules<'_, SastRule> {
        Rules::new(&self.own_sast, self.builtin.then_some(&builtin::SAST))
    }

    /// The same for the engine, every selector of `effective` checked against it.
    pub(crate) fn catalogue(&self, effective: &Effective) -> Result<Catalogue<'_>, Failure> {
        let gate = Gate::open(&self.gate)?;
        let catalogue = Catalogue {
            secrets: self.secrets(),
            sast: self.sast(),
            // Libraries find nothing by themselves: rules of a user's use built-in ones in any case.
            libraries: Rules::new(&self.own_libraries, Some(&builtin::LIBRARIES)),
            bandit: self.bandit,
            gitleaks: &self.gitleaks,
            gate,
        };
        effective.settings.check(&catalogue).map_err(|error| effective.unknown_rule(&error))?;
        Ok(catalogue)
    }
}

/// The automaton over `anchors`, built unless it was before.
fn gate(anchors: &[Anchor<'_>], cache: &Cache) -> Result<Vec<u8>, TableError> {
    let mut content = Vec::new();
    for anchor in anchors {
        content.extend(anchor.rule.to_le_bytes());
        content.extend((anchor.literal.len() as u64).to_le_bytes());
        content.extend(anchor.literal);
    }
    let key = Key::of("gate", [content.as_slice()]);
    if let Some(gate) = cache.get(&key).filter(|gate| Gate::open(gate).is_ok()) {
        return Ok(gate);
    }
    let gate = freeze(anchors)?;
    cache.put(&key, &gate);
    Ok(gate)
}
