//! Shell patterns as Python's fnmatch has them: `*` and `?` stand for `/` as well.

use regex::bytes::{Regex, RegexBuilder};

/// The pattern as a regular expression; none for one too large.
pub(super) fn compile(pattern: &str) -> Option<Regex> {
    let mut expression = String::from(r"\A");
    let mut rest = pattern;
    while let Some(character) = rest.chars().next() {
        rest = &rest[character.len_utf8()..];
        match character {
            '*' => expression.push_str(".*"),
            '?' => expression.push('.'),
            '[' => match set(rest) {
                Some((set, behind)) => {
                    expression.push_str(&set);
                    rest = behind;
                }
                None => expression.push_str(r"\["),
            },
            other => expression.push_str(&regex::escape(other.encode_utf8(&mut [0; 4]))),
        }
    }
    expression.push_str(r"\z");
    RegexBuilder::new(&expression).dot_matches_new_line(true).size_limit(1 << 20).build().ok()
}

/// The set of characters that `text`, behind a bracket, begins with, and what follows it.
fn set(text: &str) -> Option<(String, &str)> {
    let (negated, inside) = match text.strip_prefix('!') {
        Some(inside) => (true, inside),
        None => (false, text),
    };
    // A bracket that comes first is one of the characters.
    let first = inside.chars().next()?.len_utf8();
    let close = first + inside[first..].find(']')?;
    let characters = inside[..close].replace('\\', r"\\").replace('[', r"\[").replace(']', r"\]");
    let characters = characters.replace('^', r"\^").replace('&', r"\&").replace('~', r"\~");
    let sign = if negated { "^" } else { "" };
    Some((format!("[{sign}{characters}]"), &inside[close + 1..]))
}

#[cfg(test)]
mod tests {
    use super::compile;

    #[test]
    fn patterns_are_pythons() {
        let matches = |pattern: &str, path: &str| {
            compile(pattern).is_some_and(|regex| regex.is_match(path.as_bytes()))
        };
        assert!(matches("*_test.py", "a/b/c_test.py") && matches("?/[!b].py", "a/c.py"));
        assert!(!matches("*_test.py", "c_test.pyc") && !matches("[!b]", "b"));
        assert!(matches("a[b", "a[b") && matches("[]]", "]") && matches("é.py", "é.py"));
    }
}
