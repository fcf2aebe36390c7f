//! Macaroons of version 2 (github.com/rescrv/libmacaroons, doc/format.txt).

use sdf_rules::checksum::decode_base64;

const LOCATION: u8 = 1;
const IDENTIFIER: u8 = 2;
const VERIFICATION_ID: u8 = 4;
const SIGNATURE: u8 = 6;

/// Whether what stands behind the first `-` is a macaroon: an identifier, conditions that each
/// have one, a signature of 32 bytes, and nothing more.
pub(super) fn is_macaroon(token: &[u8]) -> bool {
    let body = memchr::memchr(b'-', token).and_then(|at| token.get(at + 1..));
    body.and_then(decode_base64).and_then(|bytes| read(&bytes)).is_some()
}

fn read(bytes: &[u8]) -> Option<()> {
    let mut rest = bytes.strip_prefix(&[2])?;
    let mut sections = 0;
    // Sections of fields end in a zero, and so do all of them.
    while *rest.first()? != 0 {
        rest = section(rest)?;
        sections += 1;
    }
    let (kind, signature, rest) = field(rest.get(1..)?)?;
    (sections > 0 && kind == SIGNATURE && signature.len() == 32 && rest.is_empty()).then_some(())
}

fn section(mut rest: &[u8]) -> Option<&[u8]> {
    let mut identified = false;
    while *rest.first()? != 0 {
        let (kind, _, after) = field(rest)?;
        identified |= kind == IDENTIFIER;
        rest = matches!(kind, LOCATION | IDENTIFIER | VERIFICATION_ID).then_some(after)?;
    }
    identified.then(|| &rest[1..])
}

/// The kind of the field at the head of `bytes`, its data and what follows.
fn field(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&kind, rest) = bytes.split_first()?;
    let (low, mut rest) = rest.split_first()?;
    let mut length = usize::from(low & 0x7f);
    if *low >= 0x80 {
        let (high, after) = rest.split_first().filter(|(high, _)| **high < 0x80)?;
        length |= usize::from(*high) << 7;
        rest = after;
    }
    let (data, rest) = rest.split_at_checked(length)?;
    Some((kind, data, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sdf_rules::examples::expand;

    #[test]
    fn a_token_of_the_index_is_a_macaroon() {
        let token = expand("{{pypi}}", "seed").expect("a sound template");
        assert!(is_macaroon(token.as_bytes()));
        for end in 0..token.len() {
            assert!(!is_macaroon(&token.as_bytes()[..end]), "{end}");
        }
    }
}
