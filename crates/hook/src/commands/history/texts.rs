//! What stands in commits and tags themselves.

use sdf_core::{BStr, ByteSlice, Focus};
use sdf_engine::{Secret, VersionScanner};
use sdf_git::{
    Ancestry, CommitText, Error, ObjectId, ObjectKind, Progress, Reading, Repository, Tips,
};

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

/// Looks at a commit or tag.
pub(super) fn look<'r>(
    scanner: &mut VersionScanner<'_, 'r>,
    text: &CommitText<'_>,
    suspects: &mut Vec<Suspect<'r>>,
) {
    if !scanner.suspects(text.raw) {
        return;
    }
    for (part, content) in Part::of(text) {
        let found = scanner.examine(content, &Focus::Everything, None);
        let secrets = found.map(|found| found.secrets().to_vec()).unwrap_or_default();
        if !secrets.is_empty() {
            let content = content.to_vec();
            suspects.push(Suspect { id: text.id, part, content, secrets });
        }
    }
}

/// Reads the commits that `tips` lead to, and what they and tags may hold.
pub(super) fn search<'r>(
    repository: &Repository,
    tips: &Tips,
    scanner: &VersionScanner<'_, 'r>,
    threads: usize,
    reading: Reading,
    progress: &Progress,
) -> Result<(Ancestry, Vec<Suspect<'r>>), Error> {
    let mut all: Vec<Vec<Suspect<'r>>> = (0..threads).map(|_| Vec::new()).collect();
    let mut readers = Vec::with_capacity(threads);
    for suspects in &mut all {
        let mut scanner = scanner.clone();
        readers.push(move |text: &CommitText<'_>| look(&mut scanner, text, suspects));
    }
    let (ancestry, _) = repository.ancestry(tips, readers, reading, progress)?;
    Ok((ancestry, all.into_iter().flatten().collect()))
}
