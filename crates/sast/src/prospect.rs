//! What is known of a formula before anything is matched: whether it could match a file at all, and
//! what it costs to find out where.

use crate::libraries::LibraryMatches;
use crate::metavariables::Metavariables;
use crate::pattern::Key;
use crate::rule::{Compiled, CompiledMode, CompiledRule};
use sdf_syntax::Tree;

impl CompiledRule {
    /// Whether the rule, which uses `libraries`, could match `tree`: whether all names are there
    /// that it needs.
    pub(crate) fn is_possible(&self, libraries: &[&LibraryMatches<'_>], tree: &Tree) -> bool {
        match &self.mode {
            CompiledMode::Search(formula) => formula.is_possible(tree),
            CompiledMode::Taint(taint) => {
                if taint.sources.is_empty() && libraries.iter().all(|it| it.has_no_source()) {
                    return false;
                }
                let all = || libraries.iter().map(|library| library.taint).chain([taint]);
                let mut sinks = all().flat_map(|parts| &parts.sinks);
                let mut sources = all().flat_map(|parts| &parts.sources);
                sinks.any(|sink| sink.formula.is_possible(tree))
                    && sources.any(|source| source.formula.is_possible(tree))
            }
        }
    }
}

impl Compiled {
    /// Whether the formula could match `tree`.
    pub(crate) fn is_possible(&self, tree: &Tree) -> bool {
        match self {
            Compiled::Pattern(pattern) => pattern.is_possible(tree),
            Compiled::Regex(_) | Compiled::Generic(_) => true,
            Compiled::Any(list) => list.iter().any(|one| one.is_possible(tree)),
            Compiled::All(all) => all.positive.iter().all(|one| one.is_possible(tree)),
            Compiled::Inside(one) | Compiled::Anywhere(one) => one.is_possible(tree),
        }
    }

    /// How many places of `tree` it looks at, roughly: the larger, the later it is evaluated.
    /// `variables` are those of its rule.
    pub(crate) fn cost(&self, tree: &Tree, variables: &Metavariables) -> u8 {
        let largest =
            |list: &[Compiled]| list.iter().map(|one| one.cost(tree, variables)).max().unwrap_or(0);
        match self {
            Compiled::Pattern(pattern) => match pattern.key(tree, variables) {
                Some(Key::Callee(_) | Key::Member(_) | Key::Reference(_)) | None => 0,
                Some(Key::Kind(_)) => 1,
                Some(Key::Expression) => 3,
                Some(Key::Statement) => 4,
            },
            Compiled::Regex(_) | Compiled::Generic(_) => 2,
            Compiled::Any(list) => largest(list),
            Compiled::All(all) => largest(&all.positive),
            Compiled::Inside(one) | Compiled::Anywhere(one) => one.cost(tree, variables),
        }
    }
}
