//! The literals of all rules, numbered as the gate knows them.

use crate::bandit::Check;
use crate::sast::SastRule;
use crate::secret::SecretRule;

/// Each literal with the number of the rule that needs it: rule `i` of `secrets` has number `i`,
/// rule `j` of `sast` has number `secrets.len() + j`, check `k` of `bandit` has number
/// `secrets.len() + sast.len() + k`.
pub fn literals<'a>(
    secrets: &'a [SecretRule],
    sast: &'a [SastRule],
    bandit: &'a [Check],
) -> impl Iterator<Item = (u32, &'a [u8])> {
    let secrets = secrets.iter().map(|rule| &rule.keywords);
    let sast = sast.iter().map(|rule| &rule.anchors);
    let bandit = bandit.iter().map(|check| &check.anchors);
    (0..).zip(secrets.chain(sast).chain(bandit)).flat_map(|(number, literals)| {
        literals.iter().map(move |literal| (number, literal.as_bytes()))
    })
}
