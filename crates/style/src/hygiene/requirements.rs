//! requirements-txt-fixer: requirements in alphabetical order, each once.

use super::rewrite::{lines, report};
use crate::Check;
use crate::lines::trim_end;
use crate::sink::{Sink, finding};
use sdf_core::{Document, Span};

/// White space as Python's `bytes.strip` has it.
const SPACES: &[u8] = b" \t\n\r\x0b\x0c";
/// Left behind by a fault of pip in Debian.
const SPURIOUS: [&[u8]; 2] = [b"pkg-resources==0.0.0\n", b"pkg_resources==0.0.0\n"];
/// Stands for the end of the comment at the top of a file.
const TOP: &[u8] = b"\n";

pub(super) fn check(document: &Document<'_>, sink: &mut Sink<'_>) {
    if !sink.wants(Check::RequirementsTxtFixer) || !is_list(document) {
        return;
    }
    match sorted(document.bytes) {
        // Order does not matter to pip.
        Ok(wanted) => report(Check::RequirementsTxtFixer, document, &wanted, true, sink),
        Err(Indented) => {
            let start = Span::new(0, 0);
            let message = "requirements cannot be sorted: one begins with white space";
            let fault = finding(Check::RequirementsTxtFixer, start, start).saying(message);
            sink.add(Check::RequirementsTxtFixer, fault);
        }
    }
}

/// Whether the path is one of those that `(requirements|constraints).*\.txt$` finds.
fn is_list(document: &Document<'_>) -> bool {
    let path: &[u8] = document.path;
    let Some(stem) = path.strip_suffix(b".txt") else { return false };
    let has = |word: &str| memchr::memmem::find(stem, word.as_bytes()).is_some();
    has("requirements") || has("constraints")
}

/// A requirement whose name nobody can tell.
#[derive(Debug, PartialEq, Eq)]
struct Indented;

/// A requirement with the comments and blank lines above it.
#[derive(Default)]
struct Requirement<'a> {
    comments: Vec<&'a [u8]>,
    /// Its lines; empty as long as there is none.
    value: Vec<u8>,
}

impl Requirement<'_> {
    /// Whether no further line belongs to it.
    fn is_complete(&self) -> bool {
        !self.value.is_empty() && !trim_end(&self.value, b"\r\n").ends_with(b"\\")
    }

    /// What it is sorted by: the name in small letters, without version and conditions.
    fn name(&self) -> Result<Vec<u8>, Indented> {
        let lower = self.value.to_ascii_lowercase();
        for egg in ["#egg=", "&egg="] {
            if memchr::memmem::find(&self.value, egg.as_bytes()).is_some() {
                let at = memchr::memmem::find(&lower, egg.as_bytes()).unwrap_or(0);
                return Ok(lower[at + egg.len()..].to_vec());
            }
        }
        let is_end = |byte: &u8| *byte == b';' || SPACES.contains(byte);
        let length = lower.iter().position(is_end).unwrap_or(lower.len());
        let name = &lower[..length];
        if name.is_empty() {
            return Err(Indented);
        }
        let compares = |at: usize| {
            matches!(name[at], b'<' | b'>')
                || [b"==", b"!=", b"~="].iter().any(|it| name[at..].starts_with(*it))
        };
        let end = (0..name.len()).find(|&at| compares(at)).unwrap_or(name.len());
        Ok(name[..end].to_vec())
    }
}

/// What pre-commit-hooks 6.0.0 makes of a list of requirements.
fn sorted(bytes: &[u8]) -> Result<Vec<u8>, Indented> {
    if trim_end(bytes, SPACES).is_empty() {
        return Ok(bytes.to_vec());
    }
    let mut text = bytes.to_vec();
    if !text.ends_with(b"\n") {
        text.push(b'\n');
    }
    let mut requirements: Vec<Requirement<'_>> = Vec::new();
    for line in lines(&text) {
        let is_first = match requirements.last() {
            Some(last) if !last.is_complete() => requirements.len() == 1,
            _ => {
                requirements.push(Requirement::default());
                requirements.len() == 1
            }
        };
        let Some(requirement) = requirements.last_mut() else { continue };
        let is_blank = trim_end(line, SPACES).is_empty();
        let is_comment = line.iter().find(|byte| !SPACES.contains(byte)) == Some(&b'#');
        let has_comment = requirement.comments.first().is_some_and(|first| first.starts_with(b"#"));
        if is_first && is_blank && has_comment {
            requirement.value = TOP.to_vec();
        } else if is_comment || is_blank {
            requirement.comments.push(line);
        } else {
            requirement.value.extend_from_slice(line);
        }
    }
    let rest = match requirements.pop() {
        Some(last) if last.value.is_empty() => last.comments,
        last => {
            requirements.extend(last);
            Vec::new()
        }
    };
    requirements.retain(|requirement| !SPURIOUS.contains(&requirement.value.as_slice()));
    let mut keyed = Vec::with_capacity(requirements.len());
    // What has no other beside it is compared with none.
    let is_alone = requirements.iter().filter(|it| it.value != TOP).count() < 2;
    for requirement in requirements {
        let is_top = requirement.value == TOP;
        // Of two with the same name the one with a comment is to be kept.
        let name = if is_top || is_alone { Vec::new() } else { requirement.name()? };
        keyed.push(((!is_top, name, requirement.comments.is_empty()), requirement));
    }
    keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut out = Vec::with_capacity(bytes.len() + 1);
    let mut previous: Option<Vec<u8>> = None;
    for (_, requirement) in keyed {
        requirement.comments.iter().for_each(|line| out.extend_from_slice(line));
        if previous.as_ref() != Some(&requirement.value) {
            out.extend_from_slice(&requirement.value);
            previous = Some(requirement.value);
        }
    }
    rest.iter().for_each(|line| out.extend_from_slice(line));
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    fn of(text: &str) -> Result<String, Indented> {
        sorted(text.as_bytes()).map(|sorted| String::from_utf8(sorted).expect("from text"))
    }

    /// What requirements-txt-fixer 6.0.0 makes of the left side is the right side.
    #[test]
    fn as_requirements_txt_fixer_writes() {
        let cases = [
            ("", ""),
            ("\n", "\n"),
            ("foo\nbar", "bar\nfoo\n"),
            ("# intro\n\nfoo\nbar\n", "# intro\n\nbar\nfoo\n"),
            ("# of foo\nfoo\nbar\n", "bar\n# of foo\nfoo\n"),
            ("foo\nbar\n# end", "bar\nfoo\n# end\n"),
            ("a>=1\nA==2\nab\n", "a>=1\nA==2\nab\n"),
            ("b==1\npkg-resources==0.0.0\na\n", "a\nb==1\n"),
            ("b==1\n# two\nb==1\n", "# two\nb==1\n"),
            ("b==1 \\\n  --hash=x\na\n", "a\nb==1 \\\n  --hash=x\n"),
            ("git+x#egg=a\nb\nA\n", "A\ngit+x#egg=a\nb\n"),
        ];
        for (before, after) in cases {
            assert_eq!(of(before).as_deref(), Ok(after), "{before:?}");
        }
        assert_eq!(of("b\n  a\n"), Err(Indented));
    }

    #[test]
    fn names_of_files() {
        for (path, is_list) in [
            ("requirements.txt", true),
            ("requirements/dev.txt", true),
            ("a/my-constraints-3.txt", true),
            ("requirements.in", false),
            ("notes.txt", false),
        ] {
            let found = check(path, b"b\na\n");
            let found = found.iter().any(|found| found.rule.id == "requirements-txt-fixer");
            assert_eq!(found, is_list, "{path}");
        }
    }
}
