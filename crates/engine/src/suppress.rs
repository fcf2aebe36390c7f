//! Comments that silence findings: ours, and those that code carries for its previous tools.

mod line;
mod pragma;

use line::Line;
use sdf_core::{Family, LineIndex, Rule, Span};
use sdf_rules::bandit::Check;
use std::collections::HashMap;

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
    /// `: B301, pickle` or without the colon: ids and names of bandit's checks among other words.
    /// Counts in what the language takes for a comment only.
    Bandit,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    /// Its own.
    Own,
    /// Its own, or where nothing else stands on that the one below.
    OwnOrNext,
}

const SECRETS: &[Family] = &[Family::Secrets];

const fn secrets(word: &'static [u8]) -> Marker {
    Marker { word, families: SECRETS, names: Names::None, lines: Lines::Own, behind_hash: false }
}

const fn semgrep(word: &'static [u8]) -> Marker {
    Marker {
        word,
        families: &[Family::Sast],
        names: Names::AfterColon,
        lines: Lines::OwnOrNext,
        behind_hash: false,
    }
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
        names: Names::Bandit,
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
    semgrep(b"nosemgrep"),
    semgrep(b"nosem"),
    // kingfisher looks above and below as well; a comment behind another secret stays with that.
    Marker { lines: Lines::OwnOrNext, ..secrets(b"kingfisher:ignore") },
    Marker { lines: Lines::OwnOrNext, ..secrets(b"kingfisher:allow") },
    secrets(b"ggignore"),
];

/// Lines of a long finding that are searched from its start, and as many to its end.
const SEARCHED: usize = 16;

/// The comments of a document. Each line is read once, however many findings it holds.
pub(crate) struct Comments<'a> {
    document: &'a [u8],
    lines: &'a LineIndex,
    /// What the language takes for comments, in order, where the document was parsed.
    code: Option<&'a [Span]>,
    checks: &'a [Check],
    read: HashMap<usize, Line>,
    /// What was found out of a rule on a line with comments, or with `true` below it.
    known: HashMap<(usize, bool, *const Rule), bool>,
}

impl<'a> Comments<'a> {
    pub(crate) fn new(
        document: &'a [u8],
        lines: &'a LineIndex,
        code: Option<&'a [Span]>,
        checks: &'a [Check],
    ) -> Self {
        Comments { document, lines, code, checks, read: HashMap::new(), known: HashMap::new() }
    }

    /// Whether a comment silences a finding of `rule` at `span`.
    pub(crate) fn silence(&mut self, rule: &Rule, span: Span) -> bool {
        let first = self.lines.line_of(span.start);
        let last = self.lines.line_of(span.end.saturating_sub(1).max(span.start));
        let head = (first..=last).take(SEARCHED);
        let mut own = head.chain((first + SEARCHED..=last).rev().take(SEARCHED));
        own.any(|line| self.silences(line, rule, false))
            || first > 0 && self.silences(first - 1, rule, true)
    }

    /// Whether a comment on `line` silences `rule` on that line or, if `below`, on the next.
    fn silences(&mut self, line: usize, rule: &Rule, below: bool) -> bool {
        let Comments { document, lines, code, checks, .. } = *self;
        let text = || {
            let own = Span::from(lines.range(line));
            let comment = code.map(|comments| comment_in(own, comments).of(document));
            Line::read(lines.text(document, line), comment, checks)
        };
        let read = self.read.entry(line).or_insert_with(text);
        if read.is_plain() {
            return false;
        }
        let key = (line, below, std::ptr::from_ref(rule));
        *self.known.entry(key).or_insert_with(|| read.silences(rule, below))
    }
}

/// The part of a line that is a comment.
fn comment_in(line: Span, comments: &[Span]) -> Span {
    let first = comments.partition_point(|comment| comment.end <= line.start);
    match comments.get(first) {
        Some(comment) if comment.start < line.end => {
            Span::new(comment.start.max(line.start), comment.end.min(line.end))
        }
        _ => Span::new(line.end, line.end),
    }
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
            owasp: (&[]).into(),
            references: (&[]).into(),
            reach: Reach::Line,
            default: true,
            by_alias: true,
        }
    }

    fn checks() -> Vec<Check> {
        let check = |test, aliases: &'static [sdf_core::Text]| Check {
            rule: rule("python.check", Family::Sast, aliases),
            test,
            anchors: (&[]).into(),
            calls: (&[]).into(),
            imports: (&[]).into(),
        };
        const EVAL: &[sdf_core::Text] =
            &[sdf_core::Text::Borrowed("B307"), sdf_core::Text::Borrowed("bandit.eval")];
        const ASSERT: &[sdf_core::Text] = &[sdf_core::Text::Borrowed("B101")];
        vec![check(307, EVAL), check(101, ASSERT)]
    }

    fn suppressed(text: &str, rule: &Rule) -> bool {
        let at = text.find("HERE").expect("the place");
        let lines = LineIndex::new(text.as_bytes());
        Comments::new(text.as_bytes(), &lines, None, &checks()).silence(rule, Span::new(at, at + 4))
    }

    #[test]
    fn each_tools_comment_silences_its_own_kind() {
        let token = rule("github-pat", Family::Secrets, &[]);
        let eval = checks().remove(0).rule;
        let eval = Rule { id: "python.eval".into(), ..eval };
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
            ("HERE  # nosec B999 is no check", false, true, false),
            ("HERE  # nosec:B101,eval why", false, true, false),
            ("HERE  # nosec (b101) # eval", false, false, false),
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
        assert!(suppressed("// nosem: rules.python.eval\nHERE", &eval));
        assert!(!suppressed("other # nosemgrep\nHERE", &eval));
        assert!(suppressed("  # sdf:ignore[python.eval] why\nHERE", &eval));
        assert!(!suppressed("x = 1  # sdf:ignore[python.eval] why\nHERE", &eval));
    }
    #[test]
    fn half_a_name_at_the_end_of_a_long_list_silences_nothing() {
        let eval = rule("python.eval", Family::Sast, &[]);
        // Cut where a list ends, the last name would be the beginning of the rule's.
        for padding in 1000..1024 {
            let list = format!("HERE  # nosemgrep:{} python.evaluate", "x".repeat(padding));
            assert!(!suppressed(&list, &eval), "{padding}");
        }
        let open = format!("HERE  {} python.eval]", "# sdf:ignore[".repeat(1000));
        assert!(!suppressed(&open, &eval));
    }
}
