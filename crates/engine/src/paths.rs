//! What git stores beside content: names, modes, links, the branch.

use crate::{Engine, Outcome};
use sdf_core::{BString, Document, Notice, Weight};
use sdf_style::{Check, Entry, PathFault, Surroundings};

impl<'r> Engine<'r> {
    /// Whether `check` is on.
    pub fn wants(&self, check: Check) -> bool {
        self.enabled.style.contains(check as usize)
    }

    /// What is wrong with `entries`, sorted by path, other than with their content.
    pub fn check_paths(
        &self,
        entries: &[Entry<'_>],
        surroundings: &dyn Surroundings,
    ) -> Outcome<'r> {
        if self.enabled.style.is_empty() {
            return Outcome::default();
        }
        let (settings, enabled) = (&self.settings.style, &self.enabled.style);
        let report = sdf_style::check_paths(entries, surroundings, settings, enabled);
        let mut outcome = Outcome { notices: report.notices, ..Outcome::default() };
        for fault in report.faults {
            self.admit_fault(fault, &mut outcome);
        }
        outcome
    }

    /// What is wrong with a commit to the branch that `branch` gives; it is asked if a check wants
    /// to know.
    pub fn check_branch<E>(
        &self,
        branch: impl FnOnce() -> Result<Option<BString>, E>,
    ) -> Result<Outcome<'r>, E> {
        let mut outcome = Outcome::default();
        if !self.wants(Check::NoCommitToBranch) {
            return Ok(outcome);
        }
        let Some(branch) = branch()? else { return Ok(outcome) };
        let (settings, enabled) = (&self.settings.style, &self.enabled.style);
        match sdf_style::check_branch(branch.as_ref(), settings, enabled) {
            Ok(Some(fault)) => self.admit_fault(fault, &mut outcome),
            Ok(None) => {}
            Err(error) => outcome.notices.push(Notice::general(Weight::Trouble, error)),
        }
        Ok(outcome)
    }

    fn admit_fault(&self, fault: PathFault, outcome: &mut Outcome<'r>) {
        let path = fault.path.as_ref();
        if self.settings.excludes(path) || !self.settings.applies(fault.finding.rule, path) {
            return;
        }
        let admitted = self.admit(&Document::file(path, &fault.text), vec![fault.finding]);
        outcome.findings.extend(admitted.findings);
        outcome.notices.extend(admitted.notices);
        outcome.totals += admitted.totals;
    }
}
