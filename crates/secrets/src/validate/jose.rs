//! JSON web tokens (RFC 7519) and keys (RFC 7517).

use super::Verdict;
use crate::documented::documentation;
use sdf_core::Severity;
use sdf_rules::checksum::decode_base64;
use serde_json::{Map, Value};

/// Characters that the signatures of these algorithms take (RFC 7518, section 3; RFC 8037).
const SIGNATURES: &[(&str, usize)] =
    &[("HS256", 43), ("HS384", 64), ("HS512", 86), ("ES256", 86), ("ES384", 128), ("EdDSA", 86)];

/// What a token says of itself.
pub(super) fn token(token: &[u8]) -> Verdict {
    let mut parts = token.split(|&byte| byte == b'.');
    let mut object = || parts.next().and_then(object_of_part);
    let Some(header) = object() else { return Verdict::Rejected };
    let Some(algorithm) = header.get("alg").and_then(Value::as_str) else {
        return Verdict::Rejected;
    };
    let Some(payload) = object() else { return Verdict::Malformed("its payload cannot be read") };
    let signature = parts.next().unwrap_or_default();
    let text = |key: &str| payload.get(key).and_then(Value::as_str);
    // The payload that jwt.io shows at first, and with it half of all tutorials.
    if text("sub") == Some("1234567890") && text("name") == Some("John Doe") {
        return Verdict::Documented("jwt.io");
    }
    if text("iss") == Some("joe") && payload.get("exp") == Some(&1_300_819_380.into()) {
        return Verdict::Documented("RFC 7519");
    }
    if algorithm.eq_ignore_ascii_case("none") {
        return Verdict::Mitigated(Severity::Low, "unsigned, so that anyone can write it".into());
    }
    if text("role") == Some("anon") {
        return Verdict::Mitigated(Severity::Low, "of the role anon, which is public".into());
    }
    let length = SIGNATURES.iter().find(|(name, _)| *name == algorithm);
    if length.is_some_and(|(_, length)| *length != signature.len()) {
        return Verdict::Malformed("its signature has not the length of its algorithm's");
    }
    match payload.get("exp").and_then(Value::as_i64).and_then(date) {
        Some(date) => Verdict::Telling(format!("expiry date {date}")),
        None => Verdict::Genuine,
    }
}

/// Characters of a symmetric key of 96 bits; shorter ones are no keys.
const SHORTEST_KEY: usize = 16;

fn object_of_part(part: &[u8]) -> Option<Map<String, Value>> {
    object(&decode_base64(part)?)
}

fn object(json: &[u8]) -> Option<Map<String, Value>> {
    match serde_json::from_slice(json) {
        Ok(Value::Object(object)) => Some(object),
        _ => None,
    }
}

/// The day of `seconds` since 1970 in the Gregorian calendar (after Howard Hinnant's
/// `civil_from_days`), before the year 10000.
fn date(seconds: i64) -> Option<String> {
    let days = seconds.checked_div(86_400).filter(|days| (0..2_932_897).contains(days))?;
    let since_era = days + 719_468;
    let (era, day) = (since_era / 146_097, since_era % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// What a JSON object says that may be a symmetric key or the private one of a pair.
pub(super) fn key(json: &[u8]) -> Verdict {
    let Some(key) = object(json) else { return Verdict::Rejected };
    let text = |name: &str| key.get(name).and_then(Value::as_str);
    let secret = match text("kty") {
        Some("oct") => text("k"),
        Some("RSA" | "EC" | "OKP") => text("d"),
        _ => None,
    };
    match secret.filter(|secret| secret.len() >= SHORTEST_KEY) {
        Some(secret) => {
            documentation(secret.as_bytes()).map_or(Verdict::Genuine, Verdict::Documented)
        }
        None => Verdict::Rejected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sdf_rules::examples::expand;

    fn of(template: &str) -> Verdict {
        token(expand(template, "seed").expect("a sound template").as_bytes())
    }

    #[test]
    fn tokens_tell_of_themselves() {
        assert_eq!(of("{{jwt}}"), Verdict::Genuine);
        let exp = "{\"sub\":\"x\",\"exp\":1900000000}";
        assert_eq!(
            of(&format!("{{{{jwt:{exp}}}}}")),
            Verdict::Telling("expiry date 2030-03-17".into())
        );
        assert!(matches!(of("{{jwt:{\"role\":\"anon\"}}}"), Verdict::Mitigated(..)));
        assert!(matches!(of("{{jwt}}x"), Verdict::Malformed(_)));
        assert!(matches!(of("{{jwt:no object}}"), Verdict::Malformed(_)));
        assert_eq!(token(b"eyJhbGciOi.eyJ.x"), Verdict::Rejected);
        assert_eq!(token(b""), Verdict::Rejected);
    }

    #[test]
    fn days() {
        assert_eq!(date(0).as_deref(), Some("1970-01-01"));
        assert_eq!(date(951_782_400).as_deref(), Some("2000-02-29"));
        assert_eq!(date(253_402_300_799).as_deref(), Some("9999-12-31"));
        assert_eq!(date(i64::MAX), None);
    }

    #[test]
    fn keys() {
        let of = |template: &str| {
            key(expand(template, "seed").expect("a sound template").as_bytes()) == Verdict::Genuine
        };
        assert!(of(r#"{"kty":"oct","k":"{{43:base64url}}"}"#));
        assert!(of(r#"{"d":"{{43:base64url}}","kty":"EC"}"#));
        assert!(!of(r#"{"kty":"RSA","n":"{{43:base64url}}"}"#) && !of("[]") && !of("{{4:hex}}"));
    }
}
