//! Statements and what follows them.

use super::sequence::Place;
use super::{Matcher, Reached};
use crate::environment::{Bound, Environment, Environments};
use crate::pattern::Meaning;
use sdf_syntax::{Kind, NodeId, Role};

/// What may follow the statements of a pattern, and how far `...` goes at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Nothing may follow: the pattern is a whole block.
    Exact,
    /// Anything may follow.
    Open,
    /// Anything may follow, and `...` at the end reaches as far as it can: a pattern to look
    /// inside of.
    Longest,
}

impl<'m, 'f> Matcher<'m, 'f> {
    /// How the statements from the first of `found` on, all of one block, are what `wanted` says.
    /// `...` also goes down into nested blocks.
    pub(crate) fn statements(
        &mut self,
        wanted: &[NodeId],
        found: &[NodeId],
        ending: Ending,
        environment: &Environment,
    ) -> Vec<Reached> {
        // One after the other, until dots let what follows be anywhere.
        let mut places: Vec<Place> = vec![(0, environment.clone())];
        for (at, &pattern) in wanted.iter().enumerate() {
            let rest = wanted.get(at..).unwrap_or_default();
            match self.run(pattern) {
                Some(Meaning::Dots) if rest.len() == 1 && ending == Ending::Longest => {
                    let all = places.into_iter().map(|(_, environment)| (found.len(), environment));
                    return self.reached(found, found, all.collect());
                }
                Some(meaning) => {
                    let direct = self.onwards(rest, found, places.clone());
                    let mut all = self.reached(found, found, direct);
                    let nested = self.nested(found, &places);
                    if meaning == Meaning::Dots && rest.len() > 1 && nested.len() > found.len() {
                        // As many statements are behind, whichever way they are counted.
                        let places = places.into_iter().map(|(place, environment)| {
                            let place = found
                                .get(place)
                                .map_or(nested.len(), |id| nested.partition_point(|it| it < id));
                            (place, environment)
                        });
                        let places = self.onwards(rest, nested, places.collect());
                        all.extend(self.reached(found, nested, places));
                    }
                    return super::sequence::distinct(all);
                }
                None => places = self.next_statement(pattern, found, places),
            }
            if places.is_empty() {
                return Vec::new();
            }
        }
        if ending == Ending::Exact {
            places.retain(|&(place, _)| place == found.len());
        }
        self.reached(found, found, places)
    }

    /// All statements from the first of the places on, at any depth.
    fn nested(&self, found: &[NodeId], places: &[Place]) -> &'m [NodeId] {
        match (found.first(), found.last()) {
            (Some(&first), Some(&last))
                if self.options.go_deeper_stmt
                    && places.iter().any(|&(place, _)| place < found.len()) =>
            {
                self.facts.statements(first, self.facts.tree.node(last).subtree_end)
            }
            _ => &[],
        }
    }

    /// The places behind the statement that `pattern` says.
    fn next_statement(
        &mut self,
        pattern: NodeId,
        found: &[NodeId],
        places: Vec<Place>,
    ) -> Vec<Place> {
        let mut next = Vec::new();
        for (place, environment) in &places {
            let Some(&target) = found.get(*place) else { continue };
            let more = self.statement(pattern, target, environment);
            next.extend(more.into_iter().map(|environment| (place + 1, environment)));
        }
        super::sequence::distinct(next)
    }

    /// The same for a pattern that begins with a run, on a list that does not grow any more.
    fn onwards(&mut self, wanted: &[NodeId], found: &[NodeId], places: Vec<Place>) -> Vec<Place> {
        let (places, anywhere) = self.places(wanted, found, places, false, Matcher::statement);
        if anywhere { self.each(found.len(), places) } else { places }
    }

    /// Where what is before each place of `list` ends: all of it is part of the match, matched or
    /// passed over by dots. `list` are statements of the block `found`, or those within, too.
    fn reached(&self, found: &[NodeId], list: &[NodeId], places: Vec<Place>) -> Vec<Reached> {
        let start = found.first().map_or(0, |&first| self.facts.tree.node(first).start);
        let end = |place: usize| {
            let last = list.get(place.checked_sub(1)?)?;
            let of_block = found.partition_point(|id| id <= last).checked_sub(1)?;
            Some(self.facts.tree.node(*found.get(of_block)?).end)
        };
        let all = places.into_iter().map(|(place, environment)| {
            let end = end(place).unwrap_or(start) as usize;
            Reached { end, environment }
        });
        super::sequence::distinct(all.collect())
    }

    /// How one statement is what `pattern` says.
    pub(crate) fn statement(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        if !self.budget.step() {
            return Vec::new();
        }
        let (wanted, found) = (self.wanted(pattern), self.kind(target));
        match wanted {
            Kind::ExpressionStatement => self.evaluated(pattern, target, environment),
            Kind::Assign | Kind::AugmentedAssign => match found {
                Kind::Assign | Kind::AugmentedAssign | Kind::ExpressionStatement => {
                    self.implicitly_deep(pattern, self.evaluates(target), environment)
                }
                Kind::Return => self.returned(pattern, target, environment),
                _ => Vec::new(),
            },
            Kind::Import | Kind::ImportFrom => self.import(pattern, target, environment),
            Kind::Function | Kind::Class if wanted == found => {
                self.definition(pattern, target, environment)
            }
            Kind::If | Kind::For | Kind::While if wanted == found => {
                self.compound(pattern, target, environment)
            }
            Kind::With if wanted == found => self.with(pattern, target, environment),
            Kind::Try if wanted == found => self.attempt(pattern, target, environment),
            Kind::Block => self.block(pattern, target, environment),
            Kind::Match if wanted == found => self.choice(pattern, target, environment),
            Kind::Raise if wanted == found => self.raise(pattern, target, environment),
            Kind::Global | Kind::Nonlocal if matches!(found, Kind::Global | Kind::Nonlocal) => {
                let (names, found) = (self.parts(pattern), self.children(target));
                self.unordered(&names, &found, true, environment, Matcher::defined)
            }
            Kind::Return if wanted == found || self.is_lambda_body(target) => {
                let given = match found {
                    Kind::Return => self.facts.tree.children(target).next(),
                    _ => Some(target),
                };
                let value = self.pattern.tree.children(pattern).next();
                match (value, given) {
                    (Some(value), None) if self.pattern.is_dots(value) => vec![environment.clone()],
                    values => self.optional(values, false, environment, Matcher::expression),
                }
            }
            _ if wanted == found => self.alike(pattern, target, environment),
            _ => Vec::new(),
        }
    }

    /// Whether an expression is what a lambda returns.
    fn is_lambda_body(&self, target: NodeId) -> bool {
        let node = self.facts.tree.node(target);
        node.role == Role::Body && self.kind(node.parent) == Kind::Lambda
    }

    /// An expression as a statement: a metavariable or dots are any statement, other patterns are
    /// looked for in what the statement evaluates.
    fn evaluated(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let Some(inner) = self.pattern.tree.children(pattern).next() else { return Vec::new() };
        match self.pattern.meaning_of(inner) {
            Meaning::One(number) => return self.bind(number, Bound::Node(target), environment),
            Meaning::Dots => return vec![environment.clone()],
            Meaning::Run(number) => {
                return self.bind(Some(number), Bound::Run(Some((target, target))), environment);
            }
            _ => {}
        }
        let callee = self.pattern.tree.child(inner, Role::Callee);
        let is_deep = callee.is_some_and(|it| self.pattern.meaning_of(it) == Meaning::Deep);
        if is_deep {
            let inner = self.pattern.tree.child(inner, Role::Argument);
            let mut all = Environments::new();
            for expression in self.expressions_of(target) {
                if let Some(inner) = inner {
                    all.extend(self.deep(inner, expression, environment));
                }
            }
            return all;
        }
        match self.kind(target) {
            Kind::ExpressionStatement | Kind::Assign | Kind::AugmentedAssign | Kind::Print => {
                let root = self.evaluates(target);
                if self.options.implicit_deep_exprstmt {
                    self.implicitly_deep(inner, root, environment)
                } else {
                    self.root(inner, root, environment)
                }
            }
            Kind::Return => self.returned(inner, target, environment),
            _ if self.is_lambda_body(target) => self.deep(inner, target, environment),
            _ => Vec::new(),
        }
    }

    /// Anywhere in what is returned.
    fn returned(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        match self.facts.tree.children(target).next() {
            Some(value) => self.deep(pattern, value, environment),
            None => Vec::new(),
        }
    }

    /// The expression of a statement; an assignment is one itself.
    fn evaluates(&self, statement: NodeId) -> NodeId {
        match self.kind(statement) {
            Kind::ExpressionStatement => {
                self.facts.tree.children(statement).next().unwrap_or(statement)
            }
            _ => statement,
        }
    }

    /// The expressions that a statement has itself, not in its blocks.
    fn expressions_of(&self, statement: NodeId) -> Vec<NodeId> {
        let tree = self.facts.tree;
        match self.kind(statement) {
            Kind::Assign | Kind::AugmentedAssign => return vec![statement],
            Kind::Function | Kind::Class | Kind::Try => return Vec::new(),
            _ => {}
        }
        let mut found = Vec::new();
        for child in tree.children(statement) {
            let node = tree.node(child);
            match node.kind {
                Kind::WithItem => found.extend(tree.child(child, Role::Value)),
                kind if kind.is_expression() && node.role != Role::Target => found.push(child),
                _ => {}
            }
        }
        found
    }

    /// A body: a metavariable alone is the whole of it.
    pub(super) fn block(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let wanted = self.parts(pattern);
        if self.kind(target) != Kind::Block {
            // `elif` is the only statement of an else branch.
            return match wanted.as_slice() {
                [only] => self.statement(*only, target, environment),
                _ if wanted.iter().any(|&part| self.run(part).is_some()) => {
                    self.ways(&wanted, &[target], environment)
                }
                _ => Vec::new(),
            };
        }
        if let [only] = wanted.as_slice()
            && self.wanted(*only) == Kind::ExpressionStatement
            && let Some(inner) = self.pattern.tree.children(*only).next()
            && let Meaning::One(number) = self.pattern.meaning_of(inner)
        {
            return self.bind(number, Bound::Node(target), environment);
        }
        let found = self.children(target);
        self.ways(&wanted, &found, environment)
    }

    fn ways(
        &mut self,
        wanted: &[NodeId],
        found: &[NodeId],
        environment: &Environment,
    ) -> Environments {
        if let [only] = wanted
            && self.pattern.is_dots(*only)
        {
            return vec![environment.clone()];
        }
        let reached = self.statements(wanted, found, Ending::Exact, environment);
        let mut all: Environments =
            reached.into_iter().map(|reached| reached.environment).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
