//! Checksums and encodings of tokens, for the generators that write them and the validators that
//! check them.

/// Digits of base 62 as GitHub and npm order them.
pub const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// Digits of base 36.
pub const BASE36: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
/// Digits of base 32 (RFC 4648).
pub const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// Digits of base 64 (RFC 4648).
pub const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// Digits of base 64 for URLs (RFC 4648).
pub const BASE64URL: &[u8; 64] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// Digits of base 58 as Bitcoin orders them.
pub const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// The English words of BIP 39, one a line, in order.
pub const BIP39_WORDS: &str = include_str!("bip39-english.txt");
/// Digits of Bech32 (BIP 173).
const BECH32: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// CRC-32 as in zip and Ethernet (reflected polynomial 0xEDB88320).
pub fn crc32(data: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
    !data.iter().fold(!0u32, |crc, &byte| (0..8).fold(crc ^ u32::from(byte), step))
}

/// CRC-16/XMODEM (polynomial 0x1021, start 0).
pub fn crc16(data: &[u8]) -> u16 {
    let step = |crc: u16, _| if crc >> 15 == 1 { (crc << 1) ^ 0x1021 } else { crc << 1 };
    data.iter().fold(0u16, |crc, &byte| (0..8).fold(crc ^ (u16::from(byte) << 8), step))
}

/// `number` in the base of as many digits as `digits` has, zero-padded on the left to `width`.
pub fn in_base(number: u32, digits: &[u8], width: usize) -> String {
    let mut rest = number as usize;
    let mut out: Vec<char> = Vec::with_capacity(width);
    while rest > 0 || out.len() < width {
        out.push(char::from(digits[rest % digits.len()]));
        rest /= digits.len();
    }
    out.iter().rev().collect()
}

/// Groups the bits of `data` by `bits` and writes each group as a digit, without padding.
pub fn encode(data: &[u8], digits: &[u8], bits: u32) -> String {
    let (mut buffer, mut filled, mut out) = (0u32, 0, String::new());
    let mask = (1u32 << bits) - 1;
    for &byte in data {
        buffer = (buffer << 8) | u32::from(byte);
        filled += 8;
        while filled >= bits {
            filled -= bits;
            out.push(char::from(digits[(buffer >> filled & mask) as usize]));
        }
    }
    if filled > 0 {
        out.push(char::from(digits[(buffer << (bits - filled) & mask) as usize]));
    }
    out
}

/// The bytes that `text` stands for, trailing `=` ignored; `None` at a byte that is no digit.
pub fn decode(text: &[u8], digits: &[u8], bits: u32) -> Option<Vec<u8>> {
    let end = text.iter().rposition(|&byte| byte != b'=').map_or(0, |last| last + 1);
    let (mut buffer, mut filled, mut out) = (0u32, 0, Vec::with_capacity(text.len() * 3 / 4));
    for byte in &text[..end] {
        let value = digits.iter().position(|digit| digit == byte)?;
        buffer = (buffer << bits) | value as u32;
        filled += bits;
        if filled >= 8 {
            filled -= 8;
            out.push((buffer >> filled) as u8);
        }
    }
    Some(out)
}

/// Base 64, of either alphabet.
pub fn decode_base64(text: &[u8]) -> Option<Vec<u8>> {
    let standard = text.iter().map(|&byte| match byte {
        b'-' => b'+',
        b'_' => b'/',
        _ => byte,
    });
    decode(&standard.collect::<Vec<_>>(), BASE64, 6)
}

/// Whether `text`, in one case of letters, is Bech32 with a right checksum (BIP 173).
pub fn is_bech32(text: &[u8]) -> bool {
    let lower = text.to_ascii_lowercase();
    let Some(one) = lower.iter().rposition(|&byte| byte == b'1') else { return false };
    let (label, data) = (&lower[..one], &lower[one + 1..]);
    let values: Option<Vec<u32>> = data.iter().map(bech32_value).collect();
    data.len() >= 6 && values.is_some_and(|values| bech32_remainder(label, values.into_iter()) == 1)
}

/// `label`, `1`, `values` (of five bits) and their checksum, in Bech32.
pub fn bech32(label: &str, values: &[u8]) -> String {
    let padded = values.iter().map(|&value| u32::from(value)).chain([0; 6]);
    let checksum = bech32_remainder(label.as_bytes(), padded) ^ 1;
    let check = (0..6).rev().map(|place| (checksum >> (5 * place) & 31) as u8);
    let digits = values.iter().copied().chain(check);
    let digit = |value: u8| char::from(BECH32[usize::from(value & 31)]);
    format!("{label}1{}", digits.map(digit).collect::<String>())
}

fn bech32_value(byte: &u8) -> Option<u32> {
    BECH32.iter().position(|digit| digit == byte).map(|value| value as u32)
}

fn bech32_remainder(label: &[u8], values: impl Iterator<Item = u32>) -> u32 {
    const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    let high = label.iter().map(|&byte| u32::from(byte >> 5));
    let low = label.iter().map(|&byte| u32::from(byte & 31));
    high.chain([0]).chain(low).chain(values).fold(1, |sum, value| {
        let bits = GENERATOR.iter().enumerate().filter(|(bit, _)| sum >> 25 >> bit & 1 == 1);
        bits.fold(((sum & 0x01ff_ffff) << 5) ^ value, |sum, (_, generator)| sum ^ generator)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_check_values() {
        // The check values of the CRC catalogue (reveng.sourceforge.io).
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc16(b"123456789"), 0x31c3);
        // RFC 4648, section 10.
        assert_eq!(encode(b"foobar", BASE64, 6), "Zm9vYmFy");
        assert_eq!(encode(b"fooba", BASE32, 5), "MZXW6YTB");
        assert_eq!(decode_base64(b"Zm9vYg==").as_deref(), Some(b"foob".as_slice()));
        // BIP 173, test vectors.
        assert!(is_bech32(b"A12UEL5L"));
        assert!(is_bech32(b"abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"));
        assert!(!is_bech32(b"A1G7SGD8"));
    }

    #[test]
    fn what_is_written_reads_back() {
        assert_eq!(in_base(61, BASE62, 6), "00000z");
        assert_eq!(in_base(u32::MAX, BASE62, 6), "4gfFC3");
        assert!(is_bech32(bech32("age-secret-key-", &[7; 52]).as_bytes()));
        let data: Vec<u8> = (0..=255).collect();
        for length in 0..9 {
            let text = encode(&data[..length], BASE64URL, 6);
            assert_eq!(decode_base64(text.as_bytes()).as_deref(), Some(&data[..length]));
        }
    }
}
