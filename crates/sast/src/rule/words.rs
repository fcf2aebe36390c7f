//! Regular expressions that match one of a few words and nothing else.
//!
//! Most conditions on names are such lists: `^(get|post)$`. As words they need no engine, and a
//! file that has none of them needs no look at all.

/// As many words are kept of an expression at most.
const MOST: usize = 256;
/// As deep may groups nest.
const DEEPEST: usize = 8;

/// The words that `regex`, which matches from the start of a text on, matches alone, sorted; none
/// if it matches other texts as well, or if that takes more than a look to tell.
pub(super) fn words(regex: &str) -> Option<Box<[String]>> {
    let inner = regex.strip_prefix('^')?.strip_suffix('$')?;
    let mut rest = inner;
    let mut words = alternatives(&mut rest, DEEPEST)?;
    // Behind a group that is not closed, or with `^a|b$`, the ends belong to a part alone.
    if !rest.is_empty() || is_split(inner) {
        return None;
    }
    words.sort_unstable();
    words.dedup();
    Some(words.into())
}

/// Whether there are alternatives outside of all groups.
fn is_split(regex: &str) -> bool {
    let mut depth = 0_usize;
    regex.bytes().any(|byte| {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        byte == b'|' && depth == 0
    })
}

/// What the alternatives match that `rest` begins with, up to a closing parenthesis.
fn alternatives(rest: &mut &str, depth: usize) -> Option<Vec<String>> {
    let mut words = sequence(rest, depth)?;
    while let Some(behind) = rest.strip_prefix('|') {
        *rest = behind;
        words.extend(sequence(rest, depth)?);
    }
    (words.len() <= MOST).then_some(words)
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn sequence(rest: &mut &str, depth: usize) -> Option<Vec<String>> {
    let mut words = vec![String::new()];
    while let Some(first) = rest.chars().next() {
        let mut part = match first {
            '|' | ')' => break,
            '(' => {
                let inside = &rest[1..];
                *rest = inside.strip_prefix("?:").unwrap_or(inside);
                let part = alternatives(rest, depth.checked_sub(1)?)?;
                *rest = rest.strip_prefix(')')?;
                part
            }
            _ => {
                let end = rest.bytes().take_while(|&byte| is_plain(byte)).count();
                let (run, behind) = rest.split_at(end);
                // The last one may be there or not.
                let certain = if behind.starts_with('?') { end.checked_sub(1)? } else { end };
                if end == 0 {
                    return None;
                }
                *rest = behind;
                words.iter_mut().for_each(|word| word.push_str(&run[..certain]));
                match &run[certain..] {
                    "" => continue,
                    last => vec![last.to_owned()],
                }
            }
        };
        if let Some(behind) = rest.strip_prefix('?') {
            *rest = behind;
            part.push(String::new());
        }
        if words.len() * part.len() > MOST {
            return None;
        }
        let all = |start: &String| part.iter().map(|end| format!("{start}{end}")).collect();
        words = words.iter().flat_map(|start| -> Vec<String> { all(start) }).collect();
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use regex::Regex;

    #[test]
    fn a_list_of_words_is_told_from_an_expression() {
        let of = |regex| words(regex).map(|words| words.join(" "));
        assert_eq!(of("^(get|post)$").as_deref(), Some("get post"));
        assert_eq!(of("^_?re(q|quest)$").as_deref(), Some("_req _request req request"));
        assert_eq!(of("^(?:(?:set|add)_cookie|x)$").as_deref(), Some("add_cookie set_cookie x"));
        for other in
            ["get", "^get", "^a|b$", "^a.b$", r"^\w$", "^a+$", "^(a$", "^a)|(b$", "(?i)^a$"]
        {
            assert_eq!(of(other), None, "{other}");
        }
        assert_eq!(of(&"(a|b)".repeat(30).replacen('(', "^(", 1)), None);
    }

    proptest! {
        #[test]
        fn words_are_what_the_expression_matches(
            regex in "\\^[ab_|()?:]{0,9}\\$",
            texts in proptest::collection::vec("[ab_]{0,4}", 12),
        ) {
            if let Some(words) = words(&regex)
                && let Ok(compiled) = Regex::new(&regex)
            {
                for text in texts {
                    let is_word = words.binary_search(&text).is_ok();
                    prop_assert_eq!(compiled.is_match(&text), is_word, "{} {}", regex, text);
                }
            }
        }
    }
}
