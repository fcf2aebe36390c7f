//! Keys of crypto-currencies.

use super::Verdict;
use sdf_rules::checksum::{BASE58, BIP39_WORDS};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// The words of BIP 39, in order.
static WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| BIP39_WORDS.lines().collect());
/// Longest text that is read as base 58, which takes time in the square of its length.
const LONGEST: usize = 128;
/// The order of secp256k1 (SEC 2, 2.4.1).
const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe,
    0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41,
];

/// The bytes that a text in base 58 stands for.
pub(super) fn decode_base58(text: &[u8]) -> Option<Vec<u8>> {
    if text.len() > LONGEST {
        return None;
    }
    let mut bytes: Vec<u8> = Vec::with_capacity(text.len());
    for byte in text {
        let mut carry = BASE58.iter().position(|digit| digit == byte)?;
        for place in &mut bytes {
            carry += usize::from(*place) * 58;
            *place = carry as u8;
            carry >>= 8;
        }
        while carry > 0 {
            bytes.push(carry as u8);
            carry >>= 8;
        }
    }
    bytes.extend(text.iter().take_while(|&&byte| byte == b'1').map(|_| 0));
    bytes.reverse();
    Some(bytes)
}

/// Whether the last four bytes are the head of a double SHA-256 of those before.
pub(super) fn is_base58check(text: &[u8]) -> bool {
    let bytes = decode_base58(text);
    bytes
        .as_ref()
        .and_then(|bytes| bytes.split_last_chunk::<4>())
        .is_some_and(|(body, check)| Sha256::digest(Sha256::digest(body)).starts_with(check))
}

/// Whether 64 hexadecimal digits, behind `0x` or not, are a private key on secp256k1.
pub(super) fn is_scalar(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"0x").unwrap_or(text);
    let digit = |byte: &u8| char::from(*byte).to_digit(16).map(|value| value as u8);
    let values: Option<Vec<u8>> = digits.iter().map(digit).collect();
    values.filter(|values| values.len() == 64).is_some_and(|values| {
        let key: Vec<u8> = values.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect();
        key.iter().any(|&byte| byte != 0) && key.as_slice() < ORDER.as_slice()
    })
}

/// What a phrase of words says: each stands for eleven bits, of which one in 33 checks the others.
pub(super) fn phrase(text: &[u8]) -> Verdict {
    let mut bits: Vec<bool> = Vec::new();
    for word in text.split(|byte| !byte.is_ascii_alphabetic()).filter(|word| !word.is_empty()) {
        let Ok(index) = WORDS.binary_search_by(|known| known.as_bytes().cmp(word)) else {
            return Verdict::Rejected;
        };
        bits.extend((0..11).rev().map(|bit| index >> bit & 1 == 1));
    }
    if !matches!(bits.len(), 132 | 165 | 198 | 231 | 264) {
        return Verdict::Rejected;
    }
    let (entropy, check) = bits.split_at(bits.len() / 33 * 32);
    let byte = |bits: &[bool]| bits.iter().fold(0u8, |sum, &bit| sum << 1 | u8::from(bit));
    let entropy: Vec<u8> = entropy.chunks(8).map(byte).collect();
    let sum = Sha256::digest(entropy)[0] >> (8 - check.len());
    super::sound(sum == byte(check), "its last word does not check the others")
}

#[cfg(test)]
mod tests {
    use super::*;
    use sdf_rules::examples::expand;

    fn text(template: &str) -> Vec<u8> {
        expand(template, "seed").expect("a sound template").into_bytes()
    }

    #[test]
    fn base_58() {
        // The test vectors of draft-msporny-base58-03.
        assert_eq!(
            decode_base58(b"2NEpo7TZRRrLZSi2U").as_deref(),
            Some(b"Hello World!".as_slice())
        );
        assert_eq!(
            decode_base58(b"11233QC4").as_deref(),
            Some([0, 0, 0x28, 0x7f, 0xb4, 0xcd].as_slice())
        );
        assert_eq!(decode_base58(b"0OIl"), None);
        assert_eq!(decode_base58(&[b'z'; 1000]), None);
        // The genesis block's address.
        assert!(is_base58check(b"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"));
        assert!(!is_base58check(b"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"));
        assert!(!is_base58check(b"") && !is_base58check(b"11"));
    }

    #[test]
    fn phrases() {
        assert_eq!(WORDS.len(), 2048);
        assert!(WORDS.is_sorted());
        assert_eq!(phrase(&[b"zoo ".repeat(11), b"wrong".to_vec()].concat()), Verdict::Genuine);
        assert!(matches!(phrase(&b"zoo ".repeat(12)), Verdict::Malformed(_)));
        assert_eq!(phrase(&b"zoo ".repeat(11)), Verdict::Rejected);
        assert_eq!(phrase(&b"sdf ".repeat(12)), Verdict::Rejected);
    }

    #[test]
    fn scalars() {
        assert!(is_scalar(&text("0x{{64:hex}}")));
        assert!(!is_scalar(&[b'0'; 64]) && !is_scalar(&[b'f'; 64]) && !is_scalar(b"0x"));
    }
}
