//! Private keys in DER: PKCS #1, PKCS #8, SEC 1 and OpenSSL's form of DSA.

use super::super::Verdict;
use super::CUT;

const INTEGER: u8 = 0x02;
const SEQUENCE: u8 = 0x30;

/// Whether `key` is one sequence, as long as it says, of a version and at least one thing more.
pub(super) fn inspect(key: &[u8]) -> Verdict {
    let Some((tag, length, body)) = head(key) else { return CUT };
    if tag != SEQUENCE {
        return Verdict::Malformed("it does not hold a key");
    }
    if body.len() < length {
        return CUT;
    }
    let mut rest = &body[..length];
    let mut tags = Vec::new();
    while let Some((tag, length, after)) =
        head(rest).filter(|(_, length, after)| *length <= after.len())
    {
        tags.push(tag);
        rest = &after[length..];
    }
    let whole = rest.is_empty() && body.len() == length;
    super::super::sound(
        whole && tags.len() > 1 && tags.first() == Some(&INTEGER),
        "it does not hold a key",
    )
}

/// Tag and length of the value at the head of `bytes`, and what follows them.
fn head(bytes: &[u8]) -> Option<(u8, usize, &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    if first < 0x80 {
        return Some((tag, usize::from(first), rest));
    }
    let (length, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
    // Four bytes of length are more than any key has.
    let length = (length.len() <= 4)
        .then(|| length.iter().fold(0usize, |sum, &byte| sum << 8 | usize::from(byte)))?;
    Some((tag, length, rest))
}
