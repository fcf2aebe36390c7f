//! Bytes in the two alphabets that reports need.

use std::fmt::Write as _;

/// `bytes` in base64 with padding (RFC 4648, section 4).
pub(crate) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0u32, |group, &byte| group << 8 | u32::from(byte));
        let group = group << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = (group >> (18 - 6 * place) & 63) as usize;
            out.push(if place > chunk.len() { '=' } else { char::from(ALPHABET[digit]) });
        }
    }
    out
}

/// What [`base64`] makes `text` of; none if that is nothing.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    for chunk in text.as_bytes().chunks(4) {
        let digits = chunk.iter().take_while(|&&byte| byte != b'=').count();
        let mut group = 0u32;
        for &byte in chunk {
            let digit = match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                b'0'..=b'9' => byte - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                b'=' => 0,
                _ => return None,
            };
            group = group << 6 | u32::from(digit);
        }
        let [_, bytes @ ..] = group.to_be_bytes();
        out.extend(bytes.iter().take(digits.saturating_sub(1)));
    }
    (base64(&out) == text).then_some(out)
}

/// `path` as a URI reference (RFC 3986): everything but unreserved characters and `/` is
/// percent-encoded, an absolute path has the scheme `file`.
pub(crate) fn uri(path: &[u8]) -> String {
    let mut out = String::with_capacity(path.len());
    if path.first() == Some(&b'/') {
        out.push_str("file://");
    }
    for &byte in path {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => write!(out, "%{byte:02X}").expect("writing to a string cannot fail"),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    // The vectors of RFC 4648, section 10.
    #[test]
    fn base64_is_that_of_the_rfc() {
        let cases = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"];
        for (length, expected) in cases.iter().enumerate() {
            assert_eq!(base64(&b"foobar"[..length]), *expected);
            assert_eq!(from_base64(expected).as_deref(), Some(&b"foobar"[..length]));
        }
        for wrong in ["Zg", "Zh==", "=Zg=", "Z g=", "Zg==Zg=="] {
            assert_eq!(from_base64(wrong), None, "{wrong}");
        }
        assert_eq!(base64(b"\xff\xfe\xfb"), "//77");
    }

    #[test]
    fn a_path_is_a_uri() {
        assert_eq!(uri(b"a b/c:d/\xff%#?"), "a%20b/c%3Ad/%FF%25%23%3F");
        assert_eq!(uri(b"/etc/x"), "file:///etc/x");
    }
}
