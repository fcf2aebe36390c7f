//! What the comments of an example say.

use super::Place;
use sdf_rules::sast::SastRule;
use std::collections::BTreeSet;

/// What the comments of an example say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotations {
    /// What is to be reported: `ruleid`, and what should not but still is: `todook`.
    pub expected: BTreeSet<Place>,
    /// What is not: `ok`.
    pub allowed: BTreeSet<Place>,
    /// What is known to be wrong: `todook`, and what should be reported but is not:
    /// `todoruleid`.
    pub undecided: BTreeSet<Place>,
}

/// How comments begin and end, of all languages.
const COMMENTS: &[(&str, &str)] = &[
    ("#", ""),
    ("//", ""),
    ("<!--", "-->"),
    ("{{/*", "*/}}"),
    ("{/*", "*/}"),
    ("/*", "*/"),
    ("(*", "*)"),
    ("--", ""),
    (";;", ""),
    (";", ""),
    ("%", ""),
    ("'", ""),
];

/// What may stand before the names of rules. What is for Semgrep's other engines has a word of its
/// own before it, and is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    RuleId,
    Ok,
    TodoRuleId,
    TodoOk,
    OtherEngine,
}

impl Annotations {
    /// Reads the comments of `source`: each is about the line below it, or below the comments of
    /// this kind that follow.
    pub fn read(source: &str) -> Self {
        let mut annotations = Annotations::default();
        let mut pending: Vec<(Word, &str)> = Vec::new();
        for (index, line) in source.lines().enumerate() {
            if let Some(annotation) = annotation(line) {
                pending.push(annotation);
                continue;
            }
            for (word, rules) in pending.drain(..) {
                annotations.add(word, rules, index + 1);
            }
        }
        annotations
    }

    fn add(&mut self, word: Word, rules: &str, line: usize) {
        for name in rules.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            let place = (name.to_owned(), line);
            if matches!(word, Word::TodoOk | Word::TodoRuleId) {
                self.undecided.insert(place.clone());
            }
            match word {
                Word::RuleId | Word::TodoOk => self.expected.insert(place),
                Word::Ok => self.allowed.insert(place),
                Word::TodoRuleId | Word::OtherEngine => false,
            };
        }
    }

    /// Writes out ids of which a comment has the last part alone, or more parts than the rule.
    pub(super) fn complete(&mut self, rules: &[SastRule]) {
        let ends = |long: &str, short: &str| {
            long.strip_suffix(short).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        for set in [&mut self.expected, &mut self.allowed, &mut self.undecided] {
            let complete = |(named, line): Place| {
                let has_name = rules.iter().any(|rule| *rule.rule.id == *named);
                let is_meant = |rule: &&SastRule| {
                    let id = &*rule.rule.id;
                    !has_name && (ends(id, &named) || ends(&named, id))
                };
                let id = rules.iter().find(is_meant).map(|rule| rule.rule.id.to_string());
                (id.unwrap_or(named), line)
            };
            *set = std::mem::take(set).into_iter().map(complete).collect();
        }
    }
}

/// Whether a line says of the one below it what rules do there.
pub(super) fn is_annotation(line: &str) -> bool {
    annotation(line).is_some()
}

/// The word of an annotation and the rules that it names.
fn annotation(line: &str) -> Option<(Word, &str)> {
    let line = line.trim();
    let opens = |(opening, _): &&(&str, &str)| line.starts_with(opening);
    let (opening, closing) = COMMENTS.iter().find(opens)?;
    let text = &line[opening.len()..];
    let text = if closing.is_empty() { text } else { text.trim_end_matches(closing) };
    let (word, mut rules) = word(text.trim())?;
    // `ruleid: deepok: x` says of other engines what differs.
    while let Some((_, behind)) = self::word(rules) {
        rules = behind;
    }
    Some((word, rules))
}

fn word(text: &str) -> Option<(Word, &str)> {
    let (word, rules) = text.split_once(':')?;
    let plain = word.strip_prefix("pro").or_else(|| word.strip_prefix("deep"));
    let known = match plain.unwrap_or(word) {
        "ruleid" => Word::RuleId,
        "ok" => Word::Ok,
        "todoruleid" => Word::TodoRuleId,
        "todook" => Word::TodoOk,
        _ => return None,
    };
    Some((if plain.is_some() { Word::OtherEngine } else { known }, rules.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(list: &[(&str, usize)]) -> BTreeSet<Place> {
        list.iter().map(|(rule, line)| ((*rule).to_owned(), *line)).collect()
    }

    #[test]
    fn comments_in_a_row_speak_of_the_line_below() {
        let source = "# ruleid: a, b\n# ok: c\nx\n  // todook: a\ny\n# ruleid is a word\n";
        let read = Annotations::read(source);
        assert_eq!(read.expected, places(&[("a", 3), ("b", 3), ("a", 5)]));
        assert_eq!(read.allowed, places(&[("c", 3)]));
        assert_eq!(read.undecided, places(&[("a", 5)]));
    }

    #[test]
    fn comments_of_all_languages_are_read() {
        let lines = ["<!-- ruleid: a -->", "(* ruleid:a *)", "/*ruleid: a*/", "{/* ruleid: a */}"];
        let more = ["-- ruleid: a", "; ruleid: a", "% ruleid: a", "\t//ruleid: a", ";; ruleid: a"];
        for line in lines.iter().chain(&more) {
            let read = Annotations::read(&format!("{line}\nx"));
            assert_eq!(read.expected, places(&[("a", 2)]), "{line}");
        }
        assert_eq!(Annotations::read("x = 1 # ruleid: a\ny\n"), Annotations::default());
    }

    #[test]
    fn what_is_for_other_engines_is_left_out() {
        let read = Annotations::read(
            "# proruleid: a\n# deepok: b\n# ruleid: prook: c\n# todoruleid: d\nx",
        );
        assert_eq!(read.expected, places(&[("c", 5)]));
        assert_eq!((read.allowed.len(), read.undecided), (0, places(&[("d", 5)])));
    }
}
