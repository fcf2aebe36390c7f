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
use crate::pattern::{Meaning, Pattern, Root};
use crate::ranges::{Outer, Wanted};
use crate::rule::{Compiled, CompiledPattern, CompiledRegex, CompiledRule, GenericPattern};
use crate::search::Attempt;
use sdf_core::Span;
use sdf_rules::sast::Options;
use sdf_syntax::{Kind, Symbol};
use std::ops::Range;
use std::rc::Rc;

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
pub(crate) type Around = Vec<Option<Vec<Match>>>;

/// A rule on a file.
pub(crate) struct Evaluation<'e, 'f> {
    pub(crate) facts: &'e Facts<'f>,
    pub(crate) rule: &'e CompiledRule,
    pub(crate) budget: &'e mut Budget,
    /// Where to look, and what is bound there already: what a metavariable holds.
    pub(crate) context: Option<Match>,
    /// The nodes to look at: those that may lie there.
    pub(crate) nodes: Range<u32>,
    /// The name to look at, when a metavariable holds one that is no expression of its own.
    pub(crate) named: Option<(Symbol, Bound)>,
    /// The regular expressions of the conjunctions around, by metavariable.
    pub(crate) demands: Vec<(u16, &'e CompiledRegex)>,
    /// What every match must touch that is of use: a conjunction holds within all of its parts.
    pub(crate) near: Option<Rc<Outer>>,
}

impl<'e, 'f> Evaluation<'e, 'f> {
    /// Of all of a file.
    pub(crate) fn new(
        facts: &'e Facts<'f>,
        rule: &'e CompiledRule,
        budget: &'e mut Budget,
    ) -> Self {
        let nodes = 0..facts.tree.nodes().len() as u32;
        Evaluation {
            facts,
            rule,
            budget,
            context: None,
            nodes,
            named: None,
            demands: Vec::new(),
            near: None,
        }
    }

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
            Compiled::Anywhere(one) => {
                let near = self.near.take();
                let found = self.marked(one, Nature::Anywhere);
                self.near = near;
                found
            }
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

    /// A pattern for a name that is no node.
    fn name_alone(
        &mut self,
        pattern: &Pattern,
        symbols: &[Option<Symbol>],
        (name, bound): (Symbol, Bound),
    ) -> Vec<Match> {
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
    pub(crate) fn pattern(&mut self, compiled: &'e CompiledPattern, wanted: Wanted) -> Vec<Match> {
        let facts = self.facts;
        if !compiled.is_possible(facts.tree) {
            return Vec::new();
        }
        let Some(pattern) = compiled.pattern(&self.rule.variables) else { return Vec::new() };
        if !compiled.is_possible(facts.tree) {
            return Vec::new();
        }
        let symbols: Vec<Option<Symbol>> = (0..pattern.tree.symbol_count() as u32)
            .map(|symbol| facts.tree.symbol(pattern.tree.bytes(Symbol(symbol))))
            .collect();
        let symbol = |of_pattern: Symbol| symbols.get(of_pattern.index()).copied().flatten();
        if let Some(name) = self.named {
            return self.name_alone(pattern, &symbols, name);
        }
        let mut attempt = Attempt {
            region: self.region(),
            nodes: self.nodes.clone(),
            wanted,
            near: self.near.clone(),
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
                demands: &self.demands,
            },
        };
        attempt.everywhere(symbol);
        attempt.found
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
