//! Calls and their arguments.

use super::Matcher;
use crate::environment::{Bound, Environment, Environments};
use crate::pattern::Meaning;
use sdf_core::Span;
use sdf_syntax::{Kind, NodeId, Role};

/// The first of the arguments that are left, those behind it that are not, and what is bound.
type Left = (usize, Vec<usize>, Environment);

impl<'m, 'f> Matcher<'m, 'f> {
    pub(super) fn call(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let Some(callee) = self.pattern.tree.child(pattern, Role::Callee) else {
            return Vec::new();
        };
        // Most calls are of something else: their arguments need not be looked at.
        let mut named = None;
        if self.kind(target) == Kind::Call
            && !matches!(self.pattern.meaning_of(callee), Meaning::Deep | Meaning::Typed)
        {
            let Some(found) = self.facts.tree.child(target, Role::Callee) else {
                return Vec::new();
            };
            if !self.fits_callee(callee, found, environment) {
                return Vec::new();
            }
            let before = self.expression(callee, found, environment);
            if before.is_empty() {
                return before;
            }
            named = Some(before);
        }
        let (arguments, found_arguments) = self.both(pattern, target, Role::Argument);
        if let Some(before) = named {
            return self.then(before, |matcher, environment| {
                matcher.arguments(&arguments, &found_arguments, environment)
            });
        }
        match self.pattern.meaning_of(callee) {
            Meaning::Deep => {
                return match arguments.first() {
                    Some(&inner) => self.deep(inner, target, environment),
                    None => Vec::new(),
                };
            }
            Meaning::Typed => return self.typed(&arguments, target, environment),
            _ => {}
        }
        let tree = self.facts.tree;
        match self.kind(target) {
            // `print x` of Python 2.
            Kind::Print => {
                let name = self.pattern.tree.node(callee).symbol;
                if self.wanted(callee) == Kind::Name && self.pattern.tree.bytes(name) == b"print" {
                    self.arguments(&arguments, &found_arguments, environment)
                } else {
                    Vec::new()
                }
            }
            // A decorator without arguments is called as well.
            _ if tree.node(tree.node(target).parent).kind == Kind::Decorator
                && self.options.attr_expr
                && self.wanted(callee) != Kind::Call =>
            {
                let before = self.expression(callee, target, environment);
                self.then(before, |matcher, environment| {
                    matcher.arguments(&arguments, &[], environment)
                })
            }
            _ => Vec::new(),
        }
    }

    /// Whether a metavariable for what is called may be bound to what `found` is. What a name
    /// stands for may be called otherwise.
    fn fits_callee(&self, callee: NodeId, found: NodeId, environment: &Environment) -> bool {
        match self.pattern.meaning_of(callee) {
            Meaning::One(Some(number))
                if !self.options.symbolic_propagation && environment.get(number).is_none() =>
            {
                let text = self.facts.tree.source(found, self.facts.source);
                self.demanded(number).all(|regex| regex.is_match(text))
            }
            _ => true,
        }
    }

    /// Arguments in their order; one by keyword is taken from anywhere among those that are left.
    pub(super) fn arguments(
        &mut self,
        wanted: &[NodeId],
        found: &[NodeId],
        environment: &Environment,
    ) -> Environments {
        if !self.are_enough(wanted, found) {
            return Vec::new();
        }
        let mut states: Vec<Left> = vec![(0, Vec::new(), environment.clone())];
        // Whether dots let the next argument be any of those that are left.
        let mut anywhere = false;
        for (at, &pattern) in wanted.iter().enumerate() {
            let is_last = at + 1 == wanted.len();
            let meaning = self.run(pattern);
            let mut next = Vec::new();
            for (place, taken, environment) in &states {
                // Dots reach from each place to all that follow: the first one is enough.
                let last = if anywhere { found.len() } else { *place };
                for place in *place..=last {
                    if !self.budget.step() {
                        return Vec::new();
                    }
                    let left = (place..found.len()).filter(|at| !taken.contains(at));
                    match meaning {
                        Some(Meaning::Run(number)) => {
                            let left: Vec<usize> = left.collect();
                            if !self.budget.steps(left.len()) {
                                return Vec::new();
                            }
                            let first = left.first().and_then(|&at| found.get(at)).copied();
                            for count in if is_last { left.len() } else { 0 }..=left.len() {
                                let last = count.checked_sub(1).and_then(|at| left.get(at));
                                let last = last.and_then(|&at| Some((at, *found.get(at)?)));
                                let run = Bound::Run(first.zip(last.map(|(_, last)| last)));
                                let end = last.map_or(place, |(at, _)| at + 1);
                                let bound = self.bind(Some(number), run, environment);
                                next.extend(bound.into_iter().map(|it| (end, taken.clone(), it)));
                            }
                        }
                        Some(_) => next.push((place, taken.clone(), environment.clone())),
                        None if self.wanted(pattern) == Kind::KeywordArgument => {
                            for at in left {
                                let Some(&target) = found.get(at) else { continue };
                                if self.kind(target) != Kind::KeywordArgument || !self.budget.step()
                                {
                                    continue;
                                }
                                for environment in self.keyword(pattern, target, environment) {
                                    let mut taken = taken.clone();
                                    taken.push(at);
                                    next.push((place, taken, environment));
                                }
                            }
                        }
                        None => {
                            let Some((at, target)) =
                                left.clone().next().and_then(|at| Some((at, *found.get(at)?)))
                            else {
                                continue;
                            };
                            if self.kind(target) == Kind::KeywordArgument {
                                continue;
                            }
                            let more = self.expression(pattern, target, environment);
                            next.extend(more.into_iter().map(|it| (at + 1, taken.clone(), it)));
                        }
                    }
                    if meaning == Some(Meaning::Dots) {
                        break;
                    }
                }
            }
            anywhere = meaning == Some(Meaning::Dots);
            states = super::sequence::distinct(next);
        }
        let is_end = |(place, taken, _): &Left| {
            anywhere || (*place..found.len()).all(|at| taken.contains(&at))
        };
        states.into_iter().filter(is_end).map(|(_, _, environment)| environment).collect()
    }

    /// Whether there are as many arguments as are wanted, and those by keyword among them: most
    /// calls lack some, which is seen without matching any.
    fn are_enough(&self, wanted: &[NodeId], found: &[NodeId]) -> bool {
        let pattern = |id: NodeId| self.pattern.tree.node(id);
        let mut single = wanted.iter().filter(|&&id| self.run(id).is_none());
        let mut by_keyword = single.clone().filter(|&&id| {
            let node = pattern(id);
            node.kind == Kind::KeywordArgument
                && self.pattern.meaning(node.symbol) == Meaning::Literal
        });
        let has = |symbol| {
            let mut found = found.iter().map(|&id| self.facts.tree.node(id));
            found.any(|it| it.kind == Kind::KeywordArgument && it.symbol == symbol)
        };
        single.nth(found.len()).is_none()
            && by_keyword.all(|&id| self.symbol(pattern(id).symbol).is_some_and(has))
    }

    /// A keyword argument.
    pub(super) fn keyword(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let (wanted, found) = (*self.pattern.tree.node(pattern), *self.facts.tree.node(target));
        let start = found.start as usize;
        let span = Span::new(start, start + self.facts.tree.bytes(found.symbol).len());
        let named = self.name(wanted.symbol, (found.symbol, span, target), environment);
        if named.is_empty() {
            return named;
        }
        let (value, found_value) = (self.parts(pattern), self.children(target));
        self.then(named, |matcher, environment| {
            matcher.sequence(&value, &found_value, false, environment, Matcher::expression)
        })
    }

    /// `($X: T)`: an expression of a type.
    fn typed(
        &mut self,
        arguments: &[NodeId],
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let &[variable, wanted] = arguments else { return Vec::new() };
        let wanted = self.pattern.tree.source(wanted, &self.pattern.source);
        if self.facts.is_of_type(target, wanted) {
            self.root(variable, target, environment)
        } else {
            Vec::new()
        }
    }
}
