//! The comments of one line that silence findings.

use super::{Lines, MARKERS, Marker, Names, pragma};
use crate::selection::exactness;
use sdf_core::{Family, Rule};
use sdf_rules::bandit::{Check, NAME_PREFIX};

/// Texts that silence the secrets of their line wherever they stand in it, to the letter
/// (detect/detect.go of gitleaks and betterleaks, pkg/engine of trufflehog).
const VERBATIM: &[&[u8]] = &[b"gitleaks:allow", b"betterleaks:allow", b"trufflehog:ignore"];

/// Comments of a kind that are read on one line: more were not written by people.
const MOST: usize = 16;
/// Bytes of a comment in which names of rules are looked for.
const LONGEST: usize = 1024;

/// What the comments of a line silence.
#[derive(Default)]
pub(super) struct Line {
    /// Whether all secrets of the line are let off, and of the next.
    secrets: [bool; 2],
    comments: Vec<Comment>,
}

struct Comment {
    marker: &'static Marker,
    /// Whether nothing but the sign of a comment stands before it.
    alone: bool,
    silenced: Silenced,
}

enum Silenced {
    /// All rules of the marker's families.
    Families,
    /// Those of these names, which are in lower case.
    Rules(Vec<String>),
}

impl Line {
    /// Reads a line; `comment` is what of it the language takes for a comment, where that is known.
    pub(super) fn read(text: &[u8], comment: Option<&[u8]>, checks: &[Check]) -> Self {
        if !could_silence(text) {
            return Line::default();
        }
        let stands = |word: &&[u8]| memchr::memmem::find(text, word).is_some();
        let own = VERBATIM.iter().any(stands) || pragma::lets_off(text, false);
        let secrets = [own, pragma::lets_off(text, true)];
        let folded = single_spaced(text);
        let code = folded.iter().position(u8::is_ascii_alphanumeric).unwrap_or(folded.len());
        let comment = comment.map(single_spaced);
        let comments = MARKERS.iter().flat_map(|marker| {
            let folded = match &comment {
                Some(comment) if marker.names == Names::Bandit => comment,
                _ => &folded,
            };
            let places = memchr::memmem::find_iter(folded, marker.word);
            let comment = |at: usize| {
                let (before, rest) = (&folded[..at], &folded[at + marker.word.len()..]);
                let silenced =
                    is_a_word(before, rest, marker).then(|| silenced(marker, rest, checks))??;
                Some(Comment { marker, alone: at <= code, silenced })
            };
            places.filter_map(comment).take(MOST)
        });
        Line { secrets, comments: comments.collect() }
    }

    /// Whether there is nothing on it that silences anything.
    pub(super) fn is_plain(&self) -> bool {
        self.secrets == [false; 2] && self.comments.is_empty()
    }

    /// Whether `rule` is silenced on this line or, if `below`, on the next.
    pub(super) fn silences(&self, rule: &Rule, below: bool) -> bool {
        rule.family == Family::Secrets && self.secrets[usize::from(below)]
            || self.comments.iter().any(|comment| comment.silences(rule, below))
    }
}

impl Comment {
    fn silences(&self, rule: &Rule, below: bool) -> bool {
        let speaks_of = match self.marker.lines {
            Lines::Own => !below,
            Lines::OwnOrNext => !below || self.alone,
        };
        let means = |name: &String| match self.marker.names {
            Names::Bracketed => exactness(name, rule).is_some(),
            Names::Bandit => exactness(name, rule) == Some(usize::MAX),
            Names::None | Names::AfterColon => is_meant(name, rule),
        };
        speaks_of
            && match &self.silenced {
                Silenced::Rules(names) => names.iter().any(means),
                Silenced::Families => self.marker.families.contains(&rule.family),
            }
    }
}

/// Whether `line` holds a piece that every marker has: most lines are done here.
fn could_silence(line: &[u8]) -> bool {
    let begins = |rest: &[u8], piece: &[u8]| {
        rest.get(..piece.len()).is_some_and(|start| start.eq_ignore_ascii_case(piece))
    };
    line.iter().enumerate().any(|(at, byte)| match byte | 0x20 {
        b'n' => begins(&line[at..], b"no"),
        b'i' => begins(&line[at..], b"ignore"),
        b'a' => begins(&line[at..], b"allow"),
        b'l' => begins(&line[at..], b"list"),
        _ => false,
    })
}

/// `line` in lower case with every run of white space as one space.
fn single_spaced(line: &[u8]) -> Vec<u8> {
    let mut spaced = Vec::with_capacity(line.len());
    for &byte in line {
        let byte = if byte.is_ascii_whitespace() { b' ' } else { byte.to_ascii_lowercase() };
        if byte != b' ' || spaced.last() != Some(&b' ') {
            spaced.push(byte);
        }
    }
    spaced
}

fn is_a_word(before: &[u8], rest: &[u8], marker: &Marker) -> bool {
    let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let opened = match marker.behind_hash {
        true => before.strip_suffix(b" ").unwrap_or(before).ends_with(b"#"),
        false => !is_letter(before.last()),
    };
    opened && !is_letter(rest.first())
}

/// What a comment of `marker` with `rest` behind it silences, if it does anything.
fn silenced(marker: &Marker, rest: &[u8], checks: &[Check]) -> Option<Silenced> {
    let list = match marker.names {
        Names::None => return Some(Silenced::Families),
        Names::Bracketed => {
            let list = rest.strip_prefix(b"[")?;
            let close = memchr::memchr(b']', &list[..list.len().min(LONGEST)]);
            close.map_or(list, |close| &list[..close])
        }
        Names::AfterColon => match rest.strip_prefix(b" ").unwrap_or(rest).strip_prefix(b":") {
            Some(list) => list,
            None => return Some(Silenced::Families),
        },
        Names::Bandit => {
            let rest = rest.strip_prefix(b":").unwrap_or(rest);
            let names = bandit_names(rest, checks);
            // Whatever else stands there is a reason.
            return Some(match names.is_empty() {
                true => Silenced::Families,
                false => Silenced::Rules(names),
            });
        }
    };
    let words = words(list);
    let own = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let names = own(match marker.names {
        Names::Bracketed => return Some(Silenced::Rules(own(words))),
        // A reason may follow: names end where a word no longer looks like one.
        _ => words.into_iter().take_while(|word| is_name(word)).collect(),
    });
    Some(if names.is_empty() { Silenced::Families } else { Silenced::Rules(names) })
}

/// The words at the beginning of `list`. Names are ASCII, so a list that is not UTF-8 names
/// nothing from there on.
fn words(list: &[u8]) -> Vec<&str> {
    let is_separator = |byte: &u8| matches!(byte, b',' | b' ' | b'\t');
    let head = match list.get(..LONGEST) {
        // Half a name could be the beginning of many.
        Some(head) if list.len() > LONGEST => {
            &head[..head.iter().rposition(is_separator).unwrap_or_default()]
        }
        _ => list,
    };
    let head = head.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    head.split([',', ' ', '\t']).filter(|word| !word.is_empty()).collect()
}

/// The aliases of the checks that `list` names by bandit's id or name, in lower case. Words end where
/// bandit's end, at anything but a letter, a digit or an underscore; another comment ends the list.
fn bandit_names(list: &[u8], checks: &[Check]) -> Vec<String> {
    let list = &list[..list.len().min(LONGEST)];
    let list = list.split(|&byte| byte == b'#').next().unwrap_or_default();
    let words = list.split(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
    let words = words.filter_map(|word| std::str::from_utf8(word).ok());
    let alias = |word: &str| {
        let is_meant = |alias: &str| {
            let name = alias.strip_prefix(NAME_PREFIX).unwrap_or(alias);
            name.eq_ignore_ascii_case(word)
        };
        // Where only a user's rules are on, an id is still one.
        if checks.is_empty() && is_id(word) {
            return Some(word.to_ascii_lowercase());
        }
        let mut aliases = checks.iter().flat_map(|check| check.rule.aliases.iter());
        aliases.find(|alias| is_meant(alias)).map(|alias| alias.to_ascii_lowercase())
    };
    words.filter(|word| !word.is_empty()).filter_map(alias).collect()
}

/// Whether `word` has the form of bandit's ids: `B101`.
fn is_id(word: &str) -> bool {
    let digits = word.strip_prefix(['b', 'B']).unwrap_or_default();
    digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_name(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

/// Whether `name` is the rule, an alias, the beginning of a code such as `E5`, or ends with the
/// rule's id as semgrep's dotted paths do.
fn is_meant(name: &str, rule: &Rule) -> bool {
    let dotted = || name.strip_suffix(rule.id.to_ascii_lowercase().as_str());
    exactness(name, rule).is_some_and(|exactness| exactness > 0)
        || dotted().is_some_and(|path| path.ends_with('.'))
}
