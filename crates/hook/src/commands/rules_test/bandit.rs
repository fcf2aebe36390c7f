//! The checks of bandit against their own examples.

use super::tally::{Fault, Tally};
use crate::failure::Failure;
use sdf_rules::bandit::parse;
use sdf_sast::bandit::examples::failures;

/// Tries every check of the file on its examples.
pub(super) fn file(name: &str, text: &str, tally: &mut Tally) -> Result<(), Failure> {
    for (check, examples) in parse(name, text)? {
        let failures = failures(&check, &examples)
            .map_err(|error| Failure::new(format!("an example of {}: {error}", check.rule.id)))?;
        let faults: Vec<Fault> = failures.into_iter().map(Fault::new).collect();
        tally.add(&check.rule.id, examples.bad.len() + examples.good.len(), &faults);
    }
    Ok(())
}
