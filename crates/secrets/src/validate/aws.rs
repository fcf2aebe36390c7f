//! What an Amazon access key id tells.

use super::Verdict;
use sdf_core::Severity;
use sdf_rules::checksum::{BASE32, decode};

/// Accounts whose keys are decoys of canarytokens.org; using one raises an alarm. The list is kept
/// by trufflehog.
const DECOYS: &[u64] = &[
    52310077262,
    171436882533,
    266735846894,
    534261010715,
    595918472158,
    717712589309,
    730335385048,
    819147034852,
    893192397702,
    992382622183,
];

/// The account of a key id, or that it is a decoy.
pub(super) fn key_id(id: &[u8]) -> Verdict {
    match account(id) {
        Some(account) if DECOYS.contains(&account) => {
            let why = format!("a decoy of canarytokens.org (account {account:012})");
            Verdict::Mitigated(Severity::Low, why)
        }
        Some(account) => Verdict::Telling(format!("of account {account:012}")),
        None => Verdict::Genuine,
    }
}

/// The account number: bits 7 to 46 of the first six bytes behind the prefix, read as base 32.
/// Ids from before 2018, whose fifth character is I or J, do not hold it.
fn account(id: &[u8]) -> Option<u64> {
    let digits = id.get(4..20)?;
    if matches!(digits.first(), Some(b'I' | b'J')) {
        return None;
    }
    let bytes = decode(digits, BASE32, 5)?;
    let number = bytes.get(..6)?.iter().fold(0u64, |sum, &byte| sum << 8 | u64::from(byte));
    Some((number & 0x7fff_ffff_ff80) >> 7)
        .filter(|account| (1..1_000_000_000_000).contains(account))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_is_read_from_the_id() {
        // The pair that is published with the formula (Tal Be'ery, 2023), with a letter cut out.
        let id = [b"ASIAQNZ".as_slice(), b"GKIQY56JQ7WML"].concat();
        assert_eq!(account(&id), Some(29608264753));
        assert_eq!(account(b"AKIAIOSFODNN7"), None);
        assert_eq!(account(b""), None);
    }
}
