//! Whether a node of a file is what a node of a pattern says, and in which ways.
//!
//! Every function gives all environments in which it holds, as Semgrep's matcher does: a choice in
//! one place is never undone by what stands in another. Runs of things are matched one element of
//! the pattern after the other, keeping the set of places where the next may stand, so that time
//! is the product of both lengths, never exponential. Recursion follows the pattern, whose depth
//! is bounded when it is compiled; a file is only walked. Every comparison takes a step of a
//! budget, so that no file makes a pattern slow, and every way that is kept takes more.
//!
//! What matches is what Semgrep 1.182 matches, but for these, where Semgrep misses code for the sake
//! of how it is represented there:
//! - `a = b = x` assigns to `a` and to `b`; it is no unpacking of `x` into a tuple.
//! - Dots reach into the `else` of loops; names in an `async def` with decorators are matched.
//! - `self` is a name like others, which a metavariable for a parameter stands for too.
//! - A dictionary with `**x` in it is a dictionary, and `$...X` a run within lists and subscripts.
//! - A format string matches by its expressions, whatever `!r` or `:>10` follows them.
//! - `-$X` is no positive number, `+ ...` no sign, and `$X == $Y == $Z` all of the comparison.
//! - `import a, b` is one statement, `with a, b:` one `with`, and `del a` has its keyword.
//! - Operators, interpolations and pairs are not expressions of their own that `$X` stands for.
//! - A function's imports bind names in that function only.

pub(crate) use statements::Ending;

mod arguments;
mod assignments;
mod compound;
mod containers;
mod definitions;
mod expressions;
mod imports;
mod names;
mod operators;
mod sequence;
mod statements;
mod strings;

use crate::environment::{Bound, Environment, Environments};
use crate::facts::Facts;
use crate::pattern::{Meaning, Pattern};
use crate::rule::CompiledRegex;
use sdf_core::Span;
use sdf_rules::sast::{NameMatching, Options};
use sdf_syntax::{Kind, NodeId, Role, Symbol};
use smallvec::SmallVec;

/// Steps left for a rule and a file; counted, not timed, so that two runs agree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget(u64);

impl Budget {
    /// One rule on one file: some tens of milliseconds at worst. A thousand times what the rules
    /// need on ordinary files.
    pub(crate) fn new() -> Self {
        Budget(2_000_000)
    }

    /// Takes a step; false when there is none left.
    pub(crate) fn step(&mut self) -> bool {
        self.0 = self.0.saturating_sub(1);
        self.0 > 0
    }

    /// Takes many steps at once.
    pub(crate) fn steps(&mut self, count: usize) -> bool {
        self.0 = self.0.saturating_sub(count as u64);
        self.0 > 0
    }

    /// Takes all that is left.
    pub(crate) fn spend(&mut self) {
        self.0 = 0;
    }

    /// Takes what it costs to keep one more way in which something matches: memory as well as
    /// time, so that what is kept stays within some tens of megabytes.
    pub(crate) fn keep(&mut self) -> bool {
        self.steps(8)
    }

    pub(crate) fn is_spent(self) -> bool {
        self.0 == 0
    }
}

/// A pattern on a file.
pub(crate) struct Matcher<'m, 'f> {
    pub(crate) facts: &'m Facts<'f>,
    pub(crate) pattern: &'m Pattern,
    /// The file's symbol for each symbol of the pattern.
    pub(crate) symbols: &'m [Option<Symbol>],
    pub(crate) names: NameMatching,
    pub(crate) options: &'m Options,
    pub(crate) budget: &'m mut Budget,
    /// How many names were replaced by what they stand for on the way here.
    pub(crate) depth: u8,
    /// What names must be that metavariables are bound to: what the conditions around the pattern
    /// would throw out later.
    pub(crate) demands: &'m [(u16, &'m CompiledRegex)],
}

/// Some nodes: mostly few.
pub(crate) type Nodes = SmallVec<[NodeId; 8]>;

/// Where statements matched and how.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Reached {
    /// The offset behind the last statement that matched.
    pub(crate) end: usize,
    pub(crate) environment: Environment,
}

impl Matcher<'_, '_> {
    pub(crate) fn kind(&self, target: NodeId) -> Kind {
        self.facts.tree.node(target).kind
    }

    pub(crate) fn wanted(&self, pattern: NodeId) -> Kind {
        self.pattern.tree.node(pattern).kind
    }

    pub(crate) fn symbol(&self, of_pattern: Symbol) -> Option<Symbol> {
        self.symbols.get(of_pattern.index()).copied().flatten()
    }

    pub(crate) fn children(&self, target: NodeId) -> Nodes {
        self.facts.tree.children(target).collect()
    }

    pub(crate) fn parts(&self, pattern: NodeId) -> Nodes {
        self.pattern.tree.children(pattern).collect()
    }

    /// The children in these roles, of the pattern and of the file.
    pub(crate) fn both(&self, pattern: NodeId, target: NodeId, role: Role) -> (Nodes, Nodes) {
        let tree = &self.pattern.tree;
        (
            tree.children(pattern).filter(|&child| tree.node(child).role == role).collect(),
            self.facts
                .tree
                .children(target)
                .filter(|&child| self.facts.tree.node(child).role == role)
                .collect(),
        )
    }

    /// What comes of binding a metavariable.
    pub(crate) fn bind(
        &mut self,
        number: Option<u16>,
        to: Bound,
        environment: &Environment,
    ) -> Environments {
        if number.is_some() && !self.budget.keep() {
            return Vec::new();
        }
        environment.bind(number, to, self.facts).into_iter().collect()
    }

    /// Whether the names are the same, or how a metavariable for one is bound. `of` is what the
    /// name at `span` of the file names.
    pub(crate) fn name(
        &mut self,
        wanted: Symbol,
        (name, span, of): (Symbol, Span, NodeId),
        environment: &Environment,
    ) -> Environments {
        match self.pattern.meaning(wanted) {
            Meaning::One(Some(number)) if !self.fits(number, name) => Vec::new(),
            Meaning::One(number) => self.bind(number, Bound::Name { name, span, of }, environment),
            Meaning::Run(number) => {
                self.bind(Some(number), Bound::Name { name, span, of }, environment)
            }
            Meaning::Dots => vec![environment.clone()],
            Meaning::Literal | Meaning::Deep | Meaning::Typed => {
                if self.symbol(wanted) == Some(name) {
                    vec![environment.clone()]
                } else {
                    Vec::new()
                }
            }
        }
    }

    /// Whether a metavariable may be bound to a name.
    fn fits(&self, number: u16, name: Symbol) -> bool {
        self.demanded(number).all(|regex| regex.is_match(self.facts.tree.bytes(name)))
    }

    /// Whether a metavariable may be bound to a node, as far as it must be one of some words.
    pub(crate) fn suits(&self, number: Option<u16>, target: NodeId) -> bool {
        let Some(number) = number else { return true };
        let text = || self.facts.tree.source(target, self.facts.source);
        let mut listed = self.demanded(number).filter(|regex| regex.words().is_some());
        listed.all(|regex| regex.is_match(text()))
    }

    /// Whether a metavariable may be bound to the content of a string.
    fn suits_content(&self, number: Option<u16>, string: NodeId) -> bool {
        let Some(number) = number else { return true };
        let mut demanded = self.demanded(number).peekable();
        if demanded.peek().is_none() {
            return true;
        }
        let text = self.facts.content(string).unwrap_or_default();
        demanded.all(|regex| regex.is_match(&text))
    }

    /// What a metavariable must match.
    pub(crate) fn demanded(&self, number: u16) -> impl Iterator<Item = &CompiledRegex> {
        self.demands.iter().filter(move |(of, _)| *of == number).map(|(_, regex)| *regex)
    }

    /// Each environment of `before` taken further by `step`.
    pub(crate) fn then(
        &mut self,
        before: Environments,
        mut step: impl FnMut(&mut Self, &Environment) -> Environments,
    ) -> Environments {
        let mut after = Environments::new();
        for environment in &before {
            after.extend(step(self, environment));
        }
        if after.len() > 1 {
            after.sort_unstable();
            after.dedup();
        }
        after
    }

    /// Both or neither has a part, or only the file where `lax`.
    pub(crate) fn optional(
        &mut self,
        (pattern, target): (Option<NodeId>, Option<NodeId>),
        lax: bool,
        environment: &Environment,
        step: impl FnOnce(&mut Self, NodeId, NodeId, &Environment) -> Environments,
    ) -> Environments {
        match (pattern, target) {
            (Some(pattern), Some(target)) => step(self, pattern, target, environment),
            (None, None) => vec![environment.clone()],
            (None, Some(_)) if lax => vec![environment.clone()],
            _ => Vec::new(),
        }
    }
}
