//! Texts with metavariables in them.

use super::Lookup;

/// What of a metavariable is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// What it holds, as it is written: `$X`.
    Source,
    /// Its value where that is known, otherwise the same: `value($X)`.
    Value,
}

/// A metavariable in a text.
struct Mention {
    start: usize,
    end: usize,
    text: Vec<u8>,
    is_run: bool,
}

/// `text` with what its metavariables hold; one that holds nothing stays as it is written.
pub(crate) fn interpolate(text: &str, lookup: &Lookup<'_, '_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(mention) = next(rest, lookup) {
        out.extend(&rest.as_bytes()[..mention.start]);
        out.extend(mention.text);
        rest = &rest[mention.end..];
    }
    out.extend(rest.as_bytes());
    out
}

/// The same for code. `newline` comes in place of the ends of the lines of `text`, and where a
/// run holds nothing the comma beside it goes.
pub(super) fn interpolate_code(text: &str, lookup: &Lookup<'_, '_>, newline: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let extend = |out: &mut Vec<u8>, text: &str| {
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                out.extend(newline);
            }
            out.extend(line.as_bytes());
        }
    };
    let mut rest = text;
    while let Some(mention) = next(rest, lookup) {
        extend(&mut out, &rest[..mention.start]);
        rest = &rest[mention.end..];
        if mention.is_run && mention.text.is_empty() {
            if out.trim_ascii_end().ends_with(b",") {
                out.truncate(out.trim_ascii_end().len() - 1);
            } else if let Some(behind) = rest.trim_start().strip_prefix(',') {
                rest = behind.trim_start();
            }
        }
        out.extend(mention.text);
    }
    extend(&mut out, rest);
    out
}

/// The first metavariable that holds something: of `$XY` also `$X`, if `$XY` holds nothing.
fn next(text: &str, lookup: &Lookup<'_, '_>) -> Option<Mention> {
    for (dollar, _) in text.match_indices('$') {
        let after = &text[dollar + 1..];
        let dots = if after.starts_with("...") { 3 } else { 0 };
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let longest = after.bytes().skip(dots).take(LONGEST).take_while(is_part).count();
        for length in (1..=longest).rev() {
            let name = &after[..dots + length];
            let end = dollar + 1 + name.len();
            let is_value = text[..dollar].ends_with("value(") && text[end..].starts_with(')');
            let content = if is_value { Content::Value } else { Content::Source };
            if let Some(found) = lookup(name, content) {
                let around = usize::from(is_value);
                return Some(Mention {
                    start: dollar - around * "value(".len(),
                    end: end + around,
                    text: found.into_owned(),
                    is_run: dots > 0,
                });
            }
        }
    }
    None
}

/// The longest name looked for.
const LONGEST: usize = 64;
