//! What a rule says about taint.

use sdf_core::Span;

/// The number of a label; a source without a label of its own has [`Label::DEFAULT`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(pub u16);

impl Label {
    /// The label of sources that name none, and what a sink without a condition asks for.
    pub const DEFAULT: Label = Label(0);
}

/// Which labels must be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Precondition {
    /// Always, or never.
    Always(bool),
    /// Some taint has this label.
    Has(Label),
    /// The condition does not hold.
    Not(Box<Precondition>),
    /// All hold.
    All(Vec<Precondition>),
    /// Any holds.
    Any(Vec<Precondition>),
}

impl Precondition {
    /// Whether it asks for `label`, or for taint without it.
    pub fn names(&self, label: Label) -> bool {
        match self {
            Precondition::Always(_) => false,
            Precondition::Has(asked) => *asked == label,
            Precondition::Not(one) => one.names(label),
            Precondition::All(list) | Precondition::Any(list) => {
                list.iter().any(|one| one.names(label))
            }
        }
    }

    /// Whether it can hold without [`Label::DEFAULT`].
    pub fn can_lack_default(&self) -> bool {
        match self {
            Precondition::Always(holds) => *holds,
            Precondition::Has(label) => *label != Label::DEFAULT,
            Precondition::Not(_) => true,
            Precondition::All(list) => list.iter().all(Precondition::can_lack_default),
            Precondition::Any(list) => list.iter().any(Precondition::can_lack_default),
        }
    }
}

/// Where a formula matched, and what its metavariables are bound to.
#[derive(Clone, Debug)]
pub struct SpecMatch<E> {
    /// The bytes that it covers.
    pub span: Span,
    /// The bindings.
    pub environment: E,
}

/// Whether what matches changes the variable that it is, beyond its own value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SideEffect {
    /// Only its own value.
    #[default]
    No,
    /// Only the variable, from there on.
    Only,
    /// Both.
    Yes,
}

/// Where taint comes from.
#[derive(Clone, Debug)]
pub struct Source<E> {
    /// Its matches.
    pub matches: Vec<SpecMatch<E>>,
    /// Whether parts of what matches are no source.
    pub exact: bool,
    /// Whether it taints the variable that it is.
    pub by_side_effect: SideEffect,
    /// The label that it gives.
    pub label: Label,
    /// What taint must have come in already.
    pub requires: Option<Precondition>,
    /// Whether it taints all that runs after it.
    pub control: bool,
}

/// What removes taint.
#[derive(Clone, Debug)]
pub struct Sanitizer<E> {
    /// Its matches.
    pub matches: Vec<SpecMatch<E>>,
    /// Whether parts of what matches are not clean by that.
    pub exact: bool,
    /// Whether it cleans the variable that it is, from there on.
    pub by_side_effect: bool,
    /// Whether a match does not count where a source or sink matches the same bytes.
    pub not_conflicting: bool,
}

/// What a sink asks of the taint that arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Requires {
    /// That it has labels; [`Label::DEFAULT`] if the rule says nothing.
    Labels(Precondition),
    /// The same of what metavariables are bound to: for each match the spans and conditions.
    Parts(Vec<Vec<(Span, Precondition)>>),
}

impl Requires {
    /// All conditions in it.
    pub fn all(&self) -> impl Iterator<Item = &Precondition> {
        let (labels, parts) = match self {
            Requires::Labels(labels) => (Some(labels), None),
            Requires::Parts(parts) => (None, Some(parts)),
        };
        let parts = parts.into_iter().flatten().flatten().map(|(_, condition)| condition);
        labels.into_iter().chain(parts)
    }
}

/// Where taint must not arrive.
#[derive(Clone, Debug)]
pub struct Sink<E> {
    /// Its matches.
    pub matches: Vec<SpecMatch<E>>,
    /// Whether parts of what matches are no sink. So by default.
    pub exact: bool,
    /// Whether a metavariable is focused on: if not, a call that matches is a sink for its
    /// arguments also when calls are assumed to be safe.
    pub has_focus: bool,
    /// What taint counts; `None` asks for the default label.
    pub requires: Option<Requires>,
    /// Whether it counts what is tainted when the function is left there.
    pub at_exit: bool,
}

/// Where a propagator matched.
#[derive(Clone, Debug)]
pub struct PropagatorMatch {
    /// What taint comes from.
    pub from: Span,
    /// What it goes to.
    pub to: Span,
}

/// What carries taint from one place to another.
#[derive(Clone, Debug)]
pub struct Propagator {
    /// Its matches.
    pub matches: Vec<PropagatorMatch>,
    /// What taint it carries.
    pub requires: Option<Precondition>,
    /// The labels that are replaced by `label`; all if `None`.
    pub replace_labels: Option<Vec<Label>>,
    /// The label that taint has afterwards.
    pub label: Option<Label>,
    /// Whether it taints the variable that it goes to. So by default.
    pub by_side_effect: bool,
}

/// Where a check was found.
#[derive(Clone, Copy, Debug)]
pub struct GuardMatch {
    /// The check: an expression.
    pub check: Span,
    /// What it is about, a variable or a member of one; else it cleans nothing.
    pub cleaned: Span,
}

/// A check after which data is clean.
#[derive(Clone, Debug)]
pub struct Guard {
    /// Its matches.
    pub matches: Vec<GuardMatch>,
    /// How it comes out where data is clean.
    pub when: bool,
}

/// All that a rule says about taint in one file.
#[derive(Clone, Debug)]
pub struct Spec<E> {
    /// The sources.
    pub sources: Vec<Source<E>>,
    /// The sinks.
    pub sinks: Vec<Sink<E>>,
    /// The sanitizers.
    pub sanitizers: Vec<Sanitizer<E>>,
    /// The propagators.
    pub propagators: Vec<Propagator>,
    /// The checks. With any, what is known of calls that never return counts, too.
    pub guards: Vec<Guard>,
}

/// Which end of a flow is reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// Where taint arrives.
    #[default]
    Sink,
    /// Where it comes from.
    Source,
}

/// What is assumed about code, named as in Semgrep's options without `taint_`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Calls do not carry taint from arguments to results.
    pub assume_safe_functions: bool,
    /// A tainted index does not taint what it picks.
    pub assume_safe_indexes: bool,
    /// Comparisons are not tainted.
    pub assume_safe_comparisons: bool,
    /// Truth values are not tainted.
    pub assume_safe_booleans: bool,
    /// Numbers are not tainted.
    pub assume_safe_numbers: bool,
    /// Only assignments and propagators carry taint.
    pub only_propagate_through_assignments: bool,
    /// What containers and the language's own functions do is known: elements are told apart by
    /// index and key, numbers and truth values are clean.
    pub models: bool,
    /// Metavariables of source and sink of the same name must be the same code.
    pub unify_mvars: bool,
    /// Which end is reported.
    pub focus_on: Focus,
    /// Taint is followed into functions of the same file.
    pub interprocedural: bool,
}

/// How bindings of metavariables are put together.
pub trait Bindings {
    /// What metavariables are bound to.
    type Environment: Clone + PartialEq;

    /// Both together, unless they contradict each other.
    fn unify(&self, a: &Self::Environment, b: &Self::Environment) -> Option<Self::Environment>;

    /// Both together; where they contradict each other, `over` wins.
    fn overlay(&self, over: &Self::Environment, under: &Self::Environment) -> Self::Environment;

    /// All together, without what any two of them contradict each other in.
    fn agree(&self, all: &[&Self::Environment]) -> Option<Self::Environment>;
}

/// A flow of taint from a source to a sink.
#[derive(Clone, Debug, PartialEq)]
pub struct TaintFinding<E> {
    /// What is reported: the sink, or the source if the options say so.
    pub span: Span,
    /// The sink.
    pub sink: Span,
    /// The source.
    pub source: Span,
    /// What is bound by the sink and its sources.
    pub environment: E,
    /// The source, what it was assigned to on the way, the sink.
    pub trace: Vec<Span>,
    /// Of the same place and bindings those of other sources or sinks, a few if there are many.
    pub others: Vec<TaintFinding<E>>,
}
