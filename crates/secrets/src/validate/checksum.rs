//! Checksums inside tokens. Each is described at its [`Validator`](sdf_rules::secret::Validator).

use sdf_rules::checksum::{BASE32, BASE36, BASE62, BASE64, crc16, crc32, decode, encode, in_base};
use sha2::{Digest, Sha256};

/// The last `count` bytes and what stands before them.
fn tail(token: &[u8], count: usize) -> Option<(&[u8], &[u8])> {
    token.split_at_checked(token.len().checked_sub(count)?)
}

pub(super) fn crc32_base62(token: &[u8]) -> bool {
    tail(token, 6).is_some_and(|(head, check)| {
        let body = memchr::memchr(b'_', head).map_or(head, |mark| &head[mark + 1..]);
        in_base(crc32(body), BASE62, 6).as_bytes() == check
    })
}

pub(super) fn crc32_hex(token: &[u8]) -> bool {
    tail(token, 8).is_some_and(|(head, check)| {
        format!("{:08x}", crc32(head)).as_bytes().eq_ignore_ascii_case(check)
    })
}

pub(super) fn github_fine_grained(token: &[u8]) -> bool {
    tail(token, 16).is_some_and(|(body, check)| {
        encode(&Sha256::digest(body), BASE32, 5).as_bytes().get(..8) == check.get(..8)
    })
}

/// `prefix-payload.length`, of late with a version before the length, and the sum of all of it.
pub(super) fn gitlab_routable(token: &[u8]) -> bool {
    tail(token, 7).is_some_and(|(body, check)| {
        let start = memchr::memchr(b'-', body).map_or(0, |dash| dash + 1);
        let end = memchr::memchr(b'.', body).unwrap_or(start);
        let length = in_base(end.saturating_sub(start) as u32, BASE36, 2);
        body.ends_with(length.as_bytes()) && in_base(crc32(body), BASE36, 7).as_bytes() == check
    })
}

pub(super) fn grafana(token: &[u8]) -> bool {
    tail(token, 9).is_some_and(|(body, check)| {
        let sum = crc32(body).swap_bytes();
        check.strip_prefix(b"_") == Some(format!("{sum:08x}").as_bytes())
    })
}

pub(super) fn confluent(token: &[u8]) -> bool {
    tail(token, 6).is_some_and(|(head, check)| {
        let body = head.get(4..).unwrap_or_default();
        encode(&crc32(body).to_le_bytes(), BASE64, 6).as_bytes() == check
    })
}

pub(super) fn zuplo(token: &[u8]) -> bool {
    tail(token, 9).is_some_and(|(head, check)| {
        let body = memchr::memchr(b'_', head).map_or(head, |mark| &head[mark + 1..]);
        check.strip_prefix(b"_") == Some(format!("{:08x}", crc32(body)).as_bytes())
    })
}

/// From the right, every second digit counts twice, its own digits added up (ISO/IEC 7812-1).
pub(super) fn luhn(number: &[u8]) -> bool {
    let digits = number.iter().rev().filter(|byte| byte.is_ascii_digit());
    let sum: u32 = (0..)
        .zip(digits)
        .map(|(place, byte)| {
            let digit = u32::from(byte - b'0') << (place % 2);
            digit / 10 + digit % 10
        })
        .sum();
    sum > 0 && sum.is_multiple_of(10)
}

pub(super) fn nkey(token: &[u8]) -> bool {
    decode(token, BASE32, 5).is_some_and(|data| {
        tail(&data, 2).is_some_and(|(body, check)| crc16(body).to_le_bytes() == *check)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use sdf_rules::examples::expand;

    #[test]
    fn each_fits_what_its_generator_writes_and_nothing_else() {
        type Check = fn(&[u8]) -> bool;
        let cases: [(&str, Check); 8] = [
            ("{{crc32-base62:ghp_:30}}", crc32_base62),
            ("{{crc32-hex:ATBB:24}}", crc32_hex),
            ("{{github-fine-grained}}", github_fine_grained),
            ("{{gitlab-routable}}", gitlab_routable),
            ("{{grafana:glsa_:32}}", grafana),
            ("{{confluent:cflt:54}}", confluent),
            ("{{nkey:SU}}", nkey),
            ("{{zuplo:zpka_:32}}", zuplo),
        ];
        for (template, check) in cases {
            let mut token = expand(template, "seed").expect("a sound template").into_bytes();
            assert!(check(&token), "{template}");
            let middle = token.len() / 2;
            token[middle] = if token[middle] == b'a' { b'b' } else { b'a' };
            assert!(!check(&token), "{template}");
            assert!(!check(b"") && !check(&token[..5]), "{template}");
        }
    }
}
