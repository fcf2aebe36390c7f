//! The names written in a pattern.

use std::collections::BTreeSet;

/// Words that stand in most files, and words whose place is not in every match: a value can be of
/// a type, or be known to be true, without saying so.
const COMMON: &[&str] = &[
    "bool", "bytes", "complex", "dict", "float", "int", "list", "object", "set", "str", "tuple",
    "and", "args", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif",
    "else", "except", "False", "finally", "for", "from", "get", "global", "import", "kwargs",
    "lambda", "None", "nonlocal", "not", "pass", "raise", "return", "self", "True", "try", "while",
    "with", "yield",
];

/// The names of a pattern that are worth looking for, outside of its strings.
pub(super) fn of(pattern: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        if first == '"' || first == '\'' {
            rest = after_string(rest, first);
            continue;
        }
        if first == '#' {
            rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
            continue;
        }
        if first == '$' {
            rest = rest[1..].trim_start_matches("...").trim_start_matches(is_part);
            continue;
        }
        if !is_part(first) {
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let end = rest.find(|character| !is_part(character)).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        rest = after;
        let is_name = !first.is_ascii_digit() && name.is_ascii() && name.len() >= 3;
        // A string's prefix is no name.
        let is_prefix = name.len() <= 3 && after.starts_with(['"', '\'']);
        if is_name && !is_prefix && !COMMON.contains(&name) {
            names.insert(name);
        }
    }
    names
}

/// Whether the metavariable stands in the pattern where only what is written in the document can
/// be: behind a dot, `def` or `class`, before the `=` of an assignment or argument.
pub(super) fn is_name(pattern: &str, metavariable: &str) -> bool {
    pattern.match_indices(metavariable).any(|(at, _)| {
        let (before, after) = (&pattern[..at], &pattern[at + metavariable.len()..]);
        let is_whole = !after.starts_with(is_part);
        // Two dots and more are an ellipsis, which binds nothing.
        let is_attribute = before.ends_with('.') && !before.ends_with("..");
        let words = [" def ", "\ndef ", " class ", "\nclass "];
        let is_defined =
            ["def ", "class "].contains(&before) || words.iter().any(|word| before.ends_with(word));
        let after = after.trim_start();
        let is_set = after.starts_with('=') && !after.starts_with("==");
        is_whole && (is_attribute || is_defined || is_set) && !is_quoted(before)
    })
}

/// Whether what follows `before` may be within a string or a comment.
fn is_quoted(before: &str) -> bool {
    before.contains(['"', '\'', '#'])
}

pub(super) fn is_part(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// What follows a string literal that starts `text`.
pub(super) fn after_string(text: &str, quote: char) -> &str {
    let triple = quote.to_string().repeat(3);
    if let Some(inside) = text.strip_prefix(triple.as_str()) {
        return inside.split_once(triple.as_str()).map_or("", |(_, rest)| rest);
    }
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return &text[at + 1..],
            _ => {}
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_outside_strings_count() {
        let names = |pattern| of(pattern).into_iter().collect::<Vec<_>>();
        assert_eq!(names("pickle.loads(...)"), ["loads", "pickle"]);
        assert_eq!(names("$X.execute(f\"SELECT\", ...)"), ["execute"]);
        assert_eq!(names("$F('no\\'names', \"\"\"a \" b\"\"\") # none"), [""; 0]);
        assert_eq!(names("import $...X"), [""; 0]);
    }

    #[test]
    fn a_metavariable_is_a_name_where_nothing_else_can_be() {
        assert!(is_name("$X.$M(...)", "$M"));
        assert!(is_name("@x\ndef $F(...): ...", "$F"));
        assert!(!is_name("$X.$MORE(...)", "$M"));
        assert!(is_name("f(..., $M = $V)", "$M") && !is_name("$M == $V", "$M"));
        assert!(!is_name("f($M)", "$M"));
        assert!(!is_name("f('a.$M')", "$M"));
    }
}
