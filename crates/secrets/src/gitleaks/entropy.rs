//! Shannon entropy as gitleaks and betterleaks have it: in double precision, for limits that a
//! secret of eight different characters meets to the last bit.

use sdf_core::ByteSlice;
use std::collections::BTreeMap;

/// Entropy of bytes, in bits: betterleaks' `filter.entropy`.
pub(super) fn of_bytes(text: &[u8]) -> f64 {
    entropy(text.iter(), text.len())
}

/// Entropy of characters, their shares taken of the bytes: gitleaks' `entropy`.
pub(super) fn of_characters(text: &[u8]) -> f64 {
    entropy(text.chars(), text.len())
}

fn entropy<T: Ord>(symbols: impl Iterator<Item = T>, length: usize) -> f64 {
    let mut count = BTreeMap::new();
    for symbol in symbols {
        *count.entry(symbol).or_insert(0u32) += 1;
    }
    let share = |count: &u32| f64::from(*count) / length as f64;
    count.values().map(share).map(|share| -share * share.log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_different_characters_have_three_bits() {
        assert_eq!(of_characters(b"abcdefgh"), 3.0);
        assert_eq!(of_bytes(b""), 0.0);
        // Two characters of two bytes each: half of the bytes are characters.
        assert_eq!(of_characters("äö".as_bytes()), 1.0);
    }
}
