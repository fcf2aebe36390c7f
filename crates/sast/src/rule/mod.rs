//! A rule with its patterns compiled.

mod compile;
mod late;
mod taint;
mod words;

pub(crate) use compile::When;
pub(crate) use late::{CompiledPattern, CompiledRegex, Faults, is_keyword};
pub(crate) use taint::{CompiledSource, CompiledTaint};

use crate::comparison::Comparison;
use crate::fix::RegexFix;
use crate::generic;
use crate::metavariables::Metavariables;
use sdf_rules::sast::{Analyzer, NameMatching, Options};
use sdf_syntax::Language;

/// A rule ready to be evaluated.
#[derive(Clone, Debug)]
pub(crate) struct CompiledRule {
    pub(crate) mode: CompiledMode,
    pub(crate) variables: Metavariables,
    pub(crate) names: NameMatching,
    pub(crate) options: Options,
    pub(crate) regex_fix: Option<RegexFix>,
    /// What was found wrong with it since.
    pub(crate) faults: Faults,
}

/// What a rule looks for.
#[derive(Clone, Debug)]
pub(crate) enum CompiledMode {
    Search(Compiled),
    Taint(CompiledTaint),
}

/// A formula with its patterns compiled.
#[derive(Clone, Debug)]
pub(crate) enum Compiled {
    Pattern(Box<CompiledPattern>),
    Regex(CompiledRegex),
    Generic(Box<GenericPattern>),
    Any(Vec<Compiled>),
    All(Box<Conjunction>),
    Inside(Box<Compiled>),
    Anywhere(Box<Compiled>),
}

/// A pattern of the generic mode.
#[derive(Clone, Debug)]
pub(crate) struct GenericPattern {
    pub(crate) pattern: generic::Pattern,
    pub(crate) options: generic::Options,
    /// The number of each of its metavariables.
    pub(crate) numbers: Vec<u16>,
}

/// Formulas that hold together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conjunction {
    pub(crate) positive: Vec<Compiled>,
    /// A metavariable alone: looked for last, within what the others leave.
    pub(crate) selector: Option<CompiledPattern>,
    pub(crate) negative: Vec<Negative>,
    pub(crate) filters: Vec<CompiledFilter>,
    /// Numbers of metavariables, by entry.
    pub(crate) focus: Vec<Vec<u16>>,
}

/// A formula that takes matches away.
#[derive(Clone, Debug)]
pub(crate) struct Negative {
    pub(crate) formula: Compiled,
    pub(crate) removes: Removes,
}

/// Which matches a formula takes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Removes {
    /// Those of the same range.
    Equal,
    /// Those that contain it or lie within.
    Either,
    /// All of them.
    Anywhere,
}

/// What a metavariable must hold.
#[derive(Clone, Debug)]
pub(crate) enum CompiledFilter {
    Regex {
        number: u16,
        regex: CompiledRegex,
        constant_propagation: bool,
    },
    Pattern {
        number: u16,
        formula: Compiled,
    },
    Comparison(Comparison),
    Analysis(u16, Analyzer),
    /// By the names of types.
    Type(u16, Vec<String>),
    /// The same in the text of a string, read as another language.
    Text {
        number: u16,
        formula: Compiled,
        language: TextLanguage,
    },
}

/// How the text that a metavariable holds is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextLanguage {
    /// As text, by regular expressions.
    Regex,
    /// As words and signs.
    Generic,
    /// As code.
    Code(Language),
}
