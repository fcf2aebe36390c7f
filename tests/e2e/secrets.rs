//! Secrets that look real and open nothing, made at run time so that none stands in the source.

/// Characters of GitHub's tokens, in the order of their base 62 digits.
const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Numbers that look random, the same at every run (Knuth's MMIX generator).
fn numbers(seed: u64) -> impl Iterator<Item = usize> {
    let mut state = seed;
    std::iter::repeat_with(move || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as usize
    })
    .skip(4)
}

/// A GitHub personal access token with a valid checksum; another one for every seed.
pub(crate) fn token(seed: u64) -> String {
    let body: String =
        numbers(seed).take(30).map(|number| char::from(BASE62[number % 62])).collect();
    let mut checksum = crc32(body.as_bytes());
    let mut digits = [b'0'; 6];
    for digit in digits.iter_mut().rev() {
        *digit = BASE62[checksum as usize % 62];
        checksum /= 62;
    }
    ["gh", "p_", &body, &String::from_utf8_lossy(&digits)].concat()
}

/// A line of a settings file that holds a token.
pub(crate) fn key(seed: u64) -> String {
    format!("token = \"{}\"\n", token(seed))
}

/// An RSA private key as far as one can see without computing: its DER header (a sequence of
/// 1,188 bytes: version 0, a modulus of 2,048 bits, …) fits its length, the numbers are noise.
pub(crate) fn private_key(seed: u64) -> String {
    let alphabet = [BASE62[10..36].as_ref(), &BASE62[36..], &BASE62[..10], b"+/"].concat();
    let noise = numbers(seed).take(1573).map(|number| char::from(alphabet[number % 64]));
    let body: String = "MIIEpAIBAAKCAQEA".chars().chain(noise).chain("w==".chars()).collect();
    let mut text = format!("-----BEGIN RSA PRIVATE {}-----\n", "KEY");
    for line in body.as_bytes().chunks(64) {
        text.push_str(&String::from_utf8_lossy(line));
        text.push('\n');
    }
    text + "-----END RSA PRIVATE " + "KEY-----\n"
}

/// The checksum of zip and Ethernet, which GitHub's tokens end with.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 }
        })
    })
}

#[test]
fn the_checksum_is_the_usual_one() {
    // The check value of the CRC-32 catalogue.
    assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
}
