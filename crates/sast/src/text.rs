//! Regular expressions on text, in linear time, with look-around at their ends.
//!
//! Semgrep's rules are written for PCRE. What a linear engine lacks is look-around; rules use it
//! at the beginning (`(?!test).*`) and at the end (`key(?!\S)`), where it can be asked apart.

use crate::environment::{Bound, Environment};
use crate::facts::Facts;
use crate::matching::Budget;
use sdf_core::Span;
use sdf_rules::expression::{Expression, Reading};

/// Most bytes that a compiled expression may take; as much as the crate regex allows by default.
const SIZE_LIMIT: usize = 10 << 20;

/// A regular expression with what must or must not stand at its ends.
#[derive(Clone, Debug)]
pub(crate) struct TextPattern {
    regex: Expression,
    /// What must match, or not, where a match starts.
    before: Vec<Look>,
    /// The same where it ends.
    after: Vec<Look>,
    /// The metavariable of each group, by number.
    groups: Vec<Option<u16>>,
}

/// What follows a place.
#[derive(Clone, Debug)]
struct Look {
    regex: Expression,
    wanted: bool,
    /// Whether it looks at what is before the place.
    behind: bool,
}

impl TextPattern {
    /// Compiles `text`; with `anchored` it matches at the start of what it is asked about only.
    /// Its groups are metavariables `$1`, and named ones by their names, which `number` numbers.
    pub(crate) fn new(
        text: &str,
        anchored: bool,
        mut number: impl FnMut(&str) -> u16,
    ) -> Result<TextPattern, String> {
        let (flags, mut rest) = flags(text.trim_end_matches('\n'));
        let (mut before, mut after) = (Vec::new(), Vec::new());
        let mut start = String::new();
        loop {
            if let Some((look, behind)) = leading(rest, &flags)? {
                before.push(look);
                rest = behind;
            } else if let Some(behind) = rest.strip_prefix('^') {
                start.push('^');
                rest = behind;
            } else {
                break;
            }
        }
        while let Some((front, look)) = trailing(rest, &flags)? {
            after.push(look);
            rest = front;
        }
        if !(before.is_empty() && after.is_empty()) && at_top(rest, b'|').is_some() {
            return Err("looks around in one of several alternatives: put them in parentheses, \
                        or give each a regular expression of its own"
                .to_owned());
        }
        let opening = if anchored { "\\A" } else { "" };
        let regex = build(&format!("{flags}{opening}{start}(?:{rest})"))?;
        let groups = regex
            .group_names()
            .enumerate()
            .map(|(at, name)| match name {
                _ if at == 0 => None,
                Some(name) => Some(number(name)),
                None => Some(number(&at.to_string())),
            })
            .collect();
        Ok(TextPattern { regex, before, after, groups })
    }

    /// Whether it matches `text`.
    pub(crate) fn is_match(&self, text: &[u8]) -> bool {
        if self.before.is_empty() && self.after.is_empty() {
            return self.regex.is_match(text);
        }
        let mut found = self.regex.engine(text.len()).find_iter(text);
        found.any(|found| self.looks(text, found.start(), found.end()))
    }

    fn looks(&self, text: &[u8], start: usize, end: usize) -> bool {
        self.before.iter().all(|look| look.holds(text, start))
            && self.after.iter().all(|look| look.holds(text, end))
    }

    /// Where it matches within `region`, with its groups bound as `given` allows.
    pub(crate) fn find(
        &self,
        facts: &Facts<'_>,
        region: Span,
        given: &Environment,
        budget: &mut Budget,
    ) -> Vec<(Span, Environment)> {
        let text = region.of(facts.source);
        let mut found = Vec::new();
        if self.groups.len() <= 1 {
            for one in self.regex.engine(text.len()).find_iter(text) {
                if !budget.step() {
                    break;
                }
                if self.looks(text, one.start(), one.end()) {
                    let span = Span::new(region.start + one.start(), region.start + one.end());
                    found.push((span, given.clone()));
                }
            }
            return found;
        }
        for captures in self.regex.engine(text.len()).captures_iter(text) {
            let Some(whole) = captures.get_match() else { continue };
            if !budget.step() {
                break;
            }
            if !self.looks(text, whole.start(), whole.end()) {
                continue;
            }
            let span =
                |start: usize, end: usize| Span::new(region.start + start, region.start + end);
            let mut environment = Some(given.clone());
            for (at, number) in self.groups.iter().enumerate() {
                if let (Some(number), Some(group)) = (number, captures.get_group(at)) {
                    let bound = Bound::Text(span(group.start, group.end));
                    environment = environment.and_then(|it| it.bind(Some(*number), bound, facts));
                }
            }
            found.extend(
                environment.map(|environment| (span(whole.start(), whole.end()), environment)),
            );
        }
        found
    }
}

impl Look {
    fn holds(&self, text: &[u8], at: usize) -> bool {
        let (before, after) = text.split_at(at.min(text.len()));
        self.regex.is_match(if self.behind { before } else { after }) == self.wanted
    }
}

/// Flags at the beginning, for all of its parts.
fn flags(text: &str) -> (String, &str) {
    if let Some(rest) = text.strip_prefix("(?")
        && let Some((letters, rest)) = rest.split_once(')')
        && !letters.is_empty()
        && letters.bytes().all(|letter| matches!(letter, b'i' | b'm' | b's' | b'x'))
    {
        return (format!("(?{letters})"), rest);
    }
    (String::new(), text)
}

/// A look-around at the beginning and what follows it.
fn leading<'t>(text: &'t str, flags: &str) -> Result<Option<(Look, &'t str)>, String> {
    let Some((wanted, behind, inner)) = kind_of(text) else { return Ok(None) };
    let Some(length) = at_top(inner, b')') else { return Ok(None) };
    let look = look(&inner[..length], wanted, behind, flags)?;
    Ok(Some((look, &inner[length + 1..])))
}

/// A look-around at the end, but for `$`, and what is before it.
fn trailing<'t>(text: &'t str, flags: &str) -> Result<Option<(&'t str, Look)>, String> {
    for (at, _) in text.match_indices("(?") {
        if text[..at].ends_with('\\') {
            continue;
        }
        let Some((wanted, behind, inner)) = kind_of(&text[at..]) else { continue };
        if at_top(inner, b')').is_some_and(|length| length + 1 == inner.len()) {
            let look = look(&inner[..inner.len() - 1], wanted, behind, flags)?;
            return Ok(Some((&text[..at], look)));
        }
    }
    Ok(None)
}

/// Whether a look-around starts the text: what it wants, whether it looks behind, what it holds.
fn kind_of(text: &str) -> Option<(bool, bool, &str)> {
    let kinds =
        [("(?=", true, false), ("(?!", false, false), ("(?<=", true, true), ("(?<!", false, true)];
    kinds.into_iter().find_map(|(opening, wanted, behind)| {
        text.strip_prefix(opening).map(|inner| (wanted, behind, inner))
    })
}

fn look(inner: &str, wanted: bool, behind: bool, flags: &str) -> Result<Look, String> {
    let text =
        if behind { format!("{flags}(?:{inner})\\z") } else { format!("{flags}\\A(?:{inner})") };
    Ok(Look { regex: build(&text)?, wanted, behind })
}

/// The place of the first `wanted` that stands in no group and no class of the text.
fn at_top(text: &str, wanted: u8) -> Option<usize> {
    let (mut depth, mut escaped, mut class) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' if !class => class = true,
            b']' if class => class = false,
            _ if class => {}
            _ if byte == wanted && depth == 0 => return Some(at),
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// Lines are matched one by one, as Semgrep does; bytes, not characters, unless that cannot be.
fn build(text: &str) -> Result<Expression, String> {
    let build = |text: &str, unicode| {
        Expression::new(text, Reading { unicode, multi_line: true, size_limit: SIZE_LIMIT })
    };
    let plain = build(text, false).or_else(|_| build(text, true));
    plain.or_else(|_| build(&literal_for_pcre(text), true)).map_err(|error| unusable(&error))
}

/// What is wrong with a regular expression, and what to do.
pub(crate) fn unusable(error: &regex::Error) -> String {
    // The last line of the error says what, the others repeat the expression.
    let error = error.to_string();
    let reason = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
    let advice = if reason.contains("look-around") {
        "; it can stand at the ends only, so say the rest in a condition of its own, such as \
         pattern-not-regex or another metavariable-regex"
    } else if reason.contains("backreference") {
        "; write out what may repeat, or compare two metavariables"
    } else {
        ""
    };
    format!("is no regular expression of linear time: {reason}{advice}")
}

/// What PCRE takes literally and this engine refuses: escapes without meaning, `[` in classes,
/// `{` that repeats nothing, `\Z`.
pub(crate) fn literal_for_pcre(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let (mut class, mut first) = (false, false);
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let begins = std::mem::take(&mut first);
        match character {
            '\\' => {
                let Some((_, next)) = characters.next() else {
                    escaped.push_str("\\\\");
                    break;
                };
                let keeps = next.is_ascii_alphanumeric() || !next.is_alphanumeric();
                match next {
                    'Z' => escaped.push_str("\\z"),
                    '/' | '"' | '\'' | ' ' | '<' | '>' | '=' | ':' | ',' | ';' | '@' | '!'
                    | '%' | '`' => escaped.push(next),
                    _ if keeps => escaped.extend(['\\', next]),
                    _ => escaped.push(next),
                }
            }
            '[' if class => escaped.push_str("\\["),
            '[' => {
                class = true;
                first = true;
                escaped.push('[');
                if characters.peek().is_some_and(|&(_, next)| next == '^') {
                    characters.next();
                    escaped.push('^');
                }
            }
            ']' if class && !begins => {
                class = false;
                escaped.push(']');
            }
            ']' if class => escaped.push_str("\\]"),
            '&' | '~' | '-' if class && text[at + 1..].starts_with(character) => {
                escaped.extend(['\\', character]);
            }
            '{' if !class && !repeats(&text[at + 1..]) => escaped.push_str("\\{"),
            '}' if !class && !is_repetition_end(&text[..at]) => escaped.push_str("\\}"),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Whether `text` goes on as a repetition: `2}`, `2,}`, `2,3}`.
fn repeats(text: &str) -> bool {
    let inner = text.split('}').next().unwrap_or_default();
    text.contains('}')
        && inner.starts_with(|c: char| c.is_ascii_digit())
        && inner.chars().all(|c| c.is_ascii_digit() || c == ',')
}

/// Whether `text` ends within a repetition.
fn is_repetition_end(text: &str) -> bool {
    text.rsplit_once('{').is_some_and(|(_, inner)| repeats(&format!("{inner}}}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metavariables::Metavariables;

    fn matches(regex: &str, text: &str) -> bool {
        let mut variables = Metavariables::default();
        TextPattern::new(regex, true, |name| variables.number(name))
            .expect(regex)
            .is_match(text.as_bytes())
    }

    #[test]
    fn look_around_at_the_ends() {
        assert!(matches("(?!test).*", "production"));
        assert!(!matches("(?!test).*", "testing"));
        assert!(matches("^(?=.*[0-9])(?!.* ).{3,}$", "abc1"));
        assert!(!matches("^(?=.*[0-9])(?!.* ).{3,}$", "ab c1"));
        assert!(matches("(?i)(?!TEST)x", "X"));
        assert!(matches("key(?!\\S)", "key x") && !matches("key(?!\\S)", "keys"));
        assert!(matches("(?!(a|b)).*", "c") && !matches("(?!(a|b)).*", "b"));
    }

    #[test]
    fn what_cannot_be_asked_apart_is_refused() {
        let error = |regex: &str| TextPattern::new(regex, false, |_| 0).expect_err(regex);
        assert!(error("(?!a)b|c").contains("alternatives"));
        assert!(error("a|b(?=c)").contains("alternatives"));
        assert!(error("a(?=b)c").contains("at the ends only"));
        assert!(error("(a)\\1").contains("compare two metavariables"));
        assert!(matches("(?!a)(?:b|c)", "c") && matches("(?!a)[|]", "|"));
    }

    #[test]
    fn what_only_pcre_takes() {
        assert!(matches("[[]a\\/\\\"{x}", "[a/\"{x}"));
        assert!(matches("a{2}\\Z", "aa"));
    }
}
