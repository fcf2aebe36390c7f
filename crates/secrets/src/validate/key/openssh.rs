//! OpenSSH's own form (PROTOCOL.key of its sources).

use super::super::Verdict;
use super::{CUT, protected};

const MAGIC: &[u8] = b"openssh-key-v1\0";

/// Whether `key` parses, and whether it is encrypted.
pub(super) fn inspect(key: &[u8]) -> Verdict {
    let Some(rest) = key.strip_prefix(MAGIC) else {
        return Verdict::Malformed("it does not hold a key");
    };
    match read(rest) {
        None => CUT,
        Some((b"none", secret)) => {
            let numbers = secret.get(..8).map(|head| head.split_at(4));
            super::super::sound(
                numbers.is_some_and(|(one, other)| one == other),
                "its check numbers differ",
            )
        }
        Some(_) => protected(),
    }
}

/// The name of the cipher and what it protects.
fn read(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    let (cipher, rest) = string(rest)?;
    let (_derivation, rest) = string(rest)?;
    let (_options, rest) = string(rest)?;
    let (_public, rest) = string(rest.get(4..)?)?;
    let (secret, _) = string(rest)?;
    Some((cipher, secret))
}

/// The bytes behind a length of four bytes, and what follows them.
fn string(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(u32::from_be_bytes(*length) as usize)
}
