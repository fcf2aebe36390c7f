//! The literals of all rules, numbered as the gate knows them.

use crate::bandit::Check;
use crate::sast::SastRule;
use crate::secret::SecretRule;
use crate::table::Rules;

/// Each literal with the number of what needs it: rule `i` of `secrets` has number `i`, then comes
/// a number for each group of anchors of each rule of `sast`, in order, then one for each check of
/// `bandit`.
pub fn literals<'a>(
    secrets: impl Into<Rules<'a, SecretRule>>,
    sast: impl Into<Rules<'a, SastRule>>,
    bandit: &'a [Check],
) -> impl Iterator<Item = (u32, &'a [u8])> {
    let (secrets, sast) = (secrets.into(), sast.into());
    let secrets = secrets.iter().map(|rule| &rule.keywords);
    let sast = sast.iter().flat_map(|rule| rule.anchors.iter());
    let bandit = bandit.iter().map(|check| &check.anchors);
    (0..).zip(secrets.chain(sast).chain(bandit)).flat_map(|(number, literals)| {
        literals.iter().map(move |literal| (number, literal.as_bytes()))
    })
}

/// How many numbers [`literals`] has for `sast`.
pub fn anchor_groups(sast: Rules<'_, SastRule>) -> usize {
    (0..sast.len()).map(|index| sast.groups(index)).sum()
}
