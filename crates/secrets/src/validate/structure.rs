//! Tokens that hold something that can be read.

use super::wallet::decode_base58;
use sdf_rules::checksum::decode_base64;

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

/// Whether a JSON object stands in base 64 from the first `eyJ` on, up to a `.`, to the last `_`
/// or to the end.
pub(super) fn holds_json(token: &[u8]) -> bool {
    let Some(start) = memchr::memmem::find(token, b"eyJ") else { return false };
    let text = &token[start..];
    let text = memchr::memchr(b'.', text).map_or(text, |dot| &text[..dot]);
    let object = |text: &[u8]| {
        let json = decode_base64(text).map(|json| serde_json::from_slice(&json));
        matches!(json, Some(Ok(serde_json::Value::Object(_))))
    };
    object(text) || memchr::memrchr(b'_', text).is_some_and(|mark| object(&text[..mark]))
}

/// Whether the bits of the last digit that belong to no byte are zero, as every encoder writes
/// them.
pub(super) fn is_canonical(token: &[u8]) -> bool {
    let end = token.iter().rposition(|&byte| byte != b'=').map_or(0, |last| last + 1);
    let digits = &token[..end];
    let zeros = match digits.len() % 4 {
        2 => &b"AQgw"[..],
        3 => b"AEIMQUYcgkosw048",
        _ => return true,
    };
    digits.last().is_some_and(|last| zeros.contains(last))
}

/// Whether team, user and secret of a Slack token have the lengths that Slack gives them.
pub(super) fn is_slack(token: &[u8]) -> bool {
    let parts: Vec<&[u8]> = token.split(|&byte| byte == b'-').collect();
    let (Some((kind, rest)), Some((secret, _))) = (parts.split_first(), parts.split_last()) else {
        return false;
    };
    let numbers = rest.get(..rest.len().saturating_sub(1)).unwrap_or_default();
    let is_number = |part: &&[u8]| {
        matches!(part.len(), 8..=14) && part.iter().all(u8::is_ascii_digit) && part[0] != b'0'
    };
    let expected = match *kind {
        b"xoxb" => 18..=26,
        b"xoxp" => 28..=34,
        _ => return true,
    };
    expected.contains(&secret.len()) && numbers.iter().all(is_number)
}

/// Whether a service token of Vault holds a message of version one with its HMAC (a protocol
/// buffer), or is one of the short kind.
pub(super) fn is_vault(token: &[u8]) -> bool {
    let Some(body) = token.strip_prefix(b"hvs.") else { return true };
    if body.len() <= 32 {
        return body.iter().all(u8::is_ascii_alphanumeric);
    }
    decode_base64(body).is_some_and(|message| {
        message.starts_with(&[0x08, 1, 0x12, 32]) && message.get(36) == Some(&0x1a)
    })
}

/// Whether a JFrog token holds a reference, or a key its 54 bytes.
pub(super) fn is_jfrog(token: &[u8]) -> bool {
    match token.starts_with(b"AKCp") {
        true => decode_base58(token).is_some_and(|bytes| bytes.len() == 54),
        false => decode_base64(token).is_some_and(|text| {
            let mut parts = text.split(|&byte| byte == b':');
            let is_number = |part: Option<&[u8]>| {
                part.is_some_and(|part| !part.is_empty() && part.iter().all(u8::is_ascii_digit))
            };
            parts.next() == Some(b"reftkn".as_slice())
                && is_number(parts.next())
                && is_number(parts.next())
        }),
    }
}

/// Whether base 64 holds a number of some size, a colon and noise.
pub(super) fn is_atlassian_server(token: &[u8]) -> bool {
    decode_base64(token).is_some_and(|text| {
        let colon = memchr::memchr(b':', &text).unwrap_or(0);
        matches!(colon, 4..=20)
            && text[..colon].iter().all(u8::is_ascii_digit)
            && !text.iter().all(|byte| byte.is_ascii_graphic())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use sdf_rules::examples::expand;

    fn text(template: &str) -> Vec<u8> {
        expand(template, "seed").expect("a sound template").into_bytes()
    }

    #[test]
    fn tokens_that_can_be_read() {
        assert!(is_basic_auth(&text("{{basic:user}}")));
        assert!(!is_basic_auth(&text("{{encode:no password}}")));
        assert!(is_discord_bot(&text("{{encode:123456789012345678}}.x.y")));
        assert!(holds_json(&text("glc_{{json:{\"o\":\"1\",\"n\":\"stack\"}}}")));
        assert!(holds_json(&text("sntrys_{{json:{\"iat\":1}}}_{{43:base64}}")));
        assert!(!holds_json(b"glc_eyJx") && !holds_json(b"glc_"));
        assert!(is_vault(&text("{{vault}}")) && is_vault(&text("hvs.{{24:alnum}}")));
        assert!(!is_vault(&text("hvs.{{95:base64url}}")));
        assert!(is_jfrog(&text("{{encode:reftkn:01:1700000000:abcdefghijklmnopqrstuvwxyz}}")));
        assert!(!is_jfrog(b"AKCp0") && !is_jfrog(b"cmVmdGtuOjA"));
    }

    #[test]
    fn tokens_of_parts() {
        assert!(is_slack(&text("xoxb-1{{11:digit}}-2{{12:digit}}-{{24:alnum}}")));
        assert!(!is_slack(&text("xoxb-1{{11:digit}}-2{{12:digit}}-{{12:alnum}}")));
        assert!(!is_slack(b"xoxb"));
        assert!(is_canonical(b"Zm9vYg==") && !is_canonical(b"Zm9vYh==") && is_canonical(b""));
    }
}
