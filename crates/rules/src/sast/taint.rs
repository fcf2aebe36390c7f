//! Rules on what flows from sources to sinks.

use super::{Formula, Requires};
use crate::Emit;
use crate::emit::{emit_plain_variants, emit_struct, emit_tuple};
use sdf_core::Text;
use std::borrow::Cow;

/// What a rule of `mode: taint` looks for: data that reaches a sink from a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taint {
    /// Ids of the libraries whose parts are added to these.
    pub uses: Cow<'static, [Text]>,
    /// Where tainted data comes from.
    pub sources: Cow<'static, [Source]>,
    /// What hands taint on besides what does so by itself.
    pub propagators: Cow<'static, [Propagator]>,
    /// What makes data clean.
    pub sanitizers: Cow<'static, [Sanitizer]>,
    /// Checks after which data is clean.
    pub guards: Cow<'static, [Guard]>,
    /// Where tainted data must not go.
    pub sinks: Cow<'static, [Sink]>,
}

/// Where tainted data comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The place.
    pub formula: Formula,
    /// Whether only the whole match is tainted, not what is within. Off unless said.
    pub exact: bool,
    /// Whether what is matched is tainted from then on, not only there.
    pub by_side_effect: SideEffect,
    /// Whether all that runs after it is tainted.
    pub control: bool,
    /// Name of this taint.
    pub label: Option<Text>,
    /// The taint that must be there already.
    pub requires: Option<Requires>,
}

/// Whether a source also taints a variable that it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SideEffect {
    /// The value alone is tainted.
    No,
    /// The value and the variable are.
    Yes,
    /// The variable alone is.
    Only,
}

/// What hands taint from one metavariable on to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Propagator {
    /// The place.
    pub formula: Formula,
    /// The metavariable, with its `$`, that taint comes from.
    pub from: Text,
    /// The metavariable, with its `$`, that taint goes to.
    pub to: Text,
    /// Whether what `to` holds is tainted from then on. On unless said.
    pub by_side_effect: bool,
    /// The taint it hands on.
    pub requires: Option<Requires>,
    /// Name of the taint from there.
    pub label: Option<Text>,
    /// The labels of which `label` takes the place; all where there is no list.
    pub replace_labels: Option<Cow<'static, [Text]>>,
}

/// What makes data clean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sanitizer {
    /// The place.
    pub formula: Formula,
    /// Whether only the whole match is clean, not what is within. Off unless said.
    pub exact: bool,
    /// Whether what is matched is clean from then on, not only there.
    pub by_side_effect: bool,
    /// Whether it is none where it matches exactly what a source or a sink does.
    pub not_conflicting: bool,
}

/// A check after which data is clean: what is checked is, where it came out well, until it is
/// assigned again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// The check: a condition or a part of one.
    pub formula: Formula,
    /// The metavariable, with its `$`, that holds what is checked.
    pub variable: Text,
    /// How it comes out where data is clean. True unless said.
    pub when: bool,
}

/// Where tainted data must not go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sink {
    /// The place.
    pub formula: Formula,
    /// Whether only the whole match is a sink, not what is within. On unless said.
    pub exact: bool,
    /// The taint that is found there; any where nothing is said.
    pub requires: Option<SinkRequires>,
    /// Whether it is one only where the function is left.
    pub at_exit: bool,
}

/// The taint that a sink is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SinkRequires {
    /// Of what reaches it.
    Labels(Requires),
    /// Of what each of these metavariables, written with their `$`, holds: all must be so.
    PerMetavariable(Cow<'static, [(Text, Requires)]>),
}

impl Emit for Taint {
    fn emit(&self, out: &mut String) {
        emit_struct!(out, "::sdf_rules::sast::Taint", self, {
            uses, sources, propagators, sanitizers, guards, sinks
        });
    }
}

impl Emit for Source {
    fn emit(&self, out: &mut String) {
        emit_struct!(out, "::sdf_rules::sast::Source", self, {
            formula, exact, by_side_effect, control, label, requires
        });
    }
}

emit_plain_variants!(SideEffect: "::sdf_rules::sast::SideEffect");

impl Emit for Propagator {
    fn emit(&self, out: &mut String) {
        emit_struct!(out, "::sdf_rules::sast::Propagator", self, {
            formula, from, to, by_side_effect, requires, label, replace_labels
        });
    }
}

impl Emit for Sanitizer {
    fn emit(&self, out: &mut String) {
        emit_struct!(out, "::sdf_rules::sast::Sanitizer", self, {
            formula, exact, by_side_effect, not_conflicting
        });
    }
}

impl Emit for Guard {
    fn emit(&self, out: &mut String) {
        emit_struct!(out, "::sdf_rules::sast::Guard", self, { formula, variable, when });
    }
}

impl Emit for Sink {
    fn emit(&self, out: &mut String) {
        emit_struct!(out, "::sdf_rules::sast::Sink", self, { formula, exact, requires, at_exit });
    }
}

impl Emit for SinkRequires {
    fn emit(&self, out: &mut String) {
        match self {
            SinkRequires::Labels(requires) => {
                emit_tuple(out, "::sdf_rules::sast::SinkRequires::Labels", &[requires]);
            }
            SinkRequires::PerMetavariable(list) => {
                emit_tuple(out, "::sdf_rules::sast::SinkRequires::PerMetavariable", &[list]);
            }
        }
    }
}
