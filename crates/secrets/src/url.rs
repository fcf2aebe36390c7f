//! Passwords in URLs: `scheme://user:password@host`.

use crate::judge;
use sdf_core::{Confidence, Span};

/// Longest user and password, with the host behind them.
const LONGEST: usize = 1024;

/// Calls `found` with each password that looks real in a URL whose `://` touches one of `spans`,
/// which are sorted.
pub(crate) fn each(
    document: &[u8],
    spans: impl Iterator<Item = Span>,
    mut found: impl FnMut(Span, Confidence),
) {
    for span in spans {
        let ends =
            memchr::memmem::find_iter(span.of(document), b"://").map(|at| span.start + at + 3);
        for start in ends {
            if let Some((password, confidence)) = password(document, start) {
                found(password, confidence);
            }
        }
    }
}

/// The password in the authority that begins at `start`, with how sure it is one.
fn password(document: &[u8], start: usize) -> Option<(Span, Confidence)> {
    let reach = (start + LONGEST).min(document.len());
    let rest = document.get(start..reach)?;
    let ends = |&byte: &u8| {
        !byte.is_ascii_graphic() && byte < 0x80
            || matches!(
                byte,
                b'/' | b'?' | b'#' | b'"' | b'\'' | b'`' | b'\\' | b'<' | b'>' | b',' | b'|'
            )
    };
    let length = rest.iter().position(ends).unwrap_or(rest.len());
    let authority = &rest[..length];
    let at = memchr::memrchr(b'@', authority)?;
    let colon = memchr::memchr(b':', &authority[..at])?;
    let (user, password, host) =
        (&authority[..colon], &authority[colon + 1..at], &authority[at + 1..]);
    let is_host = host.first().is_some_and(|byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'[' | b'$' | b'{' | b'%')
    });
    let confidence = is_host.then(|| judge::url_password(user, password, host))??;
    let password = Span::new(start + colon + 1, start + at);
    Some((password, confidence))
}
