//! One function a generator.

use super::random::Random;
use crate::checksum::{
    BASE32, BASE36, BASE62, BASE64, BASE64URL, bech32, crc16, crc32, encode, in_base,
};
use sha2::{Digest, Sha256};

/// Most characters that a generator writes.
const LONGEST: usize = 4096;

/// Alphabets by name.
const ALPHABETS: &[(&str, &[u8])] = &[
    ("alnum", BASE62),
    ("lower", b"abcdefghijklmnopqrstuvwxyz"),
    ("upper", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ("letter", b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
    ("digit", b"0123456789"),
    ("hex", b"0123456789abcdef"),
    ("HEX", b"0123456789ABCDEF"),
    ("base36", BASE36),
    ("base32", BASE32),
    ("base64", BASE64),
    ("base64url", BASE64URL),
];

/// Appends what `generator` stands for.
pub(super) fn generate(
    generator: &str,
    random: &mut Random,
    out: &mut String,
) -> Result<(), String> {
    let (name, argument) = generator.split_once(':').unwrap_or((generator, ""));
    let text = match name {
        "crc32-base62" => {
            let (prefix, body) = prefixed(argument, random, BASE62)?;
            let check = in_base(crc32(body.as_bytes()), BASE62, 6);
            format!("{prefix}{body}{check}")
        }
        "crc32-hex" => {
            let (argument, padding) = match argument.strip_suffix(":=") {
                Some(argument) => (argument, "="),
                None => (argument, ""),
            };
            let (prefix, body) = prefixed(argument, random, BASE62)?;
            let token = format!("{prefix}{body}{padding}");
            format!("{token}{:08X}", crc32(token.as_bytes()))
        }
        "grafana" => {
            let (prefix, body) = prefixed(argument, random, BASE62)?;
            let token = format!("{prefix}{body}");
            let check = crc32(token.as_bytes()).swap_bytes();
            format!("{token}_{check:08x}")
        }
        "confluent" => {
            let (prefix, body) = prefixed(argument, random, BASE64)?;
            let check = encode(&crc32(body.as_bytes()).to_le_bytes(), BASE64, 6);
            format!("{prefix}{body}{check}")
        }
        "github-fine-grained" => github_fine_grained(random),
        "gitlab-routable" => gitlab_routable(random),
        "nkey" => nkey(argument, random)?,
        "age" => {
            let values: Vec<u8> = (0..52).map(|_| random.below(32) as u8).collect();
            bech32("age-secret-key-", &values).to_ascii_uppercase()
        }
        "jwt" => jwt(argument, random),
        "pem" => pem(argument, "\n", random),
        "pem-escaped" => pem(argument, "\\n", random),
        "basic" => padded(format!("{argument}:{}", random.text(14, BASE62)).as_bytes()),
        "encode" => padded(argument.as_bytes()),
        count => alphabet(count, argument, random)?,
    };
    out.push_str(&text);
    Ok(())
}

fn alphabet(count: &str, name: &str, random: &mut Random) -> Result<String, String> {
    let count = length(count).map_err(|_| {
        format!("no generator of this name; write a count and an alphabet, at most {LONGEST} characters, as in '36:alnum'")
    })?;
    let known = ALPHABETS.iter().find(|(known, _)| *known == name);
    let (_, alphabet) = known.ok_or_else(|| {
        let names: Vec<_> = ALPHABETS.iter().map(|(name, _)| *name).collect();
        format!("the alphabet is none of {}", names.join(", "))
    })?;
    Ok(random.text(count, alphabet))
}

fn length(text: &str) -> Result<usize, String> {
    let length = text.parse().ok().filter(|length| *length <= LONGEST);
    length.ok_or_else(|| format!("a length is a number up to {LONGEST}"))
}

/// `prefix:length` as the prefix and a random body.
fn prefixed<'a>(
    argument: &'a str,
    random: &mut Random,
    alphabet: &[u8],
) -> Result<(&'a str, String), String> {
    let (prefix, count) = argument.rsplit_once(':').ok_or("write it as 'name:prefix:length'")?;
    Ok((prefix, random.text(length(count)?, alphabet)))
}

/// The check is the first eight base-32 digits of the body's SHA-256.
fn github_fine_grained(random: &mut Random) -> String {
    let body = format!("github_pat_1{}_{}", random.text(21, BASE62), random.text(43, BASE62));
    let check = &encode(&Sha256::digest(&body), BASE32, 5)[..8];
    format!("{body}{check}{}", random.text(8, BASE62))
}

/// Payload, version, its length in base 36 and the CRC-32 of all of that in base 36.
fn gitlab_routable(random: &mut Random) -> String {
    let payload = random.text(51, BASE64URL);
    let body = format!("glpat-{payload}.01.{}", in_base(51, BASE36, 2));
    format!("{body}{}", in_base(crc32(body.as_bytes()), BASE36, 7))
}

/// A seed's first two bytes hold the kind of key in their leading ten bits.
fn nkey(prefix: &str, random: &mut Random) -> Result<String, String> {
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

fn jwt(payload: &str, random: &mut Random) -> String {
    let subject = format!("{{\"sub\":\"{}\",\"iat\":1700000000}}", random.text(16, BASE62));
    let payload = if payload.is_empty() { &subject } else { payload };
    let part = |text: &str| encode(text.as_bytes(), BASE64URL, 6);
    let header = part("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
    format!("{header}.{}.{}", part(payload), random.text(43, BASE64URL))
}

/// A block of twelve lines; the body is noise behind the head of a DER sequence.
fn pem(label: &str, line_end: &str, random: &mut Random) -> String {
    let mut bytes = vec![0x30, 0x82, 0x02, 0x1c];
    bytes.extend(random.bytes(0x21c));
    let body = padded(&bytes);
    let mut out = format!("-----BEGIN {label}-----{line_end}");
    for (at, character) in body.chars().enumerate() {
        if at > 0 && at % 64 == 0 {
            out.push_str(line_end);
        }
        out.push(character);
    }
    out + line_end + "-----END " + label + "-----"
}

fn padded(data: &[u8]) -> String {
    let mut text = encode(data, BASE64, 6);
    text.extend(std::iter::repeat_n('=', (4 - text.len() % 4) % 4));
    text
}
