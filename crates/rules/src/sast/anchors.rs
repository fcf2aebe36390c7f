//! Literals that every match of a rule must have.
//!
//! A rule gets groups of literals: a document that it matches holds one of every group. Every name
//! written in a pattern occurs in a document that it matches, in the import at least where the name
//! is imported as another. What strings hold may be put together from several, so that it counts
//! only where a pattern has no name, as in `{"$where": $X}`; what patterns take away gives none.

mod names;
mod regex;
mod strings;

use super::{Filter, Formula, Library, Mode};
use sdf_core::Text;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Literals, in lower case, one of which a document must hold.
type Group = BTreeSet<String>;

/// More groups than this tell little more and fill the automaton that all rules share.
const GROUPS: usize = 4;
/// A group of more literals than this is hit nearly everywhere.
const MEMBERS: usize = 160;

/// The groups of literals that a document must have for the rule to match; none if there are none.
/// `libraries` are those that it uses.
pub(super) fn of(mode: &Mode, libraries: &[&Library]) -> Vec<Cow<'static, [Text]>> {
    let groups = match mode {
        Mode::Search(formula) => of_formula(formula, true),
        // A flow has both ends.
        Mode::Taint(one) => one.first().map_or_else(Vec::new, |taint| {
            let all = || libraries.iter().map(|library| &library.parts).chain([taint]);
            let sources = all().flat_map(|parts| parts.sources.iter());
            let sinks = all().flat_map(|parts| parts.sinks.iter());
            let mut groups = of_any(sources.map(|source| &source.formula), true);
            groups.extend(of_any(sinks.map(|sink| &sink.formula), true));
            best(groups)
        }),
    };
    groups.into_iter().map(|group| group.into_iter().map(Text::Owned).collect()).collect()
}

/// The groups of a formula, the best first. `in_source` tells whether what it looks at stands in
/// the document as it is; what a metavariable holds can be a text put together from several.
fn of_formula(formula: &Formula, in_source: bool) -> Vec<Group> {
    match formula {
        Formula::Pattern(text) => {
            let mut names = names::of(text);
            if names.is_empty() && in_source {
                names = strings::of(text);
            }
            let group = |name: &str| Group::from([name.to_ascii_lowercase()]);
            best(names.into_iter().map(group).collect())
        }
        Formula::Regex(regex) if in_source => regex::group(regex).into_iter().collect(),
        Formula::Inside(one) | Formula::Anywhere(one) => {
            one.first().map_or_else(Vec::new, |formula| of_formula(formula, in_source))
        }
        Formula::Any(alternatives) => of_any(alternatives.iter(), in_source),
        Formula::All { of, filters, .. } => {
            let formulas = of.iter().flat_map(|formula| of_formula(formula, in_source));
            let filters = filters.iter().flat_map(|filter| of_filter(filter, of));
            best(formulas.chain(filters).collect())
        }
        Formula::Regex(_)
        | Formula::Not(_)
        | Formula::NotInside(_)
        | Formula::NotRegex(_)
        | Formula::NotAnywhere(_) => Vec::new(),
    }
}

/// The groups of a filter on what `of` matches.
fn of_filter(filter: &Filter, of: &[Formula]) -> Vec<Group> {
    match filter {
        // A name stands in the document; a value may be known without.
        Filter::Regex { metavariable, regex, constant_propagation: false }
            if of.iter().any(|formula| binds_name(formula, metavariable)) =>
        {
            regex::group(regex).into_iter().collect()
        }
        Filter::Pattern { language: None, formula, .. } => {
            formula.first().map_or_else(Vec::new, |formula| of_formula(formula, false))
        }
        Filter::Regex { .. }
        | Filter::Pattern { .. }
        | Filter::Comparison { .. }
        | Filter::Analysis { .. }
        | Filter::Type { .. } => Vec::new(),
    }
}

/// Whether every match binds the metavariable to a name that stands in the document.
fn binds_name(formula: &Formula, metavariable: &str) -> bool {
    match formula {
        Formula::Pattern(text) => names::is_name(text, metavariable),
        Formula::Any(list) => list.iter().all(|formula| binds_name(formula, metavariable)),
        Formula::All { of, .. } => of.iter().any(|formula| binds_name(formula, metavariable)),
        Formula::Inside(one) | Formula::Anywhere(one) => {
            one.first().is_some_and(|formula| binds_name(formula, metavariable))
        }
        _ => false,
    }
}

/// The groups of what matches where any of the formulas does: one group of each taken together, as
/// often as all have one left.
fn of_any<'f>(formulas: impl Iterator<Item = &'f Formula>, in_source: bool) -> Vec<Group> {
    let mut each: Vec<Vec<Group>> =
        formulas.map(|formula| of_formula(formula, in_source)).collect();
    let Some(first) = each.first().cloned() else { return Vec::new() };
    // What all of them need is better than anything joined.
    let mut groups: Vec<Group> =
        first.into_iter().filter(|group| each.iter().all(|of| of.contains(group))).collect();
    each.iter_mut().for_each(|of| of.retain(|group| !groups.contains(group)));
    let ranks = each.iter().map(Vec::len).max().unwrap_or(0);
    for rank in 0..ranks {
        let last_or = |of: &Vec<Group>| of.get(rank).or(of.last()).cloned();
        let joined: Option<Vec<Group>> = each.iter().map(last_or).collect();
        groups.extend(joined.map(|all| without_longer(all.into_iter().flatten().collect())));
    }
    groups.retain(|group| group.len() <= MEMBERS);
    best(groups)
}

/// The group without literals that hold another one.
fn without_longer(group: Group) -> Group {
    let holds_other = |literal: &&String| {
        group.iter().any(|part| part != *literal && literal.contains(part.as_str()))
    };
    group.iter().filter(|literal| !holds_other(literal)).cloned().collect()
}

/// The groups that tell most, in order: of the fewest literals, the longest. Those that another
/// implies are left out.
fn best(mut groups: Vec<Group>) -> Vec<Group> {
    let shortest = |group: &Group| group.iter().map(String::len).min().unwrap_or(0);
    groups.sort_by_key(|group| (group.len(), usize::MAX - shortest(group)));
    let mut kept: Vec<Group> = Vec::new();
    for group in groups {
        if !kept.iter().any(|better| implies(better, &group)) {
            kept.push(group);
        }
        if kept.len() == GROUPS {
            break;
        }
    }
    kept
}

/// Whether a document that has one of `group` has one of `other`.
fn implies(group: &Group, other: &Group) -> bool {
    group.iter().all(|literal| other.iter().any(|part| literal.contains(part.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(formula: &str) -> Vec<Vec<String>> {
        let file = format!(
            "rules:\n- id: x\n  message: m\n  severity: INFO\n  languages: [python]\n{formula}"
        );
        let rule = crate::sast::parse("r.yaml", &file).expect("a rule file").rules.remove(0);
        of(&rule.mode, &[])
            .iter()
            .map(|group| group.iter().map(|literal| literal.to_string()).collect())
            .collect()
    }

    #[test]
    fn every_name_of_a_pattern_is_needed() {
        assert_eq!(groups("  pattern: pickle.loads(...)\n"), [["pickle"], ["loads"]]);
        assert_eq!(groups("  pattern: $F(...)\n"), Vec::<Vec<String>>::new());
        assert_eq!(groups("  pattern-regex: api_[a-z]+|key_\n"), [["api_", "key_"]]);
    }

    #[test]
    fn a_pattern_without_names_needs_what_its_strings_hold() {
        assert_eq!(groups("  pattern: '{..., \"$where\": $X, ...}'\n"), [["$where"]]);
        assert_eq!(groups("  pattern: '$X[\"$KEY\"] = f\"a{$X}\"'\n"), Vec::<Vec<String>>::new());
    }

    #[test]
    fn of_alternatives_one_is_needed_and_what_all_share() {
        let either =
            "  pattern-either:\n  - pattern: flask.escape(...)\n  - pattern: flask.Markup(...)\n";
        assert_eq!(groups(either), [vec!["flask"], vec!["escape", "markup"]]);
        let vague = format!("{either}  - pattern: $F(...)\n");
        assert_eq!(groups(&vague), Vec::<Vec<String>>::new());
    }

    #[test]
    fn filters_on_names_need_literals_and_those_on_values_none() {
        let all = |pattern: &str| {
            format!(
                "  patterns:\n  - pattern: {pattern}\n  - pattern-not: sanitize(...)\n  \
                 - metavariable-regex: {{metavariable: $M, regex: '(execute|query)$'}}\n"
            )
        };
        assert_eq!(groups(&all("$X.$M(...)")), [["execute", "query"]]);
        assert_eq!(groups(&all("cursor($M)")), [["cursor"]]);
    }

    #[test]
    fn a_flow_needs_both_ends() {
        let taint = "  mode: taint\n  pattern-sources:\n  - pattern: flask.request\n  \
                     pattern-sinks:\n  - pattern: os.system(...)\n  - pattern: eval(...)\n";
        assert_eq!(groups(taint), [vec!["request"], vec!["flask"], vec!["eval", "system"]]);
    }
}
