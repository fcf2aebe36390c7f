//! What a rule looks for.

use super::Filter;
use crate::Emit;
use crate::emit::{emit_struct, emit_tuple, emit_variant_fields};
use sdf_core::Text;
use std::borrow::Cow;

/// What a rule looks for: patterns and how they combine. Both syntaxes of Semgrep end here.
///
/// A list "of one" is a slice so that the whole can be a constant expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula {
    /// Code like this text.
    Pattern(Text),
    /// Text that this regular expression matches: `pattern-regex`, and every pattern of the
    /// language `regex`.
    Regex(Text),
    /// Where any of these matches; at least one, none of them negative.
    Any(Cow<'static, [Formula]>),
    /// Where all of these match.
    All {
        /// Positive and negative ones. None of them need be positive in a formula on what a
        /// metavariable holds: the place of the metavariable is the positive one then.
        of: Cow<'static, [Formula]>,
        /// What the metavariables must hold besides, in the order to be asked.
        filters: Cow<'static, [Filter]>,
        /// The metavariables to report in place of the whole.
        focus: Cow<'static, [Focus]>,
    },
    /// Not exactly where this one matches. Of one. Only within [`Formula::All`].
    Not(Cow<'static, [Formula]>),
    /// Within a match of this one. Of one.
    Inside(Cow<'static, [Formula]>),
    /// Not within a match of this one. Of one. Only within [`Formula::All`].
    NotInside(Cow<'static, [Formula]>),
    /// Not where this regular expression matches. Only within [`Formula::All`].
    NotRegex(Text),
    /// Where this one matches anywhere in the document with metavariables that agree. Of one.
    /// `anywhere`, `semgrep-internal-pattern-anywhere`.
    Anywhere(Cow<'static, [Formula]>),
    /// Where this one matches nowhere in the document with metavariables that agree. Of one.
    /// Only within [`Formula::All`].
    NotAnywhere(Cow<'static, [Formula]>),
}

impl Formula {
    /// Whether it only takes matches away.
    pub fn is_negative(&self) -> bool {
        match self {
            Formula::Not(_)
            | Formula::NotInside(_)
            | Formula::NotRegex(_)
            | Formula::NotAnywhere(_) => true,
            Formula::Pattern(_)
            | Formula::Regex(_)
            | Formula::Any(_)
            | Formula::All { .. }
            | Formula::Inside(_)
            | Formula::Anywhere(_) => false,
        }
    }
}

/// One `focus-metavariable` entry: what any of these holds is reported. Several entries must all
/// hold: their ranges intersect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Focus {
    /// The metavariables with their `$`; at least one.
    pub metavariables: Cow<'static, [Text]>,
}

impl Emit for Formula {
    fn emit(&self, out: &mut String) {
        let (variant, value): (&str, &dyn Emit) = match self {
            Formula::Pattern(text) => ("Pattern", text),
            Formula::Regex(text) => ("Regex", text),
            Formula::Any(list) => ("Any", list),
            Formula::Not(one) => ("Not", one),
            Formula::Inside(one) => ("Inside", one),
            Formula::NotInside(one) => ("NotInside", one),
            Formula::NotRegex(text) => ("NotRegex", text),
            Formula::Anywhere(one) => ("Anywhere", one),
            Formula::NotAnywhere(one) => ("NotAnywhere", one),
            Formula::All { of, filters, focus } => {
                emit_variant_fields!(out, "::sdf_rules::sast::Formula::All", {
                    of, filters, focus
                });
                return;
            }
        };
        emit_tuple(out, &format!("::sdf_rules::sast::Formula::{variant}"), &[value]);
    }
}

impl Emit for Focus {
    fn emit(&self, out: &mut String) {
        emit_struct!(out, "::sdf_rules::sast::Focus", self, { metavariables });
    }
}
