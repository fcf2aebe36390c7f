//! Where checks put their findings.

use crate::{Check, RULES};
use sdf_core::{Edit, Finding, Fix, RuleMask, Span};

/// Most findings of a rule in a document: who has a thousand knows enough, and a hostile or
/// generated file must not fill the memory. The last one says that others were left out.
pub const LIMIT: usize = 1000;

/// Takes the findings of the checks that are on, up to [`LIMIT`] of each.
pub(crate) struct Sink<'a> {
    enabled: &'a RuleMask,
    findings: &'a mut Vec<Finding<'static>>,
    counts: [usize; Check::ALL.len()],
}

impl<'a> Sink<'a> {
    pub(crate) fn new(enabled: &'a RuleMask, findings: &'a mut Vec<Finding<'static>>) -> Self {
        Sink { enabled, findings, counts: [0; Check::ALL.len()] }
    }

    /// Whether findings of `check` are wanted (still).
    pub(crate) fn wants(&self, check: Check) -> bool {
        self.enabled.contains(check as usize) && self.counts[check as usize] < LIMIT
    }

    /// Whether findings of any of `checks` are wanted.
    pub(crate) fn wants_any(&self, checks: &[Check]) -> bool {
        checks.iter().any(|&check| self.wants(check))
    }

    /// How many findings there are.
    pub(crate) fn count(&self) -> usize {
        self.findings.len()
    }

    /// The findings from number `first` on.
    pub(crate) fn since(&mut self, first: usize) -> &mut [Finding<'static>] {
        self.findings.get_mut(first..).unwrap_or_default()
    }

    /// Takes a finding that [`finding`] made, unless its check is off or has its fill.
    pub(crate) fn add(&mut self, check: Check, mut finding: Finding<'static>) {
        if !self.wants(check) {
            return;
        }
        let count = &mut self.counts[check as usize];
        *count += 1;
        if *count == LIMIT {
            let message = finding.message.to_mut();
            message.push_str(" (further findings of this rule in this file are not listed)");
        }
        self.findings.push(finding);
    }
}

/// A finding of `check` at `span`, known by the text under `identity`.
pub(crate) fn finding(check: Check, span: Span, identity: Span) -> Finding<'static> {
    Finding::new(&RULES[check as usize], span).known_by(identity)
}

/// A finding with the fix that replaces `span` by `replacement`.
pub(crate) fn fixed_by(
    finding: Finding<'static>,
    span: Span,
    replacement: &[u8],
    safe: bool,
) -> Finding<'static> {
    let edit = Edit { span, replacement: replacement.to_vec() };
    Finding { fix: Some(Fix { edits: vec![edit], safe }), ..finding }
}
