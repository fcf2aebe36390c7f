//! What a finding is known by.

use bstr::BStr;
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// The identity of a finding: rule, path, normalised matched text, and its place among equals.
///
/// It survives moved lines, holds in every mode of scanning, and differs for two secrets on one
/// line. The first 16 bytes of a SHA-256, written as 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// The fingerprint of the `ordinal`-th finding (from 0) of `rule` in `path` on `text`.
    ///
    /// Runs of ASCII white space in `text` count as one space, and none at its ends.
    pub fn new(rule: &str, path: &BStr, text: &[u8], ordinal: usize) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"sdf1\0");
        hash.update(rule);
        hash.update([0]);
        hash.update(path);
        hash.update([0]);
        hash.update(Self::normalise(text));
        hash.update([0]);
        hash.update((ordinal as u64).to_le_bytes());
        let digest = hash.finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        Fingerprint(bytes)
    }

    /// `text` with runs of ASCII white space as one space and none at its ends: texts that are
    /// the same so are the same to a fingerprint.
    pub fn normalise(text: &[u8]) -> Vec<u8> {
        let words = text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(&b' ')
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

/// The text was not 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAFingerprint;

impl fmt::Display for NotAFingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a fingerprint has 32 hexadecimal digits")
    }
}

impl std::error::Error for NotAFingerprint {}

impl FromStr for Fingerprint {
    type Err = NotAFingerprint;

    fn from_str(text: &str) -> Result<Self, NotAFingerprint> {
        let digits = text.as_bytes();
        if digits.len() != 32 {
            return Err(NotAFingerprint);
        }
        let digit = |byte: u8| char::from(byte).to_digit(16).ok_or(NotAFingerprint);
        let mut bytes = [0; 16];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = (digit(pair[0])? * 16 + digit(pair[1])?) as u8;
        }
        Ok(Fingerprint(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_survives_indentation_and_tells_equals_apart() {
        let of = |text: &[u8], ordinal| Fingerprint::new("r", "p".into(), text, ordinal);
        assert_eq!(of(b"a  =\t1", 0), of(b" a = 1\n", 0));
        assert_ne!(of(b"a = 1", 0), of(b"a = 1", 1));
        assert_ne!(of(b"a = 1", 0), of(b"a = 2", 0));
    }

    #[test]
    fn it_reads_what_it_writes() {
        let fingerprint = Fingerprint::new("r", "p".into(), b"t", 0);
        assert_eq!(fingerprint.to_string().parse(), Ok(fingerprint));
        assert_eq!("x".parse::<Fingerprint>(), Err(NotAFingerprint));
        assert_eq!("g".repeat(32).parse::<Fingerprint>(), Err(NotAFingerprint));
    }
}
