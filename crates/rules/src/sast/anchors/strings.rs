//! What the strings of a pattern hold.

use super::names::{after_string, is_part};
use std::collections::BTreeSet;

/// Shorter text stands everywhere.
const SHORTEST: usize = 4;

/// The texts of plain strings in a pattern that are worth looking for: those that stand for
/// themselves and are written in one way only.
pub(super) fn of(pattern: &str) -> BTreeSet<&str> {
    let mut texts = BTreeSet::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let before = pattern.len() - rest.len();
        rest = &rest[first.len_utf8()..];
        if first == '#' {
            rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
        } else if first == '"' || first == '\'' {
            let string = &pattern[before..];
            rest = after_string(string, first);
            let text = string[..string.len() - rest.len()].trim_matches(first);
            // What has a prefix may be a format, or bytes that other text is read from.
            if !pattern[..before].ends_with(is_part) && is_plain(text) {
                texts.insert(text);
            }
        }
    }
    texts
}

/// Whether a string of this text stands for itself: for no metavariable, pattern or escape.
fn is_plain(text: &str) -> bool {
    let is_metavariable = text.contains('$') && !text.contains(|it: char| it.is_ascii_lowercase());
    let is_written_so =
        |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '$' | '.');
    text.len() >= SHORTEST
        && text.chars().all(is_written_so)
        && !is_metavariable
        && !text.contains("..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_strings_count() {
        let texts = |pattern| of(pattern).into_iter().collect::<Vec<_>>();
        assert_eq!(texts("{\"$where\": $X, 'query': \"...\"}"), ["$where", "query"]);
        assert_eq!(texts("$X[\"$KEY\"], \"=~/abcd/\", f'text', 'a b c d', \"a\\x20b\""), [""; 0]);
    }
}
