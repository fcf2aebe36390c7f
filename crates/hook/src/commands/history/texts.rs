//! What stands in commits and tags themselves.

use sdf_core::{BStr, ByteSlice, Focus};
use sdf_engine::{Secret, VersionScanner};
use sdf_git::{CommitText, ObjectId, ObjectKind};

/// What a text is, in the place of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Part {
    CommitMessage,
    CommitAuthor,
    CommitCommitter,
    TagMessage,
    TagAuthor,
}

impl Part {
    pub(super) fn name(self) -> &'static str {
        match self {
            Part::CommitMessage => "commit message",
            Part::CommitAuthor => "commit author",
            Part::CommitCommitter => "commit committer",
            Part::TagMessage => "tag message",
            Part::TagAuthor => "tag author",
        }
    }

    /// The parts of `text` with their content. A committer who is the author is told once.
    pub(super) fn of<'a>(text: &CommitText<'a>) -> Vec<(Part, &'a BStr)> {
        let (author, committer) = (person(text.author()), person(text.committer()));
        match text.kind {
            ObjectKind::Tag => vec![(Part::TagMessage, text.message()), (Part::TagAuthor, author)],
            _ => {
                let mut parts =
                    vec![(Part::CommitMessage, text.message()), (Part::CommitAuthor, author)];
                if committer != author {
                    parts.push((Part::CommitCommitter, committer));
                }
                parts
            }
        }
    }

    /// Whether it is a name and an address, which every finding with the commit shows.
    pub(super) fn is_person(self) -> bool {
        !matches!(self, Part::CommitMessage | Part::TagMessage)
    }
}

/// Name and address, without the time that git writes behind them.
fn person(line: &BStr) -> &BStr {
    line.rfind_byte(b'>').map_or(line, |end| line[..=end].as_bstr())
}

/// A text that may hold secrets.
pub(super) struct Suspect<'r> {
    /// The commit or tag.
    pub(super) id: ObjectId,
    pub(super) part: Part,
    pub(super) content: Vec<u8>,
    pub(super) secrets: Vec<Secret<'r>>,
}

/// Looks at the texts of commits and tags.
pub(super) struct Texts<'t, 'r> {
    scanner: VersionScanner<'t, 'r>,
    pub(super) suspects: Vec<Suspect<'r>>,
}

impl<'t, 'r> Texts<'t, 'r> {
    pub(super) fn new(scanner: VersionScanner<'t, 'r>) -> Self {
        Texts { scanner, suspects: Vec::new() }
    }

    /// Looks at a commit or tag.
    pub(super) fn look(&mut self, text: &CommitText<'_>) {
        if !self.scanner.suspects(text.raw) {
            return;
        }
        for (part, content) in Part::of(text) {
            let found = self.scanner.examine(content, &Focus::Everything, None);
            let secrets = found.map(|found| found.secrets().to_vec()).unwrap_or_default();
            if !secrets.is_empty() {
                let content = content.to_vec();
                self.suspects.push(Suspect { id: text.id, part, content, secrets });
            }
        }
    }
}
