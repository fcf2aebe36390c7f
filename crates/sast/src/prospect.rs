//! What is known of a formula before anything is matched: whether it could match a file at all, and
//! what it costs to find out where.

use crate::libraries::LibraryMatches;
use crate::metavariables::Metavariables;
use crate::pattern::Key;
use crate::rule::{
    Compiled, CompiledFilter, CompiledMode, CompiledRule, CompiledTaint, Conjunction, is_keyword,
};
use sdf_syntax::Tree;

impl CompiledRule {
    /// Whether the rule or one of its `libraries` could have in `tree` what `part` asks for.
    pub(crate) fn could_have(
        &self,
        taint: &CompiledTaint,
        libraries: &[&LibraryMatches<'_>],
        tree: &Tree,
        part: fn(&CompiledTaint, &Tree, &Metavariables) -> bool,
    ) -> bool {
        part(taint, tree, &self.variables)
            || libraries.iter().any(|it| part(it.taint, tree, &it.rule.variables))
    }

    /// Whether the rule, if it is one of flows, could have a sink of its own in `tree`.
    pub(crate) fn could_have_own_sink(&self, tree: &Tree) -> bool {
        match &self.mode {
            CompiledMode::Search(_) => true,
            CompiledMode::Taint(taint) => taint.could_have_sink(tree, &self.variables),
        }
    }

    /// Whether the rule, which uses `libraries`, could match `tree`: whether all names are there
    /// that it needs.
    pub(crate) fn is_possible(&self, libraries: &[&LibraryMatches<'_>], tree: &Tree) -> bool {
        match &self.mode {
            CompiledMode::Search(formula) => formula.is_possible(tree, &self.variables),
            CompiledMode::Taint(taint) => {
                if taint.sources.is_empty() && libraries.iter().all(|it| it.has_no_source()) {
                    return false;
                }
                self.could_have(taint, libraries, tree, CompiledTaint::could_have_sink)
                    && self.could_have(taint, libraries, tree, CompiledTaint::could_have_source)
            }
        }
    }
}

impl CompiledTaint {
    /// Whether one of the sinks could match `tree`; `variables` are those of the rule.
    pub(crate) fn could_have_sink(&self, tree: &Tree, variables: &Metavariables) -> bool {
        self.sinks.iter().any(|sink| sink.formula.is_possible(tree, variables))
    }

    /// The same for the sources.
    pub(crate) fn could_have_source(&self, tree: &Tree, variables: &Metavariables) -> bool {
        self.sources.iter().any(|source| source.formula.is_possible(tree, variables))
    }
}

impl Compiled {
    /// Whether the formula could match `tree`; `variables` are those of its rule.
    pub(crate) fn is_possible(&self, tree: &Tree, variables: &Metavariables) -> bool {
        let is_possible = |one: &Compiled| one.is_possible(tree, variables);
        match self {
            Compiled::Pattern(pattern) => pattern.is_possible(tree),
            Compiled::Regex(_) | Compiled::Generic(_) => true,
            Compiled::Any(list) => list.iter().any(is_possible),
            Compiled::All(all) => all.is_possible(tree, variables),
            Compiled::Inside(one) | Compiled::Anywhere(one) => is_possible(one),
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

impl Conjunction {
    /// Whether all of its parts could match `tree`, and it has the names that are asked for.
    pub(crate) fn is_possible(&self, tree: &Tree, variables: &Metavariables) -> bool {
        self.positive.iter().all(|one| one.is_possible(tree, variables))
            && self.filters.iter().all(|filter| filter.is_possible(tree, variables))
    }
}

impl CompiledFilter {
    /// Whether something in `tree` could pass.
    fn is_possible(&self, tree: &Tree, variables: &Metavariables) -> bool {
        let CompiledFilter::Regex { number, regex, constant_propagation: false } = self else {
            return true;
        };
        let has = |word: &String| !is_name(word) || tree.symbol(word.as_bytes()).is_some();
        regex.words().is_none_or(|words| variables.is_textual(*number) || words.iter().any(has))
    }
}

/// Whether code that is this word alone is a name.
fn is_name(word: &str) -> bool {
    // `print` and `exec` were statements once; `pass` and its like still are.
    let is_other = is_keyword(word) || ["exec", "print"].contains(&word);
    !is_other && word.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
}
