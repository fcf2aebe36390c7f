//! Finds what the rules of a gitleaks or betterleaks configuration describe, as those tools do.
//!
//! The order of the checks is gitleaks' (detect/detect.go, version 8.30): keyword, path,
//! expression over the whole document, comments (which the engine looks at), entropy, allowlists
//! of the configuration, allowlists of the rule, what the rule requires; at last a generic finding
//! yields to another on its line that holds its secret.
//!
//! It differs where gitleaks loses secrets: a file is looked at whole and not in pieces of 100 kB,
//! an allowlist whose checks must all apply never skips a file by its path alone, the text of a
//! line that ends the file without a line end is that line and not the file, and a rule with an
//! empty keyword is looked at. Matches of nothing but line ends are passed over.

mod allow;
mod entropy;
mod evaluate;
mod matching;
mod rarity;

use matching::{Match, Page};
use sdf_core::{BStr, Document, Finding, LineIndex, Rule, RuleMask};
use sdf_gate::Hit;
use sdf_rules::gitleaks::{Configuration, GitleaksRule, is_literal};
use std::collections::{BTreeMap, BTreeSet};

/// Finds what the rules of configurations describe. Any number of threads may share one.
#[derive(Clone, Copy, Debug)]
pub struct GitleaksScanner<'r> {
    configurations: &'r [Configuration],
}

/// A rule whose expression takes too much memory to be looked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TooLarge {
    /// Id of the rule.
    pub rule: String,
}

impl std::fmt::Display for TooLarge {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let rule = &self.rule;
        write!(
            formatter,
            "not looked at with the rule '{rule}': its regex takes too much memory; lower its repetition counts"
        )
    }
}

impl std::error::Error for TooLarge {}

impl<'r> GitleaksScanner<'r> {
    /// A scanner over `configurations`. Compiles nothing.
    pub fn new(configurations: &'r [Configuration]) -> Self {
        GitleaksScanner { configurations }
    }

    /// Appends what the rules on in `enabled` find, by place and rule, and gives those that could
    /// not look. Rules are numbered through all configurations, in hits as well.
    pub fn scan(
        &self,
        document: &Document<'_>,
        lines: &LineIndex,
        hits: &[Hit],
        enabled: &RuleMask,
        findings: &mut Vec<Finding<'r>>,
    ) -> BTreeSet<TooLarge> {
        let mut unable = BTreeSet::new();
        // An empty file says nothing, not even by its name.
        if self.configurations.is_empty() || enabled.is_empty() || document.bytes.is_empty() {
            return unable;
        }
        let hit: BTreeSet<u32> = hits.iter().map(|hit| hit.rule).collect();
        let page = Page::new(document, lines);
        let mut first = 0;
        for configuration in self.configurations {
            let is_candidate = |index: usize, rule: &GitleaksRule| {
                let number = first + index;
                enabled.contains(number)
                    && (rule.keywords.is_empty()
                        || u32::try_from(number).is_ok_and(|number| hit.contains(&number))
                        || page.holds(rule.keywords.iter().filter(|keyword| !is_literal(keyword))))
            };
            let mut looked = Looked::default();
            look(configuration, &page, is_candidate, &mut looked);
            unable.append(&mut looked.unable);
            findings.extend(reported(&looked.found));
            first += configuration.rules.len();
        }
        unable
    }

    /// Appends what the rules on in `enabled` find in a text whose path is not known, and before
    /// anything is let off; what [`GitleaksScanner::scan`] finds at any path is among it, but for
    /// what rules find by a path alone.
    pub fn scan_anywhere(
        &self,
        bytes: &[u8],
        hits: &[Hit],
        enabled: &RuleMask,
        findings: &mut Vec<Finding<'r>>,
    ) {
        let hit: BTreeSet<u32> = hits.iter().map(|hit| hit.rule).collect();
        let (document, lines) = (Document::file(BStr::new(""), bytes), LineIndex::new(bytes));
        let page = Page::new(&document, &lines);
        let rules = self.configurations.iter().flat_map(|one| &one.rules);
        let mut found = Vec::new();
        for (number, rule) in (0u32..).zip(rules) {
            let is_candidate = hit.contains(&number) || !needs_literal(rule);
            if is_candidate && !rule.skip_report && enabled.contains(number as usize) {
                let matches = matching::matches_anywhere(rule, &page);
                found.extend(matches.into_iter().map(|one| (rule, one)));
            }
        }
        findings.extend(reported(&found));
    }

    /// Whether a rule on in `enabled` looks at every text, whatever literals stand there.
    pub fn looks_everywhere(&self, enabled: &RuleMask) -> bool {
        let rules = self.configurations.iter().flat_map(|one| &one.rules).enumerate();
        rules.into_iter().any(|(number, rule)| {
            let looks = rule.regex.is_some() && !rule.skip_report && !needs_literal(rule);
            looks && enabled.contains(number)
        })
    }

    /// Whether a configuration that extends gitleaks' own rules lets off `finding`, which a
    /// built-in rule made in `document`.
    pub fn lets_off(
        &self,
        document: &Document<'_>,
        lines: &LineIndex,
        finding: &Finding<'_>,
    ) -> bool {
        let mut configurations = self.configurations.iter().filter(|one| one.extends_default);
        configurations.any(|configuration| {
            let page = Page::new(document, lines);
            let names = std::iter::once(&finding.rule.id).chain(finding.rule.aliases.iter());
            let names: Vec<&str> = names.map(|name| &**name).collect();
            let amended = configuration.amendments.iter();
            let amended: Vec<_> =
                amended.filter(|one| names.contains(&one.rule.as_str())).collect();
            if allow::skips(&configuration.prefilters, &configuration.allowlists, document.path)
                || amended.iter().any(|one| allow::skips(&[], &one.allowlists, document.path))
            {
                return true;
            }
            let found = Match::of_finding(&page, finding);
            let context = page.context(&found, finding.rule);
            allow::lets_off(&configuration.filters, &configuration.allowlists, &context)
                || amended.iter().any(|one| {
                    found.is_weak(&page, one.entropy)
                        || allow::lets_off(&one.filters, &one.allowlists, &context)
                })
        })
    }
}

impl GitleaksScanner<'_> {
    /// Whether a configuration lets off what `rule`, its own or a built-in one, found at `path` in
    /// what `commit`, by its full id, brought.
    pub fn lets_off_commit(&self, rule: &Rule, path: &BStr, commit: &str) -> bool {
        let is_own = |own: &&GitleaksRule| std::ptr::eq(&own.rule, rule);
        let is_named = |name: &String| {
            rule.id == name.as_str() || rule.aliases.iter().any(|alias| *alias == name.as_str())
        };
        self.configurations.iter().any(|configuration| {
            let lists = match configuration.rules.iter().find(is_own) {
                Some(own) => own.allowlists.iter().collect::<Vec<_>>(),
                None if configuration.extends_default => {
                    let amended = configuration.amendments.iter();
                    let amended = amended.filter(|one| is_named(&one.rule));
                    amended.flat_map(|one| &one.allowlists).collect()
                }
                None => return false,
            };
            let mut lists = lists.into_iter().chain(&configuration.allowlists);
            lists.any(|list| allow::allows_commit(list, path, commit))
        })
    }
}

/// Whether `rule` finds nothing in a text that holds none of the literals that the gate looks for.
fn needs_literal(rule: &GitleaksRule) -> bool {
    !rule.keywords.is_empty() && rule.keywords.iter().all(|keyword| is_literal(keyword))
}

/// What the rules of a configuration found.
#[derive(Default)]
struct Looked<'r> {
    found: Vec<(&'r GitleaksRule, Match)>,
    unable: BTreeSet<TooLarge>,
}

fn look<'r>(
    configuration: &'r Configuration,
    page: &Page<'_>,
    is_candidate: impl Fn(usize, &GitleaksRule) -> bool,
    looked: &mut Looked<'r>,
) {
    let path = page.document.path;
    // It holds the expressions and stop words that the rules would find.
    let is_itself = path == configuration.name.as_str();
    if is_itself || allow::skips(&configuration.prefilters, &configuration.allowlists, path) {
        return;
    }
    // What a rule requires is looked for once, whether or not it has keywords here.
    let mut needed: BTreeMap<&str, Vec<Match>> = BTreeMap::new();
    for (index, rule) in configuration.rules.iter().enumerate() {
        if rule.skip_report || !is_candidate(index, rule) {
            continue;
        }
        let mut found = matching::matches(configuration, rule, page, &mut looked.unable);
        if found.is_empty() {
            continue;
        }
        for required in &rule.required {
            let Some(other) = configuration.rules.iter().find(|it| it.rule.id == required.rule)
            else {
                continue;
            };
            let others = needed.entry(&other.rule.id).or_insert_with(|| {
                matching::matches(configuration, other, page, &mut looked.unable)
            });
            found.retain(|it| others.iter().any(|other| it.is_near(other, required)));
        }
        looked.found.extend(found.into_iter().map(|it| (rule, it)));
    }
    looked.found = without_generic(std::mem::take(&mut looked.found), page);
}

/// `found` without those that another, more specific one on the same line holds.
fn without_generic<'r>(
    found: Vec<(&'r GitleaksRule, Match)>,
    page: &Page<'_>,
) -> Vec<(&'r GitleaksRule, Match)> {
    let mut by_line: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, (_, one)) in found.iter().enumerate() {
        by_line.entry(one.line).or_default().push(index);
    }
    let yields = |(rule, one): &(&GitleaksRule, Match)| {
        let others = by_line.get(&one.line).into_iter().flatten().filter_map(|&at| found.get(at));
        others.into_iter().any(|(other, better)| {
            other.specificity > rule.specificity
                && other.rule.id != rule.rule.id
                && holds(better.secret(page), one.secret(page))
        })
    };
    let kept: Vec<bool> = found.iter().map(|one| !yields(one)).collect();
    found.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(one, _)| one).collect()
}

fn holds(text: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find(text, part).is_some()
}

fn reported<'r>(found: &[(&'r GitleaksRule, Match)]) -> Vec<Finding<'r>> {
    let mut findings: Vec<Finding<'r>> = found
        .iter()
        .map(|(rule, found)| {
            let finding = Finding::new(&rule.rule, found.span);
            if found.secret.is_empty() { finding } else { finding.hiding(found.secret) }
        })
        .collect();
    findings.sort_by(|a, b| (a.span, &a.rule.id).cmp(&(b.span, &b.rule.id)));
    findings
}
