//! Tokens with a checksum or a structure of their own.

use super::super::random::Random;
use crate::checksum::{
    BASE32, BASE36, BASE58, BASE62, BASE64URL, BIP39_WORDS, crc16, crc32, encode, in_base,
};
use sha2::{Digest, Sha256};

/// The check is the first eight base-32 digits of the body's SHA-256.
pub(super) fn github_fine_grained(random: &mut Random) -> String {
    let body = format!("github_pat_1{}_{}", random.text(21, BASE62), random.text(43, BASE62));
    let check = &encode(&Sha256::digest(&body), BASE32, 5)[..8];
    format!("{body}{check}{}", random.text(8, BASE62))
}

/// Payload, version, its length in base 36 and the CRC-32 of all of that in base 36.
pub(super) fn gitlab_routable(prefix: &str, random: &mut Random) -> String {
    let prefix = if prefix.is_empty() { "glpat-" } else { prefix };
    let payload = random.text(51, BASE64URL);
    let length =
        in_base(51 + prefix.split_once('-').map_or(0, |(_, kind)| kind.len() as u32), BASE36, 2);
    let body = format!("{prefix}{payload}.01.{length}");
    format!("{body}{}", in_base(crc32(body.as_bytes()), BASE36, 7))
}

/// A seed's first two bytes hold the kind of key in their leading ten bits.
pub(super) fn nkey(prefix: &str, random: &mut Random) -> Result<String, String> {
    let digit = |byte: u8| BASE32.iter().position(|&digit| digit == byte);
    let (first, second) = match prefix.as_bytes() {
        [first, second] => digit(*first).zip(digit(*second)).ok_or("a kind is two letters")?,
        _ => return Err("write it as 'nkey:SU'".to_owned()),
    };
    let bits = (first << 11 | second << 6) as u16;
    let mut data = bits.to_be_bytes().to_vec();
    data.extend(random.bytes(32));
    data.extend(crc16(&data).to_le_bytes());
    Ok(encode(&data, BASE32, 5))
}

pub(super) fn jwt(payload: &str, random: &mut Random) -> String {
    let subject = format!("{{\"sub\":\"{}\",\"iat\":1700000000}}", random.text(16, BASE62));
    let payload = if payload.is_empty() { &subject } else { payload };
    let part = |text: &str| encode(text.as_bytes(), BASE64URL, 6);
    let header = part("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
    format!("{header}.{}.{}", part(payload), random.text(43, BASE64URL))
}

/// A macaroon of version 2: location, identifier, a condition, signature.
pub(super) fn pypi(random: &mut Random) -> String {
    let mut data = vec![2];
    let mut field = |kind: u8, content: &[u8]| {
        data.extend([kind, content.len() as u8]);
        data.extend(content);
    };
    field(1, b"pypi.org");
    field(2, random.text(36, BASE62).as_bytes());
    data.push(0);
    data.extend([2, 11]);
    data.extend(b"[1, 2, 3, 4");
    data.extend([0, 0, 6, 32]);
    data.extend(random.bytes(32));
    format!("pypi-{}", encode(&data, BASE64URL, 6))
}

/// A message of version one with an HMAC and a token.
pub(super) fn vault(random: &mut Random) -> String {
    let mut data = vec![0x08, 1, 0x12, 32];
    data.extend(random.bytes(32));
    data.extend([0x1a, 30, 0x0a, 28]);
    data.extend(b"hvs.");
    data.extend(random.text(24, BASE62).as_bytes());
    data.extend([0x28, 7]);
    format!("hvs.{}", encode(&data, BASE64URL, 6))
}

/// A version byte or four, written in hexadecimal, then so many bytes of noise and so many ones.
pub(super) fn base58check(argument: &str, random: &mut Random) -> Result<String, String> {
    let fault = || "write it as 'base58check:80:32', a version and a length".to_owned();
    let (version, length) = argument.split_once(':').ok_or_else(fault)?;
    let length: usize = length.parse().ok().filter(|length| *length <= 128).ok_or_else(fault)?;
    let version = u32::from_str_radix(version, 16).map_err(|_| fault())?.to_be_bytes();
    let mut data: Vec<u8> = version.iter().copied().skip_while(|&byte| byte == 0).collect();
    data.extend(random.bytes(length));
    data.extend(&Sha256::digest(Sha256::digest(&data))[..4]);
    let mut digits: Vec<usize> = Vec::new();
    for byte in data {
        let mut carry = usize::from(byte);
        for digit in &mut digits {
            carry += *digit << 8;
            *digit = carry % 58;
            carry /= 58;
        }
        while carry > 0 {
            digits.push(carry % 58);
            carry /= 58;
        }
    }
    Ok(digits.iter().rev().map(|&digit| char::from(BASE58[digit])).collect())
}

/// Twelve words, the last with the check bits of the others.
pub(super) fn bip39(random: &mut Random) -> String {
    let words: Vec<&str> = BIP39_WORDS.lines().collect();
    let mut bytes = random.bytes(16);
    bytes.push(Sha256::digest(&bytes)[0]);
    let bit = |place: usize| usize::from(bytes[place / 8] >> (7 - place % 8) & 1);
    let index = |word: usize| (0..11).fold(0, |sum, place| sum << 1 | bit(word * 11 + place));
    (0..12).map(|word| words[index(word)]).collect::<Vec<_>>().join(" ")
}

/// Sixteen digits that begin with `prefix` and add up (ISO/IEC 7812-1).
pub(super) fn luhn(prefix: &str, random: &mut Random) -> String {
    let body =
        format!("{prefix}{}", random.text(15usize.saturating_sub(prefix.len()), b"0123456789"));
    let sum: u32 = (0..)
        .zip(body.bytes().rev())
        .map(|(place, byte)| {
            let digit = u32::from(byte.wrapping_sub(b'0')) << (1 - place % 2);
            digit / 10 + digit % 10
        })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}
