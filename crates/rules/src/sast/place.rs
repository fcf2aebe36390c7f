//! Where in its file a part of a rule stands.

use crate::yaml::{self, Value};

/// Keys under which nothing is looked for in code.
const DESCRIPTIVE: [&str; 4] = ["id", "message", "metadata", "severity"];

/// The line, from 1, of the value in the rule or library called `id` that is `part`, which may have a key before
/// it, or else holds it; of the rule itself where nothing does. None where `text` has neither.
pub fn line_of(text: &str, id: &str, part: &str) -> Option<usize> {
    let document = yaml::load("", text).ok()?;
    let mut top = Value::root("", &document).mapping().ok()?;
    let lists = [top.take("libraries"), top.take("rules")].into_iter().flatten();
    let rules: Vec<_> = lists.filter_map(|list| list.list().ok()).flatten().collect();
    let is_meant = |rule: &&Value<'_>| {
        let named = rule.mapping().ok().and_then(|mut keys| keys.take("id")?.text().ok());
        named.is_some_and(|name| name == id)
    };
    let rule = rules.iter().find(is_meant)?;
    let (mut left, mut holds) = (vec![*rule], None);
    while let Some(value) = left.pop() {
        if let Ok(keys) = value.mapping() {
            let parts = keys.rest().iter().filter(|entry| !DESCRIPTIVE.contains(&entry.key()));
            left.extend(parts.rev());
        } else if let (true, Ok(items)) = (value.is_list(), value.list()) {
            left.extend(items.iter().rev());
        } else if let Ok(text) = value.text() {
            let text = text.trim();
            let before = part.trim().strip_suffix(text).filter(|_| !text.is_empty());
            if before.is_some_and(|key| key.is_empty() || key.ends_with(": ")) {
                return Some(value.line());
            }
            if holds.is_none() && text.contains(part.trim()) {
                holds = Some(value.line());
            }
        }
    }
    holds.or(Some(rule.line()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_in_its_own_rule() {
        let text = "rules:\n- id: a\n  pattern: f($X)\n- id: b\n  message: $Y\n  patterns:\n  \
                    - pattern: |\n      f($X)\n  - metavariable-comparison:\n      comparison: $Y > 1\n";
        assert_eq!(line_of(text, "a", "f($X)"), Some(3));
        assert_eq!(line_of(text, "b", "f($X)\n"), Some(7));
        assert_eq!(line_of(text, "b", "$Y"), Some(10));
        assert_eq!(line_of(text, "b", "metavariable-comparison: $Y > 1"), Some(10));
        assert_eq!(line_of(text, "b", "other"), Some(4));
        assert_eq!(line_of(text, "c", "f($X)"), None);
    }
}
