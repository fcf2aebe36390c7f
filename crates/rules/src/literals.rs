//! The literals of all rules, numbered as the gate knows them.

use crate::sast::SastRule;
use crate::secret::SecretRule;

/// Each literal with the number of the rule that needs it: rule `i` of `secrets` has number `i`,
/// rule `j` of `sast` has number `secrets.len() + j`.
pub fn literals<'a>(
    secrets: &'a [SecretRule],
    sast: &'a [SastRule],
) -> impl Iterator<Item = (u32, &'a [u8])> {
    let secrets = secrets.iter().map(|rule| &rule.keywords);
    let sast = sast.iter().map(|rule| &rule.anchors);
    (0..).zip(secrets.chain(sast)).flat_map(|(number, literals)| {
        literals.iter().map(move |literal| (number, literal.as_bytes()))
    })
}
