//! Literals that every match of a rule must have.

use super::{Formula, Mode};
use std::collections::BTreeSet;

/// Literals without any of which the rule cannot match; empty if there is no such list.
///
/// Every name written in a pattern occurs in a document that it matches, in the import at least
/// where the name is imported as another.
pub(super) fn of(mode: &Mode) -> Vec<String> {
    let found = match mode {
        Mode::Search(formula) => literals(formula),
        // A flow has both ends: the better list of the two.
        Mode::Taint(one) => one.first().and_then(|taint| {
            let sources = any(taint.sources.iter().map(|source| &source.formula));
            let sinks = any(taint.sinks.iter().map(|sink| &sink.formula));
            better([sources, sinks].into_iter().flatten())
        }),
    };
    found.map(|found| found.into_iter().collect()).unwrap_or_default()
}

fn literals(formula: &Formula) -> Option<BTreeSet<String>> {
    match formula {
        Formula::Pattern(text) => {
            rarest(text).map(|name| BTreeSet::from([name.to_ascii_lowercase()]))
        }
        Formula::Inside(one) | Formula::Anywhere(one) => one.first().and_then(literals),
        Formula::Any(alternatives) => any(alternatives.iter()),
        Formula::All { of, .. } => better(of.iter().filter_map(literals)),
        Formula::Regex(_)
        | Formula::Not(_)
        | Formula::NotInside(_)
        | Formula::NotRegex(_)
        | Formula::NotAnywhere(_) => None,
    }
}

/// What any of the formulas needs; none if one of them needs nothing.
fn any<'f>(formulas: impl Iterator<Item = &'f Formula>) -> Option<BTreeSet<String>> {
    let mut all = BTreeSet::new();
    for formula in formulas {
        all.extend(literals(formula)?);
    }
    (!all.is_empty()).then_some(all)
}

/// The fewest, then those whose shortest is longest: what is least often there.
fn better(found: impl Iterator<Item = BTreeSet<String>>) -> Option<BTreeSet<String>> {
    let shortest = |set: &BTreeSet<String>| set.iter().map(String::len).min().unwrap_or(0);
    found.min_by_key(|set| (set.len(), usize::MAX - shortest(set)))
}

/// Words that stand in most files, and words whose place is not in every match.
const COMMON: &[&str] = &[
    "and", "args", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif",
    "else", "except", "False", "finally", "for", "from", "get", "global", "import", "kwargs",
    "lambda", "None", "nonlocal", "not", "pass", "raise", "return", "self", "True", "try", "while",
    "with", "yield",
];

/// The longest name of a pattern that is worth looking for.
fn rarest(pattern: &str) -> Option<&str> {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    let mut best: Option<&str> = None;
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
        if is_name
            && !is_prefix
            && !COMMON.contains(&name)
            && best.is_none_or(|best| name.len() > best.len())
        {
            best = Some(name);
        }
    }
    best
}

/// What follows a string literal that starts `text`.
fn after_string(text: &str, quote: char) -> &str {
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
    fn the_longest_name_outside_strings_is_rarest() {
        assert_eq!(rarest("pickle.loads(...)"), Some("pickle"));
        assert_eq!(rarest("$X.execute(f\"SELECT\", ...)"), Some("execute"));
        assert_eq!(rarest("os.system($COMMAND)"), Some("system"));
        assert_eq!(rarest("$F('no\\'names', \"\"\"a \" b\"\"\")"), None);
        assert_eq!(rarest("import $...X"), None);
    }
}
