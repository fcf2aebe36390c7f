//! detect-secrets' comments, as its filters for allowlists have them
//! (detect_secrets/filters/allowlist.py): `pragma: allowlist secret` on the line, and
//! `pragma: allowlist nextline secret` on a line of its own above.

/// What begins a comment in some language, followed by white space or not.
const OPENINGS: &[&[u8]] = &[b"#", b"//", b"/*", b"'", b"--", b"<!--"];

/// Whether a comment on `line` lets off the secrets of that line or, if `below`, of the next.
pub(super) fn lets_off(line: &[u8], below: bool) -> bool {
    let indent = line.len() - line.trim_ascii_start().len();
    memchr::memmem::find_iter(line, b"pragma:").any(|at| {
        let (before, rest) = (line[..at].trim_ascii_end(), &line[at + b"pragma:".len()..]);
        let Some(opening) = OPENINGS.iter().find(|opening| before.ends_with(opening)) else {
            return false;
        };
        let alone = before.len() - opening.len() <= indent;
        let rest = rest.strip_prefix(b" ").unwrap_or(rest);
        match below {
            true => alone && begins(rest, &[&[b"allowlist"], &[b"nextline"], &[b"secret"]]),
            false => begins(rest, &[&[b"allowlist", b"whitelist"], &[b"secret"]]),
        }
    })
}

/// Whether `text` begins with one of each of `words`, a space or a dash between them.
fn begins(mut text: &[u8], words: &[&[&[u8]]]) -> bool {
    words.iter().enumerate().all(|(index, words)| {
        if index > 0 {
            match text {
                [b' ' | b'-', rest @ ..] => text = rest,
                _ => return false,
            }
        }
        let Some(word) = words.iter().find(|word| text.starts_with(word)) else { return false };
        text = &text[word.len()..];
        true
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_that_detect_secrets_takes() {
        for line in [
            "x = 1  # pragma: allowlist secret",
            "x = 1 #pragma:allowlist-secret agreed",
            "x := 1 // pragma: whitelist secret",
            "<x>1</x> <!-- pragma: allowlist secret -->",
            "x = 1 /* pragma: allowlist secret */",
            "x = 1 -- pragma: allowlist secret",
            "x = 1 ' pragma: allowlist secret",
        ] {
            assert!(lets_off(line.as_bytes(), false), "{line}");
            assert!(!lets_off(line.as_bytes(), true), "{line}");
        }
        assert!(lets_off(b"  # pragma: allowlist nextline secret", true));
        for line in ["x # pragma: allowlist nextline secret", "pragma: allowlist nextline secret"] {
            assert!(!lets_off(line.as_bytes(), true), "{line}");
        }
        for line in ["pragma: allowlist secret", "# Pragma: allowlist secret", "# pragma: secret"] {
            assert!(!lets_off(line.as_bytes(), false), "{line}");
        }
    }
}
