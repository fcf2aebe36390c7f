//! What stands at a path.

use crate::Kind;

/// What stands at a path of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// A folder.
    Folder,
    /// A file of some sort, or a symbolic link.
    File(Kind),
    /// Another repository, of which git stores only the commit.
    Submodule,
}
