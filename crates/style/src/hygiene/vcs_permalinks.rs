//! check-vcs-permalinks: links to a line of a file that changes.

use crate::Check;
use crate::lines::{Line, in_focus};
use crate::settings::Settings;
use crate::sink::{Sink, finding};
use memchr::memmem;
use sdf_core::{Document, LineIndex, Span};

const SCHEME: &[u8] = b"https://";
const FILE: &[u8] = b"/blob/";

pub(super) fn check(
    document: &Document<'_>,
    lines: &LineIndex,
    settings: &Settings,
    sink: &mut Sink<'_>,
) {
    if !sink.wants(Check::CheckVcsPermalinks)
        || memmem::find(document.bytes, FILE).is_none()
        || memmem::find(document.bytes, SCHEME).is_none()
    {
        return;
    }
    let domains = settings.github_domains.iter().map(String::as_bytes);
    let domains: Vec<&[u8]> = domains.chain([b"github.com".as_slice()]).collect();
    for number in in_focus(document, lines) {
        let line = Line::of(document, lines, number);
        let mut at = 0;
        while let Some(distance) = memmem::find(&line.text[at..], SCHEME) {
            let start = at + distance;
            at = start + SCHEME.len();
            let rest = &line.text[at..];
            let length = domains.iter().find_map(|domain| moving_link(rest, domain));
            if let Some(length) = length {
                let span = Span::new(line.start + start, line.start + at + length);
                sink.add(Check::CheckVcsPermalinks, finding(Check::CheckVcsPermalinks, span, span));
                at += length;
            }
        }
    }
}

/// How long the link to a line is of which `text` is what follows the scheme, if it names a file
/// of a branch: `domain/owner/repository/blob/branch/path#L1`.
///
/// What may be in each part is as pre-commit-hooks 6.0.0 has it: a branch with a dot is taken for
/// a release, four to 64 hexadecimal digits for a commit.
fn moving_link(text: &[u8], domain: &[u8]) -> Option<usize> {
    let path = behind_domain(text, domain)?.strip_prefix(b"/")?;
    let (_, path) = part(path, b"/ ")?;
    let (_, path) = part(path.strip_prefix(b"/")?, b"/ ")?;
    let (branch, path) = part(path.strip_prefix(FILE)?, b"/. ")?;
    let path = path.strip_prefix(b"/")?;
    if (4..=64).contains(&branch.len()) && branch.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let (_, place) = part(path, b"# ")?;
    let digits = place.strip_prefix(b"#L")?;
    let count = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (count > 0).then(|| text.len() - digits.len() + count)
}

/// What follows `domain`, in which a dot stands for any character.
fn behind_domain<'t>(text: &'t [u8], domain: &[u8]) -> Option<&'t [u8]> {
    let (start, rest) = text.split_at_checked(domain.len())?;
    let mut pairs = start.iter().zip(domain);
    pairs.all(|(byte, wanted)| wanted == byte || *wanted == b'.').then_some(rest)
}

/// What stands before the first of `ends`, which is something, and what follows.
fn part<'t>(text: &'t [u8], ends: &[u8]) -> Option<(&'t [u8], &'t [u8])> {
    let length = text.iter().position(|byte| ends.contains(byte)).unwrap_or(text.len());
    (length > 0).then(|| text.split_at(length))
}

#[cfg(test)]
mod tests {
    use crate::Settings;
    use crate::testing::check_with;

    fn found(text: &str) -> usize {
        let github_domains = vec!["git.example.org".to_owned()];
        let settings = Settings { github_domains, ..Settings::default() };
        let found = check_with("a.md", text.as_bytes(), &settings);
        found.iter().filter(|found| found.rule.id == "check-vcs-permalinks").count()
    }

    #[test]
    fn links_to_a_line_of_a_branch() {
        assert_eq!(found("https://github.com/o/r/blob/main/a.py#L3\n"), 1);
        assert_eq!(found("(https://git.example.org/o/r/blob/main/a.py#L3), x\n"), 1);
        assert_eq!(found("https://https://github.com/o/r/blob/main/a.py#L3\n"), 1);
        for other in [
            "https://github.com/o/r/blob/main/a.py",
            "https://github.com/o/r/blob/v1.0/a.py#L3",
            "https://github.com/o/r/blob/abcd/a.py#L3",
            "https://gitlab.com/o/r/blob/main/a.py#L3",
            "https://github.com/o/r/blob/main/a b.py#L3",
        ] {
            assert_eq!(found(other), 0, "{other:?}");
        }
    }
}
