//! Where a formula holds.
//!
//! Conjunctions as Semgrep has them: of ranges that contain one another the smaller stays, with
//! the metavariables of both, which must agree; patterns to look inside of come after the others;
//! `not` removes equal ranges, `not-inside` contained ones, `not-regex` either; what metavariables
//! must hold and focus come last.

use crate::condition;
use crate::environment::{Bound, Environment};
use crate::facts::Facts;
use crate::generic::{self, Text};
use crate::matching::{Budget, Ending, Matcher};
use crate::pattern::{Meaning, Root};
use crate::ranges::{Inner, Outer, Wanted};
use crate::rule::{
    Compiled, CompiledPattern, CompiledRule, Conjunction, GenericPattern, Negative, Removes,
};
use crate::search::Attempt;
use sdf_core::Span;
use sdf_rules::sast::Options;
use sdf_syntax::{Kind, Symbol};

/// A place where a formula holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Match {
    pub(crate) span: Span,
    pub(crate) environment: Environment,
    pub(crate) nature: Nature,
}

/// What a match does to the others of a conjunction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Nature {
    /// Of it and one that contains it, it stays.
    Place,
    /// Others within it stay.
    Inside,
    /// Others stay wherever they are.
    Anywhere,
}

/// By formula of a conjunction: its matches if they only say what to look inside of.
type Around = Vec<Option<Vec<Match>>>;

/// A rule on a file.
pub(crate) struct Evaluation<'e, 'f> {
    pub(crate) facts: &'e Facts<'f>,
    pub(crate) rule: &'e CompiledRule,
    pub(crate) budget: &'e mut Budget,
    /// Where to look, and what is bound there already: what a metavariable holds.
    pub(crate) context: Option<Match>,
    /// The name to look at, when a metavariable holds one that is no expression of its own.
    pub(crate) named: Option<(Symbol, Bound)>,
}

impl<'e, 'f> Evaluation<'e, 'f> {
    fn region(&self) -> Span {
        match &self.context {
            Some(context) => context.span,
            None => Span::new(0, self.facts.source.len()),
        }
    }

    fn options(&self) -> &'e Options {
        &self.rule.options
    }

    fn given(&self) -> Environment {
        self.context.as_ref().map(|context| context.environment.clone()).unwrap_or_default()
    }

    /// Where the formula holds, each match once.
    pub(crate) fn evaluate(&mut self, formula: &'e Compiled) -> Vec<Match> {
        let mut found = match formula {
            Compiled::Pattern(pattern) => self.pattern(pattern, Wanted::Anywhere),
            Compiled::Regex(regex) => {
                let region = self.region();
                let matches = regex.find(self.facts, region, &self.given(), self.budget);
                let matches = matches.into_iter().map(|(span, environment)| Match {
                    span,
                    environment,
                    nature: Nature::Place,
                });
                matches.collect()
            }
            Compiled::Generic(pattern) => self.generic(pattern),
            Compiled::Any(list) => list.iter().flat_map(|one| self.evaluate(one)).collect(),
            Compiled::All(all) => self.conjunction(all),
            Compiled::Inside(one) => self.marked(one, Nature::Inside),
            Compiled::Anywhere(one) => self.marked(one, Nature::Anywhere),
        };
        if found.len() > 1 {
            found.sort_unstable();
            found.dedup();
        }
        found
    }

    fn generic(&mut self, generic: &GenericPattern) -> Vec<Match> {
        let (facts, given) = (self.facts, self.given());
        let Some(text) = Text::new(facts.source, self.region(), &generic.options) else {
            return Vec::new();
        };
        let known: Vec<(&str, std::borrow::Cow<'_, [u8]>)> = generic
            .pattern
            .names()
            .iter()
            .zip(&generic.numbers)
            .filter_map(|(name, &number)| {
                Some((name.as_str(), condition::text(given.get(number)?, facts)))
            })
            .collect();
        let known: Vec<(&str, &[u8])> = known.iter().map(|(name, text)| (*name, &**text)).collect();
        let found = generic.pattern.find(&text, &generic.options, &known, self.budget);
        let bind = |found: generic::Match| {
            let mut environment = given.clone();
            for (name, span) in found.bound {
                if let Some(&number) = generic.numbers.get(name)
                    && environment.get(number).is_none()
                {
                    environment.set(number, Bound::Text(span));
                }
            }
            Match { span: found.span, environment, nature: Nature::Place }
        };
        found.into_iter().map(bind).collect()
    }

    fn marked(&mut self, formula: &'e Compiled, nature: Nature) -> Vec<Match> {
        let found = self.evaluate(formula);
        found.into_iter().map(|found| Match { nature, ..found }).collect()
    }

    fn conjunction(&mut self, all: &'e Conjunction) -> Vec<Match> {
        if !all.positive.iter().all(|one| one.is_possible(self.facts.tree)) {
            return Vec::new();
        }
        let Some((found, inside)) = self.places(all) else { return Vec::new() };
        let Some(found) = self.inside(all, found, inside) else { return Vec::new() };
        let mut found = match (found, &self.context, &all.selector) {
            (Some(found), _, _) => found,
            (None, Some(context), _) => vec![Match { nature: Nature::Place, ..context.clone() }],
            (None, None, Some(selector)) => self.pattern(selector, Wanted::Anywhere),
            (None, None, None) => Vec::new(),
        };
        if let Some(selector) = &all.selector
            && !all.positive.is_empty()
        {
            let within = self.pattern(selector, Wanted::Within(Outer::new(&found)));
            found = self.intersect(&found, &within);
        }
        for negative in &all.negative {
            self.remove(&mut found, negative);
        }
        for filter in &all.filters {
            let mut kept = Vec::new();
            for candidate in found {
                if !self.budget.step() {
                    return Vec::new();
                }
                kept.extend(condition::holds(self, filter, candidate));
            }
            found = kept;
        }
        self.focus(&all.focus, found)
    }

    /// Where those of a conjunction hold that do not only say what to look inside of, and the
    /// matches of the others that turn out to; none if there is none of one. The cheap ones are
    /// evaluated first: without a match of one the others need not be.
    fn places(&mut self, all: &'e Conjunction) -> Option<(Option<Vec<Match>>, Around)> {
        let mut evaluated: Vec<Option<Vec<Match>>> = vec![None; all.positive.len()];
        let mut order: Vec<usize> = (0..all.positive.len())
            .filter(|&at| !matches!(all.positive[at], Compiled::Inside(_)))
            .collect();
        order.sort_by_key(|&at| all.positive[at].cost());
        for at in order {
            let more = self.evaluate(&all.positive[at]);
            if more.is_empty() {
                return None;
            }
            evaluated[at] = Some(more);
        }
        let mut found: Option<Vec<Match>> = None;
        let mut inside = vec![None; all.positive.len()];
        for (at, more) in evaluated.into_iter().enumerate() {
            let Some(more) = more else { continue };
            if more.iter().all(|one| one.nature != Nature::Place) {
                inside[at] = Some(more);
                continue;
            }
            let both = match found {
                None => more,
                Some(so_far) => self.intersect(&so_far, &more),
            };
            if both.is_empty() {
                return None;
            }
            found = Some(both);
        }
        Some((found, inside))
    }

    /// What of `found` is inside of the others; only what lies around it is looked for.
    fn inside(
        &mut self,
        all: &'e Conjunction,
        mut found: Option<Vec<Match>>,
        evaluated: Around,
    ) -> Option<Option<Vec<Match>>> {
        for (formula, around) in all.positive.iter().zip(evaluated) {
            let around = match (around, formula, &found) {
                (Some(around), ..) => around,
                (None, Compiled::Inside(_), Some(found)) => self.around(formula, found),
                (None, Compiled::Inside(_), None) => self.evaluate(formula),
                (None, ..) => continue,
            };
            let both = match found {
                None => around,
                Some(so_far) => self.intersect(&so_far, &around),
            };
            if both.is_empty() {
                return None;
            }
            found = Some(both);
        }
        Some(found)
    }

    /// Where the formula holds, but for matches that lie around none of `found`.
    fn around(&mut self, formula: &'e Compiled, found: &[Match]) -> Vec<Match> {
        if found.iter().any(|one| one.nature != Nature::Place) {
            return self.evaluate(formula);
        }
        let mut around = match formula {
            Compiled::Pattern(pattern) => self.pattern(pattern, Wanted::Around(Inner::new(found))),
            Compiled::Any(list) => list.iter().flat_map(|one| self.around(one, found)).collect(),
            Compiled::Inside(one) => {
                let nature = Nature::Inside;
                let inner = self.around(one, found).into_iter();
                inner.map(|found| Match { nature, ..found }).collect()
            }
            other => self.evaluate(other),
        };
        if around.len() > 1 {
            around.sort_unstable();
            around.dedup();
        }
        around
    }

    /// What the metavariables of each entry hold, in place of the whole.
    fn focus(&self, entries: &[Vec<u16>], found: Vec<Match>) -> Vec<Match> {
        if entries.is_empty() {
            return found;
        }
        let mut focused = Vec::new();
        for candidate in &found {
            let mut places: Option<Vec<Span>> = None;
            for entry in entries {
                let of_entry: Vec<Span> = entry
                    .iter()
                    .filter_map(|&number| candidate.environment.get(number)?.span(self.facts))
                    .filter_map(|span| smaller(span, candidate.span))
                    .collect();
                places = Some(match places {
                    None => of_entry,
                    Some(before) => before
                        .iter()
                        .flat_map(|&a| of_entry.iter().filter_map(move |&b| smaller(a, b)))
                        .collect(),
                });
            }
            let places = places.unwrap_or_default();
            focused.extend(places.into_iter().map(|span| Match {
                span,
                nature: Nature::Place,
                environment: candidate.environment.clone(),
            }));
        }
        focused
    }

    /// Of each pair of ranges that contain one another and agree the inner one, with what both
    /// bind. One to look inside of is never the inner one of another sort.
    fn intersect(&mut self, left: &[Match], right: &[Match]) -> Vec<Match> {
        let mut found = Vec::new();
        let mut by_start: Vec<&Match> = right.iter().collect();
        by_start.sort_by_key(|one| one.span);
        let anywhere = right.iter().chain(left).any(|one| one.nature == Nature::Anywhere);
        for a in left {
            // What starts behind the end neither holds it nor lies within.
            let end = if anywhere {
                by_start.len()
            } else {
                by_start.partition_point(|b| b.span.start <= a.span.end)
            };
            for &b in by_start.iter().take(end) {
                if !self.budget.step() {
                    return found;
                }
                let within = |x: &Match, y: &Match| {
                    (y.span.contains(x.span) || y.nature == Nature::Anywhere)
                        && (x.nature == Nature::Place || y.nature != Nature::Place)
                };
                let ways = [(a, b, within(a, b)), (b, a, within(b, a))];
                if !(ways[0].2 || ways[1].2) || !a.environment.agrees(&b.environment, self.facts) {
                    continue;
                }
                for (inner, outer, _) in ways.into_iter().filter(|way| way.2) {
                    let mut both = inner.clone();
                    both.environment.extend(&outer.environment);
                    if found.last() != Some(&both) && self.budget.keep() {
                        found.push(both);
                    }
                }
            }
        }
        if found.len() > 1 {
            found.sort_unstable();
            found.dedup();
        }
        found
    }

    fn remove(&mut self, found: &mut Vec<Match>, negative: &'e Negative) {
        if found.is_empty() {
            return;
        }
        let mut others = match negative.removes {
            // One of the same range lies around it as well.
            Removes::Equal => self.around(&negative.formula, found),
            Removes::Either | Removes::Anywhere => self.evaluate(&negative.formula),
        };
        others.sort_unstable();
        let holds_others = others.iter().any(|other| other.nature == Nature::Inside);
        let facts = self.facts;
        let budget = &mut *self.budget;
        found.retain(|candidate| {
            let span = candidate.span;
            // By their start, those of the same range lie together, and all others before an end.
            let starts_before = |at: usize| others.partition_point(|it| it.span.start < at);
            let (first, end) = match negative.removes {
                Removes::Equal if !holds_others => {
                    (starts_before(span.start), starts_before(span.start + 1))
                }
                Removes::Equal | Removes::Either => (0, starts_before(span.end + 1)),
                Removes::Anywhere => (0, others.len()),
            };
            for other in others.get(first..end).unwrap_or_default() {
                if !budget.step() {
                    break;
                }
                let removes = match negative.removes {
                    Removes::Anywhere => true,
                    _ if other.nature == Nature::Inside => other.span.contains(span),
                    Removes::Equal => other.span == span,
                    Removes::Either => other.span.contains(span) || span.contains(other.span),
                };
                if removes && candidate.environment.agrees(&other.environment, facts) {
                    return false;
                }
            }
            true
        });
    }

    /// A pattern for a name that is no node.
    fn name_alone(
        &mut self,
        compiled: &CompiledPattern,
        symbols: &[Option<Symbol>],
        (name, bound): (Symbol, Bound),
    ) -> Vec<Match> {
        let pattern = &compiled.pattern;
        let Root::Expression(root) = pattern.root else { return Vec::new() };
        let node = pattern.tree.node(root);
        if node.kind != Kind::Name {
            return Vec::new();
        }
        let environment = match pattern.meaning(node.symbol) {
            Meaning::One(number) => self.given().bind(number, bound, self.facts),
            Meaning::Literal if symbols.get(node.symbol.index()) == Some(&Some(name)) => {
                Some(self.given())
            }
            _ => None,
        };
        let (span, nature) = (self.region(), Nature::Place);
        environment.into_iter().map(|environment| Match { span, environment, nature }).collect()
    }

    /// Where a pattern matches and is wanted.
    fn pattern(&mut self, compiled: &'e CompiledPattern, wanted: Wanted) -> Vec<Match> {
        let pattern = &compiled.pattern;
        let facts = self.facts;
        if !compiled.is_possible(facts.tree) {
            return Vec::new();
        }
        let symbols: Vec<Option<Symbol>> = (0..pattern.tree.symbol_count() as u32)
            .map(|symbol| facts.tree.symbol(pattern.tree.bytes(Symbol(symbol))))
            .collect();
        let symbol = |of_pattern: Symbol| symbols.get(of_pattern.index()).copied().flatten();
        if let Some(name) = self.named {
            return self.name_alone(compiled, &symbols, name);
        }
        let mut attempt = Attempt {
            region: self.region(),
            wanted,
            given: self.given(),
            found: Vec::new(),
            ending: if compiled.inside { Ending::Longest } else { Ending::Open },
            matcher: Matcher {
                facts,
                pattern,
                symbols: &symbols,
                names: self.rule.names,
                options: self.options(),
                budget: &mut *self.budget,
                depth: 0,
            },
        };
        attempt.everywhere(symbol);
        attempt.found
    }
}

/// The inner one of two ranges, if one contains the other.
fn smaller(a: Span, b: Span) -> Option<Span> {
    if b.contains(a) {
        Some(a)
    } else if a.contains(b) {
        Some(b)
    } else {
        None
    }
}

/// What of `found` is reported: each place once, in order.
pub(crate) fn reported(mut found: Vec<Match>) -> Vec<Match> {
    found.sort_unstable();
    found.dedup_by_key(|found| found.span);
    found
}

/// What of `found` are places, each once for each way in which it is bound.
pub(crate) fn places(mut found: Vec<Match>) -> Vec<Match> {
    found.iter_mut().for_each(|found| found.nature = Nature::Place);
    found.sort_unstable();
    found.dedup();
    found
}
