//! The versions of Semgrep that a rule is for.

use super::{Reading, Stop};
use crate::yaml::{Mapping, Value};

/// The version of Semgrep whose rule language is read here.
const OURS: [u32; 3] = [1, 182, 0];

/// Takes `min-version` and `max-version`, and leaves the rule out if ours is not within.
pub(super) fn check(rule: &mut Mapping<'_>) -> Reading<()> {
    let (least, most) = (rule.take("min-version"), rule.take("max-version"));
    let is_within = |value: &Option<Value<'_>>, holds: fn(&[u32; 3], &[u32; 3]) -> bool| {
        let Some(value) = value else { return Ok(()) };
        match holds(&version(value)?, &OURS) {
            true => Ok(()),
            false => {
                let [major, minor, patch] = OURS;
                let message = format!(
                    "left out: {} {} of Semgrep, whose version {major}.{minor}.{patch} is followed here",
                    value.key(),
                    value.text()?
                );
                Err(Stop::LeftOut(value.error(message)))
            }
        }
    };
    is_within(&least, |least, ours| least <= ours)?;
    is_within(&most, |most, ours| ours <= most)
}

fn version(value: &Value<'_>) -> Reading<[u32; 3]> {
    let text = value.text()?;
    // What follows a hyphen or plus tells builds of a version apart.
    let numbers = text.split(['-', '+']).next().unwrap_or_default();
    let parts: Result<Vec<u32>, _> = numbers.split('.').map(str::parse).collect();
    let parts = parts.ok().and_then(|parts| <[u32; 3]>::try_from(parts).ok());
    parts.ok_or_else(|| value.error(format!("{}: expected a version X.Y.Z", value.key())).into())
}
