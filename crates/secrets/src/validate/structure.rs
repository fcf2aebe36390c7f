//! Tokens that hold something that can be read.

use sdf_rules::checksum::decode_base64;

/// Least base-64 characters of a private key: an Ed25519 key takes 64 in PKCS #8.
const SHORTEST_KEY: usize = 60;
/// Least entropy of key material in bits a byte; random base 64 of that length has 5.
const KEY_ENTROPY: f32 = 4.0;

/// Whether two parts of base64url hold JSON objects, the first with an algorithm.
pub(super) fn is_jwt(token: &[u8]) -> bool {
    let mut parts = token.split(|&byte| byte == b'.').map(decode_base64);
    let (Some(Some(header)), Some(Some(payload))) = (parts.next(), parts.next()) else {
        return false;
    };
    let is_object = |json: &[u8]| json.starts_with(b"{") && json.trim_ascii_end().ends_with(b"}");
    is_object(&header) && is_object(&payload) && memchr::memmem::find(&header, b"\"alg\"").is_some()
}

/// Whether a block holds key material between its markers: base 64 of some length and of the
/// entropy of such, headers, line ends (also written out) and quotes left out.
pub(super) fn is_private_key(block: &[u8]) -> bool {
    let marker = b"KEY-----".as_slice();
    let block_marker = b"BLOCK-----".as_slice();
    let begin = [marker, block_marker]
        .iter()
        .filter_map(|one| memchr::memmem::find(block, one).map(|at| at + one.len()))
        .min();
    let Some(body) = begin.and_then(|at| block.get(at..)) else { return false };
    let end = memchr::memmem::find(body, b"-----").unwrap_or(body.len());
    let mut material = Vec::new();
    for line in lines(&body[..end]) {
        if !line.contains(&b':') {
            material.extend(
                line.iter()
                    .filter(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')),
            );
        }
    }
    material.len() >= SHORTEST_KEY && entropy::shannon_entropy(&material) >= KEY_ENTROPY
}

/// Lines that end in a line feed, as such or written `\n`.
fn lines(body: &[u8]) -> Vec<&[u8]> {
    let mut lines = Vec::new();
    let mut start = 0;
    for at in memchr::memchr2_iter(b'\n', b'\\', body) {
        if at < start {
            continue;
        }
        lines.push(&body[start..at]);
        let escapes = body[at..].iter().take_while(|&&byte| byte == b'\\').count();
        let letter = escapes > 0 && matches!(body.get(at + escapes), Some(b'n' | b'r'));
        start = at + escapes.max(1) + usize::from(letter);
    }
    lines.extend(body.get(start..));
    lines
}

/// Whether base 64 holds `user:password` in printable text.
pub(super) fn is_basic_auth(token: &[u8]) -> bool {
    decode_base64(token).is_some_and(|text| {
        let colon = memchr::memchr(b':', &text);
        text.iter().all(|byte| byte.is_ascii_graphic())
            && colon.is_some_and(|colon| colon > 0 && colon + 4 < text.len())
    })
}

/// Whether the first part is the number of an account.
pub(super) fn is_discord_bot(token: &[u8]) -> bool {
    let first = token.split(|&byte| byte == b'.').next().unwrap_or_default();
    decode_base64(first).is_some_and(|id| id.len() >= 15 && id.iter().all(u8::is_ascii_digit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sdf_rules::examples::expand;

    fn text(template: &str) -> Vec<u8> {
        expand(template, "seed").expect("a sound template").into_bytes()
    }

    #[test]
    fn keys_on_lines_and_written_out() {
        assert!(is_private_key(&text("{{pem:RSA PRIVATE KEY}}")));
        assert!(is_private_key(&text("{{pem-escaped:PRIVATE KEY}}")));
        assert!(is_private_key(&text(
            "-----BEGIN PGP PRIVATE KEY BLOCK-----\r\nVersion: 1\r\n\r\n{{200:base64}}"
        )));
        assert!(!is_private_key(
            b"-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----"
        ));
        assert!(!is_private_key(
            &[b"-----BEGIN PRIVATE KEY-----".as_slice(), &[b'A'; 200]].concat()
        ));
    }

    #[test]
    fn tokens_that_can_be_read() {
        assert!(is_jwt(&text("{{jwt}}")));
        assert!(!is_jwt(b"eyJhbGciOi.eyJ.x") && !is_jwt(b""));
        assert!(is_basic_auth(&text("{{basic:user}}")));
        assert!(!is_basic_auth(&text("{{encode:no password}}")));
        assert!(is_discord_bot(&text("{{encode:123456789012345678}}.x.y")));
    }
}
