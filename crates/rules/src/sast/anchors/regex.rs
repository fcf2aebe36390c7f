//! The literals of a regular expression in PCRE's syntax.

use super::Group;
use crate::needed::needed;
use std::fmt::Write as _;

/// A shorter literal stands everywhere.
const SHORTEST: usize = 3;

/// Literals, one of which every match holds.
pub(super) fn group(regex: &str) -> Option<Group> {
    let group: Group = needed(&widened(regex)).keywords.into_iter().collect();
    let fits = |literal: &String| literal.len() >= SHORTEST && literal.is_ascii();
    (!group.is_empty() && group.iter().all(fits)).then_some(group)
}

/// An expression without look-around, and with its literal braces escaped, that matches wherever
/// `regex` does: what is looked for round a match only takes matches away.
fn widened(regex: &str) -> String {
    let mut wide = String::with_capacity(regex.len() + 8);
    // How many groups are open within a look-around, itself included.
    let (mut looked_into, mut class) = (0_usize, false);
    let mut rest = regex;
    while let Some(first) = rest.chars().next() {
        let escaped = if first == '\\' { rest.chars().nth(1) } else { None };
        let length = first.len_utf8() + escaped.map_or(0, char::len_utf8);
        let (token, after) = rest.split_at(length);
        match first {
            '[' if !class => {
                class = true;
                // A bracket that comes first in a class is itself.
                let inner = after.strip_prefix('^').unwrap_or(after);
                let skipped = after.len() - inner.len() + usize::from(inner.starts_with(']'));
                if looked_into == 0 {
                    wide.push_str(&rest[..length + skipped]);
                }
                rest = &rest[length + skipped..];
                continue;
            }
            ']' if class => class = false,
            _ if class => {}
            '(' if looked_into > 0 => looked_into += 1,
            '(' if ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|look| rest.starts_with(look)) => {
                wide.push_str("(?:)");
                looked_into = 1;
            }
            ')' if looked_into > 0 => {
                looked_into -= 1;
                rest = after;
                continue;
            }
            '{' if looked_into == 0 && !repeats(after) => {
                wide.push_str("\\{");
                rest = after;
                continue;
            }
            _ => {}
        }
        if looked_into == 0 {
            let _ = write!(wide, "{token}");
        }
        rest = after;
    }
    wide
}

/// Whether what follows a brace makes it a repetition: `2}`, `2,}`, `2,3}`.
fn repeats(after: &str) -> bool {
    after.split_once('}').is_some_and(|(inner, _)| {
        inner.starts_with(|first: char| first.is_ascii_digit())
            && inner.bytes().all(|byte| byte.is_ascii_digit() || byte == b',')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_around_takes_matches_away_only() {
        assert_eq!(widened("(?!test(a|b)[)]).*key(?!\\S)"), "(?:).*key(?:)");
        assert_eq!(widened("[(?=]x\\(?!y"), "[(?=]x\\(?!y");
        assert_eq!(widened("{{a{2}[]}]"), "\\{\\{a{2}[]}]");
        let literals = |regex| group(regex).unwrap_or_default().into_iter().collect::<Vec<_>>();
        assert_eq!(literals("(?<!x)autoescape\\s+off"), ["autoescape"]);
        assert_eq!(literals("{%\\s*autoescape\\s+false\\s*%}"), ["autoescape"]);
        assert_eq!(literals("^(?!.*secret).*$"), [""; 0]);
        assert_eq!(literals("(unclosed"), [""; 0]);
    }
}
