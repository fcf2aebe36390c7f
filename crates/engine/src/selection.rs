//! Which rules are on.

use crate::Catalogue;
use sdf_core::{Family, Rule};
use std::fmt;

/// Rules chosen by family, id, alias or beginning of an id.
///
/// A rule is on when what selects it is more exact than what ignores it: an id or alias beats a
/// longer beginning, that a shorter one, that a family. Without anything selected all are that are
/// on by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// What is on; empty for all.
    pub select: Vec<String>,
    /// What is on beside that, though it is off by default.
    pub extend: Vec<String>,
    /// What is off.
    pub ignore: Vec<String>,
}

/// A selector that names no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRule {
    /// The selector.
    pub selector: String,
    /// The name most like it.
    pub nearest: Option<String>,
}

impl fmt::Display for UnknownRule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "no rule, alias or family is called '{}'", self.selector.escape_debug())?;
        match &self.nearest {
            Some(nearest) => write!(formatter, "; did you mean '{nearest}'?"),
            None => formatter.write_str("; `sdf-hook rules list` shows them all"),
        }
    }
}

impl std::error::Error for UnknownRule {}

impl Selection {
    /// Whether everything is on.
    pub fn is_everything(&self) -> bool {
        self.select.is_empty() && self.extend.is_empty() && self.ignore.is_empty()
    }

    /// Whether `rule` is on. One that is off by default has to be named: a family is not enough.
    pub fn includes(&self, rule: &Rule) -> bool {
        let selectors = self.select.iter().chain(&self.extend);
        let selected = selectors.filter_map(|it| selecting(it, rule)).max();
        if selected.is_none() && (!self.select.is_empty() || !rule.default) {
            return false;
        }
        self.beats(selected, rule)
    }

    /// Whether `rule`, which is on elsewhere, stays on.
    pub fn keeps(&self, rule: &Rule) -> bool {
        let selected = self.select.iter().filter_map(|it| exactness(it, rule)).max();
        (selected.is_some() || self.select.is_empty()) && self.beats(selected, rule)
    }

    /// Whether what selects `rule` is more exact than what ignores it.
    fn beats(&self, selected: Option<usize>, rule: &Rule) -> bool {
        let ignored = self.ignore.iter().filter_map(|it| exactness(it, rule)).max();
        ignored.is_none() || selected > ignored
    }

    /// Makes sure that every selector names something in `catalogue`.
    ///
    /// # Errors
    /// The first that does not, with the name most like it.
    pub fn check(&self, catalogue: &Catalogue<'_>) -> Result<(), UnknownRule> {
        for selector in self.select.iter().chain(&self.extend).chain(&self.ignore) {
            check(selector, catalogue)?;
        }
        Ok(())
    }
}

/// Makes sure that `selector` names something in `catalogue`.
pub(crate) fn check(selector: &str, catalogue: &Catalogue<'_>) -> Result<(), UnknownRule> {
    // A family without a rule yet is still a family.
    let known = Family::NAMES.contains(&selector)
        || catalogue.rules().any(|rule| exactness(selector, rule).is_some());
    if known { Ok(()) } else { Err(unknown(selector, catalogue)) }
}

/// How exactly `selector` selects `rule`, as [`exactness`] has it, where it does: a family does not
/// select what is off by default, and an id of bandit's not what only finds some of the same.
fn selecting(selector: &str, rule: &Rule) -> Option<usize> {
    let follows_bandit = rule.by_alias && rule.family == Family::Sast;
    let aliases = rule.aliases.iter().map(|alias| &**alias);
    let aliases = aliases.filter(|alias| follows_bandit || !is_of_bandit(alias));
    let exactness = exactness_of(selector, rule, std::iter::once(&*rule.id).chain(aliases));
    exactness.filter(|&exactness| exactness > 0 || rule.default)
}

/// Whether an alias is the id or name of a check of bandit, or ruff's id for it.
fn is_of_bandit(alias: &str) -> bool {
    let number = alias.strip_prefix(['B', 'S']).unwrap_or_default();
    alias.starts_with("bandit.")
        || number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// How exactly `selector` names `rule`: not at all, by family (0), by the beginning of its id or
/// an alias (the length), by all of it.
pub(crate) fn exactness(selector: &str, rule: &Rule) -> Option<usize> {
    let aliases = rule.aliases.iter().map(|alias| &**alias);
    exactness_of(selector, rule, std::iter::once(&*rule.id).chain(aliases))
}

fn exactness_of<'n>(
    selector: &str,
    rule: &Rule,
    names: impl Iterator<Item = &'n str>,
) -> Option<usize> {
    if selector.eq_ignore_ascii_case("all") || selector == rule.family.name() {
        return Some(0);
    }
    // What other tools call a fault of style or of a file is no beginning of an id: `E` is for what
    // pycodestyle calls so, not for all that pylint does.
    let is_of_lines = matches!(rule.family, Family::Style | Family::Hygiene);
    let by_name = |name: &str| {
        let beginning = name.get(..selector.len())?;
        if name.eq_ignore_ascii_case(selector) {
            return Some(usize::MAX);
        }
        if is_of_lines && name != rule.id {
            return None;
        }
        // A letter alone names the ids of a peer: `B` is for bandit, not for Bitbucket's tokens.
        let begins = match selector.len() {
            0 => false,
            1 => beginning == selector,
            _ => beginning.eq_ignore_ascii_case(selector),
        };
        begins.then_some(selector.len())
    };
    names.filter_map(by_name).max()
}

/// The error for `selector`, which names nothing in `catalogue`.
pub(crate) fn unknown(selector: &str, catalogue: &Catalogue<'_>) -> UnknownRule {
    let wanted = selector.to_ascii_lowercase();
    let names =
        catalogue.rules().flat_map(|rule| std::iter::once(&rule.id).chain(rule.aliases.iter()));
    let names = names.map(|name| name.as_ref()).chain(Family::NAMES.iter().copied());
    let distance = |name: &str| strsim::damerau_levenshtein(&wanted, &name.to_ascii_lowercase());
    let nearest = names
        .map(|name| (distance(name), name))
        .min()
        // A name of which more than half would have to change is no help.
        .filter(|(distance, name)| distance * 2 <= name.len().max(wanted.len()));
    UnknownRule { selector: selector.to_owned(), nearest: nearest.map(|(_, name)| name.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sdf_rules::table::Rules;

    fn selection(select: &[&str], ignore: &[&str]) -> Selection {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Selection { select: owned(select), extend: Vec::new(), ignore: owned(ignore) }
    }

    fn rule(id: &str) -> &'static Rule {
        sdf_style::RULES.iter().find(|rule| rule.id == id).expect("a style rule")
    }

    #[test]
    fn the_more_exact_selector_wins() {
        let is_on =
            |select: &[&str], ignore: &[&str]| selection(select, ignore).includes(rule("E501"));
        assert!(is_on(&[], &[]));
        assert!(is_on(&["style"], &[]));
        assert!(!is_on(&["secrets"], &[]));
        assert!(!is_on(&["style"], &["E501"]));
        assert!(is_on(&["E501"], &["style"]));
        assert!(is_on(&["E50"], &["E5"]));
        assert!(!is_on(&["E5"], &["E50"]));
        assert!(!is_on(&["E501"], &["E501"]));
        assert!(!is_on(&[], &["e501"]));
    }

    #[test]
    fn the_beginning_of_an_alias_names_no_fault_of_style_or_of_a_file() {
        let is_on = |select: &[&str], id: &str| selection(select, &[]).includes(rule(id));
        assert!(is_on(&["E", "W"], "E501") && is_on(&["E", "W"], "W291"));
        assert!(is_on(&["W0611"], "F401") && is_on(&["E2502"], "bidirectional-control"));
        assert!(!is_on(&["E", "W"], "F401") && !is_on(&["E", "W"], "bidirectional-control"));
        assert!(is_on(&["E", "W"], "E704") && !is_on(&["style"], "E704"));
    }

    #[test]
    fn an_unknown_name_gets_the_nearest_one() {
        let table = sdf_gate::freeze(&[]).expect("an empty automaton");
        let gate = sdf_gate::Gate::open(&table).expect("a table just written");
        let catalogue = Catalogue {
            secrets: Rules::NONE,
            sast: Rules::NONE,
            libraries: Rules::NONE,
            bandit: &[],
            gitleaks: &[],
            gate,
        };
        let nearest = |name: &str| check(name, &catalogue).expect_err("unknown").nearest;
        assert_eq!(nearest("E50l"), Some("E501".to_owned()));
        assert_eq!(nearest("secret"), Some("secrets".to_owned()));
        assert_eq!(nearest("something-else-entirely"), None);
    }
}
