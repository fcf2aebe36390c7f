//! Every rule there is.

use sdf_core::{Confidence, Family, Reach, Rule, Severity, Text};
use sdf_gate::Gate;
use sdf_rules::bandit::Check;
use sdf_rules::gitleaks::Configuration;
use sdf_rules::sast::{Library, SastRule};
use sdf_rules::secret::SecretRule;
use sdf_rules::table::Rules;
use std::borrow::Cow;

/// The rules of every family, and the gate over their literals.
///
/// In the gate, rule `i` of `secrets` has number `i`; then come a number for each group of anchors
/// of each rule of `sast`, one for each check of `bandit`, and one for each rule of `gitleaks`,
/// counted through all configurations.
#[derive(Clone, Debug)]
pub struct Catalogue<'r> {
    /// Rules for secrets.
    pub secrets: Rules<'r, SecretRule>,
    /// Rules for insecure code.
    pub sast: Rules<'r, SastRule>,
    /// Libraries that they use.
    pub libraries: Rules<'r, Library>,
    /// The checks of bandit.
    pub bandit: &'r [Check],
    /// Configurations of gitleaks that a user has.
    pub gitleaks: &'r [Configuration],
    /// The automaton over their literals.
    pub gate: Gate<'r>,
}

impl<'r> Catalogue<'r> {
    /// Every rule of every family, in a stable order.
    pub fn rules(&self) -> impl Iterator<Item = &'r Rule> + use<'r> {
        let secrets = self.secrets.iter().map(|rule| &rule.rule);
        let sast = self.sast.iter().map(|rule| &rule.rule);
        let bandit = self.bandit.iter().map(|check| &check.rule);
        let gitleaks = self.gitleaks_rules();
        secrets.chain(gitleaks).chain(sast).chain(bandit).chain(sdf_style::RULES).chain(POLICY)
    }

    /// The rules of the configurations of gitleaks, as they are numbered.
    pub(crate) fn gitleaks_rules(&self) -> impl Iterator<Item = &'r Rule> + use<'r> {
        let rules = self.gitleaks.iter().flat_map(|configuration| &configuration.rules);
        rules.map(|rule| &rule.rule)
    }

    /// The rule that a change breaks which weakens the configuration.
    pub fn configuration_weakened() -> &'static Rule {
        &POLICY[0]
    }

    /// The rules that `name` names: the one of this id, else all that have it as an alias.
    pub fn find(&self, name: &str) -> Vec<&'r Rule> {
        let by_id = self.rules().find(|rule| rule.id.eq_ignore_ascii_case(name));
        let has = |rule: &&Rule| rule.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name));
        by_id.map_or_else(|| self.rules().filter(has).collect(), |rule| vec![rule])
    }

    /// The rule for code, other than a check of bandit, that says `rule` of itself.
    pub fn code_rule(&self, rule: &Rule) -> Option<&'r SastRule> {
        self.sast.known().find(|known| std::ptr::eq(&raw const known.rule, rule))
    }

    /// What a rule for code tells its reader, whole, where that is more than its title.
    pub fn message(&self, rule: &Rule) -> Option<&'r str> {
        let message = &*self.code_rule(rule)?.message;
        (message.trim_end_matches('.') != rule.title).then_some(message)
    }

    /// Why [`Catalogue::find`] found nothing under `name`.
    pub fn unknown(&self, name: &str) -> crate::UnknownRule {
        crate::selection::unknown(name, self)
    }
}

/// Rules on the use of this program itself.
static POLICY: &[Rule] = &[Rule {
    id: Cow::Borrowed("configuration-weakened"),
    family: Family::Policy,
    aliases: Cow::Borrowed(&[]),
    severity: Severity::Medium,
    confidence: Confidence::High,
    title: Cow::Borrowed("this change weakens the configuration of sdf-hook"),
    why: Cow::Borrowed(
        "Whoever can switch a check off in the same change that breaks it is not checked at all.",
    ),
    help: Cow::Borrowed(
        "Have the change of the configuration reviewed on its own, and note there who agreed: `# sdf:ignore[configuration-weakened] agreed with …` on the line above.",
    ),
    cwe: Cow::Borrowed(&[693]),
    owasp: Cow::Borrowed(&[]),
    references: Cow::Borrowed(&[] as &[Text]),
    reach: Reach::Document,
    default: true,
    by_alias: true,
}];
