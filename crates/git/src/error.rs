//! What can go wrong between git and us.

use std::fmt;
use std::path::PathBuf;

/// Why git's data could not be had. Each says what happened, where, and what to do.
#[derive(Debug)]
pub enum Error {
    /// No repository holds this folder.
    NotARepository {
        /// Where the search began.
        from: PathBuf,
        /// What was looked at.
        reason: String,
    },
    /// The repository belongs to somebody else and `safe.directory` does not name it.
    Untrusted {
        /// Where the search began.
        from: PathBuf,
        /// What git would say.
        reason: String,
    },
    /// There is a repository, but it could not be opened.
    Open {
        /// Where the search began.
        from: PathBuf,
        /// What hinders.
        reason: String,
    },
    /// The repository uses something that this program cannot read.
    Unsupported {
        /// What it is, and what to do about it.
        what: String,
    },
    /// The index could not be read.
    Index {
        /// Its file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The index is locked: another program is changing it.
    Locked {
        /// The lock.
        path: PathBuf,
    },
    /// A file of the repository could not be written.
    Write {
        /// The file or its folder.
        path: PathBuf,
        /// What hinders.
        reason: String,
    },
    /// A file of the repository could not be read or does not say what it should.
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// An object is not in the object database.
    Missing {
        /// Its id in hexadecimal.
        id: String,
        /// Whether this is a partial clone, in which objects may be left on the remote.
        promised: bool,
    },
    /// An object is there but cannot be read, or is not what refers to it.
    Corrupt {
        /// Its id in hexadecimal.
        id: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A folder goes deeper or a comparison grows larger than any honest one.
    TooLarge {
        /// What grew too large.
        what: String,
    },
    /// HEAD or another ref could not be read.
    Reference {
        /// The name of the ref.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A revision that was asked for does not name a commit here.
    Revision {
        /// The revision as given.
        name: String,
        /// Why not.
        reason: String,
    },
    /// The histories of two revisions meet beyond the edge of a shallow clone.
    Shallow {
        /// The two revisions.
        between: (String, String),
    },
    /// A line on a pre-push hook's standard input is not four words with two object ids.
    PushLine {
        /// The line, decoded lossily.
        line: String,
    },
    /// The settings could not be read.
    Configuration {
        /// What is wrong with them.
        reason: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NotARepository { from, reason } => write!(
                formatter,
                "'{}' is not in a git repository: {reason}; run this inside one, or 'git init'",
                from.display()
            ),
            Error::Untrusted { from, reason } => write!(
                formatter,
                "the repository of '{}' belongs to another user: {reason}; if you trust it, run \
                 'git config --global --add safe.directory <its folder>'",
                from.display()
            ),
            Error::Open { from, reason } => write!(
                formatter,
                "the repository of '{}' cannot be opened: {reason}; 'git status' may say more",
                from.display()
            ),
            Error::Unsupported { what } => formatter.write_str(what),
            Error::Index { path, reason } => write!(
                formatter,
                "the index '{}' cannot be read: {reason}; 'git status' shows whether git can; \
                 'git reset' builds it anew from the last commit and unstages all else",
                path.display()
            ),
            Error::Locked { path } => write!(
                formatter,
                "'{}' exists: another git process seems to be running here, or one crashed; \
                 wait for it, or remove that file",
                path.display()
            ),
            Error::Write { path, reason } => {
                write!(formatter, "cannot write to '{}': {reason}", path.display())
            }
            Error::File { path, reason } => {
                write!(formatter, "'{}' cannot be read: {reason}", path.display())
            }
            Error::Missing { id, promised: true } => write!(
                formatter,
                "object {id} is not in this partial clone; 'git cat-file -e {id}' fetches it"
            ),
            Error::Missing { id, promised: false } => write!(
                formatter,
                "object {id} is missing from the repository; 'git fsck' shows what else is, \
                 'git fetch' may bring it back"
            ),
            Error::Corrupt { id, reason } => write!(
                formatter,
                "object {id} cannot be read: {reason}; 'git fsck' shows what else is damaged"
            ),
            Error::TooLarge { what } => formatter.write_str(what),
            Error::Reference { name, reason } => {
                write!(formatter, "{name} cannot be read: {reason}; 'git fsck' may say more")
            }
            Error::Revision { name, reason } => write!(
                formatter,
                "'{}' names no commit here: {reason}; in a shallow clone, fetch more history",
                name.escape_debug()
            ),
            Error::Shallow { between: (from, to) } => write!(
                formatter,
                "this shallow clone does not reach where '{}' and '{}' part; fetch more history \
                 ('git fetch --unshallow', 'fetch-depth: 0')",
                from.escape_debug(),
                to.escape_debug()
            ),
            Error::PushLine { line } => write!(
                formatter,
                "'{}' is not what git sends to a pre-push hook: '<local ref> <local id> \
                 <remote ref> <remote id>'",
                line.escape_debug()
            ),
            Error::Configuration { reason } => {
                write!(formatter, "git's configuration cannot be read: {reason}")
            }
        }
    }
}

impl std::error::Error for Error {}

/// The message of a gix error with the messages of its causes.
pub(crate) fn reason(error: &gix::Error) -> String {
    let mut reasons: Vec<String> = Vec::new();
    for message in error.iter_errors().map(ToString::to_string) {
        if !message.is_empty() && !reasons.iter().any(|known| known.contains(&message)) {
            reasons.push(message);
        }
    }
    reasons.join(": ")
}
