//! Checks against their own examples.

use super::Scanner;
use sdf_core::{Document, RuleMask};
use sdf_rules::bandit::{Check, Examples, Options};
use sdf_syntax::{Language, Limits, ParseTrouble, parse};

/// What of its examples a check does not do, one line each.
///
/// # Errors
/// An example that cannot be parsed.
pub fn failures(check: &Check, examples: &Examples) -> Result<Vec<String>, ParseTrouble> {
    let mut failures = Vec::new();
    for (sources, wanted) in [(&examples.bad, true), (&examples.good, false)] {
        for source in sources {
            if is_reported(check, source)? != wanted {
                failures.push(match wanted {
                    true => format!("not reported, but should be: {source:?}"),
                    false => format!("reported, but should not be: {source:?}"),
                });
            }
        }
    }
    Ok(failures)
}

fn is_reported(check: &Check, source: &str) -> Result<bool, ParseTrouble> {
    let document = Document::file(b"app/example.py".as_slice().into(), source.as_bytes());
    let tree = parse(Language::Python, document.bytes, &Limits::default())?;
    let mut findings = Vec::new();
    Scanner::new(std::slice::from_ref(check), Options::default()).scan(
        &document,
        &tree,
        &RuleMask::new(1, |_| true),
        &mut findings,
    );
    Ok(!findings.is_empty())
}
