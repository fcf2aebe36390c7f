//! Where a formula holds.
//!
//! Conjunctions as Semgrep has them: of ranges that contain one another the smaller stays, with
//! the metavariables of both, which must agree; `not` removes equal ranges, `not-inside` contained
//! ones; filters and focus come last.

use crate::environment::{Bound, Environment};
use crate::facts::Facts;
use crate::matcher::{Budget, Matcher};
use crate::pattern::{Key, Pattern, Root};
use crate::rule::{Compiled, CompiledFilter, CompiledRule, Conjunction};
use regex::bytes::Regex;
use sdf_core::Span;
use sdf_syntax::{Kind, NodeId, Role, Symbol};

/// A place where a formula holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) span: Span,
    pub(crate) environment: Environment,
}

/// A rule on a file.
pub(crate) struct Evaluation<'e> {
    pub(crate) facts: &'e Facts<'e>,
    pub(crate) rule: &'e CompiledRule,
    pub(crate) budget: &'e mut Budget,
    /// Where to look.
    pub(crate) region: Span,
    /// What metavariables must hold wherever they are bound: the regular expressions of the
    /// conjunctions around what is evaluated. Applied at once, so that little is combined.
    pub(crate) demands: Vec<(u16, &'e Regex)>,
}

impl<'e> Evaluation<'e> {
    /// Where the rule's formula holds, in order, each place once.
    pub(crate) fn matches(&mut self) -> Vec<Match> {
        let rule = self.rule;
        let mut found = self.evaluate(&rule.formula, None);
        found.sort_by_key(|found| found.span);
        found.dedup_by_key(|found| found.span);
        found
    }

    /// `given` restricts what metavariables can be bound to.
    fn evaluate(&mut self, formula: &'e Compiled, given: Option<&Environment>) -> Vec<Match> {
        match formula {
            Compiled::Pattern(pattern) => self.pattern(pattern, given),
            Compiled::Regex(regex) => {
                let text = self.region.of(self.facts.source);
                let spans = regex.find_iter(text).map(|found| {
                    Span::new(self.region.start + found.start(), self.region.start + found.end())
                });
                let environment = given.cloned().unwrap_or_else(|| self.nothing());
                spans.map(|span| Match { span, environment: environment.clone() }).collect()
            }
            Compiled::Any(list) => {
                list.iter().flat_map(|formula| self.evaluate(formula, given)).collect()
            }
            Compiled::All(all) => self.conjunction(all, given),
        }
    }

    fn nothing(&self) -> Environment {
        Environment::new(self.rule.variables.count())
    }

    fn conjunction(&mut self, all: &'e Conjunction, given: Option<&Environment>) -> Vec<Match> {
        let mut found: Option<Vec<Match>> = None;
        let outer = self.demands.len();
        for filter in &all.filters {
            if let CompiledFilter::Regex(number, regex) = filter {
                self.demands.push((*number, regex));
            }
        }
        // Patterns that start anywhere come last: there may be nothing left to look at.
        let (late, early): (Vec<_>, Vec<_>) =
            all.positive.iter().partition(|formula| is_vague(formula));
        for positive in early.into_iter().chain(late) {
            if found.as_ref().is_some_and(Vec::is_empty) {
                break;
            }
            let more = self.evaluate(positive, given);
            found = Some(match found {
                None => more,
                Some(so_far) => self.intersect(&so_far, &more, true),
            });
        }
        for inside in &all.inside {
            if found.as_ref().is_some_and(Vec::is_empty) {
                break;
            }
            let around = self.evaluate(inside, given);
            found = Some(match found {
                None => around,
                Some(so_far) => self.intersect(&so_far, &around, false),
            });
        }
        let outer_demands: Vec<_> = self.demands.drain(..outer).collect();
        self.demands.clear();
        let mut found = found.unwrap_or_else(|| {
            let environment = given.cloned().unwrap_or_else(|| self.nothing());
            vec![Match { span: self.region, environment }]
        });
        for not in &all.not {
            self.remove(&mut found, not, given, |found, not| found == not);
        }
        for not_inside in &all.not_inside {
            self.remove(&mut found, not_inside, given, |found, around| around.contains(found));
        }
        for filter in &all.filters {
            found.retain(|candidate| self.holds(filter, candidate));
        }
        self.demands = outer_demands;
        if all.focus.is_empty() {
            return found;
        }
        let mut focused = Vec::new();
        for candidate in &found {
            for bound in all.focus.iter().filter_map(|&number| candidate.environment.get(number)) {
                focused
                    .extend(bound.span(self.facts).map(|span| Match { span, ..candidate.clone() }));
            }
        }
        focused
    }

    /// Of each pair of ranges that contain one another and agree the smaller; with `either` false
    /// the left one is the smaller.
    fn intersect(&mut self, left: &[Match], right: &[Match], either: bool) -> Vec<Match> {
        let mut found = Vec::new();
        let mut right: Vec<&Match> = right.iter().collect();
        right.sort_by_key(|b| b.span);
        for a in left {
            // What starts behind the end neither holds it nor lies within.
            let end = right.partition_point(|b| b.span.start <= a.span.end);
            for b in right.iter().take(end) {
                if !self.budget.step() {
                    return found;
                }
                let span = if b.span.contains(a.span) {
                    a.span
                } else if either && a.span.contains(b.span) {
                    b.span
                } else {
                    continue;
                };
                if let Some(environment) = a.environment.merge(&b.environment, self.facts) {
                    let both = Match { span, environment };
                    if found.last() != Some(&both) {
                        found.push(both);
                    }
                }
            }
        }
        found
    }

    /// Removes those for which `formula` matches at a place that `removes` them.
    fn remove(
        &mut self,
        found: &mut Vec<Match>,
        formula: &'e Compiled,
        given: Option<&Environment>,
        removes: impl Fn(Span, Span) -> bool,
    ) {
        if found.is_empty() {
            return;
        }
        let others = self.evaluate(formula, given);
        found.retain(|candidate| {
            !others.iter().any(|other| {
                self.budget.step()
                    && removes(candidate.span, other.span)
                    && candidate.environment.merge(&other.environment, self.facts).is_some()
            })
        });
    }

    fn holds(&mut self, filter: &'e CompiledFilter, candidate: &Match) -> bool {
        match filter {
            CompiledFilter::Regex(number, regex) => candidate
                .environment
                .get(*number)
                .is_some_and(|bound| fits(bound, regex, self.facts)),
            CompiledFilter::Pattern(number, formula) => {
                let Some(span) =
                    candidate.environment.get(*number).and_then(|bound| bound.span(self.facts))
                else {
                    return false;
                };
                let region = std::mem::replace(&mut self.region, span);
                let found = !self.evaluate(formula, Some(&candidate.environment)).is_empty();
                self.region = region;
                found
            }
        }
    }

    fn pattern(&mut self, pattern: &Pattern, given: Option<&Environment>) -> Vec<Match> {
        let facts = self.facts;
        let symbols: Vec<Option<Symbol>> = (0..pattern.tree.symbol_count() as u32)
            .map(|symbol| facts.tree.symbol(pattern.tree.bytes(Symbol(symbol))))
            .collect();
        let symbol = |of_pattern: Symbol| symbols.get(of_pattern.index()).copied().flatten();
        if pattern.needed.iter().any(|&name| symbol(name).is_none()) {
            return Vec::new();
        }
        let environment = given.cloned().unwrap_or_else(|| self.nothing());
        let mut attempt = Attempt {
            region: self.region,
            demands: &self.demands,
            found: Vec::new(),
            matcher: Matcher {
                facts,
                pattern,
                symbols: &symbols,
                names: self.rule.names,
                environment,
                bound: Vec::new(),
                budget: &mut *self.budget,
                reached: 0,
            },
        };
        match (pattern.key, &pattern.root) {
            (Key::Callee(name), Root::Expression(root)) => {
                for callee in symbol(name).into_iter().flat_map(|name| facts.named(name)) {
                    let node = facts.tree.node(callee);
                    if node.role == Role::Callee && facts.tree.node(node.parent).kind == Kind::Call
                    {
                        attempt.expression(*root, node.parent);
                    }
                }
            }
            (Key::Reference(name), Root::Expression(root)) => {
                for reference in symbol(name).into_iter().flat_map(|name| facts.named(name)) {
                    attempt.expression(*root, reference);
                }
            }
            (Key::Kind(kind), Root::Expression(root)) => {
                for &id in facts.of_kind(kind) {
                    attempt.expression(*root, id);
                }
            }
            (_, Root::Expression(root)) => {
                for id in facts
                    .tree
                    .subtree(NodeId::ROOT)
                    .filter(|&id| facts.tree.node(id).kind.is_expression())
                {
                    attempt.expression(*root, id);
                }
            }
            (Key::Kind(kind), Root::Statements(list)) if list.len() == 1 => {
                for &id in facts.of_kind(kind) {
                    attempt.statements(list, &[id]);
                }
            }
            (_, Root::Statements(list)) => {
                for kind in [Kind::Module, Kind::Block] {
                    for &block in facts.of_kind(kind) {
                        let inner: Vec<_> = facts.tree.children(block).collect();
                        for start in 0..inner.len() {
                            attempt.statements(list, inner.get(start..).unwrap_or_default());
                        }
                    }
                }
            }
        }
        attempt.found
    }
}

/// A pattern tried at one place after another.
struct Attempt<'a> {
    region: Span,
    demands: &'a [(u16, &'a Regex)],
    found: Vec<Match>,
    matcher: Matcher<'a>,
}

impl Attempt<'_> {
    fn expression(&mut self, root: NodeId, target: NodeId) {
        let span = self.matcher.facts.tree.node(target).span();
        if self.region.contains(span)
            && !self.matcher.budget.is_spent()
            && self.matcher.node(root, target)
        {
            self.note(span);
        }
    }

    fn statements(&mut self, list: &[NodeId], found: &[NodeId]) {
        // Leading dots would match at every start.
        let leading = list.iter().take_while(|&&id| self.matcher.pattern.is_dots(id)).count();
        let list = list.get(leading..).unwrap_or_default();
        let Some(&first) = found.first() else { return };
        let start = self.matcher.facts.tree.node(first).start as usize;
        if self.matcher.budget.is_spent() || list.is_empty() {
            return;
        }
        self.matcher.reached = start;
        if self.matcher.statements(list, found, true) {
            let span = Span::new(start, self.matcher.reached);
            if self.region.contains(span) {
                self.note(span);
            } else {
                self.matcher.undo(0);
            }
        }
    }

    fn note(&mut self, span: Span) {
        let environment = &self.matcher.environment;
        let fits = self.demands.iter().all(|&(number, regex)| {
            environment.get(number).is_none_or(|bound| fits(bound, regex, self.matcher.facts))
        });
        if fits {
            self.found.push(Match { span, environment: environment.clone() });
        }
        self.matcher.undo(0);
    }
}

/// Whether what a metavariable is bound to matches; of a string its content or its text.
fn fits(bound: Bound, regex: &Regex, facts: &Facts<'_>) -> bool {
    let text = || bound.span(facts).map(|span| span.of(facts.source)).unwrap_or_default();
    let content = |node| facts.tree.string_value(facts.value(node), facts.source);
    match bound {
        Bound::Name(name, _) => regex.is_match(facts.tree.bytes(name)),
        Bound::Content(node) => content(node).is_some_and(|content| regex.is_match(&content)),
        Bound::Node(node) => {
            regex.is_match(text()) || content(node).is_some_and(|content| regex.is_match(&content))
        }
        Bound::Run(_) => regex.is_match(text()),
    }
}

/// Whether a formula matches nearly everywhere.
fn is_vague(formula: &Compiled) -> bool {
    match formula {
        Compiled::Pattern(pattern) => matches!(pattern.key, Key::Expression | Key::Statement),
        Compiled::Regex(_) => true,
        Compiled::Any(list) => list.iter().any(is_vague),
        Compiled::All(all) => all.positive.iter().all(is_vague),
    }
}
