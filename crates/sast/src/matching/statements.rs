//! Statements and what follows them.

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
        let start = found.first().map_or(0, |&first| self.start(first));
        let begin = Reached { end: start, environment: environment.clone() };
        // One after the other, until dots let what follows be anywhere.
        let mut states = vec![(0, begin)];
        for (at, &pattern) in wanted.iter().enumerate() {
            if self.run(pattern).is_some() {
                let mut all = Vec::new();
                for (place, reached) in &states {
                    let left = found.get(*place..).unwrap_or_default();
                    all.extend(self.onwards(&wanted[at..], left, ending, reached));
                    let nested = match (left.first(), left.last()) {
                        (Some(&first), Some(&last)) if self.options.go_deeper_stmt => {
                            let end = self.facts.tree.node(last).subtree_end;
                            self.facts.statements(first, end)
                        }
                        _ => &[],
                    };
                    let is_single = wanted.len() == at + 1;
                    if nested.len() > left.len() && !is_single && self.pattern.is_dots(pattern) {
                        all.extend(self.onwards(&wanted[at..], nested, ending, reached));
                    }
                }
                return super::sequence::distinct(all);
            }
            let mut next = Vec::new();
            for (place, reached) in &states {
                let Some(&target) = found.get(*place) else { continue };
                for environment in self.statement(pattern, target, &reached.environment) {
                    let end = reached.end.max(self.end(target));
                    next.push((place + 1, Reached { end, environment }));
                }
            }
            states = super::sequence::distinct(next);
            if states.is_empty() {
                return Vec::new();
            }
        }
        let ends = |&(place, _): &(usize, Reached)| ending != Ending::Exact || place == found.len();
        states.into_iter().filter(ends).map(|(_, reached)| reached).collect()
    }

    /// The same for a pattern that begins with a run, on a list that does not grow any more.
    fn onwards(
        &mut self,
        wanted: &[NodeId],
        found: &[NodeId],
        ending: Ending,
        from: &Reached,
    ) -> Vec<Reached> {
        let mut states = vec![(0, from.clone())];
        let mut ending = ending;
        for (at, &pattern) in wanted.iter().enumerate() {
            let is_last = at + 1 == wanted.len();
            let mut next = Vec::new();
            for (place, reached) in &states {
                let left = found.get(*place..).unwrap_or_default();
                if !self.budget.steps(left.len() + 1) {
                    return Vec::new();
                }
                match self.run(pattern) {
                    Some(Meaning::Run(number)) => {
                        // Without dots behind it nothing may follow.
                        if is_last {
                            ending = Ending::Exact;
                        }
                        for count in if is_last { left.len() } else { 0 }..=left.len() {
                            let run = left.get(..count).unwrap_or_default();
                            let ends = run.first().copied().zip(run.last().copied());
                            let bound = Bound::Run(ends);
                            let environment =
                                reached.environment.bind(Some(number), bound, self.facts);
                            let end = run.last().map_or(0, |&last| self.end(last));
                            next.extend(environment.map(|environment| {
                                (place + count, Reached { end: end.max(reached.end), environment })
                            }));
                        }
                    }
                    Some(_) if is_last => {
                        let end = left.iter().map(|&id| self.end(id)).max().unwrap_or(0);
                        let longest = Reached { end: end.max(reached.end), ..reached.clone() };
                        next.push((found.len(), longest));
                        if ending == Ending::Open {
                            next.push((found.len(), reached.clone()));
                        }
                    }
                    Some(_) => {
                        // What dots pass over is part of the match; how far is seen at the next
                        // statement, which lies behind it.
                        next.extend((*place..=found.len()).map(|to| (to, reached.clone())));
                    }
                    None => {
                        let Some(&target) = left.first() else { continue };
                        for environment in self.statement(pattern, target, &reached.environment) {
                            let end = reached.end.max(self.end(target));
                            next.push((place + 1, Reached { end, environment }));
                        }
                    }
                }
            }
            states = super::sequence::distinct(next);
            if states.is_empty() {
                return Vec::new();
            }
        }
        let _ = ending;
        states.into_iter().map(|(_, reached)| reached).collect()
    }

    fn start(&self, id: NodeId) -> usize {
        self.facts.tree.node(id).start as usize
    }

    fn end(&self, id: NodeId) -> usize {
        self.facts.tree.node(id).end as usize
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
            Kind::Return if wanted == found => {
                let (value, given) = (
                    self.pattern.tree.children(pattern).next(),
                    self.facts.tree.children(target).next(),
                );
                match (value, given) {
                    (Some(value), None) if self.pattern.is_dots(value) => vec![environment.clone()],
                    values => self.optional(values, false, environment, Matcher::expression),
                }
            }
            _ if wanted == found => self.alike(pattern, target, environment),
            _ => Vec::new(),
        }
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
