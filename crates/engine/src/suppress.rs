//! Comments that silence findings: ours, and those that code carries for its previous tools.

mod pragma;

use crate::selection::exactness;
use sdf_core::{Family, LineIndex, Rule, Span};

/// A comment of some tool that silences findings.
struct Marker {
    /// What introduces it, in lower case.
    word: &'static [u8],
    /// What it silences when it names no rule.
    families: &'static [Family],
    /// How it names rules.
    names: Names,
    /// Which lines it speaks of.
    lines: Lines,
    /// Whether only a `#` and white space may stand before it.
    behind_hash: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    /// Never.
    None,
    /// `[a, b]`, and it must.
    Bracketed,
    /// `: a, b`; flake8's also by the beginning of a code.
    AfterColon,
    /// `: B301, B302` or without the colon; words that are no such id do not count.
    BanditIds,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    /// Its own.
    Own,
    /// Its own and the one below.
    OwnAndNext,
    /// Its own, or where nothing else stands on that the one below.
    OwnOrNext,
}

const SECRETS: &[Family] = &[Family::Secrets];

const fn secrets(word: &'static [u8]) -> Marker {
    Marker { word, families: SECRETS, names: Names::None, lines: Lines::Own, behind_hash: false }
}

/// Sources: the documentation of bandit (nosec), flake8 (noqa), pycodestyle (nopep8), semgrep
/// (nosemgrep), kingfisher and ggshield.
const MARKERS: &[Marker] = &[
    Marker {
        word: b"sdf:ignore",
        families: &[],
        names: Names::Bracketed,
        lines: Lines::OwnOrNext,
        behind_hash: false,
    },
    Marker {
        word: b"nosec",
        families: &[Family::Sast],
        names: Names::BanditIds,
        lines: Lines::Own,
        behind_hash: true,
    },
    Marker {
        word: b"noqa",
        families: &[Family::Style, Family::Hygiene],
        names: Names::AfterColon,
        lines: Lines::Own,
        behind_hash: true,
    },
    Marker {
        word: b"nopep8",
        families: &[Family::Style],
        names: Names::None,
        lines: Lines::Own,
        behind_hash: true,
    },
    Marker {
        word: b"nosemgrep",
        families: &[Family::Sast],
        names: Names::AfterColon,
        lines: Lines::OwnAndNext,
        behind_hash: false,
    },
    // kingfisher looks above and below as well; a comment behind another secret stays with that.
    Marker { lines: Lines::OwnOrNext, ..secrets(b"kingfisher:ignore") },
    Marker { lines: Lines::OwnOrNext, ..secrets(b"kingfisher:allow") },
    secrets(b"ggignore"),
];

/// Texts that silence the secrets of their line wherever they stand in it, to the letter
/// (detect/detect.go of gitleaks and betterleaks, pkg/engine of trufflehog).
const VERBATIM: &[&[u8]] = &[b"gitleaks:allow", b"betterleaks:allow", b"trufflehog:ignore"];

/// Lines of a long finding that are searched from its start, and as many to its end.
const SEARCHED: usize = 16;

/// Whether a comment in `document` silences a finding of `rule` at `span`.
pub(crate) fn is_suppressed(document: &[u8], lines: &LineIndex, rule: &Rule, span: Span) -> bool {
    let first = lines.line_of(span.start);
    let last = lines.line_of(span.end.saturating_sub(1).max(span.start));
    let own = (first..=last).take(SEARCHED).chain((first + SEARCHED..=last).rev().take(SEARCHED));
    let silences = |line: usize, below: bool| {
        let text = lines.text(document, line);
        could_silence(text) && silences_rule(text, rule, below)
    };
    own.into_iter().any(|line| silences(line, false)) || first > 0 && silences(first - 1, true)
}

/// Whether `line` holds a piece that every marker has: most lines are done here.
fn could_silence(line: &[u8]) -> bool {
    const PIECES: [&[u8]; 4] = [b"no", b"ignore", b"allow", b"list"];
    let folded = line.to_ascii_lowercase();
    PIECES.iter().any(|piece| memchr::memmem::find(&folded, piece).is_some())
}

/// Whether a comment on `line` silences `rule` on that line or, if `below`, on the next.
fn silences_rule(line: &[u8], rule: &Rule, below: bool) -> bool {
    if rule.family == Family::Secrets {
        let stands = |text: &&[u8]| memchr::memmem::find(line, text).is_some();
        if !below && VERBATIM.iter().any(stands) || pragma::lets_off(line, below) {
            return true;
        }
    }
    let folded = single_spaced(line);
    MARKERS.iter().any(|marker| {
        memchr::memmem::find_iter(&folded, marker.word).any(|at| {
            let (before, rest) = (&folded[..at], &folded[at + marker.word.len()..]);
            is_a_word(before, rest, marker)
                && speaks_of(marker, before, below)
                && names_rule(marker, rest, rule)
        })
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

fn speaks_of(marker: &Marker, before: &[u8], below: bool) -> bool {
    // A comment that stands alone has nothing but its own sign before it.
    let alone = !before.iter().any(u8::is_ascii_alphanumeric);
    match marker.lines {
        Lines::Own => !below,
        Lines::OwnAndNext => true,
        Lines::OwnOrNext => !below || alone,
    }
}

fn names_rule(marker: &Marker, rest: &[u8], rule: &Rule) -> bool {
    let blanket = marker.families.contains(&rule.family);
    let list = match marker.names {
        Names::None => return blanket,
        Names::Bracketed => match rest.strip_prefix(b"[") {
            Some(list) => list.split(|&byte| byte == b']').next().unwrap_or_default(),
            None => return false,
        },
        Names::AfterColon => match rest.strip_prefix(b" ").unwrap_or(rest).strip_prefix(b":") {
            Some(list) => list,
            None => return blanket,
        },
        Names::BanditIds => rest.strip_prefix(b":").unwrap_or(rest),
    };
    // Names are ASCII, so a list that is not UTF-8 names nothing from there on.
    let list = list.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    let words = list.split([',', ' ', '\t']).filter(|word| !word.is_empty());
    match marker.names {
        Names::Bracketed => words.into_iter().any(|word| exactness(word, rule).is_some()),
        Names::BanditIds => {
            let mut ids = words
                .take_while(|word| !word.starts_with('#'))
                .filter(|word| is_bandit_id(word))
                .peekable();
            if ids.peek().is_none() {
                blanket
            } else {
                ids.any(|id| exactness(id, rule) == Some(usize::MAX))
            }
        }
        _ => {
            // A reason may follow: names end where a word no longer looks like one.
            let names = words.take_while(|word| is_name(word)).collect::<Vec<_>>();
            if names.is_empty() { blanket } else { names.iter().any(|name| is_meant(name, rule)) }
        }
    }
}

fn is_bandit_id(word: &str) -> bool {
    let digits = word.strip_prefix('b').unwrap_or_default();
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

#[cfg(test)]
mod tests {
    use super::*;
    use sdf_core::{Confidence, Reach, Severity};

    fn rule(id: &'static str, family: Family, aliases: &'static [sdf_core::Text]) -> Rule {
        Rule {
            id: id.into(),
            family,
            aliases: aliases.into(),
            severity: Severity::Low,
            confidence: Confidence::High,
            title: "".into(),
            why: "".into(),
            help: "".into(),
            cwe: (&[]).into(),
            references: (&[]).into(),
            reach: Reach::Line,
        }
    }

    fn suppressed(text: &str, rule: &Rule) -> bool {
        let at = text.find("HERE").expect("the place");
        is_suppressed(
            text.as_bytes(),
            &LineIndex::new(text.as_bytes()),
            rule,
            Span::new(at, at + 4),
        )
    }

    #[test]
    fn each_tools_comment_silences_its_own_kind() {
        let token = rule("github-pat", Family::Secrets, &[]);
        let eval = rule("python.eval", Family::Sast, &[sdf_core::Text::Borrowed("B307")]);
        let long = rule("E501", Family::Style, &[]);
        for (line, of_token, of_eval, of_long) in [
            ("HERE", false, false, false),
            ("HERE  # sdf:ignore[github-pat] a test key", true, false, false),
            ("HERE  # sdf:ignore[python.eval, E501]", false, true, true),
            ("HERE  // sdf:ignore[secrets]", true, false, false),
            ("HERE  # sdf:ignore", false, false, false),
            ("HERE  # nosec", false, true, false),
            ("HERE  #nosec B307", false, true, false),
            ("HERE  # nosec: B101, B102", false, false, false),
            ("HERE  # nosec the input is ours", false, true, false),
            ("HERE  # NoQA", false, false, true),
            ("HERE  # noqa: E501,F401 too long", false, false, true),
            ("HERE  # noqa:E5", false, false, true),
            ("HERE  # noqa: F401", false, false, false),
            ("HERE  # nopep8", false, false, true),
            ("HERE  # noqa : B307", false, true, false),
            ("HERE  // nosemgrep: rules.of.ours.python.eval", false, true, false),
            ("HERE  # nosemgrep", false, true, false),
            ("HERE gitleaks:allow", true, false, false),
            ("HERE GitLeaks:Allow", false, false, false),
            ("HERE  // Kingfisher:Ignore", true, false, false),
            ("HERE  # pragma:allowlist-secret", true, false, false),
            ("HERE  # pragma: allowlist nextline secret", false, false, false),
            ("HERE nosecret", false, false, false),
        ] {
            assert_eq!(suppressed(line, &token), of_token, "secrets: {line}");
            assert_eq!(suppressed(line, &eval), of_eval, "sast: {line}");
            assert_eq!(suppressed(line, &long), of_long, "style: {line}");
        }
    }

    #[test]
    fn some_comments_speak_of_the_next_line() {
        let token = rule("github-pat", Family::Secrets, &[]);
        let eval = rule("python.eval", Family::Sast, &[]);
        assert!(suppressed("# pragma: allowlist nextline secret\nHERE", &token));
        assert!(!suppressed("# gitleaks:allow\nHERE", &token));
        assert!(suppressed("# kingfisher:ignore\nHERE", &token));
        assert!(!suppressed("other # kingfisher:ignore\nHERE", &token));
        assert!(suppressed("# nosemgrep\nHERE", &eval));
        assert!(suppressed("  # sdf:ignore[python.eval] why\nHERE", &eval));
        assert!(!suppressed("x = 1  # sdf:ignore[python.eval] why\nHERE", &eval));
    }
}
