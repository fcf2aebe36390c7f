//! What can keep a hook from being installed or taken away.

use std::path::PathBuf;
use std::{error, fmt, io};

/// Why an installation stopped. Hooks named before the one in trouble are done; nothing is lost.
#[derive(Debug)]
pub(crate) enum InstallError {
    /// Another tool replaced our hook, and the hook that we kept is still there: keeping the new
    /// one too would overwrite it.
    KeptInTheWay {
        /// The hook as it is now.
        hook: PathBuf,
        /// The hook kept by an earlier installation.
        kept: PathBuf,
    },
    /// Something that is neither a file nor a link has the hook's name.
    NotAFile {
        /// Where.
        path: PathBuf,
    },
    /// The file system refused.
    Io {
        /// What was attempted, to follow "cannot".
        action: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// Whether it belongs to a folder that serves many repositories.
        shared: bool,
        /// The system's answer.
        source: io::Error,
    },
}

impl fmt::Display for InstallError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::KeptInTheWay { hook, kept } => write!(
                out,
                "{} was replaced by another program since sdf-hook was installed, and the hook \
                 from before is still kept in {}; delete the one that you do not need, then run \
                 `sdf-hook install` again",
                hook.display(),
                kept.display()
            ),
            Self::NotAFile { path } => write!(
                out,
                "{} is not a file, so it cannot be kept as a hook; move it away, then run \
                 `sdf-hook install` again",
                path.display()
            ),
            Self::Io { action, path, shared, source } => {
                write!(out, "cannot {action} {}: {source}", path.display())?;
                if *shared {
                    write!(
                        out,
                        "; git runs hooks from there because core.hooksPath is set for all your \
                         repositories: make the folder writable, or give this repository its own \
                         with `git config core.hooksPath \"$(git rev-parse --git-common-dir)/hooks\"`, \
                         then run `sdf-hook install` again"
                    )?;
                }
                Ok(())
            }
        }
    }
}

impl error::Error for InstallError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::KeptInTheWay { .. } | Self::NotAFile { .. } => None,
        }
    }
}
