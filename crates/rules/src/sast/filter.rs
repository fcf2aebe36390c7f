//! What metavariables must hold.

use super::Formula;
use crate::Emit;
use crate::emit::{emit_plain_variants, emit_tuple, emit_variant_fields};
use sdf_core::Text;
use std::borrow::Cow;

/// What a metavariable must hold. Metavariables are written with their `$`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// The text it holds matches, from its start, a regular expression. `metavariable-regex`.
    Regex {
        /// The metavariable.
        metavariable: Text,
        /// The regular expression, in PCRE's syntax.
        regex: Text,
        /// Whether a value known by constant propagation counts as its text.
        constant_propagation: bool,
    },
    /// A formula matches in what it holds. `metavariable-pattern`.
    Pattern {
        /// The metavariable.
        metavariable: Text,
        /// The language in which to read what it holds; the rule's own where there is none.
        language: Option<Text>,
        /// The formula. Of one; a slice to be a constant expression.
        formula: Cow<'static, [Formula]>,
    },
    /// An expression in Python over metavariables is true. `metavariable-comparison`.
    Comparison {
        /// The metavariable that `base` and `strip` are about.
        metavariable: Option<Text>,
        /// The expression.
        comparison: Text,
        /// Base of the numbers that metavariables hold as text.
        base: Option<u32>,
        /// Whether texts count as the numbers they hold.
        strip: bool,
    },
    /// An analyzer finds what it looks for. `metavariable-analysis`.
    Analysis {
        /// The metavariable.
        metavariable: Text,
        /// The analyzer.
        analyzer: Analyzer,
    },
    /// What it holds is of any of these types. `metavariable-type`.
    Type {
        /// The metavariable.
        metavariable: Text,
        /// Types as the language writes them; at least one.
        types: Cow<'static, [Text]>,
    },
}

/// What looks into the text that a metavariable holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Analyzer {
    /// Finds texts as random as keys.
    Entropy,
    /// The same, weighed by what words are common.
    EntropyV2(Strictness),
    /// Finds regular expressions that backtrack without bound.
    Redos,
}

/// How random a text must be for [`Analyzer::EntropyV2`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strictness {
    /// Less than by default.
    Lax,
    /// As by default.
    Default,
    /// More than by default.
    Strict,
}

impl Emit for Filter {
    fn emit(&self, out: &mut String) {
        match self {
            Filter::Regex { metavariable, regex, constant_propagation } => {
                emit_variant_fields!(out, "::sdf_rules::sast::Filter::Regex", {
                    metavariable, regex, constant_propagation
                });
            }
            Filter::Pattern { metavariable, language, formula } => {
                emit_variant_fields!(out, "::sdf_rules::sast::Filter::Pattern", {
                    metavariable, language, formula
                });
            }
            Filter::Comparison { metavariable, comparison, base, strip } => {
                emit_variant_fields!(out, "::sdf_rules::sast::Filter::Comparison", {
                    metavariable, comparison, base, strip
                });
            }
            Filter::Analysis { metavariable, analyzer } => {
                emit_variant_fields!(out, "::sdf_rules::sast::Filter::Analysis", {
                    metavariable, analyzer
                });
            }
            Filter::Type { metavariable, types } => {
                emit_variant_fields!(out, "::sdf_rules::sast::Filter::Type", {
                    metavariable, types
                });
            }
        }
    }
}

impl Emit for Analyzer {
    fn emit(&self, out: &mut String) {
        match self {
            Analyzer::Entropy => out.push_str("::sdf_rules::sast::Analyzer::Entropy"),
            Analyzer::Redos => out.push_str("::sdf_rules::sast::Analyzer::Redos"),
            Analyzer::EntropyV2(strictness) => {
                emit_tuple(out, "::sdf_rules::sast::Analyzer::EntropyV2", &[strictness]);
            }
        }
    }
}

emit_plain_variants!(Strictness: "::sdf_rules::sast::Strictness");
