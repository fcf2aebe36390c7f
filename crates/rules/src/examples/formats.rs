//! One function a generator.

mod keys;
mod tokens;

use super::random::Random;
use crate::checksum::{BASE32, BASE36, BASE62, BASE64, BASE64URL, bech32, crc32, encode, in_base};

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
        "zuplo" => {
            let (prefix, body) = prefixed(argument, random, BASE62)?;
            format!("{prefix}{body}_{:08x}", crc32(body.as_bytes()))
        }
        "github-fine-grained" => tokens::github_fine_grained(random),
        "gitlab-routable" => tokens::gitlab_routable(argument, random),
        "nkey" => tokens::nkey(argument, random)?,
        "bech32" => {
            let values: Vec<u8> = (0..52).map(|_| random.below(32) as u8).collect();
            bech32(argument, &values)
        }
        "age" => {
            let values: Vec<u8> = (0..52).map(|_| random.below(32) as u8).collect();
            bech32("age-secret-key-", &values).to_ascii_uppercase()
        }
        "jwt" => tokens::jwt(argument, random),
        "json" => encode(argument.as_bytes(), BASE64, 6),
        "pypi" => tokens::pypi(random),
        "vault" => tokens::vault(random),
        "base58check" => tokens::base58check(argument, random)?,
        "bip39" => tokens::bip39(random),
        "luhn" => tokens::luhn(argument, random),
        "pem" => keys::pem(argument, "\n", false, random),
        "pem-escaped" => keys::pem(argument, "\\n", false, random),
        "pem-locked" => keys::pem(argument, "\n", true, random),
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

fn padded(data: &[u8]) -> String {
    let mut text = encode(data, BASE64, 6);
    text.extend(std::iter::repeat_n('=', (4 - text.len() % 4) % 4));
    text
}
