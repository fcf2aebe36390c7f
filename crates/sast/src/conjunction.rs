//! Formulas that hold together: what stays of their ranges, what is taken away, what is reported.

use crate::condition;
use crate::formula::{Around, Evaluation, Match, Nature};
use crate::ranges::{Inner, Outer, Wanted};
use crate::rule::{Compiled, CompiledFilter, Conjunction, Negative, Removes};
use sdf_core::Span;
use std::rc::Rc;

/// How many bytes are read in the time of a step.
const READ: usize = 256;

impl<'e> Evaluation<'e, '_> {
    /// Where all of a conjunction holds.
    pub(crate) fn conjunction(&mut self, all: &'e Conjunction) -> Vec<Match> {
        if !all.is_possible(self.facts.tree, &self.rule.variables) {
            return Vec::new();
        }
        let (outer, outer_near) = (self.demands.len(), self.near.clone());
        for filter in &all.filters {
            if let CompiledFilter::Regex { number, regex, constant_propagation: false } = filter {
                self.demands.push((*number, regex));
            }
        }
        let places = self.places(all);
        let places = places.and_then(|(found, inside)| self.inside(all, found, inside));
        self.demands.truncate(outer);
        // What takes matches away, or must be in what is bound, may be anywhere.
        self.near = None;
        let found = places.map(|places| self.narrowed(all, places));
        self.near = outer_near;
        found.unwrap_or_default()
    }

    /// What stays of the places where the positive parts of a conjunction hold.
    fn narrowed(&mut self, all: &'e Conjunction, places: Option<Vec<Match>>) -> Vec<Match> {
        let mut found = match (places, &self.context, &all.selector) {
            (Some(found), _, _) => found,
            (None, Some(context), _) => vec![Match { nature: Nature::Place, ..context.clone() }],
            (None, None, Some(selector)) => self.pattern(selector, Wanted::Anywhere),
            (None, None, None) => Vec::new(),
        };
        if let Some(selector) = &all.selector
            && (!all.positive.is_empty() || self.context.is_some())
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
                // A filter may read all of what a metavariable holds.
                let read = candidate.span.end.saturating_sub(candidate.span.start);
                if !self.budget.steps(1 + read / READ) {
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
        order
            .sort_by_cached_key(|&at| all.positive[at].cost(self.facts.tree, &self.rule.variables));
        for at in order {
            let more = self.evaluate(&all.positive[at]);
            if more.is_empty() {
                return None;
            }
            if more.iter().all(|one| one.nature == Nature::Place) {
                self.near = Some(Rc::new(Outer::new(&more)));
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
