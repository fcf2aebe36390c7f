//! Checks of names, modes, sizes, links, branches and submodules: what git stores beside content.
//!
//! They judge the [`Entry`]s that a change brings, or all of a folder's, and ask their
//! [`Surroundings`] for what else they need; what no check that is on asks for is never read.

mod branch;
mod case_conflict;
mod fold;
mod folders;
mod large_file;
mod links;
mod submodules;
mod test_names;
mod windows_names;

pub use branch::{branch_pattern, check_branch};
pub use test_names::TestNames;

use crate::{Check, RULES, Settings};
use folders::Folders;
use sdf_core::{BStr, BString, Finding, Node, Notice, RuleMask, Span};

/// Something at a path that a change brings or alters, or that is to be judged anyway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// From the top, `/` between folders.
    pub path: &'a BStr,
    /// What stands there.
    pub node: Node,
    /// Whether no version before has anything at this path.
    pub is_new_path: bool,
    /// Whether no version before has it, at this path or another.
    pub is_added: bool,
    /// Whether a version before has a symbolic link at this path.
    pub was_link: bool,
}

impl<'a> Entry<'a> {
    /// One without a past.
    pub fn new(path: &'a BStr, node: Node) -> Self {
        Entry { path, node, is_new_path: true, is_added: true, was_link: false }
    }
}

/// Answers what checks of entries ask; entries go by their number. An answer that cannot be had is
/// a notice, and the check says nothing.
pub trait Surroundings {
    /// What the folder at a path (empty for the top) holds by name.
    fn children(&self, folder: &BStr) -> Result<Vec<(BString, Node)>, Notice>;
    /// Whether a version before has something at a path.
    fn is_old(&self, path: &BStr) -> Result<bool, Notice>;
    /// Size of an entry's content in bytes.
    fn size(&self, entry: usize) -> Result<u64, Notice>;
    /// An entry's content; of a symbolic link the path it points to.
    fn content(&self, entry: usize) -> Result<Vec<u8>, Notice>;
    /// Whether the content of an entry is kept by Git LFS.
    fn is_in_lfs(&self, entry: usize) -> Result<bool, Notice>;
    /// Where the symbolic links pointed that versions before have at the path of an entry.
    fn old_targets(&self, entry: usize) -> Result<Vec<Vec<u8>>, Notice>;
    /// Whether an entry, a symbolic link, points to nothing.
    fn is_dangling(&self, entry: usize) -> Result<bool, Notice>;
}

/// A fault of something at a path.
#[derive(Clone, Debug)]
pub struct PathFault {
    /// Where; for the branch the file that names it.
    pub path: BString,
    /// What the finding points into; empty where there is nothing to show.
    pub text: Vec<u8>,
    /// What is wrong.
    pub finding: Finding<'static>,
}

/// What is said of entries.
#[derive(Debug, Default)]
pub struct PathReport {
    /// By check, then in the order of the entries.
    pub faults: Vec<PathFault>,
    /// What could not be found out.
    pub notices: Vec<Notice>,
}

/// Judges `entries`, which are sorted by path; `enabled` has an entry for each of [`RULES`].
pub fn check_paths(
    entries: &[Entry<'_>],
    surroundings: &dyn Surroundings,
    settings: &Settings,
    enabled: &RuleMask,
) -> PathReport {
    let mut report = PathReport::default();
    if entries.is_empty() {
        return report;
    }
    let mut run = |check: Check, judge: &dyn Fn(usize, &Entry<'_>) -> Verdict| {
        if !enabled.contains(check as usize) {
            return;
        }
        for (at, entry) in entries.iter().enumerate() {
            match judge(at, entry) {
                Ok(None) => {}
                Ok(Some(said)) => report.faults.push(said.at(check, entry.path)),
                Err(notice) => report.notices.push(notice),
            }
        }
    };
    run(Check::CheckAddedLargeFiles, &|at, entry| {
        large_file::check(at, entry, surroundings, settings)
    });
    run(Check::CheckSymlinks, &|at, entry| links::dangling(at, entry, surroundings));
    run(Check::DestroyedSymlinks, &|at, entry| links::destroyed(at, entry, surroundings));
    run(Check::ForbidNewSubmodules, &|_, entry| Ok(submodules::new(entry)));
    run(Check::ForbidSubmodules, &|_, entry| Ok(submodules::any(entry)));
    run(Check::NameTestsTest, &|_, entry| Ok(test_names::check(entry, settings.test_names)));
    if enabled.contains(Check::CheckCaseConflict as usize) {
        let mut folders = Folders::new(surroundings);
        case_conflict::check(entries, surroundings, &mut folders, &mut report);
    }
    if enabled.contains(Check::CheckIllegalWindowsNames as usize) {
        windows_names::check(entries, surroundings, &mut report);
    }
    report
}

/// What a check says of one entry, if anything.
type Verdict = Result<Option<Said>, Notice>;

/// The message of a fault, and what it points to.
struct Said {
    message: Option<String>,
    text: Vec<u8>,
}

impl Said {
    /// `message` of the entry as a whole.
    fn plainly(message: impl Into<String>) -> Self {
        Said { message: Some(message.into()), text: Vec::new() }
    }

    fn at(self, check: Check, path: &BStr) -> PathFault {
        let Said { message, text } = self;
        let line = text.iter().position(|&byte| byte == b'\n').unwrap_or(text.len());
        let span = Span::new(0, line);
        let finding = Finding::new(&RULES[check as usize], span);
        let finding = match message {
            Some(message) => finding.saying(message),
            None => finding,
        };
        PathFault { path: path.to_owned(), text, finding }
    }
}

/// A path as it is quoted in a message.
fn quoted(path: &BStr) -> String {
    format!("'{}'", String::from_utf8_lossy(path).escape_debug())
}

/// The folders that lead to `path` and `path` itself, from the top.
fn prefixes(path: &BStr) -> impl Iterator<Item = &BStr> {
    let ends = memchr::memchr_iter(b'/', path).chain(std::iter::once(path.len()));
    ends.map(|end| BStr::new(&path[..end]))
}
