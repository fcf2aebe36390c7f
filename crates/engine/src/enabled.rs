//! Which rules are on.

use crate::{Catalogue, Settings};
use sdf_core::{Family, Rule, RuleMask};
use std::collections::BTreeSet;

/// Which rules are on, family by family.
pub(crate) struct Enabled {
    pub(crate) secrets: RuleMask,
    pub(crate) sast: RuleMask,
    pub(crate) bandit: RuleMask,
    pub(crate) style: RuleMask,
    pub(crate) gitleaks: RuleMask,
    /// All, on or off.
    pub(crate) every_secret: RuleMask,
    pub(crate) every_gitleaks: RuleMask,
}

impl Enabled {
    /// Costs one pass over the rules' ids, and no more where all rules are on.
    pub(crate) fn new<'c>(catalogue: &'c Catalogue<'c>, settings: &Settings) -> Self {
        let selection = &settings.selection;
        let all = selection.is_everything() && settings.only.is_none();
        let style = settings.style_selection.as_ref().filter(|_| selection.select.is_empty());
        let is_on = |rule: &Rule| {
            settings.only.is_none_or(|family| family == rule.family)
                && match style.filter(|_| rule.family == Family::Style) {
                    Some(style) => style.includes(rule) && selection.keeps(rule),
                    None => selection.includes(rule),
                }
        };
        let mask = |count: usize, rule: &dyn Fn(usize) -> &'c Rule| {
            RuleMask::new(count, |index| match all {
                true if rule(index).family == Family::Style => is_on(rule(index)),
                true => rule(index).default,
                false => is_on(rule(index)),
            })
        };
        let &Catalogue { secrets, sast, bandit, .. } = catalogue;
        let is_off = |rule: &Rule| settings.off.contains(&*rule.id);
        let gitleaks: Vec<&'c Rule> = catalogue.gitleaks_rules().collect();
        Enabled {
            secrets: RuleMask::new(secrets.len(), |index| {
                all && settings.off.is_empty()
                    || secrets.says(index, |rule| !is_off(rule) && (all || is_on(rule)))
            }),
            sast: RuleMask::new(sast.len(), |index| match all {
                true => sast.is_default(index),
                false => sast.says(index, is_on),
            }),
            bandit: mask(bandit.len(), &|index| &bandit[index].rule),
            style: match settings.only_added {
                true => RuleMask::new(sdf_style::RULES.len(), |_| false),
                false => mask(sdf_style::RULES.len(), &|index| &sdf_style::RULES[index]),
            },
            gitleaks: mask(gitleaks.len(), &|index| gitleaks[index]),
            every_secret: RuleMask::new(secrets.len(), |_| true),
            every_gitleaks: RuleMask::new(gitleaks.len(), |_| true),
        }
    }

    /// Of those that are on what can find what any of `rules` finds. Of rules for secrets the one
    /// that finds a place may yield to another: all are on, or none.
    pub(crate) fn only(&self, catalogue: &Catalogue<'_>, rules: &BTreeSet<&str>) -> Self {
        let is_wanted = |rule: &Rule| rules.contains(&*rule.id);
        let all_or_none = |mask: &RuleMask, count: usize, wanted: bool| {
            RuleMask::new(count, |index| wanted && mask.contains(index))
        };
        let &Catalogue { secrets, sast, bandit, .. } = catalogue;
        let gitleaks: Vec<&Rule> = catalogue.gitleaks_rules().collect();
        // What found something was read.
        let any_secret = secrets.known().any(|rule| is_wanted(&rule.rule))
            || gitleaks.iter().any(|rule| is_wanted(rule));
        Enabled {
            secrets: all_or_none(&self.secrets, secrets.len(), any_secret),
            sast: RuleMask::new(sast.len(), |at| {
                self.sast.contains(at) && sast.peek(at).is_some_and(|rule| is_wanted(&rule.rule))
            }),
            bandit: RuleMask::new(bandit.len(), |at| {
                self.bandit.contains(at) && is_wanted(&bandit[at].rule)
            }),
            style: RuleMask::new(sdf_style::RULES.len(), |at| {
                self.style.contains(at) && is_wanted(&sdf_style::RULES[at])
            }),
            gitleaks: all_or_none(&self.gitleaks, gitleaks.len(), any_secret),
            every_secret: self.every_secret.clone(),
            every_gitleaks: self.every_gitleaks.clone(),
        }
    }

    /// Whether any rule is on that looks at code.
    pub(crate) fn looks_at_code(&self) -> bool {
        !self.sast.is_empty() || !self.bandit.is_empty() || !self.style.is_empty()
    }
}
